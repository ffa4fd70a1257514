"""Records of several lists become one customer each; who is on the list is found again, and two of it stay two."""

import random

import pytest

from tianlu.target.lists.address.division import read_divisions
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.intake.join import Joined, Known, is_company, join_records
from tianlu.target.lists.intake.records import Record

VILLAGES = ("东巴村", "西台村", "次汗素村", "下梅村", "上梅村", "沙珠玉村")
GAZETTEER = Gazetteer(
    read_divisions(
        [
            ("63", "青海省"),
            ("6325", "海南藏族自治州"),
            ("632521", "共和县"),
            ("632521101", "倒淌河镇"),
            *((f"632521101{200 + k}", name) for k, name in enumerate(VILLAGES)),
        ]
    )
)
SURNAMES, GIVEN = "李王马张刘陈杨赵黄周", "才让多杰卓玛扎西尼桑吉毛加措"


def a_record(key: str, name: str, phone: str = "", address: str = "", source: str = "寄递", fen: int = 100) -> Record:
    return Record(source, key, source, name, phone, address, fen)


def crowd(count: int = 300) -> list[Record]:
    """Strangers on one list, so that likeness is worth what it is worth among many."""
    drawn = random.Random(1)
    return [
        a_record(
            f"x{k}",
            drawn.choice(SURNAMES) + "".join(drawn.sample(GIVEN, 2)),
            f"139{drawn.randrange(10**8):08d}",
            f"倒淌河镇{drawn.choice(VILLAGES)}{drawn.randrange(1, 9)}组{drawn.randrange(1, 200)}号",
        )
        for k in range(count)
    ]


def again(records: list[Record], source: str = "金融") -> list[Record]:
    """The same people as another business line writes them."""
    return [Record(source, r.key, source, r.name, r.phone, f"共和县{r.address}", r.fen) for r in records]


def of(joined: tuple[Joined, ...], record: Record) -> Joined:
    return next(each for each in joined if record in each.records)


def test_one_person_on_two_lists_is_one_customer() -> None:
    posts = crowd()
    banks = again(posts[:100])
    joined = join_records([*posts, *banks], [], GAZETTEER).customers
    pairs = sum(of(joined, bank) is of(joined, post) for post, bank in zip(posts, banks, strict=False))
    assert pairs >= 98
    assert len(joined) <= 305
    both = of(joined, banks[0])
    assert sum(record.fen for record in both.records) == 200
    assert {record.line for record in both.records} == {"寄递", "金融"}
    assert both.address.startswith("共和县"), "the fullest way of writing it"


def test_every_record_is_in_exactly_one_customer_whatever_their_order() -> None:
    records = [*crowd(), *again(crowd()[:50])]
    shuffled = random.Random(2).sample(records, len(records))
    one, other = join_records(records, [], GAZETTEER).customers, join_records(shuffled, [], GAZETTEER).customers
    assert sorted(record.key + record.source for each in one for record in each.records) == sorted(
        record.key + record.source for record in records
    )
    assert {(each.customer, each.records) for each in one} == {(each.customer, each.records) for each in other}


def test_who_is_on_the_list_is_found_again_and_two_of_it_stay_two() -> None:
    posts = crowd()
    known = [Known(f"k{k}", r.name, r.phone, r.address, is_company=False) for k, r in enumerate(posts[:3])]
    twin = Known("twin", posts[0].name, posts[0].phone, posts[0].address, is_company=False)
    join = join_records(again(posts), [*known, twin], GAZETTEER)
    joined = join.customers
    found = [of(joined, record) for record in again(posts)[:3]]
    assert [each.is_known for each in found] == [True] * 3
    assert [each.customer for each in found[1:]] == ["k1", "k2"]
    assert found[0].customer in ("k0", "twin")
    assert len({each.customer for each in joined if each.is_known}) == 3
    assert join.doubts[0].pair == ("k0", "twin"), "somebody is to say whether they are one"
    assert join.doubts[0].permille > 900
    assert {each.said for each in join.doubts[0].reasons} >= {"same name", "same telephone number", "same house"}


