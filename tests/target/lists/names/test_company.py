"""A company's name comes apart into region, brand, industry and form, and companies are told by their brands."""

import pytest

from tianlu.target.lists.names.company import CompanyLikeness, CompanyName, compare_companies, read_company

REGIONS = frozenset(("青海省", "青海", "西宁市", "西宁", "互助县", "互助土族自治县"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("青海省互助县鑫源农牧专业合作社", CompanyName("青海省互助县", "鑫源", "农牧", "专业合作社")),
        ("青海鑫源农牧业开发有限公司", CompanyName("青海", "鑫源", "农牧业开发", "有限公司")),
        ("鑫源（西宁）商贸有限公司", CompanyName("西宁", "鑫源", "商贸", "有限公司")),
        ("老王五金店", CompanyName("", "老王", "五金", "店")),
        ("红星商行", CompanyName("", "红星", "", "商行")),
        ("青海", CompanyName("", "青海", "", "")),
        ("公司", CompanyName("", "公司", "", "")),
    ],
)
def test_a_company_name_comes_apart(text: str, name: CompanyName) -> None:
    assert read_company(text, regions=REGIONS) == name


@pytest.mark.parametrize(
    ("one", "other", "rung"),
    [
        ("西宁市红星商行", "西寧紅星商行", CompanyLikeness.SAME),
        ("青海鑫源农牧业开发有限公司", "鑫源农牧专业合作社", CompanyLikeness.SAME_BRAND),
        ("鑫源商贸有限公司", "鑫源五金店", CompanyLikeness.SAME_BRAND_OTHER_INDUSTRY),
        ("鑫源商行", "新元商行", CompanyLikeness.BRAND_SOUNDS_ALIKE),
        ("鑫源商行", "红星商行", CompanyLikeness.DIFFERENT),
    ],
)
def test_companies_are_alike_by_their_brands(one: str, other: str, rung: CompanyLikeness) -> None:
    names = [read_company(text, regions=REGIONS) for text in (one, other)]
    assert compare_companies(*names) == rung
    assert compare_companies(*reversed(names)) == rung
