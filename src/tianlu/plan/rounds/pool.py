"""The rounds that a search has driven: each set of places once, in the cheapest order seen, with the week it stood in.

For plain problems with a single depot and vehicles alike, where what a round loads does not hang on its day: there a
round of one day may be driven on another, and rounds of several weeks may be put together (`partition.py`).
"""

from dataclasses import dataclass, field

import numpy as np

from tianlu.plan.rounds.arrays import PLAIN, Float, Int, State, Week


@dataclass(frozen=True, eq=False)
class Seen:
    """A round: its stops in order, what it costs, and the cost of the cheapest week in which it stood."""

    stops: Int
    cost: float
    week_cost: float


@dataclass
class Pool:
    """Rounds by the set of their stops. It holds at most `size_max`, those of the cheapest weeks."""

    size_max: int
    rounds: dict[bytes, Seen] = field(default_factory=dict)

    def add_week(self, state: State, week_cost: float) -> None:
        """Take in the rounds of a driven week that are within load and length, be the whole week sound or not."""
        slots = np.flatnonzero((state.slot["length"] > 0) & (state.vd["over"] < 1e-9) & (state.vd["late"] < 1e-9))
        for slot in slots:
            stops = state.route[slot, : state.slot["length"][slot]]
            key = np.sort(stops).tobytes()
            cost = float(state.vd["cost"][slot])
            known = self.rounds.get(key)
            if known is None:
                self.rounds[key] = Seen(stops.copy(), cost, week_cost)
            elif cost < known.cost - 1e-9:
                self.rounds[key] = Seen(stops.copy(), cost, min(week_cost, known.week_cost))
            elif week_cost < known.week_cost:
                self.rounds[key] = Seen(known.stops, known.cost, week_cost)
        if len(self.rounds) > 2 * self.size_max:
            self.rounds = dict(sorted(self.rounds.items(), key=lambda item: item[1].week_cost)[: self.size_max])

    def best(self, count: int) -> list[Seen]:
        """At most `count` rounds, those of the cheapest weeks first."""
        return sorted(self.rounds.values(), key=lambda seen: seen.week_cost)[:count]


def can_pool(week: Week) -> bool:
    """True if any round may be driven by any vehicle, on any day whose limits it keeps."""
    vd = week.vd
    alike = all(len(set(vd[name].tolist())) <= 1 for name in ("depot", "cls", "fixed", "shift_from"))
    by_day = {(int(v["day"]), float(v["shift_to"]), *cap) for v, cap in zip(vd, week.vd_cap.tolist(), strict=True)}
    a_limit_a_day = len(by_day) == len(set(vd["day"].tolist()))
    return bool(week.numbers[PLAIN]) and alike and a_limit_a_day and bool((vd["slots"] == 1).all())


def week_cost_of(state: State, prices: Float) -> float:
    """What a driven plain week costs, with what it breaks at its price."""
    return float(state.vd["cost"].sum() + prices[0] * state.vd["over"].sum() + prices[1] * state.vd["late"].sum())
