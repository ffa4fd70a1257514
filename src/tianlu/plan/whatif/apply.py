"""A scenario applied: the county changed, the week posed from it, floors raised, subsidies reckoned."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tianlu.core.calendar import Week
from tianlu.plan.county import County, Wishes, with_wishes
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.whatif.change_fleet import add_vehicles, change_bus_terms, remove_vehicles, replace_vehicles
from tianlu.plan.whatif.change_stations import close_station, move_station
from tianlu.plan.whatif.changes import (
    AddVehicles,
    BusTerms,
    Change,
    CloseStation,
    MoveStation,
    RemoveVehicles,
    ReplaceVehicles,
    Scenario,
    Subsidise,
    VisitsAtLeast,
    WithoutBuses,
)
from tianlu.plan.whatif.note import Note
from tianlu.plan.whatif.raise_visits import raise_visits
from tianlu.plan.whatif.subsidy import Subsidy, subsidy_of

Pose = Callable[[County, Week], WeekProblem]
"""A county's week as a problem, as `week.pose`."""


@dataclass(frozen=True, eq=False)
class PosedScenario:
    """A scenario with its county, the week's problem that comes of it, what it is paid, and what the reader should
    know."""

    scenario: Scenario
    county: County
    problem: WeekProblem
    subsidies: tuple[Subsidy, ...] = ()
    notes: tuple[Note, ...] = ()


def pose_scenario(county: County, week: Week, scenario: Scenario, pose: Pose) -> PosedScenario:
    """Changes of the county in their order, then the week, then raised floors. Raises ProblemsFound for what a change
    names and the county does not have."""
    changed, notes = apply_changes(county, scenario)
    problem = pose(changed, week)
    for change in scenario.changes:
        if isinstance(change, VisitsAtLeast):
            problem, more = raise_visits(problem, change.visits, change.area_classes)
            notes += more
    subsidies = tuple(subsidy_of(change) for change in scenario.changes if isinstance(change, Subsidise))
    return PosedScenario(scenario, changed, problem, subsidies, notes)


def apply_changes(county: County, scenario: Scenario) -> tuple[County, tuple[Note, ...]]:
    """The county as the scenario changes it; floors are raised on the week, not here. Raises ProblemsFound."""
    notes: tuple[Note, ...] = ()
    for k, change in enumerate(scenario.changes):
        county, more = _apply(county, change, f"changes[{k}]")
        notes += more
    return county, notes


def _apply(county: County, change: Change, path: str) -> tuple[County, tuple[Note, ...]]:
    match change:
        case WithoutBuses():
            return replace(county, feed=None, freight=()), ()
        case ReplaceVehicles():
            return replace_vehicles(county, change, path), ()
        case AddVehicles():
            return add_vehicles(county, change, path), ()
        case RemoveVehicles():
            return remove_vehicles(county, change, path), ()
        case BusTerms():
            return change_bus_terms(county, change, path), ()
        case Wishes():
            return with_wishes(county, change), ()
        case CloseStation():
            return close_station(county, change, path)
        case MoveStation():
            return move_station(county, change, path)
        case VisitsAtLeast() | Subsidise():
            return county, ()
