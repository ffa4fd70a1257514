"""English sentences name places and vehicles as the English screen does."""

from tests.server.toy import WEEK, open_toy, pose_toy
from tianlu.plan.view_names import name_in_english


def test_places_are_named_in_english_and_vehicles_by_their_label() -> None:
    problem = pose_toy(open_toy(), WEEK)
    vehicle = problem.vehicles[0]
    said = name_in_english(problem)("上一村 is reached from 上滩乡.")
    assert said == "Village 0-0 is reached from Station 0."
    assert vehicle.name == "" or vehicle.name not in name_in_english(problem)(f"{vehicle.name} is full.")


def test_a_sentence_without_names_stays() -> None:
    problem = pose_toy(open_toy(), WEEK)
    assert name_in_english(problem)("Monday 08:05: 3 pieces.") == "Monday 08:05: 3 pieces."
