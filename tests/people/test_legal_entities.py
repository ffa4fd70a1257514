"""Nobody comes to see another legal entity's people clear: not by adding, changing or signing in as one of them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, insert, update

from tests.people.county_office import BOSS, COUNTY, COURIER, MANAGER, CountyOffice
from tests.people.signin import post_office
from tianlu.people.masked_bodies import masked_body
from tianlu.people.model import Person
from tianlu.people.signin.trouble import SignInTrouble
from tianlu.people.tables import GRANTS, PERSONS
from tianlu.people.versions import raise_version

NEW = {"name": "卓玛", "staff_number": "N1"}


def test_manager_adds_people_of_his_own_entity_only(office: CountyOffice) -> None:
    assert office.refused(MANAGER, "person.add", COUNTY, id="n", entity="bank", **NEW) == "other_entity"
    office.must(MANAGER, "person.add", COUNTY, id="n", entity="post", **NEW)
    office.must(BOSS, "person.add", COUNTY, id="n2", entity="bank", name="央金", staff_number="N2")


def test_manager_brings_nobody_into_his_entity_to_see_him_clear(office: CountyOffice) -> None:
    office.must(BOSS, "person.change", COUNTY, person=COURIER, entity="bank")
    assert office.refused(MANAGER, "person.change", COUNTY, person=COURIER, entity="post") == "other_entity"
    assert office.get(MANAGER, f"/api/people/{COURIER}")["is_masked"]
    office.must(MANAGER, "person.change", COUNTY, person=COURIER, phone="13900002222")
    office.must(BOSS, "person.change", COUNTY, person=COURIER, entity="post")


def test_commands_are_listed_without_what_is_personal() -> None:
    body = {"id": "n", "name": "李雪梅", "phone": "13900001111", "staff_number": "N1", "entity": "post"}
    for kind in ("person.add", "person.change"):
        assert masked_body(kind, body) == {**body, "name": "李**", "phone": "139******11"}
    assert masked_body("person.change", {"person": "n", "phone": None}) == {"person": "n", "phone": None}
    assert masked_body("signin.found", {"person_name": "李雪梅", "org": "63"}) == {"person_name": "李**", "org": "63"}
    assert masked_body("org.change", {"name": "共和县"}) == {"name": "共和县"}


@pytest.fixture
def desk(engine: Engine) -> Iterator[post_office.Office]:
    """A post office with a manager, beside the administrator and a courier; and a manager of the bank."""
    opened = post_office.open_office(engine)
    home = {"home": post_office.COUNTY, "version": 1, "is_service": False, "has_left": False, "phone": ""}
    with engine.begin() as connection:
        for id_, entity in (("manager", "post"), ("banker", "bank")):
            row = {"id": id_, "name": id_, "staff_number": id_, "entity": entity, **home}
            connection.execute(insert(PERSONS).values(**row))
            grant = {"id": f"g-{id_}", "person": id_, "role": "manager", "org": post_office.COUNTY}
            connection.execute(insert(GRANTS).values(**grant))
        connection.execute(update(PERSONS).where(PERSONS.c.id == post_office.COURIER_ID).values(entity="post"))
        raise_version(connection)
    yield opened
    opened.close()


def test_manager_helps_who_has_no_more_rights_than_himself(desk: post_office.Office) -> None:
    accounts, persons = desk.desk.accounts, desk.desk.accounts.snapshot().persons
    manager = named(desk, "manager")
    courier = persons[post_office.COURIER_ID]
    assert accounts.issue_reset_link(courier, by=manager.id)
    accounts.unlock(courier, by=manager.id)
    for other, why in ((post_office.BOSS, "rights that you do not have"), ("banker", "of another legal entity")):
        for act in (accounts.issue_reset_link, accounts.unlock):
            with pytest.raises(SignInTrouble, match=why):
                act(named(desk, other), by=manager.id)


def named(desk: post_office.Office, staff_number: str) -> Person:
    found = desk.desk.accounts.find_login(staff_number)
    assert found is not None
    return found
