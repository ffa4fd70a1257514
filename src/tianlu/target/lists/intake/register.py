"""All commands of the intake."""

from tianlu.command.registry import Kind, Registry
from tianlu.people.roles import LIST_MANAGE
from tianlu.target.lists.intake.kinds import KeepSourceBody, keep_source

KEEP_SOURCE = "source.keep"


def register_intake(registry: Registry) -> None:
    """Add the kinds of this room."""
    registry.add(Kind(KEEP_SOURCE, 1, KeepSourceBody, LIST_MANAGE, keep_source))
