"""A county's plots as they are shown, and a proposal as it is kept and shown: people and places by id and name."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from tianlu.place.areas import areas_around
from tianlu.place.model import Place, PlaceKind
from tianlu.target.plots.kept.balance import uneven_plots
from tianlu.target.plots.kept.model import SECONDS_A_MINUTE, Drawing, KeptPlot
from tianlu.target.plots.kept.task import task_of
from tianlu.target.plots.plots import count_cut
from tianlu.target.plots.proposal import Proposal, WhyMoved

Mode = Literal["draw", "mend"]
NameOf = Callable[[str], str]


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class ProposedPlotView(View):
    """`share` of the mean work; `share_before` by today's minutes and the plots that stood, where it was there."""

    number: int
    name: str
    person: str
    unit: str
    share: float
    share_before: float | None


class ProposedPlaceView(View):
    place: str
    plot: int
    seconds: int
    neighbours: tuple[str, ...]
    is_locked: bool


class MovedView(View):
    """`was` is 0 for a place that was in no plot."""

    place: str
    was: int
    to: int
    because: WhyMoved


class ProposalView(View):
    """Plots found by a job and not kept. `base` is the version of the plots that they would replace, 0 for none;
    `cut_before` the neighbours that these have apart; `gone` are places that are no longer in the county's package."""

    county: str
    mode: Mode
    plan: str
    tolerance: float
    with_visits: bool
    seed: int
    made_at: datetime
    base: int
    vacant: tuple[int, ...]
    plots: tuple[ProposedPlotView, ...]
    places: tuple[ProposedPlaceView, ...]
    moved: tuple[MovedView, ...]
    gone: tuple[str, ...]
    cut_edges: int
    cut_before: int | None
    bound: int


def view_proposal(
    found: Proposal,
    drawing: Drawing | None,
    *,
    county: str,
    mode: Mode,
    plan: str,
    tolerance: float,
    with_visits: bool,
    vacant: Collection[int],
    seed: int,
    made_at: datetime,
) -> ProposalView:
    """A plot that keeps its number keeps its name and whose it is."""
    ids = [place.id for place in found.county.places]
    territory = found.county.territory
    locked = set() if drawing is None else {each.place for each in drawing.places if each.is_locked}
    void = {each.place for each in found.moved}
    return ProposalView(
        county=county,
        mode=mode,
        plan=plan,
        tolerance=tolerance,
        with_visits=with_visits,
        seed=seed,
        made_at=made_at,
        base=0 if drawing is None else drawing.version,
        vacant=tuple(sorted(vacant)),
        plots=tuple(
            ProposedPlotView(
                number=number,
                name=old.name if old else "",
                person=old.person if old else "",
                unit=old.unit if old else "",
                share=share,
                share_before=found.shares_before.get(number),
            )
            for number, share in sorted(found.shares.items())
            for old in [_old(drawing, number)]
        ),
        places=tuple(
            ProposedPlaceView(
                place=id_,
                plot=int(found.numbers[unit]),
                seconds=round(float(territory.activities[unit, 0]) * SECONDS_A_MINUTE),
                neighbours=tuple(
                    ids[other] for other in territory.neighbours[territory.first[unit] : territory.first[unit + 1]]
                ),
                is_locked=id_ in locked and id_ not in void,
            )
            for unit, id_ in enumerate(ids)
        ),
        moved=tuple(MovedView(**vars(each)) for each in found.moved),
        gone=() if drawing is None else tuple(sorted(set(drawing.place) - set(ids))),
        cut_edges=found.cut_edges,
        cut_before=None if drawing is None else cut_of(drawing),
        bound=found.bound,
    )


def keep_body(proposal: ProposalView, *, job: str, note: str) -> dict[str, object]:
    """What a command that keeps the proposal carries."""
    return {
        **proposal.model_dump(include={"tolerance", "plan", "with_visits", "bound", "places"}, mode="json"),
        "plots": [each.model_dump(include={"number", "name", "person", "unit"}) for each in proposal.plots],
        "job": job,
        "note": note,
    }


def cut_of(drawing: Drawing) -> int:
    drawn = task_of(drawing)
    return count_cut(drawn.task.territory, drawn.assigned)


class NeighbourView(View):
    """Pairs of places that border each other, one in this plot and one in that."""

    plot: int
    pairs: int


