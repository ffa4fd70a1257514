"""Expected trouble in plain words: what was found, what was expected, what to do; exit code 2 and no traceback."""

from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from tianlu.core.language import Language
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.db.trouble import StorageTrouble

BAD_INPUT = 2
PROBLEMS_SHOWN = 20

errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


class CannotGoOn(Exception):
    """What was asked for cannot be done with what was given; said in both languages."""

    def __init__(self, *, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh


class PlainWords(TyperGroup):
    """A group of commands that end in plain words where trouble was to be expected. Bugs still show themselves."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except CannotGoOn as trouble:
            errors.print(spoken_language(ctx).pick(zh=trouble.zh, en=trouble.en))
        except StorageTrouble as trouble:
            errors.print(spoken_language(ctx).pick(zh=trouble.zh, en=trouble.en))
        except ProblemsFound as trouble:
            say_problems(trouble.problems, spoken_language(ctx))
        except OSError as trouble:
            errors.print(f"{trouble.filename or ''}: {_why(trouble, spoken_language(ctx))}")
        raise typer.Exit(BAD_INPUT)


def _why(trouble: OSError, language: Language) -> str:
    said = trouble.strerror or str(trouble)
    if isinstance(trouble, FileNotFoundError):
        return language.pick(zh="没有这个文件或文件夹", en=said)
    return language.pick(zh="无权读写" if isinstance(trouble, PermissionError) else "", en=said)


def spoken_language(ctx: Any) -> Language:
    """The language that the command was asked to speak, as far as it got in reading its options."""
    language = ctx.find_root().obj
    return language if isinstance(language, Language) else Language.EN


def say_problems(problems: tuple[Problem, ...], language: Language) -> None:
    """The first of them, one a line, and how many there are."""
    for problem in problems[:PROBLEMS_SHOWN]:
        errors.print(describe(problem, language))
    count = len(problems)
    if count > PROBLEMS_SHOWN:
        errors.print(language.pick(zh=f"……共 {count} 个问题", en=f"… {count} problems in all"))


def describe(problem: Problem, language: Language) -> str:
    """A problem as one line."""
    return language.pick(zh=problem.text_zh, en=str(problem))
