"""What is written is read back the same, whatever a county holds."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_county import HUB, JIA, ONE, small_county
from tianlu.core.calendar import DayPattern
from tianlu.core.ids import VehicleId
from tianlu.files.example import example_county
from tianlu.files.package import read_package
from tianlu.files.write_package import write_package
from tianlu.place.model import AreaClass, Basis, Place, PlaceKind
from tianlu.plan.county import County, Demand, Direction, Energy, Season, Source, Vehicle

words = st.text(st.characters(exclude_categories=("C", "Z")), max_size=12)
filled = words.filter(bool)
codes = st.text("abcXYZ019-_村", min_size=1, max_size=8)
patterns = st.integers(0, 127).map(DayPattern)


@st.composite
def villages(draw: st.DrawFn) -> Place:
    start = draw(st.integers(0, 1439))
    return Place(
        id=ONE,
        kind=PlaceKind.VILLAGE,
        name=draw(filled),
        name_en=draw(words),
        parent=JIA,
        lon=100 + draw(st.floats(-0.5, 0.5)),
        lat=35 + draw(st.floats(-0.5, 0.5)),
        altitude_m=draw(st.integers(-500, 9000)),
        area_class=draw(st.sampled_from(AreaClass)),
        population=draw(st.integers(0, 10**6)),
        depots=draw(st.sampled_from([(), (HUB,), (JIA, HUB)])),
        has_keeper=draw(st.booleans()),
        service_min=draw(st.integers(0, 1440)),
        open_days=draw(patterns),
        open_from_min=start,
        open_to_min=draw(st.integers(start + 1, 1440)),
        vehicle_kinds=draw(st.frozensets(codes, max_size=2)) | {"van"},
        coordinates_basis=draw(st.sampled_from(Basis)),
    )


@st.composite
def vehicles(draw: st.DrawFn) -> Vehicle:
    start = draw(st.integers(0, 1439))
    money = st.integers(0, 10**8)
    return Vehicle(
        id=VehicleId("C" + draw(codes)),
        depot=draw(st.sampled_from([HUB, JIA])),
        kind="van",
        name=draw(words),
        capacity_g=draw(st.integers(1, 10**9)),
        capacity_pieces=draw(st.integers(1, 10**6)),
        shift_from_min=start,
        shift_to_min=draw(st.integers(start + 1, 1440)),
        day_fen=draw(money),
        km_fen=draw(money),
        hour_fen=draw(money),
        energy=draw(st.sampled_from(Energy)),
        consumption_per_100km=draw(st.integers(0, 10**9)),
        days=draw(patterns),
        rounds_a_day_max=draw(st.integers(1, 24)),
        reload_min=draw(st.integers(0, 1440)),
        basis=draw(st.sampled_from(Basis)),
    )


@st.composite
def counties(draw: st.DrawFn) -> County:
    base = small_county()
    village = draw(villages())
    season = draw(codes)
    pieces = st.tuples(*[st.integers(0, 10**6)] * 7)
    return replace(
        base,
        name=draw(filled),
        name_en=draw(words),
        places=tuple(village if place.id == ONE else place for place in base.places),
        vehicles=(*base.vehicles, draw(vehicles())),
        seasons=(Season(season, draw(st.frozensets(st.integers(1, 12), min_size=1)), draw(st.integers(0, 10_000))),),
        demand=(Demand(ONE, draw(st.sampled_from(Direction)), season, draw(pieces), draw(st.integers(1, 10**9))),),
        terms=replace(
            base.terms,
            handling_fen=draw(st.integers(0, 10**8)),
            bag_g_max=draw(st.integers(1, 10**9)),
            further_driver_fen=draw(st.integers(0, 10**8)),
            arrival_hour_fen=draw(st.integers(0, 10**8)),
        ),
        sources=(Source("travel", "S", draw(filled), draw(words)),),
    )


@settings(max_examples=40, deadline=None)
@given(counties())
def test_written_county_is_read_back_the_same(county: County) -> None:
    with TemporaryDirectory() as folder:
        write_package(county, folder)
        read = read_package(folder)
    assert county.travel is not None
    assert read.travel is not None
    assert read.travel.digest() == county.travel.digest()
    assert replace(read, travel=None) == replace(county, travel=None)


def test_example_with_every_table_is_read_back_the_same(tmp_path: Path) -> None:
    write_package(example_county(), tmp_path)
    assert replace(read_package(tmp_path), travel=None) == replace(example_county(), travel=None)


def test_tables_of_an_earlier_package_do_not_stay(tmp_path: Path) -> None:
    write_package(example_county(), tmp_path)
    bare = replace(example_county(), feed=None, freight=(), closures=(), seasons=(), travel=None)
    bare = replace(bare, demand=tuple(demand for demand in bare.demand if not demand.season))
    write_package(bare, tmp_path)
    assert read_package(tmp_path) == bare


def test_source_of_the_travel_matrix_is_kept_where_no_table_says_it(tmp_path: Path) -> None:
    write_package(small_county(), tmp_path)
    travel = read_package(tmp_path).travel
    assert travel is not None
    assert travel.source == "straight lines, 30 km/h"
