"""Plans counties in a process of its own: `python -m tianlu.scale.worker`, an order a line in, messages a line out.

In: an order's row as JSON. Out: `{"progress": {"fraction": …, "cost_fen": …}}` several times a second while it
searches, then `{"outcome": …}`. It ends when its input does, or when nobody listens any more: a killed run leaves no
worker behind.
"""

import json
import os
import sys
from typing import Any, TextIO

from tianlu.plan.rounds.result import Progress
from tianlu.scale.county_order import CountyOrder
from tianlu.scale.plan_county import plan_county


def main() -> None:
    say = _own_output()
    for line in sys.stdin:
        order = CountyOrder.from_row(json.loads(line))

        def on_progress(progress: Progress) -> bool:
            _send(say, {"progress": {"fraction": progress.fraction, "cost_fen": progress.cost_fen}})
            return True

        _send(say, {"outcome": plan_county(order, on_progress=on_progress).to_row()})


def _own_output() -> TextIO:
    """Standard output for messages alone; what a library prints goes to standard error."""
    say = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return say


def _send(say: TextIO, message: dict[str, Any]) -> None:
    try:
        say.write(json.dumps(message) + "\n")
        say.flush()
    except BrokenPipeError:
        # Nobody is left to hear of it; there is nothing to tidy up.
        os._exit(1)


if __name__ == "__main__":
    main()
