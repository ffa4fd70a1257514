"""Features of a cell in words, for the reasons of key cells."""

from collections.abc import Iterable, Mapping

from tianlu.target.map.industries import shipped_industries

Words = tuple[str, str]
"""Chinese, English."""

_FEATURES: Mapping[str, Words] = {
    "places": ("村镇数", "places"),
    "population": ("人口", "people"),
    "merchants": ("名单商户", "merchants on the list"),
    "visits_a_week": ("每周邮路停靠", "stops of rounds a week"),
    "in_season_tons": ("当季产品吨数", "tons in season"),
    "outlet_km": ("距网点公里", "km to an outlet"),
    "station_km": ("距站点公里", "km to a station"),
    "stop_km": ("距邮路停靠点公里", "km to a stop of a round"),
    "place_km": ("距村镇公里", "km to a place"),
    "altitude_m": ("海拔米", "metres of altitude"),
    "altitude_span_m": ("周边高差米", "metres between near places"),
}
_AROUND: Mapping[str, Words] = {
    "_ring": ("相邻网格的{}", "{} in the cells beside"),
    "_around": ("周边片区的{}", "{} in the wider cell"),
}


def feature_words(features: Iterable[str]) -> dict[str, Words]:
    """What each feature is called."""
    return {name: _words(name) for name in features}


def _words(name: str) -> Words:
    for ending, (zh, en) in _AROUND.items():
        if name.endswith(ending):
            inner = _words(name.removesuffix(ending))
            return zh.format(inner[0]), en.format(inner[1])
    if name.startswith("merchants_"):
        group = shipped_industries()[name.removeprefix("merchants_")]
        return f"{group.zh}类商户", f"merchants of {group.en}"
    if name.startswith("tons_"):
        return f"{name.removeprefix('tons_')}吨数", f"tons of {name.removeprefix('tons_')}"
    return _FEATURES[name]
