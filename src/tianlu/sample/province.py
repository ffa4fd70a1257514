"""The sample province: which counties it has, and each of them opened as the ordinary reader opens any package."""

from difflib import get_close_matches
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.files.package import read_package
from tianlu.plan.county import County
from tianlu.sample.index import INDEX, CountySummary, read_index


@cache
def list_counties() -> tuple[CountySummary, ...]:
    """The 44 counties in order of their codes."""
    text = _data().joinpath(INDEX).read_text(encoding="utf-8")
    return read_index(text)


def open_county(code: str) -> County:
    """One county's package; raises ProblemsFound, naming near codes, where the province has no such county."""
    if code not in {county.code for county in list_counties()}:
        raise ProblemsFound([_unknown(code)])
    with as_file(_data().joinpath(f"{code}.zip")) as path:
        return read_package(path)


def _data() -> Traversable:
    return files("tianlu.sample").joinpath("data")


def _unknown(code: str) -> Problem:
    known = ", ".join(f"{county.code} {county.name}" for county in _nearest(code))
    return Problem(
        code="unknown_county",
        table="sample",
        row=None,
        field="code",
        found=code or "nothing",
        expected="the six-digit code of one of the sample province's 44 counties",
        how_to_fix=f"The nearest codes are {known}.",
        expected_zh="示例省 44 个县之一的六位代码",
        how_to_fix_zh=f"最接近的代码：{known}。",
    )


def _nearest(found: str) -> list[CountySummary]:
    """Three counties: by number where digits were given, by likeness of the name otherwise."""
    if found.isdecimal():
        return sorted(list_counties(), key=lambda county: abs(int(county.code) - int(found)))[:3]
    by_name = {county.name: county for county in list_counties()}
    return [by_name[name] for name in get_close_matches(found, by_name, n=3, cutoff=0.0)]
