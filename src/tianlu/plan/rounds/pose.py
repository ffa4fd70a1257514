"""From a county and a calendar week to the week's planning problem.

What the week decides: which rules are in force, which season's mail there is, which trips run, what is closed.
"""

from collections.abc import Iterable
from datetime import datetime, time

from tianlu.core.calendar import MINUTES_A_WEEK, Week
from tianlu.core.ids import PlaceId
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.place.model import Place, PlaceKind
from tianlu.place.travel import TravelMatrix
from tianlu.plan.county import Closure, County, Vehicle
from tianlu.plan.floors.obligations import obligations_of
from tianlu.plan.floors.standard import load_standard, rules_in_force
from tianlu.plan.lines.links import link_stops
from tianlu.plan.lines.timetable import trips_of_week
from tianlu.plan.lines.trip import StopLink, Trip
from tianlu.plan.rounds.problem import NO_MAIL, Site, WeekClosure, WeekProblem, canonical
from tianlu.plan.rounds.week_mail import mail_of_week


def pose_week(county: County, week: Week, travel: TravelMatrix) -> WeekProblem:
    """The county's planning problem in that week, in canonical order.

    The rules in force on the Monday bind the whole week. Raises ProblemsFound where `travel` lacks a place.
    """
    sites = sites_of(county, week)
    return canonical(
        WeekProblem(
            name=f"{county.code} {week.monday}",
            sites=sites,
            vehicles=county.vehicles,
            travel=travel_among(travel, tuple(site.id for site in sites)),
            trips=trips_of(county, week),
            links=links_of(county),
            closures=closures_in(week, county.closures),
            terms=county.terms,
        )
    )


def sites_of(county: County, week: Week) -> tuple[Site, ...]:
    """Every place with its depots, what it is owed and what it sends; the hub first."""
    rules = rules_in_force(load_standard(), county.floor_overrides, week.monday)
    obligations = obligations_of(county.places, rules, week.monday)
    mail = mail_of_week(county.demand, county.seasons, week)
    hub = next(place for place in county.places if place.kind is PlaceKind.HUB)
    return tuple(
        Site(
            place=place,
            depots=depots_of(place, hub=hub, vehicles=county.vehicles),
            obligation=obligations[place.id],
            mail=mail.get(place.id, NO_MAIL),
        )
        for place in sorted(county.places, key=lambda place: place.kind is not PlaceKind.HUB)
    )


def depots_of(place: Place, *, hub: Place, vehicles: Iterable[Vehicle]) -> tuple[PlaceId, ...]:
    """The places whose rounds may serve it: none for the hub, the hub for a station, and for a village its own
    parent, the hub if one of the hub's vehicles may go there, and the neighbours that it names."""
    if place.parent is None:
        return ()
    if place.kind is PlaceKind.STATION:
        return (hub.id,)
    from_hub = (hub.id,) if any(v.depot == hub.id and may_drive_to(place, v) for v in vehicles) else ()
    return tuple(dict.fromkeys((place.parent, *from_hub, *sorted(place.depots))))


def may_drive_to(place: Place, vehicle: Vehicle) -> bool:
    """A place that names no kinds is open to all."""
    return not place.vehicle_kinds or vehicle.kind in place.vehicle_kinds


def travel_among(travel: TravelMatrix, places: tuple[PlaceId, ...]) -> TravelMatrix:
    """The part of a matrix between these places, in their order. Raises ProblemsFound for places that it lacks."""
    position = {place: k for k, place in enumerate(travel.places)}
    missing = [place for place in places if place not in position]
    if missing:
        raise ProblemsFound(_no_travel(place) for place in missing)
    order = [position[place] for place in places]
    return TravelMatrix(
        places=places,
        minutes=travel.minutes[order][:, order],
        metres=travel.metres[order][:, order],
        source=travel.source,
        slot_percent=travel.slot_percent,
    )


def trips_of(county: County, week: Week) -> tuple[Trip, ...]:
    """The week's bus runs that may carry mail; none without a timetable."""
    return () if county.feed is None else trips_of_week(county.feed, county.freight, week)


def links_of(county: County) -> tuple[StopLink, ...]:
    """Places and bus stops near enough to hand a bag over; none without a timetable."""
    if county.feed is None:
        return ()
    terms = county.terms
    return link_stops(county.places, county.feed.stops, m_max=terms.link_m_max, walk_m_a_min=terms.walk_m_a_min)


def closures_in(week: Week, closures: Iterable[Closure]) -> tuple[WeekClosure, ...]:
    """The closures that touch the week, clipped to it."""
    monday = datetime.combine(week.monday, time())
    clipped = []
    for closure in closures:
        start_min = max(0, _minutes(monday, closure.start))
        end_min = min(MINUTES_A_WEEK, _minutes(monday, closure.end, round_up=True))
        if start_min < end_min:
            clipped.append(
                WeekClosure(
                    start_min=start_min,
                    end_min=end_min,
                    place=closure.place,
                    origin=closure.origin,
                    destination=closure.destination,
                    reason=closure.reason,
                )
            )
    return tuple(clipped)


def _minutes(monday: datetime, moment: datetime, *, round_up: bool = False) -> int:
    seconds = int((moment - monday).total_seconds())
    return -(-seconds // 60) if round_up else seconds // 60


def _no_travel(place: PlaceId) -> Problem:
    return Problem(
        code="travel_missing",
        table="travel",
        row=None,
        field="from",
        found=f"no travel from or to {place}",
        expected="minutes and kilometres between every two places",
        how_to_fix="Add the rows to the travel table, or plan with --travel straight-line.",
        expected_zh="任意两地点之间都有分钟数和公里数",
        how_to_fix_zh="请在 travel 表中补齐，或使用 --travel straight-line。",
    )
