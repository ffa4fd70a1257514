"""The mixture finds the shares and levels that pairs were drawn from, from a rough first guess."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tianlu.target.lists.link.mixture import fit_mixture
from tianlu.target.lists.link.model import Comparison, Level, LinkModel, PairClass

SHARES = (0.3, 0.7)
TABLES = (
    [[0.8, 0.15, 0.05], [0.05, 0.1, 0.85]],
    [[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]],
    [[0.9, 0.05, 0.05], [0.2, 0.3, 0.5]],
)


def three_levels(name: str) -> Comparison:
    guesses = (("x", (60.0, 20.0)), ("y", (20.0, 20.0)), ("", (20.0, 60.0)))
    return Comparison(name, f"{name}_l IS NULL", tuple(Level(sql, "said", "所言", met) for sql, met in guesses))


MODEL = LinkModel((PairClass("person", 0.5), PairClass("stranger", 0.5)), tuple(map(three_levels, "abc")), (("a",),))


def drawn(count: int, *, unknown: float, seed: int = 2) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Patterns of pairs drawn from the tables, and the class of each."""
    rng = np.random.default_rng(seed)
    kind = rng.choice(2, count, p=SHARES)
    pattern, base = np.zeros(count, np.int64), 1
    for table in TABLES:
        level = 1 + (rng.random((count, 1)) > np.cumsum(table, axis=1)[kind][:, :2]).sum(axis=1)
        pattern += base * np.where(rng.random(count) < unknown, 0, level)
        base *= 4
    return pattern, kind


def test_shares_and_tables_are_found_without_labels() -> None:
    pattern, _ = drawn(200_000, unknown=0.1)
    mixture = fit_mixture(MODEL, pattern)
    assert mixture.shares == pytest.approx(SHARES, abs=0.01)
    for found, table in zip(mixture.tables, TABLES, strict=True):
        assert found == pytest.approx(np.array(table), abs=0.02)


def test_probabilities_are_right_as_often_as_they_say() -> None:
    pattern, kind = drawn(200_000, unknown=0.1)
    sure = fit_mixture(MODEL, pattern).probabilities(pattern)[:, 0]
    for low in (0.1, 0.3, 0.5, 0.7):
        inside = (sure >= low) & (sure < low + 0.2)
        assert (kind[inside] == 0).mean() == pytest.approx(sure[inside].mean(), abs=0.03)


def test_a_pair_of_which_nothing_is_known_is_as_probable_as_any() -> None:
    mixture = fit_mixture(MODEL, drawn(20_000, unknown=0.1)[0])
    assert mixture.probabilities(np.array([0]))[0] == pytest.approx(mixture.shares)


def test_more_alike_levels_weigh_more() -> None:
    mixture = fit_mixture(MODEL, drawn(50_000, unknown=0.0)[0])
    for comparison in range(3):
        assert (np.diff(mixture.weights(comparison)) < 0).all()


def test_without_pairs_the_first_guess_stands() -> None:
    mixture = fit_mixture(MODEL, np.zeros(0, np.int64))
    assert mixture.shares.tolist() == [0.5, 0.5]
    assert mixture.tables[0].tolist() == [[0.6, 0.2, 0.2], [0.2, 0.2, 0.6]]
