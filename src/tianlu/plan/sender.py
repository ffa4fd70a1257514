"""Sending commands of plans and packages through the door, in somebody's name."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from tianlu.command.envelope import ActorId, CommandId, Envelope, NotAnEnvelope, OrgId
from tianlu.command.receipt import Receipt, Refusal, Standing
from tianlu.command.refusals import not_an_envelope
from tianlu.core.uuid7 import make_uuid7

Submit = Callable[[ActorId, Sequence[Envelope]], Sequence[Receipt]]


class PlanRefused(Exception):
    """A command of plans was refused; the refusal says why and how to mend it."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(f"{refusal.reason}; {refusal.mend} / {refusal.reason_zh}；{refusal.mend_zh}")


class PlanSender:
    """`submit` is the door's; `clock` gives aware moments."""

    def __init__(self, submit: Submit, *, clock: Callable[[], datetime]) -> None:
        self._submit = submit
        self._clock = clock

    def make_id(self) -> str:
        """A new id in the order of time."""
        return make_uuid7(unix_ms=int(self._clock().timestamp() * 1000), random_bits=secrets.randbits(74))

    def send(self, by: str, kind: str, county: str, body: Mapping[str, object], *, base: int | None = None) -> Receipt:
        """Have one command done. Raises PlanRefused."""
        try:
            envelope = Envelope(
                id=CommandId(self.make_id()),
                kind=kind,
                schema=1,
                org=OrgId(county),
                made_at=self._clock(),
                body=body,
                base=base,
            )
        except NotAnEnvelope as trouble:
            raise PlanRefused(not_an_envelope(str(trouble))) from None
        receipt = self._submit(ActorId(by), [envelope])[0]
        if receipt.standing is not Standing.ACCEPTED:
            assert receipt.refusal is not None
            raise PlanRefused(receipt.refusal)
        return receipt
