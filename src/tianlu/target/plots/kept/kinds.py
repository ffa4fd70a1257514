"""The commands of plots: a drawing kept, places moved and locked, plots named and given (采用、划转、锁定、分派).

A plot that is kept is in one piece, always: what would tear it apart or leave it empty is refused. Balance may be
broken by hand (decision 0023): what is off it is said with the receipt.
"""

from collections.abc import Mapping

from tianlu.command.envelope import ActorId, OrgId
from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.refusals import stale_base
from tianlu.command.registry import Call
from tianlu.target.plots.kept import refusals, store
from tianlu.target.plots.kept.balance import uneven_plots
from tianlu.target.plots.kept.bodies import GiveBody, KeepBody, MoveBody, NameBody, PlacesBody
from tianlu.target.plots.kept.model import Drawing, KeptPlace, KeptPlot
from tianlu.target.plots.kept.whole import members_of, torn_plots


def keep(call: Call[KeepBody]) -> Outcome:
    """A whole drawing in place of the one before."""
    body, org = call.body, call.envelope.org
    before = store.find_drawing(call.connection, org)
    version = 0 if before is None else before.version
    if call.envelope.base not in (None, version):
        return stale_base(call.envelope.base or 0, version)
    drawing = Drawing(
        org=org,
        version=version + 1,
        kept_by=call.actor,
        kept_at=call.at,
        plots=tuple(
            KeptPlot(each.number, each.name, ActorId(each.person), OrgId(each.unit))
            for each in sorted(body.plots, key=lambda each: each.number)
        ),
        places=tuple(KeptPlace(**each.model_dump()) for each in sorted(body.places, key=lambda each: each.place)),
        **body.model_dump(exclude={"plots", "places"}),
    )
    trouble = _trouble_of(drawing)
    if trouble is not None:
        return trouble
    for plot in drawing.plots:
        gone = _nobody_there(call, plot.person, plot.unit)
        if gone is not None:
            return gone
    store.put_drawing(call.connection, drawing)
    return Accepted(
        {"plots": len(drawing.plots), "uneven": uneven_plots(drawing, drawing.plot_of)}, version=drawing.version
    )


def _trouble_of(drawing: Drawing) -> Refusal | None:
    """Of a drawing that does not hold together."""
    if len(drawing.plot) < len(drawing.plots) or len(drawing.place) < len(drawing.places):
        return refusals.not_a_drawing("a plot or place is named twice", "责任田或地点重复")
    if any(
        each.place in each.neighbours
        or any(
            other not in drawing.place or each.place not in drawing.place[other].neighbours for other in each.neighbours
        )
        for each in drawing.places
    ):
        return refusals.not_a_drawing("neighbours are places that border each other", "相邻关系不成对")
    members = members_of(drawing.plot_of)
    unknown = sorted(set(members) - set(drawing.plot))
    if unknown:
        return refusals.no_such_plot(unknown[0], drawing.org)
    empty = sorted(set(drawing.plot) - set(members))
    return refusals.emptied(empty) if empty else _torn(drawing, drawing.plot_of)


def move(call: Call[MoveBody]) -> Outcome:
    """Refused where a place is locked, or a plot would be torn apart or emptied; `uneven` are the plots that are off
    balance afterwards."""
    drawing = _current(call)
    if isinstance(drawing, Refusal):
        return drawing
    goes_to = {each.place: each.plot for each in call.body.moves}
    trouble = trouble_of_move(drawing, goes_to)
    if trouble is not None:
        return trouble
    store.move_places(call.connection, drawing.org, goes_to)
    uneven = uneven_plots(drawing, {**drawing.plot_of, **goes_to})
    return Accepted({"uneven": uneven}, version=store.raise_version(call.connection, drawing))


def trouble_of_move(drawing: Drawing, goes_to: Mapping[str, int]) -> Refusal | None:
    """Why places cannot go to these plots; None where they can."""
    for place, plot in goes_to.items():
        if place not in drawing.place:
            return refusals.no_such_place(place, drawing.org)
        if plot not in drawing.plot:
            return refusals.no_such_plot(plot, drawing.org)
    leaving = [place for place, plot in goes_to.items() if drawing.plot_of[place] != plot]
    if not leaving:
        return refusals.nothing_changes()
    held = sorted(place for place in leaving if drawing.place[place].is_locked)
    if held:
        return refusals.locked(held)
    plot_of = {**drawing.plot_of, **goes_to}
    empty = sorted(set(drawing.plot) - set(plot_of.values()))
    return refusals.emptied(empty) if empty else _torn(drawing, plot_of)


def lock(call: Call[PlacesBody]) -> Outcome:
    """Places stay in their plots whenever plots are drawn anew."""
    return _set_lock(call, is_locked=True)


def unlock(call: Call[PlacesBody]) -> Outcome:
    return _set_lock(call, is_locked=False)


def _set_lock(call: Call[PlacesBody], *, is_locked: bool) -> Outcome:
    drawing = _current(call)
    if isinstance(drawing, Refusal):
        return drawing
    unknown = sorted(set(call.body.places) - set(drawing.place))
    if unknown:
        return refusals.no_such_place(unknown[0], drawing.org)
    if all(drawing.place[place].is_locked == is_locked for place in call.body.places):
        return refusals.nothing_changes()
    store.lock_places(call.connection, drawing.org, call.body.places, is_locked=is_locked)
    return Accepted({}, version=store.raise_version(call.connection, drawing))


def give(call: Call[GiveBody]) -> Outcome:
    drawing, body = _current(call), call.body
    if isinstance(drawing, Refusal):
        return drawing
    return _nobody_there(call, body.person, body.unit) or _change_plot(
        call, drawing, body.plot, {"person": body.person, "unit": body.unit}
    )


def name(call: Call[NameBody]) -> Outcome:
    drawing = _current(call)
    if isinstance(drawing, Refusal):
        return drawing
    return _change_plot(call, drawing, call.body.plot, {"name": call.body.name})


def _change_plot(call: Call, drawing: Drawing, number: int, changes: Mapping[str, object]) -> Outcome:  # type: ignore[type-arg]
    plot = drawing.plot.get(number)
    if plot is None:
        return refusals.no_such_plot(number, drawing.org)
    if all(getattr(plot, field) == value for field, value in changes.items()):
        return refusals.nothing_changes()
    store.change_plot(call.connection, drawing.org, number, changes)
    return Accepted({"plot": number}, version=store.raise_version(call.connection, drawing))


def _nobody_there(call: Call, person: str, unit: str) -> Refusal | None:  # type: ignore[type-arg]
    if person and not store.is_worker(call.connection, person):
        return refusals.no_such_worker(person)
    if unit and not store.is_open_unit(call.connection, unit):
        return refusals.no_such_team(unit)
    return None


def _current(call: Call) -> Drawing | Refusal:  # type: ignore[type-arg]
    """The county's plots, if they are still as the sender saw them."""
    drawing = store.find_drawing(call.connection, call.envelope.org)
    if drawing is None:
        return refusals.no_drawing(call.envelope.org)
    base = call.envelope.base
    return drawing if base is None or base == drawing.version else stale_base(base, drawing.version)


def _torn(drawing: Drawing, plot_of: Mapping[str, int]) -> Refusal | None:
    plots = torn_plots(plot_of, {each.place: each.neighbours for each in drawing.places})
    return refusals.torn(plots) if plots else None
