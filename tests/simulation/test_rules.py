"""The rules find what somebody did to a database behind the door's back, and a name that slipped through."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from tests.simulation.play import Plot
from tests.simulation.real_server import Program
from tests.simulation.rules import Case, broken_rules
from tests.simulation.wire import Answer
from tests.simulation.world import look_again, play_world
from tianlu.command.audit import next_link
from tianlu.command.tables import DEAD_LETTERS, HEADS, HELD, LINKS, RECEIPTS
from tianlu.core.uuid7 import make_uuid7
from tianlu.db.engine import open_file
from tianlu.db.workspace import DATABASE
from tianlu.people.tables import ORGS

PLAYED = Plot(rounds=20, kills=0, full_disks=0)
COUNTY = "632521"


@pytest.fixture(scope="module")
def played(program: Program, tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Path]:
    folder = tmp_path_factory.mktemp("played")
    return play_world(16, program, folder, plot=PLAYED), folder


def last_row(connection: Connection) -> dict[str, Any]:
    """The last row of a county's chain."""
    query = select(LINKS).where(LINKS.c.chain == COUNTY).order_by(LINKS.c.seq.desc()).limit(1)
    return dict(connection.execute(query).mappings().one())


def put_row(connection: Connection, row: dict[str, Any], **changes: Any) -> None:
    """A row that its own chain cannot tell from a true one, at its end."""
    names = ("chain", "seq", "at", "actor", "content", "outcome", "previous")
    values = {**row, **changes}
    link = next_link(**{name: values[name] for name in names})
    connection.execute(insert(LINKS).values(**{**values, **vars(link)}))
    connection.execute(update(HEADS).where(HEADS.c.chain == link.chain).values(seq=link.seq, hash=link.hash))


def lose_a_row(connection: Connection) -> None:
    row = last_row(connection)
    connection.execute(delete(LINKS).where(LINKS.c.nr == row["nr"]))
    connection.execute(update(HEADS).where(HEADS.c.chain == COUNTY).values(seq=row["seq"] - 1, hash=row["previous"]))


def double_a_row(connection: Connection) -> None:
    row = last_row(connection)
    nr = connection.execute(select(func.max(LINKS.c.nr))).scalar_one() + 1
    other = make_uuid7(unix_ms=1, random_bits=1)
    put_row(connection, row, nr=nr, id=other, seq=row["seq"] + 1, previous=row["hash"])


def change_a_row(connection: Connection) -> None:
    row = last_row(connection)
    content = {**json.loads(row["content"]), "made_at": "2026-01-01T00:00:00.000000+00:00"}
    connection.execute(update(LINKS).where(LINKS.c.nr == row["nr"]).values(content=json.dumps(content)))


def forge_a_row(connection: Connection) -> None:
    """The same, with hashes that fit."""
    row = last_row(connection)
    content = {**json.loads(row["content"]), "made_at": "2026-01-01T00:00:00.000000+00:00"}
    connection.execute(delete(LINKS).where(LINKS.c.nr == row["nr"]))
    put_row(connection, row, content=json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def change_a_name(connection: Connection) -> None:
    connection.execute(update(ORGS).where(ORGS.c.id == COUNTY).values(name="Unit1"))


def lose_a_receipt(connection: Connection) -> None:
    id_ = connection.execute(select(RECEIPTS.c.id).where(RECEIPTS.c.standing == "refused").limit(1)).scalar_one()
    connection.execute(delete(RECEIPTS).where(RECEIPTS.c.id == id_))


def lose_a_letter(connection: Connection) -> None:
    id_ = connection.execute(select(DEAD_LETTERS.c.id).limit(1)).scalar_one()
    connection.execute(delete(DEAD_LETTERS).where(DEAD_LETTERS.c.id == id_))


def lose_what_is_held(connection: Connection) -> None:
    assert connection.execute(delete(HELD)).rowcount > 0


def found_by(case: Case) -> set[str]:
    return {words.partition(":")[0] for words in broken_rules(case)}


@pytest.mark.parametrize(
    ("tamper", "rules"),
    [
        (lose_a_row, {"accepted_is_there_once", "chains_are_whole", "state_is_made_anew_from_the_chains"}),
        (double_a_row, {"accepted_is_there_once", "state_is_made_anew_from_the_chains"}),
        (change_a_row, {"chain_has_only_what_was_sent", "chains_are_whole"}),
        (forge_a_row, {"chain_has_only_what_was_sent", "chains_are_whole"}),
        (change_a_name, {"state_is_made_anew_from_the_chains", "state_is_what_the_books_say"}),
        (lose_a_receipt, {"nothing_sent_is_lost"}),
        (lose_a_letter, {"unseen_refusal_is_a_letter", "letters_are_listed_where_one_manages"}),
        (lose_what_is_held, {"nothing_sent_is_lost", "gap_is_listed"}),
    ],
)
def test_what_is_done_behind_the_door_is_found(
    played: tuple[Case, Path], tmp_path: Path, tamper: Callable[[Connection], None], rules: set[str]
) -> None:
    case, folder = played
    shutil.copytree(folder / "workspace", tmp_path / "workspace")
    engine = open_file(tmp_path / "workspace" / DATABASE)
    with engine.execution_options(writes=True).begin() as connection:
        tamper(connection)
    engine.dispose()
    assert found_by(look_again(case, tmp_path)) >= rules


def test_what_was_played_in_good_weather_is_sound(played: tuple[Case, Path]) -> None:
    assert broken_rules(played[0]) == []


@pytest.mark.parametrize("person", ["p3", "p5", "p8"])
def test_name_that_slipped_through_is_found(played: tuple[Case, Path], person: str) -> None:
    case, _ = played
    unit = next(each for each in case.oracle.units.values() if each.id == "u2")
    text = json.dumps({"detail": f"it lies below {unit.name}"})
    seen = {**case.books.seen, person: dict(case.books.seen[person])}
    leaked = replace(case, books=replace(case.books, seen=seen, statuses={}), sights={})
    leaked.books.hear(5, person, "GET /api/orgs", Answer(200, text))
    assert found_by(leaked) == {"nobody_saw_outside_his_reach"}


def test_fault_of_the_server_is_found(played: tuple[Case, Path]) -> None:
    case, _ = played
    assert found_by(replace(case, log="Traceback (most recent call last):")) == {"server_never_failed"}
    statuses = {**case.books.statuses, 500: ["GET /api/orgs in round 1: …"]}
    assert found_by(replace(case, books=replace(case.books, statuses=statuses))) == {"server_never_failed"}
