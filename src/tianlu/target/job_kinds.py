"""The kinds of long work of targeting, and what one needs to order them at a unit."""

from collections.abc import Mapping

from tianlu.people.roles import LIST_MANAGE

TAKE_IN, VALUE, CAMPAIGN = "take_in", "value", "campaign"
GRID, PLOTS, VISITS = "grid", "plots", "visits"
KINDS = (TAKE_IN, VALUE, CAMPAIGN, GRID, PLOTS, VISITS)

PERMISSIONS: Mapping[str, str] = dict.fromkeys(KINDS, LIST_MANAGE)
"""The results are kept among the blobs, and only the job's row names them."""
