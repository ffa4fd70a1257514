"""What a screen is told of a week that cannot be planned: conflicts in words, and ways out with their cost."""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict

from tianlu.plan.rounds.conflict.find import Conflict
from tianlu.plan.rounds.conflict.report import Infeasibility
from tianlu.plan.rounds.conflict.ways_out import FailedWay, WayOut, WaysOut, say_changes
from tianlu.plan.rounds.conflict.words import Saying
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.view_names import name_in_english


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class SaidView(Frozen):
    """A sentence in both languages."""

    zh: str
    en: str


class ConflictSetView(Frozen):
    """Rules that no plan keeps together. `rules` are the sentences, `reach` what can come to the places at all;
    `also_at` are places where the same rules conflict. `is_smallest`: no smaller set conflicts; `is_irreducible`:
    without any one the rest could be kept; both only where shown."""

    rules: tuple[SaidView, ...]
    reach: tuple[SaidView, ...]
    places: tuple[str, ...]
    also_at: tuple[str, ...]
    members: int
    is_irreducible: bool
    is_smallest: bool


class ConflictView(Frozen):
    """`is_proven`: no plan keeps every rule. Otherwise `broken` is what this plan breaks, and nothing is proven.
    `are_all` is False where there are further conflicts, or time was short."""

    is_proven: bool
    conflicts: tuple[ConflictSetView, ...]
    are_all: bool
    broken: tuple[SaidView, ...]


class WayOutView(Frozen):
    """A way out as it was planned and judged. `cost_fen` is the weekly cost, None where no sound week was found in the
    time; floors are those owed before the change."""

    said: SaidView
    cost_fen: int | None
    floors_met: int | None
    floors_of: int | None
    missed: tuple[str, ...]


class WaysOutView(Frozen):
    """Ways that work, cheapest first, then those with which no sound week was found; `problem_hash` says for which
    week they were sought."""

    ways: tuple[WayOutView, ...]
    problem_hash: str


def view_conflict(problem: WeekProblem, why: Infeasibility) -> ConflictView:
    """Conflicts and breaches with the names that an English screen shows."""
    in_english = name_in_english(problem)
    return ConflictView(
        is_proven=why.is_proven,
        conflicts=tuple(_conflict(found, in_english) for found in why.conflicts.found),
        are_all=why.conflicts.are_all,
        broken=tuple(SaidView(zh=each.message_zh, en=in_english(each.message)) for each in why.broken),
    )


def view_ways(problem: WeekProblem, ways: WaysOut) -> WaysOutView:
    """Ways out with their cost and floors."""
    in_english = name_in_english(problem)
    return WaysOutView(
        ways=(
            *(_way(way, in_english) for way in ways.found),
            *(_failed(way, in_english) for way in ways.failed),
        ),
        problem_hash=problem.hash,
    )


def _conflict(found: Conflict, in_english: Callable[[str], str]) -> ConflictSetView:
    return ConflictSetView(
        rules=tuple(_said(each, in_english) for each in found.sayings),
        reach=tuple(_said(each, in_english) for each in found.reach),
        places=found.places,
        also_at=found.also_at,
        members=len(found.members),
        is_irreducible=found.is_irreducible,
        is_smallest=found.is_smallest,
    )


def _way(way: WayOut, in_english: Callable[[str], str]) -> WayOutView:
    return WayOutView(
        said=_said(say_changes(way.changes), in_english),
        cost_fen=way.cost_fen,
        floors_met=way.floors_met,
        floors_of=way.floors_of,
        missed=tuple(dict.fromkeys(line.place for line in way.missed)),
    )


def _failed(way: FailedWay, in_english: Callable[[str], str]) -> WayOutView:
    said = _said(say_changes(way.changes), in_english)
    return WayOutView(said=said, cost_fen=None, floors_met=None, floors_of=None, missed=())


def _said(saying: Saying, in_english: Callable[[str], str]) -> SaidView:
    return SaidView(zh=saying.zh, en=in_english(saying.en))
