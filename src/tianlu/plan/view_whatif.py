"""What a screen, a file and a program are told of scenarios, a frontier and a siting.

Money is fen, distance metres, mass grams; days are masks with Monday as the lowest bit.
"""

from collections.abc import Callable, Sequence

from tianlu.core.calendar import DayPattern
from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.difference import PlaceChange, Visit
from tianlu.plan.rounds.mail import mail_flow, weekday_of
from tianlu.plan.rounds.plan import Bag, Round
from tianlu.plan.rounds.plan_form import sound_part
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.rounds.rules import RULE_NAMES_ZH
from tianlu.plan.rounds.violation import Violation
from tianlu.plan.view_county import tier_of
from tianlu.plan.view_models import LonLat, View
from tianlu.plan.view_names import name_in_english
from tianlu.plan.whatif.compare import Comparison, Outcome
from tianlu.plan.whatif.figures import FIGURES, difference
from tianlu.plan.whatif.frontier import FrontierPoint
from tianlu.plan.whatif.note import Note
from tianlu.plan.whatif.siting import Siting
from tianlu.plan.whatif.subsidy import Subsidy

VIOLATIONS_SHOWN = 5


class NoteView(View):
    en: str
    zh: str


class SubsidyStepView(View):
    fen: int
    en: str
    zh: str


class SubsidyView(View):
    """What a rule pays, and how that comes about; `week_fen` where the operator said over how many weeks."""

    rule: str
    name: str
    name_en: str
    clause: str
    fen: int
    week_fen: int | None
    steps: tuple[SubsidyStepView, ...]


class FigureRowView(View):
    """A row of the table: a value for each outcome, and its difference to the first, which is the week as it is. `unit`
    is fen, m, min, g, count or permille."""

    key: str
    zh: str
    en: str
    unit: str
    values: tuple[int | None, ...]
    differences: tuple[int | None, ...]


class ServedPlaceView(View):
    """A place where it stands in this outcome, and the days on which it is served."""

    id: str
    kind: str
    name: str
    name_en: str
    lon: float
    lat: float
    days: int
    floor: str


class ChangedPlaceView(View):
    """A place that is served otherwise than in the week as it is."""

    place: str
    days_before: int
    days_after: int
    days_changed: bool
    mode_changed: bool
    carrier_changed: bool


class WayView(View):
    """A way that is driven or ridden in the week: `hub`, `station` or `bus`, and how often."""

    tier: str
    points: tuple[LonLat, ...]
    times: int


class OutcomeView(View):
    """One column. `seeds_fen` has None for a plan that breaks a rule; `missed` are the floors missed, by place and
    rule."""

    name: str
    name_en: str
    note: str
    is_base: bool
    is_sound: bool
    seeds_fen: tuple[int | None, ...]
    broken: tuple[NoteView, ...]
    missed: tuple[NoteView, ...]
    notes: tuple[NoteView, ...]
    subsidies: tuple[SubsidyView, ...]
    places: tuple[ServedPlaceView, ...]
    ways: tuple[WayView, ...]
    changes: tuple[ChangedPlaceView, ...]


class ComparisonView(View):
    figures: tuple[FigureRowView, ...]
    outcomes: tuple[OutcomeView, ...]


class FrontierPointView(View):
    """`cost_fen` is the least found, `high_fen` the dearest of the point's own seeds."""

    visits: int
    cost_fen: int
    high_fen: int
    seeds_fen: tuple[int | None, ...]
    bound_fen: int | None
    is_sound: bool
    carried_from: int | None
    vehicle_days: int
    metres: int
    g_co2e_marginal: int
    visits_made: int
    notes: tuple[NoteView, ...]


class FrontierView(View):
    points: tuple[FrontierPointView, ...]


class SitedPlaceView(View):
    place: str
    name: str
    name_en: str
    station: str


class SitingView(View):
    """`cost` and `today_cost` are weight × minutes or metres a week; `bound` is what no choice goes below."""

    stations: int
    weight: str
    measure: str
    open: tuple[str, ...]
    assigned: tuple[SitedPlaceView, ...]
    cost: int
    bound: int
    is_proven: bool
    gap: float | None
    today_cost: int
    today_stations: int


def view_comparison(comparison: Comparison) -> ComparisonView:
    outcomes = comparison.outcomes
    return ComparisonView(
        figures=tuple(
            FigureRowView(
                key=figure.key,
                zh=figure.zh,
                en=figure.en,
                unit=figure.unit,
                values=tuple(figure.of(outcome) for outcome in outcomes),
                differences=tuple(
                    None if outcome is comparison.base else difference(figure, outcome, comparison.base)
                    for outcome in outcomes
                ),
            )
            for figure in FIGURES
        ),
        outcomes=tuple(view_outcome(outcome) for outcome in outcomes),
    )


