"""HTTP for the audit chains: who changed what and when, and whether the chain is whole."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from sqlalchemy import Engine

from tianlu.command import store
from tianlu.command.anchors import Anchor, AnchorsBroken, read_anchors
from tianlu.command.audit import Link
from tianlu.command.envelope import OrgId
from tianlu.command.soundness import check_chain
from tianlu.db.reading import reading
from tianlu.people.gate import Actor, Gate
from tianlu.people.masked_bodies import masked_body
from tianlu.people.roles import AUDIT_READ
from tianlu.people.sight import sight_of

PAGE_MOST = 500


class ChainView(BaseModel):
    """A county's chain, or that of a unit above counties. One of which only an anchor is left has no rows."""

    chain: str
    name: str
    name_en: str
    rows: int


class LinkView(BaseModel):
    """An accepted command: its number in the chain, who had it done where and when, and what it carried. `names` says
    by field of `body` whom or which unit its id means."""

    seq: int
    at: str
    actor: str
    actor_name: str
    kind: str
    org: str
    org_name: str
    made_at: str
    device: str | None
    id: str
    body: dict[str, Any]
    names: dict[str, str]
    result: dict[str, Any]
    hash: str


class LinksPage(BaseModel):
    """Newest first; the next page is asked for with `before`, where there is one."""

    links: tuple[LinkView, ...]
    before: int | None


class BreakView(BaseModel):
    seq: int
    kind: Literal["changed", "missing", "moved", "cut_off", "rewritten", "wrong_head"]
    found: str
    expected: str


class VerifiedView(BaseModel):
    """`rows` were read, up to the first break. `anchored_to` is the newest row whose hash stands outside the database,
    `anchored_on` the day on which it was written there; `trouble` says that the file of anchors itself cannot be
    trusted."""

    chain: str
    rows: int
    is_whole: bool
    breaks: tuple[BreakView, ...]
    anchored_to: int | None
    anchored_on: str | None
    trouble: str


def audit_router(gate: Gate, engine: Engine, anchors: Path) -> APIRouter:
    router = APIRouter(prefix="/api/audit", tags=["audit"])
    signed_in = Annotated[Actor, Depends(gate)]

    @router.get("", operation_id="list_chains")
    def list_chains(actor: signed_in) -> list[ChainView]:
        """The chains of units at which one may read them."""
        snapshot, reach = gate.snapshot(), gate.reach(actor, AUDIT_READ)
        with reading(engine, reach.paths) as connection:
            rows = {chain: head.seq for chain, head in store.list_chains(connection).items()}
        rows = {**{anchor.chain: 0 for anchor in _known(anchors)[0]}, **rows}
        nodes = [(snapshot.nodes.get(OrgId(chain)), count) for chain, count in sorted(rows.items())]
        return [
            ChainView(chain=node.id, name=node.name, name_en=node.name_en, rows=count)
            for node, count in nodes
            if node is not None and reach.covers(node.path)
        ]

    @router.get("/{chain}", operation_id="list_links")
    def list_links(
        chain: str,
        actor: signed_in,
        before: Annotated[int | None, Query(ge=1, lt=2**63)] = None,
        kind: Annotated[str | None, Query(max_length=100)] = None,
        by: Annotated[str | None, Query(max_length=100)] = None,
        count: Annotated[int, Query(ge=1, le=PAGE_MOST)] = 100,
    ) -> LinksPage:
        gate.need(actor, AUDIT_READ, chain)
        with reading(engine, gate.reach(actor, AUDIT_READ).paths) as connection:
            links = store.list_newest_links(connection, chain, before=before, kind=kind, by=by, count=count + 1)
        view = _viewer(gate, actor)
        page = links[:count]
        return LinksPage(links=tuple(map(view, page)), before=page[-1].seq if len(links) > count else None)

    @router.get("/{chain}/verify", operation_id="verify_chain")
    def verify_chain(chain: str, actor: signed_in) -> VerifiedView:
        """Read the whole chain and hold it against its anchors."""
        gate.need(actor, AUDIT_READ, chain)
        known, said = _known(anchors)
        mine = [anchor for anchor in known if anchor.chain == chain]
        with reading(engine, gate.reach(actor, AUDIT_READ).paths) as connection:
            checked = check_chain(connection, mine, chain)
        return VerifiedView(
            chain=chain,
            rows=checked.rows,
            is_whole=not checked.breaks and not said,
            breaks=tuple(
                BreakView(seq=each.seq, kind=each.kind, found=each.found, expected=each.expected)  # type: ignore[arg-type]
                for each in checked.breaks
            ),
            anchored_to=mine[-1].seq if mine else None,
            anchored_on=mine[-1].day if mine else None,
            trouble=said,
        )

    return router


def _known(anchors: Path) -> tuple[list[Anchor], str]:
    """The anchors, or in which line their file was changed."""
    try:
        return read_anchors(anchors), ""
    except AnchorsBroken as trouble:
        return [], f"line {trouble.line}"


def _viewer(gate: Gate, actor: Actor) -> Callable[[Link], LinkView]:
    """People and units are named as `actor` sees them now; a unit that has moved out of his reach is not."""
    sight = sight_of(gate, actor)

    def view(link: Link) -> LinkView:
        content, outcome = json.loads(link.content), json.loads(link.outcome)
        return LinkView(
            seq=link.seq,
            at=link.at,
            actor=link.actor,
            actor_name=sight.person_name(link.actor),
            kind=content["kind"],
            org=content["org"],
            org_name=sight.unit_name(content["org"]),
            made_at=content["made_at"],
            device=content["device"],
            id=content["id"],
            body=masked_body(content["kind"], content["body"]),
            names=sight.named_in(content["body"]),
            result=outcome["result"],
            hash=link.hash,
        )

    return view
