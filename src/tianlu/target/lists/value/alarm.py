"""When the churn alarm sounds (流失预警): how far money must have fallen on the year."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DeclineParams:
    """The alarm sounds above `fall_percent` (more than 10 %: practice of the same group elsewhere, the operator's own
    figure), for who brought `base_fen_min` or more in the month a year ago."""

    fall_percent: float = 10.0
    base_fen_min: int = 1


def has_fallen(fen_before: Any, fell_fen: Any, params: DeclineParams) -> Any:
    """Whether the alarm sounds for who brought `fen_before` and now brings `fell_fen` less: of whole numbers, or as an
    expression over columns of Polars or SQLAlchemy."""
    return (fen_before >= max(1, params.base_fen_min)) & (fell_fen * 100 > fen_before * params.fall_percent)
