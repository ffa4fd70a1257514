"""Asking block by block: the whole matrix, or all that stands in its way."""

from collections.abc import Sequence

import numpy as np
import pytest

from tests.place.places import at
from tianlu.core.problem import Problem
from tianlu.place.blocks import Asking, Block, NoAnswer, PlacesRefused, Unconnected, ask_in_blocks
from tianlu.place.model import Place

PLACES = [at(str(k), 100, 35 + k / 10) for k in range(5)]
TROUBLE = Problem("refused", "travel", None, None, "too many", "fewer", "Ask for fewer.")


def answer(origins: Sequence[Place], destinations: Sequence[Place]) -> Block:
    """A minute and a kilometre for each tenth of a degree."""
    apart = np.array([[abs(a.lat - b.lat) * 10 for b in destinations] for a in origins])
    return Block(60 * apart, 1000 * apart, np.zeros(len(origins)))


@pytest.mark.parametrize("block", [1, 2, 3, 5, 50])
def test_blocks_of_any_size_make_the_same_matrix(block: int) -> None:
    travel, problems = ask_in_blocks(PLACES, answer, Asking(block=block), source="test")
    assert problems == ()
    assert travel is not None
    assert travel.metres.tolist() == [[1000 * abs(a - b) for b in range(5)] for a in range(5)]


def test_no_question_is_larger_than_a_block() -> None:
    sizes = []

    def ask(origins: Sequence[Place], destinations: Sequence[Place]) -> Block:
        sizes.append((len(origins), len(destinations)))
        return answer(origins, destinations)

    ask_in_blocks(PLACES, ask, Asking(block=2), source="test")
    assert len(sizes) == 9
    assert max(sizes) == (2, 2)


def test_nothing_is_asked_again_after_no_answer() -> None:
    asked = []

    def ask(origins: Sequence[Place], destinations: Sequence[Place]) -> Block:
        asked.append(origins)
        raise NoAnswer(TROUBLE)

    assert ask_in_blocks(PLACES, ask, Asking(block=1), source="test") == (None, (TROUBLE,))
    assert len(asked) == 1


def test_the_place_that_is_refused_is_named() -> None:
    def ask(origins: Sequence[Place], destinations: Sequence[Place]) -> Block:
        if any(place.id == "3" for place in (*origins, *destinations)):
            raise PlacesRefused(TROUBLE)
        return answer(origins, destinations)

    travel, problems = ask_in_blocks(PLACES, ask, Asking(block=2), source="test")
    assert travel is None
    assert [(p.code, "3村" in p.found) for p in problems] == [("place_off_the_map", True)]


def test_a_refusal_that_no_single_place_explains_is_passed_on_once() -> None:
    def ask(origins: Sequence[Place], destinations: Sequence[Place]) -> Block:
        if len(origins) > 1:
            raise PlacesRefused(TROUBLE)
        return answer(origins, destinations)

    assert ask_in_blocks(PLACES, ask, Asking(block=2), source="test")[1] == (TROUBLE,)


def test_two_valleys_without_a_road_between_them_miss_their_pairs() -> None:
    def ask(origins: Sequence[Place], destinations: Sequence[Place]) -> Block:
        if {place.lat > 35.25 for place in origins} != {place.lat > 35.25 for place in destinations}:
            raise Unconnected(TROUBLE)
        return answer(origins, destinations)

    _, problems = ask_in_blocks([PLACES[0], PLACES[4]], ask, Asking(block=1), source="test")
    assert {problem.code for problem in problems} == {"place_cut_off"}


def test_a_place_far_from_every_road_is_a_problem() -> None:
    def ask(origins: Sequence[Place], destinations: Sequence[Place]) -> Block:
        block = answer(origins, destinations)
        return Block(block.seconds, block.metres, np.array([2_500.0 if p.id == "1" else 3.0 for p in origins]))

    _, (problem,) = ask_in_blocks(PLACES, ask, Asking(block=2), source="test")
    assert problem.code == "place_far_from_road"
    assert "1村 (1) 2500 m" in problem.found


def test_no_places_need_no_question() -> None:
    travel, problems = ask_in_blocks([], answer, Asking(), source="test")
    assert travel is not None
    assert problems == ()
