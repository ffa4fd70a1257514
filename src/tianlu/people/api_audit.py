"""HTTP for the audit chains: who changed what and when, and whether the chain is whole."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from sqlalchemy import Engine

from tianlu.command import store
from tianlu.command.anchors import Anchor, AnchorsBroken, read_anchors
from tianlu.command.audit import Link
from tianlu.command.envelope import OrgId
from tianlu.command.soundness import OnRows, check_chain
from tianlu.db.reading import reading
from tianlu.people.gate import Actor, Gate
from tianlu.people.masked_bodies import masked_body
from tianlu.people.naming import Naming, naming_for
from tianlu.people.roles import AUDIT_READ
from tianlu.people.watched import Watched

PAGE_MOST = 500
EVENT_EVERY_S = 0.25


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


class VerifyingView(BaseModel):
    """A chain while it is verified: `rows` of some `of` are read; `found` once it is done."""

    rows: int
    of: int
    found: VerifiedView | None


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
        view = link_viewer(naming_for(gate, actor))
        page = links[:count]
        return LinksPage(links=tuple(map(view, page)), before=page[-1].seq if len(links) > count else None)

    @router.get("/{chain}/verify", operation_id="verify_chain")
    def verify_chain(chain: str, actor: signed_in) -> VerifiedView:
        """Read the whole chain and hold it against its anchors."""
        gate.need(actor, AUDIT_READ, chain)
        return verified(actor, chain, lambda _: None)

    @router.get("/{chain}/verify/events", operation_id="watch_verification", response_class=StreamingResponse)
    async def watch_verification(chain: str, actor: signed_in, request: Request) -> StreamingResponse:
        """The same, told how far it is (`VerifyingView`) until it is done; it ends where nobody listens any more."""
        await run_in_threadpool(gate.need, actor, AUDIT_READ, chain)
        reading_now = Watched(partial(verified, actor, chain), of=await run_in_threadpool(length, actor, chain))
        return StreamingResponse(_events(reading_now, request), media_type="text/event-stream")

    def length(actor: Actor, chain: str) -> int:
        with reading(engine, gate.reach(actor, AUDIT_READ).paths) as connection:
            return store.find_head(connection, chain).seq

    def verified(actor: Actor, chain: str, on_rows: OnRows) -> VerifiedView:
        known, said = _known(anchors)
        mine = [anchor for anchor in known if anchor.chain == chain]
        with reading(engine, gate.reach(actor, AUDIT_READ).paths) as connection:
            checked = check_chain(connection, mine, chain, on_rows=on_rows)
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


async def _events(watched: Watched[VerifiedView], request: Request) -> AsyncIterator[str]:
    """How many rows are read, a few times a second, and at last what was found."""
    work = asyncio.ensure_future(run_in_threadpool(watched.run))
    work.add_done_callback(lambda done: done.cancelled() or done.exception())  # it may end with nobody looking
    try:
        while not work.done() and not await request.is_disconnected():
            yield _event(VerifyingView(rows=watched.rows, of=watched.of, found=None))
            await asyncio.wait([work], timeout=EVENT_EVERY_S)
        if work.done():
            found = await work
            yield _event(VerifyingView(rows=found.rows, of=watched.of, found=found))
    finally:
        watched.stop()
        work.cancel()


def _event(view: VerifyingView) -> str:
    return f"data: {view.model_dump_json()}\n\n"


def _known(anchors: Path) -> tuple[list[Anchor], str]:
    """The anchors, or in which line their file was changed."""
    try:
        return read_anchors(anchors), ""
    except AnchorsBroken as trouble:
        return [], f"line {trouble.line}"


def link_viewer(naming: Naming) -> Callable[[Link], LinkView]:
    """How a link is shown to somebody."""

    def view(link: Link) -> LinkView:
        content, outcome = json.loads(link.content), json.loads(link.outcome)
        return LinkView(
            seq=link.seq,
            at=link.at,
            actor=link.actor,
            actor_name=naming.person_name(link.actor),
            kind=content["kind"],
            org=content["org"],
            org_name=naming.unit_name(content["org"]),
            made_at=content["made_at"],
            device=content["device"],
            id=content["id"],
            body=masked_body(content["kind"], content["body"]),
            names=naming.named_in(content["body"]),
            result=outcome["result"],
            hash=link.hash,
        )

    return view
