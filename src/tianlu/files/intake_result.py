"""What of a list was not taken in, as an Excel workbook: rows left out by number, commands refused, with the mend."""

from typing import IO

import xlsxwriter

from tianlu.target.lists.intake.view import IntakeView

ROWS = ("行号 row", "列 column", "应为", "expected", "处理办法", "how to mend")
REFUSED = ("客户 customer", "原因", "reason", "处理办法", "how to mend")
WIDTHS = (14, 24, 40, 40, 50, 50)


def write_left_out(out: IO[bytes], view: IntakeView) -> None:
    """Two sheets; both languages side by side."""
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    rows = [
        (each.row, each.field, each.expected_zh, each.expected, each.mend_zh, each.mend) for each in view.rows_left_out
    ]
    refused = [(each.customer, each.reason_zh, each.reason, each.mend_zh, each.mend) for each in view.commands_refused]
    head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "text_wrap": True})
    text = book.add_format({"num_format": "@", "text_wrap": True})
    for name, heads, lines in (("未采用的行", ROWS, rows), ("被拒命令", REFUSED, refused)):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, (said, width) in enumerate(zip(heads, WIDTHS, strict=False)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, said, head)
        for number, line in enumerate(lines, start=1):
            for place, cell in enumerate(line):
                if isinstance(cell, int):
                    sheet.write_number(number, place, cell)
                else:
                    sheet.write_string(number, place, cell, text)
    book.close()
