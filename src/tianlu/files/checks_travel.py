"""Checks on getting from place to place."""

from collections import defaultdict
from collections.abc import Iterator

from tianlu.core.problem import Problem
from tianlu.files.cells import BAD
from tianlu.files.draft import Draft


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
