"""`tianlu audit`: whether the chains of what was done are whole, and their heads written down outside."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from tianlu.cli.lazy_verbs import lazy_group
from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.progress import rows_progress
from tianlu.cli.report import out
from tianlu.command import store
from tianlu.command.anchors import Anchor, AnchorsBroken, add_anchors, read_anchors
from tianlu.command.audit import Break, Link
from tianlu.command.soundness import OnRows, check_chain, say_break, say_break_zh
from tianlu.core.language import Language
from tianlu.db.workspace import ANCHORS, visit_workspace

app = typer.Typer(
    cls=lazy_group(
        {
            "verify": "audit:verify_chains",
            "show": "audit:show",
            "anchor": "audit:anchor",
            "rebuild": "rebuild_state:rebuild_state",
        }
    ),
    no_args_is_help=True,
    add_completion=False,
)


@app.callback()
def audit() -> None:
    """The chains of what was done: verify, show, anchor; rebuild the state from them. 审计链。"""


WorkspaceOption = Annotated[Path, typer.Option("--workspace", metavar="FOLDER", help="The server's workspace.")]
ChainOption = Annotated[
    str | None, typer.Option("--county", metavar="CODE", help="One county's chain; all where it is left out.")
]
HERE = Path("workspace")


def verify_chains(
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
    county: ChainOption = None,
) -> None:
    """Say of each chain whether a row was changed, dropped or moved; exit code 1 if so. 校验审计链。"""
    with _opened(workspace, database) as connection:
        known = _anchors(workspace, language)
        chains = _chains(connection, known, county)
        heads = store.list_chains(connection)
        lengths = [heads[chain].seq if chain in heads else 0 for chain in chains]
        are_whole = []
        with rows_progress(language, sum(lengths)) as on_rows:
            for k, chain in enumerate(chains):
                told = partial(_tell, on_rows, chain, sum(lengths[:k]))
                told(0)
                are_whole.append(_verify_one(connection, chain, known, language, told))
    if not all(are_whole):
        raise typer.Exit(1)


def show(
    county: Annotated[str, typer.Argument(metavar="CODE", help="Whose chain.")],
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
    count: Annotated[int, typer.Option("--count", min=1, max=10_000, help="How many of the newest rows.")] = 20,
) -> None:
    """Print the newest rows of a chain. 查看审计链。"""
    with _opened(workspace, database) as connection:
        links = store.list_newest_links(connection, county, before=None, kind=None, by=None, count=count)
    if not links:
        raise CannotGoOn(en=f"there is no chain {county}", zh=f"没有 {county} 的审计链")
    for link in reversed(links):
        out.print(_say_link(link), soft_wrap=True, markup=False, highlight=False)


def anchor(language: LanguageOption, workspace: WorkspaceOption = HERE, database: DatabaseOption = None) -> None:
    """Write the heads of all chains to the workspace's file of anchors now. 记录链头锚点。"""
    with _opened(workspace, database) as connection:
        try:
            new = add_anchors(workspace / ANCHORS, connection, datetime.now().date())
        except AnchorsBroken as trouble:
            raise _broken(trouble) from None
    out.print(
        language.pick(
            zh=f"新增 {len(new)} 条锚点：{workspace / ANCHORS}", en=f"{len(new)} new anchors: {workspace / ANCHORS}"
        )
    )


@contextmanager
def _opened(workspace: Path, database: str | None) -> Iterator[Connection]:
    opened = visit_workspace(workspace, database)
    try:
        with opened.engine.connect() as connection:
            yield connection
    finally:
        opened.close()


def _anchors(workspace: Path, language: Language) -> list[Anchor]:
    try:
        known = read_anchors(workspace / ANCHORS)
    except AnchorsBroken as trouble:
        raise _broken(trouble) from None
    if not known:
        out.print(
            language.pick(
                zh="没有锚点：能写数据库的人可以重写整条链而不被发现",
                en="no anchors: who can write to the database could rewrite a whole chain unseen",
            )
        )
    return known


def _broken(trouble: AnchorsBroken) -> CannotGoOn:
    return CannotGoOn(en=str(trouble), zh=f"锚点文件 {trouble.path} 第 {trouble.line} 行与上一行不衔接，请与副本核对")


def _chains(connection: Connection, known: list[Anchor], county: str | None) -> list[str]:
    """Also chains of which only an anchor is left."""
    chains = sorted({*store.list_chains(connection), *(each.chain for each in known)})
    if county is None:
        return chains
    if county not in chains:
        raise CannotGoOn(en=f"there is no chain {county}", zh=f"没有 {county} 的审计链")
    return [county]


def _tell(on_rows: Callable[[str, int], None], chain: str, before: int, rows: int) -> None:
    on_rows(chain, before + rows)


def _verify_one(connection: Connection, chain: str, known: list[Anchor], language: Language, on_rows: OnRows) -> bool:
    checked = check_chain(connection, known, chain, on_rows=on_rows)
    rows, breaks = checked.rows, checked.breaks
    last = [each for each in known if each.chain == chain][-1:]
    if not breaks:
        anchored = language.pick(
            zh="".join(f"，最近锚点 {each.day} 第 {each.seq} 行" for each in last),
            en="".join(f", anchored on {each.day} at row {each.seq}" for each in last),
        )
        out.print(
            language.pick(zh=f"{chain}：链完整，共 {rows} 行{anchored}", en=f"{chain}: whole, {rows} rows{anchored}")
        )
    for each in breaks:
        out.print(_say_break(each, language), soft_wrap=True, markup=False, highlight=False)
    return not breaks


def _say_break(found: Break, language: Language) -> str:
    return language.pick(zh=say_break_zh(found), en=say_break(found))


def _say_link(link: Link) -> str:
    content = json.loads(link.content)
    body = json.dumps(content["body"], ensure_ascii=False)
    return f"{link.seq}  {link.at}  {link.actor}  {content['kind']}  {content['org']}  {body}"
