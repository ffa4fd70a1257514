"""Who is in a sample county: people where people live, firms by what grows there."""

from random import Random

import pytest

from tianlu.sample import open_county
from tianlu.sample.parties import FIRMS_MIN, LINES, PEOPLE_MIN, draw_parties


def test_the_same_seed_draws_the_same_and_another_others() -> None:
    county = open_county("632803")
    assert draw_parties(county, Random(1)) == draw_parties(county, Random(1))
    assert draw_parties(county, Random(1)) != draw_parties(county, Random(2))


def test_everybody_is_known_to_a_line_and_many_to_several() -> None:
    parties = draw_parties(open_county("632521"), Random(1))
    assert all(set(party.month_fen) <= set(LINES) and party.month_fen for party in parties)
    assert sum(len(party.month_fen) > 1 for party in parties) > 0.5 * len(parties)


@pytest.mark.parametrize(("county", "industry"), [("632801", "枸杞"), ("632722", "冬虫夏草"), ("630222", "青稞")])
def test_firms_trade_in_what_the_county_is_known_for(county: str, industry: str) -> None:
    assert industry in {party.industry for party in draw_parties(open_county(county), Random(1))}


def test_size_follows_the_county_and_is_never_too_small_to_link() -> None:
    small, large = (draw_parties(open_county(code), Random(1)) for code in ("632803", "632521"))
    assert PEOPLE_MIN + FIRMS_MIN <= len(small) < len(large)


def test_some_are_of_one_house_with_another_name_and_some_have_declined() -> None:
    parties = draw_parties(open_county("632521"), Random(1))
    people = [party for party in parties if not party.is_firm]
    assert len({party.phone for party in people}) < len(people)
    assert 0.1 < sum(party.before > 1.1 for party in parties) / len(parties) < 0.3
