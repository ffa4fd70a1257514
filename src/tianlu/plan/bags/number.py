"""A bag's number: the trip's date, nine digits that follow from what the bag is, and a check digit.

The number depends on trip, date, places and the bag's place in its consignment alone: planning the rest of the week
anew leaves it as it is. The check digit is Damm's (H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004): it
finds every wrong digit and every pair of neighbours that changed places.
"""

from collections.abc import Collection
from datetime import date
from hashlib import sha256
from typing import NewType

from tianlu.core.ids import PlaceId, TripId

BagNumber = NewType("BagNumber", str)
"""16 digits: YYMMDD, nine digits, check digit."""

DIGITS = 16
_OWN_DIGITS = 9
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def bag_number(
    trip: TripId, on: date, *, origin: PlaceId, destination: PlaceId, index: int, taken: Collection[BagNumber] = ()
) -> BagNumber:
    """The number of the `index`-th bag of a consignment; of two bags with the same digits the later draws again."""
    attempt = 0
    while True:
        key = "\x1f".join((trip, on.isoformat(), origin, destination, str(index), str(attempt)))
        own = int.from_bytes(sha256(key.encode()).digest()[:8], "big") % 10**_OWN_DIGITS
        digits = f"{on:%y%m%d}{own:0{_OWN_DIGITS}d}"
        number = BagNumber(digits + check_digit(digits))
        if number not in taken:
            return number
        attempt += 1


def check_digit(digits: str) -> str:
    """Damm's digit for a string of digits."""
    state = "0"
    for digit in digits:
        state = _DAMM[int(state)][int(digit)]
    return state


def is_bag_number(text: str) -> bool:
    """Whether a text is 16 digits of which the last is right."""
    return len(text) == DIGITS and text.isascii() and text.isdigit() and check_digit(text) == "0"


def shown_number(number: BagNumber) -> str:
    """As people read it aloud: `2611 2303 4117 6528`."""
    return " ".join(number[k : k + 4] for k in range(0, DIGITS, 4))
