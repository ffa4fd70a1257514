"""What each customer will buy in the days to come: repeat-buyer model, corrected by what habits told in the past.

The model (BG/NBD at the market's tempo) knows how often and how lately. What it does not know, the money and the
regularity, is learnt inside the past: the model is fitted as of an earlier day, what came after is held against its
forecast, and trees learn by which habits it was too high or too low. Nothing after the last day known is looked at.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.lists.value.bg_nbd import Record, buying_rate, chance_alive, expected_purchases
from tianlu.target.lists.value.fit_buyers import BuyerModel, FitParams, fit_buyers, record_of
from tianlu.target.lists.value.gamma_gamma import expected_money, fit_gamma_gamma
from tianlu.target.lists.value.habits import habits_of
from tianlu.target.lists.value.purchases import Histories, buying_days, count_after, days_from, histories_until

if TYPE_CHECKING:
    import lightgbm as lgb

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ForecastParams:
    """`past_share` of the days known is what the correction is learnt on, at most as many as are forecast.
    It is left out where it would have less than `days_min` days or `buyers_min` customers who came back in them."""

    fit: FitParams = field(default_factory=FitParams)
    past_share: float = 1 / 3
    days_min: int = 28
    buyers_min: int = 200
    learn_max: int = 200_000
    trees: int = 100
    leaves: int = 4
    learning_rate: float = 0.03
    ridge: float = 10.0


@dataclass(frozen=True, eq=False)
class Forecast:
    """One row a customer, in order of its key: `customer`, `expected` days of purchase in the days to come,
    `chance_alive`, `fen_each` of a day of purchase, `expected_fen`, and what they rest on: `repeats`, `quiet_days`,
    `weeks_each` (between purchases while alive) and `correction` (1 where habits say nothing).

    `pace_ahead` is the tempo that is gone on with, `level` what the model's sum was multiplied by, since it was off by
    that in the past; `is_corrected` says whether there was past enough to learn from; `money_correlation` should be
    near 0 for `fen_each` to be relied on.
    """

    table: pl.DataFrame
    model: BuyerModel
    pace_ahead: float
    level: float
    is_corrected: bool
    money_correlation: float


def forecast_buyers(
    purchases: pl.DataFrame, *, until: date, days_ahead: int, seed: int, params: ForecastParams | None = None
) -> Forecast:
    """What each customer that had bought by `until` will buy in the `days_ahead` after it.

    Raises ValueError where the table is not as `purchases.COLUMNS` says or nobody ever came back.
    """
    params = params or ForecastParams()
    days = buying_days(purchases.filter(pl.col("day") <= until))
    stand = _stand(days, until, days_ahead, params)
    lesson = _lesson_of_the_past(days, stand, until, days_ahead, seed, params)
    fen_each, related = _fen_each(stand.histories)
    return Forecast(
        table=_table(stand, lesson, fen_each),
        model=stand.model,
        pace_ahead=stand.pace_ahead,
        level=lesson.level,
        is_corrected=lesson is not _NO_LESSON,
        money_correlation=related,
    )


@dataclass(frozen=True, eq=False)
class _Stand:
    """The model as of the end of a day, with its forecast of the days after it."""

    histories: Histories
    model: BuyerModel
    record: Record
    pace_ahead: float
    expected: Floats

    def habits(self, days: pl.DataFrame, until: date) -> Floats:
        alive, rate = chance_alive(self.model.figures, self.record), buying_rate(self.model.figures, self.record)
        return habits_of(days, until, alive, rate)


def _stand(days: pl.DataFrame, until: date, days_ahead: int, params: ForecastParams) -> _Stand:
    histories = histories_until(days, until)
    model = fit_buyers(histories, _repeat_days(days, histories, until), params=params.fit)
    record = record_of(histories, model.tempo)
    # A horizon goes on at the mean pace of as long a past: a season shorter than it is averaged away.
    pace = model.tempo.pace_of_last(days_ahead)
    expected = expected_purchases(model.figures, record, days_ahead / 7 * pace)
    return _Stand(histories, model, record, pace, expected)


def _repeat_days(days: pl.DataFrame, histories: Histories, until: date) -> NDArray[np.int64]:
    known = days.filter(pl.col("day") <= until)
    again = known.filter(pl.col("customer") == pl.col("customer").shift(1))
    return days_from(again["day"], histories.start)


@dataclass(frozen=True, eq=False)
class _Lesson:
    """What an earlier forecast of the past teaches: by what its sum was wrong, and (customers,) by what each customer's
    part of the sum is to be multiplied, None for by nothing."""

    level: float = 1.0
    factor: Floats | None = None


_NO_LESSON = _Lesson()


def _lesson_of_the_past(
    days: pl.DataFrame, now: _Stand, until: date, days_ahead: int, seed: int, params: ForecastParams
) -> _Lesson:
    """_NO_LESSON where the past is too short to teach any."""
    back = min(days_ahead, int(now.histories.end * params.past_share))
    if back < params.days_min:
        return _NO_LESSON
    then_day = until - timedelta(days=back)
    then_days = days.filter(pl.col("day") <= then_day)
    if not then_days["customer"].is_duplicated().any():
        return _NO_LESSON
    then = _stand(then_days, then_day, back, params)
    bought = count_after(days, then.histories.customers, after=then_day, until=until).astype(float)
    if np.count_nonzero(bought) < params.buyers_min:
        return _NO_LESSON
    level = float(bought.sum() / then.expected.sum())
    trees = _grow(then.habits(then_days, then_day), bought, then.expected * level, seed, params)
    factor = np.exp(np.asarray(trees.predict(now.habits(days, until), raw_score=True, num_threads=1), float))
    return _Lesson(level, factor * now.expected.sum() / (factor @ now.expected))


def _grow(habits: Floats, bought: Floats, expected: Floats, seed: int, params: ForecastParams) -> "lgb.Booster":
    """Poisson trees on what was bought, starting from what was expected."""
    import lightgbm as lgb  # only when trees are grown: it is slow to load

    if len(bought) > params.learn_max:
        kept = np.random.default_rng(seed).choice(len(bought), params.learn_max, replace=False)
        habits, bought, expected = habits[kept], bought[kept], expected[kept]
    start = np.log(np.maximum(expected, 1e-6))
    settings = {
        "objective": "poisson",
        "learning_rate": params.learning_rate,
        "num_leaves": params.leaves,
        "min_data_in_leaf": max(20, len(bought) // 80),
        "feature_fraction": 0.5,
        "lambda_l2": params.ridge,
        "seed": seed,
        "deterministic": True,
        "num_threads": 1,
        "verbose": -1,
    }
    return lgb.train(settings, lgb.Dataset(habits, bought, init_score=start), num_boost_round=params.trees)


def _fen_each(histories: Histories) -> tuple[Floats, float]:
    repeats, mean_fen = histories.repeats.astype(float), histories.repeat_fen
    if np.count_nonzero((repeats > 0) & (mean_fen > 0)) < 2:
        return np.full(len(histories), histories.fen.sum() / (histories.repeats + 1).sum()), 0.0
    model = fit_gamma_gamma(repeats, mean_fen)
    return expected_money(model, repeats, mean_fen), model.correlation


def _table(stand: _Stand, lesson: _Lesson, fen_each: Floats) -> pl.DataFrame:
    figures = stand.model.figures
    factor = np.ones(len(stand.histories)) if lesson.factor is None else lesson.factor
    expected = stand.expected * lesson.level * factor
    return pl.DataFrame(
        {
            "customer": stand.histories.customers,
            "expected": expected,
            "chance_alive": chance_alive(figures, stand.record),
            "fen_each": np.rint(fen_each).astype(np.int64),
            "expected_fen": np.rint(expected * fen_each).astype(np.int64),
            "repeats": stand.histories.repeats,
            "quiet_days": stand.histories.end - stand.histories.last,
            "weeks_each": 1 / buying_rate(figures, stand.record),
            "correction": factor,
        }
    )
