"""`tianlu audit rebuild`: state made anew from the chains, and whether it is the state that there is."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.exc import ArgumentError

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.progress import replay_progress
from tianlu.cli.report import out
from tianlu.command import store
from tianlu.command.rebuild import Differs, rebuild
from tianlu.command.state_compare import RowDiffers, compare_state
from tianlu.command.tables import LINKS
from tianlu.core.language import Language
from tianlu.db.engine import open_engine, open_file
from tianlu.db.migrate import migrate
from tianlu.db.workspace import visit_workspace
from tianlu.server.one_door import all_kinds
from tianlu.server.state_tables import all_state_tables

SHOWN_MOST = 50
"""Differences that are printed one by one; the rest are counted."""


def rebuild_state(
    language: LanguageOption,
    workspace: Annotated[Path, typer.Option("--workspace", metavar="FOLDER", help="The server's workspace.")] = Path(
        "workspace"
    ),
    database: DatabaseOption = None,
    into: Annotated[
        str | None,
        typer.Option(
            "--into",
            metavar="FILE",
            help="Where to keep what is rebuilt: a file that is not there yet, or the address of an empty database.",
            show_default="a file that is removed again",
        ),
    ] = None,
) -> None:
    """Replay all chains into a fresh database and say whether it equals the present state; exit code 1 if not.
    Secrets, sessions and files are in no chain and are not rebuilt. 由审计链重建状态并核对。"""
    opened = visit_workspace(workspace, database)
    try:
        with _fresh(into) as fresh:
            rows, answers, differing = _rebuild(opened.engine, fresh, language)
    finally:
        opened.close()
    _say(rows, answers, differing, language)
    if answers or differing:
        raise typer.Exit(1)


def _rebuild(present: Engine, fresh: Engine, language: Language) -> tuple[int, list[Differs], list[RowDiffers]]:
    """Over one view of the present state, beside a server that may be writing."""
    with present.connect() as connection, fresh.execution_options(writes=True).begin() as empty:
        if present.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        rows: int = connection.execute(select(func.count()).select_from(LINKS)).scalar_one()
        with replay_progress(language, rows) as counted:
            links = counted(store.list_all_links(connection))
            answers = list(rebuild(empty, all_kinds(), links))
        return rows, answers, list(compare_state(connection, empty, all_state_tables()))


@contextmanager
def _fresh(into: str | None) -> Iterator[Engine]:
    """A database with all tables and no row. Raises CannotGoOn where there is something already."""
    with tempfile.TemporaryDirectory(prefix="tianlu-rebuild-") as folder:
        engine = open_file(Path(folder) / "rebuilt.sqlite") if into is None else _open_new(into)
        try:
            migrate(engine)
            yield engine
        finally:
            engine.dispose()


def _open_new(into: str) -> Engine:
    if "://" not in into and Path(into).exists():
        raise _taken(into)
    try:
        engine = open_engine(into if "://" in into else f"sqlite:///{into}")
    except (ArgumentError, ValueError):
        raise CannotGoOn(
            en="--into is neither a file nor an address; write it as postgresql://user:password@host/name",
            zh="--into 既不是文件也不是有效地址；请写成 postgresql://用户:密码@主机/库名",
        ) from None
    with engine.connect() as connection:
        if inspect(connection).get_table_names():
            raise _taken("--into")
    return engine


def _taken(what: str) -> CannotGoOn:
    return CannotGoOn(
        en=f"{what} holds something already; name a file that is not there, or an empty database",
        zh=f"{what} 已有内容；请指定一个不存在的文件，或一个空数据库",
    )


def _say(rows: int, answers: list[Differs], differing: list[RowDiffers], language: Language) -> None:
    if not answers and not differing:
        tables = len(all_state_tables())
        out.print(
            language.pick(
                zh=f"重放 {rows} 条命令，得到的状态与现状一致（{tables} 张表）",
                en=f"{rows} commands replayed: the state is the same ({tables} tables)",
            )
        )
        return
    lines = [*(_say_answer(each, language) for each in answers), *(_say_row(each, language) for each in differing)]
    for line in lines[:SHOWN_MOST]:
        out.print(line, soft_wrap=True, markup=False, highlight=False)
    if len(lines) > SHOWN_MOST:
        more = len(lines) - SHOWN_MOST
        out.print(language.pick(zh=f"另有 {more} 处不一致", en=f"and {more} more"))
    out.print(
        language.pick(
            zh=f"重放 {rows} 条命令，状态不一致：{len(answers)} 条命令结果不同，{len(differing)} 行数据不同；"
            "请先用 tianlu audit verify 校验审计链，再与备份核对这些行",
            en=f"{rows} commands replayed, the state is not the same: {len(answers)} commands answered otherwise, "
            f"{len(differing)} rows differ; see first with tianlu audit verify whether the chains are whole, "
            "then compare these rows with a backup",
        ),
        soft_wrap=True,
    )


def _say_answer(each: Differs, language: Language) -> str:
    link = each.link
    kind = json.loads(link.content)["kind"]
    return language.pick(
        zh=f"{link.chain} 第 {link.seq} 行 {kind}：当时结果为 {link.outcome}，重放为 {each.outcome}",
        en=f"{link.chain} row {link.seq} {kind}: answered {link.outcome}, replayed {each.outcome}",
    )


def _say_row(each: RowDiffers, language: Language) -> str:
    name = f"{each.table} {' '.join(map(str, each.key))}"
    if each.rebuilt is None or each.present is None:
        is_extra = each.rebuilt is None
        zh = "现有此行，但链上没有" if is_extra else "链上应有此行，现已不存在"
        en = "stands here, but by no command" if is_extra else "is missing, though the chains have it"
        return language.pick(zh=f"{name}：{zh}", en=f"{name}: {en}")
    return language.pick(
        zh=f"{name}：现为 {_values(each.present, each.columns)}，按链应为 {_values(each.rebuilt, each.columns)}",
        en=f"{name}: is {_values(each.present, each.columns)}, by the chains {_values(each.rebuilt, each.columns)}",
    )


def _values(row: Mapping[str, object], columns: Iterable[str]) -> str:
    return ", ".join(f"{name}={row[name]}" for name in columns)
