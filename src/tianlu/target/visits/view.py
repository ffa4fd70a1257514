"""The week's visits as they are kept and shown: customers by id, what each looks like is asked when they are read."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from tianlu.target.visits.left_out import Because
from tianlu.target.visits.wanted import WantedVisits
from tianlu.target.visits.week_visits import WeekVisits


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class PlannedVisitView(View):
    """A visit from a stop of a round, in minutes from Monday 00:00; `day` counts from Monday, 0."""

    customer: str
    place: str
    owner: str
    round_index: int
    stop: int
    stop_place: str
    vehicle: str
    day: int
    begin_min: int
    end_min: int
    gain_fen: int
    off_m: int
    off_min: int
    reason: str
    reason_zh: str


class LeftOutView(View):
    customer: str
    place: str
    owner: str
    gain_fen: int
    because: Because
    reason: str
    reason_zh: str


class VisitsView(View):
    """`elsewhere` are customers whose place is not in the week. `own_min`, `own_m` is what the same visits take when
    they are driven on their own; `violations` are those of the plan with the visits, which brought none of them."""

    plan: str
    county: str
    week: str
    seed: int
    problem_hash: str
    made_at: datetime
    visits: tuple[PlannedVisitView, ...]
    left_out: tuple[LeftOutView, ...]
    elsewhere: tuple[str, ...]
    gain_fen: int
    worth_fen: int
    added_min: int
    added_m: int
    own_min: int
    own_m: int
    own_tours: int
    violations: int


def view_visits(
    wanted: WantedVisits,
    week: WeekVisits,
    *,
    plan: str,
    county: str,
    monday: str,
    seed: int,
    problem_hash: str,
    made_at: datetime,
) -> VisitsView:
    return VisitsView(
        plan=plan,
        county=county,
        week=monday,
        seed=seed,
        problem_hash=problem_hash,
        made_at=made_at,
        visits=tuple(
            PlannedVisitView(
                customer=each.candidate.id,
                place=each.candidate.place,
                owner=each.candidate.owner,
                round_index=each.round_index,
                stop=each.stop,
                stop_place=each.stop_place,
                vehicle=each.vehicle,
                day=each.day,
                begin_min=each.begin_min,
                end_min=each.end_min,
                gain_fen=each.candidate.gain_fen,
                off_m=each.off_m,
                off_min=each.off_min,
                reason=each.reason,
                reason_zh=each.reason_zh,
            )
            for each in week.visits
        ),
        left_out=tuple(
            LeftOutView(
                customer=each.candidate.id,
                place=each.candidate.place,
                owner=each.candidate.owner,
                gain_fen=each.candidate.gain_fen,
                because=each.because,
                reason=each.reason,
                reason_zh=each.reason_zh,
            )
            for each in week.left_out
        ),
        elsewhere=wanted.elsewhere,
        gain_fen=week.gain_fen,
        worth_fen=week.worth_fen,
        added_min=week.added_min,
        added_m=week.added_m,
        own_min=week.own_trips.minutes,
        own_m=week.own_trips.metres,
        own_tours=week.own_trips.tours,
        violations=len(week.report.violations),
    )
