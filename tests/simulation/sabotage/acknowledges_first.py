"""A writer that answers, and commits a moment later."""

import time
from typing import Any

from tianlu.db.group_commit import GroupCommit

MOMENT_S = 0.25


def sabotage() -> None:
    def do(self: Any, group: Any) -> None:
        with self._engine.begin() as connection:
            answers = self._work(connection, [waiting.item for waiting in group])
            for waiting, answer in zip(group, answers, strict=True):
                waiting.answer.set_result(answer)
            time.sleep(MOMENT_S)

    GroupCommit._do = do  # type: ignore[method-assign]
