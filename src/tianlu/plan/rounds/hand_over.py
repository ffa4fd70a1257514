"""A vehicle's rounds of a day given whole, in order, to another vehicle; the judge says whether that may be."""

from dataclasses import dataclass, replace

from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.core.ids import VehicleId
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.plan import Plan, Round
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.timing import timed_round
from tianlu.plan.rounds.told import with_loads_to_come
from tianlu.plan.rounds.violation import Violation


@dataclass(frozen=True)
class HandOver:
    """What is asked: the rounds of `vehicle` on weekday `day` go to `to_vehicle`."""

    vehicle: VehicleId
    day: int
    to_vehicle: VehicleId


def hand_over(problem: WeekProblem, plan: Plan, order: HandOver) -> Plan:
    """The plan with the rounds in the other vehicle's hands: its places in their order, its times driven anew from the
    same hour, or behind the other's own rounds of that day.

    Raises ProblemsFound with the rules that this would break, where it breaks any that the plan keeps.
    """
    giver, taker = _vehicle(problem, order.vehicle), _vehicle(problem, order.to_vehicle)
    given = _rounds_to_come(problem, plan, order.vehicle, order.day)
    if not given or order.vehicle == order.to_vehicle:
        raise ProblemsFound([_nothing_to_give(giver, order)])
    known = set(check_plan(problem, plan).violations)
    refusals: list[tuple[Violation, ...]] = []
    for leaves_after in (False, True):
        handed = _handed(problem, plan, given, taker, order.day, leaves_after=leaves_after)
        broken = tuple(each for each in check_plan(problem, handed).violations if each not in known)
        if not broken:
            return handed
        refusals.append(broken)
    raise ProblemsFound(_refused(each) for each in min(refusals, key=len))


def _rounds_to_come(problem: WeekProblem, plan: Plan, vehicle: VehicleId, day: int) -> list[Round]:
    """A vehicle's rounds of a day that have not left, in order."""
    driven = problem.driven.rounds if problem.driven is not None else ()
    rounds = [each for each in plan.rounds if (each.vehicle, each.day) == (vehicle, day) and each not in driven]
    return sorted(rounds, key=lambda each: each.leave_min)


def _handed(
    problem: WeekProblem, plan: Plan, given: list[Round], taker: Vehicle, day: int, *, leaves_after: bool
) -> Plan:
    """The plan after the handover; with `leaves_after` the taker drives its own rounds of the day first."""
    own = [each for each in plan.rounds if (each.vehicle, each.day) == (taker.id, day)]
    pause = max(taker.reload_min, problem.terms.rest_min)
    free_from = day * MINUTES_A_DAY + taker.shift_from_min
    if leaves_after and own:
        free_from = max(each.return_min for each in own) + pause
    taken = []
    for round_ in given:
        places = [stop.place for stop in round_.stops]
        leave_min = max(round_.leave_min, free_from)
        taken.append(timed_round(problem, taker, day=day, leave_min=leave_min, places=places))
        free_from = taken[-1].return_min + pause
    rest = [each for each in plan.rounds if each not in given]
    rounds = sorted((*rest, *taken), key=lambda each: (each.day, each.vehicle, each.leave_min))
    return with_loads_to_come(problem, replace(plan, rounds=tuple(rounds)))


def _vehicle(problem: WeekProblem, vehicle: VehicleId) -> Vehicle:
    found = next((each for each in problem.vehicles if each.id == vehicle), None)
    if found is None:
        raise ProblemsFound(
            [
                _trouble(
                    "unknown_vehicle",
                    str(vehicle),
                    "the id of a vehicle of the county",
                    "Take the id from the table vehicles.",
                    "本县车辆的编号",
                    "请按 vehicles 表填写编号。",
                )
            ]
        )
    return found


def _nothing_to_give(giver: Vehicle, order: HandOver) -> Problem:
    return _trouble(
        "nothing_to_hand_over",
        f"{giver.id} to {order.to_vehicle} on day {order.day + 1}",
        "a vehicle with a round still to leave on that day, and another to take it",
        "Choose a day on which it drives, and another vehicle.",
        "当天还有未出发邮路的车辆，以及接手的另一辆车",
        "请选择它有邮路的日子和另一辆车。",
    )


def _refused(violation: Violation) -> Problem:
    """A rule that the handover would break, as trouble."""
    return _trouble(
        violation.rule,
        violation.message,
        violation.expected,
        "Give the round to another vehicle, or let the search mend the day.",
        f"守住规则。{violation.message_zh}",
        "请改派给其他车辆，或由系统重新安排当天。",
    )


def _trouble(code: str, found: str, expected: str, how_to_fix: str, expected_zh: str, how_to_fix_zh: str) -> Problem:
    return Problem(
        code=code,
        table="hand_over",
        row=None,
        field=None,
        found=found,
        expected=expected,
        how_to_fix=how_to_fix,
        expected_zh=expected_zh,
        how_to_fix_zh=how_to_fix_zh,
    )
