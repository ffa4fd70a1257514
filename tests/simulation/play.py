"""A simulation from its seed: rounds in which clients live, a network that fails, a server that is killed, a disk that
fills; then good weather until everybody has his receipts, and everything is sent once more."""

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import cycle
from random import Random

from tests.simulation.books import Books, command_of, receipts_in
from tests.simulation.client import SKEWS_MS, Client, Device, Errand, note_errand
from tests.simulation.marks import NewMarks
from tests.simulation.office import FIRST_OF_CLIENTS, OBSERVER, ROLES, Office
from tests.simulation.real_server import Server, SmallDisk, is_alive
from tests.simulation.wire import Answer, Fate, ask
from tests.simulation.wishes import Belief, Wisher

DRAINS_MOST = 40
LEFT_KIB = (0, 4, 30, 120)
LINE_MOST = 400
KILLED_STARTING_SHARE = 0.3
START_WITHIN_S = 0.6
OPERATED_SHARE = 0.15
OPERATED_WITHIN_S = 60.0
FIRST_OF_OPERATOR = 90_000


@dataclass(frozen=True)
class Plot:
    """How much happens."""

    rounds: int = 40
    kills: int = 5
    full_disks: int = 2
    full_rounds: int = 3
    killed_within_s: float = 0.08
    """After a round began."""


@dataclass(frozen=True)
class Kill:
    """Which server, and how long after a round began."""

    server: Server
    after_s: float


