"""Passwords: which are taken, how they are kept (argon2id), how they are compared."""

from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import pairwise
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from tianlu.people.signin.limits import Hashing
from tianlu.people.signin.trouble import weak_password

SHORTEST, LONGEST = 12, 128
DIFFERENT_LEAST = 5
OWN_LEAST = 8
"""Characters that must be left of a password when what anybody would guess is taken out of it."""
AT_ONCE = 4
"""Hashes computed at one time: each needs its memory."""


def check_password(password: str, names: Iterable[str]) -> None:
    """Any characters are taken, as they come; `names` are what anybody knows of this person. Raises SignInTrouble.

    OWASP ASVS 5.0, 6.2: length instead of composition, no common passwords, no words of the context.
    """
    if len(password) < SHORTEST:
        raise weak_password(
            f"it has {len(password)} characters; take at least {SHORTEST}, for example four words",
            f"密码只有 {len(password)} 个字符，至少需要 {SHORTEST} 个，例如用几个词连写",
        )
    if len(password) > LONGEST:
        raise weak_password(
            f"it has {len(password)} characters; at most {LONGEST} are taken",
            f"密码有 {len(password)} 个字符，最多 {LONGEST} 个",
        )
    folded = password.casefold()
    is_known = folded in breached_passwords()
    if (
        is_known
        or len(set(folded)) < DIFFERENT_LEAST
        or _is_run(folded)
        or len(_without(folded, common_words())) < OWN_LEAST
    ):
        raise weak_password(
            "it is among the first that are guessed; take another, for example four words that do not go together",
            "这是最先被猜到的密码之一，请换一个，例如用四个互不相关的词连写",
        )
    if len(_without(folded, (*names, *common_words()))) < OWN_LEAST:
        raise weak_password(
            "it is little more than your own or your unit's name or number; take another",
            "密码几乎就是您本人或本单位的名称、工号，请换一个",
        )


@cache
def common_words() -> frozenset[str]:
    """What the commonest passwords are made of."""
    text = resources.files("tianlu.people.signin").joinpath("common_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def breached_passwords() -> frozenset[str]:
    """The 30,000 commonest of published breaches, in lower case."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # only when a password is set: it is large

    return frozenset(FREQUENCY_LISTS["passwords"])


class Hasher:
    """Safe for threads."""

    def __init__(self, cost: Hashing) -> None:
        self._hasher = PasswordHasher(
            time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes, type=Type.ID
        )
        self._at_once = BoundedSemaphore(AT_ONCE)
        self._nobodys = self._hasher.hash("nobody's password")

    def hash(self, password: str) -> str:
        with self._at_once:
            return self._hasher.hash(password)

    def is_right(self, password: str, kept: str | None) -> bool:
        """Whether a password is the one that is kept. Where none is kept it takes as long and is False."""
        try:
            with self._at_once:
                self._hasher.verify(kept or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether it was hashed at another cost than is asked for now."""
        return self._hasher.check_needs_rehash(kept)


def _is_run(folded: str) -> bool:
    """Whether each character is the next one of the alphabet or the digits: 123456789012, abcdefghijklm."""
    return len({_step(a, b) for a, b in pairwise(folded)}) == 1


def _step(a: str, b: str) -> int:
    step = ord(b) - ord(a)
    return step % 10 if a.isdecimal() and b.isdecimal() else step


def _without(folded: str, names: Iterable[str]) -> str:
    for name in sorted({name.casefold() for name in names if len(name) >= 2}, key=len, reverse=True):
        folded = folded.replace(name, "")
    return folded
