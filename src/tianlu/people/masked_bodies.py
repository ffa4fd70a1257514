"""What a list of commands shows of their bodies: personal data of others is masked there for everybody."""

from collections.abc import Mapping
from typing import Any

from tianlu.people.fields import MASKS, shipped_fields
from tianlu.people.kinds_person import ADD, CHANGE

OF_A_PERSON = (ADD, CHANGE)
A_CUSTOMER = {"name": "name", "phone": "phone", "address": "address"}
ELSEWHERE = {
    "signin.found": {"person_name": "name"},
    "customer.enter": A_CUSTOMER,
    "customer.change": A_CUSTOMER,
}
"""Fields of other kinds that hold a person's, and as which field or by which mask they are hidden."""


def masked_body(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as an auditor sees it; the chain itself keeps what was sent."""
    fields = {field: field for field in shipped_fields()} if kind in OF_A_PERSON else ELSEWHERE.get(kind, {})
    masks = {name: MASKS[shipped_fields().get(field, field)] for name, field in fields.items()}
    return {
        name: masks[name](value) if name in masks and isinstance(value, str) else value for name, value in body.items()
    }
