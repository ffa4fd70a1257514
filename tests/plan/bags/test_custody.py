"""A bag's way step by step: what may follow what, and why the rest is refused."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.bags.builders import WEEK, a_book, a_week, an_act, way, with_holds
from tianlu.core.problem import ProblemsFound
from tianlu.plan.bags.carriage import Stowage
from tianlu.plan.bags.custody import TripBook, apply_event, open_book, replay
from tianlu.plan.bags.event import EventId
from tianlu.plan.bags.exceptions import GUIDES, BagState, ExceptionKind
from tianlu.plan.bags.manifest import list_manifests
from tianlu.plan.bags.number import BagNumber
from tianlu.plan.bags.scan import Scan, event_of

BOOK = a_book()
BAG, OTHER = BOOK.manifest.bags[0].number, BOOK.manifest.bags[1].number
STRAY = a_book("back").manifest.bags[0].number


def after(book: TripBook, scans: Iterable[Scan]) -> TripBook:
    for scan in scans:
        book = apply_event(book, event_of([book], scan))
    return book


def state(book: TripBook, bag: str = BAG) -> BagState:
    held = book.find(bag)
    assert held is not None
    return held.state


def refusal(book: TripBook, scan: Scan) -> str:
    with pytest.raises(ProblemsFound) as trouble:
        after(book, [scan])
    (problem,) = trouble.value.problems
    assert problem.expected_zh
    assert problem.how_to_fix_zh
    return problem.code


def test_a_bag_goes_from_plan_to_receiver() -> None:
    states = [state(after(BOOK, way(BAG, until=act))) for act in ("seal", "hand_over", "board", "receive")]
    assert states == [BagState.SEALED, BagState.HANDED_OVER, BagState.ON_BOARD, BagState.RECEIVED]


def test_holder_is_whoever_took_it_last() -> None:
    for until, holder in (("seal", "卓玛"), ("hand_over", "司机"), ("receive", "卓玛")):
        held = after(BOOK, way(BAG, until=until)).find(BAG)
        assert held is not None
        assert held.holder == holder


@pytest.mark.parametrize(
    ("done", "act"),
    [("seal", "seal"), ("seal", "board"), ("seal", "receive"), ("hand_over", "receive"), ("receive", "board")],
)
def test_a_step_that_does_not_follow_is_refused(done: str, act: str) -> None:
    assert refusal(after(BOOK, way(BAG, until=done)), an_act(act, BAG, minute=90)) == "impossible_step"


def test_a_bag_that_was_not_sealed_is_not_handed_over() -> None:
    assert refusal(BOOK, an_act("hand_over", BAG)) == "impossible_step"


@pytest.mark.parametrize("missing", ["identity", "inspection", "registration"])
def test_no_bag_is_sealed_before_its_security_marks(missing: str) -> None:
    assert refusal(BOOK, an_act("seal", BAG, **{missing: False})) == "security_missing"


def test_a_seal_closes_one_bag_only() -> None:
    sealed = after(BOOK, way(BAG, until="seal"))
    assert refusal(sealed, an_act("seal", OTHER, seal=f"S{BAG[-4:]}")) == "seal_used"
    assert refusal(BOOK, an_act("seal", BAG, seal=" ")) == "seal_used"


@pytest.mark.parametrize(("done", "act"), [("seal", "hand_over"), ("board", "receive")])
def test_another_seal_than_the_bags_own_stops_it(done: str, act: str) -> None:
    book = after(BOOK, way(BAG, until=done))
    assert refusal(book, an_act(act, BAG, minute=90, seal="S0")) == "seal_differs"


def test_a_bag_never_rides_in_the_saloon() -> None:
    book = after(BOOK, way(BAG, until="hand_over"))
    assert refusal(book, an_act("board", BAG, minute=90, stowage="saloon")) == "forbidden_stowage"
    assert state(after(book, [an_act("board", BAG, minute=90, stowage=Stowage.ROOF_RACK)])) is BagState.ON_BOARD


def test_a_full_hold_refuses_another_bag() -> None:
    problem, plan = a_week()
    small = with_holds(problem, grams=5000)
    book = open_book(next(each for each in list_manifests(small, plan, WEEK) if each.trip == "out"))
    numbers = [bag.number for bag in book.manifest.bags]
    for number in numbers[:2]:
        book = after(book, way(number, until="hand_over"))
    third = after(book, way(numbers[2], until="seal"))
    assert refusal(third, an_act("hand_over", numbers[2], minute=20)) == "hold_full"
    assert state(after(third, [an_act("except", numbers[2], minute=30, exception="hold_full")]), numbers[2]) is (
        BagState.EXCEPTION
    )


def test_what_was_sealed_is_weighed_against_the_hold_not_what_was_planned() -> None:
    heavy = after(BOOK, [an_act("seal", BAG, grams=100_001)])
    assert refusal(heavy, an_act("hand_over", BAG, minute=20)) == "hold_full"


def test_no_step_is_before_the_last() -> None:
    book = after(BOOK, [an_act("seal", BAG, minute=30)])
    assert refusal(book, an_act("hand_over", BAG, minute=29)) == "back_in_time"


def test_a_broken_seal_goes_on_with_a_new_one_only() -> None:
    book = after(BOOK, [*way(BAG, until="board"), an_act("except", BAG, minute=60, exception="seal_broken")])
    assert refusal(book, an_act("receive", BAG, minute=70)) == "impossible_step"
    same = an_act("settle", BAG, minute=70, outcome="goes_on")
    assert refusal(book, same) == "seal_used"
    mended = after(book, [an_act("settle", BAG, minute=70, outcome="goes_on", seal="N1")])
    assert state(mended) is BagState.ON_BOARD
    assert state(after(mended, [an_act("receive", BAG, minute=80, seal="N1")])) is BagState.RECEIVED


def test_a_missing_bag_is_lost_with_its_claim_or_found() -> None:
    book = after(BOOK, [*way(BAG, until="board"), an_act("except", BAG, minute=60, exception="bag_missing")])
    lost = after(book, [an_act("settle", BAG, minute=70, outcome="lost", claim_fen=12_300)]).find(BAG)
    assert lost is not None
    assert (lost.state, lost.claim_fen, lost.is_carried) == (BagState.LOST, 12_300, True)
    assert state(after(book, [an_act("settle", BAG, minute=70, outcome="goes_on")])) is BagState.ON_BOARD


def test_a_cancelled_bus_stops_every_bag_that_is_not_at_its_end() -> None:
    book = after(BOOK, way(BAG))
    stopped = after(book, [an_act("except", trip="out", minute=90, exception="bus_cancelled")])
    assert state(stopped) is BagState.RECEIVED
    assert {held.state for held in stopped.custody[1:]} == {BagState.EXCEPTION}
    home = after(stopped, [an_act("settle", OTHER, minute=95, outcome="returned")])
    assert state(home, OTHER) is BagState.RETURNED


def test_a_late_bus_stops_nothing_and_stands_in_the_book() -> None:
    late = after(after(BOOK, way(BAG, until="board")), [an_act("except", trip="out", minute=61, exception="bus_late")])
    assert state(late) is BagState.ON_BOARD
    assert len(late.events) == 4


def test_a_surplus_bag_is_noted_once_and_settled() -> None:
    noted = after(BOOK, [an_act("except", STRAY, trip="out", exception="bag_surplus")])
    assert noted.strays == (STRAY,)
    assert refusal(noted, an_act("except", STRAY, trip="out", minute=5, exception="bag_surplus")) == "not_surplus"
    assert refusal(BOOK, an_act("except", BAG, trip="out", exception="bag_surplus")) == "not_surplus"
    assert after(noted, [an_act("settle", STRAY, minute=9, outcome="returned")]).strays == ()


def test_a_bag_of_no_manifest_is_refused() -> None:
    assert refusal(BOOK, an_act("seal", STRAY)) == "unknown_bag"


def test_every_exception_says_what_to_do_next_in_both_languages() -> None:
    assert {guide.kind for guide in GUIDES} == set(ExceptionKind)
    assert all(guide.next_zh and guide.next_en and guide.zh and guide.en for guide in GUIDES)


ACTS = st.sampled_from(["seal", "hand_over", "board", "receive", "except", "settle"])
KINDS = st.sampled_from([kind.value for kind in ExceptionKind])
OUTCOMES = st.sampled_from(["goes_on", "returned", "lost"])
ANY_ACT = st.tuples(ACTS, st.integers(0, 3), KINDS, OUTCOMES)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(ANY_ACT, max_size=30))
def test_whatever_is_scanned_the_hold_is_kept_and_replay_equals_state(acts: list[tuple[str, int, str, str]]) -> None:
    book = BOOK
    for minute, (act, which, kind, outcome) in enumerate(acts):
        bag = BOOK.manifest.bags[which].number
        scan = an_act(
            act, BagNumber(bag), minute=minute, trip="out", exception=kind, outcome=outcome, id=EventId(str(minute))
        )
        try:
            book = apply_event(book, event_of([book], scan))
        except ProblemsFound:
            continue
        assert not any(call.is_overfull for call in book.calls)
    assert replay(BOOK.manifest, book.events) == book
    assert all(held.seal for held in book.custody if held.was_taken)
