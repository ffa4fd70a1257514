"""`tianlu backup`: the whole workspace as one archive, while the server goes on working."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, WorkspaceOption
from tianlu.core.language import Language
from tianlu.db.backup.manifest import Manifest
from tianlu.server.keeping import back_up


def backup(
    to: Annotated[
        Path, typer.Argument(metavar="TO", help="The archive to write, or a folder: then it is named by the moment.")
    ],
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Write database, blobs, anchors and files of a workspace into one archive, beside a running server. 备份。"""
    kept = back_up(workspace, database, to, now=datetime.now(UTC))
    out.print(f"{kept.path}  {kept.path.stat().st_size / 1e6:,.1f} MB")
    out.print(summary(kept.manifest, language))


def summary(manifest: Manifest, language: Language) -> str:
    """What an archive holds, in a line."""
    counts = f"{manifest.rows:,}", f"{len(manifest.tables)}", f"{manifest.blobs:,}", f"{len(manifest.files):,}"
    moment = f"{manifest.made_at.astimezone():%Y-%m-%d %H:%M:%S}"
    return language.pick(
        zh="{}：{} 行（{} 张表），{} 个内容块，{} 个文件，结构版本 {}".format(moment, *counts, manifest.revision),
        en="{}: {} rows in {} tables, {} blobs, {} files, revision {}".format(moment, *counts, manifest.revision),
    )
