"""The server keeps its own description: thousands of requests made from it, fit and unfit, by schemathesis."""

import subprocess
import sys
from pathlib import Path

from tests.server.real_server import founded_server

SEED = "4"
SECONDS = "45"
# What fits the description may still be refused for what it means: a county that is not there, a rule without shares.
NOT_ASKED = "positive_data_acceptance"
WATCHES_A_JOB = "/events$"


def test_the_description_is_kept_by_the_server(tmp_path: Path) -> None:
    with founded_server(tmp_path / "w") as served:
        command = [sys.executable, "-m", "schemathesis.cli", "run", f"{served.address}/api/openapi.json"]
        command += ["-H", f"Authorization: Bearer {served.token}", "--seed", SEED, "--max-time", SECONDS]
        command += ["--phases", "coverage,fuzzing", "--max-examples", "6", "--mode", "all", "--no-shrink"]
        command += ["--continue-on-failure", "--exclude-checks", NOT_ASKED, "--exclude-path-regex", WATCHES_A_JOB]
        command += ["--workers", "1", "--warnings", "off"]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=150, check=False)
    said = ran.stdout + ran.stderr
    assert ran.returncode == 0, said[-8000:]
    assert "Tested: 0" not in said
    assert "Tested:" in said
    assert '"unexpected"' not in (tmp_path / "w" / "security.log").read_text()
