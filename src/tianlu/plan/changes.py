"""What was done with a plan, as its county's audit chain says."""

import json
from dataclasses import dataclass

from tianlu.command.audit import Link
from tianlu.plan.kinds import DISCARD, KEEP, NOTE, PUBLISH, WITHDRAW

ACTS = {KEEP: "kept", PUBLISH: "published", WITHDRAW: "withdrawn", DISCARD: "discarded", NOTE: "noted"}
SUPERSEDED = "superseded"


@dataclass(frozen=True)
class PlanChange:
    """`words` are the reason, the note, or the plan that took its place; `at` is the server's moment in ISO form, `seq`
    the number of the command in its county's chain."""

    seq: int
    at: str
    actor: str
    act: str
    words: str


def change_of(link: Link, plan_id: str) -> PlanChange:
    """What a command meant for a plan that it names."""
    content, outcome = json.loads(link.content), json.loads(link.outcome)
    body = content["body"]
    if outcome["result"].get("superseded") == plan_id:
        return PlanChange(link.seq, link.at, link.actor, SUPERSEDED, body["plan"])
    words = body.get("reason") or body.get("note") or ""
    return PlanChange(link.seq, link.at, link.actor, ACTS[content["kind"]], words)
