"""The data packages of a server: versions in its database, and files of those in use beside it, made when needed."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from tianlu.core.problem import ProblemsFound
from tianlu.db.blobs import digest_of, get_blob, put_blob
from tianlu.db.reading import seeing_everything
from tianlu.files.package import read_package
from tianlu.people.signin.kinds import SERVER
from tianlu.plan import store_packages
from tianlu.plan.counties import CountyRef
from tianlu.plan.county import County
from tianlu.plan.kinds_package import IMPORT
from tianlu.plan.sender import PlanSender
from tianlu.plan.store_packages import PackageVersion
from tianlu.server.package_shelf import PACKAGE_SUFFIXES, ref_of_package, suffix_of

LOG = logging.getLogger("tianlu")
NAME_MAX = 200


class DbPackages:
    """`cache/packages/<digest>.<suffix>` are copies that may be deleted: readers want files."""

    def __init__(self, workspace: Path, engine: Engine, sender: PlanSender) -> None:
        self._cache = workspace / "cache" / "packages"
        self._cache.mkdir(parents=True, exist_ok=True)
        self._engine = engine
        self._sender = sender
        self._refs: dict[str, CountyRef] = {}

    def list_refs(self) -> list[CountyRef]:
        """Of all counties, whoever asks: what is kept in memory of them goes by this list."""
        with seeing_everything(), self._engine.connect() as connection:
            current = store_packages.list_current(connection)
        return [self._ref(package) for package in current]

    def path_of(self, code: str) -> Path:
        with self._engine.connect() as connection:
            package = next(each for each in store_packages.list_versions(connection, code) if each.is_current)
        return self._file(package)

    def list_versions(self, code: str) -> Sequence[PackageVersion]:
        with self._engine.connect() as connection:
            return store_packages.list_versions(connection, code)

    def receive(self, name: str, content: bytes, check: Callable[[str], None], *, by: str) -> County:
        """Raises ProblemsFound, what `check` raises, and PlanRefused."""
        suffix = suffix_of(name)
        with TemporaryDirectory(dir=self._cache, prefix=".tmp-") as folder:
            path = Path(folder) / f"package{suffix}"
            path.write_bytes(content)
            county = read_package(path)
        check(county.code)
        with self._engine.execution_options(writes=True).begin() as connection:
            digest = put_blob(connection, content)
        body = {"package": self._sender.make_id(), "digest": digest, "name": name[-NAME_MAX:]}
        self._sender.send(by, IMPORT, county.code, body)
        return county

    def take_in(self, folder: Path) -> int:
        """Import what an earlier version kept as files and was never kept here; the files stay. Returns how many."""
        taken = 0
        for path in sorted(each for each in folder.glob("*") if each.suffix in PACKAGE_SUFFIXES):
            content = path.read_bytes()
            with self._engine.connect() as connection:
                if store_packages.find_same(connection, path.stem, digest_of(content)) is not None:
                    continue
            try:
                self.receive(path.name, content, lambda _: None, by=SERVER)
                taken += 1
            except ProblemsFound as trouble:
                LOG.warning("%s is left out, it cannot be read: %s", path, trouble)
        return taken

    def _ref(self, package: PackageVersion) -> CountyRef:
        if package.id not in self._refs:
            self._refs[package.id] = ref_of_package(self._file(package), version=package.id)
        return self._refs[package.id]

    def _file(self, package: PackageVersion) -> Path:
        path = self._cache / f"{package.digest}{suffix_of(package.name)}"
        if not path.is_file():
            with self._engine.connect() as connection:
                content = get_blob(connection, package.digest)
            assert content is not None, f"no blob {package.digest}"
            with TemporaryDirectory(dir=self._cache, prefix=".tmp-") as folder:
                making = Path(folder) / path.name
                making.write_bytes(content)
                making.replace(path)
        return path
