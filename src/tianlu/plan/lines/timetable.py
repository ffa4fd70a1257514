"""The timetable of one week: every run of every line that may carry mail, on each day that it runs.

The planned week is a cycle, so a run that leaves on Sunday evening and arrives on Monday stands once, under Sunday,
and counts on past the week's last minute. The like run of the Sunday before is this one a week earlier: not listed.
Clock times are taken as they stand: a day on which clocks change is not treated (China has none).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from tianlu.core.calendar import DAYS_A_WEEK, Week
from tianlu.core.ids import StopId, TripId
from tianlu.place.great_circle import great_circle_m
from tianlu.plan.lines.feed import Call, Feed, FeedTrip, Service, Stop
from tianlu.plan.lines.freight import Freight
from tianlu.plan.lines.trip import Trip, TripStop

SECONDS_A_DAY = 86_400

ROAD_PERCENT = 130
"""Road metres a hundred metres of straight line, where the feed does not say how far a bus drives (an assumption)."""


def trips_of_week(feed: Feed, freight: Sequence[Freight], week: Week) -> tuple[Trip, ...]:
    """Every run of the week that may carry mail, in order of day, hour and id.

    A trip's own row of `freight` stands before its line's; a trip with neither carries no mail. An arrival is rounded
    up to the minute and a departure down, but never before the arrival.
    """
    services = {service.id: service for service in feed.services}
    names = {route.id: route.name for route in feed.routes}
    stops = {stop.id: stop for stop in feed.stops}
    trips = [
        _run(
            trip,
            terms,
            number=number,
            shift_s=shift_s,
            day=week.date_of(day),
            line_name=names[trip.route],
            stops=stops,
        )
        for trip, terms in _carrying(feed.trips, freight)
        for day in _days_of(services[trip.service], week)
        for number, shift_s in enumerate(_departures(trip), start=1)
    ]
    return tuple(sorted(trips, key=lambda trip: (trip.day, trip.stops[0].leave_min, trip.id)))


def busiest_week(feed: Feed, *, since: date = date.min) -> Week | None:
    """The week with the most runs, the earliest of equals, for when no week is asked for; None if no bus runs.

    Weeks that begin before `since` are left aside.
    """
    runs = _runs_by_week(feed)
    return max(sorted(week for week in runs if week.monday >= since), key=lambda week: runs[week], default=None)


def count_runs(feed: Feed, week: Week) -> int:
    """How many runs the feed has in a week, whether they carry mail or not; 0 for a week outside its calendar."""
    services = {service.id: service for service in feed.services}
    return sum(len(_departures(trip)) * len(_days_of(services[trip.service], week)) for trip in feed.trips)


def _runs_by_week(feed: Feed) -> Counter[Week]:
    daily: Counter[str] = Counter()
    for trip in feed.trips:
        daily[trip.service] += len(_departures(trip))
    runs: Counter[Week] = Counter()
    for service in feed.services:
        for day in _dates_of(service) if daily[service.id] else ():
            runs[Week.containing(day)] += daily[service.id]
    return runs


def _dates_of(service: Service) -> Iterator[date]:
    """Every date on which a service runs."""
    days = (service.last - service.first).days + 1
    regular = {service.first + timedelta(days=k) for k in range(days)}
    return (day for day in sorted(regular | service.added) if service.runs_on(day))


def _days_of(service: Service, week: Week) -> list[int]:
    return [day for day in range(DAYS_A_WEEK) if service.runs_on(week.date_of(day))]


def _departures(trip: FeedTrip) -> list[int]:
    """Seconds by which each run of a service day is later than the trip's own times: 0 alone without frequencies."""
    if not trip.frequencies:
        return [0]
    first = trip.calls[0].leave_s
    return sorted({t - first for f in trip.frequencies for t in range(f.start_s, f.end_s, f.headway_s)})


def _carrying(trips: Sequence[FeedTrip], freight: Sequence[Freight]) -> Iterator[tuple[FeedTrip, Freight]]:
    """Trips that may carry mail, with the terms of each."""
    of_trip = {row.trip: row for row in freight if row.trip is not None}
    of_line = {row.line: row for row in freight if row.trip is None}
    for trip in trips:
        row = of_trip.get(trip.id) or of_line.get(trip.route)
        if row is not None and row.allowed:
            yield trip, row


def _run(
    trip: FeedTrip,
    terms: Freight,
    *,
    number: int,
    shift_s: int,
    day: date,
    line_name: str,
    stops: Mapping[StopId, Stop],
) -> Trip:
    repeat = f"#{number}" if trip.frequencies else ""
    legs = len(trip.calls) - 1
    start_s = day.weekday() * SECONDS_A_DAY + shift_s
    return Trip(
        id=TripId(f"{trip.id}@{day.isoformat()}{repeat}"),
        line=trip.route,
        line_name=line_name,
        day=day.weekday(),
        stops=tuple(_trip_stop(call, start_s) for call in trip.calls),
        hold_g=(terms.hold_g,) * legs,
        hold_pieces=(terms.hold_pieces,) * legs,
        fee_basis=terms.fee_basis,
        fee_fen=terms.fee_fen,
        cutoff_min=terms.cutoff_min,
        handover_min=terms.handover_min,
        metres=tuple(_leg_metres(a, b, stops) for a, b in pairwise(trip.calls)),
        marginal_g_co2e_tkm=terms.marginal_g_co2e_tkm,
        allocated_g_co2e_tkm=terms.allocated_g_co2e_tkm,
    )


def _trip_stop(call: Call, start_s: int) -> TripStop:
    arrive_min = -(-(start_s + call.arrive_s) // 60)
    return TripStop(call.stop, arrive_min, max(arrive_min, (start_s + call.leave_s) // 60))


def _leg_metres(origin: Call, destination: Call, stops: Mapping[StopId, Stop]) -> int:
    if origin.metres is not None and destination.metres is not None and destination.metres >= origin.metres:
        return destination.metres - origin.metres
    a, b = stops[origin.stop], stops[destination.stop]
    return round(great_circle_m(a.lon, a.lat, b.lon, b.lat) * ROAD_PERCENT / 100)
