"""The province in one row: sums over its counties."""

from collections.abc import Iterable
from dataclasses import dataclass

from tianlu.scale.county_outcome import CountyOutcome, FloorState


@dataclass(frozen=True)
class ProvinceTotals:
    """Sums over the counties that have a plan. `bound_fen` is None unless each of them has a bound; `sound` are those
    that keep every rule, `troubled` those without a plan. `memory_bytes` is the most that one process held."""

    counties: int
    sound: int
    troubled: int
    stations: int
    villages: int
    cost_fen: int
    bound_fen: int | None
    floors_met: int
    floors_of: int
    places_met: int
    places_of: int
    broken: int
    metres: int
    minutes: int
    vehicle_days: int
    bags: int
    g_co2e: int
    cpu_s: float
    memory_bytes: int

    @property
    def gap(self) -> float | None:
        """As a county's."""
        return self.cost_fen / self.bound_fen - 1 if self.bound_fen else None


def total(outcomes: Iterable[CountyOutcome]) -> ProvinceTotals:
    """Of no counties: nothing of everything."""
    rows = list(outcomes)
    planned = [row for row in rows if row.cost_fen is not None]
    bounds = [row.bound_fen for row in planned if row.bound_fen is not None]
    return ProvinceTotals(
        counties=len(rows),
        sound=sum(row.state is FloorState.KEPT for row in rows),
        troubled=sum(row.state is FloorState.TROUBLE for row in rows),
        stations=sum(row.stations for row in planned),
        villages=sum(row.villages for row in planned),
        cost_fen=sum(row.cost_fen or 0 for row in planned),
        bound_fen=sum(bounds) if planned and len(bounds) == len(planned) else None,
        floors_met=sum(row.floors_met for row in planned),
        floors_of=sum(row.floors_of for row in planned),
        places_met=sum(row.places_met for row in planned),
        places_of=sum(row.places_of for row in planned),
        broken=sum(row.broken for row in planned),
        metres=sum(row.metres for row in planned),
        minutes=sum(row.minutes for row in planned),
        vehicle_days=sum(row.vehicle_days for row in planned),
        bags=sum(row.bags for row in planned),
        g_co2e=sum(row.g_co2e for row in planned),
        cpu_s=sum(row.cpu_s for row in rows),
        memory_bytes=max((row.memory_bytes for row in rows), default=0),
    )
