"""Two names stand on one rung of likeness, the same from either side."""

import pytest

from tianlu.target.lists.names.likeness import SAID, NameLikeness, compare_people
from tianlu.target.lists.names.looks import GROUPS, look_key
from tianlu.target.lists.names.person import read_person


@pytest.mark.parametrize(
    ("one", "other", "rung"),
    [
        ("周应训", "周應訓", NameLikeness.SAME),
        ("李祺诚", "李祺成", NameLikeness.SOUNDS_ALIKE),
        ("张林", "章林", NameLikeness.SOUNDS_ALIKE),
        ("王兰芳", "王南芳", NameLikeness.SOUNDS_NEARLY_ALIKE),
        ("陈未来", "陈末来", NameLikeness.LOOKS_ALIKE),
        ("彭先生", "彭己", NameLikeness.TITLE_ONLY),
        ("彭先生", "彭老板", NameLikeness.TITLE_ONLY),
        ("李国强", "李国华", NameLikeness.ONE_CHARACTER_SHARED),
        ("李国强", "李国", NameLikeness.ONE_CHARACTER_SHARED),
        ("李国强", "李文华", NameLikeness.SAME_SURNAME),
        ("彭先生", "李先生", NameLikeness.DIFFERENT),
    ],
)
def test_names_are_alike_to_a_degree(one: str, other: str, rung: NameLikeness) -> None:
    assert compare_people(read_person(one), read_person(other)) == rung
    assert compare_people(read_person(other), read_person(one)) == rung


def test_every_rung_is_said_in_both_languages() -> None:
    assert set(SAID) == set(NameLikeness)


def test_all_of_a_group_look_like_its_first() -> None:
    for group in GROUPS:
        assert len(set(map(look_key, group))) == 1, group
