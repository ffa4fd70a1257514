"""The build of the desk into the package: once for each state of its sources."""

from pathlib import Path

import pytest

import hatch_build


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """A small web folder; the list fills with the npm calls that would have been made."""
    calls: list[tuple[str, ...]] = []
    static = tmp_path / "static"

    def npm(*arguments: str) -> None:
        calls.append(arguments)
        (tmp_path / "web" / "node_modules").mkdir(exist_ok=True)
        static.mkdir(exist_ok=True)

    (tmp_path / "web" / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "src/main.ts"):
        (tmp_path / "web" / name).write_text("{}")
    monkeypatch.setattr(hatch_build, "WEB", tmp_path / "web")
    monkeypatch.setattr(hatch_build, "STATIC", static)
    monkeypatch.setattr(hatch_build, "STAMP", static / ".built-from")
    monkeypatch.setattr(hatch_build, "npm", npm)
    return calls


def test_unchanged_sources_are_built_once(web: list[tuple[str, ...]]) -> None:
    hatch_build.build_desk()
    hatch_build.build_desk()
    assert [call[0] for call in web] == ["ci", "run"]


def test_a_changed_source_is_built_again_without_installing_again(web: list[tuple[str, ...]]) -> None:
    hatch_build.build_desk()
    (hatch_build.WEB / "src" / "main.ts").write_text("// changed")
    hatch_build.build_desk()
    assert [call[0] for call in web] == ["ci", "run", "run"]


def test_a_package_without_web_sources_builds_nothing(web: list[tuple[str, ...]]) -> None:
    (hatch_build.WEB / "package.json").unlink()
    hatch_build.build_desk()
    assert web == []


def test_an_old_node_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v18.19.0\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not hatch_build.has_node()
