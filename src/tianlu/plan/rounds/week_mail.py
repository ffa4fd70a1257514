"""The mail of one week: a county's demand as the season changes it.

A week belongs to the month of its Thursday, where most of its days lie (as ISO 8601 gives a week its year), and to each
season with that month. Rows without a season and rows of those seasons are taken; their pieces are multiplied by the
per cent of each of those seasons, and rounded half up once for each row and weekday. Grams are whole pieces times
grams a piece. Rows of the same place and direction add up.
"""

from collections.abc import Iterable
from dataclasses import replace

from tianlu.core.calendar import Week
from tianlu.core.ids import PlaceId
from tianlu.plan.county import Demand, Direction, Season
from tianlu.plan.rounds.problem import NO_MAIL, Mail, WeekCounts

THURSDAY = 3


def mail_of_week(demand: Iterable[Demand], seasons: Iterable[Season], week: Week) -> dict[PlaceId, Mail]:
    """What becomes ready for and at each place that has any mail."""
    in_force = seasons_of_week(seasons, week)
    names = {"", *(season.name for season in in_force)}
    mail: dict[PlaceId, Mail] = {}
    for row in demand:
        if row.season in names:
            pieces = seasonal_pieces(row.pieces, in_force)
            mail[row.place] = _with_row(mail.get(row.place, NO_MAIL), row, pieces)
    return mail


def seasons_of_week(seasons: Iterable[Season], week: Week) -> tuple[Season, ...]:
    """Those with the month of the week's Thursday."""
    month = week.date_of(THURSDAY).month
    return tuple(season for season in seasons if month in season.months)


def seasonal_pieces(pieces: WeekCounts, seasons: Iterable[Season]) -> WeekCounts:
    """Each weekday's pieces times every season's per cent, rounded half up once."""
    times, over = 1, 1
    for season in seasons:
        times, over = times * season.percent, over * 100
    return _week((2 * count * times + over) // (2 * over) for count in pieces)


def _with_row(mail: Mail, row: Demand, pieces: WeekCounts) -> Mail:
    grams = _week(count * row.g_a_piece for count in pieces)
    if row.direction is Direction.DELIVER:
        return replace(mail, deliver_pieces=_sum(mail.deliver_pieces, pieces), deliver_g=_sum(mail.deliver_g, grams))
    return replace(mail, collect_pieces=_sum(mail.collect_pieces, pieces), collect_g=_sum(mail.collect_g, grams))


def _sum(one: WeekCounts, other: WeekCounts) -> WeekCounts:
    return _week(a + b for a, b in zip(one, other, strict=True))


def _week(counts: Iterable[int]) -> WeekCounts:
    mon, tue, wed, thu, fri, sat, sun = counts
    return mon, tue, wed, thu, fri, sat, sun
