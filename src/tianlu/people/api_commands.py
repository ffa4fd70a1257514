"""HTTP for commands: sent in batches, each with its receipt; what is held and what nobody has settled."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from tianlu.command import refusals, store
from tianlu.command.door import BATCH_MOST
from tianlu.command.envelope import ActorId, CommandId, Envelope, NotAnEnvelope, OrgId
from tianlu.command.letters import MANAGE
from tianlu.command.receipt import Receipt, Refusal, Standing
from tianlu.command.registry import Registry
from tianlu.db.group_commit import WriterClosed
from tianlu.db.reading import seeing_everything
from tianlu.people.gate import Actor, Gate
from tianlu.people.masked_bodies import masked_body
from tianlu.people.naming import Naming, naming_for
from tianlu.people.open_letters import Covers, NoPlace, page_letters, place_text, read_place

Submit = Callable[[ActorId, Sequence[Envelope]], Sequence[Receipt]]
RETRY_AFTER_S = 2
PAGE_MOST = 500
NO_PLACE = {
    "detail": "`after` is no place among the dead letters: take it from `next` of the page before, or leave it out",
    "detail_zh": "after 不是死信列表中的位置：请使用上一页返回的 next，或不填",
}


class EnvelopeBody(BaseModel):
    """A command as a client sends it. `id` is a UUID of version 7, made once for each command and kept when it is sent
    again; `org` the unit where it acts; `base` the version that was seen; a device counts from 1 in `seq`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: str
    version: Annotated[int, Field(alias="schema", ge=1, lt=2**31)] = 1
    org: str
    made_at: AwareDatetime
    body: dict[str, Any]
    base: Annotated[int | None, Field(ge=0, lt=2**63)] = None
    device: str | None = None
    seq: Annotated[int | None, Field(ge=1, lt=2**63)] = None


class CommandsBody(BaseModel):
    """Up to 100 commands; one that cannot be read is refused by itself."""

    commands: Annotated[list[Annotated[EnvelopeBody | Any, Field(union_mode="left_to_right")]], Field(min_length=1)]


class RefusalView(BaseModel):
    code: str
    reason: str
    mend: str
    reason_zh: str
    mend_zh: str


class ReceiptView(BaseModel):
    """What became of a command. `id` is empty where what was sent had none; `is_again`: it was sent before."""

    id: str
    standing: Standing
    result: dict[str, Any]
    version: int | None
    refusal: RefusalView | None
    chain: str | None
    seq: int | None
    is_again: bool


class ReceiptsView(BaseModel):
    """A receipt for each command, in their order."""

    receipts: tuple[ReceiptView, ...]


class KindView(BaseModel):
    """A kind of command: its newest schema, the permission it needs, and what its body is made of."""

    name: str
    version: int
    permission: str
    body: dict[str, Any]


class LetterView(BaseModel):
    """A command that was refused with nobody looking, and why; `settled_at` is the unit whose managers settle it: the
    one it was sent to, or the nearest open one above."""

    id: str
    actor: str
    actor_name: str
    org: str
    org_name: str
    settled_at: str
    kind: str
    made_at: datetime
    device: str | None
    body: dict[str, Any]
    names: dict[str, str]
    refusal: RefusalView
    tries: int
    at: datetime


class LettersPage(BaseModel):
    """Oldest first. `total` counts all that one may settle; the next page is asked for with `next` as `after`, where
    there is one."""

    letters: tuple[LetterView, ...]
    total: int
    next: str | None


class GapView(BaseModel):
    """A device whose commands wait for one that has not come; `org` is the unit of the first that waits, `settled_at`
    the one whose managers may go on past the gap, `since` when the first was made."""

    actor: str
    actor_name: str
    device: str
    org: str
    org_name: str
    settled_at: str
    since: datetime
    missing: int
    first_held: int
    waiting: int


class WaitingView(BaseModel):
    """How much waits for the one who asks: dead letters, and devices with a gap."""

    letters: int
    gaps: int


class SaidView(BaseModel):
    detail: str
    detail_zh: str


