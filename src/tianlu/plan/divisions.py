"""The divisions of counties as their data packages have them: what addresses are read against."""

import re
from collections.abc import Iterable, Iterator, Mapping

from tianlu.place.model import Place, PlaceKind

TOWNSHIP_DIGITS, VILLAGE_DIGITS = 9, 12
UPPER_DIGITS = (2, 4)
_SEAT = re.compile(r"（(.+)）$")
"""A hub is called after its county, with the township where it stands in brackets."""


def list_divisions(
    counties: Iterable[tuple[str, str, Iterable[Place]]], upper: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Code and name of each division, each once, from code, name and places of each county; `upper` names the
    province and the prefectures; one that it does not name is called by its code in brackets, which no address
    says. Places whose ids are no statistical codes, and what lies below a nameless township, are left out."""
    said: set[str] = set()
    for code, name, places in counties:
        rows = [(code[:digits], upper.get(code[:digits], f"（{code[:digits]}）")) for digits in UPPER_DIGITS]
        rows += [(code, name), *_below(code, list(places))]
        for division, called in rows:
            if called and division not in said:
                said.add(division)
                yield division, called


def _below(county: str, places: list[Place]) -> Iterator[tuple[str, str]]:
    coded = [place for place in places if _is_coded(place.id, county)]
    townships = {place.id[:TOWNSHIP_DIGITS]: _township(place) for place in coded if place.kind is not PlaceKind.VILLAGE}
    yield from townships.items()
    for place in coded:
        if place.kind is PlaceKind.VILLAGE and townships.get(place.id[:TOWNSHIP_DIGITS]):
            yield place.id, place.name


def _is_coded(id_: str, county: str) -> bool:
    return len(id_) == VILLAGE_DIGITS and id_.isdigit() and id_.startswith(county)


def _township(place: Place) -> str:
    seat = _SEAT.search(place.name)
    return place.name if seat is None else seat[1]
