"""The benchmark of bounds prints a county's line."""

from benchmarks.bound import proven_row


def test_line_of_a_small_county_has_cost_bound_and_gap() -> None:
    cells = [cell.strip() for cell in proven_row("632803", seconds=4.0, seed=1).strip("|").split("|")]
    assert cells[0].startswith("632803")
    cost, bound, gap = (float(cell.replace(",", "")) for cell in cells[2:5])
    assert 0 < bound <= cost
    assert 0 <= gap < 100
    assert cells[5] == "0"
