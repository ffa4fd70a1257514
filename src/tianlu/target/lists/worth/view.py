"""What customers are worth, as it is kept and shown: customers by id; what each looks like is asked when it is read."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from tianlu.core.money import yuan
from tianlu.target.lists.value.decline import Decline
from tianlu.target.lists.value.rfm import explain_rfm
from tianlu.target.lists.worth.assess import Assessed
from tianlu.target.lists.worth.next_product import NextProduct


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class WorthView(View):
    """One customer. `recency`, `frequency`, `money` are 1 to 5, 5 is best; what is not known is None. `expected` are
    days of purchase in the days ahead, `chance` is of taking up `product`; each figure with its reason."""

    customer: str
    recency: int
    frequency: int
    money: int
    fen: int
    days_bought: int
    quiet_days: int
    reason: str
    reason_zh: str
    alive: float | None
    expected: float | None
    expected_fen: int | None
    outlook: str
    outlook_zh: str
    fall_percent: float | None
    fall: str
    fall_zh: str
    product: str
    chance: float | None
    because: tuple[tuple[str, float, float], ...]


class ProductLearntView(View):
    """`area` is how often a taker stands above another among customers not learnt from, 0.5 is chance; None where too
    few took the product up."""

    product: str
    takers: int
    area: float | None


class WorthsView(View):
    """`is_corrected` says whether there was past enough to learn from what an earlier forecast got wrong;
    `money_correlation` near 0 means that the money of a purchase can be forecast by itself. `unknown` rows are of
    nobody on the list."""

    org: str
    source: str
    until: date
    days_ahead: int
    seed: int
    made_at: datetime
    rows: int
    unknown: int
    month: date | None
    is_forecast: bool
    is_corrected: bool
    money_correlation: float
    products: tuple[ProductLearntView, ...]
    customers: tuple[WorthView, ...]


def view_worths(
    assessed: Assessed, *, org: str, source: str, seed: int, made_at: datetime, rows: int, unknown: int
) -> WorthsView:
    forecast = assessed.forecast
    outlook = {} if forecast is None else {row["customer"]: row for row in forecast.table.iter_rows(named=True)}
    next_of = assessed.next_products.of
    return WorthsView(
        org=org,
        source=source,
        until=assessed.until,
        days_ahead=assessed.days_ahead,
        seed=seed,
        made_at=made_at,
        rows=rows,
        unknown=unknown,
        month=assessed.month,
        is_forecast=forecast is not None,
        is_corrected=forecast is not None and forecast.is_corrected,
        money_correlation=0.0 if forecast is None else round(forecast.money_correlation, 3),
        products=tuple(
            ProductLearntView(
                product=each.product,
                takers=each.takers,
                area=None if each.held_back is None else round(each.held_back.area, 3),
            )
            for each in assessed.next_products.products
        ),
        customers=tuple(
            _worth(
                row, outlook.get(row["customer"]), assessed.declines.get(row["customer"]), next_of.get(row["customer"])
            )
            for row in assessed.rfm.iter_rows(named=True)
        ),
    )


def _worth(
    rfm: dict[str, Any], outlook: dict[str, Any] | None, decline: Decline | None, product: NextProduct | None
) -> WorthView:
    why = explain_rfm(rfm)
    text, text_zh = ("", "") if outlook is None else _outlook(outlook)
    return WorthView(
        customer=rfm["customer"],
        recency=rfm["recency"],
        frequency=rfm["frequency"],
        money=rfm["money"],
        fen=rfm["fen"],
        days_bought=rfm["days_bought"],
        quiet_days=rfm["quiet_days"],
        reason=why.text,
        reason_zh=why.text_zh,
        alive=None if outlook is None else round(outlook["chance_alive"], 3),
        expected=None if outlook is None else round(outlook["expected"], 3),
        expected_fen=None if outlook is None else outlook["expected_fen"],
        outlook=text,
        outlook_zh=text_zh,
        fall_percent=None if decline is None else round(decline.fall_percent, 1),
        fall="" if decline is None else decline.reason,
        fall_zh="" if decline is None else decline.reason_zh,
        product="" if product is None else product.product,
        chance=None if product is None else round(product.chance, 3),
        because=()
        if product is None
        else tuple((name, round(figure, 2), round(log_odds, 3)) for name, figure, log_odds in product.because),
    )


def _outlook(row: dict[str, Any]) -> tuple[str, str]:
    weeks, quiet, each = row["weeks_each"], row["quiet_days"], yuan(row["fen_each"])
    alive, factor = f"{row['chance_alive']:.0%}", row["correction"]
    habit = "" if abs(factor - 1) < 0.05 else f"; habits like his make it {factor:.2f} times the model's"
    habit_zh = "" if abs(factor - 1) < 0.05 else f"；按同类客户习惯修正为模型的 {factor:.2f} 倍"
    return (
        f"While active buys every {weeks:.1f} weeks, quiet for {quiet} days: {alive} likely to be active still;"
        f" {each} a day of purchase{habit}.",
        f"活跃时约每 {weeks:.1f} 周购买一次，已 {quiet} 天未购买，仍活跃的可能为 {alive}；每次约 {each}{habit_zh}。",
    )
