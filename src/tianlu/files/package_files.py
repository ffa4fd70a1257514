"""The files of a package as bytes, from a folder, a zip or one workbook; what cannot be opened is a Problem.

A zip is never unpacked to disk: names that lead out of it are refused, and so is what unpacks beyond the limits.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from tianlu.core.problem import Problem
from tianlu.files.encoding import decode

TABLE_SUFFIXES = (".csv", ".tsv", ".parquet", ".xlsx")
FILE_BYTES_MAX = 256 * 1024**2
PACKAGE_BYTES_MAX = 1024**3
FILES_MAX = 1000


@dataclass(frozen=True)
class PackageFile:
    """A file by its name inside the package, `gtfs/stops.txt`."""

    name: str
    content: bytes

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.casefold()

    @property
    def is_gtfs(self) -> bool:
        return PurePosixPath(self.name).parent.name.casefold() == "gtfs"


def read_package_files(path: Path) -> tuple[tuple[PackageFile, ...], tuple[Problem, ...]]:
    """The files of a package that may hold tables, a `gtfs.zip` among them opened, and what could not be opened."""
    try:
        files, problems = _open(path)
    except OSError as error:
        return (), (unreadable(path.name, error.strerror or str(error)),)
    opened = [_open_gtfs(file) for file in files]
    return (
        tuple(file for inner, _ in opened for file in inner),
        problems + tuple(problem for _, trouble in opened for problem in trouble),
    )


def unreadable(name: str, why: str) -> Problem:
    """A file that is not what its name says."""
    return Problem(
        "unreadable_file",
        name,
        None,
        None,
        why,
        "a file that can be opened, of the kind that its name says",
        "Save it again from the program that made it.",
        "可以打开、且与扩展名相符的文件",
        "请用原来的软件重新保存。",
    )


def is_table_file(name: PurePosixPath) -> bool:
    """Whether a file may hold tables: hidden files, Excel's locks and what is no table are passed over."""
    if name.name.startswith((".", "~$", "#")) or "__MACOSX" in name.parts:
        return False
    if name.parent.name.casefold() == "gtfs":
        return name.suffix.casefold() == ".txt"
    return name.suffix.casefold() in TABLE_SUFFIXES or name.name.casefold() == "gtfs.zip"


def _open(path: Path) -> tuple[tuple[PackageFile, ...], tuple[Problem, ...]]:
    if path.is_dir():
        return _open_folder(path)
    if not path.exists():
        return (), (_no_package(path, "nothing", "There is no such file or folder: check the name."),)
    if path.suffix.casefold() == ".zip":
        return _open_zip(path.name, path)
    if path.suffix.casefold() == ".xlsx":
        content, problems = _read_file(path, path.name)
        return ((PackageFile(path.name, content),) if not problems else ()), problems
    return (), (_no_package(path, path.suffix or "a file", "Name the folder that holds the tables."),)


def _no_package(path: Path, found: str, how_to_fix: str) -> Problem:
    return Problem(
        "no_package",
        path.name,
        None,
        None,
        found,
        "a folder of CSV or Parquet files, a .zip of them, or an .xlsx workbook",
        how_to_fix,
        "CSV 或 Parquet 文件的文件夹、它们的 .zip，或一个 .xlsx 工作簿",
        "请检查名称：应为存放各表的文件夹、.zip 或 .xlsx。",
    )


def _open_folder(folder: Path) -> tuple[tuple[PackageFile, ...], tuple[Problem, ...]]:
    files: list[PackageFile] = []
    problems: list[Problem] = []
    for path in _table_paths(folder):
        name = path.relative_to(folder).as_posix()
        content, trouble = _read_file(path, name)
        problems += trouble
        if not trouble:
            files.append(PackageFile(name, content))
    return tuple(files), tuple(problems)


def _table_paths(folder: Path) -> Iterator[Path]:
    """Table files of the folder and of its `gtfs`, by name."""
    inside = [path for path in sorted(folder.iterdir()) if path.is_dir() and path.name.casefold() == "gtfs"]
    for place in (folder, *inside):
        for path in sorted(place.iterdir()):
            if path.is_file() and is_table_file(PurePosixPath(path.relative_to(folder).as_posix())):
                yield path


