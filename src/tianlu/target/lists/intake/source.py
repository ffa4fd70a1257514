"""A source of customer lists (来源): which of its columns says what, guessed from their names and kept as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tianlu.target.lists.names.words import words


class Says(StrEnum):
    """What a column can say."""

    KEY = "key"
    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    MONEY = "money"
    BEFORE = "before"


REQUIRED = (Says.NAME,)
FEN_A_YUAN, FEN_A_FEN = 100, 1
HEADINGS: Mapping[Says, tuple[str, ...]] = {
    Says.KEY: ("客户编号", "客户号", "客户代码", "会员编号", "会员号", "保单号", "编号", "id", "customer_id", "key"),
    Says.NAME: ("客户名称", "客户姓名", "姓名", "名称", "收件人", "寄件人", "投保人", "户名", "店铺", "name"),
    Says.PHONE: ("联系电话", "手机号码", "手机号", "电话", "手机", "联系方式", "phone", "mobile"),
    Says.ADDRESS: ("通讯地址", "联系地址", "收件地址", "寄件地址", "家庭住址", "地址", "住址", "address"),
    Says.BEFORE: ("去年同期月均收入", "去年同期", "去年月均", "上年同期", "上年月均", "去年", "last_year", "before"),
    Says.MONEY: words(
        "月均收入 月均业务收入 月均金额 月收入 月均 金额 收入 保费 销售额 交易额 贡献 monthly revenue premium"
    ),
}
"""What columns are called, the surest first."""


class NoSuchColumn(ValueError):
    """A mapping names a column that the file does not have, or leaves out one that is needed."""


@dataclass(frozen=True)
class Source:
    """`name` tells one source's records from another's and stays the same from file to file; `line` is the business
    line (寄递, 金融, 电商, 保险). `columns` are the file's headings; without a KEY a record is known by what it says.
    `fen_per_unit`: 100 where money is in yuan, 1 where it is in fen; `months` that the figure covers."""

    name: str
    line: str
    columns: Mapping[Says, str]
    fen_per_unit: int = FEN_A_YUAN
    months: int = 1

    def __post_init__(self) -> None:
        missing = [each for each in REQUIRED if each not in self.columns]
        if missing:
            raise NoSuchColumn(f"the mapping of {self.name} names no column for {', '.join(missing)}")
        if self.fen_per_unit not in (FEN_A_YUAN, FEN_A_FEN) or self.months < 1:
            raise ValueError("money is in yuan (100) or fen (1), and covers at least one month")

    def check(self, headings: Sequence[str]) -> None:
        """Raises NoSuchColumn where the file lacks a column that the mapping names."""
        missing = sorted(set(self.columns.values()) - set(headings))
        if missing:
            raise NoSuchColumn(f"the file has no column {', '.join(missing)}; it has {', '.join(headings)}")


@dataclass(frozen=True)
class KeptSource:
    """A source as it was kept; `version` rises with each change."""

    source: Source
    version: int


def guess_columns(headings: Sequence[str]) -> dict[Says, str]:
    """What the columns most likely say: a heading that is called so, or else the first that holds such a word."""
    guessed: dict[Says, str] = {}
    free = list(headings)
    for says, names in HEADINGS.items():
        called = [each for name in names for each in free if each.strip().casefold() == name]
        holding = [each for name in names for each in free if _tells(name) and name in each.strip().casefold()]
        found = next(iter([*called, *holding]), None)
        if found is not None:
            guessed[says] = found
            free.remove(found)
    return guessed


def _tells(name: str) -> bool:
    """Whether a word says something wherever it stands in a heading; `id` stands in many."""
    return not name.isascii() or len(name) > 4
