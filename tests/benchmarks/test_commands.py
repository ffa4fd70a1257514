"""The load of commands runs against a real server, and misses nothing."""

import socket
import subprocess
import sys
from pathlib import Path

COMMAND = Path(__file__).parents[2] / "benchmarks" / "commands.py"


def test_every_acknowledged_command_is_in_the_chains() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(COMMAND), "--seconds", "1", "--clients", "2", "--batch", "3", "--port", str(port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 refused, 0 missing" in done.stdout
