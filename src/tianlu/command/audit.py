"""The chain of what was done: each link hashes the one before, so that no row is changed or dropped unseen."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tianlu.command.envelope import canonical

NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True)
class Link:
    """An accepted command in its chain. `content` is the envelope's canonical form, `outcome` what the handler
    answered, `at` the server's moment in ISO form, `previous` the hash of the link before."""

    chain: str
    seq: int
    at: str
    actor: str
    content: str
    outcome: str
    previous: str
    hash: str


def next_link(*, chain: str, seq: int, at: str, actor: str, content: str, outcome: str, previous: str) -> Link:
    """The link after the one whose hash is `previous`."""
    parts = (chain, seq, at, actor, content, outcome, previous)
    return Link(*parts, hash=_hash(*parts))


def _hash(*parts: object) -> str:
    """Over the parts as JSON, so that no two different lists of parts look alike."""
    return hashlib.sha256(canonical({"link": list(parts)}).encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """Where a chain is broken, and how: `changed`, `missing`, `moved`, `cut_off` (rows at the end are gone) or
    `rewritten` (the chain is whole, but not the one that was anchored)."""

    chain: str
    seq: int
    kind: str
    found: str
    expected: str


def verify(links: Iterable[Link], anchors: Mapping[int, str], *, chain: str) -> Iterator[Break]:
    """The first break of a chain, if there is one, and every anchor that it does not meet. `links` in the order of
    their seq, `anchors` are hashes by seq."""
    before = NOTHING_BEFORE
    expected = 1
    hashes: dict[int, str] = {}
    for link in links:
        if link.seq != expected:
            yield Break(chain, expected, "missing", f"row {link.seq}", f"row {expected}")
            return
        if _hash(link.chain, link.seq, link.at, link.actor, link.content, link.outcome, link.previous) != link.hash:
            yield Break(chain, link.seq, "changed", "content and hash that differ", link.hash)
            return
        if link.previous != before:
            yield Break(chain, link.seq, "moved", f"after {link.previous}", f"after {before}")
            return
        if link.seq in anchors:
            hashes[link.seq] = link.hash
        before, expected = link.hash, expected + 1
    for seq, anchored in sorted(anchors.items()):
        if seq >= expected:
            yield Break(chain, seq, "cut_off", f"{expected - 1} rows", f"at least {seq} rows")
        elif hashes[seq] != anchored:
            yield Break(chain, seq, "rewritten", hashes[seq], anchored)
