"""Floors measured on what a plan does: met, missed, by what margin, out of how many, and the misses by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tianlu.core.calendar import DAYS_A_WEEK, DayPattern
from tianlu.core.ids import PlaceId
from tianlu.place.model import AreaClass, Place
from tianlu.plan.floors.obligation import Obligation, RuleRef
from tianlu.plan.floors.obligations import FIELD_OF_RULE

NO_DAYS = DayPattern(0)

_RULE_OF_FIELD = {field: rule for rule, field in FIELD_OF_RULE.items()}

UNNAMED = "own figure"
"""Clause of a figure that came with no rule."""


@dataclass(frozen=True)
class Served:
    """What a plan does for one place.

    `deliver_worst_min`: most minutes from ready at the hub to delivered; `collect_worst_days`: most days from being
    taken to the hub's cut-off that was kept; None where no mail moved that way. `deliver_stuck` and `collect_stuck`
    count the weekdays whose mail never moves.
    """

    visit_days: DayPattern = NO_DAYS
    fed_days: DayPattern = NO_DAYS
    open_days: DayPattern = NO_DAYS
    deliver_worst_min: int | None = None
    collect_worst_days: int | None = None
    deliver_stuck: int = 0
    collect_stuck: int = 0


NOTHING_DONE = Served()


@dataclass(frozen=True)
class FloorLine:
    """One floor under one place, and what the plan does about it.

    `found` is None where there is nothing to measure: no visit for a gap, mail that never moves. `margin` is how much
    better than the figure, in `unit`, and negative where it is missed.
    """

    place: PlaceId
    area_class: AreaClass
    rule: RuleRef
    figure: int
    found: int | None
    margin: int | None
    unit: str
    is_met: bool


@dataclass(frozen=True)
class Tally:
    """How many places keep one rule, of those that it binds. `area_class` None means all."""

    rule: str
    area_class: AreaClass | None
    met: int
    of: int
    margin_min: int | None


@dataclass(frozen=True)
class Compliance:
    """Every floor of every place, in the order of the places, with tallies by rule and by rule and area class."""

    lines: tuple[FloorLine, ...]
    tallies: tuple[Tally, ...]

    @property
    def misses(self) -> tuple[FloorLine, ...]:
        return tuple(line for line in self.lines if not line.is_met)

    @property
    def met(self) -> int:
        return sum(line.is_met for line in self.lines)

    @property
    def of(self) -> int:
        return len(self.lines)

    @property
    def places_of(self) -> int:
        """Places that are owed anything."""
        return len({line.place for line in self.lines})

    @property
    def places_met(self) -> int:
        """Places that get all that they are owed."""
        return self.places_of - len({line.place for line in self.misses})

    def lines_of(self, place: PlaceId) -> tuple[FloorLine, ...]:
        return tuple(line for line in self.lines if line.place == place)


def measure_compliance(
    places: Iterable[Place], obligations: Mapping[PlaceId, Obligation], served: Mapping[PlaceId, Served]
) -> Compliance:
    """Hold what is done against what is owed. A place that `served` does not name gets nothing."""
    lines = tuple(
        line
        for place in places
        if place.id in obligations
        for line in _lines_of(place, obligations[place.id], served.get(place.id, NOTHING_DONE))
    )
    return Compliance(lines, _tallies(lines))


def _lines_of(place: Place, owed: Obligation, done: Served) -> list[FloorLine]:
    lines = []
    if owed.visits_min > 0:
        lines.append(_at_least(place, owed, "visits_min", owed.visits_min, len(done.visit_days)))
    if owed.gap_days_max < DAYS_A_WEEK or any(field == "gap_days_max" for field, _ in owed.rules):
        gap = done.visit_days.largest_gap_days() if len(done.visit_days) else None
        lines.append(_at_most(place, owed, "gap_days_max", owed.gap_days_max, gap, "days"))
    if owed.open_days_min > 0:
        lines.append(_at_least(place, owed, "open_days_min", owed.open_days_min, len(done.open_days)))
    if owed.fed_days_min > 0:
        lines.append(_at_least(place, owed, "fed_days_min", owed.fed_days_min, len(done.fed_days)))
    return lines + _promise_lines(place, owed, done)


def _promise_lines(place: Place, owed: Obligation, done: Served) -> list[FloorLine]:
    """A promise to a place without mail binds nobody."""
    lines = []
    if owed.promise_deliver_min is not None and (done.deliver_stuck or done.deliver_worst_min is not None):
        found = None if done.deliver_stuck else done.deliver_worst_min
        lines.append(_at_most(place, owed, "promise_deliver_min", owed.promise_deliver_min, found, "minutes"))
    if owed.promise_collect_days is not None and (done.collect_stuck or done.collect_worst_days is not None):
        found = None if done.collect_stuck else done.collect_worst_days
        lines.append(_at_most(place, owed, "promise_collect_days", owed.promise_collect_days, found, "days"))
    return lines


def _at_least(place: Place, owed: Obligation, field: str, figure: int, found: int) -> FloorLine:
    margin = found - figure
    return FloorLine(
        place.id, place.area_class, _rule(owed, field), figure, found, margin, "days a week", is_met=margin >= 0
    )


def _at_most(place: Place, owed: Obligation, field: str, figure: int, found: int | None, unit: str) -> FloorLine:
    margin = None if found is None else figure - found
    is_met = margin is not None and margin >= 0
    return FloorLine(place.id, place.area_class, _rule(owed, field), figure, found, margin, unit, is_met=is_met)


def _rule(owed: Obligation, field: str) -> RuleRef:
    for name, rule in owed.rules:
        if name == field:
            return rule
    return RuleRef(_RULE_OF_FIELD[field], UNNAMED, "operator")


def _tallies(lines: tuple[FloorLine, ...]) -> tuple[Tally, ...]:
    groups: dict[tuple[str, AreaClass | None], list[FloorLine]] = {}
    for line in lines:
        groups.setdefault((line.rule.name, None), []).append(line)
        groups.setdefault((line.rule.name, line.area_class), []).append(line)
    order = sorted(groups, key=lambda key: (key[0], key[1] is not None, key[1] or ""))
    return tuple(_tally(rule, area_class, groups[rule, area_class]) for rule, area_class in order)


def _tally(rule: str, area_class: AreaClass | None, lines: list[FloorLine]) -> Tally:
    margins = [line.margin for line in lines if line.margin is not None]
    return Tally(rule, area_class, sum(line.is_met for line in lines), len(lines), min(margins, default=None))
