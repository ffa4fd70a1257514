"""The figures in which scenarios are compared: name, unit, and whether less of it is better."""

from collections.abc import Callable
from dataclasses import dataclass

from tianlu.plan.rounds.cost import Cost
from tianlu.plan.whatif.compare import Outcome

PER_MILLE = 1000


@dataclass(frozen=True)
class Figure:
    """A row of the table. `unit` is fen, m, min, g, count or permille; `of` gives None where it does not exist."""

    key: str
    zh: str
    en: str
    unit: str
    of: Callable[[Outcome], int | None]


def _cost(outcome: Outcome) -> Cost:
    return outcome.planned.report.cost


def _share(outcome: Outcome) -> int:
    return round(PER_MILLE * outcome.summary.pieces_by_bus_share)


def _one_driver(outcome: Outcome) -> int:
    return round(PER_MILLE * outcome.planned.report.consistency.one_driver_share)


def _spread(outcome: Outcome) -> int:
    return round(outcome.planned.report.consistency.spread_mean_min)


def _changed(outcome: Outcome) -> int | None:
    return None if outcome.posed is None else len(outcome.changes)


FIGURES = (
    Figure("total_fen", "成本", "Cost", "fen", lambda o: o.summary.total_fen),
    Figure("vehicle_days_fen", "其中：车辆日", "of which vehicle-days", "fen", lambda o: _cost(o).vehicle_days_fen),
    Figure("km_fen", "其中：里程", "of which distance", "fen", lambda o: _cost(o).km_fen),
    Figure("hours_fen", "其中：工时", "of which hours", "fen", lambda o: _cost(o).hours_fen),
    Figure("bus_fees_fen", "其中：班车运费", "of which bus fees", "fen", lambda o: _cost(o).bus_fees_fen),
    Figure("handling_fen", "其中：交接", "of which handling", "fen", lambda o: _cost(o).handling_fen),
    Figure(
        "consistency_fen", "其中：固定司机与时刻", "of which consistency", "fen", lambda o: _cost(o).consistency_fen
    ),
    Figure("bound_fen", "下界", "Bound", "fen", lambda o: o.planned.result.bound_fen),
    Figure("subsidy_week_fen", "补助（每周折合）", "Subsidy a week", "fen", lambda o: o.subsidy_week_fen),
    Figure("vehicle_days", "车日", "Vehicle-days", "count", lambda o: o.summary.vehicle_days),
    Figure("metres", "里程", "Distance", "m", lambda o: o.summary.metres),
    Figure("minutes", "工时", "Hours", "min", lambda o: o.summary.minutes),
    Figure("g_co2e_marginal", "碳排（新增）", "Carbon, marginal", "g", lambda o: o.summary.g_co2e_marginal),
    Figure("g_co2e_allocated", "碳排（分摊）", "Carbon, allocated", "g", lambda o: o.summary.g_co2e_allocated),
    Figure("visits", "村到访", "Visits of villages", "count", lambda o: o.summary.visits),
    Figure("pieces_by_bus", "班车带运件数占比", "Pieces by bus", "permille", _share),
    Figure("one_driver", "固定一名司机的村占比", "Villages with one driver", "permille", _one_driver),
    Figure("spread_mean_min", "到达时刻平均相差", "Arrival spread, mean", "min", _spread),
    Figure("floors_met", "达标项", "Floors kept", "count", lambda o: o.summary.floors_met),
    Figure("floors_missed", "未达标项", "Floors missed", "count", lambda o: o.summary.floors_of - o.summary.floors_met),
    Figure("violations", "违规", "Rules broken", "count", lambda o: o.summary.violations),
    Figure("places_changed", "安排有变的地点", "Places served otherwise", "count", _changed),
)


def difference(figure: Figure, outcome: Outcome, base: Outcome) -> int | None:
    """Outcome less base; None where one of them does not have it, or the figure is itself a difference."""
    here, there = figure.of(outcome), figure.of(base)
    return None if here is None or there is None else here - there
