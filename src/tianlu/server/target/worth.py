"""Orders of customers taken from a file: whose they are is looked up, and what is kept for the job names nobody."""

from collections.abc import Sequence
from io import BytesIO

import polars as pl

from tianlu.files.sheet_file import read_sheet_file
from tianlu.server.target.parts import TargetParts
from tianlu.target.api_jobs import FileTaken
from tianlu.target.desk import TargetDesk
from tianlu.target.job_kinds import VALUE
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.walk import walk_customers
from tianlu.target.lists.worth.api import OrdersSent
from tianlu.target.lists.worth.orders import OrderLine, OrdersRead, guess_order_columns, read_orders

SEED = 1


def read_order_file(name: str, content: bytes) -> OrdersRead:
    """The first sheet of an Excel file, or a CSV. Raises ProblemsFound."""
    table = read_sheet_file(name, content).table
    columns = guess_order_columns(name, table.heads)
    cells_of = dict(zip(table.heads, table.columns, strict=True))
    wanted = {heading: cells_of[heading] for heading in columns.values()}
    return read_orders(
        name,
        columns,
        ((row, {heading: cells[k] for heading, cells in wanted.items()}) for k, row in enumerate(table.rows)),
    )


def orders_of_customers(
    parts: TargetParts, org: str, source: str, lines: Sequence[OrderLine]
) -> tuple[pl.DataFrame, int]:
    """The orders of customers at a unit and below it, by customer, and how many are of nobody there. Raises
    LookupError where there is no such unit."""
    reach = parts.reach(org)
    with parts.engine.connect() as connection:
        whose = store.find_records(connection, {(source, line.key) for line in lines})
        there = {customer.id for customer, _ in walk_customers(connection, reach, now=parts.now())}
    known = [(line, customer) for line in lines if (customer := whose.get((source, line.key))) in there]
    table = pl.DataFrame(
        {
            "customer": [customer for _, customer in known],
            "day": [line.day for line, _ in known],
            "product": [line.product for line, _ in known],
            "pieces": [line.pieces for line, _ in known],
            "fen": [line.fen for line, _ in known],
        },
        schema={"customer": pl.String, "day": pl.Date, "product": pl.String, "pieces": pl.Int64, "fen": pl.Int64},
    )
    return table, len(lines) - len(known)


def take_orders(parts: TargetParts, desk: TargetDesk, sent: OrdersSent, by: str) -> FileTaken:
    """Raises ProblemsFound for a file that cannot be read."""
    read = read_order_file(sent.name, sent.content)
    orders, unknown = orders_of_customers(parts, sent.org, sent.source, read.lines)
    if orders.is_empty():
        return FileTaken(0, unknown, read.problems, None)
    out = BytesIO()
    orders.write_parquet(out)
    until = sent.until or orders["day"].max()
    assert until is not None
    order = {
        "source": sent.source,
        "orders": desk.put(out.getvalue()),
        "rows": len(read.lines),
        "unknown": unknown,
        "until": str(until),
        "days_ahead": sent.days_ahead,
        "seed": SEED,
    }
    job = desk.order(VALUE, sent.org, order, by=by)
    return FileTaken(len(orders), unknown, read.problems, job)
