"""All commands of customers."""

from tianlu.command.registry import Kind, Registry
from tianlu.people.roles import LIST_APPROVE, LIST_MANAGE, LIST_WORK
from tianlu.target.lists.customers import kinds_claim, kinds_consent, kinds_doubt, kinds_list
from tianlu.target.lists.customers.bodies import (
    AssignBody,
    ChangeBody,
    ClaimBody,
    ConsentBody,
    CustomerBody,
    DecideBody,
    DoubtBody,
    EnterBody,
    JudgeBody,
    PartBody,
    ReasonBody,
    TakeBody,
    WorkBody,
)

ENTER, CHANGE, EXIT, DECIDE = "customer.enter", "customer.change", "customer.exit", "customer.decide"
TAKE = "customer.take"
CLAIM, ASSIGN, RELEASE, WORK = "customer.claim", "customer.assign", "customer.release", "customer.work"
DOUBT, JUDGE, PART = "customer.doubt", "customer.judge", "customer.part"
STRIKE_OFF, REOPEN, CONSENT = "customer.strike_off", "customer.reopen", "customer.consent"
LIST_KINDS = (ENTER, TAKE, DOUBT, JUDGE, PART, CHANGE, EXIT, DECIDE)
KINDS = (*LIST_KINDS, CLAIM, ASSIGN, RELEASE, WORK, STRIKE_OFF, REOPEN, CONSENT)


def register_customers(registry: Registry) -> None:
    """Add the kinds of this room."""
    registry.add(Kind(ENTER, 1, EnterBody, LIST_MANAGE, kinds_list.enter))
    registry.add(Kind(TAKE, 1, TakeBody, LIST_MANAGE, kinds_list.take))
    registry.add(Kind(DOUBT, 1, DoubtBody, LIST_MANAGE, kinds_doubt.doubt, also_needs=kinds_doubt.manages_both))
    registry.add(Kind(JUDGE, 1, JudgeBody, LIST_MANAGE, kinds_doubt.judge, also_needs=kinds_doubt.manages_both))
    registry.add(Kind(PART, 1, PartBody, LIST_MANAGE, kinds_doubt.part, also_needs=kinds_doubt.manages_both))
    registry.add(Kind(CHANGE, 1, ChangeBody, LIST_MANAGE, kinds_list.change))
    registry.add(Kind(EXIT, 1, ReasonBody, LIST_MANAGE, kinds_list.ask_exit))
    registry.add(Kind(DECIDE, 1, DecideBody, LIST_APPROVE, kinds_list.decide))
    registry.add(Kind(CLAIM, 1, ClaimBody, LIST_WORK, kinds_claim.claim, also_needs=kinds_claim.may_claim))
    registry.add(Kind(ASSIGN, 1, AssignBody, LIST_WORK, kinds_claim.assign, also_needs=kinds_claim.may_assign))
    registry.add(
        Kind(RELEASE, 1, CustomerBody, LIST_WORK, kinds_claim.release, also_needs=kinds_claim.is_owner_or_manager)
    )
    registry.add(Kind(WORK, 1, WorkBody, LIST_WORK, kinds_claim.work))
    registry.add(Kind(STRIKE_OFF, 1, ReasonBody, LIST_WORK, kinds_claim.ask_strike_off))
    registry.add(Kind(REOPEN, 1, ReasonBody, LIST_APPROVE, kinds_list.reopen))
    registry.add(Kind(CONSENT, 1, ConsentBody, LIST_WORK, kinds_consent.consent))
