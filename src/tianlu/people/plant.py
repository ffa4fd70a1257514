"""A tree of units from plain rows, added by commands; what is there already is left as it is."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tianlu.command.door import BATCH_MOST
from tianlu.command.envelope import CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt, Standing
from tianlu.people.kinds_org import ADD
from tianlu.people.model import Level

Submit = Callable[[Sequence[Envelope]], Sequence[Receipt]]
"""The door's, for one actor."""


@dataclass(frozen=True)
class UnitRow:
    """A unit that there is to be. `parent` is the id of an earlier row or of a unit that there is."""

    id: str
    parent: str
    level: Level
    name: str
    name_en: str = ""


@dataclass(frozen=True)
class Planted:
    """`there`: how many were there before. What was refused names its unit."""

    added: int
    there: int
    refused: tuple[tuple[UnitRow, Receipt], ...]


def plant_units(
    rows: Iterable[UnitRow],
    *,
    known: Container[OrgId],
    entity: str,
    submit: Submit,
    now: datetime,
    make_id: Callable[[datetime], str],
) -> Planted:
    """Add those of `rows` that are not among `known`, as units of one legal entity.

    Each row is a command of its own: where it stops half-way, planting again does the rest.
    """
    wanted = list(rows)
    missing = [row for row in wanted if OrgId(row.id) not in known]
    answers: list[tuple[UnitRow, Receipt]] = []
    for start in range(0, len(missing), BATCH_MOST):
        batch = missing[start : start + BATCH_MOST]
        envelopes = [_adding(row, entity, now, CommandId(make_id(now))) for row in batch]
        answers += zip(batch, submit(envelopes), strict=True)
    refused = tuple((row, receipt) for row, receipt in answers if receipt.standing is not Standing.ACCEPTED)
    return Planted(len(missing) - len(refused), len(wanted) - len(missing), refused)


def _adding(row: UnitRow, entity: str, now: datetime, id_: CommandId) -> Envelope:
    body = {
        "id": row.id,
        "level": row.level.value,
        "name": row.name,
        "name_en": row.name_en,
        "entity": entity,
    }
    return Envelope(id=id_, kind=ADD, schema=1, org=OrgId(row.parent), made_at=now, body=body)
