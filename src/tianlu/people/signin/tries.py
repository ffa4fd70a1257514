"""Guessing made slow: each try is counted before it is looked at, by account and by address, over restarts."""

import hashlib
import math
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from tianlu.people.signin import store
from tianlu.people.signin.limits import DAY_S, Limits, Throttle
from tianlu.people.signin.store import Tries
from tianlu.people.signin.trouble import too_many_tries


class TryBook:
    """Failures in the database. A try counts as a failure until it is known to be right, so that many at one time do
    not get past the limit."""

    def __init__(self, engine: Engine, limits: Limits, *, clock: Callable[[], datetime]) -> None:
        self._engine = engine.execution_options(writes=True)
        self._limits = limits
        self._clock = clock

    def begin(self, account: str, address: str) -> int:
        """Count a try; returns for how many seconds nobody may try this account, and then it is counted for the address
        only. Raises SignInTrouble where nobody may try from this address; that try is not counted at all."""
        now = self._clock()
        keys = self._keys(account, address)
        with self._engine.begin() as connection:
            kept = {key: store.find_tries(connection, key) for key in keys}
            if (address_wait_s := _left_s(kept[address_key(address)], now)) > 0:
                raise too_many_tries(address_wait_s)
            wait_s = _left_s(kept[account_key(account)], now)
            if wait_s > 0:
                del keys[account_key(account)]
            for key, throttle in keys.items():
                store.set_tries(connection, key, _one_more(kept[key], throttle, now))
            store.drop_old_tries(connection, now - timedelta(seconds=DAY_S))
        return wait_s

    def take_back(self, account: str, address: str) -> None:
        """It was no failure, but nobody is signed in yet."""
        now = self._clock()
        with self._engine.begin() as connection:
            _one_less(connection, account_key(account), now)
            _one_less(connection, address_key(address), now)

    def succeed(self, account: str, address: str) -> None:
        """The try was right: the account begins anew, the address has one failure less."""
        now = self._clock()
        with self._engine.begin() as connection:
            store.drop_tries(connection, account_key(account))
            _one_less(connection, address_key(address), now)

    def wait_s(self, account: str) -> int:
        """For how many seconds nobody may try this account."""
        with self._engine.connect() as connection:
            return _left_s(store.find_tries(connection, account_key(account)), self._clock())

    def unlock(self, account: str) -> None:
        """An administrator's word: tries may go on at once."""
        with self._engine.begin() as connection:
            store.drop_tries(connection, account_key(account))

    def _keys(self, account: str, address: str) -> dict[str, Throttle]:
        return {account_key(account): self._limits.account, address_key(address): self._limits.address}


def account_key(account: str) -> str:
    """Names are typed by anybody and may be of any length."""
    return f"account:{hashlib.sha256(account.encode()).hexdigest()}"


def address_key(address: str) -> str:
    return f"address:{hashlib.sha256(address.encode()).hexdigest()}"


def _left_s(tries: Tries | None, now: datetime) -> int:
    return 0 if tries is None else max(0, math.ceil((tries.until_at - now).total_seconds()))


def _one_more(tries: Tries | None, throttle: Throttle, now: datetime) -> Tries:
    is_old = tries is None or now - tries.last_at >= timedelta(seconds=throttle.forget_s)
    failures = 1 if tries is None or is_old else tries.failures + 1
    return Tries(failures, now, now + timedelta(seconds=throttle.wait_s(failures)))


def _one_less(connection: Connection, key: str, now: datetime) -> None:
    tries = store.find_tries(connection, key)
    if tries is not None:
        store.set_tries(connection, key, Tries(max(0, tries.failures - 1), tries.last_at, now))
