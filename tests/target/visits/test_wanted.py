"""Who is on the list and still owed a visit becomes a candidate, worth what his tier's row says."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tianlu.command.envelope import ActorId, OrgId
from tianlu.core.calendar import DayPattern
from tianlu.core.ids import PlaceId
from tianlu.target.lists.customers.model import Claim, Customer, CustomerKind, Relation, Stage, Tier, Work
from tianlu.target.lists.customers.walk import Due
from tianlu.target.visits.wanted import VisitWish, list_wanted, shipped_wishes

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
CUSTOMER = Customer(
    id="c1",
    org=OrgId("632521"),
    kind=CustomerKind.COMPANY,
    name="雪域合作社",
    phone="",
    address="",
    division="v1",
    place="v1",
    entity="",
    tier=Tier.SECOND,
    relation=Relation.EXISTING,
    before_fen=0,
    fell_fen=0,
    monthly_fen=820_000,
    lines="寄递",
    stage=Stage.OPEN,
    asked_by=ActorId(""),
    reason="",
    opening=1,
    struck_for=ActorId(""),
    version=1,
)
CLAIM = Claim("c1", ActorId("才让"), None, NOON, NOON)
DUE = Due(CUSTOMER, CLAIM, (Work.VISIT, Work.CONTRACT))
WISHES = {Tier.SECOND: VisitWish(30, 0.1, 8_000, 540, 1_080, DayPattern.of(range(5)))}
PLACES = {PlaceId("v1")}


def test_customer_who_is_owed_a_visit_is_a_candidate_at_his_place() -> None:
    [candidate] = list_wanted([DUE], PLACES, WISHES).candidates
    assert (candidate.id, candidate.place, candidate.owner, candidate.minutes) == ("c1", "v1", "才让", 30)
    assert candidate.gain_fen == 82_000
    assert (candidate.from_min, candidate.to_min, set(candidate.days)) == (540, 1_080, {0, 1, 2, 3, 4})


def test_who_brings_nothing_yet_is_worth_the_least() -> None:
    [candidate] = list_wanted([replace(DUE, customer=replace(CUSTOMER, monthly_fen=0))], PLACES, WISHES).candidates
    assert candidate.gain_fen == 8_000


@pytest.mark.parametrize(
    "due",
    [
        replace(DUE, missing=(Work.CONTRACT,)),
        replace(DUE, customer=replace(CUSTOMER, stage=Stage.STRUCK)),
        replace(DUE, customer=replace(CUSTOMER, stage=Stage.ENTERING)),
    ],
)
def test_who_is_owed_no_visit_is_no_candidate(due: Due) -> None:
    wanted = list_wanted([due], PLACES, WISHES)
    assert (wanted.candidates, wanted.elsewhere) == ((), ())


def test_customer_without_a_place_in_the_week_is_named() -> None:
    assert list_wanted([replace(DUE, customer=replace(CUSTOMER, place=""))], PLACES, WISHES).elsewhere == ("c1",)


def test_every_tier_has_its_row_and_a_wrong_one_is_refused() -> None:
    assert set(shipped_wishes()) == set(Tier)
    with pytest.raises(ValueError, match="share"):
        VisitWish(30, 1.5, 0, 0, 1_440, DayPattern.of(range(7)))
