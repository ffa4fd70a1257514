"""What a campaign changed, as it is kept and shown: customers by id; what each looks like is asked when it is read."""

from datetime import datetime

import numpy as np
import polars as pl
from pydantic import BaseModel, ConfigDict

from tianlu.target.lists.campaign.measure import Measured

REASONS = 2


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class MovedView(View):
    """By how much asking changes this customer's chance to come, and the features that say so, as (feature, figure, by
    how much)."""

    customer: str
    effect: float
    because: tuple[tuple[str, float, float], ...]


class QiniView(View):
    """1 is the perfect order of asking, 0 is chance; measured on customers held back."""

    area: float
    low: float
    high: float
    is_within_noise: bool


class CampaignView(View):
    """Shares are 0 to 1. `qini` is None and `moved` empty where the groups are too small to learn from."""

    org: str
    source: str
    name: str
    made_at: datetime
    rows: int
    unknown: int
    asked: int
    control: int
    asked_share: float
    control_share: float
    effect: float
    low: float
    high: float
    is_within_noise: bool
    qini: QiniView | None
    features: tuple[str, ...]
    moved: tuple[MovedView, ...]


def view_campaign(
    measured: Measured,
    customers: pl.Series,
    features: pl.DataFrame,
    *,
    org: str,
    source: str,
    name: str,
    made_at: datetime,
    rows: int,
    unknown: int,
) -> CampaignView:
    """Who is moved most comes first."""
    mean, qini = measured.mean, measured.qini
    return CampaignView(
        org=org,
        source=source,
        name=name,
        made_at=made_at,
        rows=rows,
        unknown=unknown,
        asked=mean.asked,
        control=mean.control,
        asked_share=round(mean.asked_share, 4),
        control_share=round(mean.control_share, 4),
        effect=round(mean.effect, 4),
        low=round(mean.low, 4),
        high=round(mean.high, 4),
        is_within_noise=mean.is_within_noise,
        qini=None
        if qini is None
        else QiniView(
            area=round(qini.area, 4),
            low=round(qini.low, 4),
            high=round(qini.high, 4),
            is_within_noise=qini.is_within_noise,
        ),
        features=tuple(features.columns),
        moved=_moved(measured, customers, features),
    )


def _moved(measured: Measured, customers: pl.Series, features: pl.DataFrame) -> tuple[MovedView, ...]:
    if measured.uplift is None:
        return ()
    effects, parts = measured.uplift.effect(features), measured.uplift.parts(features)
    raw, ids = features.to_numpy().astype(float), customers.to_list()
    found = []
    for row in np.argsort(-effects, kind="stable").tolist():
        strongest = np.argsort(-np.abs(parts[row]))[:REASONS].tolist()
        because = ((features.columns[k], float(raw[row, k]), float(parts[row, k])) for k in strongest)
        said = tuple((name, round(figure, 4), round(part, 4)) for name, figure, part in because)
        found.append(MovedView(customer=ids[row], effect=round(float(effects[row]), 4), because=said))
    return tuple(found)


def said_effect(view: CampaignView) -> tuple[str, str]:
    """The campaign in a sentence, in English and Chinese."""
    noise = " That is within noise." if view.is_within_noise else ""
    noise_zh = "在误差范围之内。" if view.is_within_noise else ""
    return (
        f"Of {view.asked} asked {view.asked_share:.1%} came, of {view.control} left alone {view.control_share:.1%}:"
        f" asking changed {view.effect:+.1%} ({view.low:+.1%} to {view.high:+.1%}).{noise}",
        f"触达 {view.asked} 户，办理 {view.asked_share:.1%}；对照 {view.control} 户，办理 {view.control_share:.1%}："
        f"增量 {view.effect:+.1%}（{view.low:+.1%} 至 {view.high:+.1%}）。{noise_zh}",
    )
