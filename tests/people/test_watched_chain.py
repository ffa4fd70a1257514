"""A chain that is verified tells how far it is, also over HTTP, and is read no further once nobody waits."""

import json
from typing import Any

import pytest
from sqlalchemy import delete

from tests.people.county_office import BOSS, COUNTY, MANAGER, STRANGER, CountyOffice
from tianlu.command import store
from tianlu.command.audit import NOTHING_BEFORE, Link, next_link
from tianlu.command.envelope import canonical
from tianlu.command.soundness import check_chain
from tianlu.command.tables import HEADS, LINKS
from tianlu.people.watched import NobodyWaits, Watched

ROWS = 1_700


def grow(office: CountyOffice) -> None:
    """The county's chain, made anew with many rows."""
    links: list[Link] = []
    for seq in range(1, ROWS + 1):
        content = canonical({"id": f"{seq}", "kind": "org.change", "org": COUNTY, "body": {}})
        previous = links[-1].hash if links else NOTHING_BEFORE
        links.append(
            next_link(
                chain=COUNTY, seq=seq, at="2026-11-26", actor=BOSS, content=content, outcome="{}", previous=previous
            )
        )
    with office.engine.execution_options(writes=True).begin() as connection:
        for table in (LINKS, HEADS):
            connection.execute(delete(table).where(table.c.chain == COUNTY))
        store.put_links(connection, links)


def events(office: CountyOffice, who: str) -> list[dict[str, Any]]:
    answer = office.client(who).get(f"/api/audit/{COUNTY}/verify/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    return [json.loads(line.removeprefix("data: ")) for line in answer.text.splitlines() if line]


def test_rows_are_told_while_a_chain_is_read(office: CountyOffice) -> None:
    grow(office)
    told: list[int] = []
    with office.engine.connect() as connection:
        assert check_chain(connection, [], COUNTY, on_rows=told.append).rows == ROWS
    assert told == [500, 1000, 1500]


def test_reading_ends_once_nobody_waits(office: CountyOffice) -> None:
    grow(office)
    with office.engine.connect() as connection:
        watched = Watched(lambda on_rows: check_chain(connection, [], COUNTY, on_rows=on_rows), of=ROWS)
        watched.stop()
        with pytest.raises(NobodyWaits):
            watched.run()


def test_verification_is_followed_over_http_and_ends_with_what_was_found(office: CountyOffice) -> None:
    grow(office)
    *steps, last = events(office, MANAGER)
    assert steps[0] == {"rows": 0, "of": ROWS, "found": None}
    assert (last["rows"], last["of"], last["found"]["is_whole"]) == (ROWS, ROWS, True)
    assert last["found"] == office.get(MANAGER, f"/api/audit/{COUNTY}/verify")


def test_verification_asks_the_gate(office: CountyOffice) -> None:
    assert office.client("").get(f"/api/audit/{COUNTY}/verify/events").status_code == 401
    assert office.client(STRANGER).get(f"/api/audit/{COUNTY}/verify/events").status_code == 403