def test_pairs_that_are_neither_surely_one_nor_surely_two_are_for_a_person() -> None:
    posts = crowd()
    titled = [Record("电商", r.key, "", f"{r.name[0]}师傅", r.phone, r.address, 1) for r in posts[:33]]
    uncles = [
        Record("电商", r.key, "", f"{r.name[0]}师傅", f"137{k:08d}", r.address, 1) for k, r in enumerate(posts[200:225])
    ]
    sons = [Record("保险", r.key, "", r.name[:2] + "布", "", r.address, 1) for r in posts[225:250]]
    join = join_records([*posts, *again(posts[:100]), *titled, *uncles, *sons], [], GAZETTEER)
    alike = [
        (of(join.customers, one), of(join.customers, other)) for one, other in zip(posts[200:], uncles, strict=False)
    ]
    assert sum(one is other for one, other in alike) <= 2
    pairs = {frozenset(each.pair) for each in join.doubts}
    assert sum(frozenset((one.customer, other.customer)) in pairs for one, other in alike) >= 20
    permilles = [each.permille for each in join.doubts]
    assert permilles == sorted(permilles, reverse=True)
    assert all(100 <= each <= 1000 for each in permilles)
    assert all(each.pair[0] < each.pair[1] and each.reasons for each in join.doubts)


def test_companies_are_one_by_brand_at_a_place_or_a_telephone() -> None:
    full = a_record("1", "共和县雪域牦牛肉专业合作社", "0974-8512345", "倒淌河镇东巴村")
    short = a_record("2", "雪域牦牛肉合作社", "", "共和县倒淌河镇东巴村2组", source="电商")
    by_phone = a_record("3", "雪域合作社", "0974-8512345", source="保险")
    elsewhere = a_record("4", "雪域牦牛肉合作社", "", "倒淌河镇西台村")
    joined = join_records([full, short, by_phone, elsewhere], [], GAZETTEER).customers
    assert [len(each.records) for each in joined] == [3, 1]
    assert all(each.is_company for each in joined)
    assert joined[0].division == "632521101200"
    known = Known("k", "雪域牦牛肉合作社", "", "倒淌河镇东巴村", is_company=True)
    assert join_records([full], [known], GAZETTEER).customers[0].customer == "k"


def test_company_is_one_however_its_region_is_written_and_its_brand_sounds() -> None:
    official = a_record("1", "青海省共和县霁岚牦牛肉专业合作社", "0974-8512345", "倒淌河镇东巴村")
    short = a_record("2", "青海霁岚牦牛肉专业合作社", "", "倒淌河镇东巴村", source="金融")
    by_sound = a_record("3", "纪岚牦牛肉", "0974 8512345", source="电商")
    misspelt = a_record("4", "霁岚五今门市部", "09748512345", source="保险")
    [joined] = join_records([official, short, by_sound, misspelt], [], GAZETTEER).customers
    assert joined.is_company
    assert len(joined.records) == 4


def test_couple_at_one_telephone_in_one_house_is_two_people() -> None:
    house = "倒淌河镇东巴村2组7号"
    rows = [("1", "马建国", "寄递"), ("2", "冶秀兰", "寄递"), ("3", "马建国", "金融"), ("4", "冶秀兰", "金融")]
    couple = [a_record(key, name, "13911112222", house, source) for key, name, source in rows]
    joined = join_records([*crowd(), *again(crowd()[:100]), *couple], [], GAZETTEER).customers
    assert [of(joined, couple[0]), of(joined, couple[1])] == [of(joined, couple[2]), of(joined, couple[3])]
    assert of(joined, couple[0]) is not of(joined, couple[1])


def test_shop_that_is_called_after_a_person_is_the_person() -> None:
    person = a_record("1", "马明芳", "13911112222", "倒淌河镇东巴村2组7号", source="金融")
    shop = a_record("2", "马明芳超市", "13911112222", "倒淌河镇东巴村")
    joined = join_records([*crowd(), *again(crowd()[:100]), person, shop], [], GAZETTEER).customers
    assert of(joined, person) is of(joined, shop)
    assert not of(joined, shop).is_company, "so that what is known of her is masked"


@pytest.mark.parametrize(
    ("name", "company"),
    [
        ("才让多杰", False),
        ("李老板", False),
        ("共和县雪域合作社", True),
        ("青海湖商贸有限公司", True),
        ("王店", False),
        ("马明芳小卖部", False),
        ("霁砚超市", True),
        ("共和县金泽百货超市", True),
        ("霄砚青稞", True),
    ],
)
def test_company_is_told_from_a_person(name: str, company: bool) -> None:
    assert is_company(name, frozenset({"青海省", "共和县"})) is company
