"""What a scenario names in a county; a name that the county does not have is a Problem with its path."""

from collections.abc import Iterable

from tianlu.core.ids import PlaceId
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.place.model import Place, PlaceKind
from tianlu.plan.county import County

LISTED_MAX = 8


def get_place(county: County, code: PlaceId, path: str) -> Place:
    """Raises ProblemsFound."""
    for place in county.places:
        if place.id == code:
            return place
    raise refuse(path, code, "the code of a place of the county", "本县某个地点的代码")


def get_station(county: County, code: PlaceId, path: str) -> Place:
    """Raises ProblemsFound."""
    for place in county.places:
        if place.id == code and place.kind is PlaceKind.STATION:
            return place
    known = [f"{place.id} {place.name}" for place in county.places if place.kind is PlaceKind.STATION]
    raise refuse(path, code, f"the code of a station: {listed(known)}", f"乡镇站的代码：{listed(known)}")


def get_depot(county: County, code: PlaceId, path: str) -> Place:
    """A station or the hub. Raises ProblemsFound."""
    place = get_place(county, code, path)
    if place.kind is PlaceKind.VILLAGE:
        raise refuse(path, code, "a station or the hub", "乡镇站或县级中心")
    return place


def refuse_unknown(found: Iterable[str], known: Iterable[str], path: str, *, what: str, what_zh: str) -> None:
    """Raises ProblemsFound for the first name that is not known."""
    names = sorted(set(known))
    for name in found:
        if name not in names:
            raise refuse(path, name, f"{what}: {listed(names)}", f"{what_zh}：{listed(names)}")


def refuse(path: str, found: str, expected: str, expected_zh: str) -> ProblemsFound:
    return ProblemsFound(
        [
            Problem(
                code="unknown_name",
                table="scenario",
                row=None,
                field=path,
                found=repr(str(found)),
                expected=expected,
                how_to_fix="Name what this county has.",
                expected_zh=expected_zh,
                how_to_fix_zh="请填写本县已有的。",
            )
        ]
    )


def listed(names: list[str]) -> str:
    """The first names, and that there are more."""
    return ", ".join(names[:LISTED_MAX]) + (" …" if len(names) > LISTED_MAX else "") if names else "-"
