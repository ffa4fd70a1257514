"""A door that does at once what comes too early."""

from typing import Any

from tianlu.command.group import Group


def sabotage() -> None:
    def take_in_turn(self: Any, item: Any, key: Any, seq: int) -> Any:
        return self._finish(item)

    Group._take_in_turn = take_in_turn  # type: ignore[method-assign]
