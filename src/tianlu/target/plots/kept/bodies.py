"""What the commands of plots carry."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

PLOTS_MOST, PLACES_MOST, NEIGHBOURS_MOST = 200, 5_000, 5_000

Number = Annotated[int, Field(ge=1, le=9_999)]
PlaceKey = Annotated[str, StringConstraints(pattern=r"^[\w.\-]{1,100}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Key = Annotated[str, StringConstraints(max_length=100)]
Places = Annotated[tuple[PlaceKey, ...], Field(min_length=1, max_length=PLACES_MOST)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlotBody(_Body):
    number: Number
    name: Name = ""
    person: Key = ""
    unit: Key = ""


class PlotPlaceBody(_Body):
    """`seconds`: what the place takes a week."""

    place: PlaceKey
    plot: Number
    seconds: Annotated[int, Field(ge=0, le=10**8)]
    neighbours: Annotated[tuple[PlaceKey, ...], Field(max_length=NEIGHBOURS_MOST)]
    is_locked: bool = False


class KeepBody(_Body):
    """A whole drawing, in place of the one before."""

    tolerance: Annotated[float, Field(ge=0, le=1)]
    plan: Key
    with_visits: bool
    bound: Annotated[int, Field(ge=0)]
    job: Key = ""
    note: Words = ""
    plots: Annotated[tuple[PlotBody, ...], Field(min_length=1, max_length=PLOTS_MOST)]
    places: Annotated[tuple[PlotPlaceBody, ...], Field(min_length=1, max_length=PLACES_MOST)]


class MovedBody(_Body):
    place: PlaceKey
    plot: Number


class MoveBody(_Body):
    """Each place to its plot: one to give it away, several to swap, or to take an earlier move back."""

    moves: Annotated[tuple[MovedBody, ...], Field(min_length=1, max_length=PLACES_MOST)]


class PlacesBody(_Body):
    places: Places


class GiveBody(_Body):
    """To a person, to a unit's people, or to nobody where both are empty."""

    plot: Number
    person: Key = ""
    unit: Key = ""


class NameBody(_Body):
    plot: Number
    name: Name
