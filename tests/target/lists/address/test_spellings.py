"""A division's name is known in the ways people write it."""

import pytest

from tianlu.target.lists.address.division import Division
from tianlu.target.lists.address.spellings import Written, core_name, list_spellings, own_name


@pytest.mark.parametrize(
    ("code", "name", "own"),
    [
        ("520423100201", "大寨村村民委员会", "大寨村"),
        ("520423100201", "大寨村委会", "大寨村"),
        ("520423100201", "文昌社区居民委员会", "文昌社区"),
        ("520423100201", "红光居委会", "红光"),
        ("520423100201", "加拉牧委会", "加拉"),
        ("520423100201", "602库", "602库"),
        ("520423100", "村委会镇", "村委会镇"),
    ],
)
def test_a_village_has_a_name_without_its_committee(code: str, name: str, own: str) -> None:
    assert own_name(Division(code, name)) == own


@pytest.mark.parametrize(
    ("code", "name", "core"),
    [
        ("520423", "镇宁布依族苗族自治县", "镇宁"),
        ("520423", "威宁彝族回族苗族自治县", "威宁"),
        ("520203", "六枝特区", "六枝"),
        ("500154", "开县", "开县"),
        ("520423200", "滑石侗族苗族土家族乡", "滑石"),
        ("5222", "黔西南布依族苗族自治州", "黔西南"),
        ("63", "青海省", "青海"),
        ("65", "新疆维吾尔自治区", "新疆"),
    ],
)
def test_a_core_is_without_suffix_and_nations_and_never_one_character(code: str, name: str, core: str) -> None:
    assert core_name(Division(code, name)) == core


def test_each_spelling_says_how_far_it_is_from_the_official_name() -> None:
    found = {each.text: each.written for each in list_spellings(Division("520423100", "英武镇"))}
    assert found["英武镇"] == Written.EXACT
    assert found["英武"] == Written.SUFFIX_LEFT_OUT
    assert found["英武乡"] == Written.OTHER_SUFFIX


def test_rows_that_only_gather_counties_have_no_spelling() -> None:
    assert list_spellings(Division("1101", "市辖区")) == ()
