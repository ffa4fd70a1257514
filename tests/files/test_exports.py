"""What a plan can be taken away as."""

import pytest

from tests.small_county import WEEK, small_plan, small_problem
from tianlu.core.language import Language
from tianlu.files.exports import EXPORTS, Export, find_export

PROBLEM = small_problem()
PLAN = small_plan(PROBLEM)
BEGINS = {".xlsx": b"PK", ".geojson": b"{", ".html": b"<!doctype html>", ".pdf": b"%PDF"}


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.suffix)
def test_every_export_writes_its_kind_of_file(export: Export) -> None:
    assert export.write(PROBLEM, PLAN, WEEK, Language.ZH).startswith(BEGINS[export.suffix])


def test_a_file_s_name_chooses_the_export() -> None:
    assert find_export("week.XLSX") is EXPORTS[0]
    assert find_export("week.docx") is None
