"""Records of several sources joined into customers: people linked without labels, companies by brand and place.

Who is on the list already takes part as one more record, so that a new list finds him; two of them are never made one
here: that is for a person to decide, and so are pairs that are neither surely one nor surely two.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.lists.address.columns import parse_addresses
from tianlu.target.lists.address.division import Level
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.address.spellings import list_spellings
from tianlu.target.lists.customers.doubt import Doubt, DoubtReason, Pair, pair_of
from tianlu.target.lists.intake.records import Record
from tianlu.target.lists.link.mixture import Mixture, fit_mixture
from tianlu.target.lists.link.pairs import ID, Pairs, find_pairs
from tianlu.target.lists.link.people import NAME, PEOPLE, PERSON, prepare_people
from tianlu.target.lists.link.review import DOUBTFUL_FROM, DOUBTFUL_TO, UNKNOWN, Reason, explain_pattern
from tianlu.target.lists.link.score import SUREST, Decision, cluster_records, odds
from tianlu.target.lists.names.company import CompanyName, read_company
from tianlu.target.lists.names.person import read_person
from tianlu.target.lists.names.surnames import is_surname
from tianlu.target.lists.phone import read_phone
from tianlu.target.lists.sound import sounds_of

ID_LENGTH = 20
PERSON_LETTERS_MAX = 5
"""A longer name is a company's, whatever it ends with."""
DOUBTS_MOST = 1000
"""Pairs that one list brings up for a person to judge."""
EVEN = 500
COMPARED_ZH = {"name": "姓名", "phone": "电话", "place": "地址"}
FITS_BOTH = DoubtReason("records of a list fit both", "清单中的记录与两户都相符", None)
FORM_LETTERS_MIN = 2
"""A form of one letter (店, 厂, 行) may end a person's name too."""
OWNER_LETTERS = 3
"""Of a person after whom a shop is called: two are a brand's length."""
NAMES_APART = len(NAME.levels) - 1
"""The level of names from which on (in the comparison's order) two full names are two people's."""


@dataclass(frozen=True)
class Known:
    """A customer who is on the list, as he is written there."""

    customer: str
    name: str
    phone: str
    address: str
    is_company: bool


@dataclass(frozen=True)
class Joined:
    """One customer: `customer` is his id, new or his own where `is_known`. `division` is the village's code where all
    records that name a village name this one."""

    customer: str
    is_known: bool
    is_company: bool
    name: str
    phone: str
    address: str
    division: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Join:
    """`doubts` are pairs of customers, new or on the list, who may be one: the most probable first."""

    customers: tuple[Joined, ...]
    doubts: tuple[Doubt, ...]


def join_records(records: Sequence[Record], known: Sequence[Known], gazetteer: Gazetteer) -> Join:
    """All records, each in exactly one customer, in order of the first; `known` are told apart from one another."""
    regions = _regions(gazetteer)
    companies = [each for each in records if is_company(each.name, regions)]
    people = [each for each in records if not is_company(each.name, regions)]
    persons, likes = _people(people, [each for each in known if not each.is_company], gazetteer)
    groups = [*persons, *_companies(companies, [each for each in known if each.is_company], gazetteer, regions)]
    read = parse_addresses(gazetteer, pl.Series([each.address for each in records], dtype=pl.String))["village"]
    villages = dict(zip(records, read, strict=True))
    order = {record: number for number, record in enumerate(records)}
    joined = [_joined(group, villages, regions) for group in groups]
    whose: dict[Known | Record, str] = {each: each.customer for each in known}
    whose |= {record: each.customer for each in joined for record in each.records}
    return Join(
        tuple(sorted(joined, key=lambda each: min(order[record] for record in each.records))),
        _doubts(likes, [each.known for each in groups], whose),
    )


def is_company(name: str, regions: frozenset[str]) -> bool:
    """By what the name ends with, or by its length; a shop that is called after a person is the person's (个体工商户),
    so that what is known of him stays masked."""
    if _is_own_shop(name, regions):
        return False
    read = read_company(name, regions=regions)
    has_trade = len(read.industry) >= FORM_LETTERS_MIN and len(read.brand) >= FORM_LETTERS_MIN
    return len(read.form) >= FORM_LETTERS_MIN or has_trade or len(name) > PERSON_LETTERS_MAX


def _is_own_shop(name: str, regions: frozenset[str]) -> bool:
    """Surname and a given name of two characters, then the kind of shop: 姜成霞小卖部, but not 鑫源超市."""
    person = read_person(name)
    is_named = len(person.full) == OWNER_LETTERS and is_surname(person.surname)
    return bool(person.trade) and is_named and not read_company(person.full, regions=regions).industry


