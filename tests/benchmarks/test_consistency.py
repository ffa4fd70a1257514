"""The benchmark of the wish for the same driver and hour prints a county's line."""

from benchmarks.consistency import priced_row


def test_line_of_a_small_county_has_cost_drivers_and_hours() -> None:
    cells = [cell.strip() for cell in priced_row("632803", "300,100", iterations=12_000, seeds=[1, 2]).split("|")[1:-1]]
    assert cells[:2] == ["632803", "300, 100"]
    low, high = cells[3].split(" to ")
    assert low.startswith("¥")
    assert high.startswith("¥")
    assert 0 <= int(cells[4].removesuffix("%")) <= 100
    assert cells[5].endswith("min")
