"""The benchmark of mending runs on a small county and says what it measures."""

from benchmarks.replan import HEAD, counties_of_about, lost, mend_closures, row
from tianlu.sample import list_counties

SMALL = "632803"


def test_one_closure_of_a_small_county_is_mended_within_its_seconds() -> None:
    for each in mend_closures(SMALL, closures=2, seconds=0.5, planned_s=1.0, seed=1):
        assert lost(each.found)[0] == 0
        assert each.found.after.report.compliance.of > 0
        assert row(each).count("|") == HEAD.splitlines()[0].count("|")


def test_counties_measured_lie_about_the_size_asked_for() -> None:
    sizes = {each.code: each.villages for each in list_counties()}
    below, near, above = (sizes[code] for code in counties_of_about(200))
    assert below <= near <= 200 < above
