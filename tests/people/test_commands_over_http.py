"""Commands come in batches, each with its own receipt; nobody gets more by it than he may."""

import pytest
from sqlalchemy import Engine, delete, event, func, update
from sqlalchemy.exc import OperationalError

from tests.people.county_office import (
    BOSS,
    COUNTY,
    COURIER,
    MANAGER,
    NOON,
    OTHER,
    PROVINCE,
    STRANGER,
    CountyOffice,
    a_command,
)
from tianlu.command.anchors import add_anchors
from tianlu.command.envelope import ActorId, OrgId
from tianlu.command.tables import HEADS, LINKS
from tianlu.people.access import AccessBook
from tianlu.people.roles import shipped_roles


def test_same_command_twice_is_done_once(office: CountyOffice) -> None:
    command = a_command("org.change", COUNTY, body={"name": "共和"})
    first, again = office.send(MANAGER, command)[0], office.send(MANAGER, command)[0]
    assert first["refusal"]["code"] == "not_allowed"  # a manager does not manage units
    assert again["is_again"]
    done = office.send(BOSS, a_command("org.change", COUNTY, body={"name": "共和"}))[0]
    assert (done["standing"], done["version"], done["chain"]) == ("accepted", 2, COUNTY)


def test_same_id_with_other_content_is_a_conflict(office: CountyOffice) -> None:
    command = a_command("org.change", COUNTY, body={"name": "共和"})
    office.send(BOSS, command)
    assert office.send(BOSS, {**command, "body": {"name": "别的"}})[0]["standing"] == "conflict"


def test_what_is_no_command_does_not_keep_the_others(office: CountyOffice) -> None:
    good = a_command("org.change", COUNTY, body={"name": "共和"})
    receipts = office.send(BOSS, {"id": 5}, 17, {**a_command("org.change", COUNTY), "id": "not-a-uuid"}, good)  # type: ignore[arg-type]
    assert [each["standing"] for each in receipts] == ["refused"] * 3 + ["accepted"]
    assert {each["refusal"]["code"] for each in receipts[:3]} == {"not_an_envelope"}


def test_more_than_a_hundred_at_once_are_not_taken(office: CountyOffice) -> None:
    commands = [a_command("org.change", COUNTY, body={"name": str(k)}) for k in range(101)]
    answer = office.client(BOSS).post("/api/commands", json={"commands": commands})
    assert answer.status_code == 413
    assert "100" in answer.json()["detail"]["detail_zh"]


def test_token_is_limited_to_its_scopes(office: CountyOffice) -> None:
    command = a_command("org.change", COUNTY, body={"name": "共和"})
    answer = office.client(BOSS, scopes="org.read").post("/api/commands", json={"commands": [command]})
    assert answer.json()["receipts"][0]["refusal"]["code"] == "not_allowed"
    answer = office.client(BOSS, scopes="org.manage").post("/api/commands", json={"commands": [command]})
    assert answer.json()["receipts"][0]["standing"] == "accepted"


def test_what_only_the_server_makes_is_not_taken(office: CountyOffice) -> None:
    assert office.refused(BOSS, "signin.found", PROVINCE) == "not_taken_here"
    assert "signin.found" not in {kind["name"] for kind in office.get(BOSS, "/api/kinds")}


def test_receipt_is_shown_to_who_sent_it(office: CountyOffice) -> None:
    id_ = office.must(BOSS, "org.change", COUNTY, name="共和")["id"]
    assert office.get(BOSS, f"/api/commands/{id_}")["standing"] == "accepted"
    assert office.client(MANAGER).get(f"/api/commands/{id_}").status_code == 404


def test_early_command_waits_and_a_manager_sees_the_gap(office: CountyOffice) -> None:
    early = a_command("org.change", COUNTY, body={"name": "二"}, device="phone", seq=2)
    assert office.send(BOSS, early)[0]["standing"] == "held"
    gap = office.get(BOSS, "/api/gaps")[0]
    assert (gap["missing"], gap["first_held"], gap["waiting"], gap["org_name"]) == (1, 2, 1, "共和县")
    assert office.get(STRANGER, "/api/gaps") == []
    assert office.get(MANAGER, "/api/waiting") == {"letters": 0, "gaps": 1}
    assert office.get(STRANGER, "/api/waiting") == office.get(COURIER, "/api/waiting") == {"letters": 0, "gaps": 0}
    office.send(BOSS, a_command("org.change", COUNTY, body={"name": "一"}, device="phone", seq=1))
    assert office.get(BOSS, f"/api/commands/{early['id']}")["standing"] == "accepted"
    assert office.get(BOSS, "/api/gaps") == []


