"""Every kind of broken package gives its problem, at its place, in both languages; nothing is half-loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

from tests.files.package_builders import (
    Tables,
    problems_of,
    set_cell,
    sound_tables,
    write_folder,
    write_workbook,
    write_zip,
)
from tianlu.files import package, package_files


@dataclass(frozen=True)
class Broken:
    """One thing done to a sound package, and the one problem that follows."""

    what: str
    spoil: Callable[[Tables], object]
    code: str
    table: str
    row: int | None = None
    field: str | None = None


def cell(table: str, row: int, column: str, value: str) -> Callable[[Tables], None]:
    return lambda tables: set_cell(tables, table, row, column, value)


def added(table: str, *line: str) -> Callable[[Tables], None]:
    return lambda tables: tables[table].append(list(line))


def without_column(table: str, column: str) -> Callable[[Tables], None]:
    def spoil(tables: Tables) -> None:
        at = tables[table][0].index(column)
        tables[table] = [[*line[:at], *line[at + 1 :]] for line in tables[table]]

    return spoil


def both(*spoils: Callable[[Tables], object]) -> Callable[[Tables], None]:
    def spoil(tables: Tables) -> None:
        for each in spoils:
            each(tables)

    return spoil


def circle(tables: Tables) -> None:
    """Two stations that are each other's parents: two problems of the kind, one a place."""
    set_cell(tables, "places", 3, "parent", "T")
    set_cell(tables, "places", 4, "parent", "S")


