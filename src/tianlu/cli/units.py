"""`tianlu org`: the tree of units, from the machine on which the server runs."""

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated

import typer

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, WorkspaceOption, refused, server_acts
from tianlu.people.kinds_org import ADD
from tianlu.people.model import Level
from tianlu.people.plant import plant_units
from tianlu.people.signin.keys import make_id
from tianlu.sample import list_counties
from tianlu.server.sample_tree import PROVINCE, sample_units

app = typer.Typer(help="The tree of units: list, add, plant the sample's. 机构树。", no_args_is_help=True)

LEVELS_ZH = {
    Level.PROVINCE: "省",
    Level.PREFECTURE: "市州",
    Level.COUNTY: "县",
    Level.OUTLET: "网点",
    Level.STATION: "站点",
    Level.TEAM: "班组",
}


@app.command("list")
def list_units(
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
    under: Annotated[str | None, typer.Option("--under", metavar="UNIT", help="Only it and what is below it.")] = None,
) -> None:
    """Print the units, each below the one it belongs to, with its people. 列出机构。"""
    with server_acts(workspace, database) as acts:
        snapshot = acts.snapshot()
        top = acts.node(under).path if under is not None else "/"
    people = Counter(person.home for person in snapshot.persons.values() if not person.has_left)
    for node in sorted(snapshot.nodes.values(), key=lambda node: node.path):
        if node.path.startswith(top):
            depth = node.path.count("/") - max(top.count("/"), 2)
            name = language.pick(zh=node.name, en=node.name_en or node.name)
            level = language.pick(zh=LEVELS_ZH[node.level], en=node.level.value)
            closed = language.pick(zh="  已撤销", en="  closed") if node.is_closed else ""
            count = language.pick(zh=f"  {people[node.id]} 人", en=f"  {people[node.id]} people")
            out.print(f"{'  ' * depth}{node.id}  {name}  {level}{count if people[node.id] else ''}{closed}")


@app.command("add")
def add_unit(
    id: Annotated[str, typer.Argument(metavar="ID", help="A county's code, a place's id, or any id of your own.")],
    language: LanguageOption,
    under: Annotated[str, typer.Option("--under", metavar="UNIT", help="Id of the unit directly above.")],
    level: Annotated[Level, typer.Option("--level", help="What it is.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Its Chinese name.")],
    name_en: Annotated[str, typer.Option("--name-en", metavar="NAME", help="Its English name.")] = "",
    entity: Annotated[
        str | None,
        typer.Option("--entity", metavar="ID", show_default="the one of the unit above", help="Its legal entity."),
    ] = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Add a unit below another. 增设机构。"""
    with server_acts(workspace, database) as acts:
        above = acts.node(under)
        body = {"id": id, "level": level.value, "name": name, "name_en": name_en, "entity": entity or above.entity}
        acts.send(ADD, above.id, body)
    out.print(language.pick(zh=f"已在 {above.name} 下增设 {id} {name}", en=f"{id} {name} added below {above.id}"))


@app.command("plant-sample")
def plant_sample(
    language: LanguageOption,
    county: Annotated[
        list[str] | None,
        typer.Option("--county", metavar="CODE", show_default="all", help="Only this county; may be repeated."),
    ] = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Add the sample province's prefectures, counties, outlets and stations; what is there stays. 生成示例机构树。"""
    known = {summary.code for summary in list_counties()}
    if unknown := sorted(set(county or ()) - known):
        raise CannotGoOn(en=f"the sample has no county {', '.join(unknown)}", zh=f"示例省没有县 {'、'.join(unknown)}")
    with server_acts(workspace, database) as acts:
        planted = plant_units(
            sample_units(county or None),
            known=acts.snapshot().nodes,
            entity=acts.node(PROVINCE).entity,
            submit=acts.submit,
            now=datetime.now(UTC),
            make_id=make_id,
        )
    out.print(
        language.pick(
            zh=f"新增 {planted.added} 个机构，已有 {planted.there} 个",
            en=f"{planted.added} units added, {planted.there} were there",
        )
    )
    for row, receipt in planted.refused:
        if receipt.refusal is not None:
            trouble = refused(receipt.refusal)
            out.print(f"{row.id} {language.pick(zh=trouble.zh, en=trouble.en)}")
    if planted.refused:
        raise typer.Exit(1)
