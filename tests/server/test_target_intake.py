"""A list over HTTP: looked at, its columns put right, taken in by a job that says what it did; nothing of it stays."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import httpx
import openpyxl
import pytest
from sqlalchemy import select

from tests.server.county_lists import COUNTY, bank_list, list_office, post_list
from tests.server.toy_office import ToyOffice
from tianlu.command.envelope import ActorId, OrgId
from tianlu.server.target.lists import send_orders
from tianlu.target.lists.customers.register import ENTER
from tianlu.target.lists.customers.tables import CUSTOMERS, DOUBTS
from tianlu.target.lists.intake.store import drop_old_uploads, put_upload
from tianlu.target.lists.intake.tables import UPLOADS
from tianlu.target.lists.intake.take_in import Order

POST = {
    "key": "户号",
    "name": "收件人",
    "phone": "手机",
    "address": "收件地址",
    "money": "月均（元）",
    "before": "去年同期（元）",
}
BANK = {"name": "姓名", "phone": "联系电话", "address": "住址"}
AS_IT_IS = {"Content-Type": "application/octet-stream"}


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToyOffice]:
    with list_office(tmp_path_factory.mktemp("intake")) as opened:
        yield opened


@pytest.fixture
def client(office: ToyOffice) -> Iterator[httpx.Client]:
    opened = office.client()
    yield opened
    opened.close()


def post(client: httpx.Client, path: str, content: bytes, **query: Any) -> httpx.Response:
    asked = {"org": COUNTY, "file": "名单.csv", "source": "寄递", **query}
    return client.post(f"/api/target/intake{path}", params=asked, content=content, headers=AS_IT_IS)


def take(client: httpx.Client, content: bytes, **query: Any) -> dict[str, Any]:
    """What the job has done."""
    answer = post(client, "", content, **query)
    assert answer.status_code == 202, answer.text
    for _ in range(900):
        told: dict[str, Any] = client.get(f"/api/target/intake/{answer.json()['id']}").json()
        if told["job"]["state"] not in ("queued", "running"):
            return told
        time.sleep(0.1)
    raise AssertionError(told)


def rows_of(office: ToyOffice, table: Any) -> list[Any]:
    with office.one_door.workspace.engine.connect() as connection:
        return list(connection.execute(select(table)))


def test_list_is_looked_at_put_right_tried_and_taken_in(office: ToyOffice, client: httpx.Client) -> None:
    looked = post(client, "/look", post_list()).json()
    assert (looked["rows"], looked["usable"], looked["needs_name"]) == (300, 300, False)
    assert looked["columns"]["name"] == "收件人"
    assert "key" not in looked["columns"], "户号 is not guessed"
    in_fen = post(client, "/look", post_list(), **POST, in_fen=True, months=2).json()
    assert (in_fen["fen_per_unit"], in_fen["first"][1]["record"]["fen"]) == (1, 11)
    looked = post(client, "/look", post_list(), **POST).json()
    assert looked["first"][0]["record"]["key"] == "K0"
    assert looked["first"][0]["record"]["fen"] == 2050
    dry = take(client, post_list(), **POST, is_dry_run=True)["found"]
    assert (dry["new"] > 290, dry["accepted"], rows_of(office, CUSTOMERS)) == (True, 0, [])
    told = take(client, post_list(), **POST)
    found = told["found"]
    assert told["job"]["state"] == "done"
    assert (found["new"], found["accepted"], found["refused"]) == (dry["new"], dry["new"], 0)
    assert len(rows_of(office, CUSTOMERS)) == found["new"]
    assert rows_of(office, UPLOADS) == [], "the file has gone with the job"
    falling = client.get("/api/customers", params={"falling": True}).json()
    assert 25 <= falling["total"] <= 30
    assert {each["fallen_percent"] for each in falling["customers"]} <= {16, 17, 18, 19, 20}
    again = take(client, post_list(), **POST)["found"]
    assert (again["new"], again["known"], again["accepted"]) == (0, 300, 0)


def test_pairs_in_doubt_are_shown_with_reasons_judged_and_parted(office: ToyOffice, client: httpx.Client) -> None:
    take(client, post_list(), **POST)
    found = take(client, bank_list(), source="金融", line="金融", **BANK)["found"]
    assert 95 <= found["found"] <= 110
    assert found["in_doubt"] >= 20, "who is called 师傅 at a house where somebody of that surname lives"
    told = client.get("/api/target/doubts", params={"org": COUNTY}).json()
    assert told["total"] == len(told["doubts"]) == len(rows_of(office, DOUBTS))
    first = told["doubts"][0]
    assert first["reasons"][0]["said_zh"]
    assert first["one"]["name"]
    body = {"customer": first["one"]["id"], "other": first["other"]["id"]}
    office.send(office.boss, "customer.judge", COUNTY, **body, is_same=True)
    whole = client.get(f"/api/customers/{body['customer']}").json()
    assert [each["id"] for each in whole["merged"]] == [body["other"]]
    office.send(office.boss, "customer.part", COUNTY, **body)
    assert client.get(f"/api/customers/{body['other']}").json()["customer"]["stage"] == "entering"
    take(client, bank_list(), source="金融", line="金融", **BANK)
    left = {(each["one"]["id"], each["other"]["id"]) for each in client.get("/api/target/doubts").json()["doubts"]}
    assert (body["customer"], body["other"]) not in left, "that they are two is remembered"
    sheet = client.get("/api/sheets/doubts.xlsx")
    assert openpyxl.load_workbook(BytesIO(sheet.content)).active.max_row > 1  # type: ignore[union-attr]


def test_rows_left_out_go_out_as_excel_without_what_stood_in_them(client: httpx.Client) -> None:
    content = "户号,收件人,月均\nK1,,5\nK2,才让,很多秘密\nK3,多杰,7\n".encode()
    asked = {"key": "户号", "name": "收件人", "money": "月均"}
    looked = post(client, "/look", content, **asked).json()
    assert [bool(each["record"]) for each in looked["first"]] == [False, False, True]
    assert looked["first"][1]["problem_zh"]
    told = take(client, content, **asked)
    assert [each["row"] for each in told["found"]["rows_left_out"]] == [2, 3]
    assert "秘密" not in str(told)
    book = openpyxl.load_workbook(BytesIO(client.get(f"/api/target/intake/{told['job']['id']}/left-out.xlsx").content))
    assert [row[0] for row in book.worksheets[0].iter_rows(values_only=True)] == ["行号 row", 2, 3]


def test_kept_mapping_reads_the_next_file_of_its_source(office: ToyOffice, client: httpx.Client) -> None:
    columns = {"name": "乙", "money": "丙"}
    office.send(office.boss, "source.keep", COUNTY, source="寄递", line="寄递", columns=columns, months=12)
    content = "甲,乙,丙\n1,才让,1200\n".encode()
    looked = post(client, "/look", content).json()
    assert (looked["columns"], looked["months"], looked["kept"]["version"]) == (columns, 12, 1)
    assert looked["first"][0]["record"]["fen"] == 10_000
    other = post(client, "/look", content, source="别的").json()
    assert (other["needs_name"], other["kept"]) == (True, None)
    assert [each["name"] for each in client.get("/api/target/intake/sources", params={"org": COUNTY}).json()] == [
        "寄递"
    ]


def test_hostile_and_unfit_files_are_refused_with_words(client: httpx.Client) -> None:
    for name, content in (("x.xlsx", b"PK\x03\x04junk"), ("x.csv", b""), ("x.xls", b"\xd0\xcf\x11")):
        answer = post(client, "/look", content, file=name)
        assert answer.status_code == 422, name
        assert answer.json()["detail_zh"], name
    no_name = post(client, "", "甲\n1\n".encode(), phone="甲")
    assert (no_name.status_code, "名称" in no_name.json()["detail_zh"]) == (422, True)
    gone = post(client, "", "甲\n1\n".encode(), name="乙")
    assert gone.status_code == 422


def test_who_may_not_manage_the_list_looks_at_no_file(office: ToyOffice) -> None:
    anonymous = httpx.Client(base_url=office.address)
    assert post(anonymous, "/look", b"a\n1\n").status_code == 401
    anonymous.close()


def test_what_the_door_took_before_a_stop_stays_and_the_rest_is_not_sent(office: ToyOffice) -> None:
    body = {"kind": "company", "tier": "small", "relation": "new", "reason": "导入"}
    orders = [Order(ENTER, OrgId(COUNTY), {**body, "customer": f"c{k}", "name": f"合作社{k}"}) for k in range(250)]
    heard: list[int] = []

    def go_on(through: int) -> bool:
        heard.append(through)
        return through < 200

    sent = send_orders(office.one_door.door.submit, ActorId(office.boss), orders, go_on=go_on)
    assert (sent.changes, sent.is_whole, heard) == (200, False, [0, 100, 200])
    assert len(rows_of(office, CUSTOMERS)) == 200


def test_job_that_is_stopped_says_so_and_leaves_no_file(office: ToyOffice, client: httpx.Client) -> None:
    job = post(client, "", post_list(), **POST).json()
    client.delete(f"/api/target/jobs/{job['id']}")
    for _ in range(600):
        told = client.get(f"/api/target/intake/{job['id']}").json()
        if told["job"]["state"] not in ("queued", "running"):
            break
        time.sleep(0.1)
    assert told["job"]["state"] == "cancelled"
    done = 0 if told["found"] is None else told["found"]["accepted"]
    assert len(rows_of(office, CUSTOMERS)) == done < 300


def test_file_that_nobody_took_in_goes_after_a_day(office: ToyOffice) -> None:
    engine, now = office.one_door.workspace.engine, datetime.now(UTC)
    with engine.execution_options(writes=True).begin() as connection:
        for id_, days in (("old", 2), ("new", 0)):
            at = now - timedelta(days=days)
            put_upload(connection, id_, org=OrgId(COUNTY), name="x", content=b"x", by=ActorId("p"), at=at)
        assert drop_old_uploads(connection, now) == 1
    assert [row.id for row in rows_of(office, UPLOADS)] == ["new"]
