"""A tree is planted from plain rows, in any number of attempts."""

from datetime import datetime

from tests.people.county_office import BOSS, COUNTY, NOON, OTHER, PREFECTURE, CountyOffice, new_id
from tianlu.command.envelope import ActorId
from tianlu.people.model import Level
from tianlu.people.plant import Planted, UnitRow, plant_units

STATIONS = [UnitRow(f"{COUNTY}{k:03}", COUNTY, Level.STATION, f"站{k}") for k in range(150)]
TEAMS = [UnitRow(f"team-{station.id}", station.id, Level.TEAM, "一组") for station in STATIONS]


def plant(office: CountyOffice, actor: str, rows: list[UnitRow]) -> Planted:
    def an_id(_: datetime) -> str:
        return new_id()

    return plant_units(
        rows,
        known=office.gate.snapshot().nodes,
        entity="post",
        submit=lambda envelopes: office.door.submit(ActorId(actor), envelopes),
        now=NOON,
        make_id=an_id,
    )


def test_tree_larger_than_a_batch_is_planted_once(office: CountyOffice) -> None:
    assert plant(office, BOSS, STATIONS[:70]) == Planted(70, 0, ())
    assert plant(office, BOSS, [*STATIONS, *TEAMS]) == Planted(230, 70, ())
    assert plant(office, BOSS, [*STATIONS, *TEAMS]) == Planted(0, 300, ())
    nodes = office.gate.snapshot().nodes
    assert all(nodes[row.id].path == f"/63/{PREFECTURE}/{COUNTY}/{row.parent}/{row.id}/" for row in TEAMS)  # type: ignore[index]


def test_row_that_is_refused_is_named_and_keeps_no_other(office: CountyOffice) -> None:
    lost = UnitRow("lost", "nowhere", Level.TEAM, "组")
    planted = plant(office, BOSS, [lost, UnitRow("found", OTHER, Level.TEAM, "组")])
    assert planted.added == 1
    assert [row for row, _ in planted.refused] == [lost]
