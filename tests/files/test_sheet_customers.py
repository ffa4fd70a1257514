"""Customers out, edited and brought back over HTTP, by the same rules as the list and its commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.databases import engine, postgresql
from tests.files.test_sheet_people import bring, rows_of
from tests.people.county_office import BOSS, COUNTY, COURIER, MANAGER, NOON, STRANGER
from tests.target.lists.customers.list_office import ListOffice
from tianlu.files.api_sheets import SheetDoor, sheet_router
from tianlu.files.sheet_customers import CUSTOMERS
from tianlu.files.sheet_exports import ExportDesk
from tianlu.server.refusals import add_refusals

__all__ = ["engine", "postgresql"]


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Iterator[ListOffice]:
    opened = ListOffice(engine, tmp_path / "anchors.jsonl")
    exports = ExportDesk(lambda: NOON)
    door = SheetDoor({"customers": CUSTOMERS}, engine, opened.registry, opened.door.submit, exports, lambda: NOON)
    opened.app.include_router(sheet_router(door, opened.gate))
    add_refusals(opened.app)
    opened.found()
    yield opened
    exports.close()
    opened.door.close()


def test_customers_are_changed_entered_and_refused_row_by_row(office: ListOffice) -> None:
    office.enter(customer="a", monthly_fen=500)
    office.enter(customer="b", monthly_fen=400)
    rows = rows_of(office, MANAGER, "customers.csv")
    assert [row["#id"] for row in rows] == ["a", "b"]
    rows[0]["等级 tier"] = "特级"
    rows[1]["等级 tier"] = "最高级"
    new = {
        "机构编号 org": COUNTY,
        "种类 kind": "个人",
        "名称 name": "卓玛",
        "等级 tier": "小微",
        "客户类型 relation": "新增",
    }
    rows.append({**dict.fromkeys(rows[0], ""), **new})
    counts = bring(office.client(MANAGER), "customers", rows, "/preview")["counts"]
    assert counts == {"unchanged": 0, "changed": 1, "new": 1, "refused": 1}
    done = bring(office.client(MANAGER), "customers", rows)
    assert done["counts"] == {"unchanged": 0, "changed": 1, "new": 1, "refused": 1}
    assert office.seen(BOSS, "a")["customer"]["tier"] == "special"
    [entered] = office.get(BOSS, "/api/customers?stage=entering")["customers"]
    assert (entered["name"], entered["kind"], entered["reason"]) == ("卓玛", "person", "表格导入")
    again = bring(office.client(MANAGER), "customers", rows)
    assert (again["counts"]["unchanged"], again["counts"]["changed"]) == (2, 0)


def test_masked_customers_go_out_masked_and_cannot_be_changed_by_their_masks(office: ListOffice) -> None:
    office.enter(customer="p", kind="person", name="才让多杰", entity="bank")
    [row] = rows_of(office, MANAGER, "customers.csv")
    assert (row["名称 name"], row["电话 phone"]) == ("才***", "139******78")
    assert bring(office.client(MANAGER), "customers", [row])["counts"]["unchanged"] == 1
    row["名称 name"] = "多*"
    assert bring(office.client(MANAGER), "customers", [row])["rows"][0]["reasons"][0]["code"] == "locked"


@pytest.mark.parametrize("query", ["", "?tier=first", f"?owner={COURIER}", "?unclaimed=true", "?org=63", "?text=牦牛"])
def test_export_keeps_filters_and_reach_of_the_list(office: ListOffice, query: str) -> None:
    office.enter(customer="a", tier="first")
    office.enter(customer="b", name="兴海县铁匠铺")
    office.done(COURIER, "customer.claim", "b")
    for actor in (BOSS, MANAGER, STRANGER):
        shown = office.get(actor, f"/api/customers{query}")["customers"]
        assert [row["#id"] for row in rows_of(office, actor, f"customers.csv{query}")] == [each["id"] for each in shown]
    assert office.client(COURIER).get(f"/api/sheets/customers.csv{query}").status_code == 403
    assert office.client(BOSS).get("/api/sheets/customers.csv?tier=golden").status_code == 422
