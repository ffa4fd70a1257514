"""Conditions on a fleet's day: the least minutes of its stops fit in its shifts, and of places that no vehicle can
visit on one day there are no more than vehicles."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from tianlu.plan.rounds.conflict.member import Fleet
from tianlu.plan.rounds.conflict.options import DAYS, Ground, Options, may_serve
from tianlu.plan.rounds.conflict.reach import runs_past_midnight
from tianlu.plan.rounds.problem import Site


def add_shifts(ground: Ground, options: Iterable[Options]) -> None:
    """Rows for every fleet and day; none for a fleet whose rounds may run past midnight."""
    every = tuple(options)
    for number, fleet in enumerate(ground.fleets):
        stops = [each for each in every if number in each.fleets()]
        if stops and not runs_past_midnight(fleet.one):
            _add_minutes(ground, number, fleet, stops)
            _add_too_far_apart(ground, number, fleet, stops)


def _add_minutes(ground: Ground, number: int, fleet: Fleet, stops: list[Options]) -> None:
    """Half of the cheapest leg there and half of the cheapest leg on, for every stop and for the depot of a round."""
    sites = [each.site for each in stops]
    least, at_depot = _least_minutes(ground, fleet, sites)
    shift = fleet.member("shift")
    for day in DAYS:
        columns = [
            (each.by_fleet[number, day], minutes)
            for each, minutes in zip(stops, least, strict=True)
            if (number, day) in each.by_fleet
        ]
        if not columns:
            continue
        rounds = ground.builder.column(upper=float(fleet.count * fleet.one.rounds_a_day_max))
        for column, _ in columns:
            ground.builder.at_most(0.0, {column: 1.0, rounds: -1.0}, shift)
        room = float(fleet.count * fleet.shift_min)
        terms = {column: minutes / room for column, minutes in columns}
        ground.builder.at_most(1.0, {**terms, rounds: at_depot / room}, shift)


def _least_minutes(ground: Ground, fleet: Fleet, sites: list[Site]) -> tuple[list[float], float]:
    """For each place service and half of the two cheapest legs from and to anything the fleet may serve; for the depot
    half of its own two."""
    index = ground.problem.index
    served = [index[site.id] for site in ground.problem.sites[1:] if may_serve(fleet, site)]
    places = [index[fleet.one.depot], *served]
    legs = ground.roads.legs[np.ix_(places, places)].astype(np.float64)
    np.fill_diagonal(legs, np.inf)
    halves = dict(zip(places, (legs.min(axis=0) + legs.min(axis=1)) / 2, strict=True))
    least = [float(halves[index[site.id]]) + site.place.service_min for site in sites]
    return least, float(halves[index[fleet.one.depot]])


def _add_too_far_apart(ground: Ground, number: int, fleet: Fleet, stops: list[Options]) -> None:
    shift = fleet.member("shift")
    for group in _groups(_cannot_share(ground, fleet, [each.site for each in stops])):
        if len(group) <= fleet.count:
            continue
        for day in DAYS:
            columns = [stops[k].by_fleet[number, day] for k in group if (number, day) in stops[k].by_fleet]
            if len(columns) > fleet.count:
                ground.builder.at_most(float(fleet.count), dict.fromkeys(columns, 1.0), shift)


def _cannot_share(ground: Ground, fleet: Fleet, sites: list[Site]) -> NDArray[np.bool_]:
    """(n, n): no shift is long enough for both places, on one round or on two."""
    index, terms = ground.problem.index, ground.problem.terms
    depot, places = index[fleet.one.depot], [index[site.id] for site in sites]
    least = ground.roads.shortest
    out, back = least[depot, places], least[places, depot]
    drive = out[:, None] + least[np.ix_(places, places)] + back[None, :]
    drive = np.minimum(drive, drive.T)
    service = np.array([site.place.service_min for site in sites], np.int64)
    # Each of the two services may be a rest; the others cost their minutes.
    rests = np.maximum(0, -(-drive // terms.drive_min_max) - 3) * terms.rest_min
    together = drive + service[:, None] + service[None, :] + rests
    cannot = together > fleet.shift_min
    if fleet.one.rounds_a_day_max > 1:
        alone = np.array([ground.reach.least_round_min(fleet.one, site) for site in sites], np.int64)
        cannot &= alone[:, None] + alone[None, :] + fleet.one.reload_min > fleet.shift_min
    np.fill_diagonal(cannot, False)
    return np.asarray(cannot, np.bool_)


def _groups(cannot: NDArray[np.bool_]) -> list[tuple[int, ...]]:
    """Sets of places no two of which can share a vehicle's day, one grown from each place, the most hindered first."""
    order = np.argsort(-cannot.sum(axis=1), kind="stable")
    found = set()
    for first in order:
        if cannot[first].any():
            group, open_to = [int(first)], cannot[first].copy()
            for k in order:
                if open_to[k]:
                    group.append(int(k))
                    open_to &= cannot[k]
            found.add(tuple(sorted(group)))
    return sorted(found)
