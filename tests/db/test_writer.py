"""The writer's engine on PostgreSQL: troubles that pass are told from those that do not, and it works again after."""

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from tests.databases import new_database
from tianlu.db.engine import open_engine, writer_beside
from tianlu.db.group_commit import GroupCommit

CANNOT = (OperationalError, InterfaceError)


@pytest.fixture
def database(postgresql: str) -> Iterator[Engine]:
    engine = open_engine(new_database(postgresql))
    yield engine
    engine.dispose()


def run(connection: Connection, statements: Sequence[str]) -> Sequence[object]:
    return [connection.execute(text(each)).scalar_one_or_none() for each in statements]


@pytest.fixture
def writer(database: Engine) -> Iterator[GroupCommit[str, object]]:
    made: GroupCommit[str, object] = GroupCommit(writer_beside(database), run)
    yield made
    made.close()


def test_it_writes_over_its_own_driver(writer: GroupCommit[str, object]) -> None:
    writer.submit("CREATE TABLE kept (n integer)").exception()  # it gives no row, which the test's work does not expect
    assert writer.submit("SELECT count(*) FROM pg_stat_activity WHERE state = 'active'").result() == 1
    assert writer.submit("SELECT 7").result() == 7


@pytest.mark.parametrize("code", ["53100", "57P01", "40001", "40P01", "25006", "08006", "58030"])
def test_what_may_go_well_later_is_told_as_such(database: Engine, writer: GroupCommit[str, object], code: str) -> None:
    raising = f"DO $$ BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '{code}'; END $$"
    assert isinstance(writer.submit(raising).exception(), CANNOT)
    with database.connect() as connection, pytest.raises(CANNOT):
        connection.execute(text(raising))


@pytest.mark.parametrize("wrong", ["SELECT 1 / 0", "SELECT nothing", "SELECT 'x'::integer"])
def test_what_is_wrong_is_not(database: Engine, writer: GroupCommit[str, object], wrong: str) -> None:
    trouble = writer.submit(wrong).exception()
    assert isinstance(trouble, DBAPIError)
    assert not isinstance(trouble, CANNOT)


def test_it_works_again_after_its_connection_was_cut(database: Engine, writer: GroupCommit[str, object]) -> None:
    mine = writer.submit("SELECT pg_backend_pid()").result()
    with database.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
    assert writer.submit("SELECT 7").result() == 7


def test_one_that_is_cut_within_a_transaction_says_that_it_cannot(writer: GroupCommit[str, object]) -> None:
    assert isinstance(writer.submit("SELECT pg_terminate_backend(pg_backend_pid())").exception(), CANNOT)
    assert writer.submit("SELECT 7").result() == 7


def test_nobody_at_the_address_is_no_fault_of_the_command() -> None:
    writer: GroupCommit[str, object] = GroupCommit(writer_beside(open_engine("postgresql://a@127.0.0.1:9/x")), run)
    assert isinstance(writer.submit("SELECT 7").exception(), CANNOT)
    writer.close()
