"""The prefectures above the sample province's counties, known by the first four digits of a county's code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Prefecture:
    code: str
    name: str
    name_en: str


PREFECTURES = (
    Prefecture("6301", "西宁市", "Xining City"),
    Prefecture("6302", "海东市", "Haidong City"),
    Prefecture("6322", "海北藏族自治州", "Haibei Tibetan Autonomous Prefecture"),
    Prefecture("6323", "黄南藏族自治州", "Huangnan Tibetan Autonomous Prefecture"),
    Prefecture("6325", "海南藏族自治州", "Hainan Tibetan Autonomous Prefecture"),
    Prefecture("6326", "果洛藏族自治州", "Guoluo Tibetan Autonomous Prefecture"),
    Prefecture("6327", "玉树藏族自治州", "Yushu Tibetan Autonomous Prefecture"),
    Prefecture("6328", "海西蒙古族藏族自治州", "Haixi Mongol and Tibetan Autonomous Prefecture"),
)


def get_prefecture(county_code: str) -> Prefecture:
    """The prefecture of a county of the sample province; raises KeyError for another province's code."""
    return {each.code: each for each in PREFECTURES}[county_code[:4]]
