"""Random numbers of a state: xorshift64* (Vigna 2016), so that the same seed gives the same districts everywhere."""

import numpy as np
from numpy.typing import NDArray

from tianlu.target.plots.search.compiled import compiled


@compiled
def roll(dice: NDArray[np.uint64]) -> float:
    """A number from 0 to below 1."""
    x = dice[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    dice[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)
