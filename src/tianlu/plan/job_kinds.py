"""The kinds of long work of planning, and what one needs to order them at a county."""

from collections.abc import Mapping

from tianlu.people.roles import PLAN_MAKE

PLAN, MEND = "plan", "mend"
WHATIF = ("comparison", "frontier", "siting")
WAYS = "ways"
PROVINCE = "province"

WHOSE_RESULTS_STAY = frozenset({*WHATIF, WAYS})
"""Kinds of which only the job's row names what was found; plans and province runs are kept under names of their own."""

PERMISSIONS: Mapping[str, str] = dict.fromkeys((PLAN, MEND, *WHATIF, WAYS, PROVINCE), PLAN_MAKE)
