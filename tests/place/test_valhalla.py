"""What Valhalla is asked and what its answers mean."""

import numpy as np
import pytest

from tests.place.places import at
from tianlu.place.valhalla import ROADS_WITHIN_M, block_of_answer, matrix_question

A, B = at("A", 100, 35), at("B", 100, 35.1)


def cell(time: float | None, distance: float | None, **more: float) -> dict[str, float | None]:
    return {"time": time, "distance": distance, **more}


def test_a_question_names_sources_targets_and_the_reach_of_a_road() -> None:
    question = matrix_question([A], [A, B])
    assert question["sources"] == [{"lon": 100, "lat": 35, "radius": ROADS_WITHIN_M}]
    assert [target["lat"] for target in question["targets"]] == [35, 35.1]


def test_kilometres_become_metres_and_null_is_no_way() -> None:
    block = block_of_answer({"sources_to_targets": [[cell(0, 0), cell(None, None)]]}, [A], [A, B])
    assert block.seconds[0, 0] == 0
    assert np.isnan(block.seconds[0, 1])
    assert np.isnan(block.metres[0, 1])
    assert block_of_answer({"sources_to_targets": [[cell(90, 1.25)]]}, [A], [B]).metres[0, 0] == 1_250


def test_where_a_leg_begins_says_how_far_the_road_is() -> None:
    row = [cell(60, 1, begin_lon=100, begin_lat=35.01)]
    assert block_of_answer({"sources_to_targets": [row]}, [A], [B]).off_road_m[0] == pytest.approx(1_112, abs=1)


def test_a_server_that_does_not_say_where_a_leg_begins_is_believed() -> None:
    assert np.isnan(block_of_answer({"sources_to_targets": [[cell(60, 1)]]}, [A], [B]).off_road_m[0])


@pytest.mark.parametrize("answer", [{}, {"sources_to_targets": []}, {"sources_to_targets": [[cell(1, 1)]]}])
def test_an_answer_of_the_wrong_shape_is_refused(answer: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="1 × 2"):
        block_of_answer(answer, [A], [A, B])
