"""A search as it goes, on one line that renews itself: how far, and the best cost so far."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Line

from tianlu.core.language import Language
from tianlu.core.money import yuan
from tianlu.plan.rounds.result import OnProgress, Progress

Item = TypeVar("Item")


@contextmanager
def search_progress(language: Language) -> Iterator[OnProgress]:
    """A callback for the search; the line is wiped away at the end, and absent where nobody watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[best]}"))
    with Line(*columns, console=Console(stderr=True), transient=True) as line:
        task = line.add_task(language.pick(zh="准备搜索", en="Preparing the search"), total=1.0, best="")
        planning = language.pick(zh="规划", en="Planning")

        def on_progress(progress: Progress) -> bool:
            best = "" if progress.cost_fen is None else yuan(progress.cost_fen)
            line.update(task, description=planning, completed=progress.fraction, best=best)
            return True

        yield on_progress


@contextmanager
def work_progress(
    language: Language, *, zh: str = "规划", en: str = "Planning"
) -> Iterator[Callable[[float, str], bool]]:
    """The same for several searches, one after another: how far all of them are, and at which one it is."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Line(*columns, console=Console(stderr=True), transient=True) as line:
        task = line.add_task(language.pick(zh="准备搜索", en="Preparing the search"), total=1.0)

        def on_work(share: float, at: str) -> bool:
            line.update(task, description=f"{language.pick(zh=zh, en=en)} {at}", completed=share)
            return True

        yield on_work


@contextmanager
def rows_progress(language: Language, total: int) -> Iterator[Callable[[str, int], None]]:
    """Counts the rows of chains as they are read: told which chain, and how many rows of all are read."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}/{task.total:,}"))
    with Line(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as line:
        task = line.add_task(language.pick(zh="校验", en="Verifying"), total=total)

        def on_rows(chain: str, rows: int) -> None:
            line.update(task, description=f"{language.pick(zh='校验', en='Verifying')} {chain}", completed=rows)

        yield on_rows


@contextmanager
def replay_progress(language: Language, total: int) -> Iterator[Callable[[Iterable[Item]], Iterator[Item]]]:
    """Counts commands as they are replayed."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Line(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as line:
        task = line.add_task(language.pick(zh="重放命令", en="Replaying commands"), total=total)

        def counted(items: Iterable[Item]) -> Iterator[Item]:
            for item in items:
                yield item
                line.advance(task)

        yield counted
