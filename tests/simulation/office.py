"""The province that is simulated: two prefectures, four counties, two legal entities, and who plays a client there."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tests.simulation.first_hand import BOSS, POST, PROVINCE, FirstHand, first_hand
from tests.simulation.marks import NewMarks
from tianlu.core.calendar import Week
from tianlu.db.blobs import put_blob
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.service import PlanMeta, meta_text

BANK = "bank"
COUNTIES = {"632521": "u1", "632522": "u1", "632621": "u2", "632622": "u2"}
"""Counties and the prefectures in which they lie."""
OUTLETS = 2
PLANS = 3
OBSERVER = "p1"
"""An auditor of all who plays no client: by him the links are counted."""
MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST_OF_CLIENTS = 10_000


@dataclass(frozen=True)
class Role:
    """Somebody who sends commands: what he may, where, and of which legal entity he is."""

    person: str
    role: str
    home: str
    entity: str = POST


ROLES = (
    Role(BOSS, "administrator", PROVINCE),
    Role("p2", "administrator", "632521"),
    Role("p3", "manager", "632522"),
    Role("p4", "administrator", "u2"),
    Role("p5", "manager", "632521", BANK),
    Role("p6", "auditor", "u1"),
    Role("p7", "administrator", "632621"),
    Role("p8", "courier", "632622"),
)


@dataclass(frozen=True)
class Office:
    """The tokens of who plays a client, and of the observer; the units that there are at first; plans by county."""

    tokens: dict[str, str]
    units: tuple[str, ...]
    plans: dict[str, tuple[str, ...]]
    chains: tuple[str, ...] = (PROVINCE, *COUNTIES)


def found_office(workspace: Path, database: str | None = None) -> Office:
    """Put it there before the server runs."""
    marks = NewMarks(100)
    with first_hand(workspace, database) as hand:
        hand.must("entity.add", PROVINCE, id=BANK, kind="bank", name="邮储银行")
        units = [PROVINCE]
        for prefecture in ("u1", "u2"):
            units.append(_add(hand, marks, PROVINCE, prefecture, "prefecture"))
        for county, prefecture in COUNTIES.items():
            units.append(_add(hand, marks, prefecture, county, "county"))
            units += [_add(hand, marks, county, marks.unit(), "outlet") for _ in range(OUTLETS)]
        for role in ROLES:
            if role.person != BOSS:
                _employ(hand, marks, role)
        for home in units[1:]:
            _employ(hand, marks, Role(marks.person(), "courier", home))
        plans = {county: tuple(_keep(hand, marks, county) for _ in range(PLANS)) for county in COUNTIES}
        _employ(hand, marks, Role(OBSERVER, "auditor", PROVINCE))
        tokens = {person: hand.token(person) for person in (OBSERVER, *(role.person for role in ROLES))}
    return Office(tokens, tuple(units), plans)


def _add(hand: FirstHand, marks: NewMarks, parent: str, unit: str, level: str) -> str:
    hand.must("org.add", parent, id=unit, level=level, name=marks.unit_name(), entity=POST)
    return unit


def _employ(hand: FirstHand, marks: NewMarks, role: Role) -> None:
    hand.must(
        "person.add",
        role.home,
        id=role.person,
        name=marks.person_name(),
        staff_number=marks.staff_number(),
        entity=role.entity,
        phone=marks.phone(),
    )
    hand.must("grant.give", role.home, id=f"g-{role.person}", person=role.person, role=role.role)


def _keep(hand: FirstHand, marks: NewMarks, county: str) -> str:
    """A plan that nobody looks into: only how it stands changes."""
    number = marks.number()
    plan = f"plan-{number}"
    meta = PlanMeta(
        id=plan,
        county=county,
        county_name=county,
        week=Week(MONDAY),
        seconds=1.0,
        seed=number,
        made_at=NOON,
        cost_fen=number,
        bound_fen=None,
        is_feasible=True,
        was_cancelled=False,
        iterations=1,
        cpu_s=1.0,
        problem_hash="0" * 64,
        version="0",
    )
    with hand.one_door.workspace.engine.execution_options(writes=True).begin() as connection:
        texts = {"content": Plan("0" * 64, (), ()).to_json(), "meta": meta_text(meta)}
        digests = {name: put_blob(connection, text.encode()) for name, text in texts.items()}
    body = {"plan": plan, "week": MONDAY.isoformat(), "made_at": NOON.isoformat(), "is_feasible": True}
    hand.must("plan.keep", county, **body, **digests)
    return plan
