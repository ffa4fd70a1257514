"""The group of industries of a company, by its name: what of a cell's merchants a model can learn from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from tianlu.target.lists.names.company import read_company

OTHER = "other"


@dataclass(frozen=True)
class IndustryGroup:
    """How a group is called, and the words by which an industry is of it."""

    zh: str
    en: str
    words: tuple[str, ...]


@cache
def shipped_industries() -> Mapping[str, IndustryGroup]:
    """Those of `industries.yaml`, and last what is of none of them."""
    rows = yaml.safe_load(resources.files(__package__).joinpath("industries.yaml").read_text(encoding="utf-8"))
    groups = {name: IndustryGroup(row["zh"], row["en"], tuple(row["words"])) for name, row in rows.items()}
    return {**groups, OTHER: IndustryGroup("其他", "other", ())}


def industry_group(company: str) -> str:
    """By the industry in the company's name; a name that has none, or one of no group, is of the others."""
    industry = read_company(company, regions=()).industry
    for name, group in shipped_industries().items():
        if any(word in industry for word in group.words):
            return name
    return OTHER
