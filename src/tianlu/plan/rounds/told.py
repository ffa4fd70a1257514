"""What people were told: rounds that the search only turned round or timed anew go back to how they stood."""

from collections import Counter
from dataclasses import replace

from tianlu.core.ids import VehicleId
from tianlu.plan.rounds.mail import with_loads
from tianlu.plan.rounds.plan import Plan, Round
from tianlu.plan.rounds.problem import WeekProblem


def as_told(problem: WeekProblem, told: Plan, plan: Plan) -> Plan:
    """The plan in which every vehicle's day with the places that it had before has its rounds of before. Whether that
    is sound, and no dearer, is the caller's to ask."""
    before, now = _by_vehicle_day(told), _by_vehicle_day(plan)
    back = {key for key, rounds in now.items() if key in before and _places(before[key]) == _places(rounds)}
    kept = [each for each in plan.rounds if (each.day, each.vehicle) not in back]
    rounds = sorted(
        (*kept, *(each for key in back for each in before[key])), key=lambda r: (r.day, r.vehicle, r.leave_min)
    )
    return with_loads_to_come(problem, replace(plan, rounds=tuple(rounds)))


def with_loads_to_come(problem: WeekProblem, plan: Plan) -> Plan:
    """The plan with the loads that follow from it; what has left states what it was given."""
    loaded = with_loads(problem, plan)
    if problem.driven is None:
        return loaded
    driven = problem.driven
    rounds = zip(plan.rounds, loaded.rounds, strict=True)
    bags = zip(plan.bags, loaded.bags, strict=True)
    return replace(
        loaded,
        rounds=tuple(stated if stated in driven.rounds else derived for stated, derived in rounds),
        bags=tuple(stated if stated in driven.bags else derived for stated, derived in bags),
    )


def _by_vehicle_day(plan: Plan) -> dict[tuple[int, VehicleId], list[Round]]:
    found: dict[tuple[int, VehicleId], list[Round]] = {}
    for round_ in plan.rounds:
        found.setdefault((round_.day, round_.vehicle), []).append(round_)
    return found


def _places(rounds: list[Round]) -> Counter[str]:
    return Counter(str(stop.place) for round_ in rounds for stop in round_.stops)
