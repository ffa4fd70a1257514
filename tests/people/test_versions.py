"""What a server remembers of organisations is mended by what changed, and comes out as if all were read again."""

import random
from datetime import date

import pytest
from sqlalchemy import Connection, Engine, event, func, select

from tests.databases import engine, postgresql
from tianlu.command.envelope import ActorId, OrgId
from tianlu.db.tables import METADATA
from tianlu.people import store, versions
from tianlu.people.access import AccessBook
from tianlu.people.model import Grant, Level, OrgNode, Person
from tianlu.people.roles import shipped_roles
from tianlu.people.snapshot import Snapshot
from tianlu.people.tables import CHANGES

__all__ = ["engine", "postgresql"]


class Undone(Exception):
    """Thrown to roll back."""


@pytest.fixture
def book(engine: Engine) -> AccessBook:
    METADATA.create_all(engine)
    with engine.begin() as connection:
        store.put_node(connection, a_unit("63"))
        for number in range(5):
            store.put_person(connection, a_person(number))
    return AccessBook(shipped_roles(), today=lambda: date(2026, 11, 26))


def a_unit(id_: str) -> OrgNode:
    return OrgNode(OrgId(id_), OrgId("63"), Level.COUNTY, id_, "", "post", f"/63/{id_}/", 1)


def a_person(number: int, staff_number: str = "") -> Person:
    return Person(ActorId(f"p{number}"), "才让", staff_number or f"n{number}", "post", "", OrgId("63"), 1)


def look(engine: Engine, book: AccessBook) -> Snapshot:
    """As a server does between two changes; touches what is worked out only once."""
    with engine.connect() as connection:
        snapshot = book.snapshot(connection)
    assert [*snapshot.by_number] == sorted(snapshot.persons.values(), key=lambda each: (each.staff_number, each.id))
    return snapshot


def fresh(engine: Engine) -> Snapshot:
    with engine.connect() as connection:
        return store.read_snapshot(connection, versions.find_version(connection))


def change_something(connection: Connection, drawn: random.Random, step: int) -> None:
    """A change of any kind, as the commands make them."""
    now = store.read_snapshot(connection, 0)
    person = drawn.choice([*now.persons.values()])
    kind = drawn.choice(["unit", "rename", "move", "person", "change", "grant", "drop"])
    if kind == "unit":
        store.put_node(connection, a_unit(f"63{step:04d}"))
    elif kind == "rename":
        store.change_node(connection, drawn.choice([*now.nodes.values()]), name=f"名{step}")
    elif kind == "move":
        store.move_paths(connection, "/63/", f"/6{step}/")
        store.move_paths(connection, f"/6{step}/", "/63/")
    elif kind == "person":
        store.put_person(connection, a_person(100 + step, f"n{drawn.randrange(100)}"))
    elif kind == "change":
        store.change_person(connection, person, {"staff_number": f"n{drawn.randrange(100)}"})
    elif kind == "grant" or not now.grants:
        store.put_grant(connection, Grant(f"g{step}", person.id, "courier", OrgId("63")))
    else:
        store.drop_grant(connection, drawn.choice([*now.grants]))


@pytest.mark.parametrize("seed", range(3))
def test_mended_snapshot_is_what_would_be_read_anew(engine: Engine, book: AccessBook, seed: int) -> None:
    drawn = random.Random(seed)
    for step in range(60):
        try:
            with engine.begin() as connection:
                for k in range(drawn.randrange(1, 4)):
                    change_something(connection, drawn, 10 * step + k)
                if drawn.random() < 0.3:
                    inside = connection.begin_nested()
                    change_something(connection, drawn, 10 * step + 5)
                    inside.rollback() if drawn.random() < 0.5 else inside.commit()
                    change_something(connection, drawn, 10 * step + 6)
                if drawn.random() < 0.2:
                    raise Undone
        except Undone:
            pass
        if drawn.random() < 0.6:
            assert look(engine, book) == fresh(engine), f"step {step} of seed {seed}"


def test_after_a_change_of_one_person_only_that_one_is_read(engine: Engine, book: AccessBook) -> None:
    look(engine, book)
    with engine.begin() as connection:
        person = store.find_person(connection, "p3")
        assert person is not None
        store.change_person(connection, person, {"name": "多杰"})
    rows = []
    event.listen(engine, "after_cursor_execute", lambda *args: rows.append(args[2]))
    snapshot = look(engine, book)
    assert snapshot.persons[ActorId("p3")].name == "多杰"
    assert [each for each in rows if "FROM people_persons" in each and "IN" not in each] == []


def test_what_was_changed_unnoted_is_read_whole(engine: Engine, book: AccessBook) -> None:
    look(engine, book)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE people_persons SET name = '多杰'")
        versions.raise_version(connection)
    assert {each.name for each in look(engine, book).persons.values()} == {"多杰"}


def test_only_the_last_versions_are_noted_and_who_is_behind_reads_all(
    engine: Engine, book: AccessBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "KEPT", 20)
    monkeypatch.setattr(versions, "PRUNE_EACH", 5)
    look(engine, book)
    for step in range(50):
        with engine.begin() as connection:
            store.put_person(connection, a_person(100 + step))
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(CHANGES)).scalar_one() <= 25
    assert look(engine, book) == fresh(engine)
    assert len(look(engine, book).persons) == 55
