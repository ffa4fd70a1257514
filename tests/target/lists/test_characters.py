"""Text is brought to one form of characters before it is compared."""

from hypothesis import given
from hypothesis import strategies as st

from tianlu.target.lists.characters import is_han, plain


def test_wide_digits_traditional_characters_and_spaces_become_plain() -> None:
    assert plain("１３６　０４０ ") == "136040"
    assert plain("周應訓（村口）") == "周应训(村口)"
    assert plain("興義市永樂鎮") == "兴义市永乐镇"


@given(st.text(alphabet="應訓永樂鎮１２ ab王乾"))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_only_chinese_characters_are_han() -> None:
    assert is_han("桴㯊")
    assert not is_han("王a")
    assert not is_han("")
