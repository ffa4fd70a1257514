"""How a search tells how far it is."""

from collections.abc import Callable

OnShare = Callable[[float], object]
"""Hears the share of the work that is done, 0 to 1, and may raise to end it."""


def go_on(_: float) -> None:
    """For searches that nobody follows."""


def part_of(on_share: OnShare, part: int, parts: int) -> OnShare:
    """What one of several equal parts of a search tells."""
    return between(on_share, part / parts, (part + 1) / parts)


def between(on_share: OnShare, begin: float, end: float) -> OnShare:
    """What a part of a search tells that is all from `begin` to `end`."""
    return lambda share: on_share(begin + (end - begin) * share)
