"""The model for people on rural lists: name, telephone and place, with the household as a class of its own; and the
columns that it compares, made of a list's own.
"""

from collections.abc import Callable

import polars as pl

from tianlu.target.lists.address.columns import parse_addresses
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.link.model import Comparison, Level, LinkModel, PairClass
from tianlu.target.lists.link.pairs import ID
from tianlu.target.lists.names.looks import look_key
from tianlu.target.lists.names.person import PersonName, read_person
from tianlu.target.lists.phone import read_phone
from tianlu.target.lists.sound import loose_sound, sounds_of, surname_sound

PHONE_NAMES_MAX = 12
"""A number that more different names than these give is nobody's own: a shop's, a clerk's, a made-up one. It is left
out."""

NAME_SCHEMA = {
    "surname": pl.String,
    "person": pl.String,
    "sound": pl.String,
    "near_sound": pl.String,
    "look": pl.String,
    "given_1": pl.String,
    "given_2": pl.String,
    "titled": pl.Boolean,
}

_SAME_GROUP = "locality_l = locality_r AND village_group_l = village_group_r"

NAMESAKES_MAX = (100.0, 1.0, 5.0)
"""A family does not give one name twice: of pairs from one household at most one in a hundred is written or sounds
the same and is of two people. Without this the data alone could call people with two telephones two members of a
household."""

NAME = Comparison(
    "name",
    "surname_l IS NULL OR surname_r IS NULL",
    (
        Level("person_l = person_r", "same name", "姓名相同", (60, 1, 1), NAMESAKES_MAX),
        Level("sound_l = sound_r", "names sound alike", "姓名同音", (8, 1, 1), NAMESAKES_MAX),
        Level(
            "near_sound_l = near_sound_r OR look_l = look_r",
            "names sound or look nearly alike",
            "姓名音近或形近",
            (3, 1, 1),
        ),
        Level(
            "surname_l = surname_r AND (titled_l OR titled_r)",
            "same surname, one is a form of address",
            "同姓，其一为称谓",
            (4, 5, 3),
        ),
        Level(
            "surname_l = surname_r AND (given_1_l = given_1_r OR given_2_l = given_2_r)",
            "same surname, one character of the given name shared",
            "同姓，名有一字相同",
            (2, 60, 3),
        ),
        Level("surname_l = surname_r", "same surname, another given name", "同姓不同名", (1, 80, 10)),
        Level("", "another surname", "姓氏不同", (1, 15, 80)),
    ),
)

PHONE = Comparison(
    "phone",
    "phone_l IS NULL OR phone_r IS NULL",
    (
        Level("phone_l = phone_r", "same telephone number", "电话相同", (70, 10, 1)),
        Level(
            "length(phone_l) = length(phone_r) AND (levenshtein(phone_l, phone_r) = 1"
            " OR (levenshtein(phone_l, phone_r) = 2 AND phone_digits_l = phone_digits_r))",
            "telephone numbers one digit or one swap apart",
            "电话一位之差或两位对调",
            (8, 1, 1),
        ),
        Level("", "another telephone number", "电话不同", (20, 90, 98)),
    ),
)

PLACE = Comparison(
    "place",
    "locality_l IS NULL OR locality_r IS NULL",
    (
        Level(f"{_SAME_GROUP} AND house_l = house_r", "same house", "同一门牌", (50, 50, 10)),
        Level(
            f"{_SAME_GROUP} AND (house_l IS NULL OR house_r IS NULL)",
            "same village group, a house number missing",
            "同一村组，缺门牌号",
            (50, 50, 10),
        ),
        Level(_SAME_GROUP, "same village group, another house", "同一村组，门牌不同", (5, 5, 50)),
        Level("locality_l = locality_r", "same village", "同村", (1, 1, 20)),
        Level("", "another village", "不同村", (1, 1, 5)),
    ),
)

PEOPLE = LinkModel(
    classes=(PairClass("person", 0.4), PairClass("household", 0.4), PairClass("stranger", 0.2)),
    comparisons=(NAME, PHONE, PLACE),
    blocks=(("locality", "village_group"), ("phone",), ("sound", "locality")),
)

PERSON, HOUSEHOLD = 0, 1
"""Columns of the mixture's probabilities."""


def prepare_people(rows: pl.DataFrame, gazetteer: Gazetteer, *, area_code: str = "") -> pl.DataFrame:
    """The columns that PEOPLE compares, of `rows` with ID, name, phone and address (text, null where missing)."""
    names = _each_once(rows["name"], NAME_SCHEMA, lambda text: name_columns(read_person(text)))
    phones = _each_once(rows["phone"], {"phone": pl.String}, lambda text: {"phone": _digits(text, area_code)})
    places = parse_addresses(gazetteer, rows["address"])
    prepared = pl.concat([rows.select(ID), names, phones, places], how="horizontal")
    return _without_shared_phones(prepared).with_columns(
        phone_digits=pl.col("phone").str.split("").list.sort().list.join("")
    )


def name_columns(name: PersonName) -> dict[str, str | bool | None]:
    """A name as the comparison wants it; what is not known is null."""
    if not name.given:
        sound = near = look = None
    else:
        sounds = (*surname_sound(name.surname).split(), *sounds_of(name.given))
        sound, near, look = " ".join(sounds), " ".join(map(loose_sound, sounds)), look_key(name.full)
    return {
        "surname": name.surname or name.given[:1] or None,
        "person": name.full if name.given else None,
        "sound": sound,
        "near_sound": near,
        "look": look,
        "given_1": name.given[:1] or None,
        "given_2": name.given[1:] or None,
        "titled": bool(name.title),
    }


def _digits(text: str, area_code: str) -> str | None:
    phone = read_phone(text, area_code=area_code)
    return phone.digits if phone else None


def _each_once(
    texts: pl.Series, schema: dict[str, type[pl.DataType]], read: Callable[[str], dict[str, str | bool | None]]
) -> pl.DataFrame:
    """A row for each text, in order, read once for all that are the same; null gives nulls."""
    distinct = texts.unique().drop_nulls()
    table = pl.DataFrame([read(text) for text in distinct], schema=schema).with_columns(distinct.alias("_text"))
    found = pl.DataFrame({"_text": texts}).join(table, on="_text", how="left", maintain_order="left")
    return found.select(list(schema))


def _without_shared_phones(prepared: pl.DataFrame) -> pl.DataFrame:
    names = pl.col("person").n_unique().over("phone")
    return prepared.with_columns(phone=pl.when(names <= PHONE_NAMES_MAX).then(pl.col("phone")))
