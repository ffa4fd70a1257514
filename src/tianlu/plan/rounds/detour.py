"""What a stop adds to a round, by the travel matrix: its detour and its service, not the waits it may bring."""

from collections.abc import Sequence

from tianlu.core.ids import PlaceId
from tianlu.core.money import fen_of
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.plan import Round
from tianlu.plan.rounds.problem import WeekProblem


def detour_fen(problem: WeekProblem, vehicle: Vehicle, *, before: PlaceId, place: PlaceId, after: PlaceId) -> int:
    """Fen that calling at `place` between two places costs in kilometres and minutes."""
    here, there, on = problem.index[before], problem.index[place], problem.index[after]
    metres, minutes = problem.travel.metres, problem.travel.minutes
    more_m = int(metres[here, there]) + int(metres[there, on]) - int(metres[here, on])
    more_min = int(minutes[here, there]) + int(minutes[there, on]) - int(minutes[here, on])
    more_min += problem.site(place).place.service_min
    return fen_of(vehicle.km_fen, more_m, 1000) + fen_of(vehicle.hour_fen, more_min, 60)


def stop_fen(problem: WeekProblem, vehicle: Vehicle, round_: Round, stop: int) -> int:
    """What a round would cost less without one of its stops."""
    way = way_of(round_.depot, [each.place for each in round_.stops])
    return detour_fen(problem, vehicle, before=way[stop], place=way[stop + 1], after=way[stop + 2])


def way_of(depot: PlaceId, places: Sequence[PlaceId]) -> list[PlaceId]:
    """Depot, places, depot."""
    return [depot, *places, depot]
