"""Where uploaded data packages are kept: what the server asks of it, and a folder with one file a county."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.files.package import read_package
from tianlu.place.model import PlaceKind
from tianlu.plan.counties import CountyRef
from tianlu.plan.county import County
from tianlu.plan.store_packages import PackageVersion

PACKAGE_SUFFIXES = (".zip", ".xlsx")


class Packages(Protocol):
    """The data packages that were uploaded; each county uses one."""

    def list_refs(self) -> list[CountyRef]:
        """The uploaded counties by code."""
        ...

    def path_of(self, code: str) -> Path:
        """A file of the package that an uploaded county uses."""
        ...

    def list_versions(self, code: str) -> Sequence[PackageVersion]:
        """All packages of a county, newest first."""
        ...

    def receive(self, name: str, content: bytes, check: Callable[[str], None], *, by: str) -> County:
        """Read a package and keep it if it is sound and `check` lets its county's code pass. Raises ProblemsFound, and
        what `check` raises."""
        ...


class FolderPackages:
    """The data packages that were uploaded: one file a county, put in place as one step."""

    def __init__(self, workspace: Path) -> None:
        self._folder = workspace / "packages"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._refs: dict[tuple[str, int], CountyRef] = {}

    def list_refs(self) -> list[CountyRef]:
        """The uploaded counties by code; a file is read again only when it has changed."""
        with self._lock:
            paths = sorted(path for path in self._folder.iterdir() if path.suffix in PACKAGE_SUFFIXES)
            keys = [(path.name, path.stat().st_mtime_ns) for path in paths]
            refs = {key: self._refs.get(key) or ref_of_package(path) for key, path in zip(keys, paths, strict=True)}
            self._refs = refs
            return list(refs.values())

    def path_of(self, code: str) -> Path:
        """The file of an uploaded county."""
        return next(path for suffix in PACKAGE_SUFFIXES if (path := self._folder / f"{code}{suffix}").is_file())

    def list_versions(self, code: str) -> Sequence[PackageVersion]:
        """A folder keeps the newest only, and knows nobody."""
        return ()

    def receive(self, name: str, content: bytes, check: Callable[[str], None], *, by: str) -> County:
        suffix = suffix_of(name)
        with TemporaryDirectory(dir=self._folder, prefix=".tmp-") as folder:
            path = Path(folder) / f"package{suffix}"
            path.write_bytes(content)
            county = read_package(path)
            check(county.code)
            with self._lock:
                for other in PACKAGE_SUFFIXES:
                    self._folder.joinpath(f"{county.code}{other}").unlink(missing_ok=True)
                path.rename(self._folder / f"{county.code}{suffix}")
        return county


def suffix_of(name: str) -> str:
    """By which a package is read. Raises ProblemsFound."""
    suffix = Path(name).suffix.lower()
    if suffix not in PACKAGE_SUFFIXES:
        raise ProblemsFound([_unknown_suffix(name)])
    return suffix


def ref_of_package(path: Path, version: str = "") -> CountyRef:
    """A package's county at a glance; `version` says when it is to be opened again."""
    county = read_package(path)
    hub = next(place for place in county.places if place.kind is PlaceKind.HUB)
    return CountyRef(
        code=county.code,
        name=county.name,
        name_en=county.name_en,
        lon=hub.lon,
        lat=hub.lat,
        stations=sum(place.kind is PlaceKind.STATION for place in county.places),
        villages=sum(place.kind is PlaceKind.VILLAGE for place in county.places),
        open=partial(read_package, path),
        version=version,
    )


def _unknown_suffix(name: str) -> Problem:
    return Problem(
        code="unknown_package_kind",
        table="package",
        row=None,
        field=None,
        found=name,
        expected="a file that ends in .zip or .xlsx",
        how_to_fix="Pack the folder as a .zip, or save the workbook as .xlsx.",
        expected_zh="以 .zip 或 .xlsx 结尾的文件",
        how_to_fix_zh="请把文件夹压缩为 .zip，或把工作簿另存为 .xlsx。",
    )
