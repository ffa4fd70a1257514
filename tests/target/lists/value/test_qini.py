"""The Qini area is 1 for the best order, about 0 for a chance one."""

import numpy as np
import pytest

from tianlu.target.lists.value.qini import estimate_qini, qini_area

RNG = np.random.default_rng(2)
TREATED = RNG.random(4_000) < 0.5
MOVED = RNG.random(4_000) < 0.3
OUTCOME = np.where(TREATED & MOVED, RNG.random(4_000) < 0.6, RNG.random(4_000) < 0.2)


def test_order_that_knows_the_outcome_is_perfect() -> None:
    assert qini_area(np.where(TREATED, 1.0, -1.0) * OUTCOME, TREATED, OUTCOME) == pytest.approx(1.0)


def test_one_score_for_all_is_chance() -> None:
    assert qini_area(np.ones(4_000), TREATED, OUTCOME) == pytest.approx(0.0, abs=1e-12)


def test_score_that_knows_who_is_moved_is_above_noise() -> None:
    found = estimate_qini(MOVED.astype(float), TREATED, OUTCOME, seed=1, draws=100)
    assert found.low <= found.area <= found.high
    assert not found.is_within_noise


def test_scores_drawn_by_lot_are_within_noise_but_for_one_in_forty() -> None:
    lots = [np.random.default_rng(seed).random(4_000) for seed in range(20)]
    found = [estimate_qini(score, TREATED, OUTCOME, seed=1, draws=50) for score in lots]
    assert sum(not each.is_within_noise for each in found) <= 2


def test_turned_score_is_worse_than_chance() -> None:
    assert qini_area(-MOVED.astype(float), TREATED, OUTCOME) < 0


def test_without_a_control_group_there_is_no_area() -> None:
    with pytest.raises(ValueError, match="not"):
        qini_area(np.ones(4), np.ones(4, bool), np.ones(4, bool))
