"""A campaign's list taken from a file: whose rows are looked up, and what is kept for the job names nobody."""

from io import BytesIO

import polars as pl

from tianlu.files.sheet_file import read_sheet_file
from tianlu.server.target.parts import TargetParts
from tianlu.target.api_jobs import FileTaken
from tianlu.target.desk import TargetDesk
from tianlu.target.job_kinds import CAMPAIGN
from tianlu.target.lists.campaign.answers import Answer, AnswersRead, guess_answer_columns, read_answers
from tianlu.target.lists.campaign.api import CampaignSent
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.model import Customer, CustomerKind, Tier
from tianlu.target.lists.customers.walk import walk_customers

SEED = 1
CUSTOMER, ASKED, CAME = "customer", "asked", "came"
OWN = ("月均收入（元）", "等级", "单位客户")
"""What the list itself knows of a customer: yuan a month, tier from 0 (the highest), 1 for a company."""


def read_campaign_file(name: str, content: bytes) -> AnswersRead:
    """The first sheet of an Excel file, or a CSV. Raises ProblemsFound."""
    table = read_sheet_file(name, content).table
    columns = guess_answer_columns(name, table.heads)
    cells_of = dict(zip(table.heads, table.columns, strict=True))
    rows = [(row, {heading: cells[k] for heading, cells in cells_of.items()}) for k, row in enumerate(table.rows)]
    return read_answers(name, columns, rows)


def answers_of_customers(parts: TargetParts, org: str, source: str, read: AnswersRead) -> tuple[pl.DataFrame, int]:
    """CUSTOMER, ASKED, CAME and the features of customers at a unit and below it, and how many rows are of nobody
    there. Raises LookupError where there is no such unit."""
    with parts.engine.connect() as connection:
        whose = store.find_records(connection, {(source, each.key) for each in read.answers})
        there = {who.id: who for who, _ in walk_customers(connection, parts.reach(org), now=parts.now())}
    known: dict[str, tuple[Answer, Customer]] = {}
    for answer in read.answers:
        customer = there.get(whose.get((source, answer.key), ""))
        if customer is not None:
            known.setdefault(customer.id, (answer, customer))
    tiers = list(Tier)
    table = pl.DataFrame(
        {
            CUSTOMER: list(known),
            ASKED: [answer.was_asked for answer, _ in known.values()],
            CAME: [answer.came for answer, _ in known.values()],
            OWN[0]: [who.monthly_fen / 100 for _, who in known.values()],
            OWN[1]: [float(tiers.index(who.tier)) for _, who in known.values()],
            OWN[2]: [float(who.kind is CustomerKind.COMPANY) for _, who in known.values()],
            **{
                feature: [answer.numbers[k] for answer, _ in known.values()]
                for k, feature in enumerate(read.features)
                if feature not in (CUSTOMER, ASKED, CAME, *OWN)
            },
        }
    )
    return table, len(read.answers) - len(known)


def take_campaign(parts: TargetParts, desk: TargetDesk, sent: CampaignSent, by: str) -> FileTaken:
    """Raises ProblemsFound for a file that cannot be read."""
    read = read_campaign_file(sent.name, sent.content)
    table, unknown = answers_of_customers(parts, sent.org, sent.source, read)
    if table.is_empty():
        return FileTaken(0, unknown, read.problems, None)
    out = BytesIO()
    table.write_parquet(out)
    order = {
        "source": sent.source,
        "name": sent.name,
        "answers": desk.put(out.getvalue()),
        "rows": len(read.answers),
        "unknown": unknown,
        "seed": SEED,
    }
    job = desk.order(CAMPAIGN, sent.org, order, by=by)
    return FileTaken(len(table), unknown, read.problems, job)
