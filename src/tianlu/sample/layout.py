"""A county on the ground before it becomes a package: seats, ways, villages, each with its point and depot."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from random import Random

from tianlu.place.model import Basis
from tianlu.sample.divisions import CountyDivision, Township, Village
from tianlu.sample.point import Point, distance_km
from tianlu.sample.seats import CountySeats, Seat
from tianlu.sample.valleys import place_villages, reach_of
from tianlu.sample.ways import ways_from_hub


@dataclass(frozen=True)
class Settlement:
    """A village or community at its point; `depot` is the 12-digit code of the station, or hub, of its township."""

    village: Village
    township: Township
    point: Point
    depot: str


@dataclass(frozen=True)
class Layout:
    """Codes are the 12 digits of places; `before` is the tree of ways, `settlements` are in code order."""

    county: CountyDivision
    hub: str
    seats: dict[str, Seat]
    before: dict[str, str]
    settlements: tuple[Settlement, ...]

    @property
    def hub_point(self) -> Point:
        return self.seats[self.hub].point

    @cached_property
    def points(self) -> dict[str, Point]:
        """Hub, stations and settlements."""
        seats = {code: seat.point for code, seat in self.seats.items()}
        return seats | {each.village.code: each.point for each in self.settlements}

    @cached_property
    def settlements_of(self) -> dict[str, tuple[Settlement, ...]]:
        """By depot."""
        return {code: tuple(each for each in self.settlements if each.depot == code) for code in self.seats}


def place_code(township: Township) -> str:
    """The code of a township's hub or station: its own, filled to 12 digits as the bureau does."""
    return f"{township.code}000"


def lay_out(county: CountyDivision, seats: CountySeats, *, all_seats: Iterable[Point], rng: Random) -> Layout:
    """`all_seats` are the seats of the whole province: villages keep to their own half of the way to the next."""
    by_code = {place_code(seat.township): seat for seat in (seats.hub, *seats.stations)}
    hub = place_code(seats.hub.township)
    before = ways_from_hub(hub, {code: seat.point for code, seat in by_code.items()})
    everywhere = tuple(all_seats)
    settlements: list[Settlement] = []
    for code, seat in sorted(by_code.items()):
        room = min((distance_km(seat.point, other) for other in everywhere if other != seat.point), default=20.0)
        points = place_villages(
            seat.township,
            seat=seat.point,
            towards=by_code[before.get(code, code)].point,
            reach=reach_of(seat.township, room),
            rng=rng,
        )
        settlements.extend(Settlement(v, seat.township, points[v.code], code) for v in seat.township.villages)
    return Layout(county, hub, by_code, before, tuple(sorted(settlements, key=lambda each: each.village.code)))


def known_seats(layout: Layout) -> int:
    """How many seats stand where a source says."""
    return sum(seat.basis is Basis.KNOWN for seat in layout.seats.values())