CASES = (
    Broken("unknown parent", cell("places", 5, "parent", "X9"), "unknown_parent", "places", 5, "parent"),
    Broken("parent missing", cell("places", 5, "parent", ""), "parent_missing", "places", 5, "parent"),
    Broken("hub with a parent", cell("places", 2, "parent", "S"), "hub_with_parent", "places", 2, "parent"),
    Broken("village under a village", cell("places", 6, "parent", "V"), "parent_of_wrong_kind", "places", 6, "parent"),
    Broken("station under a station", cell("places", 4, "parent", "S"), "parent_of_wrong_kind", "places", 4, "parent"),
    Broken("parents in a circle", circle, "parent_circle", "places", 3, "parent"),
    Broken("no hub", cell("places", 2, "kind", "station"), "no_hub", "places", None, "kind"),
    Broken("two hubs", both(cell("places", 4, "kind", "hub"), cell("places", 4, "parent", "")), "two_hubs", "places"),
    Broken(
        "repeated code",
        added("places", "V", "village", "三村", "S", "100.9", "36.4", "rural", "", ""),
        "duplicate_code",
        "places",
        7,
        "code",
    ),
    Broken("depot is a village", cell("places", 5, "depots", "W"), "depot_is_a_village", "places", 5, "depots"),
    Broken("depot unknown", cell("places", 5, "depots", "T;U"), "unknown_depots", "places", 5, "depots"),
    Broken("vehicle in a village", cell("vehicles", 3, "depot", "V"), "depot_is_a_village", "vehicles", 3, "depot"),
    Broken("vehicle's depot unknown", cell("vehicles", 3, "depot", "Q"), "unknown_depot", "vehicles", 3, "depot"),
    Broken("shift reversed", cell("vehicles", 2, "shift_to", "06:00"), "shift_reversed", "vehicles", 2, "shift_to"),
    Broken("no such hour", cell("vehicles", 2, "shift_to", "25:00"), "not_an_hour", "vehicles", 2, "shift_to"),
    Broken("hour of 70 minutes", cell("vehicles", 2, "shift_to", "18:70"), "not_an_hour", "vehicles", 2, "shift_to"),
    Broken("weekday 8", cell("vehicles", 2, "days", "1-8"), "not_weekdays", "vehicles", 2, "days"),
    Broken("weekdays made a date", cell("vehicles", 2, "days", "2026-01-05"), "became_a_date", "vehicles", 2, "days"),
    Broken("unknown energy", cell("vehicles", 2, "energy", "deisel"), "unknown_choice", "vehicles", 2, "energy"),
    Broken("no capacity", cell("vehicles", 2, "capacity_kg", "0"), "out_of_range", "vehicles", 2, "capacity_kg"),
    Broken("number with its unit", cell("vehicles", 2, "yuan_a_km", "1.5元"), "not_a_number", "vehicles", 2),
    Broken("not a number at all", cell("vehicles", 2, "yuan_a_km", "NaN"), "not_a_number", "vehicles", 2, "yuan_a_km"),
    Broken("number past counting", cell("vehicles", 2, "yuan_a_km", "1e999"), "out_of_range", "vehicles", 2),
    Broken("blank required cell", cell("vehicles", 2, "kind", " "), "blank_cell", "vehicles", 2, "kind"),
    Broken(
        "vehicle twice",
        lambda tables: tables["vehicles"].append(list(tables["vehicles"][1])),
        "duplicate_id",
        "vehicles",
        4,
        "id",
    ),
    Broken("no vehicle may go", cell("places", 6, "vehicle_kinds", "truck"), "no_vehicle_may_go", "places", 6),
    Broken("demand of an unknown place", cell("demand", 2, "place", "VV"), "unknown_place", "demand", 2, "place"),
    Broken("demand of an unknown season", cell("demand", 2, "season", "paek"), "unknown_season", "demand", 2, "season"),
    Broken("negative pieces", cell("demand", 2, "mon", "-3"), "negative", "demand", 2, "mon"),
    Broken("half a piece", cell("demand", 2, "mon", "2.5"), "not_a_whole_number", "demand", 2, "mon"),
    Broken("words for pieces", cell("demand", 2, "mon", "three"), "not_a_number", "demand", 2, "mon"),
    Broken("unknown direction", cell("demand", 2, "direction", "delivr"), "unknown_choice", "demand", 2, "direction"),
    Broken(
        "demand row twice",
        lambda tables: tables["demand"].append(list(tables["demand"][1])),
        "duplicate_row",
        "demand",
        4,
        "place",
    ),
    Broken("month 13", cell("seasons", 2, "months", "11-13"), "not_months", "seasons", 2, "months"),
    Broken("month 0", cell("seasons", 2, "months", "0"), "not_months", "seasons", 2, "months"),
    Broken(
        "lon and lat exchanged",
        both(cell("places", 5, "lon", "36.45"), cell("places", 5, "lat", "100.9")),
        "lon_lat_swapped",
        "places",
        5,
        "lon",
    ),
    Broken("off the county", cell("places", 5, "lon", "110.9"), "far_from_hub", "places", 5, "lon"),
    Broken("off the earth", cell("places", 5, "lon", "500"), "out_of_range", "places", 5, "lon"),
    Broken(
        "opening hours reversed",
        lambda tables: tables.__setitem__(
            "places",
            [[*line, *more] for line, more in zip(
                tables["places"], [["open_from", "open_to"], *[["", ""]] * 4, ["12:00", "08:00"]], strict=True
            )],
        ),
        "hours_reversed",
        "places",
        6,
        "open_to",
    ),
    Broken("travel pair missing", lambda tables: tables["travel"].pop(), "travel_pair_missing", "travel", None, "to"),
    Broken("travel from nowhere", added("travel", "X", "H", "1", "1"), "unknown_from", "travel", 22, "from"),
    Broken("travel pair twice", added("travel", "H", "S", "1", "1"), "duplicate_row", "travel", 22, "from"),
    Broken("travel to itself", added("travel", "H", "H", "1", "1"), "travel_to_itself", "travel", 22, "minutes"),
    Broken("negative travel", cell("travel", 2, "minutes", "-1"), "negative", "travel", 2, "minutes"),
    Broken("closure ends first", cell("closures", 2, "end", "2026-11-24"), "closure_reversed", "closures", 2, "end"),
    Broken("closure of nothing", cell("closures", 2, "place", ""), "closure_of_what", "closures", 2, "place"),
    Broken("closure of half a way", cell("closures", 3, "to", ""), "closure_of_what", "closures", 3, "place"),
    Broken("closure on no day", cell("closures", 2, "start", "2026-02-30"), "not_a_date", "closures", 2, "start"),
    Broken("freight on no line", cell("freight", 2, "route_id", "L9"), "unknown_route_id", "freight", 2, "route_id"),
    Broken("freight on no trip", cell("freight", 3, "trip_id", "t9"), "unknown_trip_id", "freight", 3, "trip_id"),
    Broken("freight without hold", cell("freight", 2, "hold_kg", ""), "freight_term_missing", "freight", 2, "hold_kg"),
    Broken("yes or what", cell("freight", 2, "allowed", "maybe"), "unknown_choice", "freight", 2, "allowed"),
    Broken("floor in a wrong unit", cell("floors", 2, "unit", "hours"), "floor_in_wrong_unit", "floors", 2, "unit"),
    Broken("floor of nine days a week", cell("floors", 2, "figure", "9"), "out_of_range", "floors", 2, "figure"),
    Broken(
        "operator's visits below the law's",
        cell("floors", 2, "area_classes", "township"),
        "below_the_law",
        "floors",
        2,
        "figure",
    ),
    Broken(
        "operator's visits below the law's for one of its classes",
        both(cell("floors", 2, "kinds", ""), cell("floors", 2, "area_classes", "")),
        "below_the_law",
        "floors",
        2,
        "figure",
    ),
    Broken("unknown rule", cell("floors", 2, "rule", "visit_a_week"), "unknown_choice", "floors", 2, "rule"),
    Broken("missing column", without_column("demand", "kg_a_piece"), "missing_column", "demand", 1, "kg_a_piece"),
    Broken("missing key", lambda tables: tables["county"].pop(2), "missing_column", "county", 1, "name"),
    Broken("unknown column", cell("demand", 1, "mon", "monn"), "unknown_column", "demand", 1, "monn"),
    Broken("unknown key", cell("county", 4, "key", "hub_reddy"), "unknown_column", "county", 4, "hub_reddy"),
    Broken("bad term", cell("county", 4, "value", "seven"), "not_an_hour", "county", 4, "hub_ready"),
    Broken("column twice", cell("demand", 1, "mon", "周二"), "column_twice", "demand", 1, "tue"),
    Broken("missing table", lambda tables: tables.pop("vehicles"), "missing_table", "vehicles"),
    Broken("empty table", lambda tables: tables["demand"].__delitem__(slice(1, None)), "empty_table", "demand"),
    Broken(
        "misspelt table",
        lambda tables: tables.__setitem__("clousres", tables.pop("closures")),
        "unknown_table",
        "clousres",
    ),
    Broken("bus at no stop", cell("gtfs_stop_times", 3, "stop_id", "b9"), "unknown_stop_id", "gtfs_stop_times", 3),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_broken_package_gives_its_problem_at_its_place(case: Broken, form: str, tmp_path: Path) -> None:
    tables = sound_tables()
    case.spoil(tables)
    path = write_workbook(tables, tmp_path / "p.xlsx") if form == "xlsx" else write_folder(tables, tmp_path / "p")
    problems = problems_of(path)
    problem = next(each for each in problems if each.code == case.code)
    assert problem.table == case.table
    assert case.row is None or case.row in {each.row for each in problems if each.code == case.code}
    assert case.field is None or problem.field == case.field
    assert all((problem.found, problem.expected, problem.how_to_fix, problem.expected_zh, problem.how_to_fix_zh))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_one_mistake_is_not_reported_all_over(case: Broken, tmp_path: Path) -> None:
    """A mistake that takes a place, a line or a season away is also met where that is used."""
    tables = sound_tables()
    case.spoil(tables)
    other = {problem.code for problem in problems_of(write_folder(tables, tmp_path))} - {case.code}
    assert other <= FOLLOWING.get(case.what, set())


FOLLOWING = {
    "parents in a circle": {"parent_of_wrong_kind"},
    "no hub": {"parent_of_wrong_kind", "parent_missing"},
}


def test_code_that_a_spreadsheet_shortened_is_recognised(tmp_path: Path) -> None:
    tables = sound_tables()
    set_cell(tables, "places", 5, "code", "6.32521E+11")
    assert problems_of(write_folder(tables, tmp_path))[0].code == "code_became_a_number"


def test_all_problems_come_at_once_in_the_order_of_the_tables(tmp_path: Path) -> None:
    tables = sound_tables()
    set_cell(tables, "demand", 2, "mon", "-3")
    set_cell(tables, "places", 5, "parent", "X9")
    set_cell(tables, "places", 4, "lon", "abc")
    set_cell(tables, "vehicles", 2, "shift_to", "06:00")
    problems = problems_of(write_folder(tables, tmp_path))
    assert [(problem.table, problem.row, problem.code) for problem in problems] == [
        ("places", 4, "not_a_number"),
        ("places", 5, "unknown_parent"),
        ("demand", 2, "negative"),
        ("vehicles", 2, "shift_reversed"),
    ]


def test_nearest_word_is_suggested(tmp_path: Path) -> None:
    tables = sound_tables()
    set_cell(tables, "vehicles", 2, "energy", "deisel")
    (problem,) = problems_of(write_folder(tables, tmp_path))
    assert "diesel" in problem.how_to_fix
    assert "diesel" in problem.how_to_fix_zh


def test_rows_are_counted_as_the_file_shows_them(tmp_path: Path) -> None:
    """Blank rows above, between and inside a quoted cell do not shift the numbers."""
    tables = sound_tables()
    tables["demand"].insert(2, [""] * 6)
    set_cell(tables, "demand", 4, "mon", "x")
    (problem,) = problems_of(write_folder(tables, tmp_path / "a"))
    assert problem.row == 4
    tables["demand"].insert(0, [""] * 6)
    (problem,) = problems_of(write_workbook(tables, tmp_path / "b.xlsx"))
    assert problem.row == 5


def test_nothing_there_is_said_plainly(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "nowhere")
    assert problem.code == "no_package"


def test_folder_without_tables_lacks_each_required_one(tmp_path: Path) -> None:
    assert [problem.table for problem in problems_of(tmp_path)] == ["county", "places", "demand", "vehicles"]


@pytest.mark.parametrize("name", ["package.zip", "package.xlsx"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"hello", b"\x00" * 200])
def test_archive_that_is_none_is_a_problem(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert {problem.code for problem in problems_of(path)} == {"unreadable_file"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n", "empty_file"),
        (b"a\x00b", "unreadable_file"),
        (b"\xff\xff\xff", "unreadable_file"),
        (b'place,"direction', "unreadable_file"),
    ],
)
def test_csv_that_is_none_is_a_problem_once(content: bytes, code: str, tmp_path: Path) -> None:
    folder = write_folder(sound_tables(), tmp_path)
    (folder / "demand.csv").write_bytes(content)
    assert [(problem.code, problem.table) for problem in problems_of(folder)] == [(code, "demand.csv")]


def test_parquet_that_is_none_is_a_problem(tmp_path: Path) -> None:
    folder = write_folder(sound_tables(), tmp_path)
    (folder / "demand.csv").unlink()
    (folder / "demand.parquet").write_bytes(b"PAR1 not really")
    assert [problem.code for problem in problems_of(folder)] == ["unreadable_file"]


def test_half_a_zip_is_a_problem(tmp_path: Path) -> None:
    archive = write_zip(write_folder(sound_tables(), tmp_path / "p"), tmp_path / "p.zip")
    archive.write_bytes(archive.read_bytes()[:700])
    assert {problem.code for problem in problems_of(archive)} == {"unreadable_file"}


@pytest.mark.parametrize("inside", ["../", "/etc/", "a/../../", "C:/"])
def test_zip_that_leads_out_of_itself_is_refused(inside: str, tmp_path: Path) -> None:
    archive = write_zip(write_folder(sound_tables(), tmp_path / "p"), tmp_path / "p.zip", inside)
    assert {problem.code for problem in problems_of(archive)} == {"unsafe_zip"}


def test_zip_bomb_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_files, "FILE_BYTES_MAX", 100)
    archive = write_zip(write_folder(sound_tables(), tmp_path / "p"), tmp_path / "p.zip")
    assert {problem.code for problem in problems_of(archive)} == {"too_large"}


