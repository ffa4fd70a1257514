"""Units of the tree go out and come back over HTTP, and what changes goes through the door."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel
from sqlalchemy import Engine, insert, select, update

from tests.files.sheet_builders import MADE_AT, saved
from tianlu.command.door import Access, Door
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.registry import Call, Kind, Registry
from tianlu.files import kinds
from tianlu.files.api_sheets import SheetDoor, sheet_router
from tianlu.files.sheet_back import RowBack
from tianlu.files.sheet_column import SheetColumn, SheetForm, SheetRow
from tianlu.files.sheet_exports import ExportDesk
from tianlu.files.sheet_table import Asked, Filter, SheetTable, reach_of_both
from tianlu.people.access import AccessBook, Reach
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import Role
from tianlu.people.tables import GRANTS, ORGS, PERSONS
from tianlu.people.versions import raise_version
from tianlu.server.refusals import add_refusals

ASKED = {"name": "orgs.xlsx", "made_at": MADE_AT.isoformat()}


class ToyBody(BaseModel):
    id: str
    values: dict[str, str]


def change(call: Call[ToyBody]) -> Outcome:
    """A unit's new name; one that is called 坏 is refused."""
    if call.body.values.get("name") == "坏":
        return Refusal("bad_name", "Bad name.", "Give another.", "名称不可用。", "请另取名。")
    here = ORGS.c.id == call.body.id
    version = (call.envelope.base or 0) + 1
    call.connection.execute(update(ORGS).where(here).values(**call.body.values, version=version))
    raise_version(call.connection)
    return Accepted(version=version)


def rows(asked: Asked, chosen: Filter) -> Iterator[SheetRow]:
    query = select(ORGS).where(asked.reach.where(ORGS.c.path)).order_by(ORGS.c.id)
    if "level" in chosen:
        query = query.where(ORGS.c.level == chosen["level"])
    with asked.engine.connect() as connection:
        for row in connection.execute(query):
            yield SheetRow(row.id, row.version, {"name": row.name, "name_en": row.name_en or None})


def to_command(row: RowBack, stands: SheetRow | None, key: CommandId, made_at: datetime) -> Envelope:
    values = {cell.column: cell.new or "" for cell in row.cells}
    return Envelope(key, "toy.change", 1, OrgId(row.id), made_at, {"id": row.id, "values": values}, row.base)


TABLE = SheetTable(
    SheetForm(
        "orgs",
        "机构",
        (SheetColumn("name", "名称", kinds.text(), required=True), SheetColumn("name_en", "英文名", kinds.text())),
    ),
    "org.see",
    (("level", "级别"),),
    rows,
    to_command,
)


@pytest.fixture
def client(engine: Engine) -> Iterator[TestClient]:
    with engine.begin() as connection:
        for key, path, level in (
            ("63", "/63/", "province"),
            ("6321", "/63/6321/", "county"),
            ("65", "/65/", "province"),
        ):
            unit = {"id": key, "level": level, "name": f"单位{key}", "name_en": "", "entity": "post", "path": path}
            connection.execute(insert(ORGS).values(**unit, version=1, is_closed=False))
        person = {"id": "anna", "name": "Anna", "staff_number": "1", "entity": "post", "phone": "", "home": "63"}
        connection.execute(insert(PERSONS).values(**person, version=1, is_service=False, has_left=False))
        connection.execute(insert(GRANTS).values(id="g", person="anna", role="all", org="63"))
        raise_version(connection)
    book = AccessBook(
        {"all": Role("all", "", frozenset({"org.see", "data.export", "data.import"}))}, today=lambda: MADE_AT.date()
    )
    registry = Registry()
    registry.add(Kind("toy.change", 1, ToyBody, "org.see", change))
    door = Door(engine, registry, Access(book.may, book.chain_of), clock=lambda: MADE_AT)
    app = FastAPI()
    gate = Gate(engine, book, lambda _: Actor(ActorId("anna"), "Anna"))
    exports = ExportDesk(lambda: MADE_AT)
    sheets = SheetDoor({"orgs": TABLE}, engine, registry, door.submit, exports, lambda: MADE_AT)
    app.include_router(sheet_router(sheets, gate))
    add_refusals(app)
    with TestClient(app) as made:
        yield made
    exports.close()
    door.close()


def renamed(content: bytes, **names: str) -> bytes:
    book = openpyxl.load_workbook(BytesIO(content))
    for row in book["机构"].iter_rows(min_row=2):
        row[2].value = names.get(f"u{row[0].value}", row[2].value)
    return saved(book)


def test_only_what_is_in_reach_and_in_the_filter_goes_out(client: TestClient) -> None:
    assert client.get("/api/sheets/orgs.csv").text.splitlines()[1:] == ["63,1,单位63,", "6321,1,单位6321,"]
    assert client.get("/api/sheets/orgs.csv", params={"level": "county"}).text.splitlines()[1:] == ["6321,1,单位6321,"]
    book = openpyxl.load_workbook(BytesIO(client.get("/api/sheets/orgs.xlsx", params={"level": "county"}).content))
    assert ("级别", "level", "county") in [tuple(cell.value for cell in row) for row in book["说明"].rows]
    assert client.get("/api/sheets/other.csv").status_code == 404


def test_rows_are_looked_at_then_done_and_twice_is_once(client: TestClient) -> None:
    content = renamed(client.get("/api/sheets/orgs.xlsx").content, u63="青海", u6321="坏")
    looked = client.post("/api/sheets/orgs/preview", params=ASKED, content=content).json()
    assert looked["counts"] == {"unchanged": 0, "changed": 2, "new": 0, "refused": 0}
    assert looked["rows"][0]["cells"] == [{"column": "name", "column_zh": "名称", "old": "单位63", "new": "青海"}]
    assert "单位63" in client.get("/api/sheets/orgs.csv").text
    done = client.post("/api/sheets/orgs/apply", params=ASKED, content=content).json()
    assert done["counts"] == {"unchanged": 0, "changed": 1, "new": 0, "refused": 1}
    assert "63,2,青海," in client.get("/api/sheets/orgs.csv").text
    again = client.post("/api/sheets/orgs/result.xlsx", params=ASKED, content=content)
    sheet = openpyxl.load_workbook(BytesIO(again.content))["结果"]
    assert [sheet.cell(row, 1).value for row in (2, 3)] == ["未变 unchanged", "退回 refused"]
    assert "请另取名" in str(sheet.cell(3, 2).value)
    assert "63,2,青海," in client.get("/api/sheets/orgs.csv").text


def test_file_that_cannot_be_read_is_said_in_both_languages(client: TestClient) -> None:
    answer = client.post("/api/sheets/orgs/preview", params={**ASKED, "name": "p.xlsm"}, content=b"PK")
    assert answer.status_code == 422
    assert "macros" in answer.json()["detail"]
    assert "宏" in answer.json()["detail_zh"]


def test_who_may_see_but_not_take_out_gets_no_row() -> None:
    assert reach_of_both(Reach(("/63/",)), Reach(("/63/6321/", "/65/"))) == Reach(("/63/6321/",))
    assert reach_of_both(Reach(("/63/",)), Reach(())) == Reach(())
