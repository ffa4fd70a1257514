"""Generated lists of rural people, seeded: households in villages of a division table, their records on four business
lines with what goes wrong on real lists. `entity` and `household` are the truth.

What goes wrong, by record: another telephone (25 %), a digit off (5 %), none (7 %); a character that sounds alike (9
%) or is another one (3 %), a form of address (3 %), a shop (1 %), a note (0.6 %), traditional characters (10 % of
people); one of five written forms of the address, its village suffix doubled (30 %), no house number (45 %). A tenth
of people share their household's telephone. The shares are guesses of what lists have, set before anything was
measured on them.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from random import Random

import polars as pl

from tianlu.target.lists.address.division import Division, DivisionTable, Level
from tianlu.target.lists.address.spellings import core_name, own_name
from tianlu.target.lists.sound import sound_of

LINES = ("寄递", "金融", "电商", "保险")
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华文辉建国志玉红梅春海燕晓东雪荣凤珍香莲翠琴云飞鹏波斌宇浩凯"
    "健俊帆帅旭宁龙林鑫欣怡佳婷雨晨阳光宗祖德福禄寿喜财源广进家兴旺盛昌隆发达永安康泰和顺吉祥如意忠孝仁义礼智信诚"
    "恒远长青松柏竹山河江湖天地星辰月亮金银铜铁木水火土正道心良善真美珠宝玲珑瑞琪瑶琳璐珊环佩芬芝茂萍蓉菊荷莉薇蕾"
    "露霜秋冬夏成才学习思维新民权立业全胜利功开清廉洁白朝廷殿堂先后前步升高大有为中"
)
OTHERS = "维微卫蔚威方房防绣修营颖影静净敬镜力立历利强墙蔷雷君均阳扬洋羊勇咏用"
TITLES = ("先生", "女士", "老板", "总", "师傅", "姐", "哥", "叔")
TRADITIONAL = str.maketrans(
    "国华凤云飞东丽军刚红兰龙宁义发达长财兴荣学业进步", "國華鳳雲飛東麗軍剛紅蘭龍寧義發達長財興榮學業進步"
)


@dataclass(frozen=True)
class Home:
    """A house: its village by code, village group and number."""

    village: str
    group: int
    house: int


def generate(table: DivisionTable, *, records: int, seed: int) -> pl.DataFrame:
    """At least so many records: record, entity, household, line, name, phone, address, and the true village's code."""
    rng = Random(seed)
    villages = [each for each in table.divisions if each.level == Level.VILLAGE]
    rows: list[tuple[int, int, int, str, str, str | None, str, str]] = []
    entity = household = 0
    while len(rows) < records:
        home = Home(rng.choice(villages).code, rng.randint(1, 15), rng.randint(1, 120))
        surname = SURNAMES[min(int(rng.expovariate(0.06)), len(SURNAMES) - 1)]
        shared = _phone(rng)
        generation = rng.choice(GIVEN)
        for _ in range(rng.choices((1, 2, 3, 4), (40, 30, 20, 10))[0]):
            name, phone = _name(rng, surname, generation), shared if rng.random() < 0.1 else _phone(rng)
            is_traditional = rng.random() < 0.1
            for line in rng.sample(LINES, rng.choices((1, 2, 3), (30, 49, 21))[0]):
                written = _written_name(rng, name, is_traditional=is_traditional)
                address = _written_address(rng, table, home)
                said = _written_phone(rng, phone)
                rows.append((len(rows), entity, household, line, written, said, address, home.village))
            entity += 1
        household += 1
    schema = ["record", "entity", "household", "line", "name", "phone", "address", "village"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _name(rng: Random, surname: str, generation: str) -> str:
    """One in five has a given name of one character; of the others half share their household's first character."""
    if rng.random() < 0.2:
        return surname + rng.choice(GIVEN)
    return surname + (generation if rng.random() < 0.5 else rng.choice(GIVEN)) + rng.choice(GIVEN)


def _phone(rng: Random) -> str:
    return (
        rng.choice(("136", "138", "139", "150", "151", "159", "177", "184", "185", "186"))
        + f"{rng.randrange(10**8):08d}"
    )


def _written_name(rng: Random, name: str, *, is_traditional: bool) -> str:
    chance = rng.random()
    if chance < 0.03:
        return name[0] + rng.choice(TITLES)
    if chance < 0.12:
        name = _replaced(rng, name, sounding=True)
    elif chance < 0.15:
        name = _replaced(rng, name, sounding=False)
    elif chance < 0.16:
        name += "超市"
    elif chance < 0.166:
        name += "(村口)"
    return name.translate(TRADITIONAL) if is_traditional else name


def _replaced(rng: Random, name: str, *, sounding: bool) -> str:
    at = rng.randrange(1, len(name))
    choice = same_sound()[name[at]] if sounding else GIVEN
    return name[:at] + rng.choice(choice) + name[at + 1 :]


@cache
def same_sound() -> dict[str, str]:
    """For each character of names, and of others that clerks write for them, all those that sound like it."""
    found: dict[str, str] = defaultdict(str)
    for sign in dict.fromkeys(GIVEN + SURNAMES + OTHERS):
        found[sound_of(sign)] += sign
    return {sign: signs for signs in found.values() for sign in signs}


def _written_phone(rng: Random, phone: str) -> str | None:
    chance = rng.random()
    if chance < 0.07:
        return None
    if chance < 0.12:
        at = rng.randrange(3, 11)
        return phone[:at] + str((int(phone[at]) + rng.randint(1, 9)) % 10) + phone[at + 1 :]
    return _phone(rng) if chance < 0.37 else phone


def _written_address(rng: Random, table: DivisionTable, home: Home) -> str:
    above = {each.level: each for each in table.list_above(home.village)}
    village, township, county = above[Level.VILLAGE], above[Level.TOWNSHIP], above[Level.COUNTY]
    form = rng.randrange(5)
    if form == 3:
        where = core_name(county) + core_name(township) + own_name(village)
    else:
        levels = ((Level.PROVINCE, Level.PREFECTURE), (Level.PREFECTURE,), (), (), ())[form]
        where = "".join(_official(above[level]) for level in levels)
        where += (county.name if form < 3 else "") + township.name + own_name(village)
    doubled = "村" if rng.random() < 0.3 else ""
    house = f"{home.house}号" if form != 3 and rng.random() < 0.69 else ""
    return f"{where}{doubled}{home.group}组{house}"


def _official(division: Division) -> str:
    return "" if division.name.startswith(("市辖区", "省直辖", "自治区直辖")) else division.name
