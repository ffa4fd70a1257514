"""Units, people and roles change by commands, under the rules of the house."""

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.people.county_office import (
    BOSS,
    COUNTY,
    COURIER,
    MANAGER,
    OTHER,
    PREFECTURE,
    PROVINCE,
    STRANGER,
    CountyOffice,
    a_command,
)
from tianlu.command import store
from tianlu.command.rebuild import rebuild
from tianlu.db.engine import open_file
from tianlu.db.tables import METADATA
from tianlu.people.fields import mask_name, mask_phone
from tianlu.people.register import STATE_TABLES


def units(office: CountyOffice, actor: str) -> dict[str, dict[str, object]]:
    return {unit["id"]: unit for unit in office.get(actor, "/api/orgs")}


def test_parent_includes_its_children(office: CountyOffice) -> None:
    office.must(BOSS, "org.add", COUNTY, id="632521101000", level="station", name="倒淌河镇", entity="post")
    assert set(units(office, MANAGER)) == {COUNTY, "632521101000"}
    top = units(office, BOSS)[PROVINCE]
    assert (top["units_below"], top["people"]) == (4, 4)


def test_unit_lies_below_a_higher_one(office: CountyOffice) -> None:
    code = office.refused(BOSS, "org.add", COUNTY, id="x", level="prefecture", name="州", entity="post")
    assert code == "wrong_level"
    assert office.refused(BOSS, "org.add", COUNTY, id="x", level="team", name="组", entity="none") == "no_such_entity"
    assert office.refused(BOSS, "org.add", COUNTY, id=OTHER, level="team", name="组", entity="post") == "id_taken"
    assert office.refused(BOSS, "org.add", COUNTY, id="a/b", level="team", name="组", entity="post") == "bad_body"


def test_moved_unit_takes_all_below_it_along(office: CountyOffice) -> None:
    office.must(BOSS, "org.add", PROVINCE, id="6301", level="prefecture", name="西宁市", entity="post")
    office.must(BOSS, "org.add", COUNTY, id="team", level="team", name="一组", entity="post")
    office.must(BOSS, "org.move", COUNTY, to="6301")
    assert units(office, BOSS)["team"]["path"] == "/63/6301/632521/team/"
    assert set(units(office, MANAGER)) == {COUNTY, "team"}
    assert office.refused(BOSS, "org.move", PREFECTURE, to="6301") == "wrong_level"
    assert office.refused(BOSS, "org.move", PROVINCE, to="6301") == "is_top"
    assert office.refused(BOSS, "org.move", COUNTY, to="team") == "below_itself"


def test_stale_sight_of_a_unit_is_refused(office: CountyOffice) -> None:
    office.must(BOSS, "org.change", COUNTY, name="共和")
    assert office.refused(BOSS, "org.change", COUNTY, base=1, name="别的") == "stale_base"


def test_unit_is_closed_when_it_is_empty(office: CountyOffice) -> None:
    assert office.refused(BOSS, "org.close", PREFECTURE) == "has_children"
    assert office.refused(BOSS, "org.close", COUNTY) == "has_people"
    for person in (MANAGER, COURIER):
        office.must(BOSS, "person.leave", COUNTY, person=person)
    office.must(BOSS, "org.close", COUNTY)
    assert office.refused(BOSS, "org.change", COUNTY, name="共和") == "not_allowed"


def test_path_that_no_column_holds_is_refused(office: CountyOffice) -> None:
    above = COUNTY
    for number in range(9):
        below = f"{number}" * 100
        office.must(BOSS, "org.add", above, id=below, level="team", name="组", entity="post")
        above = below
    code = office.refused(BOSS, "org.add", above, id="9" * 100, level="team", name="组", entity="post")
    assert code == "too_deep"
    assert office.refused(BOSS, "org.add", COUNTY, id="y" * 101, level="team", name="组", entity="post") == "bad_body"


def test_nobody_gives_or_takes_what_he_has_not(office: CountyOffice) -> None:
    given = {"person": COURIER, "role": "administrator"}
    assert office.refused(MANAGER, "grant.give", COUNTY, id="g1", **given) == "more_than_own"
    office.must(BOSS, "grant.give", COUNTY, id="g1", **given)
    assert office.refused(MANAGER, "grant.end", COUNTY, id="g1") == "more_than_own"
    assert office.refused(MANAGER, "person.leave", COUNTY, person=COURIER) == "more_than_own"
    assert office.refused(MANAGER, "person.change", COUNTY, person=COURIER, staff_number="Z9") == "more_than_own"
    assert office.refused(MANAGER, "grant.give", OTHER, id="g2", person=COURIER, role="courier") == "not_allowed"
    office.must(BOSS, "grant.end", COUNTY, id="g1")
    office.must(MANAGER, "person.leave", COUNTY, person=COURIER)


def test_nobody_changes_his_own_legal_entity(office: CountyOffice) -> None:
    assert office.refused(MANAGER, "person.change", COUNTY, person=MANAGER, entity="bank") == "by_somebody_else"
    office.must(MANAGER, "person.change", COUNTY, person=MANAGER, phone="13900002222")


