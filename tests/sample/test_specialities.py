"""What a county sends in its season."""

from tianlu.sample.specialities import seasons_of, specialities_of


def test_cordyceps_come_in_may_from_the_southern_pastures() -> None:
    found = {each.season: each.months for each in specialities_of("632722")}
    assert found["虫草"] == {5}


def test_goji_comes_in_august_from_the_qaidam_basin() -> None:
    assert {8} in [each.months for each in specialities_of("632822")]
    assert {8} not in [each.months for each in specialities_of("632722")]


def test_a_speciality_leaves_the_rest_of_the_mail_as_it_is() -> None:
    own = {each.season for each in specialities_of("632521")}
    assert all(season.percent == 100 for season in seasons_of("632521") if season.name in own)
