"""Plots of a county that are kept (责任田): values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tianlu.command.envelope import ActorId, OrgId

SECONDS_A_MINUTE = 60


@dataclass(frozen=True)
class KeptPlot:
    """A plot by its number, from 1; `person` works it, or the people of `unit`; empty where nobody does."""

    number: int
    name: str
    person: ActorId
    unit: OrgId


@dataclass(frozen=True)
class KeptPlace:
    """A place, its plot, what it takes in seconds a week, and the places that it borders. One that is locked stays in
    its plot when plots are drawn anew or mended."""

    place: str
    plot: int
    seconds: int
    neighbours: tuple[str, ...]
    is_locked: bool


@dataclass(frozen=True)
class Drawing:
    """The plots of a county. The minutes of each are to be off the mean by at most `tolerance` of it, by the plan
    `plan`, with visits to customers or without; `bound` is the least number of neighbours that any plots within the
    tolerance put apart, `job` what found it, empty for the command line. `version` rises with each change."""

    org: OrgId
    version: int
    tolerance: float
    plan: str
    with_visits: bool
    bound: int
    job: str
    note: str
    kept_by: ActorId
    kept_at: datetime
    plots: tuple[KeptPlot, ...]
    places: tuple[KeptPlace, ...]

    @cached_property
    def plot_of(self) -> Mapping[str, int]:
        """By place."""
        return {each.place: each.plot for each in self.places}

    @cached_property
    def place(self) -> Mapping[str, KeptPlace]:
        """By id."""
        return {each.place: each for each in self.places}

    @cached_property
    def plot(self) -> Mapping[int, KeptPlot]:
        """By number."""
        return {each.number: each for each in self.plots}
