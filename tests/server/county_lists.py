"""A server over a real sample county with lists of people to take in: some plainly the same, some in doubt."""

import csv
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from pathlib import Path

import httpx

from tests.people.signin.post_office import SETUP
from tests.server.toy_office import SECOND, TOP, ToyOffice, serving
from tianlu.place.model import PlaceKind
from tianlu.sample import open_county
from tianlu.server.app import make_app
from tianlu.server.door import open_door
from tianlu.server.job_book import open_jobs
from tianlu.server.one_door import open_one_door
from tianlu.server.plan_shelf import open_packages, open_shelf
from tianlu.server.target.door import open_target

COUNTY = "632521"
SURNAMES, GIVEN = "李王马张刘陈杨赵黄周", "才让多杰卓玛扎西尼桑吉毛加措"
POST = ("户号", "收件人", "手机", "收件地址", "月均（元）", "去年同期（元）")
BANK = ("姓名", "联系电话", "住址")


@dataclass(frozen=True)
class Somebody:
    name: str
    phone: str
    address: str


@cache
def crowd(count: int = 300) -> tuple[Somebody, ...]:
    drawn = random.Random(1)
    places = {place.id: place for place in open_county(COUNTY).places}
    villages = [place for place in places.values() if place.kind is PlaceKind.VILLAGE and place.parent in places]
    found = []
    for _ in range(count):
        village = drawn.choice(villages)
        name = drawn.choice(SURNAMES) + "".join(drawn.sample(GIVEN, 2))
        end = f"{village.name}{drawn.randrange(1, 9)}组{drawn.randrange(1, 200)}号"
        found.append(Somebody(name, f"139{drawn.randrange(10**8):08d}", f"{places[village.parent or ''].name}{end}"))
    return tuple(found)


def post_list() -> bytes:
    """Money rises by the row; each tenth row brings a fifth less than a year ago."""
    rows = []
    for k, each in enumerate(crowd()):
        fen = 20 + k
        before = fen * 1.25 if k % 10 == 0 else fen
        rows.append((f"K{k}", each.name, each.phone, each.address, f"{fen}.5", f"{before:.2f}"))
    return _csv(POST, rows)


def bank_list() -> bytes:
    """The first hundred of the post's, each third by a form of address; then fifty at the houses of others, by a form
    of address or half a name, who may be the same and may be not."""
    rows = [
        (each.name if k % 3 else f"{each.name[0]}师傅", each.phone, f"共和县{each.address}")
        for k, each in enumerate(crowd()[:100])
    ]
    for k, each in enumerate(crowd()[100:150]):
        name = f"{each.name[0]}师傅" if k % 2 else each.name[:2] + GIVEN[k % 5]
        rows.append((name, "" if k % 3 else f"137{k:08d}", f"共和县{each.address}"))
    return _csv(BANK, rows)


def _csv(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode("utf-8-sig")


@contextmanager
def list_office(workspace: Path) -> Iterator[ToyOffice]:
    """Set up, with the county below its province and a second person who may approve."""
    one_door = open_one_door(workspace, clock=lambda: datetime.now(UTC))
    jobs = open_jobs(one_door)
    packages, shelf = open_packages(one_door), open_shelf(one_door)
    door = open_door(workspace, clock=lambda: datetime.now(UTC), jobs=jobs, shelf=shelf, packages=packages)
    target = open_target(one_door, door, jobs)
    with serving(make_app(door, gate=one_door.sign_in.gate, one_door=one_door, target=target)) as address:
        key = one_door.sign_in.first_run.issue_setup_key()
        founded = {**SETUP, "org": TOP, "org_name": "青海省", "org_name_en": "Qinghai"}
        assert httpx.post(f"{address}/api/setup", json={"key": key, **founded}).is_success
        boss = next(iter(one_door.sign_in.gate.snapshot().persons.values()))
        office = ToyOffice(address, one_door, boss.id, "")
        county = {"id": COUNTY, "level": "county", "name": "共和县", "name_en": "Gonghe", "entity": boss.entity}
        office.send(boss.id, "org.add", TOP, **county)
        office.send(boss.id, "person.add", TOP, id=SECOND, name="卓玛", staff_number="S2", entity=boss.entity)
        office.send(boss.id, "grant.give", TOP, id="g-second", person=SECOND, role="manager")
        yield office
    one_door.close()
