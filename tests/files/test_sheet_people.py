"""People and units out, edited and brought back over HTTP, by the same rules as lists and commands."""

import csv
import time
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.databases import engine, postgresql
from tests.people.county_office import BOSS, COUNTY, COURIER, MANAGER, NOON, OTHER, STRANGER, CountyOffice
from tianlu.files.api_sheets import SheetDoor, sheet_router
from tianlu.files.sheet_exports import ExportDesk
from tianlu.files.sheet_people import PEOPLE, UNITS
from tianlu.files.sheet_records import AUDIT, LETTERS
from tianlu.people.store import find_person
from tianlu.server.refusals import add_refusals

__all__ = ["engine", "postgresql"]
ASKED = {"name": "people.csv", "made_at": NOON.isoformat()}
EVERYTHING = "people.read data.export data.import org.read personal.read"


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Iterator[CountyOffice]:
    opened = CountyOffice(engine, tmp_path / "anchors.jsonl")
    exports = ExportDesk(lambda: NOON)
    tables = {table.form.name: table for table in (PEOPLE, UNITS, AUDIT, LETTERS)}
    door = SheetDoor(tables, engine, opened.registry, opened.door.submit, exports, lambda: NOON)
    opened.app.include_router(sheet_router(door, opened.gate))
    add_refusals(opened.app)
    opened.found()
    yield opened
    exports.close()
    opened.door.close()


