"""Why a change of plots is refused, and how to mend it, in both languages."""

from collections.abc import Sequence

from tianlu.command.receipt import Refusal


def no_drawing(org: str) -> Refusal:
    return Refusal(
        "no_drawing",
        f"no plots are kept for {org}",
        "have plots drawn and keep them first",
        f"{org} 尚未划定责任田",
        "请先划分责任田并采用",
    )


def no_such_plot(plot: int, org: str) -> Refusal:
    return Refusal(
        "no_such_plot",
        f"{org} has no plot {plot}",
        "load the county's plots and choose one of them",
        f"{org} 没有第 {plot} 号责任田",
        "请刷新该县的责任田后重新选择",
    )


def no_such_place(place: str, org: str) -> Refusal:
    return Refusal(
        "no_such_plot_place",
        f"{place} is no place of the plots of {org}",
        "load the county's plots and choose one of their places",
        f"{place} 不在 {org} 的责任田之内",
        "请刷新该县的责任田后重新选择",
    )


def torn(plots: Sequence[int]) -> Refusal:
    en, zh = _numbers(plots)
    return Refusal(
        "plot_torn",
        f"plot {en} would be in several pieces",
        "move the places between as well, or choose places at the border",
        f"第 {zh} 号责任田将不再相连",
        "请把中间的地点一并划转，或选择边界上的地点",
    )


def emptied(plots: Sequence[int]) -> Refusal:
    en, zh = _numbers(plots)
    return Refusal(
        "plot_emptied",
        f"plot {en} would have no place left",
        "leave it one place, or have plots drawn anew with fewer of them",
        f"第 {zh} 号责任田将没有地点",
        "请至少保留一处，或减少块数重新划分",
    )


def locked(places: Sequence[str]) -> Refusal:
    shown = ", ".join(places[:5])
    return Refusal(
        "place_locked",
        f"locked to their plot: {shown}",
        "unlock them first",
        f"已锁定在原责任田：{shown}",
        "请先解除锁定",
    )


def not_a_drawing(trouble: str, trouble_zh: str) -> Refusal:
    return Refusal(
        "not_a_drawing",
        f"this is no drawing of plots: {trouble}",
        "have the plots drawn anew",
        f"这份划分不能采用：{trouble_zh}",
        "请重新划分",
    )


def no_such_worker(person: str) -> Refusal:
    return Refusal(
        "no_such_worker",
        f"there is nobody {person} who still works here",
        "load the list of people and choose one of it",
        f"没有在职人员 {person}",
        "请刷新人员名册后重新选择",
    )


def no_such_team(unit: str) -> Refusal:
    return Refusal(
        "no_such_team",
        f"there is no open unit {unit}",
        "load the units and choose one of them",
        f"没有在用的机构 {unit}",
        "请刷新机构后重新选择",
    )


def nothing_changes() -> Refusal:
    return Refusal("nothing_changes", "nothing would change", "nothing is to be done", "没有任何变化", "无需处理")


def _numbers(plots: Sequence[int]) -> tuple[str, str]:
    return ", ".join(map(str, plots)), "、".join(map(str, plots))
