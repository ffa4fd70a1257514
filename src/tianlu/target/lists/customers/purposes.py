"""The purposes that consents are asked for (同意事项) as data, and which of a customer's marks stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from tianlu.target.lists.customers.model import ConsentMark


@dataclass(frozen=True)
class Purpose:
    """`clause` is the law's; `names_recipient` says that a mark names the legal entity to which the data go."""

    id: str
    name: str
    name_en: str
    clause: str
    names_recipient: bool


@cache
def shipped_purposes() -> Mapping[str, Purpose]:
    """Those of `purposes.yaml`, by id."""
    rows = yaml.safe_load(resources.files(__package__).joinpath("purposes.yaml").read_text(encoding="utf-8"))
    return {
        id_: Purpose(id_, row["name"], row["name_en"], row["clause"], row["names_recipient"])
        for id_, row in rows.items()
    }


def standing_marks(marks: Iterable[ConsentMark]) -> Mapping[tuple[str, str], ConsentMark]:
    """By purpose and recipient the mark that stands: of the latest day; of one day's the one put on record last. A
    consent of an earlier day that is put on record late undoes no later withdrawal."""
    return {
        (mark.purpose, mark.recipient): mark for mark in sorted(marks, key=lambda each: (each.day, each.at, each.id))
    }
