"""Verbs by name, each imported when it is asked for: who wants one does not wait for the others."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
import typer.main

from tianlu.cli.plain_words import PlainWords

Verb = str
"""Where a verb stands: `module:name` below `tianlu.cli`, the name being a function or a group of verbs (a Typer)."""


def lazy_group(verbs: Mapping[str, Verb]) -> type[PlainWords]:
    """A group of these verbs, in their order."""

    class LazyVerbs(PlainWords):
        def list_commands(self, ctx: Any) -> list[str]:
            return list(verbs)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in verbs:
                return None
            if cmd_name not in self.commands:
                self.commands[cmd_name] = _load(cmd_name, verbs[cmd_name])
            return self.commands[cmd_name]

    return LazyVerbs


def _load(name: str, verb: Verb) -> Any:
    module, _, attribute = verb.partition(":")
    found = getattr(import_module(f"tianlu.cli.{module}"), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(name)(found)
        found = alone
    command = typer.main.get_command(found)
    command.name = name
    return command
