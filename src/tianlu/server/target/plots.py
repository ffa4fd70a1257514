"""Plots of a county by the minutes of a kept plan: its places, its rounds, the visits to its customers, and the plots
that it has."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tianlu.core.ids import PlaceId
from tianlu.place.model import Place
from tianlu.plan.rounds.plan import Plan
from tianlu.server.target.parts import TargetParts
from tianlu.server.target.visits import VisitsTask, pose_visits
from tianlu.target.plots.county import county_territory
from tianlu.target.plots.kept import store
from tianlu.target.plots.kept.model import SECONDS_A_MINUTE, Drawing
from tianlu.target.plots.kept.view import Mode, ProposalView, view_proposal
from tianlu.target.plots.proposal import Proposal, Standing, propose_drawing, propose_mending
from tianlu.target.plots.workload import minutes_by_place

VISITS_SHARE = 0.5
"""Of the work, where the week's visits are sought first."""
OnPhase = Callable[[float, str], None]


def quietly(_: float, __: str) -> None:
    """For work that nobody follows."""


@dataclass(frozen=True)
class PlotsOrder:
    """What is asked by whom: `plots` plots drawn anew, or those there are mended without the `vacant` ones."""

    plan: str
    mode: Mode
    plots: int
    tolerance: float
    with_visits: bool
    vacant: frozenset[int]
    seed: int

    def as_json(self) -> dict[str, object]:
        return {**vars(self), "vacant": sorted(self.vacant)}

    @staticmethod
    def of_json(order: "dict[str, object]") -> "PlotsOrder":
        vacant: list[int] = order["vacant"]  # type: ignore[assignment]
        return PlotsOrder(**{**order, "vacant": frozenset(vacant)})  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class PlotsTask:
    """All that the search needs, fit to be sent to another process."""

    order: PlotsOrder
    places: tuple[Place, ...]
    plan: Plan
    before: Standing | None
    visits: VisitsTask | None

    def solve(self, on_phase: OnPhase = quietly) -> Proposal | None:
        """None where there are no such plots. Raises ValueError for what cannot be asked of this county."""
        begin = 0.0 if self.visits is None else VISITS_SHARE
        minutes = minutes_by_place(self.plan, self._visit_minutes(on_phase))
        whole_seconds = {place: round(spent * SECONDS_A_MINUTE) / SECONDS_A_MINUTE for place, spent in minutes.items()}
        county, order = county_territory(self.places, whole_seconds), self.order

        def on_share(share: float) -> None:
            on_phase(begin + (1 - begin) * share, "search")

        on_share(0.0)
        if order.mode == "mend" and self.before is not None:
            return propose_mending(
                county, order.tolerance, self.before, vacant=order.vacant, seed=order.seed, on_share=on_share
            )
        return propose_drawing(
            county, order.plots, order.tolerance, before=self.before, seed=order.seed, on_share=on_share
        )

    def _visit_minutes(self, on_phase: OnPhase) -> dict[PlaceId, float]:
        if self.visits is None:
            return {}
        minutes: Counter[PlaceId] = Counter()
        for visit in self.visits.solve(lambda share: on_phase(VISITS_SHARE * share, "visits")).visits:
            minutes[visit.candidate.place] += visit.candidate.minutes
        return {place: float(spent) for place, spent in minutes.items()}


@dataclass(frozen=True, eq=False)
class PosedPlots:
    """The county, the plots that it has, and the task that this makes."""

    county: str
    drawing: Drawing | None
    task: PlotsTask

    def view(self, found: Proposal, *, made_at: datetime) -> ProposalView:
        order = self.task.order
        return view_proposal(
            found,
            self.drawing,
            county=self.county,
            mode=order.mode,
            plan=order.plan,
            tolerance=order.tolerance,
            with_visits=order.with_visits,
            vacant=order.vacant,
            seed=order.seed,
            made_at=made_at,
        )


class NothingToMend(LookupError):
    """No plots are kept for the county."""


def pose_plots(parts: TargetParts, order: PlotsOrder, *, now: datetime) -> PosedPlots:
    """Raises PlanNotFound, NothingToMend, and LookupError where visits are wanted and the county is no unit."""
    kept = parts.shelf.get(order.plan)
    county = kept.meta.county
    with parts.engine.connect() as connection:
        drawing = store.find_drawing(connection, county)
    if drawing is None and order.mode == "mend":
        raise NothingToMend(county)
    visits = pose_visits(parts, order.plan, now=now, seed=order.seed).task if order.with_visits else None
    places = parts.counties.open(county).places
    before = None if drawing is None else _standing(drawing, {place.id for place in places})
    return PosedPlots(county, drawing, PlotsTask(order, places, kept.plan, before, visits))


def _standing(drawing: Drawing, there: "set[PlaceId]") -> Standing:
    """The plots that a county has, without places that it has no longer."""
    kept = [each for each in drawing.places if each.place in there]
    return Standing(
        {PlaceId(each.place): each.plot for each in kept},
        frozenset(PlaceId(each.place) for each in kept if each.is_locked),
    )