def command_router(gate: Gate, registry: Registry, submit: Submit, engine: Engine) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["commands"])
    signed_in = Annotated[Actor, Depends(gate)]

    @router.post(
        "/commands",
        operation_id="send_commands",
        response_model=ReceiptsView,
        responses={413: {"model": SaidView}, 503: {"model": SaidView}},
    )
    async def send_commands(sent: CommandsBody, request: Request) -> Response:
        """Each command is done once, however often it is sent; one that is refused does not keep the others."""
        return await run_in_threadpool(take, sent, request)

    def take(sent: CommandsBody, request: Request) -> Response:
        """All of it in one thread: what is asked of the gate too, for this route is the busiest."""
        actor = gate.ask(request)
        if len(sent.commands) > BATCH_MOST:
            words = {
                "detail": f"at most {BATCH_MOST} commands at once",
                "detail_zh": f"每次最多提交 {BATCH_MOST} 条命令",
            }
            raise HTTPException(413, words)
        read = [_read(each, actor, registry) for each in sent.commands]
        receipts = iter(submit(actor.id, [each for each in read if isinstance(each, Envelope)]))
        views = tuple(_view(next(receipts) if isinstance(each, Envelope) else each) for each in read)
        return Response(ReceiptsView(receipts=views).model_dump_json(), media_type="application/json")

    @router.get("/commands/{command}", operation_id="get_receipt", responses={404: {"model": SaidView}})
    def get_receipt(command: str, actor: signed_in) -> ReceiptView:
        """What became of a command that one has sent oneself."""
        with engine.connect() as connection:
            known = store.find_receipts(connection, [CommandId(command)]).get(CommandId(command))
        if known is None or known.actor != actor.id:
            words = {"detail": f"you have sent no command {command}", "detail_zh": f"您没有提交过命令 {command}"}
            raise HTTPException(404, words)
        return _view(known.receipt)

    @router.get("/kinds", operation_id="list_kinds")
    def list_kinds(actor: signed_in) -> list[KindView]:
        return [
            KindView(
                name=kind.name, version=kind.schema, permission=kind.permission, body=kind.body.model_json_schema()
            )
            for kind in registry.kinds()
            if kind.is_open
        ]

    @router.get("/dead-letters", operation_id="list_dead_letters")
    def list_dead_letters(
        actor: signed_in,
        after: Annotated[str, Query(max_length=100, description="`next` of the page before")] = "",
        count: Annotated[int, Query(ge=1, le=PAGE_MOST)] = 100,
    ) -> LettersPage:
        """Those at units where one may manage commands, oldest first. What was sent to a unit that there is not is
        settled where its sender is, so the database's own rule, which knows units only, is not asked."""
        try:
            place = read_place(after) if after else None
        except NoPlace:
            raise HTTPException(422, NO_PLACE) from None
        naming, covers = naming_for(gate, actor), _within(gate, actor)
        with seeing_everything(), engine.connect() as connection:
            found = page_letters(connection, covers, after=place, count=count)
        return LettersPage(
            letters=tuple(_letter(letter, naming) for letter in found.letters),
            total=found.total,
            next=None if found.next is None else place_text(found.next),
        )

    @router.get("/gaps", operation_id="list_gaps")
    def list_gaps(actor: signed_in) -> list[GapView]:
        """Devices of which all that waits is at units where one may manage commands."""
        naming, covers = naming_for(gate, actor), _within(gate, actor)
        with engine.connect() as connection:
            return list(_gaps(connection, covers, naming))

    @router.get("/waiting", operation_id="count_waiting")
    def count_waiting(actor: signed_in) -> WaitingView:
        """How long the two lists are."""
        naming, covers = naming_for(gate, actor), _within(gate, actor)
        with seeing_everything(), engine.connect() as connection:
            letters = store.count_dead_letters(connection)
            gaps = len(_gaps(connection, covers, naming))
        return WaitingView(letters=sum(count for org, sender, count in letters if covers(org, sender)), gaps=gaps)

    return router


