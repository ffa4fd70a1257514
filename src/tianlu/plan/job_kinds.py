"""The kinds of long work of planning, and what one needs to order them at a county."""

from collections.abc import Mapping

from tianlu.people.roles import PLAN_MAKE

PLAN, MEND = "plan", "mend"
WHATIF = ("comparison", "frontier", "siting")
PROVINCE = "province"

PERMISSIONS: Mapping[str, str] = dict.fromkeys((PLAN, MEND, *WHATIF, PROVINCE), PLAN_MAKE)
