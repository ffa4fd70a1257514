"""Why a change of customers is refused, and how to mend it, in both languages."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from tianlu.command.receipt import Refusal
from tianlu.target.lists.customers.model import Stage, Work

STAGE_WORDS = {
    Stage.ENTERING: ("waiting for approval of entry", "待审批入单"),
    Stage.OPEN: ("on the list", "在单"),
    Stage.STRIKING: ("waiting for the second signature", "待复核销号"),
    Stage.STRUCK: ("struck off", "已销号"),
    Stage.LEAVING: ("waiting for approval of exit", "待审批出单"),
    Stage.LEFT: ("off the list", "已出单"),
}
WORK_WORDS = {
    Work.CALL: ("call", "电话联系"),
    Work.VISIT: ("visit", "上门走访"),
    Work.OFFER: ("offer", "方案报价"),
    Work.TRIAL: ("trial", "试用"),
    Work.CONTRACT: ("contract", "签约"),
}


def no_such_customer(customer: str, org: str) -> Refusal:
    return Refusal(
        "no_such_customer",
        f"there is no customer {customer} at {org}",
        "load the list of customers and choose one of it",
        f"{org} 没有客户 {customer}",
        "请刷新客户清单后重新选择",
    )


def customer_exists(customer: str) -> Refusal:
    return Refusal(
        "customer_exists",
        f"customer {customer} is on the list already",
        "change the customer instead of adding him again",
        f"客户 {customer} 已在清单中",
        "请修改该客户，不要重复入单",
    )


def wrong_stage(customer: str, stage: Stage, wanted: Collection[Stage]) -> Refusal:
    en, zh = STAGE_WORDS[stage]
    return Refusal(
        "wrong_stage",
        f"customer {customer} is {en}; this needs one that is {' or '.join(STAGE_WORDS[each][0] for each in wanted)}",
        "load the customer again and see what is due",
        f"客户 {customer} 现为“{zh}”，此操作要求“{'”或“'.join(STAGE_WORDS[each][1] for each in wanted)}”",
        "请刷新该客户后再操作",
    )


def already_claimed(customer: str, owner: str, until: datetime) -> Refusal:
    day = until.date().isoformat()
    return Refusal(
        "already_claimed",
        f"customer {customer} is claimed by {owner} until {day} at least",
        "choose another customer, or ask the owner or a manager to hand this one over",
        f"客户 {customer} 已由 {owner} 认领，至少到 {day}",
        "请另选客户，或请责任人或管理者移交",
    )


def not_yours(customer: str) -> Refusal:
    return Refusal(
        "not_yours",
        f"only the owner of customer {customer} or his deputy may do this",
        "claim the customer first, or ask the owner",
        f"只有客户 {customer} 的责任人（A 角）或 B 角可以操作",
        "请先认领该客户，或联系责任人",
    )


def not_claimed(customer: str) -> Refusal:
    return Refusal(
        "not_claimed",
        f"nobody owns customer {customer}",
        "load the customer again",
        f"客户 {customer} 无人认领",
        "请刷新该客户",
    )


def is_full(owner: str, capacity: int) -> Refusal:
    return Refusal(
        "is_full",
        f"{owner} owns {capacity} customers of this tier, which is the most",
        "strike off or hand over one of them first",
        f"{owner} 名下该等级客户已达上限 {capacity} 户",
        "请先销号或移交一户",
    )


def works_missing(customer: str, missing: Sequence[Work]) -> Refusal:
    counts = Counter(missing)
    en = ", ".join(f"{times} × {WORK_WORDS[work][0]}" for work, times in counts.items())
    zh = "、".join(f"{WORK_WORDS[work][1]} {times} 次" for work, times in counts.items())
    return Refusal(
        "works_missing",
        f"customer {customer} is still owed: {en} (with evidence where his level asks for it)",
        "do what is missing and put it on record, then strike him off",
        f"客户 {customer} 尚缺：{zh}（按层级要求须附凭证）",
        "请补齐并登记后再申请销号",
    )


def needs_another() -> Refusal:
    return Refusal(
        "needs_another",
        "a second person must sign: not who asked, not the owner, not his deputy",
        "ask somebody else who may approve",
        "须由第二人复核：申请人、责任人和 B 角不能自己复核",
        "请由其他有审批权限的人员操作",
    )


def no_such_worker(person: str) -> Refusal:
    return Refusal(
        "no_such_worker",
        f"there is nobody {person} who still works here",
        "load the list of people and choose one of it",
        f"没有在职人员 {person}",
        "请刷新人员名册后重新选择",
    )


def may_not_work(person: str) -> Refusal:
    return Refusal(
        "may_not_work",
        f"{person} may not work the customer list of this unit",
        "choose somebody of those the page names, or have a role given that works the list here",
        f"{person} 无权跟进本单位的客户",
        "请从页面所列人员中选择，或先为其授予本单位的跟进权限",
    )


def same_person() -> Refusal:
    return Refusal(
        "same_person",
        "owner and deputy are two people",
        "choose another deputy, or none",
        "A 角与 B 角不能是同一人",
        "请另选 B 角，或不设",
    )


def nothing_changes() -> Refusal:
    return Refusal("nothing_changes", "nothing would change", "nothing is to be done", "没有任何变化", "无需处理")


def record_taken(source: str, key: str, customer: str) -> Refusal:
    return Refusal(
        "record_taken",
        f"record {key} of {source} is customer {customer}'s",
        "take it away from that customer first, or leave it there",
        f"“{source}”的记录 {key} 已属于客户 {customer}",
        "请先从该客户移出此记录，或保持不变",
    )


def same_twice(customer: str) -> Refusal:
    return Refusal(
        "same_twice",
        f"customer {customer} is named twice",
        "name two different customers",
        f"两处都是客户 {customer}",
        "请选择两个不同的客户",
    )


def two_owners(one: str, owner: str, other: str, others_owner: str) -> Refusal:
    return Refusal(
        "two_owners",
        f"customer {one} is claimed by {owner} and customer {other} by {others_owner}",
        "have one of the two handed over or released first, then say again that they are the same",
        f"客户 {one} 由 {owner} 认领，客户 {other} 由 {others_owner} 认领",
        "请先移交或放弃其中一户的认领，再确认为同一客户",
    )


def two_entities(one: str, other: str) -> Refusal:
    return Refusal(
        "two_entities",
        f"customers {one} and {other} belong to two legal entities",
        "leave them two: nothing personal goes from one to the other without the customer's consent",
        f"客户 {one} 与 {other} 属于两个法人主体",
        "请保持为两户：未经客户单独同意，个人信息不得跨主体提供",
    )


def cannot_go_into(other: str, stage: Stage, customer: str, kept: Stage) -> Refusal:
    return Refusal(
        "cannot_go_into",
        f"customer {other} is {STAGE_WORDS[stage][0]} and cannot go into {customer}, who is {STAGE_WORDS[kept][0]}",
        "keep the one who is on the list, and settle first what waits for approval or is struck off",
        f"客户 {other} 现为“{STAGE_WORDS[stage][1]}”，不能并入“{STAGE_WORDS[kept][1]}”的客户 {customer}",
        "请保留在单的一户；待审批或已销号的请先处理",
    )


def not_merged(customer: str, other: str) -> Refusal:
    return Refusal(
        "not_merged",
        f"customer {other} was not made one with {customer}",
        "load the customer again and choose one who went into him",
        f"客户 {other} 未并入客户 {customer}",
        "请刷新该客户后重新选择",
    )


def no_such_purpose(purpose: str, known: Collection[str]) -> Refusal:
    return Refusal(
        "no_such_purpose",
        f"there is no purpose of consents {purpose}",
        f"use one of {', '.join(known)}",
        f"没有同意事项 {purpose}",
        f"请使用：{'、'.join(known)}",
    )


def wrong_recipient(purpose: str) -> Refusal:
    return Refusal(
        "wrong_recipient",
        f"a consent to {purpose} names as recipient a legal entity that there is and whose customer this is not, "
        "and consents to other purposes name none",
        "choose the legal entity to which the data may go, or leave the recipient out",
        f"“{purpose}”的同意须写明接收方：另一个已登记的法人主体；其他事项不写接收方",
        "请选择接收数据的法人主体，或去掉接收方",
    )


def consent_undocumented() -> Refusal:
    return Refusal(
        "consent_undocumented",
        "a consent that was given needs something that shows it",
        "name the form, the recording or the message",
        "同意须有依据",
        "请写明同意书编号、录音或短信等依据",
    )


def day_to_come(day: date) -> Refusal:
    return Refusal(
        "day_to_come",
        f"{day.isoformat()} is still to come",
        "give the day on which the customer said it",
        f"{day.isoformat()} 尚未到来",
        "请填写客户表示意愿的日期",
    )
