"""A person's name comes apart into surname, given name, form of address, shop and note."""

import pytest

from tianlu.target.lists.names.person import PersonName, read_person


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("周应训", PersonName("周", "应训")),
        ("周應訓(村口)", PersonName("周", "应训", note="村口")),
        ("王老板", PersonName("王", "", "老板")),
        ("彭先生", PersonName("彭", "", "先生")),
        ("王二毛总经理", PersonName("王", "二毛", "总经理")),
        ("赵总", PersonName("赵", "", "总")),
        ("老王", PersonName("王", "", "老")),
        ("段瓒在超市", PersonName("段", "瓒在", trade="超市")),
        ("王老板小卖部", PersonName("王", "", "老板", trade="小卖部")),
        ("张虎行", PersonName("张", "虎行")),
        ("欧阳修", PersonName("欧阳", "修")),
        ("欧阳", PersonName("欧", "阳")),
        ("才让卓玛", PersonName("", "才让卓玛")),
        ("买买提·艾力", PersonName("", "买买提·艾力")),
        (" 李 红 ", PersonName("李", "红")),
        ("", PersonName("", "")),
    ],
)
def test_a_name_comes_apart(text: str, name: PersonName) -> None:
    assert read_person(text) == name


def test_kin_after_a_surname_may_be_a_title_or_a_given_name() -> None:
    assert read_person("李姐") == PersonName("李", "姐", "姐")
    assert not read_person("李姐").is_title_only
    assert read_person("李大姐").is_title_only
