"""On PostgreSQL a route that forgets to ask is shown the rows within the reach of who asks, and nothing else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from sqlalchemy import text

from tests.databases import new_database, postgresql
from tests.gates import OWNER, add_person, open_gate
from tianlu.command.envelope import ActorId
from tianlu.people.gate import Actor
from tianlu.server.one_door import open_one_door

__all__ = ["postgresql"]

COUNTIES = ("632521", "632522", "632523")


@pytest.fixture
def forgetful(postgresql: str, tmp_path: Path) -> Iterator[TestClient]:
    """Routes that read all units there are, whoever asks; he says in a header who he is."""
    one_door = open_one_door(tmp_path, clock=lambda: datetime.now(UTC), database=new_database(postgresql))
    engine = one_door.workspace.engine
    gate = open_gate(*COUNTIES, who=lambda request: Actor(ActorId(request.headers["x-who"]), ""), engine=engine)
    for county in COUNTIES:
        add_person(engine, ActorId(f"of-{county}"), county, ["courier"])
    app = FastAPI()

    def read() -> list[str]:
        with engine.connect() as connection:
            return [*connection.execute(text("SELECT id FROM people_orgs, pg_sleep(0.01) ORDER BY id")).scalars()]

    @app.get("/all")
    def all_units(actor: Annotated[Actor, Depends(gate)]) -> list[str]:
        assert set(gate.snapshot().nodes) == {"63", *COUNTIES}, "what the server reads for itself is whole"
        return read()

    @app.get("/streamed")
    def streamed(actor: Annotated[Actor, Depends(gate)]) -> StreamingResponse:
        return StreamingResponse(f"{each} " for _ in range(1) for each in read())

    @app.get("/open")
    def open_to_all(request: Request) -> list[str]:
        return read()

    yield TestClient(app)
    one_door.close()


def asked(client: TestClient, who: str) -> list[str]:
    answer: list[str] = client.get("/all", headers={"x-who": who}).json()
    return answer


def test_who_works_in_a_county_is_shown_that_county(forgetful: TestClient) -> None:
    assert asked(forgetful, "of-632522") == ["632522"]
    assert forgetful.get("/streamed", headers={"x-who": "of-632522"}).text.split() == ["632522"]
    assert asked(forgetful, OWNER) == ["63", *COUNTIES]


def test_who_has_no_role_is_shown_nothing(forgetful: TestClient) -> None:
    assert asked(forgetful, "nobody") == []


def test_reach_of_one_request_is_not_left_to_the_next(forgetful: TestClient) -> None:
    assert asked(forgetful, "of-632521") == ["632521"]
    assert forgetful.get("/open").json() == ["63", *COUNTIES]


def test_requests_beside_each_other_keep_their_own_reach(forgetful: TestClient) -> None:
    wanted = [f"of-{county}" for county in COUNTIES] * 20
    with ThreadPoolExecutor(8) as pool:
        shown = list(pool.map(lambda who: asked(forgetful, who), wanted))
    assert shown == [[who.removeprefix("of-")] for who in wanted]
