"""How Chinese text sounds: pinyin without tones, and the looser sound in which the south-west does not tell apart.

Readings are those of pypinyin, one character at a time, so that the same character always sounds the same; a surname
has its own reading (单 is shan, not dan).
"""

from functools import lru_cache

SURNAME_READINGS = {
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "区": "ou",
    "朴": "piao",
    "任": "ren",
    "盖": "ge",
    "翟": "zhai",
    "尉": "wei",
    "冼": "xian",
    "缪": "miao",
    "乐": "yue",
    "覃": "qin",
    "折": "she",
    "繁": "po",
    "洗": "xian",
    "员": "yun",
    "秘": "bi",
    "黑": "he",
    "召": "shao",
}

MERGED_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("hu", "fu"))
"""Southwestern Mandarin says the first of each pair as the second (汉语方言, B)."""

MERGED_FINALS = (("ing", "in"), ("eng", "en"))


@lru_cache(maxsize=1 << 16)
def sound_of(character: str) -> str:
    """The syllable of a character; a character without a reading is its own sound."""
    from pypinyin import lazy_pinyin  # only when a name is heard: its dictionary of phrases is large

    return str(lazy_pinyin(character)[0])


def sounds_of(text: str) -> tuple[str, ...]:
    """A syllable for each character."""
    return tuple([sound_of(character) for character in text])


def surname_sound(surname: str) -> str:
    """The syllables of a surname, with the readings that only surnames have."""
    return " ".join(SURNAME_READINGS.get(character, sound_of(character)) for character in surname)


@lru_cache(maxsize=1 << 12)
def loose_sound(syllable: str) -> str:
    """The syllable without what the south-west merges: `ling` and `nin` are one."""
    for said, merged in MERGED_INITIALS:
        if syllable.startswith(said):
            syllable = merged + syllable[len(said) :]
            break
    for said, merged in MERGED_FINALS:
        if syllable.endswith(said):
            return syllable[: -len(said)] + merged
    return syllable
