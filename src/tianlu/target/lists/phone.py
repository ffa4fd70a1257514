"""Telephone numbers as people write them, in one form, and how two of them differ.

Mobile numbers have 11 digits and begin with 1 (3 to 9 after it); land lines have an area code of 3 or 4 digits that
begins with 0 and 7 or 8 digits (电信网编号计划, B).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from tianlu.target.lists.characters import plain

_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x)\s*(\d{1,6})$", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"\D+")
_COUNTRY = re.compile(r"^(?:00)?86(?=1[3-9]\d{9}$|0?\d{9,12}$)")
_MOBILE = re.compile(r"^1[3-9]\d{9}$")
_LAND_LINE = re.compile(r"^0(?:10|2\d|[3-9]\d{2})\d{7,8}$")
_SERVICE = re.compile(r"^[48]00\d{7}$")
_LOCAL = re.compile(r"^[2-8]\d{6,7}$")


class PhoneKind(StrEnum):
    MOBILE = "mobile"
    LAND_LINE = "land line"
    LOCAL = "local"
    SERVICE = "service"


class PhoneDifference(StrEnum):
    """How two numbers differ, from not at all to wholly."""

    SAME = "same"
    ONE_DIGIT_OFF = "one digit off"
    TWO_SWAPPED = "two neighbouring digits swapped"
    OTHER = "other"


@dataclass(frozen=True)
class Phone:
    """A number by its digits: no country code, the area code with its 0; `extension` empty where there is none."""

    digits: str
    kind: PhoneKind
    extension: str = ""


def read_phone(text: str, *, area_code: str = "") -> Phone | None:
    """The number that is written, or None where it cannot be one; `area_code` is given to a local land line.

    Of several numbers in one cell the first that can be read is taken: `13604025016/0971-6251234`.
    """
    return next((phone for piece in _pieces(plain(text)) if (phone := _read_one(piece, area_code)) is not None), None)


def compare_phones(one: str, other: str) -> PhoneDifference:
    """How the digits of two numbers differ."""
    if one == other:
        return PhoneDifference.SAME
    if len(one) != len(other):
        return PhoneDifference.OTHER
    wrong = [k for k in range(len(one)) if one[k] != other[k]]
    if len(wrong) == 1:
        return PhoneDifference.ONE_DIGIT_OFF
    if (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and one[wrong[0]] + one[wrong[1]] == other[wrong[1]] + other[wrong[0]]
    ):
        return PhoneDifference.TWO_SWAPPED
    return PhoneDifference.OTHER


def _pieces(text: str) -> list[str]:
    """The whole cell first, since separators also stand within one number; then what they separate."""
    return [text, *re.split(r"[/、,;，；或]", text)]


def _read_one(text: str, area_code: str) -> Phone | None:
    extension = _EXTENSION.search(text)
    digits = _NOT_DIGITS.sub("", text[: extension.start()] if extension else text)
    national = _COUNTRY.sub("", digits)
    if national.startswith("0") and _MOBILE.match(national[1:]):
        national = national[1:]
    if _MOBILE.match(national):
        return Phone(national, PhoneKind.MOBILE)
    if _SERVICE.match(national):
        return Phone(national, PhoneKind.SERVICE)
    if national != digits and not national.startswith("0"):
        national = f"0{national}"
    inner = extension[1] if extension else ""
    if _LAND_LINE.match(national):
        return Phone(national, PhoneKind.LAND_LINE, inner)
    if _LOCAL.match(national):
        kind = PhoneKind.LAND_LINE if area_code else PhoneKind.LOCAL
        return Phone(area_code + national, kind, inner)
    return None
