"""The rows of kept plots, read and written by their commands and service."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, insert, select, update

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.tables import ORGS, PERSONS
from tianlu.target.plots.kept.model import Drawing, KeptPlace, KeptPlot
from tianlu.target.plots.kept.tables import DRAWINGS, PLOT_PLACES, PLOTS

KEYS_AT_ONCE = 400


def find_drawing(connection: Connection, org: str) -> Drawing | None:
    """The plots that a county has."""
    head = connection.execute(select(DRAWINGS).where(DRAWINGS.c.org == org)).mappings().one_or_none()
    if head is None:
        return None
    plots = connection.execute(select(PLOTS).where(PLOTS.c.org == org).order_by(PLOTS.c.number)).mappings()
    places = connection.execute(
        select(PLOT_PLACES).where(PLOT_PLACES.c.org == org).order_by(PLOT_PLACES.c.place)
    ).mappings()
    return Drawing(
        **{**head, "org": OrgId(head["org"]), "kept_by": ActorId(head["kept_by"])},
        plots=tuple(KeptPlot(row["number"], row["name"], ActorId(row["person"]), OrgId(row["unit"])) for row in plots),
        places=tuple(
            KeptPlace(row["place"], row["plot"], row["seconds"], tuple(row["neighbours"].split()), row["is_locked"])
            for row in places
        ),
    )


def put_drawing(connection: Connection, drawing: Drawing) -> None:
    """In place of the county's that was there."""
    org = drawing.org
    for table in (DRAWINGS, PLOTS, PLOT_PLACES):
        connection.execute(delete(table).where(table.c.org == org))
    head = {name: value for name, value in vars(drawing).items() if name in DRAWINGS.c}
    connection.execute(insert(DRAWINGS).values(**head))
    connection.execute(insert(PLOTS), [{"org": org, **vars(plot)} for plot in drawing.plots])
    connection.execute(
        insert(PLOT_PLACES),
        [{"org": org, **vars(place), "neighbours": " ".join(place.neighbours)} for place in drawing.places],
    )


def move_places(connection: Connection, org: str, plot_of: Mapping[str, int]) -> None:
    for plot in sorted(set(plot_of.values())):
        _change_places(connection, org, [place for place, to in plot_of.items() if to == plot], {"plot": plot})


def lock_places(connection: Connection, org: str, places: Collection[str], *, is_locked: bool) -> None:
    _change_places(connection, org, places, {"is_locked": is_locked})


def change_plot(connection: Connection, org: str, number: int, changes: Mapping[str, object]) -> None:
    connection.execute(update(PLOTS).where(PLOTS.c.org == org, PLOTS.c.number == number).values(**changes))


def raise_version(connection: Connection, drawing: Drawing) -> int:
    """The new version."""
    version = drawing.version + 1
    connection.execute(update(DRAWINGS).where(DRAWINGS.c.org == drawing.org).values(version=version))
    return version


def is_worker(connection: Connection, person: str) -> bool:
    """Whether somebody works here and has not left."""
    query = select(PERSONS.c.id).where(PERSONS.c.id == person, PERSONS.c.has_left.is_(False))
    return connection.execute(query).first() is not None


def is_open_unit(connection: Connection, unit: str) -> bool:
    query = select(ORGS.c.id).where(ORGS.c.id == unit, ORGS.c.is_closed.is_(False))
    return connection.execute(query).first() is not None


def _change_places(connection: Connection, org: str, places: Collection[str], values: Mapping[str, object]) -> None:
    listed = sorted(places)
    for begin in range(0, len(listed), KEYS_AT_ONCE):
        some = listed[begin : begin + KEYS_AT_ONCE]
        connection.execute(
            update(PLOT_PLACES).where(PLOT_PLACES.c.org == org, PLOT_PLACES.c.place.in_(some)).values(**values)
        )