def answer_no_writing(_: object, __: Exception) -> JSONResponse:
    """The database cannot be written just now: nothing of what was sent was done."""
    words = SaidView(
        detail="the server cannot write just now; nothing was done, send it again in a moment",
        detail_zh="服务器暂时无法写入，未作任何更改，请稍后重新提交",
    )
    return JSONResponse(words.model_dump(), status_code=503, headers={"Retry-After": str(RETRY_AFTER_S)})


CANNOT_WRITE: Sequence[type[Exception]] = (OperationalError, InterfaceError, WriterClosed)


def _read(sent: object, actor: Actor, registry: Registry) -> Envelope | Receipt:
    """The envelope, or the receipt of what cannot be taken from this sender in any case."""
    try:
        body = sent if isinstance(sent, EnvelopeBody) else EnvelopeBody.model_validate(sent)
        values = body.model_dump(exclude={"version"})
        envelope = Envelope(**{**values, "id": CommandId(body.id), "org": OrgId(body.org)}, schema=body.version)
    except ValidationError as trouble:
        return _refused(sent, refusals.not_an_envelope("; ".join(_say(error) for error in trouble.errors())))
    except NotAnEnvelope as trouble:
        return _refused(sent, refusals.not_an_envelope(str(trouble)))
    kind = registry.find(envelope)
    if not isinstance(kind, Refusal):
        if not kind.is_open:
            return _refused(sent, refusals.not_taken_here(kind.name))
        if actor.scopes is not None and kind.permission not in actor.scopes:
            return _refused(sent, refusals.not_allowed(kind.permission, envelope.org))
    return envelope


def _refused(sent: object, refusal: Refusal) -> Receipt:
    id_ = sent.get("id") if isinstance(sent, Mapping) else getattr(sent, "id", None)
    return Receipt(CommandId(id_ if isinstance(id_, str) else ""), Standing.REFUSED, refusal=refusal)


def _say(error: Any) -> str:
    return f"{'.'.join(map(str, error['loc'])) or 'command'}: {error['msg']}"


def _view(receipt: Receipt) -> ReceiptView:
    refusal = None if receipt.refusal is None else RefusalView(**receipt.refusal.as_json())
    return ReceiptView(**{**receipt.__dict__, "result": dict(receipt.result), "refusal": refusal})


def _within(gate: Gate, actor: Actor) -> Covers:
    snapshot, reach = gate.snapshot(), gate.reach(actor, MANAGE)

    def covers(org: OrgId, sender: ActorId) -> bool:
        node = snapshot.nodes.get(snapshot.settled_at(org, sender))
        return node is not None and reach.covers(node.path)

    return covers


def _letter(letter: store.DeadLetter, naming: Naming) -> LetterView:
    envelope = letter.envelope
    return LetterView(
        id=envelope.id,
        actor=letter.actor,
        actor_name=naming.person_name(letter.actor),
        org=envelope.org,
        org_name=naming.unit_name(envelope.org),
        settled_at=naming.snapshot.settled_at(envelope.org, letter.actor),
        kind=envelope.kind,
        made_at=envelope.made_at,
        device=envelope.device,
        body=masked_body(envelope.kind, envelope.body),
        names=naming.named_in(envelope.body),
        refusal=RefusalView(**letter.refusal.as_json()),
        tries=letter.tries,
        at=letter.at,
    )


def _gaps(connection: Connection, covers: Covers, naming: Naming) -> Sequence[GapView]:
    found = []
    for (actor, device), missing, waiting in store.list_gaps(connection):
        held = store.list_held(connection, (actor, device))
        if held and all(covers(envelope.org, actor) for envelope in held):
            found.append(
                GapView(
                    actor=actor,
                    actor_name=naming.person_name(actor),
                    device=device,
                    org=held[0].org,
                    org_name=naming.unit_name(held[0].org),
                    settled_at=naming.snapshot.settled_at(held[0].org, actor),
                    since=held[0].made_at,
                    missing=missing,
                    first_held=held[0].seq or 1,
                    waiting=waiting,
                )
            )
    return found