def _read_file(path: Path, name: str) -> tuple[bytes, tuple[Problem, ...]]:
    if path.stat().st_size > FILE_BYTES_MAX:
        return b"", (too_large(name, f"{path.stat().st_size // 1024**2} MiB"),)
    try:
        return path.read_bytes(), ()
    except OSError as error:
        return b"", (unreadable(name, error.strerror or str(error)),)


def too_large(name: str, found: str) -> Problem:
    """More than a package of one county can need."""
    return Problem(
        "too_large",
        name,
        None,
        None,
        found,
        f"at most {FILE_BYTES_MAX // 1024**2} MiB a file, {PACKAGE_BYTES_MAX // 1024**2} MiB and {FILES_MAX} files"
        " a package, unpacked",
        "A package holds one county: leave out what is not its tables.",
        f"解压后每个文件不超过 {FILE_BYTES_MAX // 1024**2} MiB，整包不超过 {PACKAGE_BYTES_MAX // 1024**2} MiB、"
        f"{FILES_MAX} 个文件",
        "一个数据包只含一个县：请去掉无关文件。",
    )


def _open_gtfs(file: PackageFile) -> tuple[tuple[PackageFile, ...], tuple[Problem, ...]]:
    """A `gtfs.zip` becomes its files; another file stays."""
    if file.suffix != ".zip":
        return (file,), ()
    inner, problems = _open_zip(file.name, BytesIO(file.content), all_gtfs=True)
    return tuple(PackageFile(f"gtfs/{PurePosixPath(each.name).name}", each.content) for each in inner), problems


def _open_zip(
    name: str, source: Path | BytesIO, *, all_gtfs: bool = False
) -> tuple[tuple[PackageFile, ...], tuple[Problem, ...]]:
    """The table files of a zip; `all_gtfs` takes its `.txt` files as a feed's."""
    try:
        with zipfile.ZipFile(source) as archive:
            return _read_members(name, archive, all_gtfs=all_gtfs)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        return (), (unreadable(name, str(error) or type(error).__name__),)


def _read_members(
    name: str, archive: zipfile.ZipFile, *, all_gtfs: bool
) -> tuple[tuple[PackageFile, ...], tuple[Problem, ...]]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    problems = tuple(_member_problems(name, members))
    if problems:
        return (), problems
    prefix = _common_folder([PurePosixPath(_member_name(member)) for member in members])
    files = []
    for member in members:
        inside = PurePosixPath(_member_name(member)).relative_to(prefix)
        if is_table_file(PurePosixPath("gtfs") / inside.name if all_gtfs else inside):
            # The declared size has been checked; a member that lies about it fails its checksum or ends here.
            with archive.open(member) as stream:
                files.append(PackageFile(inside.as_posix(), stream.read(FILE_BYTES_MAX)))
    return tuple(files), ()


def _member_problems(name: str, members: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    total = sum(member.file_size for member in members)
    if len(members) > FILES_MAX:
        yield too_large(name, f"{len(members)} files")
    if total > PACKAGE_BYTES_MAX or any(member.file_size > FILE_BYTES_MAX for member in members):
        yield too_large(name, f"{total // 1024**2} MiB unpacked")
    for member in members:
        path = PurePosixPath(_member_name(member))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or stat.S_ISLNK(member.external_attr >> 16):
            yield _unsafe(name, str(path))
        if member.flag_bits & 1:
            yield unreadable(name, f"“{path}” with a password")


def _unsafe(name: str, found: str) -> Problem:
    return Problem(
        "unsafe_zip",
        name,
        None,
        None,
        found,
        "files inside the zip only",
        "The zip names a file outside of itself: make it anew from the folder.",
        "只含压缩包内部的文件",
        "压缩包中有指向外部的文件名：请从文件夹重新压缩。",
    )


def _member_name(member: zipfile.ZipInfo) -> str:
    """A member's name; Chinese Windows writes GB18030 without the flag that says UTF-8."""
    name = member.filename
    if not member.flag_bits & 0x800:
        bare = name.encode("cp437", errors="replace")
        name = decode(bare) or name
    return name.replace("\\", "/")


def _common_folder(names: list[PurePosixPath]) -> PurePosixPath:
    """The folder that was zipped, if all files are in one and it is not the feed's own."""
    tops = {name.parts[0] for name in names if "__MACOSX" not in name.parts}
    if len(tops) == 1 and all(len(name.parts) > 1 for name in names) and tops.isdisjoint({"gtfs", "GTFS"}):
        return PurePosixPath(tops.pop())
    return PurePosixPath()
