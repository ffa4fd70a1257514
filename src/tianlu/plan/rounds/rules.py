"""The rules that every plan keeps, in one list; a rule's name is its function's and reaches the user."""

from collections.abc import Callable, Iterable

from tianlu.plan.rounds.facts import Facts
from tianlu.plan.rounds.plan_form import RULE as PLAN_FORM
from tianlu.plan.rounds.rules_driven import as_driven
from tianlu.plan.rounds.rules_floors import (
    largest_gap,
    one_service_a_day,
    promise_hours,
    station_fed,
    station_open,
    visits_a_week,
)
from tianlu.plan.rounds.rules_mail import fed_before_leaving, handover, hold, stated_load
from tianlu.plan.rounds.rules_rounds import (
    access,
    closure,
    driving_rest,
    one_vehicle_one_place,
    shift,
    time_window,
    travel_time,
    vehicle_load,
)
from tianlu.plan.rounds.violation import Violation

Rule = Callable[[Facts], Iterable[Violation]]

RULES: tuple[Rule, ...] = (
    visits_a_week,
    largest_gap,
    promise_hours,
    one_service_a_day,
    station_fed,
    station_open,
    vehicle_load,
    shift,
    driving_rest,
    travel_time,
    time_window,
    access,
    closure,
    one_vehicle_one_place,
    fed_before_leaving,
    stated_load,
    hold,
    handover,
    as_driven,
)

RULE_NAMES_ZH = {
    PLAN_FORM: "计划格式",
    "visits_a_week": "每周到访天数",
    "largest_gap": "最长间隔",
    "promise_hours": "时限承诺",
    "one_service_a_day": "每日一次服务，邮件全部运送",
    "station_fed": "乡镇站进站天数",
    "station_open": "网点营业天数",
    "vehicle_load": "车辆装载",
    "shift": "班次时间",
    "driving_rest": "连续驾驶与休息",
    "travel_time": "行车时间",
    "time_window": "开门时间",
    "access": "通行许可",
    "closure": "封闭",
    "one_vehicle_one_place": "一车一处",
    "fed_before_leaving": "先进站后出发",
    "stated_load": "载明装载",
    "hold": "货舱余量",
    "handover": "交接",
    "as_driven": "已行驶部分不变",
}
"""What each rule is called in Chinese; `plan_form` is asked before the others (see `plan_form`)."""


def judge(facts: Facts) -> tuple[Violation, ...]:
    """All violations, rule by rule in the order of `RULES`."""
    return tuple(violation for rule in RULES for violation in rule(facts))
