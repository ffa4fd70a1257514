"""English names: pinyin for the name itself, a word for what kind of place it is.

How a name sounds comes in as a function, so that only the build needs a dictionary of pinyin. Tibetan and Mongolian
names are written as their Chinese characters sound, which is not how they are spelled at home.
"""

import re
from collections.abc import Callable

Romanise = Callable[[str], str]
"""Chinese characters to pinyin without tones, in one word: 恰卜恰 gives qiabuqia."""

NATIONALITIES = {
    "回族": "Hui",
    "藏族": "Tibetan",
    "土族": "Tu",
    "蒙古族": "Mongol",
    "撒拉族": "Salar",
    "哈萨克族": "Kazakh",
}
NATIONALITY = re.compile("|".join(NATIONALITIES))
BRACKETED = re.compile("[（(].*?[）)]")

KINDS = (
    ("自治县", "Autonomous County"),
    ("居委会", "Residents' Committee"),
    ("牧委会", "Herders' Committee"),
    ("街道", "Subdistrict"),
    ("社区", "Community"),
    ("县", "County"),
    ("市", "City"),
    ("区", "District"),
    ("镇", "Town"),
    ("乡", "Township"),
    ("村", "Village"),
)


def english_name(name: str, romanise: Romanise) -> str:
    """恰卜恰镇 is Qiabuqia Town, 大通回族土族自治县 is Datong Hui and Tu Autonomous County."""
    name = BRACKETED.sub("", name)
    for ending, kind in KINDS:
        if name.endswith(ending) and len(name) > len(ending):
            stem = name[: -len(ending)]
            return f"{romanise(_own_part(stem, kind)).capitalize()} {_peoples(stem, kind)}{kind}"
    return romanise(name).capitalize()


def _own_part(stem: str, kind: str) -> str:
    return NATIONALITY.sub("", stem) or stem if kind in ("Township", "Autonomous County") else stem


def _peoples(stem: str, kind: str) -> str:
    if kind not in ("Township", "Autonomous County"):
        return ""
    peoples = [NATIONALITIES[found] for found in NATIONALITY.findall(stem)]
    return f"{' and '.join(peoples)} " if peoples else ""
