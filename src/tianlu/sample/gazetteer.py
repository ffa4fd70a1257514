"""Which place of a gazetteer is which township: by name within reach of the county's centre, each place used once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tianlu.sample.divisions import CountyDivision, Township
from tianlu.sample.point import Point, distance_km

NATIONALITIES = re.compile("(回族|藏族|土族|蒙古族|撒拉族|哈萨克族)+(?=乡$)")
KIND = re.compile("(街道|镇|乡)$")

REACH_KM = {"6301": 50, "6302": 50, "6328": 300}
"""How far a township can lie from its county's centre: the eastern valleys are dense, Haixi is wide."""
REACH_KM_ELSEWHERE = 180

OTHER_SPELLINGS = {
    "630105101": "二十里铺",
    "632221101": "青石嘴",
    "632322100": "马克唐",
    "632521204": "甘地",
    "632525100": "芒曲",
    "632622201": "玛柯河",
    "632622206": "亚日堂",
    "632623203": "清珍",
    "632625202": "索乎日麻",
    "632626100": "玛查里",
    "632724202": "多采",
    "632724203": "治曲",
    "632725207": "吉尼塞",
    "632822100": "察汗乌苏",
}
"""Townships whose Tibetan or Mongolian name the gazetteer writes with other characters."""


@dataclass(frozen=True)
class GazetteerPlace:
    """A named place; `in_province` is false for the neighbours' places, which only mark where the province ends."""

    id: int
    names: frozenset[str]
    point: Point
    in_province: bool = True


def match_townships(
    counties: Iterable[CountyDivision], centres: Mapping[str, Point], places: Iterable[GazetteerPlace]
) -> dict[str, Point]:
    """Points of townships that a place within reach is named for: the fuller the name, then the nearer, the better.

    Keys are township codes. Greedy over all pairs, so that one name in two counties goes to the nearer.
    """
    by_name = _places_by_name(places)
    pairs = sorted(
        pair
        for county in counties
        if county.code in centres
        for township in county.townships
        for pair in _pairs(township, county, centres[county.code], by_name)
    )
    matched: dict[str, Point] = {}
    used: set[int] = set()
    for _, _, code, place_id, lon, lat in pairs:
        if code not in matched and place_id not in used:
            matched[code] = Point(lon, lat)
            used.add(place_id)
    return matched


Pair = tuple[int, float, str, int, float, float]
"""Rank of the name, distance, township, place, and the place's point: sorted, the best pair stands first."""


def _pairs(
    township: Township, county: CountyDivision, centre: Point, by_name: Mapping[str, list[GazetteerPlace]]
) -> list[Pair]:
    reach = REACH_KM.get(county.prefecture, REACH_KM_ELSEWHERE)
    pairs: list[Pair] = []
    for rank, name in enumerate(_spellings(township)):
        for place in by_name.get(name, ()):
            away = round(distance_km(centre, place.point), 3)
            if away <= reach:
                pairs.append((rank, away, township.code, place.id, place.point.lon, place.point.lat))
    return pairs


def _spellings(township: Township) -> list[str]:
    """Names to look for, the fullest first."""
    plain = NATIONALITIES.sub("", township.name)
    stem = KIND.sub("", plain)
    other = OTHER_SPELLINGS.get(township.code, stem)
    return [township.name, plain, f"{stem}镇", f"{stem}乡", f"{other}镇", f"{other}乡", stem, other]


def _places_by_name(places: Iterable[GazetteerPlace]) -> dict[str, list[GazetteerPlace]]:
    by_name: dict[str, list[GazetteerPlace]] = {}
    for place in places:
        if place.in_province:
            for name in place.names:
                by_name.setdefault(name, []).append(place)
    return by_name
