"""A subsidy: never above its cap or its share, every step with its reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianlu.plan.whatif.changes import Subsidise
from tianlu.plan.whatif.subsidy import shipped_rules, subsidy_of
from tianlu.plan.whatif.subsidy_rule import Grade, SubsidyRule

RULES = st.builds(
    SubsidyRule,
    id=st.just("own"),
    name=st.just("自写"),
    name_en=st.just("own"),
    percent_max=st.integers(0, 100),
    cap_fen=st.integers(0, 10**9),
    grade_percents=st.tuples(*[st.integers(0, 100)] * 4),
    clause=st.just("-"),
)


@given(RULES, st.integers(0, 10**11), st.sampled_from(Grade), st.integers(1, 40), st.integers(1, 53))
def test_subsidy_is_never_above_its_cap_or_its_share(
    rule: SubsidyRule, investment_fen: int, grade: Grade, years: int, weeks: int
) -> None:
    subsidy = subsidy_of(Subsidise(rule, investment_fen, grade, years, weeks))
    assert 0 <= subsidy.fen <= rule.cap_fen
    assert subsidy.fen * 100 <= investment_fen * rule.percent_max
    assert subsidy.week_fen is not None
    assert subsidy.week_fen * years * weeks <= subsidy.fen
    amounts = [step.fen for step in subsidy.steps]
    assert amounts == sorted(amounts, reverse=True)
    assert all(step.reason and step.reason_zh for step in subsidy.steps)


@pytest.mark.parametrize(
    ("rule", "yuan", "grade", "paid_yuan"),
    [
        ("county_centre_new", 5_000_000, Grade.A, 1_000_000),
        ("county_centre_new", 50_000_000, Grade.A, 2_000_000),
        ("county_centre_upgrade", 3_000_000, Grade.B, 1_200_000),
        ("township_station", 400_000, Grade.C, 120_000),
        ("township_station", 4_000_000, Grade.A, 300_000),
        ("township_station", 4_000_000, Grade.D, 0),
    ],
)
def test_shipped_rule_pays_what_the_notice_says(rule: str, yuan: int, grade: Grade, paid_yuan: int) -> None:
    subsidy = subsidy_of(Subsidise(shipped_rules()[rule], yuan * 100, grade))
    assert subsidy.fen == paid_yuan * 100
    assert subsidy.week_fen is None
