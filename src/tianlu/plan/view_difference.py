"""What differs between two kept plans, as a screen is told of it."""

from collections.abc import Iterable

from tianlu.plan.floors.compliance import FloorLine
from tianlu.plan.rounds.difference import BagChange, Difference, Figures, PlaceChange, RoundChange, Visit
from tianlu.plan.rounds.mend import Cut
from tianlu.plan.rounds.plan import Round
from tianlu.plan.rounds.replan import MissedFloor
from tianlu.plan.view_models import View


class FiguresView(View):
    total_fen: int
    metres: int
    minutes: int
    vehicle_days: int
    rounds: int
    bags: int
    visits: int
    g_co2e: int
    floors_met: int
    floors_of: int
    violations: int


class DatedVisitView(View):
    """`by` is a vehicle's or a trip's id."""

    day: int
    at_min: int
    mode: str
    by: str


class PlaceChangeView(View):
    """A place whose week differs. `latest_shift_min`: by how much the hour of a day that stays moves at most."""

    place: str
    before: tuple[DatedVisitView, ...]
    after: tuple[DatedVisitView, ...]
    days_lost: tuple[int, ...]
    days_gained: tuple[int, ...]
    mode_changed: bool
    carrier_changed: bool
    latest_shift_min: int


class WayStopView(View):
    place: str
    arrive_min: int
    leave_min: int


class WayView(View):
    """A round's way: from the depot over the stops and back."""

    depot: str
    leave_min: int
    return_min: int
    stops: tuple[WayStopView, ...]


class RoundChangeView(View):
    """`change` is added, removed, changed, or loads where it goes as before with other mail."""

    change: str
    vehicle: str
    day: int
    before: WayView | None
    after: WayView | None


class BagChangeView(View):
    change: str
    trip: str
    day: int
    origin: str
    destination: str


class CutView(View):
    """What had left and could not stay: stops_skipped, round_struck, bag_returned, back_moved, back_lost."""

    kind: str
    day: int
    places: tuple[str, ...]
    by: str


class MissedFloorView(View):
    """A floor that the later plan misses; `keepable` is no, not_found or unknown."""

    place: str
    rule: str
    clause: str
    mark: str
    figure: int
    found: int | None
    unit: str
    keepable: str
    was_kept: bool


class DifferenceView(View):
    """From plan `before_id` to plan `after_id`."""

    before_id: str
    after_id: str
    before: FiguresView
    after: FiguresView
    places: tuple[PlaceChangeView, ...]
    rounds: tuple[RoundChangeView, ...]
    bags: tuple[BagChangeView, ...]
    cuts: tuple[CutView, ...]
    missed: tuple[MissedFloorView, ...]


def view_difference(
    difference: Difference,
    *,
    before_id: str,
    after_id: str,
    cuts: Iterable[Cut] = (),
    missed: Iterable[MissedFloor] = (),
) -> DifferenceView:
    return DifferenceView(
        before_id=before_id,
        after_id=after_id,
        before=_figures(difference.before),
        after=_figures(difference.after),
        places=tuple(_place(change) for change in difference.places),
        rounds=tuple(_round(change) for change in difference.rounds),
        bags=tuple(_bag(change) for change in difference.bags),
        cuts=tuple(
            CutView(kind=cut.kind, day=cut.day, places=cut.places, by=cut.vehicle or cut.trip or "") for cut in cuts
        ),
        missed=tuple(_missed(each.line, keepable=each.keepable, was_kept=each.was_kept) for each in missed),
    )


def _figures(figures: Figures) -> FiguresView:
    return FiguresView(
        total_fen=figures.total_fen,
        metres=figures.metres,
        minutes=figures.minutes,
        vehicle_days=figures.vehicle_days,
        rounds=figures.rounds,
        bags=figures.bags,
        visits=figures.visits,
        g_co2e=figures.g_co2e,
        floors_met=figures.floors_met,
        floors_of=figures.floors_of,
        violations=figures.violations,
    )


def _place(change: PlaceChange) -> PlaceChangeView:
    return PlaceChangeView(
        place=change.place,
        before=_visits(change.before),
        after=_visits(change.after),
        days_lost=change.days_lost,
        days_gained=change.days_gained,
        mode_changed=change.mode_changed,
        carrier_changed=change.carrier_changed,
        latest_shift_min=change.latest_shift_min,
    )


def _visits(visits: Iterable[Visit]) -> tuple[DatedVisitView, ...]:
    return tuple(
        DatedVisitView(day=visit.day, at_min=visit.at_min, mode=visit.mode, by=visit.vehicle or visit.trip or "")
        for visit in visits
    )


def _round(change: RoundChange) -> RoundChangeView:
    return RoundChangeView(
        change=change.change,
        vehicle=change.either.vehicle,
        day=change.either.day,
        before=_way(change.before),
        after=_way(change.after),
    )


def _way(round_: Round | None) -> WayView | None:
    if round_ is None:
        return None
    stops = tuple(
        WayStopView(place=stop.place, arrive_min=stop.arrive_min, leave_min=stop.leave_min) for stop in round_.stops
    )
    return WayView(depot=round_.depot, leave_min=round_.leave_min, return_min=round_.return_min, stops=stops)


def _bag(change: BagChange) -> BagChangeView:
    bag = change.either
    return BagChangeView(
        change=change.change, trip=bag.trip, day=bag.day, origin=bag.origin, destination=bag.destination
    )


def _missed(line: FloorLine, *, keepable: str, was_kept: bool) -> MissedFloorView:
    return MissedFloorView(
        place=line.place,
        rule=line.rule.name,
        clause=line.rule.clause,
        mark=line.rule.mark,
        figure=line.figure,
        found=line.found,
        unit=line.unit,
        keepable=keepable,
        was_kept=was_kept,
    )
