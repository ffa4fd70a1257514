"""How long a table of many rows takes out as Excel and CSV, and back: `python benchmarks/sheets.py --rows 100000`."""

import argparse
import resource
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from tianlu.files import kinds
from tianlu.files.sheet_back import compare
from tianlu.files.sheet_column import Edit, SheetColumn, SheetForm, SheetRow
from tianlu.files.sheet_file import read_sheet_file
from tianlu.files.sheet_out import About, write_csv, write_xlsx

MADE_AT = datetime(2026, 11, 25, tzinfo=UTC)
FORM = SheetForm(
    "people",
    "人员",
    (
        SheetColumn("name", "姓名", kinds.text(), required=True),
        SheetColumn("staff_number", "工号", kinds.code()),
        SheetColumn("phone", "电话", kinds.text(), Edit.NEVER),
        SheetColumn("grade", "级别", kinds.one_of(kinds.Choice("low", "低", 1), kinds.Choice("high", "高", 2))),
        SheetColumn("load", "载重", kinds.whole(0, 1000), unit="kg"),
        SheetColumn("since", "起始", kinds.day()),
    ),
)


def make_row(number: int) -> SheetRow:
    values = {
        "name": f"才让{number}",
        "staff_number": f"63-{number:06d}",
        "phone": f"139****{number % 10_000:04d}",
        "grade": 1 + number % 2,
        "load": number % 1000,
        "since": date(2020, 1, 1) + timedelta(days=number % 2000),
    }
    return SheetRow(f"p{number:08d}", 1, values, frozenset({"phone"}))


def measure(count: int) -> list[tuple[str, float, int]]:
    """What was done, seconds, and bytes of the file. Raises AssertionError where a row does not come back unchanged."""
    found = []
    rows = {row.id: row for row in map(make_row, range(count))}
    for suffix in ("xlsx", "csv"):
        out = BytesIO()
        begun = time.perf_counter()
        if suffix == "xlsx":
            write_xlsx(out, FORM, rows.values(), About(MADE_AT))
        else:
            write_csv(out, FORM, rows.values())
        found.append((f"{suffix} out", time.perf_counter() - begun, out.tell()))
        begun = time.perf_counter()
        file = read_sheet_file(f"people.{suffix}", out.getvalue(), wanted=("人员",))
        outcomes = Counter(row.outcome.name for row in compare(FORM, file, rows, made_at=MADE_AT))
        found.append((f"{suffix} back", time.perf_counter() - begun, out.tell()))
        if outcomes != {"UNCHANGED": count}:
            raise AssertionError(f"{suffix}: {dict(outcomes)}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    count = parser.parse_args().rows
    sys.stdout.write("| rows | what | seconds | MB |\n|--:|---|--:|--:|\n")
    for what, seconds, size in measure(count):
        sys.stdout.write(f"| {count} | {what} | {seconds:.1f} | {size / 1e6:.1f} |\n")
    peaks = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    sys.stdout.write(f"\nMost memory: {peaks[0]} MiB here, {peaks[1]} MiB in the process that reads.\n")


if __name__ == "__main__":
    main()
