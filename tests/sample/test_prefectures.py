"""Every county of the sample province lies in a prefecture."""

import pytest

from tianlu.sample import list_counties
from tianlu.sample.prefectures import PREFECTURES, get_prefecture


def test_every_county_lies_in_a_prefecture_and_none_is_empty() -> None:
    assert {get_prefecture(county.code) for county in list_counties()} == set(PREFECTURES)


def test_another_provinces_code_has_none() -> None:
    with pytest.raises(KeyError):
        get_prefecture("540102")
