"""The arrays that the search works on: the week laid out flat, and a state of it.

Nodes are sites: node 0 is the hub, or the depot of a plain routing problem. A *slot* is the k-th round of a vehicle on
a day; a *vehicle-day* owns its slots. A *lift* is a way for a node to be served by bus on a day. Days are 0 to T - 1.
Costs, minutes and loads are float64: whole numbers for a county, so sums are exact; lengths for plain benchmarks.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Float = NDArray[np.float64]
Int = NDArray[np.int64]
Records = NDArray[Any]
"""One-dimensional or two-dimensional arrays of records; compiled code reads `table[k].field`."""

UNSERVED = -1
"""In `VISIT.where`: the node is not served on that day. Slot r is kept as r, lift o as -2 - o."""

NEVER = 1e15
"""A minute that does not come; a cost that nobody pays."""


SITE = np.dtype(
    [
        ("service", np.float64),
        ("stop_cost", np.float64),
        ("windowed", np.int64),
        ("station", np.int64),
        ("sends", np.int64),
        ("pattern_count", np.int64),
        ("promise_deliver", np.float64),
        ("promise_collect", np.float64),
        ("frozen", np.int64),
    ]
)
"""A node: minutes at a stop; cost of a stop besides time (handling at a station); 1 where opening hours bind at all; 1
where the node is fed and sends rounds; 1 where mail comes back from it, so that one of its ways must lead home; how
many day patterns it may have; minutes promised to deliver and days promised to the hub, < 0 promises nothing; bit mask
of the days on which nothing about it may change any more (decision 0005)."""

DAY_OF_SITE = np.dtype(
    [
        ("opens", np.float64),
        ("closes", np.float64),
        ("gaps", np.int64),
        ("choice_first", np.int64),
        ("choice_end", np.int64),
        ("lift_first", np.int64),
        ("lift_end", np.int64),
        ("rounds_first", np.int64),
        ("rounds_end", np.int64),
    ]
)
"""A node on a day: minutes of the day between which service may begin (closes < 0: not on that day); bit mask of the
days that may have passed since the visit before (plain: 1); where in `Week.choice` the slots stand that may serve it;
its lifts; where in `Week.station_vds` the vehicle-days stand that start there."""

SLOT = np.dtype(
    [
        ("vd", np.int64),
        ("day", np.int64),
        ("depot", np.int64),
        ("cls", np.int64),
        ("twin", np.int64),
        ("frozen", np.int64),
    ]
)
"""Vehicle-day, day, depot and vehicle class of a slot; slots of one twin number are alike; 1 where the round is driven
already: its stops and hours stay."""

VEHICLE_DAY = np.dtype(
    [
        ("first", np.int64),
        ("slots", np.int64),
        ("day", np.int64),
        ("depot", np.int64),
        ("cls", np.int64),
        ("shift_from", np.float64),
        ("shift_to", np.float64),
        ("fixed", np.float64),
        ("reload", np.float64),
        ("driver", np.int64),
    ]
)
"""First slot, number of slots, day, depot, class, shift, fixed cost, minutes to reload, number of the vehicle."""


class Week(NamedTuple):
    """The problem. n nodes, T days, R slots, V vehicle-days, P patterns at most, L lifts, H legs of bus trips.

    leg_cost      (classes, n, n) cost of driving i to j, km and hours, by vehicle class
    leg_cost_to   (classes, n, n) the same, [c, j, i] from i to j: what leads to a node lies side by side
    leg_min       (n, n) minutes from i to j
    minute_cost   (classes,) cost of a minute on the road or standing
    site          (n,) SITE
    day           (n, T) DAY_OF_SITE
    patterns      (n, P) bit masks of days
    pattern_cost  (n, P) price of the floors that a pattern misses, 0 where it keeps them
    told          (n, T) vehicle-day or lift (as in `VISIT.where`) by which people expect the node on a day, else -1
    load_guess    (n, T, 4) a mean visit's g and pieces to deliver, g and pieces to collect; plain: every visit's
    mail          (n, T, 4) what becomes ready on a day
    near          (n, n - 1) other nodes, nearest first (row 0 unused)
    slot          (R,) SLOT
    vd            (V,) VEHICLE_DAY
    vd_cap        (V, 2) capacity in g and pieces
    station_vds, choice  see DAY_OF_SITE
    lift_leg      (L, 4) first and last + 1 leg of the outbound, of the inbound ride; -1, -1 for no inbound ride
    lift_fee      (L, 2, 2) basis (0 bag, 1 kg, 2 piece) and fee of the outbound and inbound ride
    lift_min      (L, 4) minutes of the day: at the hub ready to leave; at the place; leaves the place; at the hub
    hold          (H, 2) g and pieces free on a leg
    closure       (C, 5) place or -1, origin or -1, destination or -1, start, end in minutes of the week
    hour_percent  (24,) travel minutes by hour of day
    numbers       (N_NUMBERS,) scalars, see the constants below
    """

    leg_cost: Float
    leg_cost_to: Float
    leg_min: Float
    minute_cost: Float
    site: Records
    day: Records
    patterns: Int
    pattern_cost: Float
    told: Int
    load_guess: Float
    mail: Float
    near: Int
    slot: Records
    vd: Records
    vd_cap: Float
    station_vds: Int
    choice: Int
    lift_leg: Int
    lift_fee: Float
    lift_min: Float
    hold: Float
    closure: Float
    hour_percent: Float
    numbers: Float


def records(dtype: np.dtype[Any], **columns: ArrayLike) -> Records:
    """Records with all their fields, from arrays of one shape."""
    assert set(columns) == set(dtype.names or ())
    table = np.zeros(np.shape(next(iter(columns.values()))), dtype)
    for name, values in columns.items():
        table[name] = values
    return table


PLAIN = 0
"""1: no windows, rests, closures, hours or feeds bind: a vehicle-day's length is the sum of its legs and services."""
HUB_READY = 1
HUB_CUTOFF = 2
TRANSFER = 3
HANDLING = 4
BAG_G = 5
BAG_PIECES = 6
DRIVE_MAX = 7
REST = 8
PROMISES = 9
"""1: some node is promised something."""
HOURLY = 10
"""1: hour_percent is not 100 throughout."""
VILLAGE_READY = 11
TOLD = 12
"""What a visit costs that is another than people were told; 0 where nothing was told."""
FURTHER_DRIVER = 13
"""What each driver of a village beyond the first costs a week; 0 where it is not priced."""
ARRIVAL_HOUR = 14
"""What an hour between a village's earliest and latest arrival costs; 0 where it is not priced."""
N_NUMBERS = 15

