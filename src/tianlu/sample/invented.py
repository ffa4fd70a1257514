"""Names and telephone numbers that nobody has: put together from parts by a die.

A person's name is a surname and a given name, or two Tibetan ones, drawn apart from each other: that somebody is called
so is as likely as with any name, and means nobody. A firm's brand is two characters that no trade uses together.

Mobile numbers begin with 154, a range that is given to nobody (Google's libphonenumber, Apache 2.0, knows mobile
numbers of China as 13, 14[57], 15[0-35-9] …, without 154; read 2026-11). Local numbers begin with 1, with which only
short codes begin (电信网编号计划, B). All of them are numbers to a reader of lists, and reach nobody.
"""

from random import Random

from tianlu.target.lists.names.words import words

SURNAMES = "马马马李王张刘陈杨赵韩冶祁吴周徐孙郭何朱罗梁宋谢许邓冯曹彭曾田董潘袁蔡余杜叶程魏苏吕丁任卢姚钟姜崔谭陆范汪"
GIVEN_FIRST = "明国建文海志永春晓玉秀桂金忠成德世庆学福生小红丽淑"
GIVEN_LAST = "华平军英芳兰梅云龙林强辉霞燕花全良福山清元仁涛俊"
TIBETAN_FIRST = words(
    "才让 扎西 多杰 卓玛 仁青 桑吉 索南 久美 加羊 尕藏 旦增 拉毛 德吉 央金 白玛 公保 华旦 完么 周太 南卡"
)
TIBETAN_LAST = words("才让 卓玛 多杰 措 加 吉 杰 东主 才旦 旺姆 扎西 草 尖措 项秀 措毛 当周 本 太 昂毛 龙珠")
BRAND_FIRST = "穹霁岑澜棠岚璟霄珩沐蘅翎"
BRAND_LAST = "岚汀澈屿桐砚禾泽墨原岭朔"
MOBILE_RANGE = "154"
LOCAL_DIGIT = "1"
TIBETAN_SHARE = 0.45
"""Of people in the sample; no census figure."""


def person_name(die: Random) -> str:
    if die.random() < TIBETAN_SHARE:
        return die.choice(TIBETAN_FIRST) + die.choice(TIBETAN_LAST)
    last = die.choice(GIVEN_LAST)
    return die.choice(SURNAMES) + (last if die.random() < 0.2 else die.choice(GIVEN_FIRST) + last)


def relative_name(die: Random, name: str) -> str:
    """Of somebody in the same house: the same surname, where there is one."""
    if name[0] not in SURNAMES or len(name) > 3:
        return person_name(die)
    return name[0] + die.choice(GIVEN_FIRST) + die.choice(GIVEN_LAST)


def brand_name(die: Random) -> str:
    return die.choice(BRAND_FIRST) + die.choice(BRAND_LAST)


def mobile_number(die: Random) -> str:
    return f"{MOBILE_RANGE}{die.randrange(10**8):08d}"


def land_line(die: Random, area_code: str) -> str:
    return f"{area_code}-{LOCAL_DIGIT}{die.randrange(10**6):06d}"
