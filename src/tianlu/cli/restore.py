"""`tianlu restore`: an archive of `tianlu backup` back into an empty workspace, on either database."""

from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.backup import summary
from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE
from tianlu.db.backup.restore import check_archive
from tianlu.server.keeping import restore as restore_archive


def restore(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="What `tianlu backup` wrote.")],
    language: LanguageOption,
    workspace: Annotated[
        Path, typer.Option("--workspace", metavar="FOLDER", help="Where to put it: an empty folder, or a new one.")
    ] = HERE,
    database: DatabaseOption = None,
    check_only: Annotated[
        bool, typer.Option("--check-only", help="Read and check the archive; restore nothing.")
    ] = False,
    with_broken_chains: Annotated[
        bool, typer.Option("--with-broken-chains", help="Restore although audit chains do not hold.")
    ] = False,
) -> None:
    """Check an archive, put all of it back or nothing, and verify the audit chains. 恢复。"""
    if check_only:
        manifest = check_archive(archive)
        out.print(language.pick(zh=f"{archive}：完整", en=f"{archive}: whole"))
    else:
        manifest = restore_archive(archive, workspace, database, with_broken_chains=with_broken_chains)
        out.print(language.pick(zh=f"已恢复到 {workspace}", en=f"restored into {workspace}"))
    out.print(summary(manifest, language))
