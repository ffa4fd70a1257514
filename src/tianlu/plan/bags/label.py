"""What a bag's QR code says: number, trip, date, from, to, weight; written as one line and read back the same.

`TLB1;NUMBER;TRIP;DATE;FROM;TO;GRAMS`, each part percent-encoded (RFC 3986), so that the line is ASCII whatever the
names of trips and places are.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote

from tianlu.core.ids import PlaceId, TripId
from tianlu.core.problem import ProblemsFound
from tianlu.plan.bags.manifest import Manifest, ManifestBag
from tianlu.plan.bags.number import BagNumber, is_bag_number
from tianlu.plan.bags.trouble import refused

LABEL_FORMAT = "TLB1"
_PARTS = 7
_SAFE = "@#:-_."


@dataclass(frozen=True)
class BagLabel:
    """What stands on a bag's label for a scanner."""

    number: BagNumber
    trip: TripId
    date: date
    origin: PlaceId
    destination: PlaceId
    grams: int


def label_of(manifest: Manifest, bag: ManifestBag) -> BagLabel:
    return BagLabel(bag.number, manifest.trip, manifest.date, bag.origin, bag.destination, bag.grams)


def label_text(label: BagLabel) -> str:
    """The line that the code holds."""
    parts = (
        label.number,
        label.trip,
        label.date.isoformat(),
        label.origin,
        label.destination,
        str(label.grams),
    )
    return ";".join((LABEL_FORMAT, *(quote(part, safe=_SAFE) for part in parts)))


def parse_label(text: str) -> BagLabel:
    """The label that was scanned. Raises ProblemsFound for a text that is none."""
    parts = text.strip().split(";")
    if len(parts) != _PARTS or parts[0] != LABEL_FORMAT:
        raise _no_label(text)
    number, trip, day, origin, destination, grams = (unquote(part) for part in parts[1:])
    if not is_bag_number(number):
        raise wrong_number(number)
    try:
        on, weight = date.fromisoformat(day), int(grams)
    except ValueError:
        raise _no_label(text) from None
    if weight < 0 or not trip or not origin or not destination:
        raise _no_label(text)
    return BagLabel(BagNumber(number), TripId(trip), on, PlaceId(origin), PlaceId(destination), weight)


def read_number(text: str) -> BagNumber:
    """A bag's number as it was scanned (a whole label) or typed (digits, blanks allowed). Raises ProblemsFound."""
    if text.strip().startswith(LABEL_FORMAT):
        return parse_label(text).number
    digits = "".join(text.split())
    if not is_bag_number(digits):
        raise wrong_number(text)
    return BagNumber(digits)


def wrong_number(found: str) -> ProblemsFound:
    """A text that is no bag's number."""
    return refused(
        "wrong_bag_number",
        field="number",
        found=repr(found[:40]),
        expected="16 digits of which the last is the check digit",
        expected_zh="16 位数字，末位为校验码",
        how_to_fix="Scan the label, or type the number anew.",
        how_to_fix_zh="请扫描标签，或重新输入袋号。",
    )


def _no_label(found: str) -> ProblemsFound:
    return refused(
        "no_bag_label",
        field="label",
        found=repr(found[:60]),
        expected=f"a bag's label, {LABEL_FORMAT};number;trip;date;from;to;grams",
        expected_zh=f"邮袋标签，{LABEL_FORMAT};袋号;班次;日期;从;到;克",
        how_to_fix="Scan the code on the bag's own label.",
        how_to_fix_zh="请扫描邮袋标签上的二维码。",
    )
