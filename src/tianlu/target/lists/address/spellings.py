"""The ways in which people write a division's name, each with how far it is from the official one.

大寨村村民委员会 is written 大寨村 or 大寨, 镇宁布依族苗族自治县 镇宁县 or 镇宁, 英武镇 英武, and after a change of
status 英武乡.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tianlu.target.lists.address.division import Division, Level
from tianlu.target.lists.characters import plain

CORE_MIN = 2
"""Characters that are left at least when a suffix is taken off: 开县 is never 开."""

NO_NAME = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""Rows of the bureau's list at the level of prefectures that stand for no division."""

COMMITTEES = re.compile(r"(?P<of>村|居|牧)?(?:民|牧民)?委(?:员)?会$")

NATIONS = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 "
    "保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"
)
"""Peoples by whom counties and townships are named: 镇宁布依族苗族自治县."""

_NATION = "|".join(sorted((f"{each}族" for each in NATIONS.split()), key=len, reverse=True))
_NATION_TAIL = re.compile(rf"(?:{_NATION})+(?:自治)?$")

SUFFIXES = {
    Level.PROVINCE: ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"),
    Level.PREFECTURE: ("自治州", "地区", "州", "市", "盟"),
    Level.COUNTY: ("自治县", "自治旗", "特区", "林区", "矿区", "县", "市", "区", "旗"),
    Level.TOWNSHIP: ("民族乡", "街道办事处", "街道", "地区", "苏木", "镇", "乡"),
    Level.VILLAGE: ("社区", "村", "嘎查"),
}

OTHER_SUFFIXES = {
    Level.PROVINCE: (),
    Level.PREFECTURE: ("州", "市", "地区"),
    Level.COUNTY: ("县", "市", "区"),
    Level.TOWNSHIP: ("镇", "乡", "街道", "民族乡", "街道办事处", "街道办"),
    Level.VILLAGE: ("村", "社区", "居委会", "村委会", "社区居委会"),
}


class Written(StrEnum):
    """How a division was written, from exact to least sure."""

    EXACT = "exact"
    SUFFIX_LEFT_OUT = "suffix left out"
    OTHER_SUFFIX = "other suffix"
    SOUNDS_ALIKE = "sounds alike"
    ONE_CHARACTER_OFF = "one character off"


COSTS = {
    Written.EXACT: 0.0,
    Written.SUFFIX_LEFT_OUT: 1.0,
    Written.OTHER_SUFFIX: 1.5,
    Written.SOUNDS_ALIKE: 2.5,
    Written.ONE_CHARACTER_OFF: 3.5,
}
"""What each is worth when readings of an address are held against each other; only their order matters."""


@dataclass(frozen=True)
class Spelling:
    """One way to write a name, in plain characters."""

    text: str
    written: Written


def own_name(division: Division) -> str:
    """The name without its committee, in plain characters: 大寨村委会 is 大寨村, 红光居委会 红光."""
    name = plain(division.name)
    committee = COMMITTEES.search(name) if division.level == Level.VILLAGE else None
    if committee is None or committee.start() < CORE_MIN - 1:
        return name
    kept = name[: committee.start()]
    return kept + "村" if committee["of"] == "村" and not kept.endswith("村") else kept


def core_name(division: Division) -> str:
    """The name without suffix and nations: 镇宁布依族苗族自治县 is 镇宁."""
    name = own_name(division)
    core = _without_suffix(name, division.level)
    shorter = _NATION_TAIL.sub("", core)
    return shorter if len(shorter) >= CORE_MIN else core


def list_spellings(division: Division) -> tuple[Spelling, ...]:
    """All ways, each once, the nearest to the official name first."""
    if division.level == Level.PREFECTURE and division.name in NO_NAME:
        return ()
    found: dict[str, Written] = {}
    for spelling in _spellings(division):
        if len(spelling.text) >= CORE_MIN:
            found.setdefault(spelling.text, spelling.written)
    return tuple(Spelling(text, written) for text, written in found.items())


def _spellings(division: Division) -> Iterator[Spelling]:
    name, core = own_name(division), core_name(division)
    longer = _without_suffix(name, division.level)
    yield Spelling(plain(division.name), Written.EXACT)
    yield Spelling(name, Written.EXACT)
    if name.endswith(("自治县", "自治州")):
        yield Spelling(name[:-1], Written.SUFFIX_LEFT_OUT)
    for text in (longer, core):
        yield Spelling(text, Written.SUFFIX_LEFT_OUT)
    for suffix in OTHER_SUFFIXES[division.level]:
        yield Spelling(core + suffix, Written.OTHER_SUFFIX)


def _without_suffix(name: str, level: Level) -> str:
    for suffix in SUFFIXES[level]:
        if name.endswith(suffix) and len(name) - len(suffix) >= CORE_MIN:
            return name[: -len(suffix)]
    return name
