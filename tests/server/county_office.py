"""A server over the sample province as it is run: a county's units, an administrator, a manager, a seller."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx

from tests.people.signin.post_office import SETUP
from tests.server.toy_office import TOP, ToyOffice, serving
from tianlu.command.envelope import ActorId
from tianlu.people.plant import plant_units
from tianlu.people.signin.keys import make_id
from tianlu.server.app import make_app
from tianlu.server.door import open_door
from tianlu.server.job_book import open_jobs
from tianlu.server.one_door import open_one_door
from tianlu.server.plan_shelf import open_packages, open_shelf
from tianlu.server.sample_tree import sample_units
from tianlu.server.target.door import open_target

MANAGER, SELLER = "M1", "A1"
PASSWORDS = {MANAGER: "barley and butter tea", SELLER: "snow upon the high pass"}


@contextmanager
def county_office(workspace: Path, county: str) -> Iterator[ToyOffice]:
    """Set up, with people who sign in by PASSWORDS; no plan is kept yet."""
    one_door = open_one_door(workspace, clock=lambda: datetime.now(UTC))
    jobs, shelf, packages = open_jobs(one_door), open_shelf(one_door), open_packages(one_door)
    door = open_door(workspace, clock=datetime.now, jobs=jobs, shelf=shelf, packages=packages, processes=1)
    target = open_target(one_door, door, jobs)
    with serving(make_app(door, gate=one_door.sign_in.gate, one_door=one_door, target=target)) as address:
        key = one_door.sign_in.first_run.issue_setup_key()
        founded = {**SETUP, "org": TOP, "org_name": "青海省", "org_name_en": "Qinghai"}
        assert httpx.post(f"{address}/api/setup", json={"key": key, **founded}).is_success
        snapshot = one_door.sign_in.gate.snapshot()
        boss = next(iter(snapshot.persons.values()))
        plant_units(
            sample_units([county]),
            known=snapshot.nodes,
            entity=boss.entity,
            submit=lambda envelopes: one_door.door.submit(boss.id, envelopes),
            now=datetime.now(UTC),
            make_id=make_id,
        )
        office = ToyOffice(address, one_door, boss.id, "")
        for login, name, role in ((MANAGER, "卓玛", "manager"), (SELLER, "才让", "account_manager")):
            office.send(boss.id, "person.add", county, id=login, name=name, staff_number=login, entity=boss.entity)
            office.send(boss.id, "grant.give", county, id=f"g-{login}", person=login, role=role)
            person = one_door.sign_in.accounts.find_person(ActorId(login))
            assert person is not None
            one_door.sign_in.accounts.set_password(person, PASSWORDS[login], by=person.id)
        yield office
    one_door.close()
