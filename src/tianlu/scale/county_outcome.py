"""What came of planning one county: a flat row of figures, its plan as text, or the trouble that kept it from one."""

from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

MEASURED = ("seconds", "cpu_s", "memory_bytes")
"""The figures of the run, which differ from one run to the next; all others follow from the order."""


class FloorState(StrEnum):
    """A county on the province's map, best first."""

    KEPT = "kept"
    BROKEN = "broken"
    MISSED = "missed"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class CountyOutcome:
    """One county's row.

    Money is fen, distance metres, time minutes, carbon grams CO2e with the buses' share; `outline` is the hull of its
    places as JSON `[[lon, lat], …]`, illustrative. `rules_broken` names each with how often, `broken` is how often in
    all. `bound_fen` is None where none was computed. `seconds` are of the wall clock and `cpu_s` of the processor, for
    all of the county's work; `memory_bytes` is the highest that the process which did it ever held. `plan_json` is the
    plan's file. Where `trouble` says something there is no plan, and figures of it are 0 or None.
    """

    key: str
    code: str = ""
    name: str = ""
    name_en: str = ""
    lon: float | None = None
    lat: float | None = None
    outline: str = "[]"
    stations: int = 0
    villages: int = 0
    week: str = ""
    seed: int = 0
    cost_fen: int | None = None
    bound_fen: int | None = None
    floors_met: int = 0
    floors_of: int = 0
    places_met: int = 0
    places_of: int = 0
    broken: int = 0
    rules_broken: str = ""
    metres: int = 0
    minutes: int = 0
    vehicle_days: int = 0
    bags: int = 0
    g_co2e: int = 0
    iterations: int = 0
    budget_s: float | None = None
    problem_hash: str = ""
    version: str = ""
    trouble: str = ""
    trouble_zh: str = ""
    seconds: float = 0.0
    cpu_s: float = 0.0
    memory_bytes: int = 0
    plan_json: str = ""

    @property
    def gap(self) -> float | None:
        """How far the cost can be above the least possible, as a fraction of the bound; None without a bound."""
        if self.cost_fen is None or not self.bound_fen or self.bound_fen < 0:
            return None
        return self.cost_fen / self.bound_fen - 1

    @property
    def state(self) -> FloorState:
        if self.trouble:
            return FloorState.TROUBLE
        if self.floors_met < self.floors_of:
            return FloorState.MISSED
        return FloorState.BROKEN if self.broken else FloorState.KEPT

    def to_row(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "CountyOutcome":
        """Raises TypeError where the row has other fields."""
        return cls(**row)


def without_measures(outcome: CountyOutcome) -> CountyOutcome:
    """What two runs of one order with iterations have in common."""
    return replace(outcome, seconds=0.0, cpu_s=0.0, memory_bytes=0)


OUTCOME_FIELDS = tuple(field.name for field in fields(CountyOutcome))