def _regions(gazetteer: Gazetteer) -> frozenset[str]:
    """What a company's name may begin with: any division's name, and the short ones of counties and above."""
    divisions = gazetteer.table.divisions
    upper = [division for division in divisions if division.level <= Level.COUNTY]
    short = {spelling.text for division in upper for spelling in list_spellings(division)}
    return frozenset(short | {division.name for division in divisions})


@dataclass(frozen=True)
class _Group:
    """What is one customer: records, and who of the list is among them."""

    records: tuple[Record, ...]
    known: tuple[Known, ...]


@dataclass(frozen=True)
class _Like:
    """Two who were compared, and how probable it is that they are one."""

    left: Known | Record
    right: Known | Record
    permille: int
    reasons: tuple[DoubtReason, ...]


def _people(
    records: Sequence[Record], known: Sequence[Known], gazetteer: Gazetteer
) -> tuple[list[_Group], list[_Like]]:
    if not records:
        return [], []
    whole: list[Known | Record] = [*known, *records]
    rows = pl.DataFrame(
        {
            ID: range(len(whole)),
            "name": [each.name for each in whole],
            "phone": [each.phone or None for each in whole],
            "address": [each.address or None for each in whole],
        },
        schema={ID: pl.Int64, "name": pl.String, "phone": pl.String, "address": pl.String},
    )
    prepared = prepare_people(rows, gazetteer)
    pairs = find_pairs(prepared, PEOPLE)
    mixture = fit_mixture(PEOPLE, pairs.pattern)
    are_two = _are_two_names(prepared, pairs)
    weights = np.where(are_two, np.log(SUREST), _only_sure(odds(mixture, pairs, (PERSON,))))
    apart = [
        Decision(int(left), int(right), is_same=False)
        for left, right in zip(pairs.left, pairs.right, strict=True)
        if right < len(known)
    ]
    clusters = cluster_records(prepared[ID].to_numpy(), pairs, weights, apart)
    members: dict[int, list[int]] = defaultdict(list)
    for record, number in zip(clusters.records.tolist(), clusters.clusters.tolist(), strict=True):
        members[number].append(record)
    groups = [
        _Group(
            tuple(records[each - len(known)] for each in group if each >= len(known)),
            tuple(known[each] for each in group if each < len(known)),
        )
        for group in members.values()
        if group[-1] >= len(known)
    ]
    number_of = np.empty(len(whole), np.int64)
    number_of[clusters.records] = clusters.clusters
    return groups, list(_likes(whole, len(known), _those(pairs, ~are_two), mixture, number_of))


def _those(pairs: Pairs, wanted: NDArray[np.bool_]) -> Pairs:
    return Pairs(pairs.left[wanted], pairs.right[wanted], pairs.pattern[wanted])


