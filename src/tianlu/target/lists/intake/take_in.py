"""What a list of records asks of the door: which customers are new, and which records are whose (清单归集)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tianlu.command.envelope import OrgId
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.customers.bodies import RECORDS_MOST
from tianlu.target.lists.customers.doubt import Doubt, Pair
from tianlu.target.lists.customers.model import CustomerKind, Relation, SourceRecord
from tianlu.target.lists.customers.register import DOUBT, ENTER, TAKE
from tianlu.target.lists.intake.join import Joined, Known, join_records
from tianlu.target.lists.intake.records import Record
from tianlu.target.lists.tier_rules import TierRule

COUNTY_DIGITS = 6


@dataclass(frozen=True)
class OnList:
    """A customer who is on the list, and the unit where he is."""

    known: Known
    org: OrgId


@dataclass(frozen=True)
class Order:
    """A command that is to be sent: of a new customer, or of records for one who is there."""

    kind: str
    org: OrgId
    body: Mapping[str, Any]


@dataclass(frozen=True)
class TakeIn:
    """`again` counts records that were somebody's already, `found` those that were recognised as somebody's of the
    list. `doubts` are pairs for a person to judge; their orders come last."""

    orders: tuple[Order, ...]
    again: int
    found: int
    doubts: tuple[Doubt, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Orders by kind."""
        return Counter(order.kind for order in self.orders)

    @property
    def new(self) -> int:
        return sum(order.kind == ENTER for order in self.orders)


def plan_take_in(
    records: Sequence[Record],
    *,
    whose: Mapping[tuple[str, str], str],
    stands: Collection[SourceRecord] = (),
    on_list: Sequence[OnList],
    gazetteer: Gazetteer,
    tiers: Sequence[TierRule],
    org: OrgId,
    counties: Collection[str],
    judged: Collection[Pair] = (),
    reason: str,
) -> TakeIn:
    """`whose` says which records are somebody's already, and `stands` what is on record of them: what a list says again
    is not asked for. `tiers` are those in force, the highest first. A new customer
    is entered at the county of his village where that is one of `counties`, else at `org`. Pairs of which somebody has
    said something (`judged`) are in doubt no more."""
    at = {each.known.customer: each.org for each in on_list}
    again = [each for each in records if (each.source, each.key) in whose]
    fresh = [each for each in records if (each.source, each.key) not in whose]
    theirs: dict[str, list[Record]] = {}
    on_record = set(stands)
    for record in again:
        if _kept_as(record) not in on_record:
            theirs.setdefault(whose[record.source, record.key], []).append(record)
    join = join_records(fresh, [each.known for each in on_list], gazetteer)
    for each in join.customers:
        if each.is_known:
            theirs.setdefault(each.customer, []).extend(each.records)
    units = {each.customer: _unit(each.division, counties, org) for each in join.customers} | at
    doubts = tuple(each for each in join.doubts if each.pair not in judged)
    orders = [
        *(
            order
            for each in join.customers
            if not each.is_known
            for order in _enter(each, units[each.customer], tiers, reason)
        ),
        *(
            order
            for customer, taken in theirs.items()
            if customer in at
            for order in _take(customer, at[customer], taken)
        ),
        *(_doubt(each, units) for each in doubts),
    ]
    found = sum(len(each.records) for each in join.customers if each.is_known)
    return TakeIn(tuple(orders), len(again), found, doubts)


def _enter(joined: Joined, org: OrgId, tiers: Sequence[TierRule], reason: str) -> Sequence[Order]:
    fen, before = (sum(getattr(record, of) for record in joined.records) for of in ("fen", "before_fen"))
    kind = CustomerKind.COMPANY if joined.is_company else CustomerKind.PERSON
    body = {
        "customer": joined.customer,
        "kind": kind.value,
        "name": joined.name,
        "phone": joined.phone,
        "address": joined.address,
        "division": joined.division,
        "place": joined.division,
        "tier": next(rule.tier for rule in tiers if (fen or before) >= rule.month_fen_min),
        "relation": _relation(fen, before).value,
        "records": [_body(record) for record in joined.records[:RECORDS_MOST]],
        "reason": reason,
    }
    return [Order(ENTER, org, body), *_take(joined.customer, org, joined.records[RECORDS_MOST:])]


def _doubt(doubt: Doubt, units: Mapping[str, OrgId]) -> Order:
    one, other = doubt.pair
    reasons = [dict(each.__dict__) for each in doubt.reasons]
    return Order(DOUBT, units[one], {"customer": one, "other": other, "permille": doubt.permille, "reasons": reasons})


def _relation(fen: int, before: int) -> Relation:
    """Who brings nothing and did a year ago is lost; his tier is the one he had, as in `tiers.py`."""
    if fen:
        return Relation.EXISTING
    return Relation.LOST if before else Relation.NEW


def _take(customer: str, org: OrgId, records: Sequence[Record]) -> Sequence[Order]:
    bodies = [_body(record) for record in records]
    begins = range(0, len(bodies), RECORDS_MOST)
    return [Order(TAKE, org, {"customer": customer, "records": bodies[k : k + RECORDS_MOST]}) for k in begins]


def _body(record: Record) -> dict[str, Any]:
    figures = {"fen": record.fen, "before_fen": record.before_fen}
    return {"source": record.source, "key": record.key, "line": record.line, **figures}


def _kept_as(record: Record) -> SourceRecord:
    return SourceRecord(record.source, record.key, record.line, record.fen, record.before_fen)


def _unit(division: str, counties: Collection[str], org: OrgId) -> OrgId:
    county = division[:COUNTY_DIGITS]
    return OrgId(county) if county in counties else org
