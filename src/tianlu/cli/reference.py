"""The reference page of the command line, written from the commands themselves: `make docs`."""

from collections.abc import Iterator
from typing import Any

import typer.main

from tianlu.cli.main import app

HEAD = """# The command line

Written by `make docs` from the commands themselves; a test fails when it is stale. What is printed speaks the language
of the locale, or of `--language`. Exit codes: 0 done, 1 the plan does not keep every rule or what was looked at has a
fault, 2 the input cannot be used.
"""


def cli_reference() -> str:
    """The page as Markdown."""
    group: Any = typer.main.get_command(app)
    return "\n".join([HEAD, *_verbs("", group)])


def _verbs(above: str, group: Any) -> Iterator[str]:
    """The verbs of a group; those of a group within it stand under its name."""
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        path = f"{above} {name}".strip()
        yield from _verbs(path, command) if hasattr(command, "commands") else _verb(path, command)


def _verb(name: str, command: Any) -> Iterator[str]:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option" and not each.hidden]
    usage = " ".join(["tianlu", name, *(_metavar(each) for each in arguments), "[OPTIONS]"])
    yield f"## tianlu {name}\n"
    yield f"{command.help.strip()}\n"
    yield f"```\n{usage}\n```\n"
    if arguments:
        yield "| argument | what it is |\n|---|---|"
        yield from (f"| `{_metavar(each)}` | {each.help} |" for each in arguments)
        yield ""
    yield "| option | default | what it does |\n|---|---|---|"
    yield from (f"| {_names(each)} | {_default(each)} | {each.help} |" for each in options)
    yield ""


def _metavar(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _names(option: Any) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts + option.secondary_opts)
    return f"{names} {_cell(option.metavar or '')}".rstrip()


def _cell(text: str) -> str:
    """A bar would end the cell of a table."""
    return text.replace("|", "\\|")


def _default(option: Any) -> str:
    if isinstance(option.show_default, str):
        return option.show_default
    if option.required:
        return "required"
    return "" if option.default in (None, False) or callable(option.default) else f"`{option.default}`"


if __name__ == "__main__":
    print(cli_reference(), end="")
