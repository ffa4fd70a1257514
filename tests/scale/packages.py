"""Folders of small data packages to plan."""

from dataclasses import replace
from pathlib import Path

from tests.small_county import small_county
from tianlu.files.write_package import write_package

BROKEN = "999999"


def write_province(folder: Path, codes: tuple[str, ...]) -> Path:
    """A package a code, all the same small county but for code and name."""
    for code in codes:
        write_package(replace(small_county(), code=code, name=f"{code}县", name_en=f"County {code}"), folder / code)
    return folder


def write_broken(folder: Path) -> Path:
    """A package whose places name a parent that is not there."""
    write_province(folder, (BROKEN,))
    places = folder / BROKEN / "places.csv"
    places.write_text(places.read_text(encoding="utf-8-sig").replace("S1", "S9", 1), encoding="utf-8-sig")
    return folder / BROKEN
