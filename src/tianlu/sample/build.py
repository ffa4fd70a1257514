"""Builds the sample province's packages from open sources: `python -m tianlu.sample.build --sources FOLDER`.

A development tool: the built packages are committed, so nobody who uses the product runs it. Needs `pypinyin` beside
the source packages that `docs/sample.md` lists. The same sources and seed give the same bytes.
"""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from random import Random

from tianlu.place.model import Basis, PlaceKind
from tianlu.plan.county import County
from tianlu.sample.buses import make_lines
from tianlu.sample.demand import make_demand, pieces_a_person
from tianlu.sample.divisions import CountyDivision, divide
from tianlu.sample.fleet import make_fleet
from tianlu.sample.floors import floors_of
from tianlu.sample.gazetteer import match_townships
from tianlu.sample.ground import OUTSIDE, Ground, known_ground
from tianlu.sample.index import INDEX, CountySummary, write_index
from tianlu.sample.layout import Layout, known_seats, lay_out
from tianlu.sample.names import Romanise, english_name
from tianlu.sample.origins import sources_of
from tianlu.sample.package import write_zip
from tianlu.sample.places import make_places
from tianlu.sample.point import Point
from tianlu.sample.population import share_out_people
from tianlu.sample.seats import CountySeats, county_centre, place_seats
from tianlu.sample.sources import Sources, read_sources
from tianlu.sample.specialities import seasons_of, specialities_of

SEED = 20261122
NOT_A_COUNTY = "632857"
"""大柴旦行政委员会, a committee of the prefecture: the 45th unit of the list, none of the 44 counties."""

DATA = Path(__file__).parent / "data"


def main() -> None:
    """Writes all packages and the index into `--out`, by default the committed folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="folder of the unpacked source packages")
    parser.add_argument("--out", type=Path, default=DATA)
    arguments = parser.parse_args()
    write_province(build_province(read_sources(arguments.sources), romanise=pinyin()), arguments.out)


def build_province(sources: Sources, *, romanise: Romanise, seed: int = SEED) -> Iterator[County]:
    """The counties one by one, in order of their codes."""
    counties = tuple(county for county in divide(sources.units) if county.code != NOT_A_COUNTY)
    layouts = _lay_out_all(counties, sources, seed)
    people = share_out_people(layouts, Random(f"{seed} people"))
    a_person = pieces_a_person(layouts, people)
    for layout in layouts:
        yield _make_county(layout, sources, people, a_person, romanise=romanise, seed=seed)


def write_province(counties: Iterable[County], folder: Path) -> None:
    """A zip for each county, and the index of them."""
    folder.mkdir(parents=True, exist_ok=True)
    summaries = []
    for county in counties:
        write_zip(county, folder)
        summaries.append(summarise(county))
    (folder / INDEX).write_text(write_index(summaries), encoding="utf-8")


def summarise(county: County) -> CountySummary:
    """The index's row of a county."""
    hub = county.places[0]
    kinds = [place.kind for place in county.places]
    return CountySummary(
        code=county.code,
        name=county.name,
        name_en=county.name_en,
        stations=kinds.count(PlaceKind.STATION),
        villages=kinds.count(PlaceKind.VILLAGE),
        population=sum(place.population for place in county.places),
        lon=hub.lon,
        lat=hub.lat,
        altitude_m=hub.altitude_m,
        basis=hub.coordinates_basis.value,
    )


def pinyin() -> Romanise:
    """Pinyin without tones from the package of that name; the readings that names of this province want come first."""
    package = import_module("pypinyin")
    package.load_single_dict({ord(sign): sound for sign, sound in READINGS.items()})

    def romanise(name: str) -> str:
        return "".join(package.lazy_pinyin(name)).replace("ü", "v")

    return romanise


READINGS = {
    "都": "dū",
    "尕": "gǎ",
    "什": "shí",
    "卡": "kǎ",
    "莫": "mò",
    "查": "chá",
    "曲": "qū",
    "麻": "má",
    "朵": "duǒ",
}


@dataclass(frozen=True)
class _Start:
    """A county with its centre, before its townships are placed."""

    county: CountyDivision
    centre: Point
    basis: Basis


def _lay_out_all(counties: tuple[CountyDivision, ...], sources: Sources, seed: int) -> list[Layout]:
    starts = [_Start(county, *county_centre(county, sources.centres)) for county in counties]
    centres = {start.county.code: start.centre for start in starts}
    matched = match_townships(counties, centres, sources.places)
    ground = _ground(centres, matched, sources)
    seats = [_place(start, matched, ground, sources, seed) for start in starts]
    everywhere = [seat.point for each in seats for seat in (each.hub, *each.stations)]
    return [
        lay_out(start.county, own, all_seats=everywhere, rng=Random(f"{seed} villages {start.county.code}"))
        for start, own in zip(starts, seats, strict=True)
    ]


def _ground(centres: dict[str, Point], matched: dict[str, Point], sources: Sources) -> Ground:
    outside = [(OUTSIDE, place.point) for place in sources.places if not place.in_province]
    townships = [(code[:6], point) for code, point in matched.items()]
    return known_ground([*centres.items(), *townships, *outside])


def _place(start: _Start, matched: dict[str, Point], ground: Ground, sources: Sources, seed: int) -> CountySeats:
    return place_seats(
        start.county,
        centre=start.centre,
        centre_basis=start.basis,
        matched=matched,
        ground=ground,
        relief=sources.relief,
        rng=Random(f"{seed} seats {start.county.code}"),
    )


def _make_county(
    layout: Layout, sources: Sources, people: dict[str, int], a_person: float, *, romanise: Romanise, seed: int
) -> County:
    code, name = layout.county.code, layout.county.name
    lines = make_lines(layout, sources.relief)
    places = make_places(
        layout,
        relief=sources.relief,
        people=people,
        served=lines.served,
        romanise=romanise,
        rng=Random(f"{seed} keepers {code}"),
    )
    demand = make_demand(
        layout,
        people=people,
        a_person=a_person,
        specialities=specialities_of(code),
        rng=Random(f"{seed} demand {code}"),
    )
    floors = floors_of(places)
    return County(
        code=code,
        name=name,
        name_en=english_name(name, romanise),
        places=places,
        demand=demand,
        vehicles=make_fleet(code, places, demand),
        seasons=seasons_of(code),
        feed=lines.feed,
        freight=lines.freight,
        floor_overrides=floors,
        sources=sources_of(
            known_seats=known_seats(layout),
            seats=len(layout.seats),
            villages=len(layout.settlements),
            floors=floors,
        ),
    )


if __name__ == "__main__":
    main()
