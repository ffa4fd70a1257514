"""Plots from the machine on which the server runs: drawn, kept, moved, locked, given, mended, explained, taken out."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tianlu.cli.main import app
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.core.ids import PlaceId
from tianlu.people.model import EntityKind
from tianlu.people.signin.first_run import FirstUnit
from tianlu.people.signin.keys import make_id
from tianlu.people.signin.kinds import SERVER
from tianlu.plan.rounds.mail import with_loads
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.timing import timed_round
from tianlu.plan.service import PlanMeta
from tianlu.server.one_door import OneDoor, open_one_door
from tianlu.server.target.parts import open_parts
from tianlu.target.plots.kept import store
from tianlu.target.plots.kept.kinds import trouble_of_move
from tianlu.target.plots.kept.model import Drawing

COUNTY, PLAN = "632803", "p-autumn"
"""A county of the sample."""
UNIT = FirstUnit("邮政", EntityKind.POST.value, COUNTY, "县", "County", "李雪梅", "A1")
DRAW = ("draw", "--plan", PLAN, "--plots", "4", "--tolerance", "0.3")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OneDoor, Path]]:
    """A workspace with a plan in which one vehicle calls at every place on Monday."""
    folder = tmp_path_factory.mktemp("plots")
    opened = open_one_door(folder, clock=lambda: datetime.now(UTC))
    opened.sign_in.first_run.found_without_password(UNIT)
    parts = open_parts(opened)
    week = parts.counties.coming_week(COUNTY, datetime(2026, 11, 23, tzinfo=UTC).date())
    _, problem = parts.counties.open_week(COUNTY, week)
    places = tuple(PlaceId(site.id) for site in problem.sites[1:])
    round_ = timed_round(problem, problem.vehicles[0], day=0, leave_min=480, places=places)
    meta = PlanMeta(
        id=PLAN,
        county=COUNTY,
        county_name="县",
        week=week,
        seconds=1.0,
        seed=1,
        made_at=datetime.now(UTC),
        cost_fen=0,
        bound_fen=None,
        is_feasible=False,
        was_cancelled=False,
        iterations=0,
        cpu_s=0.0,
        problem_hash=problem.hash,
        version="test",
    )
    parts.shelf.keep(meta, with_loads(problem, Plan(problem.hash, (round_,), ())))
    yield opened, folder
    opened.close()


def run(served: tuple[OneDoor, Path], *words: str, language: str = "en", code: int = 0) -> str:
    arguments = ["plot", *words, "--workspace", str(served[1]), "--language", language]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == code, result.output
    return result.output.strip()


def drawing(served: tuple[OneDoor, Path]) -> Drawing:
    with served[0].workspace.engine.connect() as connection:
        found = store.find_drawing(connection, COUNTY)
    assert found is not None
    return found


def kept(served: tuple[OneDoor, Path]) -> Drawing:
    run(served, *DRAW, "--keep")
    return drawing(served)


def a_move(drawing: Drawing) -> tuple[str, int]:
    """A place and a plot beside it where it can go."""
    return next(
        (each.place, drawing.plot_of[other])
        for each in drawing.places
        for other in each.neighbours
        if trouble_of_move(drawing, {each.place: drawing.plot_of[other]}) is None
    )


def test_plots_are_said_before_any_are_kept_and_listed_afterwards(served: tuple[OneDoor, Path]) -> None:
    assert "no plots are kept" in run(served, "list", "--county", COUNTY, code=2)
    said = run(served, *DRAW)
    assert len([line for line in said.split("\n") if "of the mean" in line]) == 4
    assert "no plots are kept" in run(served, "list", "--county", COUNTY, code=2)
    assert run(served, *DRAW, "--keep", "--note", "秋季", language="zh").endswith("已采用")
    listed = run(served, "list", "--county", COUNTY, language="zh").split("\n")
    assert len(listed) == 5
    assert all("空缺" in line for line in listed[:4])
    assert drawing(served).note == "秋季"


def test_place_is_moved_as_its_price_said(served: tuple[OneDoor, Path]) -> None:
    before = kept(served)
    place, plot = a_move(before)
    told = run(served, "why", "--county", COUNTY, "--plot", str(before.plot_of[place]))
    assert f"→ {plot}" in told
    assert run(served, "move", place, "--county", COUNTY, "--plot", str(plot)).startswith("1 places given to plot")
    assert drawing(served).plot_of[place] == plot
    assert "nothing would change" in run(served, "move", place, "--county", COUNTY, "--plot", str(plot), code=2)


def test_locked_place_is_not_moved_and_stays_when_plots_are_drawn_again(served: tuple[OneDoor, Path]) -> None:
    before = kept(served)
    place, plot = a_move(before)
    assert run(served, "lock", place, "--county", COUNTY, language="zh") == "锁定 1 处"
    assert "locked" in run(served, "move", place, "--county", COUNTY, "--plot", str(plot), code=2)
    run(served, "draw", "--plan", PLAN, "--plots", "3", "--tolerance", "0.4", "--seed", "5", "--keep")
    assert drawing(served).plot_of[place] == before.plot_of[place]
    assert drawing(served).place[place].is_locked
    assert run(served, "lock", place, "--unlock", "--county", COUNTY) == "1 places unlocked"


def test_plot_is_named_and_given_and_a_vacant_one_mended_away(served: tuple[OneDoor, Path]) -> None:
    before = kept(served)
    first, second = (plot.number for plot in before.plots[:2])
    assert run(served, "name", "北片", "--county", COUNTY, "--plot", str(first)) == f"plot {first}: 北片"
    assert run(served, "give", "--county", COUNTY, "--plot", str(first), "--person", "A1", language="zh") == (
        f"{first} 号由 A1 负责"
    )
    assert "李雪梅" in run(served, "list", "--county", COUNTY)
    assert "nobody has the staff number" in run(
        served, "give", "--county", COUNTY, "--plot", str(first), "--person", "zz", code=2
    )
    said = run(served, "mend", "--plan", PLAN, "--vacant", str(second), "--tolerance", "0.4", "--keep", language="zh")
    assert "原责任田空缺" in said
    after = drawing(served)
    assert second not in after.plot
    assert (after.plot[first].name, len(after.plots)) == ("北片", len(before.plots) - 1)


def test_small_customers_go_to_who_works_their_plot(served: tuple[OneDoor, Path]) -> None:
    number = next(plot.number for plot in kept(served).plots if not plot.person)
    run(served, "give", "--county", COUNTY, "--plot", str(number), "--person", "A1")
    place = next(each.place for each in drawing(served).places if each.plot == number)
    boss, now = ActorId(next(iter(served[0].sign_in.gate.snapshot().persons))), datetime.now(UTC)
    body = {"customer": "c1", "kind": "company", "name": "小店", "tier": "small", "relation": "new", "reason": "x"}
    run_as_server = (("customer.enter", {**body, "place": place}, SERVER),)
    for kind, content, who in (*run_as_server, ("customer.decide", {"customer": "c1", "grants": True}, boss)):
        envelope = Envelope(CommandId(make_id(now)), kind, 1, OrgId(COUNTY), now, content)
        receipt = served[0].door.submit(who, [envelope])[0]
        assert receipt.refusal is None, receipt.refusal
    assert run(served, "share-out", "--county", COUNTY, "--dry-run").startswith("1 customers given")
    assert run(served, "share-out", "--county", COUNTY, language="zh").startswith("分配 1 户")
    assert run(served, "share-out", "--county", COUNTY, language="zh").startswith("分配 0 户")


def test_plots_are_written_as_excel_and_geojson_and_as_nothing_else(
    served: tuple[OneDoor, Path], tmp_path: Path
) -> None:
    places = len(kept(served).places)
    run(served, "export", str(tmp_path / "plots.geojson"), "--county", COUNTY)
    assert (tmp_path / "plots.geojson").read_text(encoding="utf-8").count('"Point"') == places
    run(served, "export", str(tmp_path / "plots.xlsx"), "--county", COUNTY)
    assert (tmp_path / "plots.xlsx").read_bytes()[:2] == b"PK"
    assert ".geojson" in run(served, "export", str(tmp_path / "plots.txt"), "--county", COUNTY, code=2)


def test_what_is_not_there_is_said(served: tuple[OneDoor, Path]) -> None:
    assert "没有计划" in run(served, "draw", "--plan", "zz", "--plots", "3", language="zh", code=2)
    kept(served)
    assert "has no plot 77" in run(served, "why", "--county", COUNTY, "--plot", "77", code=2)
    assert "there is no unit" in run(served, "list", "--county", "999999", code=2)
