"""Orders of a business line (订单): the rows of a file, each somebody's purchase of a product on a day."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum

from tianlu.core.problem import NOTHING, Problem
from tianlu.target.lists.headings import clean_cell, need_headings


class OrderSays(StrEnum):
    """What a column of orders can say."""

    KEY = "key"
    DAY = "day"
    PRODUCT = "product"
    PIECES = "pieces"
    MONEY = "money"


HEADINGS: Mapping[OrderSays, tuple[str, ...]] = {
    OrderSays.KEY: ("客户编号", "客户号", "客户代码", "买家编号", "会员号", "会员", "customer", "customer_id", "key"),
    OrderSays.DAY: ("下单日期", "交易日期", "业务日期", "日期", "时间", "date", "day"),
    OrderSays.PRODUCT: ("产品名称", "商品名称", "产品", "商品", "业务种类", "品名", "product"),
    OrderSays.PIECES: ("件数", "数量", "pieces", "quantity"),
    OrderSays.MONEY: ("实付金额", "交易金额", "金额", "收入", "amount", "yuan", "money"),
}
"""What columns are called, the surest first."""
ORDER_WORDS: Mapping[OrderSays, str] = {
    OrderSays.KEY: "客户编号",
    OrderSays.DAY: "日期",
    OrderSays.PRODUCT: "产品",
    OrderSays.PIECES: "件数",
    OrderSays.MONEY: "金额",
}
REQUIRED = (OrderSays.KEY, OrderSays.DAY, OrderSays.MONEY)
FEN_A_YUAN = 100
FEN_MAX = 10**13
PIECES_MAX = 10**7
TEXT_MOST = 100
_NOT_A_NUMBER = re.compile(r"[¥￥元,，\s]")
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})(?:日|\D|$)")


@dataclass(frozen=True)
class OrderLine:
    """`key` is the customer's in the source's list; `product` is empty where the file names none."""

    key: str
    day: date
    product: str
    pieces: int
    fen: int


@dataclass(frozen=True)
class OrdersRead:
    """`problems` name the rows that were left out, by the file's own numbers."""

    lines: tuple[OrderLine, ...]
    problems: tuple[Problem, ...]


def guess_order_columns(name: str, headings: Sequence[str]) -> dict[OrderSays, str]:
    """What the columns most likely say. Raises ProblemsFound where one that is needed is not found."""
    return need_headings(name, headings, HEADINGS, REQUIRED, ORDER_WORDS)


def read_orders(
    name: str, columns: Mapping[OrderSays, str], rows: Iterable[tuple[int, Mapping[str, str]]]
) -> OrdersRead:
    """Rows of the file `name` with their numbers, each cell as text by its heading; money in yuan. Blank rows are
    passed over."""
    lines: list[OrderLine] = []
    problems: list[Problem] = []
    for number, row in rows:
        cells = {says: clean_cell(row.get(heading, "")) for says, heading in columns.items()}
        if any(cells.values()):
            found = _read(name, number, columns, cells)
            (problems if isinstance(found, Problem) else lines).append(found)  # type: ignore[arg-type]
    return OrdersRead(tuple(lines), tuple(problems))


def _read(
    name: str, number: int, columns: Mapping[OrderSays, str], cells: Mapping[OrderSays, str]
) -> OrderLine | Problem:
    key, day, fen = cells[OrderSays.KEY], _date(cells[OrderSays.DAY]), _whole(cells[OrderSays.MONEY], FEN_A_YUAN)
    pieces = _whole(cells.get(OrderSays.PIECES, "") or "1", 1)

    def problem(code: str, says: OrderSays, expected: str, mend: str, expected_zh: str, mend_zh: str) -> Problem:
        found = cells[says] or NOTHING
        return Problem(code, name, number, columns[says], found, expected, mend, expected_zh, mend_zh)

    if not key or len(key) > TEXT_MOST:
        return problem(
            "no_key",
            OrderSays.KEY,
            f"whose order it is, at most {TEXT_MOST} characters",
            "Fill in the customer's key as in the source's list.",
            f"客户编号，最多 {TEXT_MOST} 字",
            "请填写该来源清单中的客户编号。",
        )
    if day is None:
        return problem(
            "bad_day",
            OrderSays.DAY,
            "a date such as 2026-11-26",
            "Write year, month and day.",
            "日期，如 2026-11-26",
            "请写明年、月、日。",
        )
    if fen is None or fen > FEN_MAX:
        return problem(
            "bad_money",
            OrderSays.MONEY,
            "an amount of 0 or more",
            "Write a plain number of yuan such as 128.50.",
            "不小于 0 的金额",
            "请填写以元为单位的数字，例如 128.50。",
        )
    if pieces is None or pieces > PIECES_MAX:
        return problem(
            "bad_pieces",
            OrderSays.PIECES,
            "a whole number of 0 or more",
            "Write how many pieces, or leave the cell blank.",
            "不小于 0 的整数",
            "请填写件数，或留空。",
        )
    return OrderLine(key, day, cells.get(OrderSays.PRODUCT, "")[:TEXT_MOST], pieces, fen)


def _date(text: str) -> date | None:
    found = _DAY.match(text)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _whole(text: str, times: int) -> int | None:
    """A number of 0 or more times `times`, rounded; None for what is none."""
    try:
        amount = Decimal(_NOT_A_NUMBER.sub("", text)) * times
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount < 10**16:
        return None
    return int(amount.to_integral_value(ROUND_HALF_UP))
