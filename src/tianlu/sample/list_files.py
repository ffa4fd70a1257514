"""The sample's customer lists as files, each of which says in its name and in every row that it is generated."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from tianlu.files.plain_list import text_csv, text_xlsx
from tianlu.sample.customer_lists import NOTE, NOTE_HEAD, CountyLists, LineList, truth_rows
from tianlu.sample.parties import BANK

FileFormat = Literal["xlsx", "csv"]
ORDER_HEADS = ("会员编号", "下单日期", "商品", "金额（元）", NOTE_HEAD)
TRUTH_HEADS = ("来源", "编号", "对象", NOTE_HEAD)
BANK_ENCODING, ENCODING = "gb18030", "utf-8-sig"
"""Banks' programs still write the older one."""


def list_name(county: str, kept: LineList, form: FileFormat) -> str:
    return f"示例-{kept.line}客户-{county}.{form}"


def write_lists(made: CountyLists, folder: Path, form: FileFormat) -> tuple[Path, ...]:
    """The lists, the orders, and which row is whose; the folder is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [_write(folder / list_name(made.county, each.kept, form), each.heads, each.rows) for each in made.lists]
    orders = [(each.key, each.day.isoformat(), each.product, f"{each.fen / 100:.2f}", NOTE) for each in made.orders]
    written.append(_write(folder / f"示例-电商订单-{made.county}.{form}", ORDER_HEADS, orders))
    truth = [(*row.values(), NOTE) for row in truth_rows(made)]
    written.append(_write(folder / f"示例-对照-{made.county}.{form}", TRUTH_HEADS, truth))
    return tuple(written)


def _write(path: Path, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Path:
    encoding = BANK_ENCODING if BANK in path.name else ENCODING
    is_book = path.suffix == ".xlsx"
    content = text_xlsx(heads, rows, sheet="示例", title=NOTE) if is_book else text_csv(heads, rows, encoding=encoding)
    path.write_bytes(content)
    return path
