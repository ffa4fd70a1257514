"""Who lives and trades in a sample county, as no list says it: invented people and firms, and what each business line
earns with them. The truth that generated lists are made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from tianlu.place.model import Place, PlaceKind
from tianlu.plan.county import County
from tianlu.sample.invented import brand_name, land_line, mobile_number, person_name, relative_name
from tianlu.sample.specialities import (
    BARLEY_AND_RAPESEED,
    CORDYCEPS,
    GOJI,
    YAK_AND_SHEEP,
    Speciality,
    specialities_of,
)

PARCELS, BANK, SHOP, INSURANCE = LINES = ("寄递", "金融", "电商", "保险")
PEOPLE_A_PARTY, PEOPLE_MIN, PEOPLE_MAX = 300, 60, 480
VILLAGES_A_FIRM, FIRMS_MIN, FIRMS_MAX = 2, 12, 80
RELATIVE_SHARE = 0.06
"""Of people: in one house with somebody listed before them, at his number."""
ON_LINE_PERSON = {PARCELS: 0.6, BANK: 0.6, SHOP: 0.3, INSURANCE: 0.35}
ON_LINE_FIRM = {PARCELS: 0.9, BANK: 0.7, SHOP: 0.5, INSURANCE: 0.4}
MEDIAN_YUAN_PERSON, SPREAD_PERSON = 30.0, 1.0
MEDIAN_YUAN_FIRM, SPREAD_FIRM = 1000.0, 1.3
"""A month on one line; lognormal. B throughout: no operator's figures are open."""
DECLINING_SHARE = 0.2
AREA_CODES = {"6301": "0971", "6302": "0972", "6322": "0970", "6323": "0973", "6325": "0974", "6326": "0975"}
AREA_CODES |= {"6327": "0976", "6328": "0977"}

TRADES: Mapping[Speciality, tuple[tuple[str, str], ...]] = {
    CORDYCEPS: (("冬虫夏草", "专业合作社"), ("虫草", "商行"), ("虫草", "经营部")),
    GOJI: (("枸杞", "专业合作社"), ("枸杞", "有限公司"), ("枸杞", "商行")),
    YAK_AND_SHEEP: (("牦牛肉", "专业合作社"), ("牛羊肉", "经营部"), ("养殖", "专业合作社"), ("乳制品", "有限公司")),
    BARLEY_AND_RAPESEED: (("青稞", "有限责任公司"), ("粮油", "批发部"), ("种植", "专业合作社"), ("果蔬", "经营部")),
}
TRADES_EVERYWHERE = (
    ("百货", "超市"),
    ("农资", "经营部"),
    ("五金", "门市部"),
    ("餐饮", "有限公司"),
    ("服饰", "专卖店"),
    ("土特产", "商行"),
    ("工艺品", "工作室"),
    ("商贸", "有限责任公司"),
)


@dataclass(frozen=True)
class Party:
    """A person or a firm. A firm has `brand`, `industry` and `form`; a person's name is all there is. `phone` is as it
    is dialled, `village` where he is, with group and house. `month_fen` by business line that knows him; a year before
    it was `before` times that."""

    id: str
    is_firm: bool
    name: str
    phone: str
    village: Place
    group: int
    house: int
    month_fen: Mapping[str, int]
    before: float
    brand: str = ""
    industry: str = ""
    form: str = ""
    has_shop: bool = False


def draw_parties(county: County, die: Random) -> tuple[Party, ...]:
    """People by where people live, firms by the county's specialities."""
    villages = [place for place in county.places if place.kind is PlaceKind.VILLAGE]
    people = sum(place.population for place in county.places)
    count = min(max(people // PEOPLE_A_PARTY, PEOPLE_MIN), PEOPLE_MAX)
    firms = min(max(len(villages) // VILLAGES_A_FIRM, FIRMS_MIN), FIRMS_MAX)
    return (*_draw_people(county.code, villages, count, die), *_draw_firms(county.code, villages, firms, die))


def _draw_people(county: str, villages: list[Place], count: int, die: Random) -> Iterator[Party]:
    before: Party | None = None
    homes = die.choices(villages, [place.population or 1 for place in villages], k=count)
    for k, village in enumerate(homes):
        money = _draw_money(die, ON_LINE_PERSON, MEDIAN_YUAN_PERSON, SPREAD_PERSON)
        id_, change = f"{county}-P{k:04d}", _draw_before(die)
        if before is not None and die.random() < RELATIVE_SHARE:
            name = relative_name(die, before.name)
            yield Party(id_, False, name, before.phone, before.village, before.group, before.house, money, change)
            before = None
            continue
        name, phone = person_name(die), mobile_number(die)
        group, house = die.randrange(1, 7), die.randrange(1, 160)
        before = Party(
            id_,
            False,
            name,
            phone,
            village,
            group,
            house,
            money,
            change,
            has_shop=len(name) == 3 and die.random() < 0.1,
        )
        yield before


def _draw_firms(county: str, villages: list[Place], count: int, die: Random) -> Iterator[Party]:
    own = [trade for speciality in specialities_of(county) for trade in TRADES[speciality]]
    for k in range(count):
        brand = brand_name(die)
        industry, form = die.choice(own if die.random() < 0.6 else TRADES_EVERYWHERE)
        is_land_line = die.random() < 0.4
        yield Party(
            id=f"{county}-F{k:04d}",
            is_firm=True,
            name=brand + industry + form,
            phone=land_line(die, AREA_CODES[county[:4]]) if is_land_line else mobile_number(die),
            village=die.choice(villages),
            group=die.randrange(1, 7),
            house=die.randrange(1, 160),
            month_fen=_draw_money(die, ON_LINE_FIRM, MEDIAN_YUAN_FIRM, SPREAD_FIRM),
            before=_draw_before(die),
            brand=brand,
            industry=industry,
            form=form,
        )


def _draw_money(die: Random, on_line: Mapping[str, float], median_yuan: float, spread: float) -> Mapping[str, int]:
    """On at least one line."""
    lines = [line for line, share in on_line.items() if die.random() < share] or [die.choice(LINES)]
    return {line: round(100 * median_yuan * die.lognormvariate(0, spread)) for line in lines}


def _draw_before(die: Random) -> float:
    """Most have grown since; some have fallen by a tenth to a half."""
    return die.uniform(1.15, 2.0) if die.random() < DECLINING_SHARE else die.uniform(0.7, 1.05)
