"""Tiers of customers by what they bring now: a list that comes later adds money to who is there."""

from collections import Counter
from datetime import datetime

from tianlu.command.envelope import ActorId
from tianlu.server.target.lists import send_orders
from tianlu.server.target.parts import TargetParts
from tianlu.target.lists.api_grades import GradesOrderBody, GradesView, IntoTierView
from tianlu.target.lists.customers.model import Stage, Tier
from tianlu.target.lists.customers.register import CHANGE
from tianlu.target.lists.customers.walk import walk_customers
from tianlu.target.lists.intake.take_in import Order
from tianlu.target.lists.tier_rules import load_tiers, tiers_in_force


def plan_tiers(parts: TargetParts, org: str, *, now: datetime) -> tuple[Order, ...]:
    """The changes of tier at a unit and below it. Who brings nothing keeps the tier that he had. Raises LookupError."""
    reach, rules = parts.reach(org), tiers_in_force(load_tiers(), now.date())
    with parts.engine.connect() as connection:
        listed = [customer for customer, _ in walk_customers(connection, reach, now=now)]
    return tuple(
        Order(CHANGE, each.org, {"customer": each.id, "tier": tier.value})
        for each in listed
        if each.stage is not Stage.LEFT and each.monthly_fen
        for tier in [Tier(next(rule.tier for rule in rules if each.monthly_fen >= rule.month_fen_min))]
        if tier is not each.tier
    )


def grade_as(parts: TargetParts, order: GradesOrderBody, actor: ActorId) -> GradesView:
    """Raises LookupError where there is no such unit."""
    orders = plan_tiers(parts, order.org, now=parts.now())
    into = Counter(Tier(each.body["tier"]) for each in orders)
    refused = 0
    if not order.dry_run:
        sent = send_orders(parts.one_door.door.submit, actor, orders)
        into -= Counter(Tier(each.body["tier"]) for each, _ in sent.refused)
        refused = len(sent.refused)
    return GradesView(
        changed=sum(into.values()),
        refused=refused,
        into=tuple(IntoTierView(tier=tier, customers=into[tier]) for tier in Tier if into[tier]),
    )
