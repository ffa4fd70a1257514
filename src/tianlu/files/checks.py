"""What a sound package keeps from row to row and table to table: one named function each, listed in `CHECKS`.

A check looks only at cells that could be read, so that one mistake is not reported twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from math import asin, cos, hypot, radians, sin, sqrt

from tianlu.core.calendar import clock
from tianlu.core.problem import Problem
from tianlu.files.cells import BAD, BLANK, Record
from tianlu.files.county_rows import FLOOR_FIELDS, floor_of
from tianlu.files.draft import Draft
from tianlu.files.kinds import nearest
from tianlu.files.schema import SCHEMA, TABLES, UNITS_OF_FLOORS_ZH, Column, Table
from tianlu.place.model import PlaceKind
from tianlu.plan.floors.standard import FIGURE_RANGES, RULE_UNITS, FloorRule, asks_for_more, load_standard
from tianlu.plan.floors.statute import find_statute_above

Check = Callable[[Draft], Iterable[Problem]]

COUNTY_KM_MAX = 500
"""No place of a county is farther from its hub: 唐古拉镇 lies 333 km from Golmud's, and Ruoqiang is larger still."""

EARTH_KM = 6371.0


def keys_stand_once(draft: Draft) -> Iterator[Problem]:
    """A code names one row; a row of a table with several key columns stands once."""
    for table in SCHEMA:
        read = draft.tables[table.name]
        keys = list(zip(*(read.columns[name] for name in table.key), strict=True))
        if len(set(keys)) == len(keys):
            continue  # a travel table has a hundred thousand rows
        first: dict[tuple[object, ...], int] = {}
        for row, key in zip(read.rows, keys, strict=True):
            if BAD not in key and first.setdefault(key, row) != row:
                yield _repeated(table, row, key, first[key])


def _repeated(table: Table, row: int, key: tuple[object, ...], first: int) -> Problem:
    return Problem(
        f"duplicate_{table.key[0]}" if len(table.key) == 1 else "duplicate_row",
        table.name,
        row,
        table.key[0],
        f"“{' / '.join(str(part) for part in key if part is not None)}”, as in row {first}",
        f"every {' + '.join(table.key)} once",
        "Take one of the rows out, or correct it.",
        f"{'、'.join(table.column(name).name_zh for name in table.key)}不重复",
        f"与第 {first} 行重复：请删去或更正其中一行。",
    )


def references_exist(draft: Draft) -> Iterator[Problem]:
    """A code that names a row of another table is found there."""
    for table in SCHEMA:
        for column in table.columns:
            if column.refers_to:
                yield from _unknown_references(draft, table, column)


def _unknown_references(draft: Draft, table: Table, column: Column) -> Iterator[Problem]:
    target = draft.tables[column.refers_to]
    known = frozenset(code for code in target.columns[target.table.key[0]] if code is not BAD)
    if BAD in target.columns[target.table.key[0]] and not known:
        return  # the column itself is missing: every reference would be reported
    read = draft.tables[table.name]
    if known.issuperset(read.columns[column.name]):
        return
    for row, value in zip(read.rows, read.columns[column.name], strict=True):
        for code in value if isinstance(value, tuple) else (value,):
            if code not in known and code is not BAD and code not in (None, ""):
                yield _unknown_reference(table, column, row, code, known)


def _unknown_reference(table: Table, column: Column, row: int, code: str, known: frozenset[str]) -> Problem:
    close = _nearest(code, known)
    return Problem(
        f"unknown_{column.name}",
        table.name,
        row,
        column.name,
        f"“{code}”",
        f"a code of the table {column.refers_to}",
        f"Did you mean “{close}”?" if close else f"Correct the code, or add the row to {column.refers_to}.",
        f"{column.refers_to} 表中已有的代码",
        f"是否应为“{close}”？" if close else f"请更正代码，或在 {column.refers_to} 表中补上。",
    )


@lru_cache(maxsize=1024)
def _nearest(code: str, known: frozenset[str]) -> str | None:
    """A long table repeats few wrong codes."""
    return nearest(code, known)


def one_hub(draft: Draft) -> Iterator[Problem]:
    """Exactly one place is the hub."""
    if not draft.hubs and draft.records("places") and all("kind" in place for place in draft.records("places")):
        yield Problem(
            "no_hub",
            "places",
            None,
            "kind",
            "no hub",
            "one place of kind hub",
            "Give the county hub the kind “hub”.",
            "有且只有一个县级中心",
            "请把县级中心的类型填为“县级中心”（hub）。",
        )
    for extra in draft.hubs[1:]:
        yield Problem(
            "two_hubs",
            "places",
            extra.row,
            "kind",
            f"a hub once more, beside row {draft.hubs[0].row}",
            "one place of kind hub",
            "A county has one hub: make the other a station.",
            "有且只有一个县级中心",
            f"第 {draft.hubs[0].row} 行已是县级中心：请把另一个改为乡镇站。",
        )


def parents_are_there(draft: Draft) -> Iterator[Problem]:
    """The hub has no parent, and every other place has one."""
    for place in draft.records("places"):
        if not place.has("kind") or "parent" not in place:
            continue
        is_hub = place["kind"] is PlaceKind.HUB
        if is_hub and place["parent"] is not None:
            yield Problem(
                "hub_with_parent",
                "places",
                place.row,
                "parent",
                f"“{place['parent']}”",
                "a blank cell: the hub has no parent",
                "Clear the cell.",
                "留空：县级中心没有上级",
                "请清空。",
            )
        elif not is_hub and place["parent"] is None:
            yield Problem(
                "parent_missing",
                "places",
                place.row,
                "parent",
                BLANK,
                "code of the station or hub that it belongs to",
                "Enter the parent's code.",
                "所属乡镇站或县级中心的代码",
                "请填写上级代码。",
            )


def parents_have_the_right_kind(draft: Draft) -> Iterator[Problem]:
    """A station's parent is the hub; a village's is a station or the hub."""
    for place in draft.records("places"):
        if not place.has("kind", "parent") or place["kind"] is PlaceKind.HUB:
            continue
        kind = draft.kind_of(place["parent"])
        if kind is None or kind is PlaceKind.HUB or (place["kind"], kind) == (PlaceKind.VILLAGE, PlaceKind.STATION):
            continue
        is_village = place["kind"] is PlaceKind.VILLAGE
        yield Problem(
            "parent_of_wrong_kind",
            "places",
            place.row,
            "parent",
            f"“{place['parent']}”, a {kind}",
            "a station or the hub" if is_village else "the hub",
            "Enter the code of such a place, or correct a kind.",
            "乡镇站或县级中心" if is_village else "县级中心",
            "请填写此类地点的代码，或更正类型。",
        )


def parents_do_not_circle(draft: Draft) -> Iterator[Problem]:
    """Going from parent to parent never comes back; it ends at the hub, whose own parent is another check's."""
    hubs = {hub.get("code") for hub in draft.hubs}
    parent = {code: place.get("parent") for code, place in draft.places.items() if code not in hubs}
    for code, place in draft.places.items():
        seen = [code]
        while (above := parent.get(seen[-1])) is not None and above not in seen:
            seen.append(above)
        if above == code:
            yield Problem(
                "parent_circle",
                "places",
                place.row,
                "parent",
                " → ".join([*seen, code]),
                "parents that lead to the hub",
                "Correct one of the parents.",
                "逐级向上应到达县级中心",
                "上级成环：请更正其中一个上级。",
            )


def depots_are_stations(draft: Draft) -> Iterator[Problem]:
    """Rounds start from the hub or a station."""
    for table, field in (("places", "depots"), ("vehicles", "depot")):
        for record in draft.records(table):
            value = record.get(field)
            for code in value if isinstance(value, tuple) else (value,):
                if code is not None and draft.kind_of(code) is PlaceKind.VILLAGE:
                    yield Problem(
                        "depot_is_a_village",
                        table,
                        record.row,
                        field,
                        f"“{code}”, a village",
                        "a station or the hub",
                        "Enter the code of a station or of the hub.",
                        "乡镇站或县级中心",
                        "请填写乡镇站或县级中心的代码。",
                    )


def coordinates_are_near_the_hub(draft: Draft) -> Iterator[Problem]:
    """Longitude and latitude are not exchanged, and no place lies farther from the hub than a county reaches."""
    located = [place for place in draft.records("places") if place.has("lon", "lat")]
    exchanged = [place for place in located if abs(place["lat"]) > 90]
    yield from map(_exchanged, exchanged)
    hub = next((place for place in draft.hubs if place.has("lon", "lat") and place not in exchanged), None)
    if hub is None:
        return
    far = [place for place in located if place not in exchanged and _km(hub, place) > COUNTY_KM_MAX]
    if len(far) > len(located) // 2 and len(located) > 3:
        yield _far(hub, f"{len(far)} of {len(located)} places more than {COUNTY_KM_MAX} km from the hub")
        return
    for place in far:
        turned = Record(place.row, {"lon": place["lat"], "lat": place["lon"]})
        if abs(turned["lat"]) <= 90 and _km(hub, turned) <= COUNTY_KM_MAX:
            yield _exchanged(place)
        else:
            yield _far(place, f"{place['lon']}, {place['lat']}: {_km(hub, place):.0f} km from the hub")


def _exchanged(place: Record) -> Problem:
    return Problem(
        "lon_lat_swapped",
        "places",
        place.row,
        "lon",
        f"lon {place['lon']}, lat {place['lat']}",
        "longitude in lon, latitude in lat",
        "Exchange the two.",
        "经度填在 lon，纬度填在 lat",
        "经纬度填反了：请对调。",
    )


def _far(place: Record, found: str) -> Problem:
    return Problem(
        "far_from_hub",
        "places",
        place.row,
        "lon",
        found,
        f"at most {COUNTY_KM_MAX} km from the hub",
        "Correct the coordinates: degrees, WGS84.",
        f"距县级中心不超过 {COUNTY_KM_MAX} 公里",
        "请更正坐标（度，WGS84）。",
    )


def _km(one: Record, other: Record) -> float:
    """Great-circle distance (haversine)."""
    lon1, lat1, lon2, lat2 = map(radians, (one["lon"], one["lat"], other["lon"], other["lat"]))
    chord = hypot(sin((lat2 - lat1) / 2), sqrt(cos(lat1) * cos(lat2)) * sin((lon2 - lon1) / 2))
    return 2 * EARTH_KM * asin(min(1.0, chord))


def hours_go_forward(draft: Draft) -> Iterator[Problem]:
    """What opens closes later, and a shift ends after it starts."""
    for table, start, end, code in (
        ("places", "open_from", "open_to", "hours_reversed"),
        ("vehicles", "shift_from", "shift_to", "shift_reversed"),
        ("county", "hub_ready", "hub_cutoff", "hub_hours_reversed"),
    ):
        for record in draft.records(table):
            if record.has(start, end) and record[start] >= record[end]:
                yield Problem(
                    code,
                    table,
                    record.row_of(end),
                    end,
                    f"{_hour(record[start])} to {_hour(record[end])}",
                    f"{end} later than {start}, on one day",
                    "Correct the hours; the end of the day is 24:00.",
                    f"{end} 晚于 {start}，且在同一天",
                    "请更正时刻；一天结束写作 24:00。",
                )


def _hour(minute: int) -> str:
    return "24:00" if minute == 1440 else clock(minute)


def every_place_can_be_reached(draft: Draft) -> Iterator[Problem]:
    """A village that only some kinds of vehicle can reach, and that no bag can, has such a vehicle in the fleet."""
    fleet = set(draft.tables["vehicles"].columns["kind"])
    if BAD in fleet:
        return
    for place in draft.records("places"):
        kinds = place.get("vehicle_kinds")
        if kinds and fleet and not place.get("keeper") and fleet.isdisjoint(kinds):
            yield Problem(
                "no_vehicle_may_go",
                "places",
                place.row,
                "vehicle_kinds",
                f"“{';'.join(sorted(kinds))}”",
                "a kind that the table vehicles has: " + ", ".join(sorted(fleet)),
                "Correct the kind, add such a vehicle, or clear the cell.",
                "vehicles 表中已有的车型：" + "、".join(sorted(fleet)),
                "请更正车型、补充此类车辆，或清空。",
            )


def hours_have_percents(draft: Draft) -> Iterator[Problem]:
    """Travel by the hour says all 24 hours."""
    for county in draft.records("county"):
        percents = county.get("travel_percent_by_hour")
        if percents is not None and len(percents) != 24:
            yield Problem(
                "not_24_hours",
                "county",
                county.row_of("travel_percent_by_hour"),
                "travel_percent_by_hour",
                f"{len(percents)} numbers",
                "24 numbers, one for each hour from 0 to 23",
                "Write all 24, with “;” between them.",
                "24 个数（0 点到 23 点各一个）",
                "请用“;”分隔写满 24 个数。",
            )


def travel_is_complete(draft: Draft) -> Iterator[Problem]:
    """Every ordered pair of places is in the travel table, one problem for each origin that lacks some."""
    travel = draft.tables["travel"]
    if not travel.rows or BAD in travel.columns["from"] or BAD in travel.columns["to"]:
        return
    reached: dict[str, set[str]] = defaultdict(set)
    for origin, destination in zip(travel.columns["from"], travel.columns["to"], strict=True):
        reached[origin].add(destination)
    for origin in draft.places:
        missing = draft.places.keys() - reached[origin] - {origin}
        if missing:
            some = ", ".join(sorted(missing)[:5]) + (" …" if len(missing) > 5 else "")
            yield Problem(
                "travel_pair_missing",
                "travel",
                None,
                "to",
                f"from “{origin}” no row to {len(missing)} places: {some}",
                "a row for every ordered pair of places",
                "Add the rows, or leave the table out: then travel is estimated.",
                "每一对有序地点各有一行",
                f"从“{origin}”到 {len(missing)} 个地点缺行：请补齐，或去掉整张表（将自动估算）。",
            )


def travel_to_itself_is_nothing(draft: Draft) -> Iterator[Problem]:
    """Where a pair of a place with itself is given, it is 0."""
    travel = draft.tables["travel"]
    pairs = zip(travel.columns["from"], travel.columns["to"], strict=True)
    for k in [k for k, (origin, destination) in enumerate(pairs) if origin == destination and origin is not BAD]:
        minutes, metres = travel.columns["minutes"][k], travel.columns["km"][k]
        if minutes not in (0, BAD) or metres not in (0, BAD):
            yield Problem(
                "travel_to_itself",
                "travel",
                travel.rows[k],
                "minutes",
                f"{minutes} min, {metres} m",
                "0",
                "Write 0, or leave the row out.",
                "0",
                "请填 0，或删去该行。",
            )


def closures_name_a_place_or_a_way(draft: Draft) -> Iterator[Problem]:
    """A closure names either a place, or both ends of a way, which differ."""
    for closure in draft.records("closures"):
        if not all(name in closure for name in ("place", "from", "to")):
            continue
        place, origin, destination = (closure[name] for name in ("place", "from", "to"))
        is_place = place is not None and origin is None and destination is None
        is_way = place is None and None not in (origin, destination) and origin != destination
        if not (is_place or is_way):
            yield Problem(
                "closure_of_what",
                "closures",
                closure.row,
                "place",
                f"place {place or BLANK}, from {origin or BLANK}, to {destination or BLANK}",
                "either a place, or two different places in from and to",
                "Fill in place alone, or from and to.",
                "只填地点，或填写不同的起点和终点",
                "封地点时只填 place；封路时填 from 和 to。",
            )


def periods_go_forward(draft: Draft) -> Iterator[Problem]:
    """A closure, and a rule's time in force, end after they start."""
    for table, code in (("closures", "closure_reversed"), ("floors", "floor_reversed")):
        for record in draft.records(table):
            if record.has("start", "end") and record["start"] >= record["end"]:
                yield Problem(
                    code,
                    table,
                    record.row,
                    "end",
                    f"{record['start']} to {record['end']}",
                    "an end after the start",
                    "Correct the dates.",
                    "结束晚于开始",
                    "请更正日期。",
                )


def freight_rides_on_the_feed(draft: Draft) -> Iterator[Problem]:
    """Lines and trips of the freight table are those of the GTFS feed."""
    if draft.has_gtfs and draft.feed is None:
        return  # the feed has problems of its own
    routes = {str(route.id) for route in draft.feed.routes} if draft.feed else set()
    route_of = {str(trip.id): str(trip.route) for trip in draft.feed.trips} if draft.feed else {}
    for freight in draft.records("freight"):
        if freight.has("route_id") and freight["route_id"] not in routes:
            yield _no_such_line(freight, "route_id", routes)
        elif freight.has("trip_id") and freight["trip_id"] not in route_of:
            yield _no_such_line(freight, "trip_id", route_of)
        elif freight.has("route_id", "trip_id") and route_of[freight["trip_id"]] != freight["route_id"]:
            yield Problem(
                "trip_of_other_route",
                "freight",
                freight.row,
                "trip_id",
                f"“{freight['trip_id']}”, a trip of “{route_of[freight['trip_id']]}”",
                f"a trip of “{freight['route_id']}”",
                "Correct the route or the trip.",
                f"线路“{freight['route_id']}”的班次",
                "请更正线路或班次。",
            )


def _no_such_line(freight: Record, field: str, known: Iterable[str]) -> Problem:
    close = nearest(freight[field], known)
    return Problem(
        f"unknown_{field}",
        "freight",
        freight.row,
        field,
        f"“{freight[field]}”",
        f"a {field} of the package's GTFS feed",
        f"Did you mean “{close}”?" if close else "Correct it, or add the GTFS feed that has it.",
        f"数据包 GTFS 中的 {field}",
        f"是否应为“{close}”？" if close else "请更正，或补上含有它的 GTFS。",
    )


FREIGHT_TERMS = ("hold_kg", "hold_pieces", "fee_basis", "fee_yuan", "cutoff_min", "handover_min")


def freight_has_its_terms(draft: Draft) -> Iterator[Problem]:
    """Where mail may ride, the hold, the fee and the times are said."""
    for freight in draft.records("freight"):
        for field in FREIGHT_TERMS if freight.get("allowed") else ():
            if field in freight and freight[field] is None:
                yield Problem(
                    "freight_term_missing",
                    "freight",
                    freight.row,
                    field,
                    BLANK,
                    "a value, as mail may ride on this line",
                    "Fill it in, or set allowed to no.",
                    "须填写，因为该线路可捎货",
                    "请填写，或把“可否捎货”改为“否”。",
                )


def floors_have_their_unit(draft: Draft) -> Iterator[Problem]:
    """A rule's figure is counted in the rule's unit and lies in its range."""
    for floor in draft.records("floors"):
        if not floor.has("rule", "unit", "figure"):
            continue
        unit = RULE_UNITS[floor["rule"]]
        low, high = FIGURE_RANGES[unit]
        if floor["unit"] != unit:
            yield Problem(
                "floor_in_wrong_unit",
                "floors",
                floor.row,
                "unit",
                f"“{floor['unit']}”",
                f"“{unit}”, as {floor['rule']} is counted",
                f"Give the figure in {unit}.",
                f"“{unit}”（{floor['rule']} 的单位）",
                "请按该单位填写数值。",
            )
        elif not low <= floor["figure"] <= high:
            yield Problem(
                "out_of_range",
                "floors",
                floor.row,
                "figure",
                f"{floor['figure']} {unit}",
                f"{low} to {high} {unit}",
                "Correct the figure.",
                f"{low} 到 {high}",
                "请更正数值。",
            )


def floors_keep_the_law(draft: Draft) -> Iterator[Problem]:
    """An operator's own figure is no laxer than a statute's, the standard's or the package's own."""
    sound = {floor.row: floor_of(floor) for floor in draft.records("floors") if _is_whole(floor)}
    standard = load_standard()
    for row, own in sound.items():
        law = find_statute_above(own, standard, sound.values())
        if law is not None:
            yield _below_the_law(row, own, law)


def _is_whole(floor: Record) -> bool:
    required = [column.name for column in TABLES["floors"].columns if column.required]
    return all(name in floor for name in FLOOR_FIELDS) and floor.has(*required)


def _below_the_law(row: int, own: FloorRule, law: FloorRule) -> Problem:
    where = ", ".join(sorted(law.kinds & own.kinds) + sorted(law.area_classes & own.area_classes))
    more = asks_for_more(law.name)
    figure_zh = f"{'不少于' if more else '不超过'} {law.figure} {UNITS_OF_FLOORS_ZH[law.unit]}"
    return Problem(
        "below_the_law",
        "floors",
        row,
        "figure",
        f"{own.figure} {own.unit} for {where}, the operator's own figure",
        f"at {'least' if more else 'most'} {law.figure} {law.unit}, as {law.clause} says",
        f"{'Raise' if more else 'Lower'} the figure, or leave out the kinds and area classes that the law binds; "
        "where another law says so, mark the row statute and name it in clause.",
        f"{figure_zh}（{law.clause}）",
        f"请{'提高' if more else '降低'}数值，或去掉该法律适用的地点类型和区域类别；"
        "如另有法律规定，请把“依据类别”改为“法定”并写明条款。",
    )


CHECKS_ZH = {
    "keys_stand_once": "代码不重复；由多列确定的行只出现一次。",
    "references_exist": "引用其他表的代码在该表中存在。",
    "one_hub": "有且只有一个县级中心。",
    "parents_are_there": "县级中心没有上级，其余地点都有上级。",
    "parents_have_the_right_kind": "乡镇站的上级是县级中心；村的上级是乡镇站或县级中心。",
    "parents_do_not_circle": "逐级向上不会回到自身。",
    "depots_are_stations": "邮路从县级中心或乡镇站出发。",
    "coordinates_are_near_the_hub": "经纬度没有填反，地点离县级中心不超出一个县的范围。",
    "hours_go_forward": "关闭晚于开放，下班晚于上班。",
    "every_place_can_be_reached": "限定车型又无人接收邮袋的地点，车辆表中有可到达的车型。",
    "hours_have_percents": "分时行驶百分比写满 24 小时。",
    "travel_is_complete": "行驶表如有数据，须包含每一对有序地点。",
    "travel_to_itself_is_nothing": "地点到自身的行驶为 0。",
    "closures_name_a_place_or_a_way": "封闭只写一个地点，或一条路的两端。",
    "periods_go_forward": "封闭和标准的结束晚于开始。",
    "freight_rides_on_the_feed": "捎货的线路和班次在 GTFS 中存在。",
    "freight_has_its_terms": "可捎货的线路写明余量、运费和时间。",
    "floors_have_their_unit": "标准的数值使用规则的单位并在其范围内。",
    "floors_keep_the_law": "企业自定的标准不低于法定标准。",
}
"""The same in Chinese, for the reference page."""

CHECKS: tuple[Check, ...] = (
    keys_stand_once,
    references_exist,
    one_hub,
    parents_are_there,
    parents_have_the_right_kind,
    parents_do_not_circle,
    depots_are_stations,
    coordinates_are_near_the_hub,
    hours_go_forward,
    every_place_can_be_reached,
    hours_have_percents,
    travel_is_complete,
    travel_to_itself_is_nothing,
    closures_name_a_place_or_a_way,
    periods_go_forward,
    freight_rides_on_the_feed,
    freight_has_its_terms,
    floors_have_their_unit,
    floors_keep_the_law,
)
