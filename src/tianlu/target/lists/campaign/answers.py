"""The answers to a campaign (活动名单): rows of a file, each a customer who was asked or left alone, and what came."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tianlu.core.problem import NOTHING, Problem
from tianlu.target.lists.headings import clean_cell, need_headings


class AnswerSays(StrEnum):
    """What a column of a campaign's list can say."""

    KEY = "key"
    ASKED = "asked"
    CAME = "came"


HEADINGS: Mapping[AnswerSays, tuple[str, ...]] = {
    AnswerSays.KEY: ("客户编号", "客户号", "客户代码", "会员号", "customer", "customer_id", "key"),
    AnswerSays.ASKED: ("是否触达", "触达", "实验组", "是否参与", "asked", "treated", "treatment"),
    AnswerSays.CAME: ("是否办理", "是否购买", "办理", "购买", "转化", "结果", "came", "outcome", "converted"),
}
"""What columns are called, the surest first."""
ANSWER_WORDS = {AnswerSays.KEY: "客户编号", AnswerSays.ASKED: "是否触达", AnswerSays.CAME: "是否购买"}
YES = frozenset({"1", "是", "有", "y", "yes", "true", "实验组", "√"})
NO = frozenset({"0", "否", "无", "n", "no", "false", "对照组", "×", ""})
KEY_MOST = 100
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,9})?")


@dataclass(frozen=True)
class Answer:
    """`key` is the customer's in the source's list; a customer who was not asked belongs to the control group.
    `numbers` are what the file's own columns of numbers say of him."""

    key: str
    was_asked: bool
    came: bool
    numbers: tuple[float, ...] = ()


@dataclass(frozen=True)
class AnswersRead:
    """`problems` name the rows that were left out, by the file's own numbers; `features` are the columns of numbers."""

    answers: tuple[Answer, ...]
    problems: tuple[Problem, ...]
    features: tuple[str, ...] = ()


def guess_answer_columns(name: str, headings: Sequence[str]) -> dict[AnswerSays, str]:
    """What the columns most likely say. Raises ProblemsFound where one is not found: all three are needed."""
    return need_headings(name, headings, HEADINGS, AnswerSays, ANSWER_WORDS)


def read_answers(
    name: str, columns: Mapping[AnswerSays, str], rows: Sequence[tuple[int, Mapping[str, str]]]
) -> AnswersRead:
    """Rows of the file `name` with their numbers, each cell as text by its heading. A customer stands once: of several
    rows the first counts, the others are named. A further column is a feature where every cell of it is a number."""
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    features = _columns_of_numbers(columns, rows)
    for number, row in rows:
        cells = {says: clean_cell(row.get(heading, "")) for says, heading in columns.items()}
        if not any(cells.values()):
            continue
        key, asked, came = cells[AnswerSays.KEY], _flag(cells[AnswerSays.ASKED]), _flag(cells[AnswerSays.CAME])
        if not key or len(key) > KEY_MOST or key in answers:
            problems.append(_bad_key(name, number, columns[AnswerSays.KEY], key, is_twice=key in answers))
        elif asked is None or came is None:
            says = AnswerSays.ASKED if asked is None else AnswerSays.CAME
            problems.append(_bad_flag(name, number, columns[says], cells[says]))
        else:
            answers[key] = Answer(key, asked, came, tuple(float(row[feature]) for feature in features))
    return AnswersRead(tuple(answers.values()), tuple(problems), features)


def _columns_of_numbers(
    columns: Mapping[AnswerSays, str], rows: Sequence[tuple[int, Mapping[str, str]]]
) -> tuple[str, ...]:
    heads = [head for head in (rows[0][1] if rows else ()) if head and head not in columns.values()]
    return tuple(head for head in heads if all(_NUMBER.fullmatch(row.get(head, "").strip()) for _, row in rows))


def _flag(text: str) -> bool | None:
    said = text.casefold()
    return True if said in YES else False if said in NO else None


def _bad_key(name: str, number: int, field: str, key: str, *, is_twice: bool) -> Problem:
    if is_twice:
        return Problem(
            "key_twice",
            name,
            number,
            field,
            key,
            "each customer once",
            "Keep one row of this customer.",
            "每个客户只出现一次",
            "请将同一客户合并为一行。",
        )
    return Problem(
        "no_key",
        name,
        number,
        field,
        key or NOTHING,
        f"who was asked or not, at most {KEY_MOST} characters",
        "Fill in the customer's key as in the source's list.",
        f"客户编号，最多 {KEY_MOST} 字",
        "请填写该来源清单中的客户编号。",
    )


def _bad_flag(name: str, number: int, field: str, found: str) -> Problem:
    return Problem(
        "bad_flag",
        name,
        number,
        field,
        found,
        "yes or no: 1 or 0, 是 or 否",
        "Write 1 for yes and 0 for no.",
        "是或否（1 或 0）",
        "请填写 1（是）或 0（否）。",
    )