class PlotView(View):
    """A plot that stands: `share` of the mean work, whether it is within the tolerance, and whether who works it has
    left."""

    number: int
    name: str
    person: str
    person_name: str
    has_left: bool
    unit: str
    unit_name: str
    places: int
    seconds: int
    share: float
    is_even: bool
    locked: int
    cut_edges: int
    neighbours: tuple[NeighbourView, ...]


class DrawingView(View):
    """The plots that a county has; `cut_edges` pairs of neighbours are apart, no plots within the tolerance that was
    asked for when they were drawn have less than `bound`."""

    version: int
    tolerance: float
    plan: str
    with_visits: bool
    cut_edges: int
    bound: int
    job: str
    note: str
    kept_by_name: str
    kept_at: datetime
    plots: tuple[PlotView, ...]


class PlotPlaceView(View):
    """A place and its plot, 0 where it is in none; `area` is drawn about it for the map: an illustration."""

    place: str
    name: str
    name_en: str
    kind: PlaceKind | None
    lon: float | None
    lat: float | None
    area: tuple[tuple[float, float], ...]
    plot: int
    seconds: int
    neighbours: tuple[str, ...]
    is_locked: bool


def view_drawing(
    drawing: Drawing, *, person_name: NameOf, unit_name: NameOf, has_left: Callable[[str], bool]
) -> DrawingView:
    drawn, uneven = task_of(drawing), set(uneven_plots(drawing, drawing.plot_of))

    def view_plot(plot: KeptPlot) -> PlotView:
        why = drawn.explain(plot.number)
        own = [each for each in drawing.places if each.plot == plot.number]
        return PlotView(
            number=plot.number,
            name=plot.name,
            person=plot.person,
            person_name=person_name(plot.person) if plot.person else "",
            has_left=bool(plot.person) and has_left(plot.person),
            unit=plot.unit,
            unit_name=unit_name(plot.unit) if plot.unit else "",
            places=why.units,
            seconds=sum(each.seconds for each in own),
            share=why.shares[0],
            is_even=plot.number not in uneven,
            locked=len(why.locked),
            cut_edges=sum(why.neighbours.values()),
            neighbours=tuple(
                NeighbourView(plot=drawn.numbers[other], pairs=pairs) for other, pairs in why.neighbours.items()
            ),
        )

    return DrawingView(
        **{
            name: value for name, value in vars(drawing).items() if name in DrawingView.model_fields and name != "plots"
        },
        cut_edges=count_cut(drawn.task.territory, drawn.assigned),
        kept_by_name=person_name(drawing.kept_by),
        plots=tuple(map(view_plot, drawing.plots)),
    )


def view_places(drawing: Drawing | None, places: Sequence[Place]) -> tuple[PlotPlaceView, ...]:
    """Stations and villages of the county's package, and places of the drawing that it no longer has."""
    here = [place for place in places if place.kind is not PlaceKind.HUB]
    kept: Mapping[str, object] = {} if drawing is None else drawing.place
    shown = [
        PlotPlaceView(
            place=place.id,
            name=place.name,
            name_en=place.name_en,
            kind=place.kind,
            lon=place.lon,
            lat=place.lat,
            area=area,
            **_own(drawing, place.id),
        )
        for place, area in zip(here, areas_around([(place.lon, place.lat) for place in here]), strict=True)
    ]
    gone = sorted(set(kept) - {place.id for place in here})
    nowhere: dict[str, Any] = {"name_en": "", "kind": None, "lon": None, "lat": None, "area": ()}
    return (*shown, *(PlotPlaceView(place=id_, name=id_, **nowhere, **_own(drawing, id_)) for id_ in gone))


class ShareView(View):
    plot: int
    share: float
    is_even: bool


class MoveCostView(View):
    """What a move would come to: pairs of neighbours apart more than now (less where negative), all shares afterwards,
    and why it would be refused, or two empty texts."""

    more_cut: int
    shares: tuple[ShareView, ...]
    refusal: str
    refusal_zh: str


def _old(drawing: Drawing | None, number: int) -> KeptPlot | None:
    return None if drawing is None else drawing.plot.get(number)


def _own(drawing: Drawing | None, place: str) -> dict[str, Any]:
    kept = None if drawing is None else drawing.place.get(place)
    if kept is None:
        return {"plot": 0, "seconds": 0, "neighbours": (), "is_locked": False}
    return {"plot": kept.plot, "seconds": kept.seconds, "neighbours": kept.neighbours, "is_locked": kept.is_locked}
