"""The command line: one verb a stage of the work, one file a verb."""

import typer

from tianlu.cli.bags import app as bags
from tianlu.cli.check import check
from tianlu.cli.conflict import conflict
from tianlu.cli.demo import demo
from tianlu.cli.explain import explain
from tianlu.cli.export import export
from tianlu.cli.frontier import frontier
from tianlu.cli.plain_words import PlainWords
from tianlu.cli.plan import plan
from tianlu.cli.province import province
from tianlu.cli.replan import replan
from tianlu.cli.serve import serve
from tianlu.cli.site import site
from tianlu.cli.template import template
from tianlu.cli.validate import validate
from tianlu.cli.whatif import whatif

app = typer.Typer(
    cls=PlainWords,
    help="Tianlu 天路: plans a rural post's week and makes every stop serve.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

VERBS = (
    demo,
    template,
    validate,
    plan,
    check,
    conflict,
    replan,
    explain,
    whatif,
    frontier,
    site,
    province,
    export,
    serve,
)

for verb in VERBS:
    app.command()(verb)

app.add_typer(bags, name="bags")
