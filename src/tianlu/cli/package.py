"""What a verb is given by name: a data package, its travel, and a plan with the problem it was made for."""

from dataclasses import dataclass, replace
from pathlib import Path

from tianlu.cli.plain_words import CannotGoOn
from tianlu.core.calendar import Week
from tianlu.core.problem import ProblemsFound
from tianlu.files.open_package import open_package
from tianlu.files.plan_file import MadeFor, read_plan_file
from tianlu.place.choose_travel import OWN_TRAVEL, travel_by
from tianlu.place.travel import TravelMatrix
from tianlu.plan.county import County, with_wishes
from tianlu.plan.rounds.mend import mended_problem
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.plan_form import sound_part
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.sample import open_county
from tianlu.week import pose

OPENERS = {"sample": open_county}
ROADS = Path("workspace") / "roads"
"""Where the road tiles of an `osm:` map are kept."""


@dataclass(frozen=True)
class OpenedPlan:
    """A plan with its county, its week and the problem that it answers."""

    county: County
    week: Week
    problem: WeekProblem
    plan: Plan
    made_for: MadeFor


def open_named(package: str) -> County:
    """The county of a path, or of `sample:CODE`. Raises ProblemsFound."""
    return open_package(package, OPENERS)


def find_travel(county: County, source: str) -> TravelMatrix:
    """The matrix of a named source. Raises ProblemsFound."""
    return travel_by(source, county.places, roads_folder=ROADS, own=county.travel)


def open_plan(package: str, path: Path, *, week: Week | None) -> OpenedPlan:
    """A plan and the problem that it was made for; the week as the file says, unless it is given.

    Raises CannotGoOn where the plan was made for another problem, or does not say for which week.
    """
    county = open_named(package)
    plan, beside = _read_plan(path)
    made_for = _made_for(county, beside, week)
    if made_for.wishes is not None:
        county = with_wishes(county, made_for.wishes)
    posed = pose(county, made_for.week, find_travel(county, made_for.travel))
    problem = mended_problem(posed, made_for.mended)
    if plan.problem_hash != problem.hash:
        raise CannotGoOn(
            en=f"{path} was made for another problem than {package} in the week of {made_for.week.monday}: "
            "package, week, travel or standard differs. Plan again, or name the right package and week.",
            zh=f"{path} 不是为 {package} 在 {made_for.week.monday} 这一周制定的：数据包、周次、里程来源或标准不同。"
            "请重新规划，或指定正确的数据包与周次。",
        )
    return OpenedPlan(county, made_for.week, problem, plan, made_for)


def open_sound_plan(package: str, path: Path, *, week: Week | None) -> OpenedPlan:
    """The same for verbs that show a plan: one that names what the problem does not have cannot be shown."""
    opened = open_plan(package, path, week=week)
    _, trouble = sound_part(opened.problem, opened.plan)
    if trouble:
        raise CannotGoOn(
            en=f"{path} makes no sense: {trouble[0].message} `tianlu check` says all of it.",
            zh=f"{path} 不成立：{trouble[0].message_zh}用 tianlu check 查看全部。",
        )
    return opened


def _read_plan(path: Path) -> tuple[Plan, MadeFor | None]:
    """Raises ProblemsFound, each under the file's own name."""
    try:
        return read_plan_file(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise CannotGoOn(
            en=f"{path} is no plan: a plan is JSON in UTF-8.", zh=f"{path} 不是计划文件：计划是 UTF-8 编码的 JSON。"
        ) from None
    except ProblemsFound as trouble:
        raise ProblemsFound(replace(problem, table=str(path)) for problem in trouble.problems) from None


def _made_for(county: County, beside: MadeFor | None, week: Week | None) -> MadeFor:
    """What the plan is held to: the file's own words, with the week that was given before the one it names."""
    chosen = week or (beside.week if beside else None)
    if chosen is None:
        raise CannotGoOn(
            en="the plan does not say which week it is for; add --week with any day of that week.",
            zh="计划文件没有写明周次；请用 --week 指定该周的任意一天。",
        )
    if beside is None:
        return MadeFor(county.code, chosen, OWN_TRAVEL)
    return replace(beside, county=county.code, week=chosen)
