"""A verb is imported when it is asked for."""

import subprocess
import sys


def test_one_verb_does_not_import_the_others() -> None:
    code = (
        "import sys; from tianlu.cli.main import app\n"
        "try: app(['site', '--help'])\n"
        "except SystemExit: pass\n"
        "loaded = {name for name in sys.modules if name.startswith('tianlu.cli.')}\n"
        "assert 'tianlu.cli.site' in loaded and 'tianlu.cli.serve' not in loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
