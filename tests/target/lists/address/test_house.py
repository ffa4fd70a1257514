"""Village group and house number are told from the names before them."""

import pytest

from tianlu.target.lists.address.house import HouseEnd, split_house


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("英武镇大寨村9组38号", HouseEnd("英武镇大寨村", "9", "38", "")),
        ("英武镇大寨村", HouseEnd("英武镇大寨村", None, None, "")),
        ("大寨村第十五村民小组", HouseEnd("大寨村", "15", None, "")),
        ("大寨村二十组3-2号楼下", HouseEnd("大寨村", "20", None, "3-2号楼下")),
        ("大寨村3社12号附近", HouseEnd("大寨村", "3", "12", "附近")),
        ("幺铺镇602库15组", HouseEnd("幺铺镇602库", "15", None, "")),
        ("八一社区5组", HouseEnd("八一社区", "5", None, "")),
        ("富源北路102号", HouseEnd("富源北路", None, "102", "")),
        ("三组村2组7", HouseEnd("三组村", "2", "7", "")),
        ("", HouseEnd("", None, None, "")),
    ],
)
def test_an_address_ends_with_group_and_house(text: str, end: HouseEnd) -> None:
    assert split_house(text) == end
