"""`tianlu sample lists`: files that say they are generated, and the commands that take them in."""

from pathlib import Path

from tests.cli.command import tianlu

COUNTY = "632803"


def test_lists_are_written_with_the_commands_that_take_them_in(tmp_path: Path) -> None:
    said = tianlu("sample", "lists", "--county", COUNTY, "--out", tmp_path / "new", "--language", "en")
    assert said.code == 0
    files = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert len(files) == 6
    assert all(name.startswith("示例-") and name.endswith(f"{COUNTY}.xlsx") for name in files)
    assert "nobody is real" in said.out
    assert said.out.count("tianlu customer take-in") == 4


def test_same_seed_writes_the_same_text_and_an_unknown_county_is_named(tmp_path: Path) -> None:
    words = ("sample", "lists", "--county", COUNTY, "--format", "csv", "--year", 2025)
    for folder in ("a", "b"):
        assert tianlu(*words, "--out", tmp_path / folder, "--seed", 7).code == 0
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    unknown = tianlu("sample", "lists", "--county", "110101", "--out", tmp_path, "--language", "en")
    assert unknown.code == 2
    assert "44 counties" in unknown.out + unknown.err
