"""A county's office that also keeps customers: who enters them, who works them, and a clock of its own."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.people.county_office import BOSS, COUNTY, COURIER, MANAGER, CountyOffice, a_command
from tianlu.target.lists.customers.api import customer_router
from tianlu.target.lists.customers.register import register_customers
from tianlu.target.lists.customers.service import Customers

YAK = "yak-co"
"""A company of the second tier."""
A_COMPANY = {
    "customer": YAK,
    "kind": "company",
    "name": "共和县雪域牦牛肉合作社",
    "phone": "13912345678",
    "address": "恰卜恰镇东巴村三组12号",
    "tier": "second",
    "relation": "existing",
    "monthly_fen": 820_000,
    "reason": "年寄递量大",
}
OWED = ("visit", "offer", "contract")
"""What a customer of the second tier is owed."""


@dataclass
class ListOffice(CountyOffice):
    def __post_init__(self) -> None:
        super().__post_init__()
        register_customers(self.registry)
        self.app.include_router(customer_router(Customers(self.engine, self.gate, clock=lambda: self.now), self.gate))

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    def act(self, actor: str, kind: str, customer: str = YAK, /, **body: Any) -> dict[str, Any]:
        """A receipt; made at the office's own time, in the county."""
        body = {"customer": customer, **body}
        return self.send(actor, a_command(kind, COUNTY, made_at=self.now.isoformat(), body=body))[0]

    def done(self, actor: str, kind: str, customer: str = YAK, /, **body: Any) -> dict[str, Any]:
        receipt = self.act(actor, kind, customer, **body)
        assert receipt["standing"] == "accepted", receipt
        return receipt

    def not_done(self, actor: str, kind: str, customer: str = YAK, /, **body: Any) -> str:
        """The code of the refusal, which speaks both languages."""
        receipt = self.act(actor, kind, customer, **body)
        assert receipt["standing"] == "refused", receipt
        assert all(receipt["refusal"][name] for name in ("reason", "mend", "reason_zh", "mend_zh"))
        return str(receipt["refusal"]["code"])

    def enter(self, **changes: Any) -> str:
        """A customer on the list: entered by the manager, approved by his superior."""
        body = {**A_COMPANY, **changes}
        id_ = str(body.pop("customer"))
        self.done(MANAGER, "customer.enter", id_, **body)
        self.done(BOSS, "customer.decide", id_, grants=True)
        return id_

    def work_off(self, actor: str, customer: str = YAK) -> None:
        """All that the second tier asks for."""
        for work in OWED:
            self.done(actor, "customer.work", customer, work=work, evidence=f"单号-{work}")

    def seen(self, actor: str, customer: str = YAK) -> dict[str, Any]:
        whole: dict[str, Any] = self.get(actor, f"/api/customers/{customer}")
        return whole

    def stage(self, customer: str = YAK) -> str:
        return str(self.seen(BOSS, customer)["customer"]["stage"])

    def owner(self, customer: str = YAK) -> str | None:
        claim = self.seen(BOSS, customer)["customer"]["claim"]
        return None if claim is None else str(claim["owner"])

    def hire(self, *people: str, role: str = "account_manager") -> None:
        for person in people:
            self.must(BOSS, "person.add", COUNTY, id=person, name=person, staff_number=person, entity="post")
            self.must(BOSS, "grant.give", COUNTY, id=f"g-{person}", person=person, role=role)


__all__ = ["BOSS", "COUNTY", "COURIER", "MANAGER", "ListOffice"]
