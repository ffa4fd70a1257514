"""`tianlu user` and `tianlu token`: help with somebody's sign-in, from the machine on which the server runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from tianlu.people.model import Person
from tianlu.people.signin.desk import SignInDesk
from tianlu.people.signin.kinds import SERVER
from tianlu.people.signin.trouble import SignInTrouble
from tianlu.server.one_door import visit_one_door

user = typer.Typer(no_args_is_help=True, help="Help with somebody's sign-in: new password, lifted wait. 登录协助。")
token = typer.Typer(no_args_is_help=True, help="Keys by which programs act: issue, list, revoke. 服务令牌。")

Workspace = Annotated[
    Path, typer.Option("--workspace", metavar="FOLDER", help="The server's workspace.", exists=True, file_okay=False)
]
Database = Annotated[
    str | None, typer.Option("--database", metavar="ADDRESS", help="Its database, where it is not in the workspace.")
]
Login = Annotated[str, typer.Argument(metavar="LOGIN", help="Staff number of the person.")]
HERE = Path("workspace")


@user.command("reset-password")
def reset_password(
    login: Login,
    workspace: Workspace = HERE,
    database: Database = None,
    address: Annotated[
        str, typer.Option("--address", metavar="URL", help="Where people reach the server.")
    ] = "http://127.0.0.1:8765",
) -> None:
    """Print an address at which that person sets a new password, once, within a day. 生成重置密码链接。"""
    with _opened(workspace, database) as desk:
        key = desk.accounts.issue_reset_link(_person(desk, login), by=SERVER)
    typer.echo(f"{address.rstrip('/')}/reset#key={key}")


@user.command()
def unlock(login: Login, workspace: Workspace = HERE, database: Database = None) -> None:
    """Lift the wait after failed tries. 解除登录限制。"""
    with _opened(workspace, database) as desk:
        desk.accounts.unlock(_person(desk, login), by=SERVER)
    typer.echo(f"{login}: unlocked 已解除")


@user.command("drop-second-factor")
def drop_second_factor(login: Login, workspace: Workspace = HERE, database: Database = None) -> None:
    """Take away a second factor whose telephone and paper are lost. 取消两步验证。"""
    with _opened(workspace, database) as desk:
        desk.accounts.factors.remove(_person(desk, login), by=SERVER)
    typer.echo(f"{login}: second factor dropped 已取消两步验证")


@token.command("add")
def add_token(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Staff number of a person, or id of a service.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What the token is for.")],
    scope: Annotated[list[str], typer.Option("--scope", metavar="PERMISSION", help="A permission; may be repeated.")],
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="How long it lasts.")] = 90,
    workspace: Workspace = HERE,
    database: Database = None,
) -> None:
    """Issue a token and print it, this once. 签发服务令牌（仅显示一次）。"""
    with _opened(workspace, database) as desk:
        known = {permission for role in desk.roles.values() for permission in role.may}
        if unknown := sorted(set(scope) - known):
            _leave(f"no permission {', '.join(unknown)}; there are {', '.join(sorted(known))}")
        holder = _person(desk, person)
        _, text = desk.accounts.issue_token(holder, name=name, scopes=frozenset(scope), days=days, by=SERVER)
    typer.echo(text)


@token.command("list")
def list_tokens(workspace: Workspace = HERE, database: Database = None) -> None:
    """All tokens with their last use. 列出服务令牌。"""
    with _opened(workspace, database) as desk:
        persons = desk.accounts.snapshot().persons
        rows = desk.accounts.list_tokens(list(persons))
    for each, used_at in rows:
        state = "revoked" if each.revoked_at else f"until {each.expires_at:%Y-%m-%d}"
        used = f"used {used_at:%Y-%m-%d %H:%M}" if used_at else "never used"
        scopes = " ".join(sorted(each.scopes))
        typer.echo(f"{each.id}  {persons[each.person].name}  {each.name}  {state}  {used}  {scopes}")


@token.command("revoke")
def revoke_token(
    id: Annotated[str, typer.Argument(metavar="ID", help="As `tianlu token list` shows it.")],
    workspace: Workspace = HERE,
    database: Database = None,
) -> None:
    """From now on the token is worth nothing. 吊销服务令牌。"""
    with _opened(workspace, database) as desk:
        persons = desk.accounts.snapshot().persons
        found = next((each for each, _ in desk.accounts.list_tokens(list(persons)) if each.id == id), None)
        if found is None:
            _leave(f"no token {id}; tianlu token list shows what there is 没有此令牌")
        desk.accounts.revoke_token(persons[found.person], id, by=SERVER)
    typer.echo(f"{id}: revoked 已吊销")


@contextmanager
def _opened(workspace: Path, database: str | None) -> Iterator[SignInDesk]:
    """The desk of sign-in; its troubles end the command with both languages' words."""
    opened = visit_one_door(workspace, clock=lambda: datetime.now(UTC), database=database)
    try:
        yield opened.sign_in
    except SignInTrouble as trouble:
        _leave(f"{trouble.detail} {trouble.detail_zh}")
    finally:
        opened.close()


def _person(desk: SignInDesk, login: str) -> Person:
    found = desk.accounts.find_login(login)
    if found is None:
        found = next((each for each in desk.accounts.snapshot().persons.values() if each.id == login), None)
    if found is None:
        _leave(f"nobody has the staff number {login} 没有工号为 {login} 的人员")
    return found


def _leave(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)
