"""A candidate checks itself."""

import pytest

from tianlu.core.ids import PlaceId
from tianlu.target.visits.candidate import Candidate


def test_hours_are_a_part_of_the_day() -> None:
    with pytest.raises(ValueError, match="no part of a day"):
        Candidate("x", PlaceId("A"), 100, 10, from_min=600, to_min=600)


def test_a_visit_takes_minutes() -> None:
    with pytest.raises(ValueError, match="takes minutes"):
        Candidate("x", PlaceId("A"), 100, 0)
    with pytest.raises(ValueError, match="no way is shorter"):
        Candidate("x", PlaceId("A"), 100, 10, off_m=-1)
