"""The day patterns a place may have: those that keep its floor, carry its mail and keep its promises."""

import math
from itertools import combinations

import numpy as np

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, DayPattern
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.arrays import Float
from tianlu.plan.rounds.problem import Mail, Site, WeekProblem

DAYS = range(DAYS_A_WEEK)


def patterns_of(site: Site, possible: list[int], days_for_mail: int, served: DayPattern) -> list[DayPattern]:
    """The day patterns a site may have: those that keep its floor with the fewest days; with a promise, more days too.
    All hold the days `served` already, in a week under way.

    Where none keeps the floor, all its possible days: what is missed then is the check's to say.
    """
    owed = site.obligation
    least = max(_days_least(site), days_for_mail)
    able = sorted({*possible, *served})
    if least == 0 or not able:
        return [served] if len(served) else []
    promised = owed.promise_deliver_min is not None or owed.promise_collect_days is not None
    found: list[DayPattern] = []
    for count in range(max(min(least, len(able)), len(served)), len(able) + 1):
        fitting = _with_days(able, count, served)
        found += [p for p in fitting if p.largest_gap_days() <= _gap_max(site) and _can_be_in_time(site, p)]
        if found and not promised:
            break
    return found or [DayPattern.of(able)]


def patterns_with_misses(site: Site, possible: list[int], days_for_mail: int, served: DayPattern) -> list[DayPattern]:
    """patterns_of, and behind them those with fewer days, down to none."""
    whole = patterns_of(site, possible, days_for_mail, served)
    if not whole:
        return []
    able = sorted({*possible, *served})
    most = min(len(pattern) for pattern in whole)
    fewer = [p for count in range(len(served), most + 1) for p in _with_days(able, count, served)]
    return [*whole, *(p for p in fewer if p not in whole)]


def keeps_floor(site: Site, patterns: list[DayPattern]) -> bool:
    least = _days_least(site)
    if not patterns:
        return least == 0
    return any(len(pattern) >= least and pattern.largest_gap_days() <= _gap_max(site) for pattern in patterns)


def days_for_mail(problem: WeekProblem, site: Site) -> int:
    """Days without which a week's mail of a site overfills the largest vehicle that may come; 0 where none may."""
    kinds = site.place.vehicle_kinds
    able = [v for v in problem.vehicles if v.depot in site.depots and (not kinds or v.kind in kinds)]
    if not able:
        return 0
    deliver_g, deliver_pieces, collect_g, collect_pieces = (
        float(total) for total in mail_by_day(site.mail).sum(axis=0)
    )
    grams = max(deliver_g, collect_g) / max(v.capacity_g for v in able)
    pieces = max(deliver_pieces, collect_pieces) / max(v.capacity_pieces for v in able)
    return min(DAYS_A_WEEK, math.ceil(max(grams, pieces)))


def mail_by_day(mail: Mail) -> Float:
    """(7, 4): deliver g and pieces, collect g and pieces."""
    return np.array([mail.deliver_g, mail.deliver_pieces, mail.collect_g, mail.collect_pieces], np.float64).T


def _with_days(able: list[int], count: int, served: DayPattern) -> list[DayPattern]:
    """The patterns of `count` of the days, among them all of `served`."""
    patterns = (DayPattern.of(days) for days in combinations(able, count))
    return [pattern for pattern in patterns if pattern.mask & served.mask == served.mask]


def _days_least(site: Site) -> int:
    """Days a week on which a site must be served: as it is owed, and at least one where there is mail."""
    station = site.kind is PlaceKind.STATION
    owed = site.obligation.fed_days_min if station else site.obligation.visits_min
    return max(owed, 1) if station or mail_by_day(site.mail).any() else owed


def _gap_max(site: Site) -> int:
    return DAYS_A_WEEK if site.kind is PlaceKind.STATION else site.obligation.gap_days_max


def _can_be_in_time(site: Site, pattern: DayPattern) -> bool:
    """False if some day's mail would wait more whole days for its visit than it is promised."""
    promise = site.obligation.promise_deliver_min
    if promise is None:
        return True
    days_most = promise // MINUTES_A_DAY
    ready_days = [day for day in DAYS if site.mail.deliver_pieces[day] or site.mail.deliver_g[day]]
    return all(_wait_days(pattern, day) <= days_most for day in ready_days)


def _wait_days(pattern: DayPattern, ready: int) -> int:
    """Days from `ready` to the first visit on or after it."""
    return next(wait for wait in range(DAYS_A_WEEK) if (ready + wait) % DAYS_A_WEEK in pattern)
