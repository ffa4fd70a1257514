"""The rows of customers, claims and works, read and written by their commands and service."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    case,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.access import Reach
from tianlu.people.tables import ENTITIES, ORGS, PERSONS
from tianlu.target.lists.customers.model import (
    WAITING,
    Claim,
    ConsentMark,
    Customer,
    CustomerKind,
    Relation,
    SourceRecord,
    Stage,
    Step,
    Tier,
    Work,
    WorkDone,
)
from tianlu.target.lists.customers.tables import CLAIMS, CONSENTS, CUSTOMERS, RECORDS, WORKS
from tianlu.target.lists.value.alarm import DeclineParams, has_fallen

KEYS_AT_ONCE = 400

Key = tuple[int, str]
"""Where a customer stands in the list: money a month, id."""


@dataclass(frozen=True)
class Area:
    """Places, or villages by their code, within the unit at `path`."""

    path: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to. `owner` finds what somebody holds as A or B; `unclaimed` what nobody holds;
    `waiting` what waits for a second person's decision; `step` who has come so far on the way to strike-off: then
    `owner` finds whom somebody answers for, as the funnel by owner counts; `on` who stands in any of these areas;
    `falling` whose money fell so far on the year that the alarm sounds."""

    org_path: str | None = None
    tier: Tier | None = None
    relation: Relation | None = None
    stage: Stage | None = None
    owner: str | None = None
    unclaimed: bool = False
    text: str = ""
    waiting: bool = False
    step: Step | None = None
    falling: bool = False
    on: tuple[Area, ...] | None = None


@dataclass(frozen=True)
class AtPlace:
    """Customers of a unit at one place (or none that is known), and what they bring a month."""

    org: OrgId
    place: str
    division: str
    customers: int
    monthly_fen: int


@dataclass(frozen=True)
class Count:
    """Customers of a unit, or of an owner, at each step of the way to strike-off."""

    of: str
    listed: int
    claimed: int
    worked: int
    striking: int
    struck: int


# Customers


def find_customer(connection: Connection, customer: str) -> Customer | None:
    row = connection.execute(select(CUSTOMERS).where(CUSTOMERS.c.id == customer)).mappings().one_or_none()
    return None if row is None else _customer(row)


def find_customers(connection: Connection, customers: Collection[str]) -> list[tuple[Customer, Claim | None]]:
    """Those that there are, each with the claim on record."""
    found: list[tuple[Customer, Claim | None]] = []
    listed = sorted(customers)
    for begin in range(0, len(listed), KEYS_AT_ONCE):
        some = listed[begin : begin + KEYS_AT_ONCE]
        rows = connection.execute(select(CUSTOMERS).where(CUSTOMERS.c.id.in_(some))).mappings()
        claims = connection.execute(select(CLAIMS).where(CLAIMS.c.customer.in_(some))).mappings()
        claim_of = {claim.customer: claim for claim in map(_claim, claims)}
        found += [(customer, claim_of.get(customer.id)) for customer in map(_customer, rows)]
    return found


def put_customer(connection: Connection, customer: Customer) -> None:
    connection.execute(insert(CUSTOMERS).values(**_values(customer)))


def change_customer(connection: Connection, customer: Customer, changes: Mapping[str, object]) -> int:
    """The customer's new version."""
    version = customer.version + 1
    connection.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == customer.id).values(**changes, version=version))
    if "tier" in changes:
        connection.execute(update(CLAIMS).where(CLAIMS.c.customer == customer.id).values(tier=changes["tier"]))
    return version


def drop_customer(connection: Connection, customer: str) -> None:
    """Before he is put on the list anew."""
    connection.execute(delete(CUSTOMERS).where(CUSTOMERS.c.id == customer))


def list_customers(
    connection: Connection, reach: Reach, wanted: Wanted, *, now: datetime, after: Key | None, count: int
) -> list[tuple[Customer, Claim | None]]:
    """At most `count`, most money first, below the key `after`; each with the claim that stands, or None."""
    query = (
        select(CUSTOMERS, *(column.label(f"claim_{column.name}") for column in CLAIMS.c))
        .join(CLAIMS, _standing(now), isouter=True)
        .where(*_conditions(reach, wanted))
        .order_by(CUSTOMERS.c.monthly_fen.desc(), CUSTOMERS.c.id)
        .limit(count)
    )
    if after is not None:
        fen, id_ = after
        query = query.where(
            or_(CUSTOMERS.c.monthly_fen < fen, and_(CUSTOMERS.c.monthly_fen == fen, CUSTOMERS.c.id > id_))
        )
    return [(_customer(row), _joined_claim(row)) for row in connection.execute(query).mappings()]