@dataclass
class Simulation:
    """`servers` work on one database. `counted` has for each round how many links there were after it; `again` the
    receipts of everything that was sent once more, by id and content; `lists` the last pages by person."""

    seed: int
    plot: Plot
    servers: tuple[Server, ...]
    office: Office
    disk: SmallDisk | None = None
    books: Books = field(default_factory=Books)
    counted: list[int] = field(default_factory=list)
    again: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)
    lists: dict[str, dict[str, object]] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    late: list[tuple[int, Errand]] = field(default_factory=list)
    operated: dict[str, int] = field(default_factory=dict)
    """Units that the server's operator adds on its command line, each by a process."""

    def run(self) -> None:
        chance = Random(self.seed)
        self.clients = {client.person: client for client in self._people(chance)}
        weather = Random(chance.getrandbits(64))
        kills = set(weather.sample(range(2, self.plot.rounds), self.plot.kills))
        fills = self._fills(weather)
        with ThreadPoolExecutor(16) as pool:
            for round_ in range(self.plot.rounds):
                self._weather(round_, fills, weather)
                self._operate(round_, weather)
                kill = self._draw_kill(weather) if round_ in kills else None
                self._round(pool, round_, self._live(round_, weather), kill)
                if kill is not None:
                    self._start_again(round_, kill.server, weather)
                self.counted.append(self._count_links())
            self._empty()
            self._await_operator()
            self._drain(pool)
            self._once_more(pool)
            self._last_pages(pool)

    def _people(self, chance: Random) -> Iterable[Client]:
        plans = tuple((county, plan) for county, plans in self.office.plans.items() for plan in plans)
        for number, role in enumerate(ROLES, start=1):
            own = Random(chance.getrandbits(64))
            marks = NewMarks(number * FIRST_OF_CLIENTS)
            wisher = Wisher(own, marks, Belief(), self.office.units, plans)
            names = (None, f"{role.person}-phone-a", f"{role.person}-phone-b")
            devices = tuple(Device(name, own.choice(SKEWS_MS)) for name in names)
            yield Client(role.person, self.office.tokens[role.person], own, wisher, devices)

    def _fills(self, weather: Random) -> dict[int, bool]:
        """In which rounds the disk fills (True) and is emptied."""
        begins = weather.sample(range(4, self.plot.rounds - self.plot.full_rounds, 6), self.plot.full_disks)
        return dict.fromkeys(begins, True) | {begin + self.plot.full_rounds: False for begin in begins}

    def _weather(self, round_: int, fills: dict[int, bool], weather: Random) -> None:
        if round_ not in fills:
            return
        left_kib = weather.choice(LEFT_KIB)
        if fills[round_]:
            self.books.note(f"round {round_}: the disk is full but for {left_kib} KiB")
            self._fill(left_kib)
        else:
            self.books.note(f"round {round_}: the disk has room again")
            self._empty()

    def _operate(self, round_: int, weather: Random) -> None:
        """Now and then somebody at the machine itself adds a unit, beside the server."""
        if weather.random() < OPERATED_SHARE:
            number, under = FIRST_OF_OPERATOR + round_, weather.choice(self.office.units)
            added = ("org", "add", f"u{number}", "--under", under, "--level", "team", "--name", f"Unit{number}")
            self.operated[f"u{number}"] = self.servers[0].act(*added)
            self.books.note(f"round {round_}: the operator adds u{number} below {under}")

    def _await_operator(self) -> None:
        until = time.monotonic() + OPERATED_WITHIN_S
        while any(is_alive(number) for number in self.operated.values()):
            assert time.monotonic() < until, "a command of the operator does not end"
            time.sleep(0.01)

    def _fill(self, left_kib: int) -> None:
        if self.disk is None:
            self.servers[0].let_write(False)
        else:
            self.disk.fill(left_kib=left_kib)

    def _empty(self) -> None:
        if self.disk is None:
            self.servers[0].let_write(True)
        else:
            self.disk.empty()

    def _live(self, round_: int, weather: Random) -> list[Errand]:
        """What is on the wire in a round: what is new, second copies of it, and what comes late."""
        errands = [errand for due, errand in self.late if due <= round_]
        self.late = [(due, errand) for due, errand in self.late if due > round_]
        for client in self.clients.values():
            for errand in client.live(round_, self.books):
                if errand.fate is Fate.LATE:
                    note_errand(self.books, round_, errand)
                    self.late.append((round_ + weather.randint(1, 4), replace(errand, fate=Fate.FINE, is_copy=True)))
                    continue
                errands.append(errand)
                if errand.fate is Fate.TWICE:
                    errands.append(replace(errand, fate=Fate.FINE, is_copy=True))
        weather.shuffle(errands)
        return errands

    def _draw_kill(self, weather: Random) -> Kill:
        return Kill(weather.choice(self.servers), weather.uniform(0.0, self.plot.killed_within_s))

    def _round(
        self, pool: ThreadPoolExecutor, round_: int, errands: Sequence[Errand], kill: Kill | None = None
    ) -> list[Answer | None]:
        for errand in errands:
            note_errand(self.books, round_, errand)
        ports = cycle(server.port for server in self.servers)
        going = [pool.submit(_carry, next(ports), errand) for errand in errands]
        if kill is not None:
            time.sleep(kill.after_s)
            kill.server.kill()
        answers = [each.result() for each in going]
        for errand, answer in zip(errands, answers, strict=True):
            self._hear(round_, errand, answer)
        if kill is not None:
            self.books.note(f"round {round_}: killed after {kill.after_s * 1000:.0f} ms")
        return answers

    def _start_again(self, round_: int, server: Server, weather: Random) -> None:
        """Sometimes it is killed once more while it starts. A process that may write nothing at all does not start."""
        if self.disk is None:
            self._empty()
        if weather.random() < KILLED_STARTING_SHARE:
            server.launch()
            time.sleep(weather.uniform(0.0, START_WITHIN_S))
            server.kill()
            self.books.note(f"round {round_}: killed while it started")
        server.start()

    def _good_round(self, pool: ThreadPoolExecutor, errands: Sequence[Errand]) -> list[Answer | None]:
        """After the rounds that were planned."""
        answers = self._round(pool, self._now(), errands)
        self.counted.append(self._count_links())
        return answers

    def _hear(self, round_: int, errand: Errand, answer: Answer | None) -> None:
        if errand.method == "POST" or answer is None or answer.status >= 500:
            self.books.note(_say(round_, errand, answer)[:LINE_MOST])
        if answer is None:
            return
        self.books.hear(round_, errand.person, errand.asked, answer)
        if errand.fate in (Fate.FINE, Fate.TWICE) and not errand.is_copy:
            self.clients[errand.person].take(errand, answer)

    def _drain(self, pool: ThreadPoolExecutor) -> None:
        """Good weather; what the network still has of old copies comes in as well."""
        self._good_round(pool, [errand for _, errand in self.late])
        self.late = []
        for _ in range(DRAINS_MOST):
            errands = [errand for client in self.clients.values() for errand in client.drain()]
            if not errands:
                return
            self._good_round(pool, errands)
        raise AssertionError(f"after {DRAINS_MOST} rounds of good weather somebody still has no receipt")

    def _once_more(self, pool: ThreadPoolExecutor) -> None:
        for person, client in self.clients.items():
            contents = [
                content for id_, by, content in self.books.all_sent() if by == person and id_ not in self.books.lost
            ]
            for start in range(0, len(contents), 100):
                part = contents[start : start + 100]
                body = {"commands": [command_of(content) for content in part]}
                errand = Errand(person, client.token, "POST", "/api/commands", body, is_copy=True)
                answer = self._good_round(pool, [errand])[0]
                assert answer is not None
                for content, receipt in zip(part, receipts_in(errand.asked, answer), strict=True):
                    self.again[receipt["id"], content] = dict(receipt)

    def _last_pages(self, pool: ThreadPoolExecutor) -> None:
        for person, client in self.clients.items():
            pages = ["/api/orgs", "/api/people?with_left=true&count=500", "/api/plans", "/api/dead-letters?count=500"]
            pages += ["/api/gaps", "/api/audit"]
            pages += [f"/api/audit/{chain}?count=500" for chain in self.office.chains]
            errands = [Errand(person, client.token, "GET", page) for page in pages]
            answers = self._good_round(pool, errands)
            self.lists[person] = {
                page: answer.json()
                for page, answer in zip(pages, answers, strict=True)
                if answer and answer.status == 200
            }

    def _now(self) -> int:
        return len(self.counted)

    def _count_links(self) -> int:
        """As the auditor of all sees them."""
        answer = ask(self.servers[0].port, self.office.tokens[OBSERVER], "GET", "/api/audit", None)
        assert answer is not None
        return sum(chain["rows"] for chain in answer.json())


def _carry(port: int, errand: Errand) -> Answer | None:
    if errand.fate is Fate.ASK_LOST:
        return None
    return ask(port, errand.token, errand.method, errand.path, errand.body, errand.fate)


def _say(round_: int, errand: Errand, answer: Answer | None) -> str:
    commands = (errand.body or {}).get("commands", ())
    sent = " ".join(f"{each['id'][-6:]}/{each['kind']}/{each['seq']}" for each in commands)
    if answer is None:
        told = "no answer"
    elif answer.status != 200 or not commands:
        told = str(answer.status)
    else:
        told = " ".join(each["standing"] for each in receipts_in(errand.asked, answer))
    copy = " (copy)" if errand.is_copy else ""
    return f"round {round_}: {errand.person} {errand.asked} [{sent}] {errand.fate}{copy}: {told}"
