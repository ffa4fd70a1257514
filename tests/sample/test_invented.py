"""Invented names and numbers: nobody's."""

import re
from random import Random

from tianlu.sample.invented import brand_name, land_line, mobile_number, person_name, relative_name
from tianlu.target.lists.phone import read_phone

ASSIGNED = re.compile(r"1740[0-5]\d{6}|1(?:[38]\d|4[57]|[59][0-35-9]|6[25-7]|7[0-35-8])\d{8}")
"""Mobile numbers of China as libphonenumber knows them."""


def test_mobile_numbers_are_read_as_such_and_given_to_nobody() -> None:
    die = Random(1)
    numbers = [mobile_number(die) for _ in range(500)]
    assert all(read_phone(number) is not None for number in numbers)
    assert not any(ASSIGNED.fullmatch(number) for number in numbers)


def test_land_lines_are_read_as_such_and_begin_as_no_subscriber_does() -> None:
    number = land_line(Random(1), "0974")
    assert read_phone(number) is not None
    assert number.startswith("0974-1")


def test_names_are_of_two_to_four_characters() -> None:
    die = Random(1)
    assert {len(person_name(die)) for _ in range(500)} == {2, 3, 4}
    assert {len(brand_name(die)) for _ in range(100)} == {2}


def test_relative_has_the_same_surname_where_there_is_one() -> None:
    assert relative_name(Random(1), "马明芳")[0] == "马"
    assert relative_name(Random(1), "才让卓玛")
