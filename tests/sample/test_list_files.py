"""The lists as files: read back as they were written, each labelled as a sample."""

from pathlib import Path

import pytest

from tianlu.files.sheet_file import read_sheet_file
from tianlu.sample import open_county
from tianlu.sample.customer_lists import NOTE, make_lists
from tianlu.sample.list_files import FileFormat, write_lists


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_files_are_read_back_as_the_lists_are(form: FileFormat, tmp_path: Path) -> None:
    made = make_lists(open_county("632803"), seed=1, year=2025)
    paths = write_lists(made, tmp_path / "new", form)
    assert all(path.name.startswith("示例-") and path.suffix == f".{form}" for path in paths)
    for path, each in zip(paths, made.lists, strict=False):
        table = read_sheet_file(path.name, path.read_bytes()).table
        assert table.heads == each.heads
        assert tuple(zip(*table.columns, strict=True)) == each.rows
    orders, truth = (read_sheet_file(path.name, path.read_bytes()).table for path in paths[-2:])
    assert len(orders.rows) == len(made.orders)
    assert len(truth.rows) == sum(len(each.rows) for each in made.lists)
    assert set(orders.columns[-1]) == set(truth.columns[-1]) == {NOTE}
