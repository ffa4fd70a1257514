"""Which units of the bureau's list are kept, and how they are called."""

import pytest

from tianlu.sample.divisions import ListedUnit, divide, short_name


def unit(code: str, name: str, township_name: str = "甲镇") -> ListedUnit:
    return ListedUnit(code, name, code[:9], township_name, code[:6], "某县")


def test_parks_farms_and_virtual_communities_are_left_out() -> None:
    listed = [
        unit("639901100200", "东村委会"),
        unit("639901400498", "工业园虚拟社区", "工业园"),
        unit("639901100500", "羊场生活区"),
    ]
    (county,) = divide(listed)
    assert [village.name for township in county.townships for village in township.villages] == ["东村"]


def test_a_village_with_a_late_code_stays_when_its_name_says_village() -> None:
    (county,) = divide([unit("639901400500", "甘宁村委会", "哈秀乡")])
    assert county.townships[0].villages[0].name == "甘宁村"


def test_residents_are_told_from_villagers_by_the_code() -> None:
    (county,) = divide([unit("639901100001", "城南社区"), unit("639901100200", "东村委会")])
    assert [village.is_residents for village in county.townships[0].villages] == [True, False]


@pytest.mark.parametrize(
    ("listed", "short"),
    [
        ("加拉村委会", "加拉村"),
        ("东科日村民委员会", "东科日村"),
        ("峨堡村牧民委员会", "峨堡村"),
        ("扎玛村（一村）委会", "扎玛村（一村）"),
        ("北关社区居民委员会", "北关社区"),
        ("亚秀牧委会", "亚秀牧委会"),
    ],
)
def test_a_village_is_called_without_its_committee(listed: str, short: str) -> None:
    assert short_name(listed) == short
