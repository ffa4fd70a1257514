"""English sentences with the names that an English screen shows: a place's Latin name, a vehicle's label."""

import re
from collections.abc import Callable

from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.view_county import view_vehicles


def name_in_english(problem: WeekProblem) -> Callable[[str], str]:
    """What replaces the names of the week's places and vehicles in an English sentence; a name that is part of a longer
    one gives way to it, and one without an English form stays."""
    english = {site.place.name: site.place.name_en for site in problem.sites if site.place.name_en}
    english |= {vehicle.name: vehicle.label for vehicle in view_vehicles(problem) if vehicle.name}
    if not english:
        return str
    longest_first = sorted(english, key=lambda name: -len(name))
    names = re.compile("|".join(re.escape(name) for name in longest_first))
    return lambda sentence: names.sub(lambda found: english[found.group()], sentence)
