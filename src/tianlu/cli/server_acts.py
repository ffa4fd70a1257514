"""What the machine's own command line does: commands through the one door, in the server's name or a person's."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.plain_words import CannotGoOn
from tianlu.command.envelope import CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt, Refusal
from tianlu.people.model import OrgNode, Person
from tianlu.people.signin.keys import make_id
from tianlu.people.signin.kinds import SERVER
from tianlu.people.snapshot import Snapshot
from tianlu.server.acting import NobodyToActFor, submit_for
from tianlu.server.one_door import OneDoor, visit_one_door

WorkspaceOption = Annotated[Path, typer.Option("--workspace", metavar="FOLDER", help="The server's workspace.")]
HERE = Path("workspace")
AsOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="LOGIN",
        show_default="the server",
        help="In whose name (staff number); the audit chain says that the machine's command line acted for him.",
    ),
]
NamedOption = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="LOGIN",
        help="In whose name (staff number); the audit chain says that the machine's command line acted for him.",
    ),
]


@dataclass(frozen=True)
class ServerActs:
    """Whoever has the machine has the data: he sees all of it, and what he does stands in the chain as the server's.

    Where a `login` is given, commands are that person's, held to what he may, and a command of the server before them
    says that they came from here (decision 0022).
    """

    one_door: OneDoor
    login: str | None = None

    def snapshot(self) -> Snapshot:
        return self.one_door.sign_in.gate.snapshot()

    def submit(self, envelopes: Sequence[Envelope]) -> list[Receipt]:
        """Raises CannotGoOn where there is nobody to act for."""
        if self.login is None:
            return self.one_door.door.submit(SERVER, envelopes)
        try:
            return submit_for(self.one_door, self.person(self.login).id, envelopes)
        except NobodyToActFor as trouble:
            raise refused(trouble.refusal) from None

    def send(self, kind: str, org: str, body: Mapping[str, object]) -> None:
        """Raises CannotGoOn with the words of a refusal."""
        now = datetime.now(UTC)
        envelope = Envelope(CommandId(make_id(now)), kind, 1, OrgId(org), now, body)
        receipt = self.submit([envelope])[0]
        if receipt.refusal is not None:
            raise refused(receipt.refusal)

    def node(self, org: str) -> OrgNode:
        """Raises CannotGoOn where there is no such unit."""
        node = self.snapshot().nodes.get(OrgId(org))
        if node is None:
            raise CannotGoOn(
                en=f"there is no unit {org}; tianlu org list shows what there is",
                zh=f"没有机构 {org}；tianlu org list 列出现有机构",
            )
        return node

    def person(self, login: str) -> Person:
        """By staff number or id. Raises CannotGoOn where there is nobody, or he has left."""
        for person in self.snapshot().persons.values():
            if login in (person.staff_number, person.id) and not person.has_left:
                return person
        raise CannotGoOn(
            en=f"nobody has the staff number {login}; tianlu person list shows who there is",
            zh=f"没有工号为 {login} 的人员；tianlu person list 列出现有人员",
        )


@contextmanager
def server_acts(workspace: Path, database: str | None, login: str | None = None) -> Iterator[ServerActs]:
    """Beside a server that may be running. Raises StorageTrouble, and CannotGoOn where nobody has set it up."""
    opened = visit_one_door(workspace, clock=lambda: datetime.now(UTC), database=database)
    try:
        acts = ServerActs(opened, login)
        if not acts.snapshot().nodes:
            raise CannotGoOn(
                en="there is no unit yet; tianlu serve prints the address of the first set-up",
                zh="尚无机构；tianlu serve 启动时会显示首次设置的地址",
            )
        yield acts
    finally:
        opened.close()


def new_id() -> str:
    return make_id(datetime.now(UTC))


def refused(refusal: Refusal) -> CannotGoOn:
    return CannotGoOn(en=f"{refusal.reason}; {refusal.mend}", zh=f"{refusal.reason_zh}；{refusal.mend_zh}")
