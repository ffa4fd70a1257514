"""A made-up province small enough to read: two counties of one prefecture, with names that repeat and mislead."""

from tianlu.target.lists.address.division import DivisionTable, read_divisions

ROWS = (
    ("52", "贵州省"),
    ("5204", "安顺市"),
    ("520423", "镇宁布依族苗族自治县"),
    ("520423100", "永乐镇"),
    ("520423100201", "团结村村民委员会"),
    ("520423100202", "大寨村村委会"),
    ("520423100001", "文昌社区居民委员会"),
    ("520423200", "沙子苗族乡"),
    ("520423200201", "河边村村民委员会"),
    ("520423200202", "团结村村民委员会"),
    ("5222", "黔西南布依族苗族自治州"),
    ("522222", "兴义市"),
    ("522222001", "凤仪街道"),
    ("522222001001", "红光居委会"),
    ("522222100", "永乐镇"),
    ("522222100201", "团结村村民委员会"),
    ("522222100202", "下寨村村民委员会"),
)


def small_province() -> DivisionTable:
    return read_divisions(ROWS)
