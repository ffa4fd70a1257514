"""How lists write a party down."""

from dataclasses import replace
from random import Random

import pytest

from tianlu.place.model import AreaClass, Place, PlaceKind
from tianlu.sample.parties import Party
from tianlu.sample.written import Habits, write_address, write_name, write_phone
from tianlu.target.lists.characters import plain
from tianlu.target.lists.phone import read_phone
from tianlu.target.lists.sound import sounds_of

VILLAGE = Place("632521102203", PlaceKind.VILLAGE, "东巴村", "632521102000", 100.6, 36.2, 3000, AreaClass.RURAL, 400)  # type: ignore[arg-type]
PERSON = Party("P1", False, "马晓华", "15412345678", VILLAGE, 2, 7, {"寄递": 100}, 1.0)
FIRM = Party("F1", True, "霁岚百货超市", "0974-1512345", VILLAGE, 2, 7, {}, 1.0, "霁岚", "百货", "超市")
PLAIN = Habits(("plain",), {"full": 1}, mistaken=0, traditional=0, no_phone=0, no_address=0)
NAMES = ("海南藏族自治州", "共和县", "龙羊峡镇")


def test_title_stands_in_place_of_the_given_name() -> None:
    assert write_name(PERSON, "共和县", replace(PLAIN, titled=1), Random(1))[0] == "马"
    assert write_name(PERSON, "共和县", PLAIN, Random(1)) == "马晓华"


def test_mistaken_character_sounds_or_looks_nearly_the_same_and_old_ones_are_the_same() -> None:
    mistaken = write_name(PERSON, "共和县", replace(PLAIN, mistaken=1), Random(1))
    assert mistaken != PERSON.name
    assert sum(a != b for a, b in zip(mistaken, PERSON.name, strict=True)) == 1
    assert sounds_of(mistaken)[0] == sounds_of(PERSON.name)[0]
    old = write_name(PERSON, "共和县", replace(PLAIN, traditional=1), Random(1))
    assert old == "馬曉華"
    assert plain(old) == PERSON.name


def test_firm_has_region_and_form_or_not() -> None:
    bare = write_name(FIRM, "共和县", replace(PLAIN, region=0, no_form=1), Random(1))
    whole = write_name(FIRM, "共和县", replace(PLAIN, region=1, no_form=0), Random(1))
    assert bare == "霁岚百货"
    assert whole.endswith("霁岚百货超市")
    assert whole != FIRM.name


@pytest.mark.parametrize("form", ["plain", "spaced", "dashed", "country", "country_plain"])
def test_every_form_of_a_number_is_one_number(form: str) -> None:
    phone = read_phone(write_phone(PERSON, replace(PLAIN, phones=(form,)), Random(1)))
    assert phone is not None
    assert phone.digits == PERSON.phone


def test_cells_may_be_missing() -> None:
    nothing = replace(PLAIN, no_phone=1, no_address=1)
    assert write_phone(PERSON, nothing, Random(1)) == ""
    assert write_address(PERSON, NAMES, nothing, Random(1)) == ""


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("full", "青海省海南藏族自治州共和县龙羊峡镇东巴村2组7号"),
        ("county", "共和县龙羊峡镇东巴村"),
        ("township", "龙羊峡镇东巴村2组7号"),
        ("short", "龙羊峡东巴"),
        ("village", "东巴村"),
    ],
)
def test_address_is_long_or_short(form: str, text: str) -> None:
    assert write_address(PERSON, NAMES, replace(PLAIN, addresses={form: 1}), Random(1)) == text
