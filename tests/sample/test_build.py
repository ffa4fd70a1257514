"""The province from its sources, on two small counties."""

from pathlib import Path

from tests.sample.small_sources import CENTRES, SOURCES
from tianlu.place.model import Basis, PlaceKind
from tianlu.sample.build import build_province, write_province


def build() -> list:
    return list(build_province(SOURCES, romanise=str))


def test_equal_sources_and_seed_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_province(build(), tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == ["639901.zip", "639902.zip", "counties.csv"]
    assert all((tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes() for file in files)


def test_another_seed_gives_other_villages() -> None:
    other = next(iter(build_province(SOURCES, romanise=str, seed=1)))
    assert other.places != build()[0].places


def test_the_hub_stands_at_the_centre_and_the_gazetteers_township_where_it_says() -> None:
    places = {place.id: place for place in build()[0].places}
    hub, station = places["639901100000"], places["639901200000"]
    assert (hub.lon, hub.lat, hub.coordinates_basis) == (CENTRES["639901"].lon, CENTRES["639901"].lat, Basis.KNOWN)
    assert (station.lon, station.lat, station.coordinates_basis) == (100.2, 35.1, Basis.KNOWN)


def test_what_no_source_places_is_marked_derived() -> None:
    first, second = build()
    assert second.places[1].coordinates_basis is Basis.DERIVED
    villages = [place for county in (first, second) for place in county.places if place.kind is PlaceKind.VILLAGE]
    assert all(village.coordinates_basis is Basis.DERIVED for village in villages)


def test_every_village_hangs_on_its_townships_station_or_on_the_hub() -> None:
    for place in build()[0].places:
        if place.kind is PlaceKind.VILLAGE:
            assert place.parent == f"{place.id[:9]}000"


def test_the_provinces_mail_is_shared_out_whole() -> None:
    pieces = sum(sum(row.pieces) for county in build() for row in county.demand if not row.season)
    assert abs(pieces / 7 - 120_900) < 200
