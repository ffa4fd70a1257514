"""The shapes in which a screen is told of a county, a week and a plan.

Minutes are from Monday 00:00 of the planned week, unless a name says `of_day`. Money is fen, distance metres, mass
grams.
"""

from pydantic import BaseModel, ConfigDict

from tianlu.plan.rounds.result import Progress
from tianlu.plan.standing import PlanState

LonLat = tuple[float, float]


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class RuleView(View):
    """The rule behind a figure of an obligation."""

    figure: str
    rule: str
    clause: str
    mark: str


class PlaceView(View):
    id: str
    kind: str
    name: str
    name_en: str
    parent: str | None
    lon: float
    lat: float
    altitude_m: int
    area_class: str
    population: int
    basis: str
    has_keeper: bool
    deliver_pieces: int
    collect_pieces: int
    visits_min: int
    gap_days_max: int
    fed_days_min: int
    rules: tuple[RuleView, ...]


class LineView(View):
    """A bus line of the week: its stops in order of its longest run, the places they are linked to, its runs. `label`
    is the short name that stands on charts."""

    id: str
    label: str
    name: str
    stops: tuple[str, ...]
    shape: tuple[LonLat, ...]
    places: tuple[str, ...]
    trips_a_week: int


class VehicleView(View):
    """`label` is the short name that stands on maps beside the colour."""

    id: str
    label: str
    name: str
    depot: str
    tier: str
    kind: str
    capacity_g: int
    capacity_pieces: int
    shift_from_min_of_day: int
    shift_to_min_of_day: int
    days: tuple[int, ...]
    energy: str


class SourceView(View):
    table: str
    mark: str
    text: str
    licence: str


class CountyView(View):
    code: str
    name: str
    name_en: str
    week: str
    places: tuple[PlaceView, ...]
    lines: tuple[LineView, ...]
    vehicles: tuple[VehicleView, ...]
    sources: tuple[SourceView, ...]
    travel_source: str


class StopView(View):
    place: str
    arrive_min: int
    leave_min: int
    rest_min: int
    deliver_pieces: int
    deliver_g: int
    collect_pieces: int
    collect_g: int
    metres: int


class RoundView(View):
    """A round with its share of what its vehicle's day costs: the day itself is paid by the day's first round."""

    id: str
    vehicle: str
    tier: str
    depot: str
    day: int
    leave_min: int
    return_min: int
    stops: tuple[StopView, ...]
    metres: int
    drive_min: int
    deliver_pieces: int
    collect_pieces: int
    load_g_max: int
    fill_percent: int
    cost_fen: int


class BagView(View):
    """A consignment on a bus run, with the run's own times between the two places."""

    id: str
    trip: str
    line: str
    line_name: str
    day: int
    origin: str
    destination: str
    leave_min: int
    arrive_min: int
    in_hand_min: int
    pieces: int
    grams: int
    bags: int
    fee_fen: int


class TripView(View):
    """A bus run that carries at least one bag."""

    id: str
    line: str
    line_name: str
    day: int
    leave_min: int
    arrive_min: int


class FeedView(View):
    """Mail for the villages behind a station, brought there by round or bag `by` and carried on by round `onto`."""

    station: str
    at_min: int
    by: str
    onto: str
    pieces: int


class VisitView(View):
    """A day on which a place is served: by `hub_round`, `station_round` or `bag`; `by` is the round's or bag's id."""

    day: int
    at_min: int
    mode: str
    by: str


class FloorView(View):
    """One floor under a place and what the plan does about it; `found` None where there is nothing to measure."""

    rule: str
    clause: str
    mark: str
    figure: int
    found: int | None
    unit: str
    is_met: bool


class PlaceWeekView(View):
    """What a place gets in the week. `floor` is `kept`, `missed`, or `none` where nothing is owed."""

    place: str
    visits: tuple[VisitView, ...]
    days: int
    owed_days: int
    largest_gap_days: int | None
    gap_days_max: int
    floor: str
    floors: tuple[FloorView, ...]


class FloorsView(View):
    """The floor line: places whose floors are kept, of those that are owed something, and those missed."""

    kept: int
    owed: int
    missed: tuple[str, ...]


class CostView(View):
    """The week's cost by what it is for."""

    vehicle_days_fen: int
    km_fen: int
    hours_fen: int
    bus_fees_fen: int
    handling_fen: int
    consistency_fen: int
    total_fen: int


class UnevenVillageView(View):
    """A village with several drivers or hours apart; minutes are of the day."""

    place: str
    drivers: tuple[str, ...]
    earliest_min: int
    latest_min: int


class ConsistencyView(View):
    """The villages that rounds serve on two or more days: how many have one driver, how far their hours lie apart
    (`spreads_min`, every village's, rising), the worst of them, and what the operator pays for it, 0 for nothing."""

    villages: int
    with_one_driver: int
    spread_mean_min: int
    spread_p90_min: int
    spreads_min: tuple[int, ...]
    worst: tuple[UnevenVillageView, ...]
    further_driver_fen: int
    arrival_hour_fen: int


class CarbonView(View):
    """Grams CO2e, well to wheel: the own vehicles, and of the buses what the mail adds or its share of all."""

    vehicles_g: int
    bus_marginal_g: int
    bus_allocated_g: int


class ViolationView(View):
    rule: str
    message: str
    message_zh: str
    place: str | None
    day: int | None


class PointView(View):
    elapsed_s: float
    cost_fen: int | None
    bound_fen: int | None = None

    @classmethod
    def of(cls, point: Progress) -> "PointView":
        return cls(elapsed_s=point.elapsed_s, cost_fen=point.cost_fen, bound_fen=point.bound_fen)


class PlanBrief(View):
    """A kept plan in a list. `replaces` is the plan of which it is the mended one, blank for others. `revision` is the
    base of the next command about it; who did what is said by name."""

    id: str
    county: str
    county_name: str
    week: str
    made_at: str
    seconds: float
    seed: int
    cost_fen: int
    bound_fen: int | None
    is_feasible: bool
    was_cancelled: bool
    replaces: str = ""
    state: PlanState = PlanState.DRAFT
    asked_by: str = ""
    published_by: str = ""
    published_at: str | None = None
    note: str = ""
    revision: int = 1


class PlanChangeView(View):
    """Something that was done with a plan: `act` is kept, published, superseded, withdrawn, discarded or noted; `words`
    the reason, the note, or the plan that took its place."""

    seq: int
    at: str
    actor: str
    act: str
    words: str


class PlanView(View):
    """One kept plan. `is_current` is False where the county's data have changed since the plan was made."""

    brief: PlanBrief
    is_current: bool
    iterations: int
    cpu_s: float
    version: str
    trace: tuple[PointView, ...]
    rounds: tuple[RoundView, ...]
    bags: tuple[BagView, ...]
    trips: tuple[TripView, ...]
    feeds: tuple[FeedView, ...]
    places: tuple[PlaceWeekView, ...]
    floors: FloorsView
    cost: CostView
    carbon: CarbonView
    consistency: ConsistencyView
    violations: tuple[ViolationView, ...]
