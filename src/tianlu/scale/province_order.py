"""What is asked of a province's planning: its packages, week, budget and seed; and the charter that says so."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import tianlu
from tianlu.core.calendar import Week
from tianlu.core.problem import Problem
from tianlu.scale.county_order import CountyBudget, CountyOrder
from tianlu.scale.packages import PackageRef

FORMAT = "tianlu-province-1"


@dataclass(frozen=True)
class ProvinceOrder:
    """One week of many counties. Equal orders give equal charters, wherever the packages lie."""

    packages: tuple[PackageRef, ...]
    week: Week
    budget: CountyBudget
    seed: int
    version: str = tianlu.__version__

    def orders(self) -> tuple[CountyOrder, ...]:
        """The counties' orders, the largest first: the small ones fill what is left at the end."""
        ordered = sorted(self.packages, key=lambda ref: (-ref.size, ref.key))
        return tuple(CountyOrder(ref.key, ref.package, self.week, self.budget, self.seed) for ref in ordered)

    def charter(self) -> dict[str, Any]:
        """What two runs must have in common to be one."""
        return {
            "format": FORMAT,
            "version": self.version,
            "week": self.week.monday.isoformat(),
            "seed": self.seed,
            "budget": asdict(self.budget),
            "packages": {ref.key: ref.sha256 for ref in sorted(self.packages, key=lambda ref: ref.key)},
        }


def order_of_charter(charter: dict[str, Any], packages: tuple[PackageRef, ...]) -> ProvinceOrder:
    """The order that began a run, over the packages as they are now; its charter differs if they changed since."""
    return ProvinceOrder(
        packages=packages,
        week=Week(date.fromisoformat(charter["week"])),
        budget=CountyBudget(**charter["budget"]),
        seed=charter["seed"],
    )


def differences(kept: dict[str, Any], asked: dict[str, Any], *, where: str) -> list[Problem]:
    """Each thing in which the order of a folder's results differs from the one that is asked for now."""
    plain = [name for name in ("format", "version", "week", "seed", "budget") if kept.get(name) != asked[name]]
    problems = [_differs(where, name, kept.get(name), asked[name]) for name in plain]
    kept_packages: dict[str, str] = kept.get("packages", {})
    for key in sorted(kept_packages.keys() | asked["packages"].keys()):
        before, now = kept_packages.get(key), asked["packages"].get(key)
        if before != now:
            problems.append(_differs(where, f"packages.{key}", _short(before), _short(now)))
    return problems


def _short(sha256: str | None) -> str:
    return "no package" if sha256 is None else sha256[:12]


def _differs(where: str, name: str, kept: object, asked: object) -> Problem:
    return Problem(
        code="other_order",
        table=where,
        row=None,
        field=name,
        found=f"results of {kept}",
        expected=f"{asked}, as is asked for now",
        how_to_fix="Name another folder for this order, or ask for the same as before.",
        expected_zh=f"与本次要求的 {asked} 相同",
        how_to_fix_zh="请为本次任务另设输出文件夹，或使用原来的参数。",
    )
