"""HiGHS as the house uses it: silent, on one thread, the same answer every time."""

from typing import Any

import highspy


def new_highs() -> Any:
    """An empty solver. The class beneath `highspy.Highs`, whose own making prints a banner."""
    solver: Any = highspy._Highs()  # type: ignore[attr-defined]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver
