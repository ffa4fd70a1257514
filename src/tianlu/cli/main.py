"""The command line: one verb a stage of the work, one file a verb."""

import typer

from tianlu.cli.lazy_verbs import lazy_group

VERBS = {
    "demo": "demo:demo",
    "sample": "sample:app",
    "template": "template:template",
    "validate": "validate:validate",
    "plan": "plan:plan",
    "check": "check:check",
    "conflict": "conflict:conflict",
    "replan": "replan:replan",
    "explain": "explain:explain",
    "whatif": "whatif:whatif",
    "frontier": "frontier:frontier",
    "site": "site:site",
    "province": "province:province",
    "export": "export:export",
    "serve": "serve:serve",
    "bags": "bags:app",
    "user": "account:user",
    "token": "account:token",
    "audit": "audit:app",
    "backup": "backup:backup",
    "restore": "restore:restore",
    "doctor": "doctor:doctor",
    "org": "units:app",
    "person": "persons:person",
    "grant": "persons:grant",
    "customer": "customers:app",
    "grid": "grid:app",
    "plot": "plots:app",
    "job": "jobs:app",
    "sheet": "sheet:app",
}
"""A verb's file and function; a group of verbs is a Typer called `app`."""

app = typer.Typer(
    cls=lazy_group(VERBS),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def tianlu() -> None:
    """Tianlu 天路: plans a rural post's week and makes every stop serve."""
