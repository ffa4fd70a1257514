"""The events' file: a line is whole or absent, whatever happens."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.plan.bags.builders import WEEK, a_week, an_act, way
from tianlu.core.problem import ProblemsFound
from tianlu.plan.bags.event import EventId, event_line, read_event
from tianlu.plan.bags.exceptions import BagState
from tianlu.plan.bags.service import WeekBags, events_path, open_bags


@pytest.fixture
def bags(tmp_path: Path) -> WeekBags:
    problem, plan = a_week()
    return open_bags(problem, plan, WEEK, plan_file=tmp_path / "plan.json")


def number(bags: WeekBags, which: int = 0) -> str:
    return bags.list_books()[0].manifest.bags[which].number


def test_events_lie_beside_the_plan() -> None:
    assert events_path(Path("a") / "plan.json") == Path("a") / "plan.bags.jsonl"


def test_what_was_scanned_is_there_when_the_file_is_opened_again(bags: WeekBags) -> None:
    written = bags.append(way(number(bags)))
    assert bags.list_books() == written
    assert written[0].custody[0].state is BagState.RECEIVED
    assert len(bags.log.path.read_text(encoding="utf-8").splitlines()) == 4


def test_every_event_is_read_back_as_it_was_written(bags: WeekBags) -> None:
    acts = [*way(number(bags)), an_act("except", trip="out", minute=70, exception="bus_late", note="雪")]
    for event in [event for book in bags.append(acts) for event in book.events]:
        assert read_event(event_line(event), row=1) == event


def test_the_same_act_sent_twice_is_written_once(bags: WeekBags) -> None:
    act = an_act("seal", number(bags))
    assert bags.append([act]) == bags.append([act]) == bags.append([act, act])
    with pytest.raises(ProblemsFound) as trouble:
        bags.append([an_act("hand_over", number(bags), id=act.id)])
    assert trouble.value.problems[0].code == "id_used"


def test_of_several_acts_none_is_written_if_one_is_refused(bags: WeekBags) -> None:
    with pytest.raises(ProblemsFound):
        bags.append([an_act("seal", number(bags)), an_act("board", number(bags, 1))])
    assert bags.log.list_events() == ()


def test_a_line_that_a_power_cut_left_unfinished_is_not_read_and_gives_way(bags: WeekBags) -> None:
    bags.append([an_act("seal", number(bags))])
    whole = bags.log.path.read_bytes()
    for cut in range(1, len(whole)):
        bags.log.path.write_bytes(whole + whole[:-1][:cut])
        assert len(bags.log.list_events()) == 1
    bags.append([an_act("hand_over", number(bags), minute=20)])
    assert bags.log.path.read_bytes().startswith(whole)
    assert len(bags.log.list_events()) == 2


def test_a_disk_that_fails_leaves_the_file_as_it_was(bags: WeekBags, monkeypatch: pytest.MonkeyPatch) -> None:
    bags.append([an_act("seal", number(bags))])
    before = bags.log.path.read_bytes()

    def fail(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="space"):
        bags.append([an_act("hand_over", number(bags), minute=20)])
    assert bags.log.path.read_bytes() == before


def test_a_line_that_is_no_event_is_named_by_its_row(bags: WeekBags) -> None:
    bags.append([an_act("seal", number(bags))])
    for wrong in ('{"kind":"sealed"}', "{", '{"kind":"flown"}', '{"kind":"boarded","stowage":"saloon"}'):
        whole = bags.log.path.read_bytes()
        bags.log.path.write_bytes(whole + wrong.encode() + b"\n")
        with pytest.raises(ProblemsFound) as trouble:
            bags.list_books()
        assert {problem.row for problem in trouble.value.problems} == {2}
        bags.log.path.write_bytes(whole)


def test_events_of_a_plan_that_was_replaced_are_not_passed_over(bags: WeekBags) -> None:
    bags.append([an_act("seal", number(bags))])
    replaced = WeekBags(bags.manifests[1:], bags.log, lambda: None)
    with pytest.raises(ProblemsFound) as trouble:
        replaced.list_books()
    assert trouble.value.problems[0].code == "events_of_another_plan"


def test_what_was_issued_stands_when_the_countys_data_change(bags: WeekBags, tmp_path: Path) -> None:
    """The buses are gone from the problem; the bags that were scanned are not gone from the book."""
    bags.append([an_act("seal", number(bags))])
    problem, plan = a_week()
    without = replace(problem, trips=())
    opened = open_bags(without, plan, WEEK, plan_file=tmp_path / "plan.json")
    assert opened.manifests == bags.manifests
    assert opened.list_books() == bags.list_books()


def test_before_the_first_scan_manifests_follow_the_data(bags: WeekBags, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        bags.append([an_act("board", number(bags))])
    assert not (tmp_path / "plan.bags.json").exists()
    problem, plan = a_week()
    assert open_bags(replace(problem, trips=()), plan, WEEK, plan_file=tmp_path / "plan.json").manifests == ()


def test_another_plan_in_the_files_place_is_refused(bags: WeekBags, tmp_path: Path) -> None:
    bags.append([an_act("seal", number(bags))])
    problem, plan = a_week()
    other = replace(plan, bags=plan.bags[1:])
    with pytest.raises(ProblemsFound) as trouble:
        open_bags(problem, other, WEEK, plan_file=tmp_path / "plan.json")
    assert trouble.value.problems[0].code == "events_of_another_plan"


def test_issued_manifests_that_are_damaged_are_said(bags: WeekBags, tmp_path: Path) -> None:
    bags.append([an_act("seal", number(bags))])
    problem, plan = a_week()
    (tmp_path / "plan.bags.json").write_text('{"plan": 1}')
    with pytest.raises(ProblemsFound) as trouble:
        open_bags(problem, plan, WEEK, plan_file=tmp_path / "plan.json")
    assert trouble.value.problems[0].code == "bad_manifests"


def test_many_at_once_lose_nothing(bags: WeekBags) -> None:
    numbers = [bag.number for manifest in bags.manifests for bag in manifest.bags]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda bag: bags.append([an_act("seal", bag)]), numbers))
    assert {held.state for book in bags.list_books() for held in book.custody} == {BagState.SEALED}


def test_a_surplus_bag_of_the_week_is_settled_where_it_was_noted(bags: WeekBags) -> None:
    stray = bags.manifests[1].bags[0].number
    bags.append([an_act("except", stray, trip="out", exception="bag_surplus")])
    books = bags.append([an_act("settle", stray, minute=5, outcome="goes_on", id=EventId("s"))])
    assert books[0].strays == ()
    assert books[1].custody[0].state is BagState.PLANNED
