"""A province run's folder: the charter of its order, one file a county, one plan a county; whole or not there at all.

province.json        the order: week, budget, seed, version, hash of each package
counties/KEY.json    a county's row; it is there once its plan is
plans/KEY.json       the plan's file, as `tianlu plan --json` writes it
.lock                held while a run writes here; a killed run's is free again
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.plan.kept_file import write_whole
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.province_order import ProvinceOrder, differences

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has none; there two runs in one folder are not told apart
    fcntl = None  # type: ignore[assignment]


class ProvinceFolder:
    """The results of one order. Opening it for another order raises ProblemsFound; so does reading what is none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._counties = folder / "counties"
        self._plans = folder / "plans"
        self._charter = folder / "province.json"

    def has_run(self) -> bool:
        return self._charter.is_file()

    def begin(self, order: ProvinceOrder, *, resume: bool) -> None:
        """Make the folder this order's, or find that it is already.

        Raises ProblemsFound where it holds another order's results, or this one's and `resume` is False.
        """
        asked = order.charter()
        if not self.has_run():
            self._counties.mkdir(parents=True, exist_ok=True)
            self._plans.mkdir(exist_ok=True)
            _write_whole(self._charter, _json(asked))
            return
        problems = differences(self.read_charter(), asked, where=str(self._charter))
        if problems:
            raise ProblemsFound(problems)
        if not resume:
            raise ProblemsFound([_begun(self.folder)])
        for leftover in (*self._counties.glob(".tmp-*"), *self._plans.glob(".tmp-*")):
            leftover.unlink(missing_ok=True)

    def read_charter(self) -> dict[str, Any]:
        """Raises ProblemsFound where there is none, or none that can be read."""
        try:
            charter = json.loads(self._charter.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise ProblemsFound([_no_charter(self._charter)]) from None
        if not isinstance(charter, dict):
            raise ProblemsFound([_no_charter(self._charter)])
        return charter

    def keep(self, outcome: CountyOutcome) -> None:
        """Write a county's plan, then its row: the row says that the county is done."""
        if outcome.plan_json:
            _write_whole(self._plans / f"{outcome.key}.json", outcome.plan_json)
        row = replace(outcome, plan_json="").to_row()
        _write_whole(self._counties / f"{outcome.key}.json", _json(row))

    def outcomes(self) -> dict[str, CountyOutcome]:
        """The counties that are done, by key, without their plans' text. A file that is no row counts as not done."""
        found = {}
        for path in sorted(self._counties.glob("[!.]*.json")):
            with suppress(OSError, ValueError, TypeError):
                found[path.stem] = CountyOutcome.from_row(json.loads(path.read_text(encoding="utf-8")))
        return found

    def plan_path(self, key: str) -> Path:
        return self._plans / f"{key}.json"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Meanwhile no other process writes here. Raises ProblemsFound where one does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            if fcntl is not None:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    raise ProblemsFound([run_under_way(str(self.folder))]) from None
            yield


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _write_whole(path: Path, text: str) -> None:
    """Whole or not there, and the name onto the disk too."""
    write_whole(path, text)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def run_under_way(where: str) -> Problem:
    """Another run is at work where this one would be."""
    return _problem(
        "province_under_way",
        where,
        found="another run that is under way",
        expected="one run at a time",
        how_to_fix="Wait until it has ended, or stop it.",
        expected_zh="同时只有一个全省任务",
        how_to_fix_zh="请等待其结束，或先停止它。",
    )


def _begun(folder: Path) -> Problem:
    return _problem(
        "province_begun",
        str(folder),
        found="results of this very order",
        expected="an empty folder, or to be told to go on",
        how_to_fix="Add --resume to plan the counties that are missing, or name another folder.",
        expected_zh="空文件夹，或明确要求续算",
        how_to_fix_zh="请加 --resume 续算尚缺的县，或另设文件夹。",
    )


def _no_charter(path: Path) -> Problem:
    return _problem(
        "no_province",
        str(path),
        found="no province's charter",
        expected="the file that a province run begins with",
        how_to_fix="Name the folder of a run of tianlu province.",
        expected_zh="全省规划开始时写入的清单文件",
        how_to_fix_zh="请指定 tianlu province 的输出文件夹。",
    )


def _problem(
    code: str, where: str, *, found: str, expected: str, how_to_fix: str, expected_zh: str, how_to_fix_zh: str
) -> Problem:
    """Of a folder or run as a whole: no row, no field."""
    return Problem(code, where, None, None, found, expected, how_to_fix, expected_zh, how_to_fix_zh)
