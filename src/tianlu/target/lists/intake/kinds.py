"""The command by which a source's mapping is kept (来源)."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.refusals import stale_base
from tianlu.command.registry import Call
from tianlu.target.lists.intake import store
from tianlu.target.lists.intake.source import NoSuchColumn, Says, Source

SourceName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Heading = Annotated[str, StringConstraints(min_length=1, max_length=200)]
FenPerUnit = Literal[1, 100]
Months = Annotated[int, Field(ge=1, le=60)]


class KeepSourceBody(BaseModel):
    """What the columns of a source say, at the unit where the command acts; in place of what was kept of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    source: SourceName
    line: Line = ""
    columns: dict[Says, Heading]
    fen_per_unit: FenPerUnit = 100
    months: Months = 1

    def as_source(self) -> Source:
        """Raises NoSuchColumn."""
        return Source(self.source, self.line, self.columns, self.fen_per_unit, self.months)


def keep_body(source: Source) -> dict[str, Any]:
    """What the command carries for a source."""
    columns = {says.value: heading for says, heading in source.columns.items()}
    figures = {"fen_per_unit": source.fen_per_unit, "months": source.months}
    return {"source": source.name, "line": source.line, "columns": columns, **figures}


def keep_source(call: Call[KeepSourceBody]) -> Outcome:
    org, base = call.envelope.org, call.envelope.base
    try:
        source = call.body.as_source()
    except NoSuchColumn:
        return _no_name()
    before = store.find_source(call.connection, org, source.name)
    if before is not None and before.source == source:
        return _nothing_changes()
    version = 0 if before is None else before.version
    if base is not None and base != version:
        return stale_base(base, version)
    store.put_source(call.connection, org, source, version + 1)
    return Accepted({"source": source.name}, version=version + 1)


def _nothing_changes() -> Refusal:
    return Refusal("nothing_changes", "nothing would change", "nothing is to be done", "没有任何变化", "无需处理")


def _no_name() -> Refusal:
    return Refusal(
        "no_name",
        "the mapping names no column for the customer's name",
        "choose the column in which the names stand",
        "未指定客户名称所在的列",
        "请选择名称所在的列",
    )
