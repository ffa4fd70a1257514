"""Plain text as a workbook or CSV."""

import pytest

from tianlu.files.plain_list import text_csv, text_xlsx
from tianlu.files.sheet_file import read_sheet_file

HEADS, ROWS = ("姓名", "电话"), [("才让", "+86 15412345678"), ("", "=1+1")]


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_text_stays_text_also_where_it_begins_like_a_formula(name: str) -> None:
    is_book = name.endswith("xlsx")
    content = text_xlsx(HEADS, ROWS, sheet="示例", title="x") if is_book else text_csv(HEADS, ROWS, encoding="gb18030")
    table = read_sheet_file(name, content).table
    assert table.heads == HEADS
    assert list(zip(*table.columns, strict=True)) == ROWS
