"""From the standard's rules to what each place is owed."""

from collections.abc import Iterable, Sequence
from datetime import date

from tianlu.core.ids import PlaceId
from tianlu.place.model import Place
from tianlu.plan.floors.obligation import Obligation, RuleRef
from tianlu.plan.floors.standard import FloorRule, is_stricter

FIELD_OF_RULE = {
    "visits_a_week": "visits_min",
    "largest_gap": "gap_days_max",
    "station_open": "open_days_min",
    "station_fed": "fed_days_min",
    "promise_deliver": "promise_deliver_min",
    "promise_collect": "promise_collect_days",
}
"""Which field of an obligation a rule sets."""


def obligations_of(places: Iterable[Place], rules: Sequence[FloorRule], on: date) -> dict[PlaceId, Obligation]:
    """What each place is owed on a day. Where several rules of one name bind a place, the strictest does."""
    in_force = [rule for rule in rules if rule.is_in_force(on)]
    return {place.id: _obligation_of(place, in_force) for place in places}


def _obligation_of(place: Place, rules: Sequence[FloorRule]) -> Obligation:
    binding: dict[str, FloorRule] = {}
    for rule in rules:
        if place.kind in rule.kinds and place.area_class in rule.area_classes:
            known = binding.get(rule.name)
            binding[rule.name] = rule if known is None or is_stricter(rule, known) else known
    figures = {FIELD_OF_RULE[name]: _in_obligation_units(rule) for name, rule in binding.items()}
    refs = tuple((FIELD_OF_RULE[name], RuleRef(name, rule.clause, rule.mark)) for name, rule in sorted(binding.items()))
    return Obligation(
        visits_min=figures.get("visits_min", 0),
        gap_days_max=figures.get("gap_days_max", 7),
        open_days_min=figures.get("open_days_min", 0),
        fed_days_min=figures.get("fed_days_min", 0),
        promise_deliver_min=figures.get("promise_deliver_min"),
        promise_collect_days=figures.get("promise_collect_days"),
        rules=refs,
    )


def _in_obligation_units(rule: FloorRule) -> int:
    return rule.figure * 60 if rule.unit == "hours" else rule.figure
