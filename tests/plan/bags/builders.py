"""A Monday's bus out to villages A and B and back, with bags of several to a consignment, and acts upon them."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tests.plan.rounds.builders import MON, a_link, a_trip, at, small_county, small_plan
from tianlu.core.calendar import Week
from tianlu.plan.bags.custody import TripBook, open_book
from tianlu.plan.bags.event import EventId
from tianlu.plan.bags.manifest import Manifest, list_manifests
from tianlu.plan.bags.scan import Scan
from tianlu.plan.county import Terms
from tianlu.plan.lines.trip import FeeBasis
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem

WEEK = Week(date(2026, 11, 23))
RULE = """
name: test split
version: "1"
source: contract, annex 2
mail:
  basis: pieces
  universal:
    - {place: "*", direction: deliver, percent: 35}
    - {place: "*", direction: collect, percent: 20}
    - {place: B, direction: deliver, percent: 100}
passengers:
  basis: seat-km
  kg_each: 25
  runs:
    - {line: line, trip: "*", seats: 19, passengers: 8, cost_fen: 42001}
"""


def a_week(*, basis: FeeBasis = FeeBasis.BAG, **fields: Any) -> tuple[WeekProblem, Plan]:
    """Four pieces of 1 kg out to A and to B, one back from each; a bag holds two pieces."""
    trips = (
        a_trip("out", [("h", at(MON, 9)), ("a", at(MON, 10)), ("b", at(MON, 10, 30))], fee_basis=basis),
        a_trip("back", [("b", at(MON, 14)), ("a", at(MON, 14, 30)), ("h", at(MON, 15, 30))], fee_basis=basis),
    )
    links = (a_link("H", "h", 5), a_link("A", "a", 3), a_link("B", "b", 4))
    problem = small_county(**{"terms": Terms(bag_pieces_max=2), "trips": trips, "links": links, **fields})
    return problem, small_plan(problem)


def a_manifest(trip: str = "out", **fields: Any) -> Manifest:
    problem, plan = a_week(**fields)
    return next(each for each in list_manifests(problem, plan, WEEK) if each.trip == trip)


def a_book(trip: str = "out", **fields: Any) -> TripBook:
    return open_book(a_manifest(trip, **fields))


def an_act(act: str, bag: str = "", *, minute: int = 0, **fields: Any) -> Scan:
    """An act on Monday at 08:00 and so many minutes, with everything checked and named that it needs."""
    defaults: dict[str, Any] = {
        "id": EventId(f"{act}-{bag}-{minute}-{fields.get('exception', '')}"),
        "at": datetime(2026, 11, 23, 8 + minute // 60, minute % 60),
        "by": "卓玛",
        "other": "司机",
        "seal": f"S{bag[-4:]}",
        "identity": True,
        "inspection": True,
        "registration": True,
    }
    return Scan(act=act, bag=bag, **{**defaults, **fields})


def way(bag: str, *, until: str = "receive") -> tuple[Scan, ...]:
    """The acts of a bag's whole way, or as far as one of them."""
    acts = ("seal", "hand_over", "board", "receive")
    return tuple(an_act(act, bag, minute=20 * k) for k, act in enumerate(acts[: acts.index(until) + 1]))


def with_holds(problem: WeekProblem, *, grams: int) -> WeekProblem:
    """The same with less hold on every leg."""
    trips = tuple(replace(trip, hold_g=(grams,) * len(trip.hold_g)) for trip in problem.trips)
    return replace(problem, trips=trips)
