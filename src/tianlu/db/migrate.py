"""The schema brought up to date: one file a step in `migrations/versions/`, run in one transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from tianlu.db.trouble import StorageTrouble

FOLDER = Path(__file__).parent / "migrations"
HEAD = "head"


def migrate(engine: Engine, revision: str = HEAD) -> None:
    """Bring the schema forward to `revision`, or leave all as it was. Raises StorageTrouble for a database that is
    newer than this program or that it did not make."""
    with engine.execution_options(writes=True).begin() as connection:
        bring_forward(connection, revision)


def bring_forward(connection: Connection, revision: str = HEAD) -> None:
    """The same within a transaction that is open."""
    found = find_revision(connection)
    check_known(connection, found)
    if found != (head_revision() if revision == HEAD else revision):
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def check_current(connection: Connection) -> None:
    """Raises StorageTrouble where the schema is not the one that this program needs."""
    found = find_revision(connection)
    check_known(connection, found)
    if found is None:
        raise StorageTrouble(
            en="the database holds nothing of Tianlu's: see that --workspace and --database name the right one, "
            "or start tianlu serve on it once",
            zh="数据库中没有天路的数据：请核对 --workspace 与 --database，或先用 tianlu serve 启动一次",
        )
    if found != head_revision():
        raise StorageTrouble(
            en=f"the data has schema revision {found}, older than this program ({head_revision()}): "
            "start tianlu serve on it once, which brings it forward",
            zh=f"数据的结构版本为 {found}，比本程序（{head_revision()}）旧：请先用 tianlu serve 启动一次，它会升级数据",
        )


def find_revision(connection: Connection) -> str | None:
    """The schema's revision; None where no step was ever run."""
    return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    """The revision that this program needs."""
    head = _steps().get_current_head()
    assert head is not None
    return head


def list_revisions() -> tuple[str, ...]:
    """All revisions, oldest first."""
    return tuple(step.revision for step in reversed(list(_steps().walk_revisions())))


def check_known(connection: Connection, found: str | None) -> None:
    """Raises StorageTrouble where the database was not made by the steps, or by steps that this program has not."""
    if found is None and inspect(connection).has_table("command_receipts"):
        raise StorageTrouble(
            en="the database has Tianlu's tables but no schema revision: use an empty one, or restore a backup into it",
            zh="数据库中有天路的表，却没有结构版本号：请改用空数据库，或把备份恢复到空数据库",
        )
    if found is not None and found not in list_revisions():
        raise newer_than_program(found)


def newer_than_program(found: str) -> StorageTrouble:
    return StorageTrouble(
        en=f"the data has schema revision {found}, newer than this program ({head_revision()}): update Tianlu; "
        "nothing was changed",
        zh=f"数据的结构版本为 {found}，比本程序（{head_revision()}）新：请升级天路；数据未作任何改动",
    )


def _steps() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
