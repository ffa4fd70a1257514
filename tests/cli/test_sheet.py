"""Tables out and back from the machine on which the server runs."""

from pathlib import Path

import openpyxl
import pytest

from tests.cli.test_organisations import TOP, run, served
from tianlu.server.one_door import OneDoor

__all__ = ["served"]


def test_people_go_out_and_come_back(served: OneDoor, tmp_path: Path) -> None:
    run(tmp_path, "person", "add", "C1", "--name", "卓玛", "--org", TOP)
    run(tmp_path, "person", "add", "C2", "--name", "扎西", "--org", TOP)
    file, result = tmp_path / "people.xlsx", tmp_path / "result.xlsx"
    assert "1 rows" in run(tmp_path, "sheet", "export", "people", str(file), "--filter", "text=C1")
    assert "3 rows" in run(tmp_path, "sheet", "export", "people", str(file))
    book = openpyxl.load_workbook(file)
    book["人员"].cell(2, 8).value = "13800002222"
    book["人员"].cell(3, 7).value = "nobody"
    book.save(file)
    assert "1 unchanged, 2 changed, 0 new, 0 refused" in run(tmp_path, "sheet", "preview", "people", str(file))
    said = run(tmp_path, "sheet", "import", "people", str(file), "--result", str(result), language="zh", code=1)
    assert "1 已改" in said
    assert "1 退回" in said
    assert openpyxl.load_workbook(result)["结果"].cell(3, 1).value == "退回 refused"
    again = run(tmp_path, "sheet", "import", "people", str(file), code=1)
    assert "2 unchanged, 0 changed, 0 new, 1 refused" in again


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (["export", "cats", "cats.csv"], "there is no table cats", "没有“cats”表"),
        (["export", "people", "people.doc"], "neither .xlsx nor .csv", "不是 .xlsx"),
        (["export", "people", "people.csv", "--filter", "colour=red"], "not narrowed by colour", "没有这样的筛选"),
        (["export", "people", "people.csv", "--filter", "red"], "no filter", "不是筛选条件"),
    ],
)
def test_what_cannot_be_done_is_said(
    served: OneDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], en: str, zh: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert en in run(tmp_path, "sheet", *words, code=2)
    assert zh in run(tmp_path, "sheet", *words, language="zh", code=2)
