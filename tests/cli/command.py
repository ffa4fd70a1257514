"""The command as a user runs it: most tests in this process, one a verb in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass

from typer.testing import CliRunner

from tianlu.cli.main import app


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


def tianlu(*arguments: object, locale: str = "C.UTF-8") -> Said:
    """Run `tianlu` and hear what it says. An unexpected exception comes through."""
    runner = CliRunner(env={"LC_ALL": locale, "COLUMNS": "200", "TERM": "dumb"})
    done = runner.invoke(app, [str(each) for each in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


def tianlu_process(*arguments: object) -> Said:
    """The same from outside: a process, its exit code, its two streams."""
    code = "from tianlu.cli.main import app; app()"
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return Said(done.returncode, done.stdout, done.stderr)
