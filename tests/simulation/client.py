"""Somebody with a desk and two phones: each numbers what it sends and sends it again until it has a receipt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

from tests.simulation.books import Books
from tests.simulation.wire import Answer, Fate, draw_fate
from tests.simulation.wishes import Wisher
from tianlu.core.uuid7 import make_uuid7

BEGAN_MS = 1_764_000_000_000
ROUND_MS = 60_000
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
SKEWS_MS = (0, 0, 3 * HOUR_MS, -5 * HOUR_MS, 2 * DAY_MS, -9 * DAY_MS, 400 * DAY_MS)
"""How wrong a clock may be."""
ZONES = tuple(timezone(timedelta(hours=hours)) for hours in (0, 8, -7))
BATCHES = (1, 1, 2, 3, 5, 10, 100)
UNITS, PEOPLE = "/api/orgs", "/api/people?with_left=true&count=500"
NOT_ON_RECORD = "too_far_ahead"
"""A refusal upon which a phone sends it again later."""


@dataclass(frozen=True)
class Errand:
    """A request on its way. Of a `copy` nobody hears the answer."""

    person: str
    token: str
    method: str
    path: str
    body: Mapping[str, Any] | None = None
    fate: Fate = Fate.FINE
    device: int = 0
    is_copy: bool = False

    @property
    def asked(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Device:
    """A phone, or a desk that has no name and does not count. `forgotten` was numbered and never sent."""

    name: str | None
    skew_ms: int
    outbox: list[dict[str, Any]] = field(default_factory=list)
    forgotten: list[dict[str, Any]] = field(default_factory=list)
    next_seq: int = 1


@dataclass
class Client:
    person: str
    token: str
    chance: Random
    wisher: Wisher
    devices: tuple[Device, ...]
    made: list[dict[str, Any]] = field(default_factory=list)

    def live(self, round_: int, books: Books) -> list[Errand]:
        """A minute of his: he wants something, his devices send, he looks at a page."""
        for _ in range(self.chance.choice((0, 1, 1, 2, 4))):
            self._want(round_, books)
        self._find_again(books)
        errands = [
            self._post(number, self._pick(device), draw_fate(self.chance))
            for number, device in enumerate(self.devices)
            if device.outbox and self.chance.random() < 0.7
        ]
        if self.chance.random() < 0.8:
            fate = self.chance.choice((Fate.FINE, Fate.FINE, Fate.FINE, Fate.ANSWER_LOST))
            errands.append(Errand(self.person, self.token, "GET", self._page(), fate=fate))
        return errands

    def drain(self) -> list[Errand]:
        """All that is left, in order, with a good connection."""
        return [
            self._post(number, device.outbox[:100], Fate.FINE)
            for number, device in enumerate(self.devices)
            if device.outbox
        ]

    def take(self, errand: Errand, answer: Answer) -> None:
        """What he is told: receipts clear the outbox, pages change what he believes."""
        if answer.status != 200:
            return
        if errand.method == "GET":
            self._believe(errand.path, answer.json())
            return
        assert errand.body is not None
        device = self.devices[errand.device]
        for command, receipt in zip(errand.body["commands"], answer.json()["receipts"], strict=True):
            refusal = receipt["refusal"] or {}
            if refusal.get("code") != NOT_ON_RECORD and command in device.outbox:
                device.outbox.remove(command)

    def _want(self, round_: int, books: Books) -> None:
        device = self.chance.choice(self.devices)
        if self.made and self.chance.random() < 0.05:
            command = self._twisted()
        else:
            command = self._command(round_, device)
            self.made.append(command)
            if device.name is not None and self.chance.random() < 0.04:
                device.forgotten.append(command)
                books.lost.add(command["id"])
                return
        home = next(each for each in self.devices if each.name == command["device"])
        home.outbox.append(command)

    def _command(self, round_: int, device: Device) -> dict[str, Any]:
        kind, org, body, base = self.wisher.draw()
        unix_ms = BEGAN_MS + round_ * ROUND_MS + device.skew_ms + self.chance.randrange(ROUND_MS)
        made_at = datetime.fromtimestamp(unix_ms / 1000, UTC).astimezone(self.chance.choice(ZONES))
        seq = None
        if device.name is not None:
            seq, device.next_seq = device.next_seq, device.next_seq + 1
        return {
            "id": make_uuid7(unix_ms=unix_ms, random_bits=self.chance.getrandbits(74)),
            "kind": kind,
            "schema": 1,
            "org": org,
            "made_at": made_at.isoformat(),
            "body": body,
            "base": base,
            "device": device.name,
            "seq": seq,
        }

    def _twisted(self) -> dict[str, Any]:
        """Another content under an id that was used."""
        old = self.chance.choice(self.made)
        name = self.wisher.marks.unit_name()
        return {**old, "kind": "org.change", "body": {"name": name}, "base": None}

    def _find_again(self, books: Books) -> None:
        """A phone that was lost turns up, perhaps when nobody waits for it any more."""
        for device in self.devices:
            if device.forgotten and self.chance.random() < 0.05:
                command = device.forgotten.pop(0)
                device.outbox.append(command)
                books.lost.discard(command["id"])

    def _pick(self, device: Device) -> list[dict[str, Any]]:
        """A batch: mostly from the front, sometimes from anywhere and in any order."""
        count = min(self.chance.choice(BATCHES), len(device.outbox))
        if self.chance.random() < 0.2:
            return self.chance.sample(device.outbox, count)
        return device.outbox[:count]

    def _post(self, number: int, commands: list[dict[str, Any]], fate: Fate) -> Errand:
        body = {"commands": list(commands)}
        return Errand(self.person, self.token, "POST", "/api/commands", body, fate, number)

    def _page(self) -> str:
        """First he looks at the units, then at the people; later at anything."""
        page = self.chance.choice(list(self._pages()))
        belief = self.wisher.belief
        return UNITS if not belief.units else PEOPLE if not belief.people and self.chance.random() < 0.5 else page

    def _pages(self) -> Iterator[str]:
        yield from (UNITS, PEOPLE, "/api/plans", "/api/gaps") * 2
        yield from ("/api/dead-letters", "/api/audit", "/api/entities", "/api/counties")
        unit, (county, plan) = self.chance.choice(self.wisher.everywhere), self.chance.choice(self.wisher.all_plans)
        person = f"p{self.chance.randint(1, 120)}"
        yield from (f"/api/audit/{unit}?count=50", f"/api/audit/{county}/verify", f"/api/people/{person}")
        yield from (f"/api/people?org={unit}&text=Herder", f"/api/plans/{plan}/history", f"/api/plans?county={county}")
        if self.made:
            yield f"/api/commands/{self.chance.choice(self.made)['id']}"

    def _believe(self, path: str, told: Any) -> None:
        belief = self.wisher.belief
        if path == UNITS:
            belief.units = {row["id"]: row for row in told if not row["is_closed"]}
        elif path == PEOPLE:
            belief.people = {row["id"]: row for row in told["people"]}
        elif path == "/api/plans":
            belief.plans = {row["id"]: row for row in told}
        elif path == "/api/dead-letters":
            belief.letters = {row["id"]: row for row in told["letters"]}
        elif path == "/api/gaps":
            belief.gaps = told


def note_errand(books: Books, round_: int, errand: Errand) -> None:
    """Write down what is sent, before it is."""
    books.note_told(round_, errand.person, errand.path)
    for command in (errand.body or {}).get("commands", ()):
        books.note_sent(round_, errand.person, command)