def count_customers(connection: Connection, reach: Reach, wanted: Wanted, *, now: datetime) -> int:
    query = (
        select(func.count())
        .select_from(CUSTOMERS.join(CLAIMS, _standing(now), isouter=True))
        .where(*_conditions(reach, wanted))
    )
    return connection.execute(query).scalar_one()


def count_by_place(connection: Connection, reach: Reach, wanted: Wanted, *, now: datetime) -> list[AtPlace]:
    """Who is wanted, by where he stands."""
    of = (CUSTOMERS.c.org, CUSTOMERS.c.place, CUSTOMERS.c.division)
    query = (
        select(*of, func.count().label("customers"), func.sum(CUSTOMERS.c.monthly_fen).label("monthly_fen"))
        .select_from(CUSTOMERS.join(CLAIMS, _standing(now), isouter=True))
        .where(*_conditions(reach, wanted))
        .group_by(*of)
        .order_by(*of)
    )
    return [
        AtPlace(OrgId(row.org), row.place, row.division, row.customers, int(row.monthly_fen))
        for row in connection.execute(query)
    ]


def count_steps(connection: Connection, reach: Reach, wanted: Wanted, *, by_owner: bool, now: datetime) -> list[Count]:
    """The list as a funnel, by unit or by owner, narrowed by unit, tier, relation and owner; what else is wanted says
    where on the way somebody is, and is not asked."""
    of = answerable if by_owner else CUSTOMERS.c.org
    narrowed = Wanted(wanted.org_path, wanted.tier, wanted.relation, owner=wanted.owner, step=Step.LISTED)
    query = (
        select(of.label("of"), *(_number(_is_at(step)).label(step.value) for step in Step))
        .select_from(CUSTOMERS.join(CLAIMS, _standing(now), isouter=True))
        .where(*_conditions(reach, narrowed))
        .group_by(of)
        .order_by(of)
    )
    if by_owner:
        query = query.where(answerable != "")
    return [Count(**row) for row in connection.execute(query).mappings()]


answerable = func.coalesce(CLAIMS.c.owner, CUSTOMERS.c.struck_for)
"""Who answers for a customer: his owner, or who owned him when he was struck off; nobody: empty."""


def _is_at(step: Step) -> ColumnElement[bool]:
    """Whether a customer, joined with the claim that stands, has come to a step. Where a signature is asked for, or was
    given, the claim and the works before it are past."""
    past = CUSTOMERS.c.stage.in_([Stage.STRIKING.value, Stage.STRUCK.value])
    is_his = WORKS.c.customer == CUSTOMERS.c.id
    works = select(WORKS.c.customer).where(is_his, WORKS.c.opening == CUSTOMERS.c.opening)
    is_claimed = CLAIMS.c.owner.is_not(None)
    return {
        Step.LISTED: CUSTOMERS.c.stage.not_in([Stage.ENTERING.value, Stage.LEFT.value]),
        Step.CLAIMED: or_(is_claimed, past),
        Step.WORKED: or_(and_(is_claimed, works.exists()), past),
        Step.STRIKING: past,
        Step.STRUCK: CUSTOMERS.c.stage == Stage.STRUCK.value,
    }[step]


# Records


