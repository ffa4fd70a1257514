"""A province on a pool of processes: all counties, whatever is killed on the way, each planned once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.process_tree import descendants
from tests.scale.packages import BROKEN, write_broken, write_province
from tests.small_county import WEEK
from tianlu.scale.county_order import CountyBudget
from tianlu.scale.county_outcome import CountyOutcome, FloorState, without_measures
from tianlu.scale.packages import list_packages
from tianlu.scale.pool import CountyPool, Planned
from tianlu.scale.province import ProvinceProgress, ProvinceRun, plan_province
from tianlu.scale.province_folder import ProvinceFolder
from tianlu.scale.province_order import ProvinceOrder
from tianlu.scale.province_totals import total

CODES = ("100001", "100002", "100003", "100004")
ITERATIONS = 4000
PATIENCE_S = 120


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_province(tmp_path_factory.mktemp("packages"), CODES)


@pytest.fixture(scope="module")
def order(packages: Path) -> ProvinceOrder:
    return ProvinceOrder(list_packages(str(packages)), WEEK, CountyBudget(iterations=ITERATIONS), seed=1)


@pytest.fixture(scope="module")
def whole(order: ProvinceOrder, tmp_path_factory: pytest.TempPathFactory) -> ProvinceFolder:
    """A run that nothing happened to."""
    folder = ProvinceFolder(tmp_path_factory.mktemp("whole"))
    run = plan_province(folder, order, processes=2)
    assert [row.key for row in run.outcomes] == list(CODES)
    return folder


def assert_equal_results(folder: ProvinceFolder, whole: ProvinceFolder) -> None:
    """Plans byte for byte, rows but for seconds and memory."""
    for code in CODES:
        assert folder.plan_path(code).read_bytes() == whole.plan_path(code).read_bytes()
    rows, expected = ({key: without_measures(row) for key, row in each.outcomes().items()} for each in (folder, whole))
    assert rows == expected


def written(folder: ProvinceFolder) -> dict[str, int]:
    """When each row was written: a row that is written twice has another time."""
    return {path.stem: path.stat().st_mtime_ns for path in (folder.folder / "counties").glob("[!.]*.json")}


def test_every_county_has_a_row_and_a_plan(whole: ProvinceFolder) -> None:
    rows = whole.outcomes()
    assert {row.state for row in rows.values()} == {FloorState.KEPT}
    sums = total(rows.values())
    assert (sums.counties, sums.sound, sums.villages) == (4, 4, 16)
    assert sums.cost_fen == sum(row.cost_fen or 0 for row in rows.values())


def test_progress_counts_up_to_the_end_and_guesses_the_time_left(order: ProvinceOrder, tmp_path: Path) -> None:
    seen: list[ProvinceProgress] = []
    told: list[CountyOutcome] = []

    def note(progress: ProvinceProgress) -> bool:
        seen.append(progress)
        return True

    run = plan_province(ProvinceFolder(tmp_path), order, processes=1, on_progress=note, on_county=told.append)
    assert [seen[0].done, seen[-1].done, seen[-1].of] == [0, 4, 4]
    assert seen[-1].cost_fen == total(run.outcomes).cost_fen
    assert seen[-1].left_s == 0
    assert any(each.left_s for each in seen)
    assert all(len(each.running) <= 1 for each in seen)
    assert any(each.running and 0 < each.running[0].fraction < 1 for each in seen)
    assert {row.key for row in told} == set(CODES)
    assert all(row.plan_json for row in told)


def test_a_cancelled_run_keeps_what_is_done_and_goes_on_with_the_rest(
    order: ProvinceOrder, whole: ProvinceFolder, tmp_path: Path
) -> None:
    folder = ProvinceFolder(tmp_path)
    stopped = plan_province(folder, order, processes=1, on_progress=lambda progress: progress.done < 2)
    assert stopped.was_cancelled
    before = written(folder)
    assert len(before) == 2
    run = plan_province(folder, order, processes=1, resume=True)
    assert not run.was_cancelled
    assert before.items() <= written(folder).items()
    assert_equal_results(folder, whole)


def test_a_run_that_is_complete_starts_no_process(order: ProvinceOrder, whole: ProvinceFolder) -> None:
    before = written(whole)
    began = time.thread_time()
    run = plan_province(whole, order, processes=2, resume=True)
    assert time.thread_time() - began < 1
    assert written(whole) == before
    assert len(run.outcomes) == 4


def test_one_broken_package_is_one_row_and_the_rest_goes_on(packages: Path, tmp_path: Path) -> None:
    write_province(tmp_path / "packages", CODES[:1])
    write_broken(tmp_path / "packages")
    refs = list_packages(str(tmp_path / "packages"))
    order = ProvinceOrder(refs, WEEK, CountyBudget(iterations=200), seed=1)
    run = plan_province(ProvinceFolder(tmp_path / "out"), order, processes=1)
    states = {row.key: row.state for row in run.outcomes}
    assert states == {CODES[0]: FloorState.KEPT, BROKEN: FloorState.TROUBLE}
    assert (total(run.outcomes).counties, total(run.outcomes).troubled) == (2, 1)


def test_a_killed_worker_costs_nothing_but_time(order: ProvinceOrder, whole: ProvinceFolder, tmp_path: Path) -> None:
    killed: list[int] = []

    def kill_once(progress: ProvinceProgress) -> bool:
        if not killed and progress.running and progress.running[0].fraction > 0:
            killed.extend(pid for pid in descendants(os.getpid()) if is_worker(pid))
            os.kill(killed[0], signal.SIGKILL)
        return True

    run = plan_province(ProvinceFolder(tmp_path), order, processes=1, on_progress=kill_once)
    assert killed
    assert [row.trouble for row in run.outcomes] == [""] * 4
    assert_equal_results(ProvinceFolder(tmp_path), whole)


def test_a_county_whose_worker_always_dies_says_so_and_is_tried_again_another_time(order: ProvinceOrder) -> None:
    (first, *_) = order.orders()
    with CountyPool([first], processes=1) as pool:
        ended = []
        for report in pool.reports():
            if isinstance(report, Planned):
                ended.append(report)
            for pid in descendants(os.getpid()):
                if is_worker(pid):
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
    (planned,) = ended
    assert not planned.is_final
    assert "ended 2 times" in planned.outcome.trouble
    assert "内存不足" in planned.outcome.trouble_zh


@pytest.fixture
def killed_run(packages: Path, tmp_path: Path) -> ProvinceFolder:
    """A run by the command line whose process is killed after its first county; its workers must end by themselves."""
    folder = ProvinceFolder(tmp_path / "out")
    words = [
        "province",
        "--packages",
        packages,
        "--week",
        WEEK.monday,
        "--iterations",
        ITERATIONS,
        "--out",
        folder.folder,
    ]
    code = "from tianlu.cli.main import app; app()"
    command = [sys.executable, "-c", code, *map(str, words), "--processes", "1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        wait_until(lambda: any(is_worker(pid) for pid in descendants(run.pid)))
        workers = [pid for pid in descendants(run.pid) if is_worker(pid)]
        wait_until(lambda: bool(written(folder)))
        run.send_signal(signal.SIGKILL)
        run.wait()
    wait_until(lambda: not any(is_worker(pid) for pid in workers))
    assert len(written(folder)) < len(CODES)
    return folder


def test_a_run_whose_process_was_killed_goes_on_where_it_was(
    killed_run: ProvinceFolder, order: ProvinceOrder, whole: ProvinceFolder
) -> None:
    before = written(killed_run)
    run: ProvinceRun = plan_province(killed_run, order, processes=2, resume=True)
    assert [row.key for row in run.outcomes] == list(CODES)
    assert before.items() <= written(killed_run).items()
    assert_equal_results(killed_run, whole)


def test_progress_of_an_empty_province_is_whole_at_once(order: ProvinceOrder, tmp_path: Path) -> None:
    run = plan_province(ProvinceFolder(tmp_path), replace(order, packages=()), processes=2)
    assert run == ProvinceRun((), was_cancelled=False)


def is_worker(pid: int) -> bool:
    """Whether the process lives and is a worker; a zombie has no command any more."""
    try:
        return b"tianlu.scale.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def wait_until(happens: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not happens():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.005)
