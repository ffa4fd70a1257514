"""What a campaign changed as a job: measured in a process of its own, since the models keep the interpreter busy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import polars as pl

from tianlu.db.blobs import get_blob
from tianlu.jobs.model import Job, JobTrouble
from tianlu.plan.whatif.planned import OnWork, Stopped
from tianlu.server.target.campaign import ASKED, CAME, CUSTOMER
from tianlu.server.target.parts import TargetParts
from tianlu.target.desk import view_apart
from tianlu.target.lists.campaign.measure import measure_campaign
from tianlu.target.lists.campaign.view import CampaignView, view_campaign

ONE_GROUP = JobTrouble(
    "one_group",
    "all of these customers were asked, or none: without a control group nothing can be laid to the campaign",
    "名单中的客户全部触达或全部未触达：没有对照组，无法判断活动的增量",
)
PRELOAD = "tianlu.target.lists.campaign.measure"


@dataclass(frozen=True)
class CampaignMaker:
    """`clock` gives aware moments."""

    parts: TargetParts
    clock: Callable[[], datetime]

    def __call__(self, job: Job, on_work: OnWork) -> CampaignView:
        said: Any = job.order
        with self.parts.engine.connect() as connection:
            answers = get_blob(connection, said["answers"])
        assert answers is not None, f"no blob {said['answers']}"
        rest = {name: said[name] for name in ("source", "name", "rows", "unknown", "seed")}
        return view_apart(CampaignTask(answers, job.org, self.clock(), **rest), on_work, preload=PRELOAD)


@dataclass(frozen=True)
class CampaignTask:
    """As the other process does it; `answers` is a Parquet file."""

    answers: bytes
    org: str
    made_at: datetime
    source: str
    name: str
    rows: int
    unknown: int
    seed: int

    def __call__(self, on_work: OnWork) -> CampaignView | JobTrouble | None:
        def on_share(share: float) -> None:
            if not on_work(share, "measure"):
                raise Stopped

        table = pl.read_parquet(BytesIO(self.answers))
        features = table.drop(CUSTOMER, ASKED, CAME)
        asked, came = table[ASKED].to_numpy(), table[CAME].to_numpy()
        if asked.all() or not asked.any():
            return ONE_GROUP
        try:
            measured = measure_campaign(features, asked, came, seed=self.seed, on_share=on_share)
        except Stopped:
            return None
        return view_campaign(
            measured,
            table[CUSTOMER],
            features,
            org=self.org,
            source=self.source,
            name=self.name,
            made_at=self.made_at,
            rows=self.rows,
            unknown=self.unknown,
        )
