"""Whose a login name is: the staff number of a person, in whatever case and width it is typed."""

import unicodedata

from tianlu.people.model import Person
from tianlu.people.snapshot import Snapshot

LOGIN_MOST = 200


def fold_login(typed: str) -> str:
    """One form of a login name: 'ａ１２ ' and 'A12' are the same."""
    return unicodedata.normalize("NFKC", typed[:LOGIN_MOST]).strip().casefold()


class LoginBook:
    """Persons by login name; made anew when the organisations have changed."""

    def __init__(self) -> None:
        self._made_for: Snapshot | None = None
        self._by_login: dict[str, Person | None] = {}

    def find(self, snapshot: Snapshot, login: str) -> Person | None:
        """Who it is. Nobody where two people have that staff number, has left, or is a service."""
        if self._made_for is not snapshot:
            self._by_login, self._made_for = _by_login(snapshot), snapshot
        return self._by_login.get(login)


def _by_login(snapshot: Snapshot) -> dict[str, Person | None]:
    found: dict[str, Person | None] = {}
    for person in snapshot.persons.values():
        if person.has_left or person.is_service or not person.staff_number:
            continue
        login = fold_login(person.staff_number)
        found[login] = None if login in found else person
    return found
