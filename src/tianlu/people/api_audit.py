"""HTTP for the audit chains: who changed what and when, and whether the chain is whole."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from sqlalchemy import Engine

from tianlu.command import store
from tianlu.command.anchors import AnchorsBroken, anchors_of, read_anchors
from tianlu.command.audit import Link, verify
from tianlu.command.envelope import ActorId, OrgId
from tianlu.db.reading import reading
from tianlu.people.gate import Actor, Gate
from tianlu.people.masked_bodies import masked_body
from tianlu.people.roles import AUDIT_READ
from tianlu.people.snapshot import Snapshot

PAGE_MOST = 500


class ChainView(BaseModel):
    """A county's chain, or that of a unit above counties."""

    chain: str
    name: str
    name_en: str
    rows: int


class LinkView(BaseModel):
    """An accepted command: its number in the chain, who had it done where and when, and what it carried."""

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
    result: dict[str, Any]
    hash: str


class LinksPage(BaseModel):
    """Newest first; the next page is asked for with `before`, where there is one."""

    links: tuple[LinkView, ...]
    before: int | None


class BreakView(BaseModel):
    seq: int
    kind: Literal["changed", "missing", "moved", "cut_off", "rewritten"]
    found: str
    expected: str


class VerifiedView(BaseModel):
    """`anchored_to` is the newest row whose hash stands outside the database, `anchored_on` the day on which it was
    written there; `trouble` says that the file of anchors itself cannot be trusted."""

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
            heads = store.list_chains(connection)
        nodes = [(snapshot.nodes.get(OrgId(chain)), head) for chain, head in sorted(heads.items())]
        return [
            ChainView(chain=node.id, name=node.name, name_en=node.name_en, rows=head.seq)
            for node, head in nodes
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
        view = link_viewer(gate.snapshot())
        page = links[:count]
        return LinksPage(links=tuple(map(view, page)), before=page[-1].seq if len(links) > count else None)

    @router.get("/{chain}/verify", operation_id="verify_chain")
    def verify_chain(chain: str, actor: signed_in) -> VerifiedView:
        """Read the whole chain and hold it against its anchors."""
        gate.need(actor, AUDIT_READ, chain)
        try:
            known = read_anchors(anchors)
        except AnchorsBroken as trouble:
            known, said = [], f"line {trouble.line}"
        else:
            said = ""
        mine = [anchor for anchor in known if anchor.chain == chain]
        with reading(engine, gate.reach(actor, AUDIT_READ).paths) as connection:
            breaks = list(verify(store.list_links(connection, chain), anchors_of(mine, chain), chain=chain))
            rows = store.find_head(connection, chain).seq
        return VerifiedView(
            chain=chain,
            rows=rows,
            is_whole=not breaks and not said,
            breaks=tuple(
                BreakView(seq=each.seq, kind=each.kind, found=each.found, expected=each.expected)  # type: ignore[arg-type]
                for each in breaks
            ),
            anchored_to=mine[-1].seq if mine else None,
            anchored_on=mine[-1].day if mine else None,
            trouble=said,
        )

    return router


def link_viewer(snapshot: Snapshot) -> Callable[[Link], LinkView]:
    """How a link is shown, with the names that stand now."""

    def view(link: Link) -> LinkView:
        content, outcome = json.loads(link.content), json.loads(link.outcome)
        person, node = snapshot.persons.get(ActorId(link.actor)), snapshot.nodes.get(OrgId(content["org"]))
        return LinkView(
            seq=link.seq,
            at=link.at,
            actor=link.actor,
            actor_name=person.name if person is not None else link.actor,
            kind=content["kind"],
            org=content["org"],
            org_name=node.name if node is not None else content["org"],
            made_at=content["made_at"],
            device=content["device"],
            id=content["id"],
            body=masked_body(content["kind"], content["body"]),
            result=outcome["result"],
            hash=link.hash,
        )

    return view
