"""A vehicle's day as a line of stops that visits make later: replayed minute by minute, never earlier than planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.plan import Plan, Round
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.target.visits.limits import RoundLimits


@dataclass(frozen=True)
class Call:
    """A stop of the plan on a line. `leg_min` leads here, scaled by the hour; hours are minutes of the week."""

    round_index: int
    stop: int
    place: PlaceId
    leg_min: int
    rest_on_way_min: int
    opens_min: int
    closes_min: int
    service_min: int
    rest_min: int
    planned_leave_min: int
    arrive_max: int
    depart_max: int


@dataclass(frozen=True)
class Drive:
    """A round of a line: calls from `first` until before `end`. `pause_min` is what must lie between the return before
    it and its leaving."""

    round_index: int
    first: int
    end: int
    leave_min: int
    leave_max: int
    back_leg_min: int
    rest_on_return_min: int
    return_max: int
    pause_min: int


@dataclass(frozen=True)
class DayLine:
    """A vehicle's rounds of a day, in order. `is_frozen` where they have left already."""

    vehicle: VehicleId
    day: int
    km_fen: int
    hour_fen: int
    drives: tuple[Drive, ...]
    calls: tuple[Call, ...]
    slot_percent: tuple[int, ...]
    drive_min_max: int
    rest_min: int
    is_frozen: bool = False


@dataclass(frozen=True)
class Stay:
    """A visit as it can be made from a call: with a way of `off_min` minutes and `off_m` metres there and back, of
    which `detour_m` are between two places; between two minutes of the week, for `minutes`."""

    visit: int
    detour_m: int
    off_m: int
    off_min: int
    from_min: int
    to_min: int
    minutes: int

    @property
    def length_min(self) -> int:
        return self.off_min + self.minutes


@dataclass(frozen=True)
class Times:
    """A line replayed: when each call is reached and left, each round begins and ends; `begins` of each visit; what
    each call has idle, which a visit there takes first."""

    arrive: tuple[int, ...]
    leave: tuple[int, ...]
    idle: tuple[int, ...]
    out: tuple[int, ...]
    back: tuple[int, ...]
    begins: Mapping[int, int]

    @property
    def minutes(self) -> int:
        """From leaving to return, of all rounds."""
        return sum(self.back) - sum(self.out)


NO_STAYS: Mapping[int, Sequence[Stay]] = {}


class TooLate(Exception):
    """A line cannot bear these visits; `limit` says which limit stands in the way, `call` at which call or None."""

    def __init__(self, limit: str, call: int | None = None) -> None:
        self.limit, self.call = limit, call
        super().__init__(limit)


def lines_of(problem: WeekProblem, plan: Plan, limits: Sequence[RoundLimits]) -> tuple[DayLine, ...]:
    """The lines of a week, by day and vehicle."""
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    order = sorted(range(len(plan.rounds)), key=lambda k: (_line_key(plan.rounds[k]), plan.rounds[k].leave_min))
    return tuple(
        _line(problem, plan, limits, vehicles[key[1]], list(indices))
        for key, indices in groupby(order, key=lambda k: _line_key(plan.rounds[k]))
    )


def replay_line(line: DayLine, stays: Mapping[int, Sequence[Stay]] = NO_STAYS) -> Times:
    """Drive a line with visits at its calls (by position). Raises TooLate with the first limit that it would break."""
    arrive: list[int] = []
    leave: list[int] = []
    idle: list[int] = []
    out: list[int] = []
    back: list[int] = []
    begins: dict[int, int] = {}
    now, wheel = 0, 0
    for number, drive in enumerate(line.drives):
        now = max(drive.leave_min, back[-1] + drive.pause_min) if number else drive.leave_min
        if now > drive.leave_max:
            raise TooLate("leave")
        if number and now - back[-1] >= line.rest_min:
            wheel = 0
        out.append(now)
        for k in range(drive.first, drive.end):
            call = line.calls[k]
            now, wheel = _drive(line, now, wheel, call.leg_min, call.rest_on_way_min)
            if now > call.arrive_max:
                raise TooLate("mail" if now < call.closes_min else "window", k)
            arrive.append(now)
            now, stood, spare = _stand(call, stays.get(k, ()), now, begins, k)
            wheel = 0 if stood >= line.rest_min else wheel + sum(stay.off_min for stay in stays.get(k, ()))
            if wheel > line.drive_min_max:
                raise TooLate("rest", k)
            if now > call.depart_max:
                raise TooLate("closure", k)
            leave.append(now)
            idle.append(spare)
        now, wheel = _drive(line, now, wheel, drive.back_leg_min, drive.rest_on_return_min)
        if now > drive.return_max:
            raise TooLate("return")
        back.append(now)
    return Times(tuple(arrive), tuple(leave), tuple(idle), tuple(out), tuple(back), begins)


def split_sound(lines: Sequence[DayLine]) -> tuple[tuple[DayLine, ...], tuple[DayLine, ...]]:
    """Those that keep their limits as they are planned, and those that break one even without a visit."""
    sound: list[DayLine] = []
    broken: list[DayLine] = []
    for line in lines:
        try:
            replay_line(line)
        except TooLate:
            broken.append(line)
        else:
            sound.append(line)
    return tuple(sound), tuple(broken)


