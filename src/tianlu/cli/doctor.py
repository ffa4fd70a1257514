"""`tianlu doctor`: whether a workspace is sound, and how to mend what is not."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, WorkspaceOption
from tianlu.core.language import Language
from tianlu.db.backup.put_back import PutBack
from tianlu.db.finding import Finding, Grade
from tianlu.server.doctor import examine, put_back

GRADES = {
    Grade.SOUND: ("正常", "sound"),
    Grade.NOTE: ("提示", "note"),
    Grade.FAULT: ("故障", "FAULT"),
}
CHECKS_ZH = {
    "restore": "恢复",
    "permissions": "权限",
    "disk": "磁盘",
    "database": "数据库",
    "revision": "结构版本",
    "durability": "落盘",
    "integrity": "完整性",
    "wall": "第二道墙",
    "app_role": "应用角色",
    "row_level_security": "行级安全",
    "append_only": "只追加",
    "wal": "日志",
    "chains": "审计链",
    "heads": "链头",
    "anchors": "锚点",
    "blobs": "内容块",
    "fsync": "落盘速度",
}


def doctor(
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    blobs_from: Annotated[
        Path | None,
        typer.Option("--blobs-from", metavar="ARCHIVE", help="First put missing or damaged blobs back from a backup."),
    ] = None,
) -> None:
    """Look at database, chains, blobs, roles and disk, and say how to mend; exit code 1 at a fault. 诊断。"""
    mended = None if blobs_from is None else put_back(workspace, database, blobs_from)
    found = examine(workspace, database)
    is_sound = not any(each.grade is Grade.FAULT for each in found)
    if as_json:
        answer = {"is_sound": is_sound, "findings": [asdict(each) for each in found]}
        out.print(json.dumps(answer, ensure_ascii=False, indent=1), soft_wrap=True)
    else:
        if mended is not None:
            out.print(_say_mended(mended, language))
        for each in found:
            out.print(say_finding(each, language), soft_wrap=True)
    if not is_sound:
        raise typer.Exit(1)


def say_finding(found: Finding, language: Language) -> str:
    """A line, and one more with the mend where there is something to mend."""
    zh, en = GRADES[found.grade]
    line = language.pick(zh=f"{zh}  {CHECKS_ZH[found.check]}：{found.zh}", en=f"{en:<6} {found.check}: {found.en}")
    mend = language.pick(zh=f"      处理：{found.mend_zh}", en=f"       mend: {found.mend_en}")
    return line if found.grade is Grade.SOUND else f"{line}\n{mend}"


def _say_mended(mended: PutBack, language: Language) -> str:
    return language.pick(
        zh=f"已补回 {len(mended.mended)} 个内容块，该备份中没有的还有 {len(mended.left)} 个",
        en=f"{len(mended.mended)} blobs put back, {len(mended.left)} are not in that backup either",
    )
