"""A person's name taken apart: surname and given name, form of address, trade and notes that lists write beside it.

王老板 is a Wang of unknown given name, 段瓒在超市 the shop of 段瓒在, 周应训(村口) the same as 周应训.
"""

import re
from dataclasses import dataclass

from tianlu.target.lists.characters import is_han, plain
from tianlu.target.lists.names.surnames import DOUBLE, is_surname, surname_length
from tianlu.target.lists.names.words import words

TITLES = words(
    """
    老板娘 老板 老师 先生 女士 小姐 太太 经理 总经理 师傅 医生 大夫 主任 书记 站长 村长 所长 校长 会计 大姐 大哥
    大叔 大婶 大嫂 大爷 大娘 大伯 阿姨 奶奶 爷爷 掌柜 同志 总
    """
)
"""After a surname they are never a given name."""

KIN = ("哥", "姐", "叔", "嫂", "婶", "姨", "爷", "伯", "娘", "妹", "弟")
"""After a surname they may also be a given name: 冯伯."""

FAMILIAR = ("小", "老", "阿")
"""Before a surname: 老王."""

TRADES = words(
    """
    生活超市 连锁超市 超市 小卖部 便利店 百货店 百货 商店 商行 商铺 批发部 经营部 农家乐 饭店 餐馆 餐厅 饭馆 面馆
    小吃店 早餐店 酒家 宾馆 旅社 药店 诊所 卫生室 五金店 五金 农资店 农资 理发店 修理厂 修理铺 汽修 服装店 养殖场
    合作社 农场 茶庄 酒坊 副食店 副食 水果店 门市部 门市 店
    """
)
"""What a person's shop is called after him; the longest that fits is taken."""

_NOTE = re.compile(r"[(\[{【<《][^)\]}】>》]*[)\]}】>》]?")
_MARKS = re.compile(r"[\s.,、,;:'\"~*#/\\|_\-+\d]+")


@dataclass(frozen=True)
class PersonName:
    """A name in plain characters; what is not known is empty.

    `title`: how the person is addressed; `is_title_only`: the given name is not known for that reason. `trade`: the
    shop's kind; `note`: what stood in brackets.
    """

    surname: str
    given: str
    title: str = ""
    trade: str = ""
    note: str = ""

    @property
    def full(self) -> str:
        return self.surname + self.given

    @property
    def is_title_only(self) -> bool:
        return bool(self.title) and not self.given


def read_person(text: str) -> PersonName:
    """The parts of a name as a list has it."""
    written = plain(text)
    note = "".join(_NOTE.findall(written)).strip("()[]{}【】<>《》")
    name = _MARKS.sub("", _NOTE.sub("", written))
    person, trade = _split_trade(name)
    surname, given, title = _split_title(person)
    return PersonName(surname, given, title, trade, note)


def _split_trade(name: str) -> tuple[str, str]:
    """The owner and the kind of his shop, where what stands before the kind can be a person."""
    fitting = [trade for trade in TRADES if name.endswith(trade)]
    if not fitting:
        return name, ""
    trade = max(fitting, key=len)
    owner = name[: -len(trade)]
    can_be_person = is_han(owner) and 1 <= len(owner) <= 4 and (is_surname(owner[:1]) or owner[:2] in DOUBLE)
    return (owner, trade) if can_be_person else (name, "")


def _split_title(name: str) -> tuple[str, str, str]:
    """Surname, given name and title."""
    title = max((each for each in TITLES if name.endswith(each)), key=len, default="")
    owner = name.removesuffix(title)
    if title and owner:
        length = 2 if owner in DOUBLE else surname_length(owner)
        return owner[:length], owner[length:], title
    if len(name) == 2 and name[0] in FAMILIAR and is_surname(name[1]):
        return name[1], "", name[0]
    length = surname_length(name)
    given = name[length:]
    if given in KIN:
        return name[:length], given, given
    return name[:length], given, ""
