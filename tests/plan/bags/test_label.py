"""A label's text is read back as what was written."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.bags.builders import a_manifest
from tianlu.core.ids import PlaceId, TripId
from tianlu.core.problem import ProblemsFound
from tianlu.plan.bags.label import BagLabel, label_of, label_text, parse_label, read_number
from tianlu.plan.bags.number import bag_number

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@settings(derandomize=True, deadline=None)
@given(NAMES, NAMES, NAMES, st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(0, 10**6))
def test_any_label_is_read_back_as_it_was_written(trip: str, origin: str, end: str, on: date, grams: int) -> None:
    ends = {"origin": PlaceId(origin), "destination": PlaceId(end)}
    label = BagLabel(bag_number(TripId(trip), on, **ends, index=1), TripId(trip), on, **ends, grams=grams)
    text = label_text(label)
    assert text.isascii()
    assert parse_label(text) == label
    assert read_number(f" {text}\n") == label.number


def test_a_number_may_be_typed_with_blanks() -> None:
    manifest = a_manifest()
    number = manifest.bags[0].number
    assert read_number(f"{number[:4]} {number[4:8]} {number[8:]}") == number


@pytest.mark.parametrize("wrong", ["", "TLB1;1;2", "https://example.org", "1234567890123456", "TLB1;0;t;d;a;b;1"])
def test_what_is_no_label_is_refused_in_both_languages(wrong: str) -> None:
    with pytest.raises(ProblemsFound) as trouble:
        read_number(wrong)
    assert trouble.value.problems[0].how_to_fix_zh


def test_a_label_with_a_changed_weight_or_date_is_still_checked() -> None:
    manifest = a_manifest()
    text = label_text(label_of(manifest, manifest.bags[0]))
    for broken in (text.replace("2026-11-23", "2026-11-99"), text.replace(";2000", ";-5"), text + ";x"):
        with pytest.raises(ProblemsFound):
            parse_label(broken)
