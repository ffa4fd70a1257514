"""Orders are read from whatever columns a file has; a row that cannot be used is named with its mend."""

from datetime import date

import pytest

from tianlu.core.problem import ProblemsFound
from tianlu.target.lists.worth.orders import OrderLine, OrderSays, guess_order_columns, read_orders

HEADS = ("订单号", "会员号", "下单日期", "商品名称", "数量", "实付金额（元）")


def read(*rows: tuple[str, ...]) -> tuple[tuple[OrderLine, ...], list[tuple[int | None, str]]]:
    columns = guess_order_columns("订单.csv", HEADS)
    told = read_orders("订单.csv", columns, ((k + 2, dict(zip(HEADS, row, strict=True))) for k, row in enumerate(rows)))
    return told.lines, [(each.row, each.code) for each in told.problems]


def test_columns_are_found_by_what_they_are_called() -> None:
    assert guess_order_columns("f", HEADS) == {
        OrderSays.KEY: "会员号",
        OrderSays.DAY: "下单日期",
        OrderSays.PRODUCT: "商品名称",
        OrderSays.PIECES: "数量",
        OrderSays.MONEY: "实付金额（元）",
    }


def test_file_without_a_needed_column_is_named_with_what_is_missing() -> None:
    with pytest.raises(ProblemsFound) as raised:
        guess_order_columns("f.csv", ("日期", "备注"))
    assert [each.code for each in raised.value.problems] == ["no_column", "no_column"]
    assert "客户编号" in raised.value.problems[0].how_to_fix_zh


@pytest.mark.parametrize(
    "written", ["2026-03-05", "2026/3/5", "20260305", "2026年3月5日", "2026-03-05 14:22:01", "２０２６.３.５"]
)
def test_day_is_read_however_it_is_written(written: str) -> None:
    lines, _ = read(("1", "m1", written, "茶叶", "2", "¥1,128.505"))
    assert lines == (OrderLine("m1", date(2026, 3, 5), "茶叶", 2, 112_851),)


def test_rows_that_cannot_be_used_are_named_and_the_others_stand() -> None:
    lines, problems = read(
        ("1", "", "2026-03-05", "茶叶", "1", "10"),
        ("2", "m1", "2026-02-30", "茶叶", "1", "10"),
        ("3", "m1", "2026-03-05", "茶叶", "1", "-4"),
        ("4", "m1", "2026-03-05", "茶叶", "两", "10"),
        ("", "", "", "", "", ""),
        ("5", "m1", "2026-03-05", "", "", "10"),
    )
    assert problems == [(2, "no_key"), (3, "bad_day"), (4, "bad_money"), (5, "bad_pieces")]
    assert lines == (OrderLine("m1", date(2026, 3, 5), "", 1, 1_000),)
