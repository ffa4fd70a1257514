"""What kinds, relations and tiers of customers are called, in both languages."""

from collections.abc import Mapping

from tianlu.target.lists.customers.model import CustomerKind, Relation, Tier

Words = tuple[str, str]
"""English, 中文."""

TIER_WORDS: Mapping[Tier, Words] = {
    Tier.SPECIAL: ("special", "特级"),
    Tier.FIRST: ("first", "一级"),
    Tier.SECOND: ("second", "二级"),
    Tier.THIRD: ("third", "三级"),
    Tier.SMALL: ("small", "小微"),
}
RELATION_WORDS: Mapping[Relation, Words] = {
    Relation.EXISTING: ("existing", "存量"),
    Relation.NEW: ("new", "新增"),
    Relation.LOST: ("lost", "流失"),
}
KIND_WORDS: Mapping[CustomerKind, Words] = {
    CustomerKind.PERSON: ("person", "个人"),
    CustomerKind.HOUSEHOLD: ("household", "家庭"),
    CustomerKind.COMPANY: ("company", "企业"),
}
