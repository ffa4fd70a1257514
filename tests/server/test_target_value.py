"""What customers are worth over HTTP: orders sent as a file, assessed by a job, shown as the reader may see them."""

import csv
import time
from collections.abc import Iterator
from io import StringIO
from typing import Any

import httpx
import pytest

from tests.server.toy import CODE
from tests.server.toy_office import ToyOffice, toy_office
from tests.target.lists.worth.shop import shop_orders

HEADS = ("会员号", "下单日期", "商品名称", "数量", "实付金额")
CUSTOMERS = 40


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToyOffice]:
    with toy_office(tmp_path_factory.mktemp("value")) as opened:
        for k in range(CUSTOMERS):
            records = [{"source": "电商", "key": f"c{k}", "line": "电商", "fen": 100_000}]
            opened.enter(f"shop-{k}", f"v{k % 10}0", kind="person", records=records, phone="13900001111")
        yield opened


@pytest.fixture
def client(office: ToyOffice) -> Iterator[httpx.Client]:
    opened = office.client()
    yield opened
    opened.close()


def orders_file(customers: int) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for customer, day, product, pieces, fen in shop_orders(customers, seed=5).rows():
        writer.writerow((customer, day, product, pieces, fen / 100))
    return out.getvalue().encode("utf-8-sig")


def send(client: httpx.Client, content: bytes, **query: str) -> httpx.Response:
    asked = {"org": CODE, "source": "电商", **query}
    return client.post("/api/target/value", params=asked, files={"file": ("订单.csv", content, "text/csv")})


def wait(client: httpx.Client, job: dict[str, Any]) -> str:
    for _ in range(600):
        state: str = client.get(f"/api/target/jobs/{job['id']}").json()["state"]
        if state not in ("queued", "running"):
            return state
        time.sleep(0.1)
    raise AssertionError(job)


def test_orders_become_figures_of_customers_on_the_list(client: httpx.Client) -> None:
    taken = send(client, orders_file(CUSTOMERS + 5)).json()
    assert taken["unknown"] > 0, "five are on no list"
    assert taken["problems"] == []
    assert wait(client, taken["job"]) == "done"
    told = client.get("/api/target/value", params={"org": CODE}).json()
    assert told["found"]["until"] == "2026-06-30"
    assert len(told["customers"]) == CUSTOMERS
    first = told["customers"][0]
    assert first["name"] == f"合作社{first['id']}"
    assert first["worth"]["expected_fen"] == max(each["worth"]["expected_fen"] for each in told["customers"])
    assert first["worth"]["outlook_zh"]


def test_file_that_cannot_be_read_is_refused_with_the_mend(client: httpx.Client) -> None:
    answer = send(client, "备注,金额\na,1\n".encode())
    assert answer.status_code == 422
    assert "客户编号" in answer.json()["problems"][0]["how_to_fix_zh"]
    nobodys = send(client, "会员号,日期,金额\nstranger,2026-01-01,5\n".encode()).json()
    assert (nobodys["used"], nobodys["unknown"], nobodys["job"]) == (0, 1, None)
    bad = send(client, "会员号,日期,金额\nc1,昨天,5\nc1,2026-01-01,5\n".encode()).json()
    assert (bad["used"], bad["left_out"], bad["problems"][0]["row"]) == (1, 1, 2)
    wait(client, bad["job"])


def test_who_does_not_manage_the_list_sends_none(client: httpx.Client) -> None:
    assert send(client, b"x", org="elsewhere").status_code == 403
    assert client.get("/api/target/value", params={"org": "elsewhere"}).status_code == 403
