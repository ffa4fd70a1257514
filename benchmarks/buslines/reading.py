"""How the instances are read where their files are silent: timetable, speeds, waits.

All of it is as inferred from the instances and the published costs; neither paper's text could be read.

The 24 files give neither a timetable nor speeds nor the longest wait. The later instances of the same authors, in the
same format, do: the first bus at 30, one each 30 minutes, 15 runs, no service time, waits of at most 60 minutes;
buses take 0.2 minutes a unit of distance. Speeds of trucks and couriers are said nowhere. Every rule below is a limit
from one side (`>=` or `<=`), so a plan that keeps the slow reading keeps every reading with quicker trucks or
couriers, longer waits or more runs.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """Minutes of the day begin when the first truck may leave the centre; minutes a unit of distance for the rest."""

    first_run_min: float = 30.0
    headway_min: float = 30.0
    runs: int = 15
    bus_min_a_unit: float = 0.2
    truck_min_a_unit: float = 0.5
    courier_min_a_unit: float = 1.0
    wait_min_max: float = 60.0


SLOW = Reading()
QUICK = Reading(truck_min_a_unit=0.2, courier_min_a_unit=0.2)
READINGS = {"slow": SLOW, "quick": QUICK}
