"""A county with a door for commands of plans and a shelf over them; the county's manager, its planner, its courier."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from tests.gates import add_person, open_gate
from tianlu.command.door import Access, Door
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt
from tianlu.command.registry import Registry
from tianlu.core.calendar import Week
from tianlu.core.uuid7 import make_uuid7
from tianlu.people.access import AccessBook
from tianlu.people.roles import shipped_roles
from tianlu.people.signin.may import may_with_accounts
from tianlu.plan.db_shelf import DbShelf
from tianlu.plan.kinds import register_plans
from tianlu.plan.kinds_package import register_packages
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.sender import PlanSender
from tianlu.plan.service import PlanMeta

COUNTY, OTHER = "632521", "632522"
MANAGER, PLANNER, COURIER = ActorId("manager"), ActorId("planner"), ActorId("courier")
WEEK = Week(date(2026, 11, 23))
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
META = PlanMeta(
    id="a",
    county=COUNTY,
    county_name="兴海县",
    week=WEEK,
    seconds=1.0,
    seed=1,
    made_at=datetime(2026, 11, 23, 8),
    cost_fen=100,
    bound_fen=90,
    is_feasible=True,
    was_cancelled=False,
    iterations=7,
    cpu_s=0.5,
    problem_hash="h",
    version="0",
    asked_by=PLANNER,
)
_numbers = count(1)


@dataclass
class DeskOfPlans:
    engine: Engine
    folder: Path

    def __post_init__(self) -> None:
        open_gate(COUNTY, OTHER, engine=self.engine)
        for person, role in ((MANAGER, "manager"), (PLANNER, "planner"), (COURIER, "courier")):
            add_person(self.engine, person, COUNTY, (role,))
        book = AccessBook(shipped_roles(), today=lambda: NOON.date())
        self.registry = Registry()
        register_plans(self.registry)
        register_packages(self.registry)
        access = Access(may_with_accounts(book), book.chain_of, book.settled_at)
        self.door = Door(self.engine, self.registry, access, clock=lambda: NOON)
        self.shelf = DbShelf(self.folder, self.engine, PlanSender(self.door.submit, clock=lambda: NOON))

    def keep(self, plan_id: str, **changes: object) -> None:
        self.shelf.keep(replace(META, id=plan_id, **changes), Plan("h", (), ()))  # type: ignore[arg-type]

    def send(
        self,
        kind: str,
        body: Mapping[str, object],
        *,
        by: ActorId = MANAGER,
        base: int | None = None,
        county: str = COUNTY,
    ) -> Receipt:
        number = next(_numbers)
        id_ = CommandId(make_uuid7(unix_ms=1_700_000_000_000 + number, random_bits=number))
        envelope = Envelope(id=id_, kind=kind, schema=1, org=OrgId(county), made_at=NOON, body=body, base=base)
        return self.door.submit(by, [envelope])[0]

    def states(self) -> dict[str, str]:
        return {plan: standing.state.value for plan, standing in self.shelf.list_standings().items()}
