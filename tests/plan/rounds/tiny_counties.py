"""Random counties so small that the best plan is found by trying everything."""

from itertools import combinations

from hypothesis import strategies as st

from tests.plan.rounds.builders import (
    MON,
    THU,
    TUE,
    a_hub,
    a_link,
    a_problem,
    a_station,
    a_trip,
    a_vehicle,
    a_village,
    at,
    days,
    mail,
)
from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.core.ids import PlaceId
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.lines.trip import FeeBasis
from tianlu.plan.rounds.problem import WeekClosure, WeekProblem


@st.composite
def tiny_counties(draw: st.DrawFn) -> WeekProblem:
    """A station, two villages, a van, a courier and a bus on two days: small enough to try everything."""
    promise = draw(st.sampled_from([None, 10, 50, 90]))
    owed = [
        Obligation(
            visits_min=draw(st.integers(0, 2)),
            gap_days_max=draw(st.sampled_from([3, 4, 7])),
            promise_deliver_min=None if promise is None else promise * 60,
            promise_collect_days=draw(st.sampled_from([None, 0])),
        )
        for _ in range(2)
    ]
    letters = mail({MON: draw(st.integers(0, 4)), THU: 2}, {MON: draw(st.integers(0, 2))})
    villages = [
        a_village(
            name,
            owed=owed[k],
            mail=letters,
            depots=draw(st.sampled_from([("H",), ("S",), ("H", "S")])),
            has_keeper=draw(st.booleans()),
            service_min=draw(st.sampled_from([0, 20, 60])),
            open_days=draw(st.sampled_from([days(MON, THU), days(MON), days(*range(7))])),
        )
        for k, name in enumerate("AB")
    ]
    legs = {pair: draw(st.sampled_from([20, 90, 200])) for pair in combinations(("H", "S", "A", "B"), 2)}
    closed = draw(st.sampled_from([None, "A", "H"]))
    working = {"days": days(MON, THU), "rounds_a_day_max": 1}
    return a_problem(
        a_hub(),
        a_station("S", owed=Obligation(fed_days_min=draw(st.integers(0, 2))), mail=mail({MON: 1})),
        *villages,
        vehicles=(
            a_vehicle("van", "H", capacity_pieces=draw(st.sampled_from([3, 9, 400])), **working),
            a_vehicle("courier", "S", shift_to_min=draw(st.sampled_from([540, 1140])), **working),
        ),
        trips=(
            a_trip("out", [("h", at(MON, 9)), ("a", at(MON, 10))], hold_pieces=(draw(st.sampled_from([1, 50])),)),
            a_trip("back", [("a", at(MON, 14)), ("h", at(MON, 15))]),
        ),
        links=(a_link("H", "h"), a_link("A", "a")),
        minutes=legs,
        closures=() if closed is None else (WeekClosure(at(MON, 0), at(MON, 20), place=PlaceId(closed)),),
    )


@st.composite
def fed_stations(draw: st.DrawFn) -> WeekProblem:
    """A station and a village, a van, a courier and buses to the station, by day, before the hub's mail is ready and
    over night, that are paid by the piece."""
    pieces = st.integers(0, 6)
    working = {"days": days(MON, THU), "rounds_a_day_max": 1}
    hours = draw(st.lists(st.tuples(st.sampled_from([MON, TUE, THU]), st.sampled_from([6, 10, 22])), max_size=3))
    fee = {
        "fee_basis": draw(st.sampled_from([FeeBasis.PIECE, FeeBasis.BAG])),
        "fee_fen": draw(st.sampled_from([90, 900])),
    }
    trips = [
        a_trip(f"out{k}", [("h", at(day, hour)), ("s", at(day, hour) + (300 if hour == 22 else 60))], **fee)
        for k, (day, hour) in enumerate(sorted(set(hours)))
    ]
    return a_problem(
        a_hub(),
        a_station(
            "S",
            owed=Obligation(fed_days_min=draw(st.integers(0, 3))),
            mail=mail({day: draw(pieces) for day in (MON, TUE, THU)}, {MON: draw(st.integers(0, 1))}),
            open_to_min=MINUTES_A_DAY,
        ),
        a_village(
            "A",
            owed=Obligation(visits_min=draw(st.integers(1, 2)), gap_days_max=7),
            mail=mail({MON: draw(pieces), THU: draw(pieces)}),
            depots=draw(st.sampled_from([("S",), ("H", "S")])),
        ),
        vehicles=(a_vehicle("van", "H", **working), a_vehicle("courier", "S", **working)),
        trips=tuple(trips),
        links=(a_link("H", "h"), a_link("S", "s")),
        minutes={pair: draw(st.sampled_from([20, 90])) for pair in combinations(("H", "S", "A"), 2)},
    )
