"""The customers of a demonstration: the county's generated lists taken in, approved, shared out and partly worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from tianlu.command.envelope import ActorId, OrgId
from tianlu.files.raw_table import RawTable
from tianlu.people import kinds_person
from tianlu.people.model import Person
from tianlu.people.signin.keys import make_id
from tianlu.plan.county import County
from tianlu.sample.customer_lists import SampleList, make_lists
from tianlu.server.acting import submit_for
from tianlu.server.one_door import OneDoor
from tianlu.server.target.lists import pose_list, read_list, send_orders
from tianlu.server.target.parts import open_parts
from tianlu.server.target.shares import plan_sharing
from tianlu.server.target.tiering import plan_tiers
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Work
from tianlu.target.lists.customers.register import CLAIM, DECIDE, ENTER, STRIKE_OFF, WORK
from tianlu.target.lists.intake.source import FEN_A_FEN, FEN_A_YUAN, Source, guess_columns
from tianlu.target.lists.intake.take_in import Order

SEED = 1
STAFF = (("manager", "示例负责人"), ("account_manager", "示例客户经理"), ("courier", "示例投递员"))
"""Roles at the county, each with who has it in the demonstration."""
WAITING, CLAIMED_BY_COURIER, WORKED, FINISHED, STRUCK = 12, 5, 24, 4, 2
"""Entries that are left to be approved; customers that are claimed, visited, worked to the end, struck off."""
SHARED_OUT = 0.5
REASON = "示例清单导入"


@dataclass(frozen=True)
class Staff:
    manager: ActorId
    account_manager: ActorId
    courier: ActorId


def plant_lists(one_door: OneDoor, county: County, admin: Person) -> int:
    """How many customers came onto the list; 0 where the county's lists were taken in before. `admin` has the county
    below him."""
    made = make_lists(county, seed=SEED, year=datetime.now(UTC).year - 1)
    if _is_known(one_door, made.lists[0]):
        return 0
    staff = _plant_staff(one_door, OrgId(county.code), admin)
    entered = [order for each in made.lists for order in _take_in(one_door, each, OrgId(county.code), admin.id)]
    _send(one_door, staff.manager, [_order(DECIDE, each, grants=True) for each in entered[: len(entered) - WAITING]])
    _send(one_door, staff.manager, plan_tiers(open_parts(one_door), county.code, now=datetime.now(UTC)))
    _share_out(one_door, county.code, staff)
    return len(entered)


def _is_known(one_door: OneDoor, made: SampleList) -> bool:
    with one_door.workspace.engine.connect() as connection:
        return bool(store.find_records(connection, {(made.kept.source, made.rows[0][0])}))


def _plant_staff(one_door: OneDoor, county: OrgId, admin: Person) -> Staff:
    """Those who are there stay."""
    snapshot = one_door.sign_in.gate.snapshot()
    known = {person.staff_number: id_ for id_, person in snapshot.persons.items()}
    found: list[ActorId] = []
    for role, name in STAFF:
        login = f"demo-{role.replace('_', '-')}-{county}"
        if login not in known:
            known[login] = ActorId(make_id(datetime.now(UTC)))
            body = {"id": known[login], "name": name, "staff_number": login, "entity": snapshot.nodes[county].entity}
            grant = {"id": make_id(datetime.now(UTC)), "person": known[login], "role": role}
            _send(
                one_door,
                admin.id,
                [Order(kinds_person.ADD, county, body), Order(kinds_person.GIVE, county, grant)],
            )
        found.append(known[login])
    return Staff(*found)


def _take_in(one_door: OneDoor, made: SampleList, county: OrgId, by: ActorId) -> Sequence[Order]:
    """The entries that were asked for, by somebody who may not grant them himself."""
    kept = made.kept
    unit = FEN_A_FEN if kept.in_fen else FEN_A_YUAN
    table = RawTable(kept.source, made.heads, tuple(zip(*made.rows, strict=True)), tuple(range(2, len(made.rows) + 2)))
    read = read_list(Source(kept.source, kept.line, guess_columns(made.heads), unit, kept.months), table)
    plan = pose_list(open_parts(one_door), read.records, org=county, reason=REASON).solve()
    _send(one_door, by, plan.orders)
    return [order for order in plan.orders if order.kind == ENTER]


def _share_out(one_door: OneDoor, county: str, staff: Staff) -> None:
    """The dearer half to the account manager, who works some of them; a few claimed by the courier himself."""
    orders = plan_sharing(open_parts(one_door), county, role="account_manager", now=datetime.now(UTC)).orders
    given = orders[: int(len(orders) * SHARED_OUT)]
    _send(one_door, staff.manager, given)
    _send(one_door, staff.courier, [_order(CLAIM, each) for each in orders[len(given) :][:CLAIMED_BY_COURIER]])
    worked = given[:: max(1, len(given) // WORKED)]
    _send(one_door, staff.account_manager, [_order(WORK, each, work=Work.VISIT.value) for each in worked])
    finished = given[-FINISHED:]
    _send(one_door, staff.account_manager, [work for each in finished for work in _whole_work(one_door, each)])
    ended = [_order(STRIKE_OFF, each, reason="示例：已签约") for each in finished]
    _send(one_door, staff.account_manager, ended)
    _send(one_door, staff.manager, [_order(DECIDE, each, grants=True) for each in finished[:STRUCK]])


def _whole_work(one_door: OneDoor, about: Order) -> Sequence[Order]:
    """All that the customer's tier asks for."""
    with one_door.workspace.engine.connect() as connection:
        customer = store.find_customer(connection, str(about.body["customer"]))
    if customer is None:
        return ()
    needs = shipped_levels()[customer.tier].needs
    works = [work.value for work, times in needs.items() for _ in range(times)]
    return [_order(WORK, about, work=work, evidence="示例凭证-0001") for work in works]


def _order(kind: str, about: Order, **more: object) -> Order:
    """For the same customer at the same unit."""
    return Order(kind, about.org, {"customer": about.body["customer"], **more})


def _send(one_door: OneDoor, by: ActorId, orders: Sequence[Order]) -> None:
    """What is refused is left: somebody else may have been there before."""
    send_orders(partial(submit_for, one_door), by, orders)
