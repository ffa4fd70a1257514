"""Columns are guessed from what they are called; rows become records, or say what is wrong with them."""

import pytest

from tianlu.target.lists.intake.records import read_records
from tianlu.target.lists.intake.source import NoSuchColumn, Says, Source, guess_columns

COLUMNS = {Says.KEY: "客户号", Says.NAME: "收件人", Says.PHONE: "手机", Says.ADDRESS: "地址", Says.MONEY: "月均（元）"}
SOURCE = Source("寄递清单", "寄递", COLUMNS)


@pytest.mark.parametrize(
    ("headings", "guessed"),
    [
        (["客户号", "姓名", "手机号", "地址"], {"key": "客户号", "name": "姓名", "phone": "手机号", "address": "地址"}),
        (["收件人", "收件人电话", "收件地址"], {"name": "收件人", "phone": "收件人电话", "address": "收件地址"}),
        (
            ["投保人", "联系电话", "2026年月均收入（元）"],
            {"name": "投保人", "phone": "联系电话", "money": "2026年月均收入（元）"},
        ),
        (["Name", "Phone", "Address"], {"name": "Name", "phone": "Phone", "address": "Address"}),
        (["会员编号", "店铺", "月均销售额"], {"key": "会员编号", "name": "店铺", "money": "月均销售额"}),
        (["保单号", "投保人", "年缴保费（元）"], {"key": "保单号", "name": "投保人", "money": "年缴保费（元）"}),
        (["甲", "乙"], {}),
    ],
)
def test_columns_are_guessed_from_their_headings(headings: list[str], guessed: dict[str, str]) -> None:
    assert guess_columns(headings) == guessed


def test_mapping_without_a_name_and_of_columns_that_are_not_there_is_refused() -> None:
    with pytest.raises(NoSuchColumn, match="name"):
        Source("x", "寄递", {Says.PHONE: "手机"})
    with pytest.raises(NoSuchColumn, match=r"no column 客户号, 月均（元）; it has 收件人, 手机, 地址"):
        SOURCE.check(["收件人", "手机", "地址"])


def a_row(**cells: str) -> dict[str, str]:
    return {
        "客户号": "7",
        "收件人": "才让",
        "手机": "１３９ 1234 5678",
        "地址": "东巴村",
        "月均（元）": "¥1,234.505",
        **cells,
    }


def test_row_is_cleaned_and_counted_in_fen() -> None:
    [record] = read_records(SOURCE, [(2, a_row())]).records
    assert (record.key, record.phone, record.fen) == ("7", "139 1234 5678", 123451)
    yearly = Source("寄递清单", "寄递", COLUMNS, months=12)
    assert read_records(yearly, [(2, a_row(**{"月均（元）": "1200"}))]).records[0].fen == 10_000


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"收件人": " "}, "no_name"),
        ({"月均（元）": "约一千"}, "bad_money"),
        ({"月均（元）": "-5"}, "bad_money"),
        ({"月均（元）": "Infinity"}, "bad_money"),
        ({"收件人": "长" * 201}, "too_long"),
    ],
)
def test_row_that_cannot_be_used_is_named_with_the_mend(cells: dict[str, str], code: str) -> None:
    read = read_records(SOURCE, [(2, a_row(客户号="8")), (3, a_row(**cells))])
    assert len(read.records) == 1
    [problem] = read.problems
    assert (problem.code, problem.row) == (code, 3)
    assert problem.how_to_fix
    assert problem.how_to_fix_zh


def test_key_twice_is_named_and_the_same_row_twice_is_one() -> None:
    read = read_records(SOURCE, [(2, a_row()), (3, a_row()), (4, a_row(收件人="多杰"))])
    assert [each.name for each in read.records] == ["才让"]
    assert [(each.code, each.row) for each in read.problems] == [("key_twice", 4)]


def test_without_a_column_of_keys_the_same_words_are_the_same_record() -> None:
    source = Source("电商", "电商", {Says.NAME: "收件人", Says.PHONE: "手机"})
    first, again = (read_records(source, [(2, a_row())]).records[0] for _ in range(2))
    other = read_records(source, [(2, a_row(收件人="多杰"))]).records[0]
    assert first.key == again.key != other.key


def test_blank_rows_are_passed_over() -> None:
    read = read_records(SOURCE, [(2, dict.fromkeys(COLUMNS.values(), " ")), (3, a_row())])
    assert (len(read.records), read.problems) == (1, ())