def test_refused_command_of_a_phone_can_be_played_again(office: CountyOffice) -> None:
    refused = a_command("org.change", COUNTY, body={"entity": "nobody"}, device="phone", seq=1)
    assert office.send(BOSS, refused)[0]["refusal"]["code"] == "no_such_entity"
    assert [letter["id"] for letter in office.get(MANAGER, "/api/dead-letters")["letters"]] == [refused["id"]]
    assert office.get(STRANGER, "/api/dead-letters") == {"letters": [], "total": 0, "next": None}
    assert office.get(MANAGER, "/api/waiting") == {"letters": 1, "gaps": 0}
    office.must(BOSS, "entity.add", PROVINCE, id="nobody", kind="post", name="新公司")
    played = office.must(MANAGER, "command.play_letter", COUNTY, id=refused["id"], reason="已登记")
    assert played["result"]["standing"] == "accepted"
    assert office.get(MANAGER, "/api/dead-letters")["letters"] == []
    assert office.get(MANAGER, f"/api/audit/{COUNTY}")["links"][0]["body"]["reason"] == "已登记"


@pytest.mark.parametrize(
    "path", ["/api/kinds", "/api/waiting", "/api/dead-letters", "/api/orgs", "/api/people", "/api/audit"]
)
def test_every_read_asks_for_a_sign_in(office: CountyOffice, path: str) -> None:
    assert office.client("").get(path).status_code == 401


