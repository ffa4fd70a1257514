"""Which place of a gazetteer is which township."""

from tianlu.sample.divisions import CountyDivision, Township
from tianlu.sample.gazetteer import GazetteerPlace, match_townships
from tianlu.sample.point import Point

CENTRE = {"639901": Point(100.0, 35.0), "639902": Point(101.0, 35.0)}


def county(code: str, *townships: tuple[str, str]) -> CountyDivision:
    return CountyDivision(code, "某县", tuple(Township(code, name, ()) for code, name in townships))


def place(id_: int, name: str, lon: float, *, in_province: bool = True) -> GazetteerPlace:
    return GazetteerPlace(id_, frozenset({name}), Point(lon, 35.0), in_province)


def test_the_nearer_county_gets_a_name_that_two_have() -> None:
    counties = [county("639901", ("639901200", "沙沟乡")), county("639902", ("639902200", "沙沟乡"))]
    assert match_townships(counties, CENTRE, [place(1, "沙沟", 100.9)]) == {"639902200": Point(100.9, 35.0)}


def test_a_full_name_beats_a_nearer_stem() -> None:
    places = [place(1, "大武", 100.01), place(2, "大武镇", 100.2)]
    matched = match_townships([county("639901", ("639901100", "大武镇"))], CENTRE, places)
    assert matched == {"639901100": Point(100.2, 35.0)}


def test_nationalities_in_a_townships_name_do_not_hide_it() -> None:
    matched = match_townships([county("639901", ("639901200", "日月藏族乡"))], CENTRE, [place(1, "日月乡", 100.1)])
    assert matched == {"639901200": Point(100.1, 35.0)}


def test_a_neighbour_provinces_place_and_one_out_of_reach_match_nothing() -> None:
    places = [place(1, "洪水", 100.1, in_province=False), place(2, "洪水", 104.0)]
    assert match_townships([county("639901", ("639901100", "洪水镇"))], CENTRE, places) == {}