NO_FEED = 99
"""In `VISIT.feed_wait`: no feed ever takes the mail of that day."""
TO_VISIT = 0
TO_STATION = 1
BACK_VISIT = 2
BACK_STATION = 3
BACK_FROM = 4
N_SENT = 5
"""Columns of `State.sent`, see there."""


VISIT = np.dtype([("where", np.int64), ("fed_at", np.float64), ("feed_wait", np.int64), ("lift_cost", np.float64)])
"""A node on a day: slot, lift or UNSERVED; minute at which a station's feed is there, NEVER if not fed; days until the
station's feed that takes the day's mail, NO_FEED if none does; what the node's lift costs with its load."""

NODE = np.dtype([("pattern", np.int64), ("late", np.float64)])
"""The node's pattern, -1 unserved; minutes by which its promises are broken."""

ROUND = np.dtype(
    [("length", np.int64), ("leave", np.float64), ("back", np.float64), ("fresh", np.int64), ("onward", np.int64)]
)
"""A slot's round: stops; when it leaves and returns; 1 if it takes what became ready at the hub on its day (from a
station: if its feed came); 1 if what a station's round brings back can leave with that day's feed."""

DRIVEN = np.dtype(
    [("cost", np.float64), ("late", np.float64), ("over", np.float64), ("end", np.float64), ("stops", np.int64)]
)
"""A vehicle-day: cost, minutes too late, load too much (as a share of the capacity), minute of the day at which its
last round returns (the shift's start if it drives none), stops."""


class State(NamedTuple):
    """A week's rounds and lifts, changed in place by the search.

    route     (R, M) nodes of a slot in order
    arrive    (R, M) minute of the day at which a slot's stop is reached
    slot      (R,) ROUND
    peak      (R, 2) most g and pieces aboard on a slot's round
    vd        (V,) DRIVEN
    node      (n,) NODE
    visit     (n, T) VISIT
    carried   (n, T, 4) load of the visit: deliver g, pieces, collect g, pieces
    sent      (n, T, N_SENT) how a village's mail of a day goes: day of the visit that brings it, station on the way;
              day of the visit that collects, station, day from which it can leave that station; -1 for none
    through   (n, T, 4) mail going through a station: to deliver, ready on a day; collected, able to leave from a day on
    riding    (H, 2) g and pieces on a leg
    reached   (n, T) minute of the day of a round's visit, and unsteady (n,), what a village's drivers and hours cost:
              kept where consistency is priced
    """

    route: Int
    arrive: Float
    slot: Records
    peak: Float
    vd: Records
    node: Records
    visit: Records
    carried: Float
    sent: Int
    through: Float
    riding: Float
    reached: Float
    unsteady: Float


def empty_state(week: Week) -> State:
    """Nobody is served yet."""
    n, days = week.day.shape
    slots = len(week.slot)
    longest = n + 1
    state = State(
        route=np.zeros((slots, longest), np.int64),
        arrive=np.zeros((slots, longest)),
        slot=np.zeros(slots, ROUND),
        peak=np.zeros((slots, 2)),
        vd=np.zeros(len(week.vd), DRIVEN),
        node=np.zeros(n, NODE),
        visit=np.zeros((n, days), VISIT),
        carried=week.load_guess.copy() if week.numbers[PLAIN] else np.zeros((n, days, 4)),
        sent=np.full((n, days, N_SENT), -1, np.int64),
        through=np.zeros((n, days, 4)),
        riding=np.zeros((len(week.hold), 2)),
        reached=np.zeros((n, days)),
        unsteady=np.zeros(n),
    )
    state.slot["fresh"] = 1
    state.vd["end"] = week.vd["shift_from"]
    state.node["pattern"] = -1
    state.visit["where"] = UNSERVED
    state.visit["fed_at"] = NEVER
    state.visit["feed_wait"] = NO_FEED
    return state


def copy_state(state: State) -> State:
    """A state that shares no memory with `state`."""
    copies: list[Any] = [array.copy() for array in state]
    return State(*copies)
