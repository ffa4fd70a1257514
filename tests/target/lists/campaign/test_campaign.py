"""A campaign by lot with a known effect: the mean is found with its interval, and who is moved most is put first."""

import numpy as np
import polars as pl
import pytest

from tianlu.core.problem import ProblemsFound
from tianlu.target.lists.campaign.answers import Answer, guess_answer_columns, read_answers
from tianlu.target.lists.campaign.measure import GROUP_MIN, measure_campaign

HEADS = ("客户编号", "是否触达", "是否购买")


def drawn(customers: int, seed: int, *, effect: float) -> tuple[pl.DataFrame, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Who has much money comes anyway; asking moves only who has little."""
    rng = np.random.default_rng(seed)
    money, other = rng.random(customers), rng.random(customers)
    asked = rng.random(customers) < 0.5
    chance = 0.1 + 0.3 * money + effect * asked * (money < 0.5)
    return pl.DataFrame({"money": money, "other": other}), asked, rng.random(customers) < chance


def test_effect_is_found_and_who_is_moved_is_put_first() -> None:
    features, asked, came = drawn(6_000, 1, effect=0.3)
    found = measure_campaign(features, asked, came, seed=1)
    assert found.mean.low < 0.15 < found.mean.high
    assert not found.mean.is_within_noise
    assert found.qini is not None
    assert found.uplift is not None
    assert not found.qini.is_within_noise
    poor, rich = pl.DataFrame({"money": [0.1], "other": [0.5]}), pl.DataFrame({"money": [0.9], "other": [0.5]})
    assert found.uplift.effect(poor)[0] > found.uplift.effect(rich)[0] + 0.1


def test_campaign_that_changed_nothing_is_said_to_be_within_noise() -> None:
    found = measure_campaign(*drawn(4_000, 2, effect=0.0), seed=1)
    assert found.mean.is_within_noise
    assert found.qini is not None
    assert found.qini.is_within_noise


def test_small_groups_tell_the_mean_alone() -> None:
    features, asked, came = drawn(GROUP_MIN, 3, effect=0.3)
    found = measure_campaign(features, asked, came, seed=1)
    assert (found.uplift, found.qini) == (None, None)
    assert found.mean.asked + found.mean.control == GROUP_MIN


def test_without_a_control_group_nothing_is_measured() -> None:
    features, asked, came = drawn(100, 4, effect=0.3)
    with pytest.raises(ValueError, match="not"):
        measure_campaign(features, np.ones_like(asked), came, seed=1)


def test_answers_are_read_and_rows_that_cannot_be_used_are_named() -> None:
    columns = guess_answer_columns("f", HEADS)
    rows = (("K1", "1", "是"), ("K2", "否", ""), ("", "1", "1"), ("K1", "0", "0"), ("K3", "也许", "1"), ("", "", ""))
    read = read_answers("f", columns, [(k + 2, dict(zip(HEADS, row, strict=True))) for k, row in enumerate(rows)])
    assert read.answers == (Answer("K1", True, True), Answer("K2", False, False))
    assert [(each.row, each.code) for each in read.problems] == [(4, "no_key"), (5, "key_twice"), (6, "bad_flag")]


def test_list_without_a_needed_column_is_refused_with_the_mend() -> None:
    with pytest.raises(ProblemsFound) as raised:
        guess_answer_columns("f", ("客户编号", "日期"))
    assert len(raised.value.problems) == 2


def test_further_columns_of_numbers_are_features() -> None:
    columns = guess_answer_columns("f", (*HEADS, "近度", "备注"))
    heads = (*HEADS, "近度", "备注")
    rows = [
        (k + 2, dict(zip(heads, row, strict=True)))
        for k, row in enumerate((("K1", "1", "1", "3", "好"), ("K2", "0", "0", "-1.5", "")))
    ]
    read = read_answers("f", columns, rows)
    assert read.features == ("近度",)
    assert [each.numbers for each in read.answers] == [(3.0,), (-1.5,)]
