"""The plain search as `anneal.Run` calls it: a week goes in and out as `arrays.State`."""

from typing import Any

from tianlu.plan.rounds.arrays import Float, State, Week
from tianlu.plan.rounds.periodic.layout import (
    new_memory,
    no_rounds,
    read_rounds,
    task_of,
    write_rounds,
)
from tianlu.plan.rounds.periodic.loop import ruin_and_recreate_plain


class PlainSearch:
    """The problem laid out for speed, and the memory that its search works in."""

    def __init__(self, week: Week) -> None:
        self.task = task_of(week)
        self.rounds, self.best, self.spare = (no_rounds(self.task) for _ in range(3))
        self.memory = new_memory(self.task)

    def run(
        self,
        state: State,
        best: State,
        *,
        settings: Float,
        prices: Float,
        iterations: int,
        heat: float,
        seed: int,
        cost: float,
    ) -> tuple[float, ...]:
        """Change `state` by `iterations` at temperature `heat`; `best` becomes the best sound week, if one is cheaper
        than `cost`. Returns its cost and the shares of iterations within loads, lengths and holds (there are none)."""
        read_rounds(state, self.rounds)
        found: Any = ruin_and_recreate_plain(
            self.task, self.rounds, self.best, self.spare, self.memory, settings, prices, iterations, heat, seed, cost
        )
        best_cost, *within = found
        write_rounds(self.task, self.rounds, state)
        if best_cost < cost:
            write_rounds(self.task, self.best, best)
        return best_cost, *within, 1.0