def room_after(line: DayLine, times: Times) -> tuple[int, ...]:
    """By how much each call may be left later, if nothing else changes: more is impossible, this much perhaps too."""
    room = [0] * len(line.calls)
    later = 1 << 30
    for number in range(len(line.drives) - 1, -1, -1):
        drive = line.drives[number]
        here = min(later, drive.return_max - times.back[number])
        for k in range(drive.end - 1, drive.first - 1, -1):
            room[k] = here
            call = line.calls[k]
            here = min(call.arrive_max - times.arrive[k], times.idle[k] + min(here, call.depart_max - times.leave[k]))
        if number:
            gap = times.out[number] - times.back[number - 1] - drive.pause_min
            later = gap + min(drive.leave_max - times.out[number], here)
    return tuple(room)


def _stand(
    call: Call, stays: Sequence[Stay], arrive: int, begins: dict[int, int], position: int
) -> tuple[int, int, int]:
    """When a call can be left, how long the driver stands without driving, and what is idle. Visits go in the order
    given: before the service where they end before the place opens, after it otherwise."""
    now, opens, driven = arrive, max(arrive, call.opens_min), 0
    served = False
    worked = 0
    for stay in stays:
        there = stay.off_min // 2
        if not served and max(now + there, stay.from_min) + stay.minutes + stay.off_min - there > opens:
            now, served = max(now, opens) + call.service_min, True
        begin = max(now + there, stay.from_min)
        if begin + stay.minutes > stay.to_min:
            raise TooLate("customer", position)
        begins[stay.visit] = begin
        now = begin + stay.minutes + stay.off_min - there
        driven += stay.off_min
        worked += stay.length_min
    if not served:
        now = max(now, opens) + call.service_min
    leave = max(now + call.rest_min, call.planned_leave_min)
    idle = leave - arrive - worked - call.service_min - call.rest_min
    return leave, leave - arrive - driven, idle


def _drive(line: DayLine, now: int, wheel: int, leg_min: int, rest: int) -> tuple[int, int]:
    """Minute of arrival and minutes at the wheel, each full rest on the way taken where it serves best."""
    minutes = -(-leg_min * line.slot_percent[now // 60 % 24] // 100)
    at_wheel = max(0, wheel + minutes - rest // line.rest_min * line.drive_min_max)
    if at_wheel > line.drive_min_max:
        raise TooLate("rest")
    return now + minutes + rest, at_wheel


def _line_key(round_: Round) -> tuple[int, VehicleId]:
    return round_.day, round_.vehicle


def _line(
    problem: WeekProblem, plan: Plan, limits: Sequence[RoundLimits], vehicle: Vehicle, indices: list[int]
) -> DayLine:
    calls: list[Call] = []
    drives: list[Drive] = []
    for number, index in enumerate(indices):
        round_ = plan.rounds[index]
        first = len(calls)
        calls += _calls(problem, round_, index, limits[index])
        last = round_.stops[-1].place if round_.stops else round_.depot
        before = plan.rounds[indices[number - 1]] if number else None
        drives.append(
            Drive(
                round_index=index,
                first=first,
                end=len(calls),
                leave_min=round_.leave_min,
                leave_max=limits[index].leave_min,
                back_leg_min=_leg(problem, last, round_.depot),
                rest_on_return_min=round_.rest_on_return_min,
                return_max=limits[index].return_min,
                pause_min=_pause(problem, vehicle, before, round_),
            )
        )
    driven = problem.driven.rounds if problem.driven is not None else ()
    return DayLine(
        vehicle=vehicle.id,
        day=plan.rounds[indices[0]].day,
        km_fen=vehicle.km_fen,
        hour_fen=vehicle.hour_fen,
        drives=tuple(drives),
        calls=tuple(calls),
        slot_percent=problem.travel.slot_percent,
        drive_min_max=problem.terms.drive_min_max,
        rest_min=problem.terms.rest_min,
        is_frozen=any(plan.rounds[index] in driven for index in indices),
    )


def _pause(problem: WeekProblem, vehicle: Vehicle, before: Round | None, round_: Round) -> int:
    """Loading, and where the plan lets the driver rest between two rounds, that rest: or he would bring his minutes at
    the wheel along."""
    if before is None:
        return 0
    planned = round_.leave_min - before.return_min
    pause = max(vehicle.reload_min, problem.terms.rest_min) if planned >= problem.terms.rest_min else vehicle.reload_min
    return min(pause, planned)


def _calls(problem: WeekProblem, round_: Round, index: int, limits: RoundLimits) -> list[Call]:
    calls, before = [], round_.depot
    for k, stop in enumerate(round_.stops):
        place = problem.site(stop.place).place
        midnight = stop.arrive_min // MINUTES_A_DAY * MINUTES_A_DAY
        calls.append(
            Call(
                round_index=index,
                stop=k,
                place=stop.place,
                leg_min=_leg(problem, before, stop.place),
                rest_on_way_min=stop.rest_on_way_min,
                opens_min=midnight + place.open_from_min,
                closes_min=midnight + place.open_to_min,
                service_min=place.service_min,
                rest_min=stop.rest_min,
                planned_leave_min=stop.leave_min,
                arrive_max=limits.arrive_min[k],
                depart_max=limits.depart_min[k],
            )
        )
        before = stop.place
    return calls


def _leg(problem: WeekProblem, origin: PlaceId, destination: PlaceId) -> int:
    return int(problem.travel.minutes[problem.index[origin], problem.index[destination]])
