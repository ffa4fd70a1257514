"""Doubtful pairs come first, with reasons in both languages that add up to the doubt."""

import math

import numpy as np

from tests.target.lists.link.made_people import made_people
from tianlu.target.lists.link.mixture import fit_mixture
from tianlu.target.lists.link.pairs import find_pairs
from tianlu.target.lists.link.people import NAME, PEOPLE, PERSON
from tianlu.target.lists.link.review import DOUBTFUL_FROM, DOUBTFUL_TO, explain_pattern, list_reviews


def test_doubtful_pairs_are_listed_nearest_to_even_first() -> None:
    pairs = find_pairs(made_people()[1], PEOPLE)
    reviews = list_reviews(pairs, fit_mixture(PEOPLE, pairs.pattern), limit=20)
    assert reviews
    doubts = [abs(each.probability - 0.5) for each in reviews]
    assert doubts == sorted(doubts)
    assert all(DOUBTFUL_FROM <= each.probability <= DOUBTFUL_TO for each in reviews)


def test_the_reasons_bits_and_the_classes_shares_make_the_probability() -> None:
    """With two classes the reasons are the whole of it; people have three, so their reasons are nearly so."""
    pairs = find_pairs(made_people()[1], PEOPLE)
    mixture = fit_mixture(PEOPLE, pairs.pattern)
    for pattern in np.unique(pairs.pattern)[::5].tolist():
        bits = sum(reason.bits for reason in explain_pattern(mixture, pattern))
        start = math.log2(mixture.shares[PERSON] / mixture.shares[1:].sum())
        probability = mixture.probabilities(np.array([pattern]))[0, PERSON]
        if bits + start > 12:
            assert probability > 0.5
        if bits + start < -12:
            assert probability < 0.5


def test_each_level_has_words_in_both_languages_and_a_missing_field_none_for_or_against() -> None:
    pairs = find_pairs(made_people()[1], PEOPLE)
    mixture = fit_mixture(PEOPLE, pairs.pattern)
    reasons = {reason.comparison: reason for reason in explain_pattern(mixture, 1)}
    assert (reasons["name"].said, reasons["name"].said_zh) == (NAME.levels[0].said, NAME.levels[0].said_zh)
    assert reasons["name"].bits > 3
    assert (reasons["phone"].said_zh, reasons["phone"].bits) == ("至少一方缺失", 0.0)
    for comparison in PEOPLE.comparisons:
        assert all(level.said and level.said_zh for level in comparison.levels)
