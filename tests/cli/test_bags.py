"""`tianlu bags`."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.command import Said, tianlu
from tests.small_county import WEEK
from tianlu.core.ids import PlaceId
from tianlu.files.plan_file import MadeFor, plan_file_text
from tianlu.plan.bags.manifest import list_manifests
from tianlu.plan.bags.number import BagNumber, shown_number
from tianlu.plan.rounds.plan import Bag, Plan
from tianlu.plan.rounds.rides import find_ride
from tianlu.sample import open_county
from tianlu.week import pose

CODE = "632803"
RULE = """
name: test
version: 1
source: contract
mail:
  basis: grams
  universal:
    - {place: "*", direction: "*", percent: 40}
passengers:
  basis: seat-km
  kg_each: 20
  runs:
    - {line: "*", trip: "*", seats: 19, passengers: 6, cost_fen: 60000}
"""


@dataclass(frozen=True)
class OnDisk:
    """A sample county's plan that is one consignment of three bags on a Monday's bus."""

    plan: Path
    bags: tuple[BagNumber, ...]

    def scan(self, act: str, *words: object) -> Said:
        options = ("--by", "卓玛", "--other", "司机", "--checked", "identity,inspection,registration")
        return tianlu("bags", "scan", f"sample:{CODE}", self.plan, act, *options, *words)


@pytest.fixture(scope="session")
def made() -> tuple[str, tuple[BagNumber, ...]]:
    problem = pose(open_county(CODE), WEEK)
    hub = problem.hub.id
    trip, station = next(
        (trip, site.id)
        for trip in problem.trips
        for site in problem.sites[1:]
        if trip.day == 0 and find_ride(problem, trip, origin=hub, destination=PlaceId(site.id))
    )
    plan = Plan(problem.hash, (), (Bag(trip.id, 0, hub, station, 45, 45_000),))
    (manifest,) = list_manifests(problem, plan, WEEK)
    return plan_file_text(plan, MadeFor(CODE, WEEK, "package")), tuple(bag.number for bag in manifest.bags)


@pytest.fixture
def on_disk(made: tuple[str, tuple[BagNumber, ...]], tmp_path: Path) -> OnDisk:
    path = tmp_path / "plan.json"
    path.write_text(made[0], encoding="utf-8")
    return OnDisk(path, made[1])


def test_manifests_and_labels_are_written_to_print(on_disk: OnDisk, tmp_path: Path) -> None:
    said = tianlu("bags", "manifest", f"sample:{CODE}", on_disk.plan, "--out", tmp_path / "out", "--day", "2026-11-23")
    assert (said.code, said.err) == (0, "")
    assert shown_number(on_disk.bags[0]) in said.out
    assert (tmp_path / "out" / "bags.html").read_text(encoding="utf-8").count("<svg") == 3
    assert (tmp_path / "out" / "bags.pdf").read_bytes().startswith(b"%PDF")


def test_a_day_without_bags_is_said(on_disk: OnDisk, tmp_path: Path) -> None:
    said = tianlu("bags", "manifest", f"sample:{CODE}", on_disk.plan, "--out", tmp_path, "--day", "2026-11-24")
    assert said.code == 2
    assert "no bag rides" in said.err


def test_scans_are_kept_beside_the_plan_and_paid_for(on_disk: OnDisk, tmp_path: Path) -> None:
    first, second, third = on_disk.bags
    both = ("--bag", first, "--bag", second, "--seal", "N1", "--seal", "N2")
    assert on_disk.scan("seal", *both, "--at", "2026-11-23T06:00").code == 0
    said = on_disk.scan("hand_over", *both, "--at", "2026-11-23T07:00")
    assert "handed_over" in said.out
    assert len((tmp_path / "plan.bags.jsonl").read_text(encoding="utf-8").splitlines()) == 4
    report = tmp_path / "november.xlsx"
    settled = tianlu(
        "bags", "statement", f"sample:{CODE}", on_disk.plan, "--month", "2026-11", "--out", report, "--language", "zh"
    )
    assert settled.code == 0
    assert "未结束 2 袋" in settled.out
    assert report.read_bytes().startswith(b"PK")
    assert third not in (tmp_path / "plan.bags.jsonl").read_text(encoding="utf-8")


def test_a_step_that_cannot_be_is_refused_in_plain_words(on_disk: OnDisk, tmp_path: Path) -> None:
    said = on_disk.scan("receive", "--bag", on_disk.bags[0], "--seal", "N1", "--language", "zh")
    assert said.code == 2
    assert "请先封签" in said.err
    assert not (tmp_path / "plan.bags.jsonl").read_text(encoding="utf-8")


def test_several_bags_need_as_many_seals(on_disk: OnDisk) -> None:
    said = on_disk.scan("seal", "--bag", on_disk.bags[0], "--bag", on_disk.bags[1], "--seal", "N1")
    assert said.code == 2
    assert "2 bags and 1 seals" in said.err


def test_an_exception_says_what_to_do_next(on_disk: OnDisk) -> None:
    on_disk.scan("seal", "--bag", on_disk.bags[0], "--seal", "N1")
    said = on_disk.scan("except", "--bag", on_disk.bags[0], "--exception", "bag_missing")
    assert said.code == 0
    assert "Next: Do not sign" in said.out


def test_an_unknown_word_is_answered_with_those_there_are(on_disk: OnDisk) -> None:
    assert "seal, hand_over" in on_disk.scan("fly", "--bag", on_disk.bags[0]).err
    assert "identity, inspection" in on_disk.scan("seal", "--checked", "all").err


@pytest.mark.parametrize("suffix", [".html", ".doc"])
def test_a_statement_is_a_page_or_workbook_and_nothing_else(on_disk: OnDisk, tmp_path: Path, suffix: str) -> None:
    to = tmp_path / f"x{suffix}"
    said = tianlu("bags", "statement", f"sample:{CODE}", on_disk.plan, "--month", "2026-11", "--out", to)
    assert (said.code, to.exists()) == ((0, True) if suffix == ".html" else (2, False))


def test_the_split_says_its_rule_its_parts_and_its_reasons(on_disk: OnDisk, tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text(RULE, encoding="utf-8")
    said = tianlu("bags", "split", f"sample:{CODE}", on_disk.plan, "--rule", tmp_path / "rule.yaml")
    assert said.code == 0
    assert "version 1" in said.out
    assert "40.00 % is universal service" in said.out
    assert "19 seats" in said.out


def test_the_record_of_a_split_can_be_added_up_again(on_disk: OnDisk, tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text(RULE, encoding="utf-8")
    words = ("--rule", tmp_path / "rule.yaml", "--json", tmp_path / "split.json")
    assert tianlu("bags", "split", f"sample:{CODE}", on_disk.plan, *words).code == 0
    body = json.loads((tmp_path / "split.json").read_text(encoding="utf-8"))
    assert {split["digest"] for split in body["splits"]} == {body["digest"]}
    for split in body["splits"]:
        assert sum(part["fen"] for part in split["parts"]) == split["total_fen"]
        assert sum(each["grams"] for each in split["inputs"]) == 45_000


def test_the_months_split_needs_scans_to_have_anything_to_split(on_disk: OnDisk, tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text(RULE, encoding="utf-8")
    words = ("bags", "split", f"sample:{CODE}", on_disk.plan, "--rule", tmp_path / "rule.yaml", "--month", "2026-11")
    assert "¥0.00" in tianlu(*words).out
    for act in ("seal", "hand_over"):
        on_disk.scan(act, "--bag", on_disk.bags[0], "--seal", "N1")
    assert "15 pieces" in tianlu(*words).out


def test_a_rule_that_is_none_is_said_in_plain_words(on_disk: OnDisk, tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text("name: x", encoding="utf-8")
    said = tianlu("bags", "split", f"sample:{CODE}", on_disk.plan, "--rule", tmp_path / "rule.yaml")
    assert said.code == 2
    assert "mail" in said.err
    assert "Traceback" not in said.err