def test_last_administrator_stays_whatever_the_clock_says(office: CountyOffice) -> None:
    office.must(BOSS, "grant.give", PROVINCE, id="later", person=MANAGER, role="administrator", since="2030-01-01")
    late = a_command("grant.end", PROVINCE, body={"id": "g-boss"}, made_at="2031-01-01T00:00:00+00:00")
    assert office.send(BOSS, late)[0]["refusal"]["code"] == "last_administrator"
    assert office.refused(BOSS, "person.leave", PROVINCE, person=BOSS) == "last_administrator"
    office.must(BOSS, "grant.give", PROVINCE, id="now", person=MANAGER, role="administrator")
    office.must(MANAGER, "grant.end", PROVINCE, id="g-boss")


def test_who_has_left_may_do_nothing(office: CountyOffice) -> None:
    office.must(BOSS, "person.leave", COUNTY, person=MANAGER)
    assert office.refused(MANAGER, "grant.give", COUNTY, id="g", person=COURIER, role="courier") == "not_allowed"
    assert office.get(MANAGER, "/api/orgs") == []


def test_staff_number_is_one_persons(office: CountyOffice) -> None:
    body = {"name": "卓玛", "staff_number": COURIER, "entity": "post"}
    assert office.refused(MANAGER, "person.add", COUNTY, id="new", **body) == "staff_number_taken"
    phone = {**body, "staff_number": "s", "is_service": True, "phone": "13900001111"}
    assert office.refused(MANAGER, "person.add", COUNTY, id="new", **phone) == "phone_of_service"


def test_people_are_seen_within_reach_and_masked_beyond_the_entity(office: CountyOffice) -> None:
    people = {each["id"]: each for each in office.get(MANAGER, "/api/people")["people"]}
    assert set(people) == {MANAGER, COURIER}
    assert people[COURIER]["phone"] == "13900001111"
    office.must(BOSS, "person.change", COUNTY, person=MANAGER, entity="bank")
    masked = {each["id"]: each for each in office.get(MANAGER, "/api/people")["people"]}[COURIER]
    assert (masked["is_masked"], masked["name"][0], masked["phone"]) == (True, "才", "139******11")
    assert "让" not in masked["name"]
    found = office.get(MANAGER, "/api/people?text=才让")["people"]  # what is hidden is not searched, oneself is
    assert [each["id"] for each in found] == [MANAGER]
    assert office.client(MANAGER).get(f"/api/people/{STRANGER}").status_code == 403
    assert office.client(COURIER).get("/api/people").json()["people"] == []
    assert units(office, COURIER)[COUNTY]["people"] is None


def test_role_is_looked_for_only_where_grants_are_seen(office: CountyOffice) -> None:
    office.must(BOSS, "grant.give", OTHER, id="elsewhere", person=COURIER, role="auditor")
    assert office.get(MANAGER, "/api/people?role=auditor")["people"] == []
    assert [each["id"] for each in office.get(BOSS, "/api/people?role=auditor")["people"]] == [COURIER]


def test_pages_of_people_are_whole(office: CountyOffice) -> None:
    first = office.get(BOSS, "/api/people?count=3")
    rest = office.get(BOSS, f"/api/people?count=3&after={first['next']}")
    assert (first["total"], rest["next"]) == (4, None)
    assert len({each["id"] for each in (*first["people"], *rest["people"])}) == 4
    office.must(BOSS, "person.add", COUNTY, id="early", name="早", staff_number="A0", entity="post")
    again = office.get(BOSS, f"/api/people?count=3&after={first['next']}")
    assert again["people"] == rest["people"]
    assert again["total"] == 5
    assert office.client(BOSS).get("/api/people?after=nonsense").status_code == 422


def test_pages_of_units_follow_their_paths(office: CountyOffice) -> None:
    whole = office.get(BOSS, "/api/orgs")
    first = office.get(BOSS, "/api/orgs?count=3")
    assert [*first, *office.get(BOSS, f"/api/orgs?count=3&after={first[-1]['path']}")] == whole


@pytest.mark.parametrize(
    ("name", "masked"), [("扎", "*"), ("李雪梅", "李**"), ("扎 西", "扎 *"), ("A B", "A *"), ("", "")]
)
def test_at_least_one_character_of_a_name_is_hidden(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize("phone", ["13900001111", "0971-6123456", "+86 139 0000 1111", "123456", "12", ""])
def test_at_least_six_digits_of_a_telephone_number_are_hidden(phone: str) -> None:
    digits = sum(each.isdigit() for each in phone)
    assert mask_phone(phone).count("*") >= min(6, digits)


def test_state_made_anew_from_the_chains_is_the_same(office: CountyOffice, tmp_path: Path) -> None:
    office.must(BOSS, "org.add", PROVINCE, id="6301", level="prefecture", name="西宁市", entity="post")
    office.must(MANAGER, "person.add", COUNTY, id="n", name="卓玛", staff_number="n", entity="post")
    office.must(BOSS, "org.move", COUNTY, to="6301")  # from now on the county's chain stands elsewhere in the tree
    office.must(BOSS, "person.change", COUNTY, person="n", home=OTHER)
    office.must(STRANGER, "person.change", OTHER, person="n", phone="13900003333")
    office.must(BOSS, "grant.end", COUNTY, id=f"g-{COURIER}")
    anew = open_file(tmp_path / "anew.sqlite")
    METADATA.create_all(anew)
    with office.engine.connect() as connection, anew.begin() as empty:
        assert list(rebuild(empty, office.registry, store.list_all_links(connection))) == []
        for table in STATE_TABLES:
            rows = select(table).order_by(*table.primary_key.columns)
            assert list(empty.execute(rows)) == list(connection.execute(rows)), table.name
    anew.dispose()
