"""What somebody sees of a customer: personal fields clear or masked (客户个人信息)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tianlu.command.envelope import ActorId
from tianlu.people.access import Reach
from tianlu.people.fields import MASK, MASKS
from tianlu.people.snapshot import Snapshot
from tianlu.target.lists.customers.model import Claim, ConsentMark, Customer, SourceRecord

MASKED: Mapping[str, str] = {"name": "name", "phone": "phone", "address": "address"}
"""Fields of somebody who is no company, and their masks."""


KEY_LEFT = 2
"""Characters of a source's own number that stay in sight."""


def hide_key(record: SourceRecord) -> SourceRecord:
    """A source's own number may be a telephone's or an account's."""
    hidden = max(0, len(record.key) - KEY_LEFT) or len(record.key)
    return replace(record, key=MASK * hidden + record.key[hidden:])


def hide_document(mark: ConsentMark) -> ConsentMark:
    """What shows a consent often names who gave it."""
    return replace(mark, documented=MASK if mark.documented else "")


@dataclass(frozen=True)
class CustomerSeen:
    """`is_masked` says that personal fields are hidden; the claim is one that stands."""

    customer: Customer
    claim: Claim | None
    is_masked: bool


@dataclass(frozen=True)
class CustomerSight:
    """Clear to owner and deputy, and to who may read personal data (`personal`) where the customer is; never to
    somebody of another legal entity than the one whose customer he is: the unit's, where none is named. `sees_all` is
    the machine's own command line."""

    viewer: ActorId
    personal: Reach
    snapshot: Snapshot
    sees_all: bool = False

    def show(self, customer: Customer, claim: Claim | None) -> CustomerSeen:
        if not customer.kind.is_personal or self.sees_all or self._sees_clear(customer, claim):
            return CustomerSeen(customer, claim, is_masked=False)
        masked = {field: MASKS[mask](getattr(customer, field)) for field, mask in MASKED.items()}
        return CustomerSeen(replace(customer, **masked), claim, is_masked=True)  # type: ignore[arg-type]

    def _sees_clear(self, customer: Customer, claim: Claim | None) -> bool:
        viewer, node = self.snapshot.persons.get(self.viewer), self.snapshot.nodes.get(customer.org)
        if viewer is None or node is None or viewer.entity != (customer.entity or node.entity):
            return False
        return self.personal.covers(node.path) or (claim is not None and claim.is_held_by(self.viewer))
