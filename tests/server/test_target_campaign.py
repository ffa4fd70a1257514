"""What a campaign changed over HTTP: its list sent as a file, measured by a job, the customers moved most first."""

import csv
import random
from collections.abc import Iterator
from io import StringIO

import httpx
import pytest

from tests.server.test_target_value import wait
from tests.server.toy import CODE
from tests.server.toy_office import ToyOffice, toy_office

CUSTOMERS = 60


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToyOffice]:
    with toy_office(tmp_path_factory.mktemp("campaign")) as opened:
        for k in range(CUSTOMERS):
            records = [{"source": "金融", "key": f"k{k}", "line": "金融", "fen": 1_000 * k}]
            opened.enter(f"c{k}", f"v{k % 10}0", records=records)
        yield opened


@pytest.fixture
def client(office: ToyOffice) -> Iterator[httpx.Client]:
    opened = office.client()
    yield opened
    opened.close()


def campaign_file(customers: int, *, all_asked: bool = False) -> bytes:
    rng, out = random.Random(3), StringIO()
    writer = csv.writer(out)
    writer.writerow(("客户编号", "是否触达", "是否办理", "存款（万元）"))
    for k in range(customers):
        asked = all_asked or rng.random() < 0.5
        writer.writerow((f"k{k}", int(asked), int(rng.random() < (0.6 if asked else 0.1)), rng.randrange(50)))
    return out.getvalue().encode("utf-8-sig")


def send(client: httpx.Client, content: bytes) -> httpx.Response:
    asked = {"org": CODE, "source": "金融"}
    return client.post("/api/target/campaign", params=asked, files={"file": ("活动.csv", content, "text/csv")})


def test_effect_is_told_in_a_sentence_with_its_interval(client: httpx.Client) -> None:
    taken = send(client, campaign_file(CUSTOMERS + 3)).json()
    assert (taken["used"], taken["unknown"]) == (CUSTOMERS, 3)
    assert wait(client, taken["job"]) == "done"
    told = client.get("/api/target/campaign", params={"org": CODE}).json()
    assert told["found"]["low"] < 0.5 < told["found"]["high"]
    assert told["found"]["qini"] is None, "sixty are too few to learn whom to ask"
    assert told["customers"] == []
    assert "增量 +" in told["said_zh"]


def test_campaign_without_control_group_fails_in_words(client: httpx.Client) -> None:
    job = send(client, campaign_file(CUSTOMERS, all_asked=True)).json()["job"]
    assert wait(client, job) == "failed"
    assert "对照组" in client.get(f"/api/target/jobs/{job['id']}").json()["trouble_zh"]


def test_list_of_nobody_orders_no_job(client: httpx.Client) -> None:
    taken = send(client, "客户编号,是否触达,是否办理\nx,1,1\n".encode()).json()
    assert (taken["used"], taken["unknown"], taken["job"]) == (0, 1, None)
    assert send(client, "姓名,电话\nx,1\n".encode()).status_code == 422
