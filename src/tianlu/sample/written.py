"""How lists write a party down: names with titles, homophones and old characters, numbers in several forms, addresses
long and short."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tianlu.sample.parties import Party

TITLES = ("老板", "师傅", "经理", "女士", "先生", "老师")
SHOPS = ("超市", "小卖部", "商店", "农家乐")
MISTAKEN = str.maketrans(
    "才措卓吉华芳兰梅霞燕海志晓玉金成福清元涛岚汀澈屿桐砚禾泽穹霁岑澜棠璟珩",
    "财错桌极花方蓝枚侠艳每智小余今城富青园滔蓝丁撤与同研和择琼纪芩兰堂景衡",
)
"""A character that sounds or looks the same."""
TRADITIONAL = str.maketrans(
    "马张杨刘赵陈吴孙罗谢许邓冯叶苏吕卢钟谭陆汪国建晓红丽学庆华军兰云龙强辉东加让扎岚泽澜岭业专农场贸饰资门门",
    "馬張楊劉趙陳吳孫羅謝許鄧馮葉蘇呂盧鐘譚陸汪國建曉紅麗學慶華軍蘭雲龍強輝東加讓扎嵐澤瀾嶺業專農場貿飾資門門",
)


@dataclass(frozen=True)
class Habits:
    """How often a list writes so: shares of rows, weights of forms. `phones` are named in PHONES, `addresses` in
    `write_address`."""

    phones: tuple[str, ...]
    addresses: Mapping[str, float]
    titled: float = 0.0
    mistaken: float = 0.02
    traditional: float = 0.01
    shop: float = 0.0
    region: float = 0.5
    no_form: float = 0.1
    no_phone: float = 0.05
    no_address: float = 0.05
    no_money: float = 0.02


def write_name(party: Party, county: str, habits: Habits, die: Random) -> str:
    """`county` is its name, as firms write it before theirs."""
    name = _firm_name(party, county, habits, die) if party.is_firm else _person_name(party, habits, die)
    if die.random() < habits.traditional:
        return name.translate(TRADITIONAL)
    return _mistake(name, die) if die.random() < habits.mistaken else name


def write_phone(party: Party, habits: Habits, die: Random) -> str:
    if die.random() < habits.no_phone:
        return ""
    phone = party.phone
    if "-" in phone:
        return die.choice((phone, phone.replace("-", ""), phone.replace("-", " ")))
    form = die.choice(habits.phones)
    return {
        "plain": phone,
        "spaced": f"{phone[:3]} {phone[3:7]} {phone[7:]}",
        "dashed": f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
        "country": f"+86 {phone}",
        "country_plain": f"86{phone}",
    }[form]


def write_address(party: Party, names: tuple[str, str, str], habits: Habits, die: Random) -> str:
    """`names` are those of prefecture, county and township."""
    if die.random() < habits.no_address:
        return ""
    prefecture, county, township = names
    village = party.village.name
    stem = township.removesuffix("镇").removesuffix("乡") or township
    end = f"{party.group}组{party.house}号"
    (form,) = die.choices(list(habits.addresses), list(habits.addresses.values()))
    return {
        "full": f"青海省{prefecture}{county}{township}{village}{end}",
        "county": f"{county}{township}{village}",
        "county_house": f"{county}{township}{village}{end}",
        "township": f"{township}{village}{end}",
        "short": f"{stem}{village.removesuffix('村')}",
        "village": village,
    }[form]


def _person_name(party: Party, habits: Habits, die: Random) -> str:
    if party.has_shop and die.random() < habits.shop:
        return party.name + die.choice(SHOPS)
    if len(party.name) <= 3 and die.random() < habits.titled:
        return party.name[0] + die.choice(TITLES)
    return party.name


def _firm_name(party: Party, county: str, habits: Habits, die: Random) -> str:
    region = die.choice((county, f"青海省{county}", "青海")) if die.random() < habits.region else ""
    return region + party.brand + party.industry + ("" if die.random() < habits.no_form else party.form)


def _mistake(name: str, die: Random) -> str:
    """One character that can be mistaken is; the name as it is where none can."""
    places = [k for k, sign in enumerate(name) if ord(sign) in MISTAKEN]
    if not places:
        return name
    at = die.choice(places)
    return name[:at] + name[at].translate(MISTAKEN) + name[at + 1 :]
