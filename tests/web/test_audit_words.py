"""The desk has words for every kind of command that the server knows, and for every field that one carries."""

import re
from pathlib import Path

from tianlu.command.letters import register_own
from tianlu.server.one_door import all_kinds

WEB = Path(__file__).parents[2] / "web" / "src"


def test_every_kind_of_command_is_known_to_the_desk() -> None:
    registry = all_kinds()
    register_own(registry)
    listed = re.search(r"KINDS = \[(.*?)\] as const", (WEB / "model" / "audit.ts").read_text(), re.DOTALL)
    assert listed
    assert set(re.findall(r"'([a-z_.]+)'", listed[1])) == set(registry.names())


def test_every_field_of_a_command_has_words() -> None:
    registry = all_kinds()
    register_own(registry)
    fields = {field for kind in registry.kinds() for field in kind.body.model_fields}
    words = (WEB / "i18n" / "zh.ts").read_text()
    audit = words[words.index("  audit: {\n    title") :]
    known = set(re.findall(r"^      (\w+): '", audit[audit.index("    fields: {") :].split("    },")[0], re.MULTILINE))
    assert fields - known == set()
