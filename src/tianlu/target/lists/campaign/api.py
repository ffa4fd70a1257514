"""HTTP for what a campaign changed: its list sent as a file, measured as a job, shown with customers as the reader sees
them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, UploadFile

from tianlu.jobs.model import JobState
from tianlu.people.gate import Actor, Gate, NotAllowed
from tianlu.people.roles import DATA_IMPORT, LIST_READ
from tianlu.plan.api import MAY_REFUSE
from tianlu.plan.county_gate import sees
from tianlu.target.api_jobs import FileTaken, FileTakenBody, TargetJobBody, file_taken_body, read_file, target_job_body
from tianlu.target.desk import TargetDesk
from tianlu.target.job_kinds import CAMPAIGN, PERMISSIONS
from tianlu.target.lists.campaign.view import CampaignView, MovedView, View, said_effect
from tianlu.target.lists.customers.model import Tier
from tianlu.target.lists.customers.service import Customers

SHOWN_MOST = 500


@dataclass(frozen=True)
class CampaignSent:
    """A file of a campaign among the customers at a unit; `source` is whose list the customers' keys are from."""

    org: str
    source: str
    name: str
    content: bytes


TakeCampaign = Callable[[CampaignSent, str], FileTaken]
"""Reads a file and orders the job in somebody's name. Raises ProblemsFound."""


class AskedView(View):
    """A customer as the reader sees him, with what asking changes in him."""

    id: str
    name: str
    tier: Tier
    is_masked: bool
    moved: MovedView


class CampaignBody(View):
    """The newest job at a unit, and what the newest that is done has found, without its customers; the first of those
    in reach stand beside it, who is moved most first."""

    job: TargetJobBody | None
    found: CampaignView | None
    said: str
    said_zh: str
    customers: tuple[AskedView, ...]


def campaign_router(desk: TargetDesk, take: TakeCampaign, customers: Customers, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/target/campaign", tags=["target"])
    signed_in = Annotated[Actor, Depends(gate)]
    unit = Annotated[str, Query(max_length=100, description="the unit whose customers, with all below it")]

    @router.get("", operation_id="get_campaign")
    def get_campaign(actor: signed_in, org: unit) -> CampaignBody:
        if not sees(gate, actor, LIST_READ)(org):
            raise NotAllowed(LIST_READ, org)
        newest, done = desk.newest(CAMPAIGN, org), desk.newest(CAMPAIGN, org, JobState.DONE)
        job = None if newest is None else target_job_body(newest)
        if done is None:
            return CampaignBody(job=job, found=None, said="", said_zh="", customers=())
        found = desk.read(done, CampaignView)
        said, said_zh = said_effect(found)
        bare = found.model_copy(update={"moved": ()})
        return CampaignBody(job=job, found=bare, said=said, said_zh=said_zh, customers=_asked(actor, found))

    @router.post("", operation_id="measure_campaign", status_code=202, responses=MAY_REFUSE)
    def send_campaign(
        actor: signed_in,
        file: UploadFile,
        org: unit,
        source: Annotated[str, Query(min_length=1, max_length=60, description="whose list the keys are from")],
    ) -> FileTakenBody:
        """An Excel or CSV file with customer, whether asked, whether he came; further columns of numbers are what was
        known before."""
        gate.need(actor, PERMISSIONS[CAMPAIGN], org)
        gate.need(actor, DATA_IMPORT, org)
        sent = CampaignSent(org, source.strip(), file.filename or "campaign", read_file(file))
        return file_taken_body(take(sent, actor.id))

    def _asked(actor: Actor, found: CampaignView) -> tuple[AskedView, ...]:
        first = found.moved[:SHOWN_MOST]
        seen = customers.seen(actor, [each.customer for each in first])
        return tuple(
            AskedView(
                id=each.customer, name=who.customer.name, tier=who.customer.tier, is_masked=who.is_masked, moved=each
            )
            for each in first
            if (who := seen.get(each.customer)) is not None
        )

    return router
