"""Why a change of organisations is refused, and how to mend it, in both languages."""

from tianlu.command.receipt import Refusal


def id_taken(id_: str) -> Refusal:
    return Refusal("id_taken", f"there is a {id_} already", "choose another id", f"编号 {id_} 已存在", "请换用其他编号")


def no_such_unit(org: str) -> Refusal:
    return Refusal(
        "no_such_unit",
        f"there is no open unit {org}",
        "load the list of units and choose one of it",
        f"没有正在使用的机构 {org}",
        "请刷新机构列表后重新选择",
    )


def wrong_level(level: str, parent_level: str) -> Refusal:
    return Refusal(
        "wrong_level",
        f"a {level} does not lie below a {parent_level}",
        "choose a unit that is higher: province, prefecture, county, outlet, station, team is the order",
        f"{parent_level} 之下不能设 {level}",
        "请选择更高一级的上级机构（省、市州、县、网点、站点、班组依次降低）",
    )


def below_itself(org: str) -> Refusal:
    return Refusal(
        "below_itself",
        f"{org} cannot come to lie below itself",
        "choose a unit outside of it",
        f"机构 {org} 不能移到自身之下",
        "请选择该机构以外的上级",
    )


def has_children(org: str) -> Refusal:
    return Refusal(
        "has_children",
        f"{org} has units below it that are open",
        "close or move them first",
        f"机构 {org} 之下还有未撤销的机构",
        "请先撤销或移走下级机构",
    )


def has_people(org: str, count: int) -> Refusal:
    return Refusal(
        "has_people",
        f"{count} people have their home at {org}",
        "move them to another unit first",
        f"机构 {org} 还有 {count} 名在册人员",
        "请先把人员调到其他机构",
    )


def is_top(org: str) -> Refusal:
    return Refusal(
        "is_top",
        f"{org} is the top unit",
        "it can be renamed, not moved or closed",
        f"{org} 是最上级机构",
        "最上级机构可以改名，不能移动或撤销",
    )


def no_such_entity(entity: str) -> Refusal:
    return Refusal(
        "no_such_entity",
        f"there is no legal entity {entity}",
        "add it first, or choose another",
        f"没有法人主体 {entity}",
        "请先登记该法人主体，或另选",
    )


def no_such_person(person: str, org: str) -> Refusal:
    return Refusal(
        "no_such_person",
        f"nobody called {person} is at home at {org}",
        "load the list of people and try again",
        f"机构 {org} 没有人员 {person}",
        "请刷新人员列表后重试",
    )


def staff_number_taken(number: str) -> Refusal:
    return Refusal(
        "staff_number_taken",
        f"the staff number {number} belongs to somebody else",
        "check the number",
        f"工号 {number} 已属于他人",
        "请核对工号",
    )


def no_such_role(role: str) -> Refusal:
    return Refusal(
        "no_such_role", f"there is no role {role}", "choose one of the list", f"没有角色 {role}", "请从列表中选择"
    )


def no_such_grant(grant: str) -> Refusal:
    return Refusal(
        "no_such_grant",
        f"there is no grant {grant} at this unit",
        "load the person again",
        f"该机构没有授权 {grant}",
        "请刷新人员信息",
    )


def more_than_own(permissions: str) -> Refusal:
    return Refusal(
        "more_than_own",
        f"it takes rights that you do not have there yourself ({permissions})",
        "ask somebody who has them",
        f"需要您本人在该机构也具备的权限（{permissions}）",
        "请由具备这些权限的人员办理",
    )


def by_somebody_else() -> Refusal:
    return Refusal(
        "by_somebody_else",
        "nobody changes his own legal entity or home unit",
        "ask another manager to do it",
        "不能修改本人的法人主体或所属机构",
        "请由其他管理人员办理",
    )


def other_entity() -> Refusal:
    return Refusal(
        "other_entity",
        "it is about somebody of another legal entity than yours",
        "ask an administrator, or a manager of that entity",
        "涉及其他法人主体的人员",
        "请由系统管理员或该法人主体的负责人办理",
    )


def phone_of_service() -> Refusal:
    return Refusal(
        "phone_of_service",
        "a service has no telephone number",
        "leave it empty, or add a person",
        "服务账户没有电话号码",
        "请留空，或登记为人员",
    )


def too_deep() -> Refusal:
    return Refusal(
        "too_deep",
        "units would lie too deep below each other",
        "use shorter ids or fewer levels",
        "机构层级过深",
        "请缩短编号或减少层级",
    )


def last_administrator(org: str) -> Refusal:
    return Refusal(
        "last_administrator",
        f"nobody else is administrator of {org}",
        "make somebody else administrator first",
        f"{org} 没有其他系统管理员",
        "请先另授一名系统管理员",
    )


def dates_crossed() -> Refusal:
    return Refusal(
        "dates_crossed", "it ends before it begins", "correct the dates", "终止日期早于起始日期", "请改正日期"
    )


def nothing_changes() -> Refusal:
    return Refusal("nothing_changes", "everything is so already", "change a value", "内容没有变化", "请修改后再提交")
