"""The judge and the search share values, and no code."""

import ast
from pathlib import Path

import tianlu.plan.rounds

ROOM = Path(tianlu.plan.rounds.__file__).parent
PACKAGE = "tianlu.plan.rounds"

JUDGE = {
    "check",
    "facts",
    "mail",
    "plan_form",
    "rides",
    "rules",
    "rules_driven",
    "rules_floors",
    "rules_mail",
    "rules_rounds",
    "timing",
}
SEARCH_BEGINS = (
    "anneal",
    "arrays",
    "bound",
    "construct",
    "decode",
    "encode",
    "floor_prices",
    "frozen",
    "lifts",
    "plain",
    "search",
    "solve",
    "warm",
)


def imports_of(file: Path) -> set[str]:
    """Modules of the room that a file imports."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    whole = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.removeprefix(PACKAGE + ".") for name in whole if name.startswith(PACKAGE + ".")}


def is_search(name: str) -> bool:
    return name.startswith(SEARCH_BEGINS)


def test_judge_imports_nothing_of_the_search() -> None:
    for name in JUDGE | {"cost", "carbon", "shares", "explain", "one_more_visit"}:
        assert not [each for each in imports_of(ROOM / f"{name}.py") if is_search(each)], name


def test_search_imports_nothing_of_the_judge() -> None:
    for file in ROOM.glob("*.py"):
        if is_search(file.stem):
            assert not imports_of(file) & JUDGE, file.name
