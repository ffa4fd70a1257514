"""Customer lists of four business lines for a county of the sample, generated from a seed and labelled so, with the
truth that no list tells: which rows are one person or firm."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from tianlu.place.model import PlaceKind
from tianlu.plan.county import County
from tianlu.sample.orders import Order, draw_orders
from tianlu.sample.parties import BANK, INSURANCE, PARCELS, SHOP, Party, draw_parties
from tianlu.sample.prefectures import get_prefecture
from tianlu.sample.written import Habits, write_address, write_name, write_phone

NOTE = "示例数据：由程序按种子生成，不是真实客户"
NOTE_HEAD = "数据说明"
MONTHS_A_YEAR = 12
_SEAT = re.compile(r"（(.+)）$")


@dataclass(frozen=True)
class LineList:
    """How one business line keeps its list. `heads` are key, name, phone, address, money and last year's money.

    Money is in fen or yuan (`in_fen`) over so many `months`; `rows_most` are rows that one party may have.
    """

    line: str
    heads: tuple[str, str, str, str, str, str]
    key: str
    habits: Habits
    in_fen: bool = False
    months: int = 1
    rows_most: int = 1

    @property
    def source(self) -> str:
        return f"示例{self.line}"


@dataclass(frozen=True)
class SampleList:
    """The rows of one list, each with the party whose it is."""

    kept: LineList
    rows: tuple[tuple[str, ...], ...]
    whose: tuple[Party, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        return (*self.kept.heads, NOTE_HEAD)


@dataclass(frozen=True)
class CountyLists:
    """Of one county; `orders` are the e-commerce line's, by the keys of its list."""

    county: str
    lists: tuple[SampleList, ...]
    orders: tuple[Order, ...]


LISTS = (
    LineList(
        PARCELS,
        ("客户编号", "客户名称", "联系电话", "寄件地址", "月均寄递收入（元）", "上年同期月均（元）"),
        "JD",
        Habits(("plain", "spaced"), {"township": 3, "county_house": 3, "short": 2}, titled=0.12, shop=0.5),
    ),
    LineList(
        BANK,
        ("客户号", "户名", "手机号码", "家庭住址", "近12月贡献（分）", "去年贡献（分）"),
        "YH",
        Habits(("plain", "country_plain"), {"full": 4, "county_house": 2}, region=0.9, no_form=0.0, mistaken=0.01),
        in_fen=True,
        months=MONTHS_A_YEAR,
    ),
    LineList(
        SHOP,
        ("会员编号", "收件人", "手机", "收货地址", "月均销售额（元）", "去年月均（元）"),
        "DS",
        Habits(
            ("plain", "country", "dashed"),
            {"township": 3, "county": 2, "county_house": 2, "village": 1},
            titled=0.06,
            mistaken=0.06,
            traditional=0.03,
            shop=0.4,
            region=0.3,
            no_form=0.15,
            no_address=0.08,
        ),
    ),
    LineList(
        INSURANCE,
        ("保单号", "投保人", "电话", "通讯地址", "年缴保费（元）", "去年保费（元）"),
        "BX",
        Habits(("plain", "spaced"), {"full": 2, "county": 2, "township": 1}, region=0.8, no_phone=0.12, no_form=0.0),
        months=MONTHS_A_YEAR,
        rows_most=2,
    ),
)


def make_lists(county: County, *, seed: int, year: int) -> CountyLists:
    """The same for the same county, seed and year; `year` is the one of the orders."""
    die = Random(f"{county.code} {seed}")
    parties = draw_parties(county, die)
    write_names = _names_of(county)
    lists = tuple(_write_list(county.code, kept, parties, write_names, die) for kept in LISTS)
    shop = next(each for each in lists if each.kept.line == SHOP)
    keys = [(row[0], party) for row, party in zip(shop.rows, shop.whose, strict=True)]
    return CountyLists(county.code, lists, draw_orders(county.code, keys, year=year, die=die))


Names = Callable[[Party], tuple[str, str, str]]


def _names_of(county: County) -> Names:
    """A party's prefecture, county and township by name; a hub has its township in brackets."""
    townships: dict[str, str] = {}
    for place in county.places:
        if place.kind is not PlaceKind.VILLAGE:
            seat = _SEAT.search(place.name)
            townships[place.id] = place.name if seat is None else seat[1]
    prefecture = get_prefecture(county.code).name
    return lambda party: (prefecture, county.name, townships.get(party.village.parent or "", ""))


def _write_list(county: str, kept: LineList, parties: Sequence[Party], names: Names, die: Random) -> SampleList:
    """In an order of its own: the list does not know the others'. Keys are the province's, so that two counties' lists
    of one source have none in common."""
    listed = [party for party in parties if kept.line in party.month_fen for _ in range(die.randint(1, kept.rows_most))]
    die.shuffle(listed)
    keys = (f"SL{county}{kept.key}{number:05d}" for number in range(1, len(listed) + 1))
    rows = tuple(_write_row(kept, party, key, names, die) for key, party in zip(keys, listed, strict=True))
    return SampleList(kept, rows, tuple(listed))


def _write_row(kept: LineList, party: Party, key: str, names: Names, die: Random) -> tuple[str, ...]:
    fen = party.month_fen[kept.line] * kept.months
    has_money = die.random() >= kept.habits.no_money
    return (
        key,
        write_name(party, names(party)[1], kept.habits, die),
        write_phone(party, kept.habits, die),
        write_address(party, names(party), kept.habits, die),
        _money(fen, kept) if has_money else "",
        _money(round(fen * party.before), kept) if has_money else "",
        NOTE,
    )


def _money(fen: int, kept: LineList) -> str:
    return str(fen) if kept.in_fen else f"{fen / 100:,.2f}"


def truth_rows(lists: CountyLists) -> Iterator[Mapping[str, str]]:
    """Each row of each list with the party whose it is."""
    for each in lists.lists:
        for row, party in zip(each.rows, each.whose, strict=True):
            yield {"source": each.kept.source, "key": row[0], "party": party.id}