def rows_of(office: CountyOffice, actor: str, address: str) -> list[dict[str, str]]:
    answer = office.client(actor).get(f"/api/sheets/{address}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def written(rows: list[dict[str, str]]) -> bytes:
    out = StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def bring(client: TestClient, table: str, rows: list[dict[str, str]], act: str = "/apply") -> Any:
    answer = client.post(f"/api/sheets/{table}{act}", params=ASKED, content=written(rows))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_people_are_changed_added_and_refused_row_by_row(office: CountyOffice) -> None:
    rows = rows_of(office, BOSS, f"people.csv?org={COUNTY}")
    assert [row["工号 staff_number"] for row in rows] == [COURIER, MANAGER]
    rows[0]["电话 phone"] = "13800002222"
    rows[1]["法人主体 entity"] = "nobody"
    blank = dict.fromkeys(rows[0], "")
    new = {"姓名 name": "卓玛", "工号 staff_number": "N1", "所属机构编号 home": OTHER, "法人主体 entity": "post"}
    rows.append({**blank, **new})
    counts = bring(office.client(BOSS), "people", rows, "/preview")["counts"]
    assert counts == {"unchanged": 0, "changed": 2, "new": 1, "refused": 0}
    done = bring(office.client(BOSS), "people", rows)
    assert done["counts"] == {"unchanged": 0, "changed": 1, "new": 1, "refused": 1}
    refused = next(row for row in done["rows"] if row["outcome"] == "refused")
    assert "法人主体" in refused["reasons"][0]["text_zh"]
    assert office.get(BOSS, f"/api/people/{COURIER}")["phone"] == "13800002222"
    assert office.get(BOSS, "/api/people?text=卓玛")["people"][0]["home"] == OTHER
    assert bring(office.client(BOSS), "people", rows)["counts"]["unchanged"] == 2


def test_masked_fields_go_out_masked_and_change_nothing_when_they_come_back(office: CountyOffice) -> None:
    office.must(
        BOSS, "person.add", COUNTY, id="banker", name="银行员", staff_number="B1", entity="bank", phone="13911112222"
    )
    rows = rows_of(office, MANAGER, "people.csv?text=B1")
    assert [(row["姓名 name"], row["电话 phone"]) for row in rows] == [("银**", "139******22")]
    assert bring(office.client(MANAGER), "people", rows)["counts"]["unchanged"] == 1
    rows[0]["姓名 name"] = "王*"
    assert bring(office.client(MANAGER), "people", rows)["rows"][0]["reasons"][0]["code"] == "locked"
    with office.engine.connect() as connection:
        banked = find_person(connection, "banker")
    assert banked is not None
    assert (banked.name, banked.phone, banked.version) == ("银行员", "13911112222", 1)


def test_exports_keep_the_filters_and_the_reach_of_the_list(office: CountyOffice) -> None:
    for query in ("", "?text=A1", f"?org={OTHER}", "?role=manager", "?with_left=true"):
        for actor in (BOSS, MANAGER, STRANGER):
            shown = office.get(actor, f"/api/people{query}")["people"]
            taken = rows_of(office, actor, f"people.csv{query}")
            assert [(row["#id"], row["姓名 name"], row["电话 phone"]) for row in taken] == [
                (each["id"], each["name"], each["phone"]) for each in shown
            ]
    assert [row["#id"] for row in rows_of(office, MANAGER, "orgs.csv")] == [COUNTY]
    assert {row["链 chain"] for row in rows_of(office, MANAGER, "audit.csv")} == {COUNTY}
    assert office.client(COURIER).get("/api/sheets/people.csv").status_code == 403
    assert office.client(BOSS, "people.read").get("/api/sheets/people.csv").status_code == 403
    for query, said in (("colour=red", "colour"), ("with_left=perhaps", "with_left")):
        answer = office.client(BOSS).get(f"/api/sheets/people.csv?{query}")
        assert answer.status_code == 422
        assert said in answer.json()["detail"]
        assert "筛选" in answer.json()["detail_zh"]


def test_token_without_the_scope_of_the_command_changes_nobody(office: CountyOffice) -> None:
    client = office.client(BOSS, EVERYTHING)
    rows = list(csv.DictReader(StringIO(client.get("/api/sheets/people.csv").content.decode("utf-8-sig"))))
    rows[0]["电话 phone"] = "13800002222"
    done = bring(client, "people", rows)
    assert done["rows"][0]["reasons"][0]["code"] == "not_allowed"
    assert "13800002222" not in str(office.get(BOSS, "/api/people"))


def test_units_come_back_with_the_code_that_was_written(office: CountyOffice) -> None:
    rows = rows_of(office, BOSS, "orgs.csv")
    blank = dict.fromkeys(rows[0], "")
    new = {
        "编号 code": "s1",
        "名称 name": "一号站",
        "级别 level": "站点",
        "上级编号 parent": COUNTY,
        "法人主体 entity": "post",
    }
    answer = office.client(BOSS).post(
        "/api/sheets/orgs/result.xlsx",
        params=ASKED,
        content=written([{**rows[0], "名称 name": "青海"}, {**blank, **new}]),
    )
    sheet = openpyxl.load_workbook(BytesIO(answer.content))["结果"]
    assert [[cell.value or None for cell in row[:5]] for row in sheet.iter_rows(min_row=2)] == [
        ["已改 changed", None, "63", "2", "63"],
        ["新增 new", None, "s1", "1", "s1"],
    ]
    assert {unit["id"]: unit["name"] for unit in office.get(BOSS, "/api/orgs")}["s1"] == "一号站"


def test_tables_that_go_out_only_say_so(office: CountyOffice) -> None:
    rows = rows_of(office, BOSS, f"audit.csv?chain={COUNTY}&kind=person.add")
    assert {row["命令 kind"] for row in rows} == {"person.add"}
    assert '"name": "才' in rows[0]["内容 body"]
    assert "才让" not in rows[0]["内容 body"]
    assert rows_of(office, BOSS, "dead_letters.csv") == []
    answer = office.client(BOSS).post("/api/sheets/audit/preview", params=ASKED, content=written(rows))
    assert answer.status_code == 422
    assert "只能导出" in answer.json()["detail_zh"]


def test_large_export_is_watched_fetched_and_cancelled_by_its_owner_only(office: CountyOffice) -> None:
    client, other = office.client(BOSS), office.client(MANAGER)
    begun = client.post("/api/sheets/people/exports?suffix=csv&text=A1").json()
    assert (begun["total"], begun["suffix"]) == (1, "csv")
    address = f"/api/sheets/exports/{begun['id']}"
    until = time.monotonic() + 30
    while client.get(address).json()["state"] != "done" and time.monotonic() < until:
        time.sleep(0.02)
    assert client.get(address).json()["rows"] == 1
    assert "李雪梅" in client.get(f"{address}/file").text
    assert [other.get(address).status_code, other.get(f"{address}/file").status_code] == [404, 404]
    assert other.delete(address).status_code == 404
    assert client.delete(address).json()["state"] == "cancelled"
    assert client.get(f"{address}/file").status_code == 409
