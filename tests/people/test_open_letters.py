"""Dead letters come in pages, oldest first, each beginning where the one before ended."""

from itertools import count

import pytest

from tests.people.county_office import BOSS, COUNTY, MANAGER, OTHER, STRANGER, CountyOffice, a_command

_seq = count(1)


def refuse(office: CountyOffice, org: str) -> str:
    """A phone's command that is refused with nobody looking; its id."""
    command = a_command("org.change", org, body={"entity": "nobody"}, device="phone", seq=next(_seq))
    assert office.send(BOSS, command)[0]["standing"] == "refused"
    return str(command["id"])


@pytest.fixture(autouse=True)
def from_the_first_number() -> None:
    global _seq
    _seq = count(1)


def test_pages_hold_each_letter_once_and_none_of_another_county(office: CountyOffice) -> None:
    sent = [refuse(office, org) for org in (COUNTY, OTHER, COUNTY, OTHER, COUNTY, COUNTY, COUNTY)]
    own = [id_ for k, id_ in enumerate(sent) if k not in (1, 3)]
    pages = [office.get(MANAGER, "/api/dead-letters?count=2")]
    while pages[-1]["next"] is not None:
        pages.append(office.get(MANAGER, f"/api/dead-letters?count=2&after={pages[-1]['next']}"))
    assert [[letter["id"] for letter in page["letters"]] for page in pages] == [own[:2], own[2:4], own[4:]]
    assert {page["total"] for page in pages} == {5}
    assert office.get(STRANGER, "/api/dead-letters")["total"] == 2


def test_letter_that_was_settled_meanwhile_moves_no_other(office: CountyOffice) -> None:
    sent = [refuse(office, COUNTY) for _ in range(4)]
    first = office.get(MANAGER, "/api/dead-letters?count=2")
    for id_ in sent[:2]:
        office.must(MANAGER, "command.lay_letter_aside", COUNTY, id=id_, reason="看过")
    then = office.get(MANAGER, f"/api/dead-letters?count=2&after={first['next']}")
    assert [letter["id"] for letter in then["letters"]] == sent[2:]
    assert (then["total"], then["next"]) == (2, None)


@pytest.mark.parametrize("after", ["x", "2026-11-26~a", "2026-11-26T08:00:00%2B00:00", "2026-11-26T08:00:00~a"])
def test_what_is_no_place_is_refused_in_both_languages(office: CountyOffice, after: str) -> None:
    answer = office.client(MANAGER).get(f"/api/dead-letters?after={after}")
    assert answer.status_code == 422
    assert "死信" in str(answer.json())
