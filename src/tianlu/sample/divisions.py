"""The province's counties, townships and villages by name and code, and which of the listed units are kept.

The statistics bureau's list also holds industrial parks, state farms and a prison, coded like townships, with "virtual"
communities in them. Kept are townships that are a sub-district, town or township by name (街道, 镇, 乡), and in
them the units that are a committee of residents, villagers or herders, or a community or village, by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass

TOWNSHIP_ENDINGS = ("街道", "镇", "乡")
VILLAGE_ENDINGS = ("委会", "委员会", "社区", "村")
NO_VILLAGE_IN_NAME = ("虚拟", "类似", "生活区")

RESIDENTS_CODE_MAX = 199
"""Last three digits: 001 to 199 are residents' committees (居委会), 200 to 399 villagers' (村委会)."""

SHORTER_ENDINGS = (
    ("村村民委员会", "村"),
    ("村牧民委员会", "村"),
    ("村民委员会", "村"),
    ("村牧委会", "村"),
    ("村民委会", "村"),
    ("村委会", "村"),
    ("）委会", "）"),
    (")委会", "）"),
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("社区委员会", "社区"),
    ("居民委员会", "居委会"),
)


@dataclass(frozen=True)
class ListedUnit:
    """A row of the bureau's list: a village-level unit with the township and county it is in."""

    code: str
    name: str
    township: str
    township_name: str
    county: str
    county_name: str


@dataclass(frozen=True)
class Village:
    """A village or community: 12 digits. `is_residents`: a residents' committee, people of a town, not of the land."""

    code: str
    name: str
    is_residents: bool


@dataclass(frozen=True)
class Township:
    """A sub-district, town or township: 9 digits."""

    code: str
    name: str
    villages: tuple[Village, ...]

    @property
    def is_subdistrict(self) -> bool:
        return self.name.endswith("街道")


@dataclass(frozen=True)
class CountyDivision:
    """A county, county-level city or district: 6 digits."""

    code: str
    name: str
    townships: tuple[Township, ...]

    @property
    def prefecture(self) -> str:
        return self.code[:4]


def divide(units: Iterable[ListedUnit]) -> tuple[CountyDivision, ...]:
    """The kept units as a tree, in order of their codes."""
    counties: dict[tuple[str, str], dict[tuple[str, str], list[Village]]] = {}
    for unit in sorted(units, key=lambda unit: unit.code):
        if _is_kept(unit):
            townships = counties.setdefault((unit.county, unit.county_name), {})
            townships.setdefault((unit.township, unit.township_name), []).append(_village(unit))
    return tuple(
        CountyDivision(code, name, tuple(Township(c, n, tuple(villages)) for (c, n), villages in townships.items()))
        for (code, name), townships in counties.items()
    )


def short_name(name: str) -> str:
    """The village's own name without its committee: 加拉村委会 is 加拉村."""
    for ending, kept in SHORTER_ENDINGS:
        if name.endswith(ending):
            return name[: -len(ending)] + kept
    return name


def _village(unit: ListedUnit) -> Village:
    return Village(unit.code, short_name(unit.name), int(unit.code[-3:]) <= RESIDENTS_CODE_MAX)


def _is_kept(unit: ListedUnit) -> bool:
    return (
        unit.township_name.endswith(TOWNSHIP_ENDINGS)
        and unit.name.endswith(VILLAGE_ENDINGS)
        and not any(word in unit.name for word in NO_VILLAGE_IN_NAME)
    )
