"""The arrays that the search works on: the week laid out flat, and a state of it.

Nodes are sites: node 0 is the hub, or the depot of a plain routing problem. A *slot* is the k-th round of a vehicle on
a day; a *vehicle-day* owns its slots. A *lift* is a way for a node to be served by bus on a day. Days are 0 to T - 1.
Costs, minutes and loads are float64: whole numbers for a county, so sums are exact; lengths for plain benchmarks.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Int = NDArray[np.int64]

UNSERVED = -1
"""In `State.where`: the node is not served on that day. Slot r is kept as r, lift o as -2 - o."""

NEVER = 1e15
"""A minute that does not come; a cost that nobody pays."""


class Week(NamedTuple):
    """The problem. n nodes, T days, R slots, V vehicle-days, P patterns at most, L lifts, H legs of bus trips.

    leg_cost      (classes, n, n) cost of driving i to j, km and hours, by vehicle class
    leg_cost_to   (classes, n, n) the same, [c, j, i] from i to j: what leads to a node lies side by side
    leg_min       (n, n) minutes from i to j
    minute_cost   (classes,) cost of a minute on the road or standing
    service       (n,) minutes at a stop
    opens, closes (n, T) minutes of the day between which service may begin; closes < 0: not on that day
    windowed      (n,) 1 where opens and closes bind at all
    stop_cost     (n,) cost of a stop besides time (handling at a station)
    station       (n,) 1 where the node is fed and sends rounds
    sends         (n,) 1 where mail comes back from the node, so that one of its ways must lead home
    patterns      (n, P) bit masks of days; pattern_count (n,)
    load          (n, P, T, 4) a visit's g and pieces to deliver, g and pieces to collect, by pattern and day
    load_guess    (n, T, 4) loads to reckon with before the pattern is known
    mail          (n, T, 4) what becomes ready on a day
    near          (n, n - 1) other nodes, nearest first (row 0 unused)
    slot_*        (R,) vehicle-day, day, depot, vehicle class of a slot; slots of one twin number are alike
    vd_*          (V,) first slot, number of slots, day, depot, class, shift, fixed cost, capacities, reload
    station_vds   vehicle-days at station s on day d: station_vds[station_vd_start[s * T + d] : …[s * T + d + 1]]
    choice        slots that may serve node i on day d: choice[choice_start[i * T + d] : …[i * T + d + 1]]
    lift_start    likewise for lifts
    lift_leg      (L, 4) first and last + 1 leg of the outbound, of the inbound ride; -1, -1 for no inbound ride
    lift_fee      (L, 2, 2) basis (0 bag, 1 kg, 2 piece) and fee of the outbound and inbound ride
    lift_min      (L, 4) minutes of the day: at the hub ready to leave; at the place; leaves the place; at the hub
    hold          (H, 2) g and pieces free on a leg
    closure       (C, 5) place or -1, origin or -1, destination or -1, start, end in minutes of the week
    hour_percent  (24,) travel minutes by hour of day
    promise       (n, 2) minutes to deliver, days to the hub; < 0 promises nothing
    numbers       (N_NUMBERS,) scalars, see the constants below
    """

    leg_cost: Float
    leg_cost_to: Float
    leg_min: Float
    minute_cost: Float
    service: Float
    opens: Float
    closes: Float
    windowed: Int
    stop_cost: Float
    station: Int
    sends: Int
    patterns: Int
    pattern_count: Int
    load: Float
    load_guess: Float
    mail: Float
    near: Int
    slot_vd: Int
    slot_day: Int
    slot_depot: Int
    slot_class: Int
    slot_twin: Int
    vd_first: Int
    vd_slots: Int
    vd_day: Int
    vd_depot: Int
    vd_class: Int
    vd_from: Float
    vd_to: Float
    vd_fixed: Float
    vd_cap: Float
    vd_reload: Float
    station_vd_start: Int
    station_vds: Int
    choice_start: Int
    choice: Int
    lift_start: Int
    lift_leg: Int
    lift_fee: Float
    lift_min: Float
    hold: Float
    closure: Float
    hour_percent: Float
    promise: Float
    numbers: Float


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
MARGIN = 12
"""Share of every capacity and hold that the search leaves free: its loads are near the truth, the audit's are true."""
N_NUMBERS = 13


class State(NamedTuple):
    """A week's rounds and lifts, changed in place by the search.

    route     (R, M) nodes of a slot in order; length (R,)
    where     (n, T) slot, lift or UNSERVED; pattern (n,) the node's pattern, -1 unserved
    carried   (n, T, 4) load of the visit: deliver g, pieces, collect g, pieces
    vd_cost, vd_late, vd_over  (V,) cost, minutes too late, load too much (as a share of the capacity)
    vd_end    (V,) minute of the day at which its last round returns, the shift's start if it drives none
    vd_stops    (V,) stops of a vehicle-day
    peak        (R, 2) most g and pieces aboard on a slot's round
    leave, back (R,) when a slot's round leaves and returns
    arrive    (R, M) minute of the day at which a slot's stop is reached
    fed_at    (n, T) minute of the day at which a station's feed is there, NEVER if not fed
    through   (n, T, 2) of mail going through a station, ready on a day: g and pieces to deliver
    back_through (n, T, 2) of mail brought back to a station on a day: g and pieces
    riding    (H, 2) g and pieces on a leg
    lift_cost (n, T) what a node's lift costs with its load
    kept      (n,) minutes by which the node's promises are broken
    """

    route: Int
    length: Int
    where: Int
    pattern: Int
    carried: Float
    vd_cost: Float
    vd_late: Float
    vd_over: Float
    vd_end: Float
    vd_stops: Int
    peak: Float
    leave: Float
    back: Float
    arrive: Float
    fed_at: Float
    through: Float
    back_through: Float
    riding: Float
    lift_cost: Float
    kept: Float


def empty_state(week: Week) -> State:
    """Nobody is served yet."""
    n, days = week.opens.shape
    slots = len(week.slot_vd)
    vehicle_days = len(week.vd_first)
    longest = n + 1
    return State(
        route=np.zeros((slots, longest), np.int64),
        length=np.zeros(slots, np.int64),
        where=np.full((n, days), UNSERVED, np.int64),
        pattern=np.full(n, -1, np.int64),
        carried=week.load[:, 0].copy() if week.numbers[PLAIN] else np.zeros((n, days, 4)),
        vd_cost=np.zeros(vehicle_days),
        vd_late=np.zeros(vehicle_days),
        vd_over=np.zeros(vehicle_days),
        vd_end=week.vd_from.copy(),
        vd_stops=np.zeros(vehicle_days, np.int64),
        peak=np.zeros((slots, 2)),
        leave=np.zeros(slots),
        back=np.zeros(slots),
        arrive=np.zeros((slots, longest)),
        fed_at=np.full((n, days), NEVER),
        through=np.zeros((n, days, 2)),
        back_through=np.zeros((n, days, 2)),
        riding=np.zeros((len(week.hold), 2)),
        lift_cost=np.zeros((n, days)),
        kept=np.zeros(n),
    )


def copy_state(state: State) -> State:
    """A state that shares no memory with `state`."""
    copies: list[Any] = [array.copy() for array in state]
    return State(*copies)
