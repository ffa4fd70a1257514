"""Weeks of mean tempo are counted by stretches."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianlu.target.lists.value.tempo import Tempo, lengths_by_day, stretch_of, stretches


@given(st.integers(0, 2_000))
def test_stretches_cover_every_day_and_are_alike(end: int) -> None:
    edges = stretches(end)
    assert edges[0] == 0
    assert edges[-1] == max(end, 1)
    assert np.ptp(np.diff(edges)) <= 1
    assert lengths_by_day(edges)[-1].sum() == pytest.approx(edges[-1] / 7)


def test_a_slow_stretch_counts_less() -> None:
    tempo = Tempo(np.array([0, 28, 56]), np.array([1.5, 0.5]))
    assert tempo.clock[[0, 28, 42, 56]].tolist() == pytest.approx([0.0, 6.0, 7.0, 8.0])


def test_a_forecast_goes_on_at_the_pace_of_as_long_a_past() -> None:
    tempo = Tempo(np.array([0, 28, 56]), np.array([1.5, 0.5]))
    assert [tempo.pace_of_last(days) for days in (14, 42, 56, 500)] == pytest.approx([0.5, 2.5 / 3, 1.0, 1.0])


def test_the_day_that_ends_a_stretch_belongs_to_it() -> None:
    assert stretch_of(np.array([0, 28, 29, 56]), np.array([0, 28, 56])).tolist() == [0, 0, 1, 1]
