"""What the sources never do: run text, trust unchecked certificates, draw text as markup, take ages over a pattern."""

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sorted((ROOT / "src" / "tianlu").rglob("*.py"))
WEB = sorted(path for path in (ROOT / "web" / "src").rglob("*") if path.suffix in (".ts", ".vue"))
RUNS_TEXT = {"eval", "exec", "compile", "os.system", "os.popen", "pickle.load", "pickle.loads", "marshal.loads"} | {
    "yaml.load",
    "yaml.unsafe_load",
    "yaml.full_load",
    "importlib.import_module",
}
# A module named in the package itself, loaded when its verb is called; and one that its process was started with.
KNOWN = {("src/tianlu/cli/lazy_verbs.py", "importlib.import_module"), ("src/tianlu/cli/lazy_verbs.py", "import_module")}
SECONDS_MAX = 0.5
SHEET = ('<c r="A1" t="e">', '<c r="A1" ', '<c r="A1" t="e"', '<c r="A1" t="e"><f>')
STORED_KEYS = {"`tianlu.${key}`", "key"}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each call of a module with what it calls, dotted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def named(call: ast.Call, keyword: str) -> object:
    """The literal that a call gives a keyword, or None."""
    for each in call.keywords:
        if each.arg == keyword and isinstance(each.value, ast.Constant):
            return each.value.value
    return None


def test_no_module_starts_a_shell_or_runs_text() -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in PYTHON
        for name, call in calls(path)
        if name in RUNS_TEXT or named(call, "shell") is True
    ]
    assert [each for each in found if each not in KNOWN] == []


def test_no_module_turns_off_the_check_of_certificates() -> None:
    found = [
        (path.name, name)
        for path in PYTHON
        for name, call in calls(path)
        if named(call, "verify") is False
        or named(call, "follow_redirects") is True
        or name.endswith(("_create_unverified_context", "CERT_NONE"))
    ]
    assert found == []


def test_no_module_uses_a_broken_hash_or_a_guessable_number_for_a_secret() -> None:
    broken = [(path.name, name) for path in PYTHON for name, _ in calls(path) if name.split(".")[-1] in ("md5", "sha1")]
    guessed = [
        path.relative_to(ROOT).as_posix()
        for room in ("people", "command", "server", "db")
        for path in sorted((ROOT / "src" / "tianlu" / room).rglob("*.py"))
        if re.search(r"^(import random|from random)", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert broken == []
    assert guessed == []


def patterns() -> Iterator[tuple[str, str, int, str]]:
    """Each pattern that a module compiles for itself: its place, text, flags, and how it is used there. The sample's
    makers are left out: they read nothing but the data that is shipped."""
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            match node:
                case ast.Assign(
                    targets=[ast.Name(name)], value=ast.Call(args=[ast.Constant(str(pattern)), *_]) as call
                ) if ast.unparse(call.func) == "re.compile" and "sample" not in path.parts:
                    flags = re.DOTALL if "DOTALL" in ast.unparse(call) else 0
                    uses = set(re.findall(rf"\b{name}\.(search|match|fullmatch|sub|findall|finditer)\(", text))
                    for use in sorted(uses):
                        yield path.relative_to(ROOT).as_posix(), pattern, flags, use


@pytest.mark.parametrize(("where", "pattern", "flags", "use"), sorted(set(patterns())))
def test_no_pattern_takes_more_than_its_length_asks_for(where: str, pattern: str, flags: int, use: str) -> None:
    """Repeated pieces of what the pattern looks for, spoilt at the end, as it is used there."""
    compiled = re.compile(pattern, flags)
    literals = {each for each in re.findall(r"[\w<\"=:/. -]+", pattern) if len(each) < 30}
    for piece in sorted({"1", "a", " ", "1,", "1.", "-", "中", *SHEET, *literals}):
        assert seconds_for(compiled, use, piece, 40_000) < SECONDS_MAX, (where, piece)


def seconds_for(compiled: re.Pattern[str], use: str, piece: str, chars: int) -> float:
    text = piece * (chars // len(piece)) + "!"
    begun = time.thread_time()
    if use == "sub":
        compiled.sub("", text)
    elif use == "finditer":
        list(compiled.finditer(text))
    else:
        getattr(compiled, use)(text)
    return time.thread_time() - begun


def test_the_desk_draws_text_as_text() -> None:
    marks = re.compile(r"v-html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|new Function|\beval\(")
    assert [path.name for path in WEB if marks.search(path.read_text(encoding="utf-8"))] == []


def test_the_desk_keeps_nothing_sensitive_in_the_browser() -> None:
    """Its settings and the name a scanner gave itself; a new key is to be thought about."""
    written = {
        found
        for path in WEB
        for found in re.findall(r"(?:local|session)Storage\.setItem\(([^,]+),", path.read_text(encoding="utf-8"))
    }
    assert written <= STORED_KEYS
    assert not any("indexedDB" in path.read_text(encoding="utf-8") for path in WEB)
    assert not any("document.cookie" in path.read_text(encoding="utf-8") for path in WEB)


def test_no_module_puts_sql_together_from_values() -> None:
    """`text()` and its like are given constants, or names that the migrations write; never a formatted value."""
    found = [
        (path.relative_to(ROOT).as_posix(), ast.unparse(call)[:80])
        for path in PYTHON
        if not {"db", "sample"} & set(path.parts)
        for name, call in calls(path)
        if name.split(".")[-1] in ("text", "exec_driver_sql", "literal_column")
        and any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in call.args)
        and "." not in name.removeprefix("sa.").removeprefix("connection.")
    ]
    assert found == []


def test_password_fields_are_masked_and_take_what_is_pasted() -> None:
    desk = {path.name: path.read_text(encoding="utf-8") for path in WEB}
    autocomplete = re.compile(r"current-password|new-password")
    pages = [name for name, text in desk.items() if autocomplete.search(text)]
    assert pages
    assert all("password" in desk[name] for name in pages)
    assert 'type="password"' in "".join(desk.values()) or "'password'" in "".join(desk.values())
    assert [name for name, text in desk.items() if "@paste" in text] == []
    assert [name for name in pages if 'autocomplete="off"' in desk[name]] == []
