"""The counties of a province: the packages of a folder, or the sample's, each with the hash of what it holds."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.sample import list_counties

SAMPLE = "sample"
PACKAGE_SUFFIXES = (".zip", ".xlsx")


@dataclass(frozen=True)
class PackageRef:
    """A county's package: `key` names it within a run, `sha256` says what it holds, `size` is only for the order of
    work and for guessing the time left (villages or bytes, of one kind in a run)."""

    key: str
    package: str
    sha256: str
    size: int


def list_packages(where: str) -> tuple[PackageRef, ...]:
    """The packages of a folder (each a .zip, an .xlsx or a folder of tables), or of `sample`, by key.

    Raises ProblemsFound where there is no such folder, nothing in it, or two packages of one name.
    """
    if where == SAMPLE:
        return list_sample()
    folder = Path(where)
    if not folder.is_dir():
        raise ProblemsFound([_no_folder(where)])
    paths = sorted(path for path in folder.iterdir() if _is_package(path))
    if not paths:
        raise ProblemsFound([_no_packages(where)])
    repeated = [key for key, count in Counter(path.stem for path in paths).items() if count > 1]
    if repeated:
        raise ProblemsFound([_repeated(where, key) for key in repeated])
    return tuple(package_at(path) for path in paths)


def list_sample() -> tuple[PackageRef, ...]:
    """The sample province's counties."""
    data = files("tianlu.sample").joinpath("data")
    refs = []
    for county in list_counties():
        with as_file(data.joinpath(f"{county.code}.zip")) as path:
            refs.append(PackageRef(county.code, f"{SAMPLE}:{county.code}", hash_package(path), county.villages))
    return tuple(refs)


def package_at(path: Path) -> PackageRef:
    """The package of a file or folder; it is not opened."""
    size = sum(file.stat().st_size for file in _files(path))
    return PackageRef(path.stem, str(path), hash_package(path), size)


def hash_package(path: Path) -> str:
    """SHA-256 of the package's files: names within it and bytes, in order of names."""
    digest = hashlib.sha256()
    for file in _files(path):
        content = file.read_bytes()
        name = file.relative_to(path).as_posix() if path.is_dir() else ""
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file())


def _is_package(path: Path) -> bool:
    """Hidden files and what an open Excel leaves beside its workbook are none."""
    if path.name.startswith((".", "~$")):
        return False
    return path.is_dir() or path.suffix.lower() in PACKAGE_SUFFIXES


def _no_folder(where: str) -> Problem:
    return Problem(
        code="no_packages_folder",
        table=where,
        row=None,
        field=None,
        found="no such folder",
        expected=f"a folder of data packages, or “{SAMPLE}”",
        how_to_fix="Check the name.",
        expected_zh=f"存放数据包的文件夹，或 {SAMPLE}",
        how_to_fix_zh="请检查名称。",
    )


def _no_packages(where: str) -> Problem:
    return Problem(
        code="no_packages",
        table=where,
        row=None,
        field=None,
        found="no package in it",
        expected="at least one .zip, .xlsx or folder of tables, one a county",
        how_to_fix="Put the counties' packages into the folder.",
        expected_zh="至少一个县的数据包（.zip、.xlsx 或文件夹）",
        how_to_fix_zh="请把各县数据包放入该文件夹。",
    )


def _repeated(where: str, key: str) -> Problem:
    return Problem(
        code="package_twice",
        table=where,
        row=None,
        field=None,
        found=f"two packages named “{key}”",
        expected="one package a name",
        how_to_fix="Take one of them out, or give it another name.",
        expected_zh="每个名称只有一个数据包",
        how_to_fix_zh="请移走其中一个，或改名。",
    )
