"""Names of files in the head of an answer."""

from email.message import Message
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from tianlu.core.disposition import attachment, shown_here


def test_a_plain_name_stands_as_it_is() -> None:
    assert attachment("tianlu-632521-2026-11-23.xlsx") == 'attachment; filename="tianlu-632521-2026-11-23.xlsx"'
    assert shown_here("papers.pdf").startswith("inline; ")


def test_a_chinese_name_is_whole_for_those_that_read_it() -> None:
    said = attachment("共和县 地点.xlsx")
    assert said.isascii()
    assert unquote(said.split("filename*=UTF-8''")[1]) == "共和县 地点.xlsx"


@given(st.text(max_size=300))
def test_no_name_of_a_file_breaks_the_header(name: str) -> None:
    said = attachment(name)
    assert said.isascii()
    assert said.isprintable()
    message = Message()
    message["Content-Disposition"] = said
    saved = message.get_filename()
    assert saved
    assert not set(saved) & set('/\\"\r\n\0')
    assert saved not in (".", "..")
