"""A server that is told to end (by a service manager, or by Ctrl-C) writes the heads of its chains down first."""

from pathlib import Path

from tests.server.real_server import FOUNDING, founded_server
from tianlu.command import store
from tianlu.command.anchors import read_anchors
from tianlu.db.workspace import ANCHORS, visit_workspace


def test_what_a_server_did_is_anchored_when_it_is_terminated(tmp_path: Path) -> None:
    with founded_server(tmp_path / "workspace"):
        pass
    opened = visit_workspace(tmp_path / "workspace")
    with opened.engine.connect() as connection:
        head = store.find_head(connection, FOUNDING["org"])
    opened.close()
    assert head.seq > 0
    assert read_anchors(tmp_path / "workspace" / ANCHORS)[-1].seq == head.seq
