"""A route server for the tests of travel."""

from collections.abc import Iterator

import pytest

from tests.place.route_server import Router, serving


@pytest.fixture(scope="session")
def router() -> Iterator[str]:
    """Address of a server that speaks OSRM and Valhalla."""
    with serving(Router) as address:
        yield address
