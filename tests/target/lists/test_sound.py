"""Characters sound as names do, and alike where the south-west hears no difference."""

import pytest

from tianlu.target.lists.sound import loose_sound, sounds_of, surname_sound


def test_a_surname_has_its_own_reading() -> None:
    assert sounds_of("单") == ("dan",)
    assert surname_sound("单") == "shan"
    assert surname_sound("欧阳") == "ou yang"


@pytest.mark.parametrize(("one", "other"), [("ling", "nin"), ("zhang", "zang"), ("shi", "si"), ("hui", "fui")])
def test_what_the_south_west_merges_sounds_alike(one: str, other: str) -> None:
    assert loose_sound(one) == loose_sound(other)


def test_other_syllables_stay_apart() -> None:
    assert loose_sound("wang") != loose_sound("wan")