def _only_sure(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """A pair in doubt makes no two one by itself: with somebody to ask, two customers too many are better than one's
    data shown as another's."""
    sure = float(np.log(DOUBTFUL_TO / (1 - DOUBTFUL_TO)))
    return np.where(weights < sure, np.minimum(weights, 0.0), weights)


def _likes(
    whole: Sequence[Known | Record], known: int, pairs: Pairs, mixture: Mixture, number_of: NDArray[np.int64]
) -> Iterable[_Like]:
    """Pairs that were not made one and yet may be."""
    distinct, back = np.unique(pairs.pattern, return_inverse=True)
    probability = mixture.probabilities(distinct)[:, PERSON][back]
    parted = (number_of[pairs.left] != number_of[pairs.right]) | (pairs.right < known)
    explained = {
        int(pattern): tuple(map(_reason, explain_pattern(mixture, pattern)))
        for pattern in np.unique(pairs.pattern[parted & (probability >= DOUBTFUL_FROM)]).tolist()
    }
    for k in np.flatnonzero(parted & (probability >= DOUBTFUL_FROM)).tolist():
        left, right = whole[int(pairs.left[k])], whole[int(pairs.right[k])]
        yield _Like(left, right, round(1000 * float(probability[k])), explained[int(pairs.pattern[k])])


def _reason(reason: Reason) -> DoubtReason:
    """What is not known of both says nothing by itself: it is named."""
    if (reason.said, reason.said_zh) != UNKNOWN:
        return DoubtReason(reason.said, reason.said_zh, round(100 * reason.bits))
    return DoubtReason(f"{reason.comparison} {reason.said}", f"{COMPARED_ZH[reason.comparison]}{reason.said_zh}", 0)


def _doubts(
    likes: Iterable[_Like], knowns: Iterable[Sequence[Known]], whose: Mapping[Known | Record, str]
) -> tuple[Doubt, ...]:
    """For each two customers the pair of theirs that is most alike; and two of the list whom the same records fit."""
    found: dict[Pair, Doubt] = {}
    for like in likes:
        one, other = whose[like.left], whose[like.right]
        pair = pair_of(one, other)
        if one != other and (pair not in found or found[pair].permille < like.permille):
            found[pair] = Doubt(pair, like.permille, like.reasons)
    for known in knowns:
        ids = sorted(each.customer for each in known)
        for other in ids[1:]:
            pair = pair_of(ids[0], other)
            found.setdefault(pair, Doubt(pair, EVEN, (FITS_BOTH,)))
    listed = sorted(found.values(), key=lambda each: (-each.permille, each.pair))
    return tuple(listed[:DOUBTS_MOST])


def _are_two_names(prepared: pl.DataFrame, pairs: Pairs) -> NDArray[np.bool_]:
    """Pairs of full names that neither sound nor look alike and share no character of the given name: two people,
    whatever else agrees. Married couples share a telephone and a house, and where a list has few of them the mixture
    learns nothing of it. A name that is a part of the other (卓玛, 才让卓玛) may be its short form."""
    names = prepared["person"].to_list()
    apart = np.flatnonzero(PEOPLE.levels_of(pairs.pattern)[:, PEOPLE.comparisons.index(NAME)] >= NAMES_APART)
    found = np.zeros(len(pairs), np.bool_)
    for at in apart.tolist():
        one, other = names[pairs.left[at]], names[pairs.right[at]]
        found[at] = bool(one and other) and one not in other and other not in one
    return found


def _companies(
    records: Sequence[Record], known: Sequence[Known], gazetteer: Gazetteer, regions: frozenset[str]
) -> list[_Group]:
    """What sounds like one brand in one village, or at one telephone number, is one company."""
    whole: list[Known | Record] = [*known, *records]
    places = parse_addresses(gazetteer, pl.Series([each.address for each in whole], dtype=pl.String))
    brands = [read_company(each.name, regions=regions) for each in whole]
    phones = [_digits(each.phone) for each in whole]
    first: dict[tuple[str, ...], int] = {}
    parent = list(range(len(whole)))

    def top(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    for at, (brand, phone, locality) in enumerate(zip(brands, phones, places["locality"], strict=True)):
        for key in _keys(brand, phone, locality):
            one, other = sorted((top(first.setdefault(key, at)), top(at)))
            if not (one < len(known) and other < len(known)):
                parent[other] = one
    members: dict[int, list[int]] = defaultdict(list)
    for at in range(len(whole)):
        members[top(at)].append(at)
    return [
        _Group(
            tuple(records[each - len(known)] for each in group if each >= len(known)),
            tuple(known[each] for each in group if each < len(known)),
        )
        for group in members.values()
        if group[-1] >= len(known)
    ]


def _keys(company: CompanyName, phone: str, locality: str | None) -> Iterable[tuple[str, ...]]:
    """At one number the first two syllables are enough: the rest may be a trade that was misspelt."""
    sound = sounds_of(company.brand)
    if phone:
        yield "phone", *sound[:2], phone
    if locality:
        yield "place", *sound, company.industry, locality
    if not phone and not locality:
        yield "name", company.region, company.brand, company.industry, company.form


def _digits(text: str) -> str:
    phone = read_phone(text)
    return phone.digits if phone is not None else ""


def _joined(group: _Group, villages: Mapping[Record, str | None], regions: frozenset[str]) -> Joined:
    """As it is best written: the longest name and address, the telephone number that most records have."""
    records = tuple(sorted(group.records, key=lambda each: (each.source, each.key)))
    named = {village for record in records if (village := villages[record]) is not None}
    phones = [each.phone for each in records if each.phone]
    names = [each.name for each in records]
    first = min(group.known, key=lambda each: each.customer, default=None)
    return Joined(
        customer=first.customer if first is not None else new_id(records[0]),
        is_known=first is not None,
        is_company=is_company(names[0], regions),
        name=max(names, key=lambda name: (len(name), names.count(name), name)),
        phone=max(phones, key=lambda phone: (phones.count(phone), phone), default=""),
        address=max((each.address for each in records), key=lambda address: (len(address), address)),
        division=named.pop() if len(named) == 1 else "",
        records=records,
    )


def new_id(record: Record) -> str:
    """The same for the same record, whoever takes it in and when."""
    return "c" + hashlib.sha256(f"{record.source}\n{record.key}".encode()).hexdigest()[:ID_LENGTH]
