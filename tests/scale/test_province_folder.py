"""A run's folder holds one order's results, each whole or not there."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.small_county import WEEK
from tianlu.core.calendar import Week
from tianlu.core.problem import ProblemsFound
from tianlu.scale.county_order import CountyBudget
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.packages import PackageRef
from tianlu.scale.province_folder import ProvinceFolder
from tianlu.scale.province_order import ProvinceOrder, order_of_charter

REFS = (PackageRef("a", "/x/a", "0" * 64, 9), PackageRef("b", "/x/b", "1" * 64, 5))
ORDER = ProvinceOrder(REFS, WEEK, CountyBudget(iterations=9), seed=1)
ROW = CountyOutcome("a", code="a", name="甲县", cost_fen=7, plan_json='{"rounds": []}')
NEXT_WEEK = Week(WEEK.monday.replace(day=30))


@pytest.fixture
def folder(tmp_path: Path) -> ProvinceFolder:
    folder = ProvinceFolder(tmp_path / "out")
    folder.begin(ORDER, resume=False)
    return folder


def problems_of(folder: ProvinceFolder, order: ProvinceOrder, *, resume: bool = True) -> dict[str | None, str]:
    with pytest.raises(ProblemsFound) as trouble:
        folder.begin(order, resume=resume)
    assert all(problem.expected_zh and problem.how_to_fix_zh for problem in trouble.value.problems)
    return {problem.field: problem.code for problem in trouble.value.problems}


def test_what_is_kept_is_read_again_and_its_plan_lies_beside_it(folder: ProvinceFolder) -> None:
    folder.keep(ROW)
    assert folder.outcomes() == {"a": replace(ROW, plan_json="")}
    assert folder.plan_path("a").read_text() == ROW.plan_json


def test_the_same_order_goes_on_only_when_told_to(folder: ProvinceFolder) -> None:
    folder.begin(ORDER, resume=True)
    assert problems_of(folder, ORDER, resume=False) == {None: "province_begun"}


@pytest.mark.parametrize(
    ("field", "order"),
    [
        ("week", replace(ORDER, week=NEXT_WEEK)),
        ("seed", replace(ORDER, seed=2)),
        ("budget", replace(ORDER, budget=CountyBudget(iterations=10))),
        ("version", replace(ORDER, version="0.0.0")),
        ("packages.b", replace(ORDER, packages=(REFS[0], replace(REFS[1], sha256="2" * 64)))),
        ("packages.b", replace(ORDER, packages=REFS[:1])),
        ("packages.c", replace(ORDER, packages=(*REFS, PackageRef("c", "/x/c", "3" * 64, 1)))),
    ],
)
def test_two_different_orders_are_never_mixed(folder: ProvinceFolder, field: str, order: ProvinceOrder) -> None:
    assert problems_of(folder, order) == {field: "other_order"}


def test_packages_may_lie_elsewhere_when_the_run_goes_on(folder: ProvinceFolder) -> None:
    moved = tuple(replace(ref, package=f"/y/{ref.key}") for ref in REFS)
    folder.begin(replace(ORDER, packages=moved), resume=True)


def test_the_charter_gives_the_order_again(folder: ProvinceFolder) -> None:
    assert order_of_charter(folder.read_charter(), REFS) == ORDER


def test_a_half_written_file_counts_as_nothing_and_is_cleared_away(folder: ProvinceFolder) -> None:
    folder.keep(ROW)
    half = folder.folder / "counties" / ".tmp-b.json"
    half.write_text('{"key": "b"')
    (folder.folder / "counties" / "b.json").write_text('{"key": "b", "co')
    assert list(folder.outcomes()) == ["a"]
    folder.begin(ORDER, resume=True)
    assert not half.exists()


def test_a_row_is_never_there_before_its_plan(folder: ProvinceFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up at the second file: the plan is there, the row is not, and the county is planned again."""
    replaced: list[str] = []
    real = Path.replace

    def fail_second(self: Path, target: Path) -> Path:
        replaced.append(target.parent.name)
        if len(replaced) == 2:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail_second)
    with pytest.raises(OSError, match="No space"):
        folder.keep(ROW)
    assert replaced == ["plans", "counties"]
    assert folder.outcomes() == {}


def test_only_one_run_writes_in_a_folder(folder: ProvinceFolder) -> None:
    with folder.writing(), pytest.raises(ProblemsFound) as trouble, ProvinceFolder(folder.folder).writing():
        pass
    assert trouble.value.problems[0].code == "province_under_way"
    with folder.writing():
        pass


@pytest.mark.parametrize("text", ["", "no json", "[1, 2]"])
def test_a_folder_that_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "province.json").write_text(text)
    with pytest.raises(ProblemsFound) as trouble:
        ProvinceFolder(tmp_path).read_charter()
    assert trouble.value.problems[0].code == "no_province"


def test_the_largest_counties_come_first() -> None:
    small_first = replace(ORDER, packages=REFS[::-1])
    assert [order.key for order in small_first.orders()] == ["a", "b"]
