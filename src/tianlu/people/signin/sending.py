"""Sending the commands of an account through the door."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt, Standing
from tianlu.people.signin.keys import make_id
from tianlu.people.signin.trouble import refused

Submit = Callable[[ActorId, Sequence[Envelope]], Sequence[Receipt]]


class Sender:
    """`submit` is the door's."""

    def __init__(self, submit: Submit, *, clock: Callable[[], datetime]) -> None:
        self._submit = submit
        self._clock = clock

    def send(self, by: ActorId, kind: str, org: OrgId, body: Mapping[str, object]) -> Receipt:
        """Submit one and see that it was accepted. Raises SignInTrouble with the refusal's words."""
        now = self._clock()
        envelope = Envelope(id=CommandId(make_id(now)), kind=kind, schema=1, org=org, made_at=now, body=body)
        receipt = self._submit(by, [envelope])[0]
        if receipt.standing is not Standing.ACCEPTED:
            refusal = receipt.refusal
            raise refused(
                f"{refusal.reason}; {refusal.mend}" if refusal else receipt.standing.value,
                f"{refusal.reason_zh}；{refusal.mend_zh}" if refusal else receipt.standing.value,
            )
        return receipt
