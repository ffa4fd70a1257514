"""What a county sends in its season: months read in the domain's sources, how much more is assumed."""

from dataclasses import dataclass

from tianlu.plan.county import Season

YEAR_END = Season("年货", frozenset({1}), 115)
SHOPPING_FESTIVAL = Season("双十一", frozenset({11}), 125)
EVERYWHERE = (YEAR_END, SHOPPING_FESTIVAL)
"""All mail of these months, to deliver and to collect, by so many per cent of the year's (background)."""


@dataclass(frozen=True)
class Speciality:
    """`more_percent` of a village's collections of the rest of the year come on top of them in the season."""

    season: str
    months: frozenset[int]
    more_percent: int


CORDYCEPS = Speciality("虫草", frozenset({5}), 150)
GOJI = Speciality("枸杞", frozenset({8}), 250)
YAK_AND_SHEEP = Speciality("牛羊肉", frozenset({9, 10, 11}), 120)
BARLEY_AND_RAPESEED = Speciality("青稞菜籽", frozenset({8, 9}), 60)

EASTERN_VALLEYS = ("6301", "6302")
CORDYCEPS_LAND = ("6326", "6327", "632323", "632324", "632522", "632524")
GOJI_LAND = ("632801", "632802", "632821", "632822")


def specialities_of(county: str) -> tuple[Speciality, ...]:
    """By the county's code: farmland in the eastern valleys, pasture elsewhere, goji in the Qaidam basin."""
    if county.startswith(EASTERN_VALLEYS):
        return (BARLEY_AND_RAPESEED,)
    found = [YAK_AND_SHEEP]
    if county.startswith(CORDYCEPS_LAND):
        found.append(CORDYCEPS)
    if county.startswith(GOJI_LAND):
        found.append(GOJI)
    return tuple(found)


def seasons_of(county: str) -> tuple[Season, ...]:
    """A speciality's own rows are its mail, so its season leaves the rest as it is."""
    own = tuple(Season(each.season, each.months, 100) for each in specialities_of(county))
    return (*own, *EVERYWHERE)
