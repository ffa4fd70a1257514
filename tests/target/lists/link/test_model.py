"""A model says what is wrong with it, and its patterns are its levels."""

import numpy as np
import pytest

from tianlu.target.lists.link.model import Comparison, Level, LinkModel, PairClass
from tianlu.target.lists.link.people import PEOPLE

SAME = Level("a_l = a_r", "same", "相同", (9, 1))
OTHER = Level("", "other", "不同", (1, 9))
CLASSES = (PairClass("person", 0.5), PairClass("stranger", 0.5))


def test_a_comparison_ends_with_a_level_without_condition() -> None:
    with pytest.raises(ValueError, match="without a condition"):
        Comparison("a", "a_l IS NULL", (SAME, SAME))


def test_a_level_has_a_guess_for_each_class() -> None:
    with pytest.raises(ValueError, match="each of 3 classes"):
        LinkModel((*CLASSES, PairClass("household", 0.1)), (Comparison("a", "a_l IS NULL", (SAME, OTHER)),), (("a",),))


def test_a_pattern_is_the_levels_as_digits() -> None:
    name, phone, place = 7, 2, 0
    pattern = name + phone * PEOPLE.sizes[0] + place * PEOPLE.sizes[0] * PEOPLE.sizes[1]
    assert PEOPLE.levels_of(np.array([pattern])).tolist() == [[name, phone, place]]
