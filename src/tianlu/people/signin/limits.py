"""How long sign-ins last and how hard guessing is made, as values with defaults of OWASP ASVS 5.0, level 2."""

from dataclasses import dataclass

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400


@dataclass(frozen=True)
class Hashing:
    """Cost of argon2id: OWASP's password storage cheat sheet asks for at least these."""

    memory_kib: int = 19_456
    passes: int = 2
    lanes: int = 1


@dataclass(frozen=True)
class Throttle:
    """After `free` failures each further one doubles the wait, from `first_s` to at most `most_s`; they are forgotten
    after `forget_s` without one."""

    free: int
    first_s: int
    most_s: int = 15 * MINUTE_S
    forget_s: int = DAY_S

    def wait_s(self, failures: int) -> int:
        """How long after this many failures nobody may try."""
        if failures < self.free:
            return 0
        return min(self.most_s, self.first_s << min(failures - self.free, 30))


@dataclass(frozen=True)
class Limits:
    """`idle_s` without a request, or `absolute_s` after signing in, ends a session. An address is shared by a whole
    office, so it has more failures free than an account."""

    idle_s: int = HOUR_S
    absolute_s: int = 12 * HOUR_S
    account: Throttle = Throttle(free=5, first_s=15)
    address: Throttle = Throttle(free=50, first_s=15)
    token_days_max: int = 365
    second_factor_roles: frozenset[str] = frozenset()
    """Who has one of these roles does nothing else before he has set up a second factor."""
    hashing: Hashing = Hashing()


DEFAULT_LIMITS = Limits()
