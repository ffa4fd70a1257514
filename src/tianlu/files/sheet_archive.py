"""What is refused of an Excel file before anything in it is read: bombs, macros, passwords, files of old kinds."""

import zipfile
from io import BytesIO

from tianlu.core.problem import Problem

BYTES_MAX = 64 * 1024**2
UNPACKED_BYTES_MAX = 512 * 1024**2
RATIO_MAX = 200
RATIO_BYTES_MIN = 32 * 1024**2
"""Below this size how well a part packs is no matter."""
PARTS_MAX = 1000
SHEETS_MAX = 50
CHUNK_BYTES = 1024**2

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PASSWORD = "EncryptedPackage".encode("utf-16-le")
"""The stream that an OLE2 file has where it is a workbook with a password."""

_XML = (".xml", ".rels")


def refuse(name: str, content: bytes) -> Problem | None:
    """Why a file is not even opened; None for one that may be."""
    if len(content) > BYTES_MAX:
        return _too_large(name, f"{len(content) // 1024**2} MiB")
    if content.startswith(OLE2):
        return _password(name) if PASSWORD in content else _old_kind(name)
    if name.casefold().endswith((".xls", ".xlsb", ".ods")):
        return _old_kind(name)
    if name.casefold().endswith((".xlsm", ".xltm")):
        return _macros(name)
    return _refuse_archive(name, content) if content.startswith(b"PK") else None


def _refuse_archive(name: str, content: bytes) -> Problem | None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        names = [part.filename.casefold() for part in parts]
        sheets = sum(part.startswith("xl/worksheets/sheet") for part in names)
        if any(part.endswith("vbaproject.bin") for part in names):
            return _macros(name)
        if any(part.flag_bits & 1 for part in parts):
            return _password(name)
        if len(parts) > PARTS_MAX or sheets > SHEETS_MAX:
            return _too_large(name, f"{sheets} sheets in {len(parts)} parts")
        if sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX or any(map(_is_bomb, parts)):
            return _too_large(name, f"{sum(part.file_size for part in parts) // 1024**2} MiB unpacked")
        if any(_has_doctype(archive, part) for part in parts if part.filename.casefold().endswith(_XML)):
            return _entities(name)
    return None


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > RATIO_BYTES_MIN and part.file_size > RATIO_MAX * max(part.compress_size, 1)


def _has_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """A workbook has no document type; one that has wants to define entities. It stands before the first element."""
    with archive.open(part) as opened:
        return b"<!DOCTYPE" in opened.read(CHUNK_BYTES).replace(b"\0", b"").upper()


def _file(code: str, name: str, texts: tuple[str, str, str, str, str]) -> Problem:
    found, expected, mend, expected_zh, mend_zh = texts
    return Problem(code, name, None, None, found, expected, mend, expected_zh, mend_zh)


def _too_large(name: str, found: str) -> Problem:
    return _file(
        "too_large",
        name,
        (
            found,
            f"a file of at most {BYTES_MAX // 1024**2} MiB, {UNPACKED_BYTES_MAX // 1024**2} MiB unpacked, "
            f"with at most {SHEETS_MAX} sheets",
            "Export the table again, with a narrower filter, and bring that back.",
            f"不超过 {BYTES_MAX // 1024**2} MiB、解压后不超过 {UNPACKED_BYTES_MAX // 1024**2} MiB、"
            f"工作表不超过 {SHEETS_MAX} 张的文件",
            "请缩小筛选范围重新导出，再导入。",
        ),
    )


def _password(name: str) -> Problem:
    return _file(
        "password",
        name,
        (
            "a file with a password",
            "a workbook that opens without one",
            "Open it in Excel, take the password off (File, Info, Protect Workbook) and save it.",
            "不带密码的工作簿",
            "请在 Excel 中打开，取消密码（文件→信息→保护工作簿）后另存。",
        ),
    )


def _old_kind(name: str) -> Problem:
    return _file(
        "old_kind",
        name,
        (
            "a workbook of another kind (.xls, .xlsb or .ods)",
            ".xlsx or .csv",
            "Open it and save it as “Excel Workbook (.xlsx)”.",
            ".xlsx 或 .csv 文件",
            "请打开后另存为“Excel 工作簿 (.xlsx)”。",
        ),
    )


def _macros(name: str) -> Problem:
    return _file(
        "macros",
        name,
        (
            "a workbook with macros",
            "a workbook without them",
            "Save it as “Excel Workbook (.xlsx)”, which drops the macros.",
            "不含宏的工作簿",
            "请另存为“Excel 工作簿 (.xlsx)”，宏会被去掉。",
        ),
    )


def _entities(name: str) -> Problem:
    return _file(
        "entities",
        name,
        (
            "XML that defines words of its own",
            "a workbook as Excel or WPS saves it",
            "Open it in Excel or WPS and save it again.",
            "由 Excel 或 WPS 保存的工作簿",
            "请用 Excel 或 WPS 打开后重新保存。",
        ),
    )
