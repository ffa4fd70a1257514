"""Dead letters that nobody has settled, a page at a time, oldest first."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import Connection, and_, or_, select

from tianlu.command import store
from tianlu.command.envelope import ActorId, CommandId, OrgId
from tianlu.command.store import DeadLetter
from tianlu.command.tables import DEAD_LETTERS

Place = tuple[datetime, CommandId]
"""Where a letter stands: when it was refused, its id."""

Covers = Callable[[OrgId, ActorId], bool]
"""Whether one may settle what somebody sent to a unit."""


KEYS_AT_ONCE = 500


class NoPlace(ValueError):
    """What is no place among the letters."""


@dataclass(frozen=True)
class LettersFound:
    """`total` counts all that one may settle; the next page begins after `next`, where there is one."""

    letters: tuple[DeadLetter, ...]
    total: int
    next: Place | None


def page_letters(connection: Connection, covers: Covers, *, after: Place | None, count: int) -> LettersFound:
    """At most `count` of those that one may settle, after a place. Only their keys are read on the way."""
    with closing(_list_keys(connection, after)) as keys:
        places = list(islice((place for place, org, sender in keys if covers(org, sender)), count + 1))
    found = (store.find_dead_letter(connection, id_) for _, id_ in places[:count])
    total = sum(n for org, sender, n in store.count_dead_letters(connection) if covers(org, sender))
    return LettersFound(
        letters=tuple(letter for letter in found if letter is not None),
        total=total,
        next=places[count - 1] if len(places) > count else None,
    )


def place_text(place: Place) -> str:
    """As it stands in an address."""
    at, id_ = place
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}~{id_}"


def read_place(text: str) -> Place:
    """Raises NoPlace."""
    at, _, id_ = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise NoPlace(text) from None
    if moment.tzinfo is None or not id_:
        raise NoPlace(text)
    return moment, CommandId(id_)


def _list_keys(connection: Connection, after: Place | None) -> Generator[tuple[Place, OrgId, ActorId], None, None]:
    letters = DEAD_LETTERS.c
    query = select(letters.at, letters.id, letters.org, letters.actor).where(letters.settled_at.is_(None))
    if after is not None:
        at, id_ = after
        query = query.where(or_(letters.at > at, and_(letters.at == at, letters.id > id_)))
    rows = connection.execution_options(yield_per=KEYS_AT_ONCE).execute(query.order_by(letters.at, letters.id))
    with rows:
        for row in rows:
            yield (row.at, CommandId(row.id)), OrgId(row.org), ActorId(row.actor)
