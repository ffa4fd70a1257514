"""Rules that are kept as YAML: one key with a list of rows of named fields; all that is wrong is named at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from tianlu.core.problem import NOTHING, Problem, ProblemsFound


@dataclass(frozen=True)
class YamlRows:
    """A file `table` whose one `key` holds rows. `required` and `optional` are a row's fields; `mend` is said beside
    every problem. Rows are counted from 1."""

    table: str
    key: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    mend: str
    mend_zh: str

    def read(self, text: str) -> list[Any]:
        """The rows as they stand. Raises ProblemsFound where it is no YAML, or not this key with a list."""
        try:
            body = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise ProblemsFound([self.problem("not_yaml", None, None, str(error), "YAML", "是 YAML 文本")]) from None
        if not isinstance(body, dict) or set(body) != {self.key} or not isinstance(body[self.key], list):
            found = f"keys {sorted(map(str, body))}" if isinstance(body, dict) else type(body).__name__
            expected, expected_zh = f"one key, {self.key}, with a list", f"只有 {self.key} 一个键，值为列表"
            raise ProblemsFound([self.problem(f"no_{self.key}", None, None, found, expected, expected_zh)])
        return list(body[self.key])

    def key_problems(self, number: int, row: object) -> Iterable[Problem]:
        """What is wrong with a row's fields, whatever they hold."""
        if not isinstance(row, Mapping):
            yield self.problem("not_a_row", number, None, repr(row), "a row with named fields", "带字段名的一条")
            return
        for field in self.required:
            if field not in row:
                yield self.problem("missing_field", number, field, NOTHING, "a value", "必须填写")
        known = ", ".join(self.required + self.optional)
        for field in row:
            if field not in self.required + self.optional:
                yield self.problem("unknown_field", number, str(field), str(field), f"one of {known}", f"{known} 之一")

    def problem(
        self, code: str, row: int | None, field: str | None, found: str, expected: str, expected_zh: str
    ) -> Problem:
        return Problem(code, self.table, row, field, found, expected, self.mend, expected_zh, self.mend_zh)
