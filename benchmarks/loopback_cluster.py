"""A Spark standalone cluster on this machine's loopback: a master, and workers of one core each."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
START_MAX_S = 120
EXECUTOR_MB = 512

LIGHT_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ActiveProcessorCount=1"
"""Java that starts with little compiling and no threads for its rubbish: the work here is done by Python."""

QUIET_DRIVER = {
    "spark.driver.host": HOST,
    "spark.driver.bindAddress": HOST,
    "spark.driver.memory": "512m",
    "spark.executor.memory": f"{EXECUTOR_MB}m",
    "spark.executor.cores": "1",
    "spark.driver.extraJavaOptions": LIGHT_JAVA,
    "spark.executor.extraJavaOptions": LIGHT_JAVA,
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # A task is a county: whatever Spark waits for to place it well is lost time.
    "spark.locality.wait": "0s",
}
"""A driver's settings for a cluster as small as this."""


@contextmanager
def loopback_cluster(
    workers: int, *, cores: tuple[int, ...] | None = None, worker_mb: int = 2 * EXECUTOR_MB
) -> Iterator[str]:
    """The master's address while the cluster lasts. With `cores` each worker, and all that it starts, stays on its own.

    Raises RuntimeError with what Spark said where the cluster does not come up.
    """
    with tempfile.TemporaryDirectory(prefix="tianlu-spark-") as folder:
        started: list[subprocess.Popen[bytes]] = []
        try:
            port, page = _free_port(), _free_port()
            master = f"spark://{HOST}:{port}"
            started.append(_start(Path(folder), "master", ["--port", str(port), "--webui-port", str(page)]))
            _wait(lambda: _alive_workers(page) is not None, started, Path(folder))
            for k in range(workers):
                words = ["--cores", "1", "--memory", f"{worker_mb}m", "--webui-port", str(_free_port()), master]
                core = None if cores is None else cores[k]
                started.append(_start(Path(folder), "worker", words, name=f"worker{k}", core=core))
            _wait(lambda: _alive_workers(page) == workers, started, Path(folder))
            yield master
        finally:
            # Workers first: each ends its executors.
            for process in reversed(started):
                process.terminate()
                process.wait(timeout=30)


def _start(
    folder: Path, kind: str, words: list[str], *, name: str = "master", core: int | None = None
) -> "subprocess.Popen[bytes]":
    import pyspark

    home = Path(pyspark.__file__).parent
    # The script replaces itself by Java, so that its process id is the daemon's.
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}.{kind.capitalize()}"]
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_WORKER_DIR": str(folder / name),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": LIGHT_JAVA,
        "PYSPARK_PYTHON": sys.executable,
    }
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [*command, "--host", HOST, *words],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),
        )


def _wait(is_there, started: "list[subprocess.Popen[bytes]]", folder: Path) -> None:  # type: ignore[no-untyped-def]
    until = time.monotonic() + START_MAX_S
    while not is_there():
        if time.monotonic() > until or any(process.poll() is not None for process in started):
            logs = "\n".join(log.read_text(errors="replace")[-2000:] for log in sorted(folder.glob("*.log")))
            raise RuntimeError(f"the Spark cluster did not come up:\n{logs}")
        time.sleep(0.2)


def _alive_workers(page: int) -> int | None:
    """How many workers the master has, None while it does not answer."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{page}/json/", timeout=5) as answer:
            return int(json.load(answer)["aliveworkers"])
    except (OSError, ValueError):
        return None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])
