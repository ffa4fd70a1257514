"""The real server over one workspace, started, killed and started again; on a disk of its own where that can be had."""

import json
import os
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOADED = "tests.simulation.loaded_program"
UP_WITHIN_S = 60.0
OPERATOR_LOG = "operator.log"
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
MOUNT = 'mount -t tmpfs -o "size=$1" tianlu "$2" && shift 2 && exec "$@"'
KIB = 1024
PAGE = 4096


@dataclass(frozen=True)
class SmallDisk:
    """A file system of a few MiB that only the program sees as `inside`; the tests reach it as `outside`."""

    inside: Path
    outside: Path
    """For plain files: SQLite would follow the link to the wrong place."""

    def fill(self, *, left_kib: int) -> None:
        """To the last page but for `left_kib`."""
        status = os.statvfs(self.outside)
        free = status.f_bavail * status.f_frsize - left_kib * KIB
        with (self.outside / "ballast").open("ab") as file:
            file.write(b"x" * max(0, free))

    def fill_page(self, log: Path) -> None:
        """Of a full disk the last file that may grow: until not a byte more fits into it either."""
        with log.open("ab") as file:
            file.write(b"." * (-file.tell() % PAGE))

    def empty(self) -> None:
        (self.outside / "ballast").unlink(missing_ok=True)


@dataclass(frozen=True)
class Program:
    """The loaded program; `disk` is None where the machine lets nobody mount one."""

    process: subprocess.Popen[str]
    disk: SmallDisk | None

    def fork(self, arguments: list[str], log: Path, sabotage: str | None) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        order = {"arguments": arguments, "log": str(log), "sabotage": sabotage}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def loaded_program(folder: Path, *, disk_mib: int | None = None) -> Iterator[Program]:
    """Load the program once. `disk_mib` mounts a disk of that size, in memory, where that is allowed."""
    inside = folder / "disk"
    inside.mkdir(parents=True, exist_ok=True)
    run = [sys.executable, "-m", LOADED]
    process = _loaded([*_unshared(disk_mib, inside), *run]) if disk_mib and shutil.which("unshare") else None
    has_disk = process is not None
    process = process or _loaded(run)
    assert process is not None, "the program does not load"
    disk = SmallDisk(inside, Path(f"/proc/{process.pid}/root") / inside.relative_to("/")) if has_disk else None
    try:
        yield Program(process, disk)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


def _unshared(disk_mib: int, inside: Path) -> list[str]:
    """In a mount namespace of its own, so that no trace of it stays."""
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    return ["unshare", "--mount", *as_root, "sh", "-c", MOUNT, "sh", f"{disk_mib}m", str(inside.resolve())]


def _loaded(command: list[str]) -> "subprocess.Popen[str] | None":
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **ONE_THREAD}, text=True, **pipes)
    assert process.stdout is not None
    if process.stdout.readline().strip() == "loaded":
        return process
    process.kill()
    process.wait()
    return None


@dataclass
class Server:
    """`tianlu serve` over one workspace, as often as it is killed. `log` is its error stream, as the tests reach it and
    as the program does."""

    program: Program
    workspace: Path
    log: Path
    log_inside: Path | None = None
    database: str | None = None
    sabotage: str | None = None
    number: int = 0
    port: int = 0
    may_write: bool = True
    starts_s: list[float] = field(default_factory=list)
    """How long each start took until the server answered."""

    def start(self) -> None:
        """Until it answers."""
        began = time.monotonic()
        self.launch()
        while not self._answers():
            if not self.is_alive() or time.monotonic() - began > UP_WITHIN_S:
                raise AssertionError(f"the server does not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.005)
        self.starts_s.append(time.monotonic() - began)

    def launch(self) -> None:
        """Begin to start it."""
        self.port = _free_port()
        arguments = ["serve", "--no-browser", "--workspace", str(self.workspace), "--port", str(self.port)]
        arguments += [] if self.database is None else ["--database", self.database]
        self.number = self.program.fork(arguments, self.log_inside or self.log, self.sabotage)
        self.let_write(self.may_write)

    def let_write(self, may_write: bool) -> None:
        """Whether it may write to files, now and after a restart: what stands in for a full disk where none is to be
        had."""
        self.may_write = may_write
        most = resource.RLIM_INFINITY if may_write else 0
        with suppress(ProcessLookupError):  # it was killed
            resource.prlimit(self.number, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def act(self, *arguments: str) -> int:
        """Another `tianlu` beside it, over the same workspace; what it says goes to `operator.log`."""
        database = [] if self.database is None else ["--database", self.database]
        log = (self.log_inside or self.log).with_name(OPERATOR_LOG)
        return self.program.fork([*arguments, "--workspace", str(self.workspace), *database], log, None)

    def kill(self) -> None:
        """As a power cut does, as far as a process can tell."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def is_alive(self) -> bool:
        return is_alive(self.number)

    def _end(self, how: signal.Signals) -> None:
        try:
            process = os.pidfd_open(self.number)
            signal.pidfd_send_signal(process, how)
        except ProcessLookupError:
            raise AssertionError(f"the server ended by itself:\n{self.log.read_text()[-3000:]}") from None
        ended, _, _ = select.select([process], [], [], 30)
        os.close(process)
        assert ended, f"the server does not end at {how.name}"

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(b"GET /api/sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                return connection.recv(12).startswith(b"HTTP/1.1 ")
        except OSError:
            return False


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
