"""Small territories for tests: cells of a grid that border where they share a side."""

import numpy as np

from tianlu.target.plots.territory import Territory, make_territory


def grid(wide: int, high: int, *, seed: int | None = None, activities: int = 1) -> Territory:
    """Cells row by row; of each activity 1, or with a seed 0.5 to 1.5."""
    cells = wide * high
    xy = np.stack([np.arange(cells) % wide, np.arange(cells) // wide], axis=1).astype(float)
    beside = [(k, k + 1) for k in range(cells) if (k + 1) % wide]
    below = [(k, k + wide) for k in range(cells - wide)]
    work = (
        np.ones((cells, activities))
        if seed is None
        else np.random.default_rng(seed).uniform(0.5, 1.5, (cells, activities))
    )
    return make_territory(xy, work, beside + below)


def rows(text: str) -> np.ndarray:
    """Districts as drawn: a digit a cell, rows parted by spaces."""
    return np.array([int(digit) for row in text.split() for digit in row], np.int64)
