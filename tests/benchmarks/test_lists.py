"""The command that measures lists runs against a real server, and sees its export come."""

import socket
import subprocess
import sys
from pathlib import Path

COMMAND = Path(__file__).parents[2] / "benchmarks" / "lists.py"


def test_lists_and_an_export_are_measured() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(COMMAND), "--units", "60", "--people", "300", "--rounds", "3", "--port", str(port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| people, 100 a page | 3 |" in done.stdout
    assert "| people .xlsx | 301 |" in done.stdout
