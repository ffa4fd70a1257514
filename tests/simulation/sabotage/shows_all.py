"""A policy by which everybody sees the units of all."""

from tianlu.people.access import Reach


def sabotage() -> None:
    Reach.covers = lambda self, path: True  # type: ignore[method-assign]
