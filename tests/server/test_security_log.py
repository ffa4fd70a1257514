"""The record of what concerns security."""

import io
import json
import stat
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianlu.server.security_log import FILE_NAME, VALUE_CHARS_MAX, Entry, Event, Outcome, SecurityLog, entry_line

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=timezone(timedelta(hours=8)))


def test_an_event_is_one_line_with_when_who_where_and_what_became_of_it() -> None:
    entry = Entry(
        Event.SIGN_IN_FAILED,
        Outcome.REFUSED,
        person="p-1",
        address="10.0.0.9",
        method="POST",
        path="/api/sign-in",
        request="abc",
        more={"tries": 3},
    )
    assert json.loads(entry_line(entry, NOW)) == {
        "time": "2026-11-25T00:30:00.000+00:00",
        "event": "sign_in_failed",
        "outcome": "refused",
        "person": "p-1",
        "address": "10.0.0.9",
        "method": "POST",
        "path": "/api/sign-in",
        "request": "abc",
        "more_tries": 3,
    }


@given(st.text(), st.text())
def test_no_name_and_no_path_breaks_the_line_or_forges_another(person: str, path: str) -> None:
    line = entry_line(Entry(Event.NOT_ALLOWED, Outcome.REFUSED, person=person, path=path), NOW)
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert line.isprintable()
    said = json.loads(line)
    assert said["event"] == "not_allowed"
    assert said["person"][: VALUE_CHARS_MAX - 1] == person[: VALUE_CHARS_MAX - 1]
    assert len(said["path"]) <= VALUE_CHARS_MAX


def test_events_go_to_the_stream_and_to_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    stream = io.StringIO()
    log = SecurityLog(tmp_path, clock=lambda: NOW, stream=stream)
    log.note(Entry(Event.SIGNED_IN, Outcome.OK, person="p-1"))
    log.close()
    written = tmp_path / FILE_NAME
    assert written.read_text() == stream.getvalue()
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_the_file_rotates_and_old_events_are_let_go_in_the_end(tmp_path: Path) -> None:
    log = SecurityLog(tmp_path, clock=lambda: NOW, stream=io.StringIO(), file_bytes_max=1000, files_kept=2)
    for number in range(100):
        log.note(Entry(Event.SIGNED_IN, Outcome.OK, person=f"p-{number}"))
    log.close()
    names = {each.name for each in tmp_path.iterdir()}
    assert names == {FILE_NAME, f"{FILE_NAME}.1", f"{FILE_NAME}.2"}
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in tmp_path.iterdir())
    last = [json.loads(line) for line in (tmp_path / FILE_NAME).read_text().splitlines()][-1]
    assert last["person"] == "p-99"


def test_full_disk_is_said_in_a_line_and_the_stream_has_the_event(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE_NAME).symlink_to("/dev/full")
    log = SecurityLog(tmp_path)
    log.note(Entry(Event.NOT_ALLOWED, Outcome.REFUSED, person="p-1"))
    event, trouble = capsys.readouterr().err.splitlines()
    assert json.loads(event)["person"] == "p-1"
    assert trouble == f"{FILE_NAME} cannot be written: [Errno 28] No space left on device"


def test_error_stream_on_a_full_disk_stops_no_answer() -> None:
    noted = False
    with suppress(OSError), Path("/dev/full").open("w") as full:  # closing it fails
        SecurityLog(stream=full).note(Entry(Event.NOT_ALLOWED, Outcome.REFUSED, person="p-1"))
        noted = True
    assert noted


def test_lines_of_many_threads_stay_whole(tmp_path: Path) -> None:
    log = SecurityLog(tmp_path, clock=lambda: datetime.now(UTC), stream=io.StringIO())
    entries = [Entry(Event.SIGNED_IN, Outcome.OK, person=f"p-{each}" * 20) for each in range(8)]
    threads = [threading.Thread(target=lambda each=each: [log.note(each) for _ in range(50)]) for each in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()
    lines = (tmp_path / FILE_NAME).read_text().splitlines()
    assert len([json.loads(line) for line in lines]) == 400
