"""Heads written down outside the database show a chain that was made anew, and a file that was changed."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.command.toy_room import ANNA, an_envelope
from tianlu.command import store
from tianlu.command.anchors import AnchorsBroken, add_anchors, anchors_of, read_anchors
from tianlu.command.audit import NOTHING_BEFORE, next_link, verify
from tianlu.command.door import Door

DAY = date(2026, 11, 23)
CHAIN = "632521"


@pytest.fixture
def anchored(door: Door, engine: Engine, tmp_path: Path) -> Path:
    """Two days' anchors of a chain of three."""
    path = tmp_path / "anchors.jsonl"
    for number in (1, 2, 3):
        door.submit(ANNA, [an_envelope(number)])
        if number != 2:
            with engine.connect() as connection:
                add_anchors(path, connection, DAY)
    return path


def test_chain_that_has_not_grown_is_not_anchored_again(anchored: Path, engine: Engine) -> None:
    with engine.connect() as connection:
        assert add_anchors(anchored, connection, DAY) == []
    assert [anchor.seq for anchor in read_anchors(anchored)] == [1, 3]


def test_chain_made_anew_does_not_meet_its_anchors(anchored: Path, engine: Engine) -> None:
    with engine.connect() as connection:
        links = list(store.list_links(connection, CHAIN))
    forged, before = [], NOTHING_BEFORE
    for link in links:
        parts = {"at": link.at, "actor": "ben", "content": link.content, "outcome": link.outcome}
        forged.append(next_link(chain=CHAIN, seq=link.seq, previous=before, **parts))
        before = forged[-1].hash
    anchors = anchors_of(read_anchors(anchored), CHAIN)
    assert [found.kind for found in verify(links, anchors, chain=CHAIN)] == []
    assert [found.kind for found in verify(forged, anchors, chain=CHAIN)] == ["rewritten", "rewritten"]
    assert [found.kind for found in verify(links[:2], anchors, chain=CHAIN)] == ["cut_off"]


@pytest.mark.parametrize("line", [0, 1])
def test_changed_line_of_the_file_is_named(anchored: Path, line: int) -> None:
    lines = anchored.read_text().splitlines(keepends=True)
    lines[line] = lines[line].replace('"seq":', '"seq":9')
    anchored.write_text("".join(lines))
    if line == 1:  # the last line is held by nothing but the chain itself
        assert read_anchors(anchored)[-1].seq == 93
    else:
        with pytest.raises(AnchorsBroken) as trouble:
            read_anchors(anchored)
        assert trouble.value.line == 2


def test_dropped_line_is_found(anchored: Path) -> None:
    anchored.write_text(anchored.read_text().splitlines(keepends=True)[1])
    with pytest.raises(AnchorsBroken):
        read_anchors(anchored)


def test_line_that_was_cut_off_while_written_is_written_anew(anchored: Path, door: Door, engine: Engine) -> None:
    whole = anchored.read_text()
    anchored.write_text(whole[:-20])
    with engine.connect() as connection:
        add_anchors(anchored, connection, DAY)
    assert anchored.read_text() == whole
