"""A package by the name that a person gives: a path, or `sample:632521` and its like."""

from collections.abc import Callable, Mapping

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.files.package import read_package
from tianlu.plan.county import County

Opener = Callable[[str], County]


def open_package(name: str, openers: Mapping[str, Opener]) -> County:
    """The county of a package. `openers` maps a prefix (`sample`) to what opens the part after its colon.

    Raises ProblemsFound.
    """
    prefix, colon, rest = name.partition(":")
    # One letter and a colon is a Windows drive.
    if not colon or len(prefix) == 1:
        return read_package(name)
    if prefix not in openers:
        raise ProblemsFound([_unknown_prefix(name, openers)])
    return openers[prefix](rest)


def _unknown_prefix(name: str, openers: Mapping[str, Opener]) -> Problem:
    known = ", ".join(f"{prefix}:…" for prefix in openers)
    return Problem(
        "no_package",
        name,
        None,
        None,
        f"“{name}”",
        f"a folder, a .zip, an .xlsx, or {known}",
        "Check the name.",
        f"文件夹、.zip、.xlsx，或 {known}",
        "请检查名称。",
    )