def find_records(connection: Connection, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Whose the records of these sources and keys are, of those that are somebody's."""
    found: dict[tuple[str, str], str] = {}
    listed = sorted(keys)
    for begin in range(0, len(listed), KEYS_AT_ONCE):
        some = listed[begin : begin + KEYS_AT_ONCE]
        query = select(RECORDS.c.source, RECORDS.c.key, RECORDS.c.customer)
        rows = connection.execute(query.where(tuple_(RECORDS.c.source, RECORDS.c.key).in_(some)))
        found |= {(row.source, row.key): row.customer for row in rows}
    return found


def find_source_records(connection: Connection, keys: Collection[tuple[str, str]]) -> list[SourceRecord]:
    """Those of these sources and keys that are on record."""
    found: list[SourceRecord] = []
    listed = sorted(keys)
    for begin in range(0, len(listed), KEYS_AT_ONCE):
        some = listed[begin : begin + KEYS_AT_ONCE]
        query = select(*(RECORDS.c[each.name] for each in fields(SourceRecord)))
        rows = connection.execute(query.where(tuple_(RECORDS.c.source, RECORDS.c.key).in_(some)))
        found += [SourceRecord(*row) for row in rows]
    return found


def list_records(connection: Connection, customer: str) -> list[SourceRecord]:
    """What a customer is made of, by source and key."""
    query = select(*(RECORDS.c[each.name] for each in fields(SourceRecord))).where(RECORDS.c.customer == customer)
    return [SourceRecord(*row) for row in connection.execute(query.order_by(RECORDS.c.source, RECORDS.c.key))]


def put_records(connection: Connection, customer: Customer, records: Sequence[SourceRecord]) -> None:
    """In place of those on record with the same keys."""
    drop_records(connection, records)
    if records:
        rows = [{**record.__dict__, "customer": customer.id, "org": customer.org} for record in records]
        connection.execute(insert(RECORDS), rows)


def drop_records(connection: Connection, records: Sequence[SourceRecord]) -> None:
    for record in records:
        is_it = (RECORDS.c.source == record.source) & (RECORDS.c.key == record.key)
        connection.execute(delete(RECORDS).where(is_it))


# Claims


def find_claim(connection: Connection, customer: str) -> Claim | None:
    """The claim on record, whether it still stands or has idled out."""
    row = connection.execute(select(CLAIMS).where(CLAIMS.c.customer == customer)).mappings().one_or_none()
    return None if row is None else _claim(row)


def count_owned(connection: Connection, owner: ActorId, tier: Tier, at: datetime) -> int:
    """Customers of a tier that somebody owns, and not only on record."""
    query = select(func.count()).where(CLAIMS.c.owner == owner, CLAIMS.c.tier == tier.value, CLAIMS.c.until > at)
    return connection.execute(query).scalar_one()


def count_owned_by_tier(connection: Connection, at: datetime) -> dict[tuple[str, Tier], int]:
    """Customers that each owner has of each tier, and not only on record."""
    query = select(CLAIMS.c.owner, CLAIMS.c.tier, func.count()).where(CLAIMS.c.until > at)
    rows = connection.execute(query.group_by(CLAIMS.c.owner, CLAIMS.c.tier))
    return {(owner, Tier(tier)): count for owner, tier, count in rows}


def put_claim(connection: Connection, customer: Customer, claim: Claim) -> None:
    """In place of the one on record, where there is one."""
    drop_claim(connection, customer.id)
    connection.execute(insert(CLAIMS).values(**claim.__dict__, org=customer.org, tier=customer.tier.value))


def prolong_claim(connection: Connection, customer: str, until: datetime) -> None:
    connection.execute(update(CLAIMS).where(CLAIMS.c.customer == customer).values(until=until))


def drop_claim(connection: Connection, customer: str) -> None:
    connection.execute(delete(CLAIMS).where(CLAIMS.c.customer == customer))


def is_there(connection: Connection, person: str) -> bool:
    """Whether somebody works here and has not left."""
    query = select(PERSONS.c.id).where(PERSONS.c.id == person, PERSONS.c.has_left.is_(False))
    return connection.execute(query).first() is not None


# Works


def put_work(connection: Connection, customer: Customer, work: WorkDone) -> None:
    connection.execute(insert(WORKS).values(**{**work.__dict__, "work": work.work.value}, org=customer.org))


def list_works(connection: Connection, customer: str, opening: int | None = None) -> list[WorkDone]:
    """What was done at a customer, oldest first; in one opening of his, or ever."""
    query = select(*(WORKS.c[each.name] for each in fields(WorkDone))).where(WORKS.c.customer == customer)
    if opening is not None:
        query = query.where(WORKS.c.opening == opening)
    rows = connection.execute(query.order_by(WORKS.c.at, WORKS.c.id)).mappings()
    return [_work(row) for row in rows]


def list_works_of(connection: Connection, customers: Sequence[Customer]) -> dict[str, list[WorkDone]]:
    """What was done at each in his present opening."""
    opening = {customer.id: customer.opening for customer in customers}
    found: dict[str, list[WorkDone]] = {id_: [] for id_ in opening}
    listed = sorted(opening)
    for begin in range(0, len(listed), KEYS_AT_ONCE):
        some = listed[begin : begin + KEYS_AT_ONCE]
        query = select(*(WORKS.c[each.name] for each in fields(WorkDone))).where(WORKS.c.customer.in_(some))
        for row in connection.execute(query.order_by(WORKS.c.at, WORKS.c.id)).mappings():
            if row["opening"] == opening[row["customer"]]:
                found[row["customer"]].append(_work(row))
    return found


# Consents


def put_consent(connection: Connection, customer: Customer, mark: ConsentMark) -> None:
    connection.execute(insert(CONSENTS).values(**mark.__dict__, org=customer.org))


def list_consents(connection: Connection, customer: str) -> list[ConsentMark]:
    """All that a customer ever gave, refused or withdrew, the latest day first."""
    query = select(*(CONSENTS.c[each.name] for each in fields(ConsentMark))).where(CONSENTS.c.customer == customer)
    query = query.order_by(CONSENTS.c.day.desc(), CONSENTS.c.at.desc(), CONSENTS.c.id.desc())
    return [ConsentMark(**{**row, "by": ActorId(row["by"])}) for row in connection.execute(query).mappings()]


def is_entity(connection: Connection, entity: str) -> bool:
    return connection.execute(select(ENTITIES.c.id).where(ENTITIES.c.id == entity)).first() is not None


def find_entity_of(connection: Connection, org: str) -> str | None:
    """The legal entity of a unit."""
    return connection.execute(select(ORGS.c.entity).where(ORGS.c.id == org)).scalar_one_or_none()


def _work(row: RowMapping) -> WorkDone:
    return WorkDone(**{**row, "work": Work(row["work"]), "by": ActorId(row["by"])})


def _conditions(reach: Reach, wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    within = reach.where(ORGS.c.path)
    if wanted.org_path is not None:
        within = and_(within, Reach((wanted.org_path,)).where(ORGS.c.path))
    found: list[ColumnElement[bool]] = [CUSTOMERS.c.org.in_(select(ORGS.c.id).where(within))]
    for column, value in ((CUSTOMERS.c.tier, wanted.tier), (CUSTOMERS.c.relation, wanted.relation)):
        if value is not None:
            found.append(column == value.value)
    if wanted.stage is not None:
        found.append(CUSTOMERS.c.stage == wanted.stage.value)
    if wanted.step is not None:
        found.append(_is_at(wanted.step))
    if wanted.owner is not None:
        holds = or_(CLAIMS.c.owner == wanted.owner, CLAIMS.c.deputy == wanted.owner)
        found.append(holds if wanted.step is None else answerable == wanted.owner)
    if wanted.unclaimed:
        found.append(and_(CLAIMS.c.owner.is_(None), CUSTOMERS.c.stage == Stage.OPEN.value))
    if wanted.falling:
        found.append(has_fallen(CUSTOMERS.c.before_fen, CUSTOMERS.c.fell_fen, DeclineParams()))
    if wanted.waiting:
        found.append(CUSTOMERS.c.stage.in_([stage.value for stage in WAITING]))
    if wanted.on is not None:
        found.append(or_(false(), *map(_on, wanted.on)))
    if wanted.text:
        # only what nobody is shown masked: names of people and their telephone numbers are not searched by parts
        is_company = CUSTOMERS.c.kind == CustomerKind.COMPANY.value
        by_name = and_(is_company, CUSTOMERS.c.name.contains(wanted.text, autoescape=True))
        found.append(or_(by_name, CUSTOMERS.c.id == wanted.text))
    return found


def _on(area: Area) -> ColumnElement[bool]:
    """As `spot_of` in `target/map/ground.py` finds it: the village's code counts where no place is named."""
    at = or_(
        CUSTOMERS.c.place.in_(area.places),
        and_(CUSTOMERS.c.place == "", CUSTOMERS.c.division.in_(area.places)),
    )
    return and_(at, CUSTOMERS.c.org.in_(select(ORGS.c.id).where(Reach((area.path,)).where(ORGS.c.path))))


def _standing(now: datetime) -> ColumnElement[bool]:
    return and_(CLAIMS.c.customer == CUSTOMERS.c.id, CLAIMS.c.until > now)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _values(customer: Customer) -> dict[str, object]:
    return {
        **customer.__dict__,
        "kind": customer.kind.value,
        "tier": customer.tier.value,
        "relation": customer.relation.value,
        "stage": customer.stage.value,
    }


def _customer(row: RowMapping) -> Customer:
    values = {each.name: row[each.name] for each in fields(Customer)}
    return Customer(
        **{
            **values,
            "org": OrgId(row["org"]),
            "kind": CustomerKind(row["kind"]),
            "tier": Tier(row["tier"]),
            "relation": Relation(row["relation"]),
            "stage": Stage(row["stage"]),
        }
    )


def _claim(row: RowMapping, prefix: str = "") -> Claim:
    return Claim(**{each.name: row[f"{prefix}{each.name}"] for each in fields(Claim)})


def _joined_claim(row: RowMapping) -> Claim | None:
    return None if row["claim_customer"] is None else _claim(row, "claim_")
