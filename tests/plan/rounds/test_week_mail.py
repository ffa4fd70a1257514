"""The mail of one week, as seasons change it."""

from datetime import date

from tianlu.core.calendar import Week
from tianlu.core.ids import PlaceId
from tianlu.plan.county import Demand, Direction, Season
from tianlu.plan.rounds.week_mail import mail_of_week, seasonal_pieces, seasons_of_week

VILLAGE = PlaceId("V1")
AUTUMN = Season("autumn", frozenset({9, 10, 11}), 150)
NOVEMBER = Week(date(2026, 11, 23))
FEBRUARY = Week(date(2026, 2, 2))


def row(*pieces: int, season: str = "", direction: Direction = Direction.DELIVER) -> Demand:
    return Demand(VILLAGE, direction, season, pieces + (0,) * (7 - len(pieces)), 500)


def test_a_week_out_of_season_has_the_table_s_mail() -> None:
    mail = mail_of_week([row(4, 2)], [AUTUMN], FEBRUARY)
    assert mail[VILLAGE].deliver_pieces == (4, 2, 0, 0, 0, 0, 0)
    assert mail[VILLAGE].deliver_g == (2000, 1000, 0, 0, 0, 0, 0)


def test_a_season_multiplies_pieces_and_rounds_half_up() -> None:
    assert seasonal_pieces((1, 2, 3, 0, 0, 0, 5), [AUTUMN]) == (2, 3, 5, 0, 0, 0, 8)


def test_two_seasons_multiply_before_rounding() -> None:
    assert seasonal_pieces((1, 0, 0, 0, 0, 0, 0), [AUTUMN, Season("peak", frozenset({11}), 50)])[0] == 1


def test_rows_of_another_season_are_left_out() -> None:
    rows = [row(4), row(9, season="autumn"), row(7, season="spring")]
    assert mail_of_week(rows, [], FEBRUARY)[VILLAGE].deliver_pieces[0] == 4


def test_rows_of_the_season_add_to_those_of_the_year() -> None:
    plain = Season("autumn", frozenset({11}), 100)
    assert mail_of_week([row(4), row(9, season="autumn")], [plain], NOVEMBER)[VILLAGE].deliver_pieces[0] == 13


def test_directions_stay_apart() -> None:
    mail = mail_of_week([row(4), row(1, direction=Direction.COLLECT)], [], NOVEMBER)[VILLAGE]
    assert (mail.deliver_pieces[0], mail.collect_pieces[0]) == (4, 1)


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    december = Season("december", frozenset({12}), 100)
    assert seasons_of_week([december], Week(date(2026, 11, 30))) == (december,)
    assert seasons_of_week([december], Week(date(2026, 12, 28))) == (december,)
    assert seasons_of_week([AUTUMN], Week(date(2026, 11, 30))) == ()
