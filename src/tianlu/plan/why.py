"""Why a place is served as it is, as a screen says it: `rounds.explain` and `rounds.one_more_visit` in its words."""

from pydantic import BaseModel, ConfigDict

from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.explain import Explanation, explain_place
from tianlu.plan.rounds.one_more_visit import OneMoreVisit, price_one_more_visit
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.view_names import name_in_english


class Sentence(BaseModel):
    """One reason in both languages."""

    model_config = ConfigDict(frozen=True)

    zh: str
    en: str


class PlaceWhy(BaseModel):
    """`served` says how the place is served and what feeds that, `others` why not otherwise.

    `own_fen` would be saved without the place; `shared_fen` is its part of what all stops share.
    """

    model_config = ConfigDict(frozen=True)

    place: str
    own_fen: int
    shared_fen: int
    served: tuple[Sentence, ...]
    others: tuple[Sentence, ...]


class OneMoreView(BaseModel):
    """The cheapest further visit a week. `more_fen` is None where none that keeps every rule was found; `refused` says
    which rule forbids the cheaper ways. `is_exhaustive` is False where ways were left untried."""

    model_config = ConfigDict(frozen=True)

    place: str
    more_fen: int | None
    day: int | None
    mode: str | None
    refused: tuple[Sentence, ...]
    is_exhaustive: bool


def why_place(problem: WeekProblem, plan: Plan, place: PlaceId) -> PlaceWhy:
    """Reasons for one station or village."""
    about = explain_place(problem, plan, place)
    in_english = name_in_english(problem)
    said = [Sentence(zh=zh, en=in_english(en)) for zh, en in zip(about.reasons_zh, about.reasons, strict=True)]
    others = len(about.other_modes)
    return PlaceWhy(
        place=place,
        own_fen=about.share.own_fen,
        shared_fen=about.share.shared_fen,
        served=tuple(said[: len(said) - others - _figures_said(about)]),
        others=tuple(said[len(said) - others :]),
    )


def price_visit(problem: WeekProblem, plan: Plan, place: PlaceId) -> OneMoreView:
    """What one more visit a week would cost."""
    found: OneMoreVisit = price_one_more_visit(problem, plan, place)
    visit = found.visit
    in_english = name_in_english(problem)
    return OneMoreView(
        place=place,
        more_fen=visit.more_fen if visit else None,
        day=visit.day if visit else None,
        mode=visit.mode.value if visit else None,
        refused=tuple(
            Sentence(zh=refusal.because.message_zh, en=in_english(refusal.because.message))
            for refusal in found.refusals[:3]
        ),
        is_exhaustive=found.is_exhaustive,
    )


def _figures_said(about: Explanation) -> int:
    """Sentences on floors and cost, which a screen shows as figures."""
    return len(about.floors) + 1
