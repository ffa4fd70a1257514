"""The desk is there soon: what only some works need is loaded by them, not by every start of the server."""

import subprocess
import sys

SLOW = ("lightgbm", "pandas", "pypinyin", "pyspark", "scipy.stats", "splink")


def test_start_of_the_server_loads_nothing_that_is_slow_and_seldom_needed() -> None:
    code = (
        "import sys; from tianlu.cli.main import app\n"
        "try: app(['serve', '--help'])\n"
        "except SystemExit: pass\n"
        "assert 'tianlu.cli.serve' in sys.modules\n"
        f"print(*(name for name in {SLOW} if name in sys.modules), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ended.stderr.split() == []
