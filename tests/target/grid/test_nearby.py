"""Residuals nearby help where there is a field, and say nothing where there is none."""

import numpy as np
import pytest

from tianlu.target.grid.nearby import learn_nearby

RNG = np.random.default_rng(3)
AT = np.column_stack([RNG.uniform(100, 100.4, 3_000), RNG.uniform(36, 36.4, 3_000)])
FIELD = np.sin(AT[:, 0] * 60) + np.cos(AT[:, 1] * 60)


def test_smooth_field_is_found_at_points_that_are_not_known() -> None:
    known = slice(0, 2_500)
    nearby, blind = learn_nearby(AT[known], FIELD[known] + RNG.normal(0, 0.5, 2_500))
    assert np.corrcoef(nearby.shift(AT[2_500:]), FIELD[2_500:])[0, 1] > 0.9
    assert np.corrcoef(blind, FIELD[known])[0, 1] > 0.9


def test_noise_teaches_next_to_nothing() -> None:
    nearby, _ = learn_nearby(AT, RNG.normal(0, 1, 3_000))
    assert np.abs(nearby.shift(AT + 0.001)).mean() < 0.1


def test_far_from_all_that_is_known_nothing_is_said() -> None:
    nearby, _ = learn_nearby(AT, FIELD)
    assert nearby.shift(np.array([[90.0, 30.0]]))[0] == pytest.approx(0.0, abs=1e-6)
