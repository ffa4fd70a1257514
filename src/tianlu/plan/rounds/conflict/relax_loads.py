"""Conditions on what is carried: all mail moves, by what comes, within what fits in vehicles and holds in a week."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tianlu.plan.rounds.conflict.buses import BagRide, all_forbidding
from tianlu.plan.rounds.conflict.member import Fleet, Member
from tianlu.plan.rounds.conflict.options import Ground, Options
from tianlu.plan.rounds.problem import Site, WeekCounts

PIECES, GRAMS = 0, 1
UNITS = (PIECES, GRAMS)


@dataclass(frozen=True, eq=False)
class _Way:
    """One direction: whether mail goes out to the places. `aboard[carrier, unit]` gathers what each fleet or line
    carries in the week: columns with what they weigh."""

    is_outward: bool
    aboard: dict[tuple[int | str, int], dict[int, float]] = field(default_factory=dict)

    def mail_of(self, site: Site) -> tuple[WeekCounts, WeekCounts]:
        mail = site.mail
        if self.is_outward:
            return mail.deliver_pieces, mail.deliver_g
        return mail.collect_pieces, mail.collect_g

    def put(self, carrier: int | str, unit: int, column: int, amount: float) -> None:
        self.aboard.setdefault((carrier, unit), {})[column] = amount


def add_loads(ground: Ground, options: Iterable[Options]) -> None:
    """Rows on deliveries, and the same on collections."""
    every = tuple(options)
    for is_outward in (True, False):
        way = _Way(is_outward)
        passing: dict[str, list[dict[int, float]]] = {}
        for each in every:
            if not each.is_station:
                _add_village(ground, each, way, passing)
        for each in every:
            if each.is_station:
                _add_station(ground, each, way, passing.get(each.site.id, []))
        _add_room(ground, every, way)


# Places


def _add_village(ground: Ground, options: Options, way: _Way, passing: dict[str, list[dict[int, float]]]) -> None:
    """Shares of the week's mail by fleet, bus line and whatever has no access, which make up the whole."""
    builder, site = ground.builder, options.site
    week = way.mail_of(site)
    for units in _alike(week):
        shares: dict[int, float] = {}
        for number in options.fleets():
            share = _fleet_share(ground, options, number, week, units)
            shares[share] = 1.0
            depot = ground.fleets[number].one.depot
            for unit in units:
                way.put(number, unit, share, float(sum(week[unit])))
                if depot != ground.problem.hub.id:
                    passing.setdefault(depot, [{}, {}])[unit][share] = float(sum(week[unit]))
        for line, share in _line_shares(ground, options, way, {unit: sum(week[unit]) for unit in units}).items():
            shares[share] = 1.0
            for unit in units:
                way.put(line, unit, share, float(sum(week[unit])))
        if options.by_stranger:
            share = builder.column()
            builder.at_most(0.0, {share: 1.0, **dict.fromkeys(options.by_stranger.values(), -1.0)})
            shares[share] = 1.0
        builder.at_least(1.0, shares, Member("one_service_a_day", site.id))


def _alike(week: tuple[WeekCounts, WeekCounts]) -> list[tuple[int, ...]]:
    """Pieces and grams as one where every day's mail has the same share of both, else each by itself."""
    totals = [sum(counts) for counts in week]
    present = tuple(unit for unit in UNITS if totals[unit])
    pairs = zip(week[PIECES], week[GRAMS], strict=True)
    if len(present) < 2 or all(pieces * totals[GRAMS] == grams * totals[PIECES] for pieces, grams in pairs):
        return [present] if present else []
    return [(PIECES,), (GRAMS,)]


def _fleet_share(
    ground: Ground, options: Options, number: int, week: tuple[WeekCounts, WeekCounts], units: tuple[int, ...]
) -> int:
    """What a fleet carries of a village's mail: nothing unless it comes, on each day no more than a vehicle takes."""
    builder, fleet = ground.builder, ground.fleets[number]
    visits = options.of_fleet(number)
    share = builder.column()
    builder.at_most(0.0, {share: 1.0, **dict.fromkeys(visits, -1.0)})
    for unit in units:
        total, room = sum(week[unit]), _capacity(fleet)[unit]
        if total > room:
            rows = {share: 1.0, **dict.fromkeys(visits, -room / total)}
            builder.at_most(0.0, rows, fleet.member("vehicle_load"))
        fitting = sum(amount for amount in week[unit] if amount <= room)
        if fitting < total:
            builder.at_most(fitting / total, {share: 1.0}, fleet.member("vehicle_load"))
    return share


