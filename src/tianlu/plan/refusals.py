"""Why a change of plans is refused, and how to mend it, in both languages."""

from tianlu.command.receipt import Refusal
from tianlu.plan.standing import PlanState

STATE_WORDS = {
    PlanState.DRAFT: ("a draft", "草案"),
    PlanState.PUBLISHED: ("published", "已发布"),
    PlanState.SUPERSEDED: ("superseded", "已被替代"),
    PlanState.WITHDRAWN: ("withdrawn", "已撤回"),
    PlanState.DISCARDED: ("discarded", "已删除"),
}


def no_such_plan(plan: str, county: str) -> Refusal:
    return Refusal(
        "no_such_plan",
        f"there is no plan {plan} of {county}",
        "load the county's list of plans and choose one of it",
        f"{county} 没有计划 {plan}",
        "请刷新该县的计划列表后重新选择",
    )


def plan_exists(plan: str) -> Refusal:
    return Refusal(
        "plan_exists",
        f"a plan {plan} is kept already",
        "nothing is to be done: it is in the list of plans",
        f"计划 {plan} 已保存",
        "无需处理：计划列表中已有该计划",
    )


def no_content(digest: str) -> Refusal:
    return Refusal(
        "no_content",
        f"no content {digest} is kept",
        "send the content first, then the command",
        f"没有存储内容 {digest}",
        "请先提交内容，再提交命令",
    )


def already_published(plan: str) -> Refusal:
    return Refusal(
        "already_published",
        f"{plan} is the week's published plan already",
        "nothing is to be done",
        f"计划 {plan} 已是本周发布的计划",
        "无需处理",
    )


def breaks_rules(plan: str) -> Refusal:
    return Refusal(
        "breaks_rules",
        f"{plan} breaks rules of its week",
        "look at the rules that it breaks; make another plan, or publish it knowingly",
        f"计划 {plan} 违反了本周的规则",
        "请查看所违反的规则，另做计划，或确认后仍然发布",
    )


def not_published(plan: str, state: PlanState) -> Refusal:
    en, zh = STATE_WORDS[state]
    return Refusal(
        "not_published",
        f"{plan} is {en}, only a published plan can be withdrawn",
        "load the list of plans again",
        f"计划 {plan} 现为“{zh}”，只有已发布的计划可以撤回",
        "请刷新计划列表",
    )


def is_published(plan: str) -> Refusal:
    return Refusal(
        "is_published",
        f"{plan} is published",
        "withdraw it first, or publish another plan of its week",
        f"计划 {plan} 已发布",
        "请先撤回，或改发布本周的其他计划",
    )


def was_mended(plan: str) -> Refusal:
    return Refusal(
        "was_mended",
        f"plan {plan} has been mended itself",
        "discard what replaces it first",
        f"计划 {plan} 之后又有调整方案",
        "请先删除由它调整而来的计划",
    )


def no_such_package(county: str) -> Refusal:
    return Refusal(
        "no_such_package",
        f"{county} has no such data package",
        "load the county's list of packages and choose one of it",
        f"{county} 没有此数据包",
        "请刷新该县的数据包列表后重新选择",
    )


def in_use(number: int) -> Refusal:
    return Refusal(
        "in_use",
        f"version {number} is in use already",
        "nothing is to be done",
        f"第 {number} 版正在使用",
        "无需处理",
    )


def no_county_unit(county: str) -> Refusal:
    return Refusal(
        "no_county_unit",
        f"the package is for {county}, and there is no unit of that code",
        "add the county to the tree of units, then send the package again",
        f"数据包属于 {county}，但机构树中没有该县",
        "请先在机构中增设该县，再重新导入",
    )
