"""`tianlu person` and `tianlu grant`: people and their roles, from the machine on which the server runs."""

from datetime import datetime
from typing import Annotated

import typer

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, WorkspaceOption, new_id, server_acts
from tianlu.people import kinds_person
from tianlu.people.roles import shipped_roles

person = typer.Typer(help="People: list, add, leave. 人员。", no_args_is_help=True)
grant = typer.Typer(help="Roles at units: give, end. 角色授权。", no_args_is_help=True)

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="Staff number of the person.")]
UnderOption = Annotated[
    str | None, typer.Option("--under", metavar="UNIT", help="Only people of this unit and below it.")
]
DATE = ["%Y-%m-%d"]


@person.command("list")
def list_people(
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
    under: UnderOption = None,
    with_left: Annotated[bool, typer.Option("--with-left", help="Also who has left.")] = False,
) -> None:
    """Print people with their unit and roles, each role with the id of its grant. 列出人员。"""
    with server_acts(workspace, database) as acts:
        snapshot = acts.snapshot()
        top = acts.node(under).path if under is not None else "/"
    for each in sorted(snapshot.persons.values(), key=lambda each: (snapshot.nodes[each.home].path, each.staff_number)):
        if not snapshot.nodes[each.home].path.startswith(top) or (each.has_left and not with_left):
            continue
        left = language.pick(zh="  已离职", en="  left") if each.has_left else ""
        out.print(f"{each.staff_number}  {each.name}  {each.home}{left}")
        for given in snapshot.grants_of.get(each.id, ()):
            days = f"  {given.since or ''}..{given.until or ''}" if given.since or given.until else ""
            out.print(f"    {given.role}  {given.org}{days}  {given.id}")


@person.command("add")
def add_person(
    login: Login,
    language: LanguageOption,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The person's name.")],
    org: Annotated[str, typer.Option("--org", metavar="UNIT", help="The unit where the person is at home.")],
    phone: Annotated[str, typer.Option("--phone", metavar="NUMBER", help="Telephone number.")] = "",
    entity: Annotated[
        str | None,
        typer.Option("--entity", metavar="ID", show_default="the unit's", help="The legal entity that employs."),
    ] = None,
    service: Annotated[bool, typer.Option("--service", help="A program, not a person.")] = False,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Add somebody; `tianlu user reset-password LOGIN` then prints where the first password is set. 登记人员。"""
    with server_acts(workspace, database) as acts:
        home = acts.node(org)
        body = {
            "id": new_id(),
            "name": name,
            "staff_number": login,
            "entity": entity or home.entity,
            "phone": phone,
            "is_service": service,
        }
        acts.send(kinds_person.ADD, home.id, body)
    out.print(language.pick(zh=f"已登记 {login} {name}（{home.name}）", en=f"{login} {name} added at {home.id}"))


@person.command("leave")
def leave(
    login: Login, language: LanguageOption, workspace: WorkspaceOption = HERE, database: DatabaseOption = None
) -> None:
    """Somebody leaves: he may do nothing from now on. 人员离职。"""
    with server_acts(workspace, database) as acts:
        found = acts.person(login)
        acts.send(kinds_person.LEAVE, found.home, {"person": found.id})
    out.print(language.pick(zh=f"{login} 已离职", en=f"{login} has left"))


@grant.command("give")
def give(
    login: Login,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="As planner, dispatcher, manager, administrator.")],
    org: Annotated[str, typer.Argument(metavar="UNIT", help="Where it holds, with all below.")],
    language: LanguageOption,
    since: Annotated[
        datetime | None, typer.Option("--since", metavar="DATE", formats=DATE, help="From this day on.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", metavar="DATE", formats=DATE, help="Up to and with this day.")
    ] = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Give somebody a role at a unit and print the id of the grant. 授予角色。"""
    if role not in shipped_roles():
        known = ", ".join(shipped_roles())
        raise CannotGoOn(en=f"there is no role {role}; there are {known}", zh=f"没有角色 {role}；可选 {known}")
    with server_acts(workspace, database) as acts:
        found, node, id_ = acts.person(login), acts.node(org), new_id()
        days = {"since": since and since.date().isoformat(), "until": until and until.date().isoformat()}
        acts.send(kinds_person.GIVE, node.id, {"id": id_, "person": found.id, "role": role, **days})
    out.print(id_)


@grant.command("end")
def end(
    id: Annotated[str, typer.Argument(metavar="ID", help="As `tianlu person list` shows it.")],
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """End a role; it holds no more from now on. 收回角色。"""
    with server_acts(workspace, database) as acts:
        given = next((each for each in acts.snapshot().grants.values() if each.id == id), None)
        if given is None:
            raise CannotGoOn(
                en=f"there is no grant {id}; tianlu person list shows what there is",
                zh=f"没有授权 {id}；tianlu person list 列出现有授权",
            )
        acts.send(kinds_person.END, given.org, {"id": id})
    out.print(language.pick(zh=f"已收回 {given.role} {given.org}", en=f"{given.role} at {given.org} ended"))
