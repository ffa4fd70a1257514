"""A file of customers taken in: read apart, cleaned, linked with who is on the list, and sent through the door."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tianlu.command.door import BATCH_MOST
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt, Standing
from tianlu.files.raw_table import RawTable
from tianlu.files.sheet_file import read_sheet_file
from tianlu.people.model import Level
from tianlu.people.signin.keys import make_id
from tianlu.people.snapshot import Snapshot
from tianlu.plan.divisions import list_divisions
from tianlu.server.target.parts import TargetParts
from tianlu.target.lists.address.division import read_divisions
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.doubt import Pair
from tianlu.target.lists.customers.doubt_store import list_judged
from tianlu.target.lists.customers.model import Customer, CustomerKind, SourceRecord, Stage
from tianlu.target.lists.customers.register import DOUBT
from tianlu.target.lists.customers.walk import walk_customers
from tianlu.target.lists.intake.join import Known
from tianlu.target.lists.intake.records import Record, RecordsRead, read_records
from tianlu.target.lists.intake.source import Source
from tianlu.target.lists.intake.take_in import OnList, Order, TakeIn, plan_take_in
from tianlu.target.lists.tier_rules import TierRule, load_tiers, tiers_in_force

PREFECTURE_DIGITS = 4
NOTHING_NEW = ("nothing_changes",)
"""What a list asks for and has already is no trouble."""


@dataclass(frozen=True)
class Sent:
    """What became of the orders: how many of each kind were accepted, and the receipts of those that were not.
    `is_whole` says that none was held back because one wanted to stop."""

    accepted: Mapping[str, int]
    refused: tuple[tuple[Order, Receipt], ...]
    is_whole: bool = True

    @property
    def changes(self) -> int:
        """Accepted commands that change customers; pairs in doubt are only put on record."""
        return sum(count for kind, count in self.accepted.items() if kind != DOUBT)


@dataclass(frozen=True)
class ListTask:
    """All that linking a list needs, fit to be sent to another process."""

    records: tuple[Record, ...]
    whose: Mapping[tuple[str, str], str]
    stands: frozenset[SourceRecord]
    on_list: tuple[OnList, ...]
    judged: frozenset[Pair]
    divisions: tuple[tuple[str, str], ...]
    tiers: tuple[TierRule, ...]
    org: OrgId
    counties: frozenset[str]
    reason: str

    def solve(self) -> TakeIn:
        return plan_take_in(
            self.records,
            whose=self.whose,
            stands=self.stands,
            on_list=self.on_list,
            gazetteer=Gazetteer(read_divisions(self.divisions)),
            tiers=self.tiers,
            org=self.org,
            counties=self.counties,
            judged=self.judged,
            reason=self.reason,
        )


def read_list_table(name: str, content: bytes) -> RawTable:
    """The first sheet of an Excel file, or a CSV. Raises ProblemsFound."""
    return read_sheet_file(name, content).table


def read_list(source: Source, table: RawTable) -> RecordsRead:
    """Raises NoSuchColumn."""
    source.check(table.heads)
    columns = dict(zip(table.heads, table.columns, strict=True))
    wanted = {heading: columns[heading] for heading in source.columns.values()}
    rows = ((row, {heading: cells[k] for heading, cells in wanted.items()}) for k, row in enumerate(table.rows))
    return read_records(source, rows)


def pose_list(parts: TargetParts, records: Sequence[Record], *, org: OrgId, reason: str) -> ListTask:
    """What the records ask of the customers at `org` and below it. Raises LookupError where there is no such unit."""
    snapshot, reach = parts.snapshot(), parts.reach(org)
    path = snapshot.nodes[org].path
    with parts.engine.connect() as connection:
        keys = {(each.source, each.key) for each in records}
        whose = store.find_records(connection, keys)
        stands = store.find_source_records(connection, keys)
        listed = [customer for customer, _ in walk_customers(connection, reach, now=datetime.now(UTC))]
        judged = list_judged(connection)
    counties = _counties_around(snapshot, org)
    return ListTask(
        records=tuple(records),
        whose=whose,
        stands=frozenset(stands),
        on_list=tuple(_on_list(each) for each in listed if each.stage is not Stage.LEFT),
        judged=frozenset(judged),
        divisions=_divisions(parts, snapshot, counties),
        tiers=tiers_in_force(load_tiers(), datetime.now(UTC).date()),
        org=org,
        counties=frozenset(each for each in counties if snapshot.nodes[OrgId(each)].path.startswith(path)),
        reason=reason,
    )


def send_orders(
    submit: Callable[[ActorId, Sequence[Envelope]], Sequence[Receipt]],
    actor: ActorId,
    orders: Sequence[Order],
    *,
    go_on: Callable[[int], bool] = lambda _: True,
) -> Sent:
    """In batches; `go_on` hears before each how many are through, and stops what is left where it answers False. One
    that is refused holds up no other."""
    accepted: Counter[str] = Counter()
    refused: list[tuple[Order, Receipt]] = []
    for begin in range(0, len(orders), BATCH_MOST):
        if not go_on(begin):
            return Sent(accepted, tuple(refused), is_whole=False)
        batch, now = orders[begin : begin + BATCH_MOST], datetime.now(UTC)
        envelopes = [
            Envelope(CommandId(make_id(now)), order.kind, 1, order.org, now, dict(order.body)) for order in batch
        ]
        for order, receipt in zip(batch, submit(actor, envelopes), strict=True):
            if receipt.standing is Standing.ACCEPTED:
                accepted[order.kind] += 1
            elif receipt.refusal is None or receipt.refusal.code not in NOTHING_NEW:
                refused.append((order, receipt))
    return Sent(accepted, tuple(refused))


def _on_list(customer: Customer) -> OnList:
    is_company = customer.kind is CustomerKind.COMPANY
    return OnList(Known(customer.id, customer.name, customer.phone, customer.address, is_company), customer.org)


def _counties_around(snapshot: Snapshot, org: OrgId) -> list[str]:
    """The county of a unit, or all below one that is above counties."""
    county = snapshot.county_of(org)
    if county is not None:
        return [county]
    path = snapshot.nodes[org].path
    return [node.id for node in snapshot.by_path if node.level is Level.COUNTY and node.path.startswith(path)]


def _divisions(parts: TargetParts, snapshot: Snapshot, counties: Collection[str]) -> tuple[tuple[str, str], ...]:
    refs = [ref for ref in parts.counties.list_refs() if ref.code in counties]
    places = ((ref.code, ref.name, parts.counties.places(ref.code)) for ref in refs)
    groups = {ref.code[:PREFECTURE_DIGITS]: ref.group for ref in refs if ref.group}
    upper = groups | {str(node.id): node.name for node in snapshot.nodes.values()}
    return tuple(list_divisions(places, upper))
