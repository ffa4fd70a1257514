"""The week's papers as one HTML page that prints a sheet a page."""

from collections.abc import Iterable

from jinja2 import Environment, PackageLoader, StrictUndefined

from tianlu.core.language import Language
from tianlu.files.sheets import Sheet

TEMPLATES = Environment(
    loader=PackageLoader("tianlu.files", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def sheets_html(sheets: Iterable[Sheet], *, title: str, language: Language) -> str:
    """One self-contained page: no script, no font file, nothing fetched."""
    return TEMPLATES.get_template("sheets.html.j2").render(sheets=tuple(sheets), title=title, language=language.value)
