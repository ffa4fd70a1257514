"""Checks on the county's tree of places: one hub, parents, depots, coordinates."""

from collections.abc import Iterator
from math import asin, cos, hypot, radians, sin, sqrt

from tianlu.core.problem import Problem
from tianlu.files.cells import BLANK, Record
from tianlu.files.draft import Draft
from tianlu.place.model import PlaceKind

COUNTY_KM_MAX = 500
"""No place of a county is farther from its hub: 唐古拉镇 lies 333 km from Golmud's, and Ruoqiang is larger still."""

EARTH_KM = 6371.0


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
