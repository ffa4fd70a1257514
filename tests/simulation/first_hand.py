"""What is there before the server runs: units, people, roles and tokens, put there through the real door."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt, Standing
from tianlu.core.uuid7 import make_uuid7
from tianlu.people.roles import shipped_roles
from tianlu.people.signin.kinds import SERVER
from tianlu.server.one_door import OneDoor, open_one_door

PROVINCE, POST, BOSS = "63", "post", "p-boss"
SCOPES = frozenset(permission for role in shipped_roles().values() for permission in role.may)


@dataclass(frozen=True)
class FirstHand:
    """Acts in the server's name, as its command line does."""

    one_door: OneDoor
    numbers: Iterator[int]

    def must(self, kind: str, org: str, /, **body: object) -> Receipt:
        """Have a command done that cannot be refused."""
        number = next(self.numbers)
        id_ = CommandId(make_uuid7(unix_ms=1_700_000_000_000 + number, random_bits=number))
        envelope = Envelope(id_, kind, 1, OrgId(org), datetime.now(UTC), body)
        receipt = self.one_door.door.submit(SERVER, [envelope])[0]
        assert receipt.standing is Standing.ACCEPTED, receipt
        return receipt

    def token(self, person: str) -> str:
        """By which a program is that person, for a day."""
        accounts = self.one_door.sign_in.accounts
        holder = accounts.find_person(ActorId(person))
        assert holder is not None, person
        return accounts.issue_token(holder, name="simulation", scopes=SCOPES, days=2, by=SERVER)[1]


@contextmanager
def first_hand(workspace: Path, database: str | None = None) -> Iterator[FirstHand]:
    """A province with its administrator, to be built on."""
    one_door = open_one_door(workspace, clock=lambda: datetime.now(UTC), database=database)
    try:
        hand = FirstHand(one_door, count(1))
        boss = {"person": BOSS, "person_name": "李雪梅", "staff_number": "s-boss", "grant": "g-boss"}
        entity = {"entity": POST, "entity_kind": "post", "entity_name": "邮政"}
        hand.must("signin.found", PROVINCE, **boss, **entity, org=PROVINCE, org_name="青海省")
        yield hand
    finally:
        one_door.close()
