"""Plan one county from an order: open its package, pose the week, search, check, and put the figures in one row.

The one function of every way to plan many counties: the process pool and Spark call it, each in a process of its own.
"""

import json
import resource
import sys
import time
import traceback
from collections import Counter
from dataclasses import replace

from tianlu.core.problem import ProblemsFound
from tianlu.files.open_package import open_package
from tianlu.files.plan_file import MadeFor, plan_file_text
from tianlu.place.choose_travel import OWN_TRAVEL
from tianlu.place.hull import convex_hull
from tianlu.place.model import PlaceKind
from tianlu.plan.county import County
from tianlu.plan.rounds.prove import SEARCH_SHARE
from tianlu.plan.rounds.result import Budget, OnProgress
from tianlu.plan.rounds.summary import summarise
from tianlu.sample import open_county
from tianlu.scale.county_order import CountyOrder
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.week import PlannedWeek, plan_week

PROBLEMS_SAID = 3
DEGREE_DIGITS = 5


def plan_county(order: CountyOrder, *, on_progress: OnProgress = lambda _: True) -> CountyOutcome:
    """The county's row. Never raises: what goes wrong with one county is its row's trouble, and the others go on."""
    began, cpu_began = time.perf_counter(), time.process_time()
    outcome = _planned_or_troubled(order, on_progress)
    return replace(
        outcome,
        seconds=round(time.perf_counter() - began, 3),
        cpu_s=round(time.process_time() - cpu_began, 3),
        memory_bytes=_peak_memory_bytes(),
    )


def trouble_row(order: CountyOrder, *, en: str, zh: str) -> CountyOutcome:
    """The row of a county that could not be planned."""
    week = order.week.monday.isoformat()
    return CountyOutcome(key=order.key, week=week, seed=order.seed, trouble=en, trouble_zh=zh)


def _planned_or_troubled(order: CountyOrder, on_progress: OnProgress) -> CountyOutcome:
    try:
        return _planned(order, on_progress)
    except ProblemsFound as trouble:
        texts, texts_zh = [str(each) for each in trouble.problems], [each.text_zh for each in trouble.problems]
        count = len(texts)
        return trouble_row(
            order,
            en=_first(texts, f"… {count} problems in all"),
            zh=_first(texts_zh, f"……共 {count} 个问题"),
        )
    except OSError as trouble:
        said = f"{trouble.filename or order.package}: {trouble.strerror or trouble}"
        return trouble_row(order, en=said, zh=said)
    except Exception as bug:
        at = traceback.extract_tb(bug.__traceback__)[-1]
        said = f"{type(bug).__name__}: {bug} ({at.name}, line {at.lineno})"
        return trouble_row(order, en=f"the program failed: {said}", zh=f"程序出错：{said}")


def _planned(order: CountyOrder, on_progress: OnProgress) -> CountyOutcome:
    county = open_package(order.package, {"sample": open_county})
    villages = sum(place.kind is PlaceKind.VILLAGE for place in county.places)
    budget = order.budget.of(villages)
    searching, bound_s = _shared(budget)
    planned = plan_week(
        county, order.week, budget=searching, seed=order.seed, bound_seconds=bound_s, on_progress=on_progress
    )
    return replace(_row(order, county, planned), budget_s=budget.seconds, villages=villages)


def _shared(budget: Budget) -> tuple[Budget, float]:
    """The search's part of the seconds, and the bound's; none in iterations, by which rows are the same everywhere."""
    if budget.seconds is None:
        return budget, 0.0
    return Budget(seconds=budget.seconds * SEARCH_SHARE), budget.seconds * (1.0 - SEARCH_SHARE)


def _row(order: CountyOrder, county: County, planned: PlannedWeek) -> CountyOutcome:
    result, report = planned.result, planned.report
    summary = summarise(planned.problem, result.plan, report)
    counts = Counter(violation.rule for violation in report.violations)
    hub = next(place for place in county.places if place.kind is PlaceKind.HUB)
    return CountyOutcome(
        key=order.key,
        code=county.code,
        name=county.name,
        name_en=county.name_en,
        lon=hub.lon,
        lat=hub.lat,
        outline=_outline(county),
        stations=sum(place.kind is PlaceKind.STATION for place in county.places),
        week=order.week.monday.isoformat(),
        seed=order.seed,
        cost_fen=summary.total_fen,
        bound_fen=result.bound_fen,
        floors_met=summary.floors_met,
        floors_of=summary.floors_of,
        places_met=summary.places_met,
        places_of=summary.places_of,
        broken=summary.violations,
        rules_broken=", ".join(f"{rule} ×{count}" for rule, count in counts.items()),
        metres=summary.metres,
        minutes=summary.minutes,
        vehicle_days=summary.vehicle_days,
        bags=summary.bags,
        g_co2e=summary.g_co2e_allocated,
        iterations=result.iterations,
        problem_hash=result.problem_hash,
        version=result.version,
        plan_json=plan_file_text(result.plan, MadeFor(county.code, order.week, OWN_TRAVEL)),
    )


def _outline(county: County) -> str:
    hull = convex_hull((place.lon, place.lat) for place in county.places)
    return json.dumps([[round(lon, DEGREE_DIGITS), round(lat, DEGREE_DIGITS)] for lon, lat in hull])


def _first(texts: list[str], rest: str) -> str:
    return "\n".join(texts if len(texts) <= PROBLEMS_SAID else [*texts[:PROBLEMS_SAID], rest])


def _peak_memory_bytes() -> int:
    """Linux counts it in KiB, macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