def test_database_that_cannot_be_written_is_said_and_nothing_is_done(office: CountyOffice) -> None:
    def full(connection: object, *_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    event.listen(office.engine, "commit", full)
    command = a_command("org.change", COUNTY, body={"name": "共和"})
    answer = office.client(BOSS).post("/api/commands", json={"commands": [command]})
    event.remove(office.engine, "commit", full)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert office.send(BOSS, command)[0]["is_again"] is False


def test_chain_is_read_within_reach_and_verified(office: CountyOffice, engine: Engine) -> None:
    office.must(BOSS, "org.change", COUNTY, name="共和")
    page = office.get(MANAGER, f"/api/audit/{COUNTY}")
    assert page["links"][0]["kind"] == "org.change"
    assert page["links"][0]["actor_name"] == "李雪梅"
    assert office.client(MANAGER).get(f"/api/audit/{OTHER}").status_code == 403
    assert [chain["chain"] for chain in office.get(MANAGER, "/api/audit")] == [COUNTY]
    assert office.client(COURIER).get(f"/api/audit/{COUNTY}").status_code == 403
    verified = office.get(MANAGER, f"/api/audit/{COUNTY}/verify")
    assert (verified["is_whole"], verified["breaks"], verified["anchored_to"]) == (True, [], None)


def test_who_did_it_is_named_to_colleagues_and_masked_for_another_entity(office: CountyOffice) -> None:
    office.must(BOSS, "person.add", COUNTY, id="banker", name="王出纳", staff_number="B1", entity="bank")
    office.must(BOSS, "grant.give", COUNTY, id="g-banker", person="banker", role="manager")
    refused = office.send(MANAGER, a_command("org.change", COUNTY, body={"name": "x"}, device="phone", seq=1))[0]
    assert refused["standing"] == "refused"
    office.send(COURIER, a_command("org.change", COUNTY, body={"name": "x"}, device="phone", seq=2))
    named = {MANAGER: ("李雪梅", "才让manager", "才让courier"), "banker": ("李**", "才********", "才********")}
    for viewer, names in named.items():
        link = office.get(viewer, f"/api/audit/{COUNTY}")["links"][0]
        letter, gap = office.get(viewer, "/api/dead-letters")["letters"][0], office.get(viewer, "/api/gaps")[0]
        assert (link["actor_name"], letter["actor_name"], gap["actor_name"]) == names


def test_chain_names_no_unit_that_has_moved_out_of_reach(office: CountyOffice) -> None:
    office.must(BOSS, "org.add", COUNTY, id="outlet", level="outlet", name="倒淌河支局", entity="post")
    office.must(BOSS, "org.change", "outlet", name="倒淌河镇支局")
    office.must(BOSS, "org.move", "outlet", to=OTHER)
    office.must(BOSS, "org.change", "outlet", name="秘密支局")
    changed = next(link for link in office.get(MANAGER, f"/api/audit/{COUNTY}")["links"] if link["org"] == "outlet")
    assert changed["org_name"] == "outlet"


def test_pages_of_a_chain_follow_each_other(office: CountyOffice) -> None:
    for number in range(5):
        office.must(BOSS, "org.change", COUNTY, name=f"共和{number}")
    first = office.get(BOSS, f"/api/audit/{COUNTY}?count=3")
    rest = office.get(BOSS, f"/api/audit/{COUNTY}?count=100&before={first['before']}")
    seqs = [link["seq"] for link in (*first["links"], *rest["links"])]
    assert seqs == list(range(len(seqs), 0, -1))
    assert {link["kind"] for link in office.get(BOSS, f"/api/audit/{COUNTY}?kind=person.add")["links"]} == {
        "person.add"
    }


def test_chain_names_whom_an_id_means_and_masks_him(office: CountyOffice) -> None:
    office.must(BOSS, "grant.give", COUNTY, id="g-2", person=COURIER, role="dispatcher")
    newest = office.get(BOSS, f"/api/audit/{COUNTY}")["links"][0]
    assert newest["names"] == {"person": "才******** courier"}


def test_row_that_was_tampered_with_is_named(office: CountyOffice, engine: Engine) -> None:
    office.must(BOSS, "org.change", COUNTY, name="共和")
    with engine.begin() as connection:
        tampered = update(LINKS).where(LINKS.c.chain == COUNTY, LINKS.c.seq == 1)
        connection.execute(tampered.values(content=func.replace(LINKS.c.content, "才让", "仁青")))
    verified = office.get(MANAGER, f"/api/audit/{COUNTY}/verify")
    assert [(each["seq"], each["kind"]) for each in verified["breaks"]] == [(1, "changed")]


def test_last_row_that_was_dropped_is_missed_by_the_head(office: CountyOffice, engine: Engine) -> None:
    last = office.must(BOSS, "org.change", COUNTY, name="共和")["seq"]
    with engine.begin() as connection:
        connection.execute(delete(LINKS).where(LINKS.c.chain == COUNTY, LINKS.c.seq == last))
    verified = office.get(MANAGER, f"/api/audit/{COUNTY}/verify")
    assert (verified["rows"], verified["is_whole"]) == (last - 1, False)
    assert [(each["seq"], each["kind"]) for each in verified["breaks"]] == [(last, "cut_off")]


def test_chain_that_is_gone_is_still_listed_by_its_anchor(office: CountyOffice, engine: Engine) -> None:
    with engine.begin() as connection:
        add_anchors(office.anchors, connection, NOON.date())
        connection.execute(delete(LINKS).where(LINKS.c.chain == COUNTY))
        connection.execute(delete(HEADS).where(HEADS.c.chain == COUNTY))
    assert [(each["chain"], each["rows"]) for each in office.get(MANAGER, "/api/audit")] == [(COUNTY, 0)]
    assert office.get(MANAGER, f"/api/audit/{COUNTY}/verify")["breaks"][0]["kind"] == "cut_off"
    assert office.get(STRANGER, "/api/audit")[0]["chain"] == OTHER


def test_letter_to_a_unit_that_was_closed_meanwhile_is_settled_above_it(office: CountyOffice) -> None:
    office.must(BOSS, "org.add", COUNTY, id="team", level="team", name="一组", entity="post")
    office.must(BOSS, "org.close", "team")
    sent = a_command("person.leave", "team", body={"person": COURIER}, device="phone", seq=1)
    office.send(MANAGER, sent)
    [letter] = office.get(MANAGER, "/api/dead-letters")["letters"]
    assert (letter["org_name"], letter["settled_at"]) == ("一组", COUNTY)
    assert office.get(STRANGER, "/api/waiting")["letters"] == 0
    office.must(MANAGER, "command.lay_letter_aside", letter["settled_at"], id=sent["id"], reason="班组已撤销")
    assert office.get(MANAGER, "/api/waiting")["letters"] == 0


def test_letter_to_a_unit_that_there_is_not_is_settled_where_its_sender_is_at_home(office: CountyOffice) -> None:
    sent = [a_command("person.leave", "nowhere", body={"person": "x"}, device="phone", seq=seq) for seq in (1, 3)]
    office.send(COURIER, *sent)
    [letter], [gap] = office.get(MANAGER, "/api/dead-letters")["letters"], office.get(MANAGER, "/api/gaps")
    assert (letter["org_name"], letter["settled_at"], gap["settled_at"]) == ("nowhere", COUNTY, COUNTY)
    assert office.get(STRANGER, "/api/waiting") == {"letters": 0, "gaps": 0}
    assert office.refused(STRANGER, "command.lay_letter_aside", OTHER, id=letter["id"]) == "no_such_letter"
    office.must(MANAGER, "command.skip_missing", COUNTY, actor=COURIER, device="phone", missing_to=2, reason="已丢失")
    assert office.get(MANAGER, "/api/waiting") == {"letters": 2, "gaps": 0}
    for each in sent:
        office.must(MANAGER, "command.lay_letter_aside", COUNTY, id=each["id"], reason="机构编号有误")
    assert office.get(MANAGER, "/api/waiting") == {"letters": 0, "gaps": 0}


def test_who_settles_is_told_alike_from_memory_and_from_the_tables(office: CountyOffice) -> None:
    office.must(BOSS, "org.add", COUNTY, id="team", level="team", name="一组", entity="post")
    office.must(BOSS, "org.close", "team")
    remembers, asks = (AccessBook(shipped_roles(), today=NOON.date) for _ in range(2))
    with office.engine.connect() as connection:
        remembers.snapshot(connection)
        for org in (PROVINCE, COUNTY, "team", "nowhere"):
            for sender in (BOSS, COURIER, "(server)"):
                args = (connection, OrgId(org), ActorId(sender))
                assert remembers.settled_at(*args) == asks.settled_at(*args), (org, sender)
