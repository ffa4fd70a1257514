"""The end of a rural address: village group (组) and house number (号), told from the part that names divisions."""

import re
from dataclasses import dataclass

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_GROUP_WORD = r"(?:村民小组|村民组|小组|组|社(?!区)|队(?![村社]))"
_GROUP = re.compile(rf"第?(?P<group>{_NUMBER}){_GROUP_WORD}")
_HOUSE = re.compile(r"(?P<house>\d{1,5}(?:[-之附]\d{1,4})*)(?:号(?!楼)|$)")
_WORTH_LOOKING = re.compile(r"[\d组社队]")

DIGITS = {digit: k for k, digit in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True)
class HouseEnd:
    """`head` names divisions; `group` and `house` as written, in Arabic digits; `rest` is what follows them."""

    head: str
    group: str | None
    house: str | None
    rest: str


def split_house(text: str) -> HouseEnd:
    """A plain address split before its group, or before its house number where there is no group."""
    if not _WORTH_LOOKING.search(text):
        return HouseEnd(text, None, None, "")
    group = None
    for group in _GROUP.finditer(text):  # noqa: B007  the last one: 三组村 may stand before 2组
        pass
    if group is not None and group.start() > 0:
        after = text[group.end() :]
        house = _HOUSE.match(after)
        rest = after[house.end() :] if house else after
        return HouseEnd(text[: group.start()], _arabic(group["group"]), house["house"] if house else None, rest)
    house = _HOUSE.search(text)
    if house is None or house.start() == 0:
        return HouseEnd(text, None, None, "")
    return HouseEnd(text[: house.start()], None, house["house"], text[house.end() :])


def _arabic(number: str) -> str:
    """A number below a thousand in Arabic digits: 十五 is 15, 二十 is 20."""
    if number.isdigit():
        return str(int(number))
    total, digit = 0, 0
    for sign in number:
        if sign in DIGITS:
            digit = DIGITS[sign]
        else:
            total, digit = total + (digit or 1) * (10 if sign == "十" else 100), 0
    return str(total + digit)
