"""A column of addresses is read as its addresses are, each by itself."""

import polars as pl

from tests.target.lists.small_province import small_province
from tianlu.target.lists.address.columns import ADDRESS_SCHEMA, parse_addresses
from tianlu.target.lists.address.gazetteer import Gazetteer


def test_rows_keep_their_order_and_an_empty_cell_gives_an_empty_row() -> None:
    texts = pl.Series(["兴义永乐下寨村15组118号", None, "永乐镇团结村3组", "兴义永乐下寨村2组", "月球"])
    read = parse_addresses(Gazetteer(small_province()), texts)
    assert read.schema == pl.Schema(ADDRESS_SCHEMA)
    assert read["village"].to_list() == ["522222100202", None, None, "522222100202", None]
    assert read["readings"].to_list() == [1, 0, 2, 1, 0]
    assert read["village_group"].to_list() == ["15", None, "3", "2", None]
    assert read["house"].to_list() == ["118", None, None, None, None]


def test_an_ambiguous_village_still_has_the_name_that_its_readings_share() -> None:
    read = parse_addresses(Gazetteer(small_province()), pl.Series(["永乐镇团结村", "兴义市永乐镇团结村"]))
    assert read["locality"].to_list() == ["永乐镇团结村", "永乐镇团结村"]
