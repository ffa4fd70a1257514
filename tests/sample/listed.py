"""Generated lists taken in one after another, as the server does it; and how well records of one party were joined."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tianlu.plan.county import County
from tianlu.plan.divisions import list_divisions
from tianlu.sample.customer_lists import CountyLists, SampleList, truth_rows
from tianlu.sample.prefectures import get_prefecture
from tianlu.target.lists.address.division import read_divisions
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.intake.join import Joined, Known, join_records
from tianlu.target.lists.intake.records import RecordsRead, read_records
from tianlu.target.lists.intake.source import FEN_A_FEN, FEN_A_YUAN, Source, guess_columns

RecordId = tuple[str, str]


@dataclass(frozen=True)
class PairScore:
    """Of pairs of records: how many that were joined are one party's, and how many of a party's were joined."""

    precision: float
    recall: float


def gazetteer_of(county: County) -> Gazetteer:
    upper = {"63": "青海省", county.code[:4]: get_prefecture(county.code).name}
    return Gazetteer(read_divisions(list_divisions([(county.code, county.name, county.places)], upper)))


def read_list(made: SampleList) -> RecordsRead:
    """By the columns as they are guessed, and the options that `tianlu sample lists` prints."""
    kept = made.kept
    unit = FEN_A_FEN if kept.in_fen else FEN_A_YUAN
    source = Source(kept.source, kept.line, guess_columns(made.heads), unit, kept.months)
    rows = (dict(zip(made.heads, row, strict=True)) for row in made.rows)
    return read_records(source, enumerate(rows, start=2))


def join_lists(made: CountyLists, gazetteer: Gazetteer) -> Mapping[RecordId, str]:
    """Whose each record became."""
    whose: dict[RecordId, str] = {}
    known: list[Known] = []
    for each in made.lists:
        joined = join_records(read_list(each).records, known, gazetteer).customers
        whose |= {(record.source, record.key): one.customer for one in joined for record in one.records}
        known += [_known(one) for one in joined if not one.is_known]
    return whose


def score_pairs(whose: Mapping[RecordId, str], truth: Mapping[RecordId, str]) -> PairScore:
    both = _pairs([f"{whose[each]} {truth[each]}" for each in truth])
    return PairScore(both / _pairs([whose[each] for each in truth]), both / _pairs(list(truth.values())))


def truth_of(made: CountyLists) -> Mapping[RecordId, str]:
    return {(row["source"], row["key"]): row["party"] for row in truth_rows(made)}


def _known(one: Joined) -> Known:
    return Known(one.customer, one.name, one.phone, one.address, one.is_company)


def _pairs(groups: Sequence[str]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(groups).values())