def test_table_in_two_files_is_a_problem(tmp_path: Path) -> None:
    folder = write_folder(sound_tables(), tmp_path)
    (folder / "地点.csv").write_text((folder / "places.csv").read_text())
    assert [problem.code for problem in problems_of(folder)] == ["table_twice"]


def test_formula_error_is_no_blank_cell(tmp_path: Path) -> None:
    def spoil(book: xlsxwriter.Workbook) -> None:
        book.get_worksheet_by_name("demand").write_formula(1, 3, "=1/0", None, "#DIV/0!")

    (problem,) = problems_of(write_workbook(sound_tables(), tmp_path / "p.xlsx", spoil))
    assert (problem.code, problem.table, problem.row, problem.found) == ("formula_error", "demand", 2, "#DIV/0!")


def test_merged_cells_are_a_problem(tmp_path: Path) -> None:
    def spoil(book: xlsxwriter.Workbook) -> None:
        book.get_worksheet_by_name("demand").merge_range(1, 3, 2, 3, 5)

    (problem,) = problems_of(write_workbook(sound_tables(), tmp_path / "p.xlsx", spoil))
    assert (problem.code, problem.table, problem.row, problem.field) == ("merged_cells", "demand", 2, "D2")


def test_same_mistake_in_very_many_rows_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "REPEATS_MAX", 5)
    tables = sound_tables()
    for row in range(2, 22):
        set_cell(tables, "travel", row, "minutes", "?")
    problems = problems_of(write_folder(tables, tmp_path))
    assert len(problems) == 6
    assert problems[-1].found.startswith("15 more")


def test_own_figure_of_a_statute_may_be_lower_than_the_standard_s(tmp_path: Path) -> None:
    tables = sound_tables()
    set_cell(tables, "floors", 2, "area_classes", "township")
    set_cell(tables, "floors", 2, "mark", "statute")
    assert problems_of(write_folder(tables, tmp_path)) == ()


def test_figure_below_the_law_is_said_with_the_law(tmp_path: Path) -> None:
    tables = sound_tables()
    set_cell(tables, "floors", 2, "area_classes", "township")
    (problem,) = problems_of(write_folder(tables, tmp_path))
    assert problem.found == "2 days a week for village, township, the operator's own figure"
    assert problem.expected == "at least 5 days a week, as 《中华人民共和国邮政法》第十九条 says"
    assert problem.expected_zh == "不少于 5 天/周（《中华人民共和国邮政法》第十九条）"
    assert "statute" in problem.how_to_fix
