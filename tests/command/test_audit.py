"""Any row of a chain that is changed, dropped, moved or cut off is found and named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianlu.command.audit import NOTHING_BEFORE, Link, next_link, verify


def a_chain(length: int) -> list[Link]:
    links: list[Link] = []
    for seq in range(1, length + 1):
        previous = links[-1].hash if links else NOTHING_BEFORE
        parts = {"at": "2026-11-23T12:00:00.000000+00:00", "actor": "anna", "outcome": "{}"}
        links.append(next_link(chain="c", seq=seq, content=f'{{"n":{seq}}}', previous=previous, **parts))
    return links


def test_whole_chain_meets_its_anchors() -> None:
    links = a_chain(5)
    assert list(verify(links, {2: links[1].hash, 5: links[4].hash}, chain="c")) == []


@pytest.mark.parametrize("field", ["at", "actor", "content", "outcome", "hash"])
@given(at=st.integers(0, 4))
def test_changed_row_is_named(field: str, at: int) -> None:
    links = a_chain(5)
    links[at] = replace(links[at], **{field: "x"})
    assert [(found.seq, found.kind) for found in verify(links, {}, chain="c")] == [(at + 1, "changed")]


@given(at=st.integers(0, 3))
def test_dropped_row_is_named(at: int) -> None:
    links = a_chain(5)
    del links[at]
    assert [(found.seq, found.kind) for found in verify(links, {}, chain="c")] == [(at + 1, "missing")]


def test_two_rows_that_changed_places_are_found_even_if_they_are_numbered_anew() -> None:
    links = a_chain(4)
    moved = [links[0], replace(links[2], seq=2), replace(links[1], seq=3), links[3]]
    assert [found.seq for found in verify(moved, {}, chain="c")] == [2]
    rehashed = next_link(**{**{k: v for k, v in moved[1].__dict__.items() if k != "hash"}})
    assert [found.kind for found in verify([links[0], rehashed, *moved[2:]], {}, chain="c")] == ["moved"]


def test_rows_cut_off_at_the_end_are_missed_by_the_anchor() -> None:
    links = a_chain(5)
    assert [(found.seq, found.kind) for found in verify(links[:3], {5: links[4].hash}, chain="c")] == [(5, "cut_off")]


def test_chain_that_was_made_anew_does_not_meet_its_anchor() -> None:
    links = a_chain(3)
    other = [next_link(**{**{k: v for k, v in links[0].__dict__.items() if k != "hash"}, "actor": "eve"})]
    for link in links[1:]:
        values = {k: v for k, v in link.__dict__.items() if k != "hash"}
        other.append(next_link(**{**values, "previous": other[-1].hash}))
    assert [found.kind for found in verify(other, {2: links[1].hash}, chain="c")] == ["rewritten"]
