"""A county and its week as a screen is told of it."""

from collections import defaultdict
from collections.abc import Iterable

from tianlu.core.calendar import Week
from tianlu.core.ids import PlaceId
from tianlu.plan.county import County, Vehicle
from tianlu.plan.lines.trip import Trip
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.view_models import CountyView, LineView, PlaceView, RuleView, SourceView, VehicleView


def view_county(county: County, problem: WeekProblem, week: Week) -> CountyView:
    """The county as it stands in this week: the week's mail, the week's bus runs."""
    return CountyView(
        code=county.code,
        name=county.name,
        name_en=county.name_en,
        week=week.monday.isoformat(),
        places=tuple(_place(site) for site in problem.sites),
        lines=tuple(_lines(county, problem)),
        vehicles=view_vehicles(problem),
        sources=tuple(SourceView(table=s.table, mark=s.mark, text=s.text, licence=s.licence) for s in county.sources),
        travel_source=problem.travel.source,
    )


def view_vehicles(problem: WeekProblem) -> tuple[VehicleView, ...]:
    """The vehicles, the hub's labelled V1, V2 … and the stations' C1, C2 … in the problem's order of depots."""
    counts: dict[str, int] = defaultdict(int)
    views = []
    for vehicle in sorted(problem.vehicles, key=lambda v: (problem.index[v.depot], v.id)):
        tier = tier_of(problem, vehicle.depot)
        counts[tier] += 1
        views.append(_vehicle(vehicle, tier, f"{'V' if tier == 'hub' else 'C'}{counts[tier]}"))
    return tuple(views)


def tier_of(problem: WeekProblem, depot: PlaceId) -> str:
    """`hub` for a vehicle or round that starts from the hub, else `station`."""
    return "hub" if depot == problem.hub.id else "station"


def _place(site: Site) -> PlaceView:
    place, owed = site.place, site.obligation
    return PlaceView(
        id=place.id,
        kind=place.kind,
        name=place.name,
        name_en=place.name_en,
        parent=place.parent,
        lon=place.lon,
        lat=place.lat,
        altitude_m=place.altitude_m,
        area_class=place.area_class,
        population=place.population,
        basis=place.coordinates_basis,
        has_keeper=place.has_keeper,
        deliver_pieces=sum(site.mail.deliver_pieces),
        collect_pieces=sum(site.mail.collect_pieces),
        visits_min=owed.visits_min,
        gap_days_max=owed.gap_days_max,
        fed_days_min=owed.fed_days_min,
        rules=tuple(
            RuleView(figure=figure, rule=ref.name, clause=ref.clause, mark=ref.mark) for figure, ref in owed.rules
        ),
    )


def _lines(county: County, problem: WeekProblem) -> Iterable[LineView]:
    where = {stop.id: stop for stop in county.feed.stops} if county.feed else {}
    place_at = {link.stop: link.place for link in sorted(problem.links, key=lambda link: -link.metres)}
    trips: dict[str, list[Trip]] = defaultdict(list)
    for trip in problem.trips:
        trips[trip.line].append(trip)
    for k, (line, runs) in enumerate(sorted(trips.items()), start=1):
        stops = [call.stop for call in max(runs, key=lambda run: len(run.stops)).stops]
        yield LineView(
            id=line,
            label=f"B{k}",
            name=runs[0].line_name,
            stops=tuple(where[stop].name if stop in where else stop for stop in stops),
            shape=tuple((where[stop].lon, where[stop].lat) for stop in stops if stop in where),
            places=tuple(place_at[stop] for stop in stops if stop in place_at),
            trips_a_week=len(runs),
        )


def _vehicle(vehicle: Vehicle, tier: str, label: str) -> VehicleView:
    return VehicleView(
        id=vehicle.id,
        label=label,
        name=vehicle.name,
        depot=vehicle.depot,
        tier=tier,
        kind=vehicle.kind,
        capacity_g=vehicle.capacity_g,
        capacity_pieces=vehicle.capacity_pieces,
        shift_from_min_of_day=vehicle.shift_from_min,
        shift_to_min_of_day=vehicle.shift_to_min,
        days=tuple(vehicle.days),
        energy=vehicle.energy,
    )
