"""A division table is whole, or says which code is wrong."""

import pytest

from tests.target.lists.small_province import ROWS, small_province
from tianlu.target.lists.address.division import DivisionNotInTable, Level, read_divisions


def test_the_order_of_rows_does_not_matter() -> None:
    assert read_divisions(reversed(ROWS)) == small_province()


def test_above_a_village_stand_its_township_county_prefecture_and_province() -> None:
    above = list(small_province().list_above("522222100202"))
    assert [each.name for each in above] == ["贵州省", "黔西南布依族苗族自治州", "兴义市", "永乐镇", "下寨村村民委员会"]
    assert [each.level for each in above] == list(Level)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("5299", "贵州省"), None),
        (("529901", "无市之县"), "5299"),
        (("52042310", "半个镇"), "digits"),
        (("520423", "又一县"), "twice"),
    ],
)
def test_a_code_without_its_place_in_the_tree_is_refused_by_name(row: tuple[str, str], said: str | None) -> None:
    if said is None:
        assert read_divisions((*ROWS, row)).get_name(row[0]) == row[1]
    else:
        with pytest.raises(DivisionNotInTable, match=said):
            read_divisions((*ROWS, row))
