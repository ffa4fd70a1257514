"""English names."""

import pytest

from tianlu.sample.names import english_name

SOUNDS = {"恰卜恰": "qiabuqia", "大通": "datong", "日月": "riyue", "城南": "chengnan", "东": "dong"}


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("恰卜恰镇", "Qiabuqia Town"),
        ("大通回族土族自治县", "Datong Hui and Tu Autonomous County"),
        ("日月藏族乡", "Riyue Tibetan Township"),
        ("城南社区", "Chengnan Community"),
        ("东村（一村）", "Dong Village"),
    ],
)
def test_the_kind_of_place_is_a_word_and_the_name_its_sound(name: str, english: str) -> None:
    assert english_name(name, SOUNDS.__getitem__) == english
