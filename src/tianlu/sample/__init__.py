"""The sample province, Qinghai: one data package a county, and the script that builds them from open sources.

Names and codes are real; whatever no open source has is derived, and says so on its row.
"""

from tianlu.sample.index import CountySummary
from tianlu.sample.province import list_counties, open_county

__all__ = ["CountySummary", "list_counties", "open_county"]
