"""What a litre of fuel or a kilowatt-hour emits, read from YAML; every factor carries its source and its mark."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.plan.county import Energy

_TABLE = "carbon_factors.yaml"
_FIELDS = frozenset({"energy", "g_co2e_per_unit", "unit", "scope", "mark", "source"})
_SCOPES = ("well-to-wheel", "generation")
_MARKS = ("S", "D", "B")
_UNITS = {Energy.DIESEL: "L", Energy.PETROL: "L", Energy.ELECTRIC: "kWh"}


@dataclass(frozen=True)
class CarbonFactor:
    """Milligrams CO2e that a litre or a kilowatt-hour emits.

    `scope` is `well-to-wheel`, or `generation` where only power plants are counted; `mark` is S (read), D (arithmetic
    on S) or B (background, to be confirmed).
    """

    energy: Energy
    mg_per_unit: int
    unit: str
    scope: str
    mark: str
    source: str


CarbonFactors = dict[Energy, CarbonFactor]


@cache
def _shipped() -> tuple[CarbonFactor, ...]:
    return tuple(parse_factors(files(__package__).joinpath(_TABLE).read_text(encoding="utf-8")).values())


def load_factors() -> CarbonFactors:
    """The factors that are shipped."""
    return {factor.energy: factor for factor in _shipped()}


def parse_factors(text: str) -> CarbonFactors:
    """An operator's own factor file in the same form: one factor for each energy. Raises ProblemsFound."""
    try:
        rows = yaml.safe_load(text)["factors"]
        factors = {factor.energy: factor for factor in map(_factor, rows)}
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise ProblemsFound([_problem(str(error), "a list, factors, of complete rows")]) from None
    missing = [energy.value for energy in Energy if energy not in factors]
    if missing:
        raise ProblemsFound([_problem("none for " + ", ".join(missing), "a factor for each energy")])
    return factors


def _factor(row: dict[str, Any]) -> CarbonFactor:
    """Raises KeyError, TypeError or ValueError, saying what is amiss."""
    if set(row) != _FIELDS:
        raise ValueError(f"fields {sorted(row)}")
    energy, grams = Energy(row["energy"]), row["g_co2e_per_unit"]
    if type(grams) not in (int, float) or not 0 <= grams < 1e6:
        raise ValueError(f"g_co2e_per_unit {grams!r}")
    if row["unit"] != _UNITS[energy] or row["scope"] not in _SCOPES or row["mark"] not in _MARKS:
        raise ValueError(f"{energy}: unit {row['unit']!r}, scope {row['scope']!r}, mark {row['mark']!r}")
    return CarbonFactor(energy, round(grams * 1000), row["unit"], row["scope"], row["mark"], str(row["source"]))


def _problem(found: str, expected: str) -> Problem:
    return Problem(
        code="bad_factors",
        table=_TABLE,
        row=None,
        field=None,
        found=found,
        expected=expected,
        how_to_fix="Give energy, g_co2e_per_unit, unit, scope, mark and source for diesel, petrol and electric.",
        expected_zh="factors 列表，柴油、汽油、电各一行",
        how_to_fix_zh="请为 diesel、petrol、electric 各填写 energy、g_co2e_per_unit、unit、scope、mark、source。",
    )