def view_outcome(outcome: Outcome) -> OutcomeView:
    problem, report = outcome.planned.problem, outcome.planned.report
    posed = outcome.posed
    names = {site.id: site.place for site in problem.sites}
    in_english = name_in_english(problem)
    missed = tuple(
        NoteView(
            en=f"{names[line.place].name_en or names[line.place].name}: {line.rule.name.replace('_', ' ')}",
            zh=f"{names[line.place].name}：{RULE_NAMES_ZH.get(line.rule.name, line.rule.name)}",
        )
        for line in report.compliance.misses
    )
    return OutcomeView(
        name=posed.scenario.name if posed else "现状",
        name_en=posed.scenario.name_en if posed else "As it is",
        note=posed.scenario.note if posed else "",
        is_base=posed is None,
        is_sound=report.is_feasible,
        seeds_fen=outcome.planned.seeds_fen,
        broken=tuple(_violation(each, in_english) for each in report.violations[:VIOLATIONS_SHOWN]),
        missed=missed,
        notes=_notes(posed.notes if posed else ()),
        subsidies=tuple(view_subsidy(each) for each in (posed.subsidies if posed else ())),
        places=_places(outcome),
        ways=_ways(outcome),
        changes=tuple(_change(each) for each in outcome.changes),
    )


def view_frontier(points: Sequence[FrontierPoint]) -> FrontierView:
    return FrontierView(points=tuple(_point(point) for point in points))


def view_siting(problem: WeekProblem, siting: Siting) -> SitingView:
    return SitingView(
        stations=siting.order.stations,
        weight=siting.order.weight,
        measure=siting.order.measure,
        open=siting.open,
        assigned=tuple(_sited(problem.site(place), station) for place, station in siting.assigned),
        cost=siting.cost,
        bound=siting.bound,
        is_proven=siting.is_proven,
        gap=siting.gap if siting.bound > 0 or siting.is_proven else None,
        today_cost=siting.today_cost,
        today_stations=siting.today_stations,
    )


def view_subsidy(subsidy: Subsidy) -> SubsidyView:
    return SubsidyView(
        rule=subsidy.rule.id,
        name=subsidy.rule.name,
        name_en=subsidy.rule.name_en,
        clause=subsidy.rule.clause,
        fen=subsidy.fen,
        week_fen=subsidy.week_fen,
        steps=tuple(SubsidyStepView(fen=step.fen, en=step.reason, zh=step.reason_zh) for step in subsidy.steps),
    )


def _notes(notes: Sequence[Note]) -> tuple[NoteView, ...]:
    return tuple(NoteView(en=note.en, zh=note.zh) for note in notes)


def _violation(violation: Violation, in_english: Callable[[str], str]) -> NoteView:
    return NoteView(en=in_english(violation.message), zh=violation.message_zh)


def _places(outcome: Outcome) -> tuple[ServedPlaceView, ...]:
    problem, report = outcome.planned.problem, outcome.planned.report
    plan, _ = sound_part(problem, outcome.planned.result.plan)
    served = mail_flow(problem, plan).outward
    missed = {line.place for line in report.compliance.misses}
    owed = {line.place for line in report.compliance.lines}
    return tuple(
        ServedPlaceView(
            id=site.id,
            kind=site.kind,
            name=site.place.name,
            name_en=site.place.name_en,
            lon=site.place.lon,
            lat=site.place.lat,
            days=DayPattern.of({weekday_of(leg.end_min) for leg in served.get(site.id, ())}).mask,
            floor="missed" if site.id in missed else "kept" if site.id in owed else "none",
        )
        for site in problem.sites
    )


def _ways(outcome: Outcome) -> tuple[WayView, ...]:
    """Equal ways of a week once, with how often; buses as straight lines between the bag's two places."""
    problem = outcome.planned.problem
    plan, _ = sound_part(problem, outcome.planned.result.plan)
    times: dict[tuple[str, tuple[LonLat, ...]], int] = {}
    carriers: list[Round | Bag] = [*plan.rounds, *plan.bags]
    for carried in carriers:
        key = _way(problem, carried)
        times[key] = times.get(key, 0) + 1
    return tuple(WayView(tier=tier, points=points, times=count) for (tier, points), count in times.items())


def _way(problem: WeekProblem, carried: Round | Bag) -> tuple[str, tuple[LonLat, ...]]:
    if isinstance(carried, Bag):
        return "bus", tuple(_at(problem, place) for place in sorted((carried.origin, carried.destination)))
    way = (carried.depot, *(stop.place for stop in carried.stops), carried.depot)
    return tier_of(problem, carried.depot), tuple(_at(problem, place) for place in way)


def _at(problem: WeekProblem, place: PlaceId) -> LonLat:
    found = problem.site(place).place
    return found.lon, found.lat


def _change(change: PlaceChange) -> ChangedPlaceView:
    return ChangedPlaceView(
        place=change.place,
        days_before=_days(change.before),
        days_after=_days(change.after),
        days_changed=bool(change.days_lost or change.days_gained),
        mode_changed=change.mode_changed,
        carrier_changed=change.carrier_changed,
    )


def _days(visits: Sequence[Visit]) -> int:
    return DayPattern.of({visit.day for visit in visits}).mask


def _point(point: FrontierPoint) -> FrontierPointView:
    return FrontierPointView(
        visits=point.visits,
        cost_fen=point.cost_fen,
        high_fen=point.high_fen,
        seeds_fen=point.seeds_fen,
        bound_fen=point.bound_fen,
        is_sound=point.is_sound,
        carried_from=point.carried_from,
        vehicle_days=point.summary.vehicle_days,
        metres=point.summary.metres,
        g_co2e_marginal=point.summary.g_co2e_marginal,
        visits_made=point.summary.visits,
        notes=_notes(point.notes),
    )


def _sited(site: Site, station: PlaceId) -> SitedPlaceView:
    return SitedPlaceView(place=site.id, name=site.place.name, name_en=site.place.name_en, station=station)
