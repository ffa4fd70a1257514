"""Route servers: the matrix that a server gives, and everything that goes wrong on the way."""

import socket

from tests.place.route_server import ISLAND, PLACES, UNITS, Page, Sleeper, serving
from tianlu.place.blocks import Asking
from tianlu.place.router import Server, osrm_travel, valhalla_travel

SMALL = Asking(block=2)


def test_osrm_gives_a_matrix_in_blocks_that_its_limit_allows(router: str) -> None:
    travel, problems = osrm_travel(PLACES, Server(router), SMALL)
    assert problems == ()
    assert travel is not None
    assert travel.minutes.tolist() == UNITS
    assert travel.metres.tolist() == [[1000 * units for units in row] for row in UNITS]
    assert travel.source.startswith("OSRM server 127.0.0.1:")


def test_valhalla_gives_the_same_matrix(router: str) -> None:
    travel, problems = valhalla_travel(PLACES, Server(f"{router}/"), SMALL)
    assert problems == ()
    assert travel is not None
    assert travel.minutes.tolist() == UNITS
    assert travel.source.startswith("Valhalla server 127.0.0.1:")


def test_places_without_a_way_are_named_and_never_infinite(router: str) -> None:
    for ask in (osrm_travel, valhalla_travel):
        travel, problems = ask([*PLACES, ISLAND], Server(router), SMALL)
        assert travel is None
        assert [(p.code, "I村 (I)" in p.found) for p in problems] == [("place_cut_off", True)]


def test_a_question_beyond_the_servers_limit_is_told_with_its_own_words(router: str) -> None:
    travel, (problem,) = osrm_travel(PLACES, Server(router), Asking(block=3))
    assert travel is None
    assert problem.code == "server_refused"
    assert "TooBig: Too many table coordinates" in problem.found


def test_a_server_that_is_not_there_is_said_with_its_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    travel, (problem,) = osrm_travel(PLACES, Server(f"http://127.0.0.1:{port}"))
    assert travel is None
    assert problem.code == "server_unreachable"
    assert f"127.0.0.1:{port}" in problem.found


def test_a_server_that_does_not_answer_in_time_is_given_up() -> None:
    with serving(Sleeper) as address:
        _, (problem,) = osrm_travel(PLACES, Server(address, timeout_s=0.2))
    assert problem.code == "server_timed_out"


def test_a_web_page_is_no_route_server() -> None:
    with serving(Page) as address:
        _, (problem,) = osrm_travel(PLACES, Server(address))
    assert problem.code == "not_a_route_server"


def test_one_kind_of_server_is_not_taken_for_the_other(router: str) -> None:
    _, (problem,) = valhalla_travel(PLACES, Server(f"{router}/elsewhere"))
    assert problem.code == "not_a_route_server"
    assert "sources_to_targets" in problem.found


def test_a_password_in_an_address_does_not_reach_the_source(router: str) -> None:
    travel, _ = osrm_travel(PLACES, Server(router.replace("http://", "http://user:secret@")), SMALL)
    assert travel is not None
    assert "secret" not in travel.source