def _line_shares(ground: Ground, options: Options, way: _Way, totals: dict[int, int]) -> dict[str, int]:
    """By line what bags carry of a place's mail: nothing unless one comes, no more than the holds of its trips take."""
    builder = ground.builder
    found = {}
    for line, rides in _by_line(options.rides, way).items():
        found[line] = share = builder.column()
        if way.is_outward:
            days = {ride.day for ride in rides} & set(options.by_bus)
            builder.at_most(0.0, {share: 1.0, **{options.by_bus[day]: -1.0 for day in days}})
        else:
            for nogood in all_forbidding(ride.forbidden_by for ride in rides):
                builder.at_most(0.0, {share: 1.0}, *nogood)
        for unit, total in totals.items():
            room = sum(ride.room[unit] for ride in rides)
            if room < total:
                builder.at_most(room / total, {share: 1.0}, Member("hold", line=line))
    return found


def _by_line(rides: Iterable[BagRide], way: _Way) -> dict[str, list[BagRide]]:
    found: dict[str, list[BagRide]] = {}
    for ride in rides:
        if ride.is_outward == way.is_outward:
            found.setdefault(ride.trip.line, []).append(ride)
    return found


def _add_station(ground: Ground, options: Options, way: _Way, passing: list[dict[int, float]]) -> None:
    """What comes to a station, or leaves it, is its own mail and that of the villages its rounds serve."""
    builder, site = ground.builder, options.site
    week = way.mail_of(site)
    for unit in UNITS:
        through = passing[unit] if passing else {}
        own = sum(week[unit])
        total = own + sum(through.values())
        if total == 0:
            continue
        shares: dict[int, float] = {}
        for number in options.fleets():
            share = builder.column()
            builder.at_most(0.0, {share: 1.0, **dict.fromkeys(options.of_fleet(number), -1.0)})
            shares[share] = 1.0
            way.put(number, unit, share, float(total))
        for line, share in _line_shares(ground, options, way, {unit: int(total)}).items():
            shares[share] = 1.0
            way.put(line, unit, share, float(total))
        if options.by_stranger:
            share = builder.column()
            builder.at_most(0.0, {share: 1.0, **dict.fromkeys(options.by_stranger.values(), -1.0)})
            shares[share] = 1.0
        balance = {**shares, **{column: -amount / total for column, amount in through.items()}}
        builder.at_least(0.0, balance)
        if own:
            builder.at_least(own / total, balance, Member("one_service_a_day", site.id))


# Vehicles and holds


def _add_room(ground: Ground, options: tuple[Options, ...], way: _Way) -> None:
    """No fleet and no line carries more in a week than all its rounds, or its trips by the hub, have room for."""
    room_by_line = _room_at_hub(options, way)
    for (carrier, unit), aboard in way.aboard.items():
        if isinstance(carrier, int):
            fleet = ground.fleets[carrier]
            rounds = fleet.count * len(fleet.one.days) * fleet.one.rounds_a_day_max
            room, member = _capacity(fleet)[unit] * rounds, fleet.member("vehicle_load")
        else:
            room, member = room_by_line[carrier][unit], Member("hold", line=carrier)
        total = sum(aboard.values())
        if total > room:
            ground.builder.at_most(room / total, {column: each / total for column, each in aboard.items()}, member)


def _room_at_hub(options: tuple[Options, ...], way: _Way) -> dict[str, tuple[int, int]]:
    """By line the pieces and grams that fit on the legs next to the hub, over the week's trips."""
    legs = {
        (ride.trip.line, ride.trip.id, ride.hub_leg): (
            ride.trip.hold_pieces[ride.hub_leg],
            ride.trip.hold_g[ride.hub_leg],
        )
        for each in options
        for ride in each.rides
        if ride.is_outward == way.is_outward
    }
    found: dict[str, tuple[int, int]] = {}
    for (line, _, _), (pieces, grams) in legs.items():
        known = found.get(line, (0, 0))
        found[line] = known[0] + pieces, known[1] + grams
    return found


def _capacity(fleet: Fleet) -> tuple[int, int]:
    return fleet.one.capacity_pieces, fleet.one.capacity_g
