"""What customers are worth as a job: assessed in a process of its own, since the models keep the interpreter busy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import polars as pl

from tianlu.db.blobs import get_blob
from tianlu.jobs.model import Job, JobTrouble
from tianlu.plan.whatif.planned import OnWork, Stopped
from tianlu.server.target.parts import TargetParts
from tianlu.target.desk import view_apart
from tianlu.target.lists.worth.assess import assess
from tianlu.target.lists.worth.view import WorthsView, view_worths

NOTHING_BY_THEN = JobTrouble(
    "no_orders", "no order was made by that day; choose a later day", "该日之前没有订单；请选择更晚的日期"
)
PRELOAD = "tianlu.target.lists.worth.assess"


@dataclass(frozen=True)
class WorthMaker:
    """`clock` gives aware moments."""

    parts: TargetParts
    clock: Callable[[], datetime]

    def __call__(self, job: Job, on_work: OnWork) -> WorthsView:
        said: Any = job.order
        with self.parts.engine.connect() as connection:
            orders = get_blob(connection, said["orders"])
        assert orders is not None, f"no blob {said['orders']}"
        task = WorthTask(
            orders=orders,
            org=job.org,
            source=said["source"],
            until=date.fromisoformat(said["until"]),
            days_ahead=said["days_ahead"],
            seed=said["seed"],
            rows=said["rows"],
            unknown=said["unknown"],
            made_at=self.clock(),
        )
        return view_apart(task, on_work, preload=PRELOAD)


@dataclass(frozen=True)
class WorthTask:
    """As the other process does it; `orders` is a Parquet file."""

    orders: bytes
    org: str
    source: str
    until: date
    days_ahead: int
    seed: int
    rows: int
    unknown: int
    made_at: datetime

    def __call__(self, on_work: OnWork) -> WorthsView | JobTrouble | None:
        def on_share(share: float, at: str) -> None:
            if not on_work(share, at):
                raise Stopped

        orders = pl.read_parquet(BytesIO(self.orders))
        if orders.filter(pl.col("day") <= self.until).is_empty():
            return NOTHING_BY_THEN
        try:
            assessed = assess(orders, until=self.until, days_ahead=self.days_ahead, seed=self.seed, on_share=on_share)
        except Stopped:
            return None
        return view_worths(
            assessed,
            org=self.org,
            source=self.source,
            seed=self.seed,
            made_at=self.made_at,
            rows=self.rows,
            unknown=self.unknown,
        )
