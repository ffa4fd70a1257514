"""All commands of plots."""

from tianlu.command.registry import Kind, Registry
from tianlu.people.roles import LIST_MANAGE
from tianlu.target.plots.kept import kinds
from tianlu.target.plots.kept.bodies import GiveBody, KeepBody, MoveBody, NameBody, PlacesBody

KEEP, MOVE, LOCK, GIVE, NAME = "plots.keep", "plots.move", "plots.lock", "plots.give", "plots.name"
UNLOCK = "plots.unlock"
KINDS = (KEEP, MOVE, LOCK, UNLOCK, GIVE, NAME)


def register_plots(registry: Registry) -> None:
    """Add the kinds of this room. A drawing is kept by the server itself: who borders whom is the package's to say."""
    registry.add(Kind(KEEP, 1, KeepBody, LIST_MANAGE, kinds.keep, is_open=False))
    registry.add(Kind(MOVE, 1, MoveBody, LIST_MANAGE, kinds.move))
    registry.add(Kind(LOCK, 1, PlacesBody, LIST_MANAGE, kinds.lock))
    registry.add(Kind(UNLOCK, 1, PlacesBody, LIST_MANAGE, kinds.unlock))
    registry.add(Kind(GIVE, 1, GiveBody, LIST_MANAGE, kinds.give))
    registry.add(Kind(NAME, 1, NameBody, LIST_MANAGE, kinds.name))
