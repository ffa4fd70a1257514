"""What the chains tell is what the rooms hold: state can be made anew from them."""

import uuid
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select

from tests.command.toy_room import ANNA, BOOKS, an_envelope, open_toy_door, toy_registry
from tianlu.command import store
from tianlu.command.letters import PLAY
from tianlu.command.rebuild import rebuild
from tianlu.db.engine import open_file
from tianlu.db.tables import METADATA

MOVES = st.tuples(st.sampled_from(["a", "b"]), st.integers(-5, 15), st.sampled_from([None, 1, 2, 3]))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MOVES, max_size=12))
def test_replaying_the_chains_on_empty_rooms_gives_the_same_state(
    tmp_path: Path, moves: list[tuple[str, int, int | None]]
) -> None:
    made = open_file(tmp_path / f"{uuid.uuid4()}.sqlite")
    METADATA.create_all(made)
    door = open_toy_door(made)
    for k, (book, amount, seq) in enumerate(moves):
        body = {"book": book, "amount": amount}
        device = {} if seq is None else {"device": "phone", "seq": seq}
        envelope = an_envelope(k, body=body, **device)
        door.submit(ANNA, [envelope])
        door.submit(ANNA, [an_envelope(1000 + k, kind=PLAY, schema=1, body={"id": envelope.id})])
    door.close()
    assert_rebuilt(made)


def assert_rebuilt(engine: Engine) -> None:
    with engine.begin() as connection:
        before = connection.execute(select(BOOKS).order_by(BOOKS.c.name)).all()
        links = [link for chain in store.list_chains(connection) for link in store.list_links(connection, chain)]
        connection.execute(delete(BOOKS))
        assert list(rebuild(connection, toy_registry(), links)) == []
        assert connection.execute(select(BOOKS).order_by(BOOKS.c.name)).all() == before
