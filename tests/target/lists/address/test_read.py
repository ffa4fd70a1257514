"""An address in any written form is read to its village, with what matched, and with what is in doubt."""

from random import Random
from time import process_time

import pytest

from tests.target.lists.small_province import small_province
from tianlu.target.lists.address.division import Level
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.address.read import parse_address
from tianlu.target.lists.address.spellings import Written, list_spellings


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(small_province())


def codes(gazetteer: Gazetteer, text: str) -> tuple[str, ...]:
    return parse_address(gazetteer, text).place.codes


@pytest.mark.parametrize(
    "text",
    [
        "贵州省黔西南布依族苗族自治州兴义市永乐镇下寨村15组118号",
        "黔西南布依族苗族自治州兴义市永乐镇下寨村15组",
        "黔西南州兴义市永乐镇下寨村",
        "兴义市永乐镇下寨村村15组",
        "兴义永乐下寨15组",
        "永乐镇下寨村15组118号",
        "兴义市下寨村",
        "興義市永樂鎮下寨村１５組",
        "中国贵州省兴义市永乐镇下寨村",
        "兴义市永乐乡下寨村村委会",
        "贵州省 兴义市，永乐镇 下寨村",
    ],
)
def test_every_written_form_of_an_address_is_one_village(gazetteer: Gazetteer, text: str) -> None:
    assert codes(gazetteer, text) == ("522222100202",)


def test_a_name_that_two_counties_have_is_said_to_be_either(gazetteer: Gazetteer) -> None:
    place = parse_address(gazetteer, "永乐镇团结村3组").place
    assert place.codes == ("520423100201", "522222100201")
    assert place.is_ambiguous
    assert place.code_at(Level.PROVINCE) == "52"
    assert place.code_at(Level.COUNTY) is None


def test_a_county_settles_which_village_is_meant(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer, "镇宁永乐团结村3组") == ("520423100201",)


def test_reasons_say_what_text_matched_what_and_how(gazetteer: Gazetteer) -> None:
    matches = parse_address(gazetteer, "镇宁县沙子河边村8组67号").place.matches
    assert [(each.text, each.division.code, each.written) for each in matches] == [
        ("镇宁县", "520423", Written.OTHER_SUFFIX),
        ("沙子", "520423200", Written.SUFFIX_LEFT_OUT),
        ("河边村", "520423200201", Written.EXACT),
    ]
    assert matches[1].say() == "沙子: 沙子苗族乡 (suffix left out)"
    assert matches[1].say_zh() == "“沙子”即沙子苗族乡（省略后缀）"


@pytest.mark.parametrize(
    ("text", "code", "written"),
    [
        ("镇宁县永乐镇大赛村", "520423100202", Written.ONE_CHARACTER_OFF),
        ("镇宁县永乐镇文仓社区", "520423100001", Written.ONE_CHARACTER_OFF),
        ("镇宁县永乐镇文娼社区", "520423100001", Written.SOUNDS_ALIKE),
        ("兴义市凤宜街道红光社区", "522222001001", Written.SOUNDS_ALIKE),
    ],
)
def test_a_slip_of_the_pen_is_mended_where_only_one_name_fits(
    gazetteer: Gazetteer, text: str, code: str, written: Written
) -> None:
    place = parse_address(gazetteer, text).place
    assert place.codes == (code,)
    assert written in [each.written for each in place.matches]
    assert place.unread == ""


def test_a_village_that_is_not_in_the_table_leaves_its_township_and_the_rest(gazetteer: Gazetteer) -> None:
    place = parse_address(gazetteer, "兴义市凤仪街道桃花源9组").place
    assert (place.codes, place.unread) == (("522222001",), "桃花源")


def test_words_between_names_are_passed_over_and_said(gazetteer: Gazetteer) -> None:
    place = parse_address(gazetteer, "兴义市(原城关)永乐镇下寨村").place
    assert (place.codes, place.unread) == (("522222100202",), "(原城关)")


def test_what_names_nothing_has_no_code(gazetteer: Gazetteer) -> None:
    for text in ("", "月球背面", "12号"):
        place = parse_address(gazetteer, text).place
        assert place.codes == ()
        assert place.code_at(Level.VILLAGE) is None


def test_any_spelling_of_any_village_below_its_county_is_read(gazetteer: Gazetteer) -> None:
    rng = Random(3)
    villages = [each for each in small_province().divisions if each.level == Level.VILLAGE]
    for _ in range(200):
        village = rng.choice(villages)
        _, _, county, township, _ = small_province().list_above(village.code)
        written = [rng.choice(list_spellings(each)).text for each in (county, township, village)]
        assert village.code in codes(gazetteer, "".join(written)), written


@pytest.mark.parametrize("text", ["永乐镇" * 3000, "贵州省兴义市" * 2000, "月球背面" * 5000, "9组" * 5000])
def test_a_cell_that_holds_anything_is_soon_read(gazetteer: Gazetteer, text: str) -> None:
    began = process_time()
    parse_address(gazetteer, text)
    assert process_time() - began < 0.5
