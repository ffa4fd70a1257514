"""Telephone numbers are read as people write them, and compared digit by digit."""

import pytest

from tianlu.target.lists.phone import Phone, PhoneDifference, PhoneKind, compare_phones, read_phone


@pytest.mark.parametrize(
    "text",
    [
        "13604025016",
        "136-0402-5016",
        "+86 136 0402 5016",
        "008613604025016",
        "8613604025016",
        "013604025016",
        "１３６０４０２５０１６",
        "13604025016/13800001111",
        "无、13604025016",
    ],
)
def test_a_mobile_number_is_eleven_digits_however_it_is_written(text: str) -> None:
    assert read_phone(text) == Phone("13604025016", PhoneKind.MOBILE)


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("(0971)6251234", Phone("09716251234", PhoneKind.LAND_LINE)),
        ("0971-6251234转12", Phone("09716251234", PhoneKind.LAND_LINE, "12")),
        ("86 971 6251234", Phone("09716251234", PhoneKind.LAND_LINE)),
        ("010-62512345", Phone("01062512345", PhoneKind.LAND_LINE)),
        ("400-820-8820", Phone("4008208820", PhoneKind.SERVICE)),
        ("6251234", Phone("6251234", PhoneKind.LOCAL)),
    ],
)
def test_land_lines_service_and_local_numbers_are_told_apart(text: str, phone: Phone) -> None:
    assert read_phone(text) == phone


def test_a_local_number_takes_the_area_code_that_is_given() -> None:
    assert read_phone("6251234", area_code="0971") == Phone("09716251234", PhoneKind.LAND_LINE)


@pytest.mark.parametrize("text", ["", "无", "1360402501", "12345", "23604025016"])
def test_what_cannot_be_a_number_is_none(text: str) -> None:
    assert read_phone(text) is None


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ("13604025016", "13604025016", PhoneDifference.SAME),
        ("13604025016", "13604025017", PhoneDifference.ONE_DIGIT_OFF),
        ("13604025016", "13604052016", PhoneDifference.TWO_SWAPPED),
        ("13604025016", "13604025061", PhoneDifference.TWO_SWAPPED),
        ("13604025016", "13604025127", PhoneDifference.OTHER),
        ("13604025016", "1360402501", PhoneDifference.OTHER),
    ],
)
def test_numbers_differ_by_a_digit_a_swap_or_wholly(one: str, other: str, difference: PhoneDifference) -> None:
    assert compare_phones(one, other) == difference
    assert compare_phones(other, one) == difference
