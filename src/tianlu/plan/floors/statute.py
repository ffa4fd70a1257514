"""What the law sets is no operator's to lower: where an own figure would lie under a statute's."""

from collections.abc import Iterable, Iterator
from datetime import date

from tianlu.plan.floors.standard import FloorRule, is_stricter, rules_in_force


def find_statute_above(
    own: FloorRule, standard: Iterable[FloorRule], overrides: Iterable[FloorRule]
) -> FloorRule | None:
    """The first rule of a statute that is stricter than an own figure for any place and day that both bind.

    An own figure that is itself a statute's, as a province's law may be, stands for itself, and takes the place of the
    standard's here as it does in the week. Fewer days a week are laxer, and so are a longer gap and a longer promise.
    """
    if own.mark == "statute":
        return None
    laws = tuple(rule for rule in standard if rule.mark == "statute" and rule.name == own.name)
    own_laws = tuple(rule for rule in overrides if rule.mark == "statute" and rule.name == own.name)
    for day in _days_of_change(own, (*laws, *own_laws)):
        for law in rules_in_force(laws, own_laws, day):
            if law.kinds & own.kinds and law.area_classes & own.area_classes and is_stricter(law, own):
                return law
    return None


def _days_of_change(own: FloorRule, laws: Iterable[FloorRule]) -> Iterator[date]:
    """The days of an own figure's time on which it or a law begins to bind, or a law ends."""
    days = {own.start, *(day for law in laws for day in (law.start, law.end) if day is not None)}
    return (day for day in sorted(days) if own.is_in_force(day))
