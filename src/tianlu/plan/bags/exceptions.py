"""What can go wrong with a bag on its way, in which states it can, and what is to be done next.

What to do is the project's own practice; where a clause stands behind it, the clause is named.
"""

from dataclasses import dataclass
from enum import StrEnum


class BagState(StrEnum):
    """Where a bag is. The last three end its way on this trip."""

    PLANNED = "planned"
    SEALED = "sealed"
    HANDED_OVER = "handed_over"
    ON_BOARD = "on_board"
    EXCEPTION = "exception"
    RECEIVED = "received"
    RETURNED = "returned"
    LOST = "lost"


ENDED = frozenset({BagState.RECEIVED, BagState.RETURNED, BagState.LOST})

STATE_ZH = {
    BagState.PLANNED: "已计划",
    BagState.SEALED: "已封签",
    BagState.HANDED_OVER: "已交接",
    BagState.ON_BOARD: "在途",
    BagState.EXCEPTION: "异常",
    BagState.RECEIVED: "已签收",
    BagState.RETURNED: "已退回",
    BagState.LOST: "丢失",
}


class ExceptionKind(StrEnum):
    SEAL_BROKEN = "seal_broken"
    BAG_MISSING = "bag_missing"
    BAG_SURPLUS = "bag_surplus"
    BUS_LATE = "bus_late"
    BUS_CANCELLED = "bus_cancelled"
    HOLD_FULL = "hold_full"
    RECEIVER_ABSENT = "receiver_absent"


class Outcome(StrEnum):
    """How an exception ends: the bag goes on as before, returns to the post, or is lost and claimed for."""

    GOES_ON = "goes_on"
    RETURNED = "returned"
    LOST = "lost"


@dataclass(frozen=True)
class Guide:
    """An exception in words: its name, what to do next, and the states in which a bag can meet it.

    `concerns_trip`: it is said of the bus, not of a bag. `stops_bag`: the bag waits until it is settled."""

    kind: ExceptionKind
    zh: str
    en: str
    next_zh: str
    next_en: str
    states: frozenset[BagState]
    concerns_trip: bool = False
    stops_bag: bool = True


_ON_THE_WAY = frozenset({BagState.SEALED, BagState.HANDED_OVER, BagState.ON_BOARD})

GUIDES = (
    Guide(
        ExceptionKind.SEAL_BROKEN,
        "封签破损或不符",
        "Seal broken or different",
        "双方当面开袋，按清单清点并拍照；齐全则换新封签继续，短少则按丢失处理。",
        "Open it with both sides present, count it against the manifest, take photographs; if whole, put a new seal on "
        "and let it go on; if not, treat it as lost.",
        _ON_THE_WAY,
    ),
    Guide(
        ExceptionKind.BAG_MISSING,
        "邮袋缺失",
        "Bag missing",
        "不在清单上签收这一袋；查货舱、上一交接人和沿途各站；找到则继续，"
        "找不到则判定丢失并向客运公司索赔（邮政法 46、47）。",
        "Do not sign for it; search the hold, ask whoever had it last and the stops on the way; found, it goes on; not "
        "found, it is lost and claimed from the bus company (邮政法 46, 47).",
        _ON_THE_WAY,
    ),
    Guide(
        ExceptionKind.BAG_SURPLUS,
        "邮袋多出",
        "Bag surplus",
        "单独上锁保管，不开袋；按袋号查它的班次，由下一班送往应到地点或退回县级中心。",
        "Lock it away unopened; find its own trip by its number, and send it on with the next bus or back to the hub.",
        frozenset(),
    ),
    Guide(
        ExceptionKind.BUS_LATE,
        "客车晚点",
        "Bus late",
        "把新的到达时间告诉接收人，接收人延后等候；核对它要接的邮路是否还赶得上。",
        "Tell the receivers the new hour and have them wait; see whether the rounds that it feeds can still leave "
        "in time.",
        frozenset(),
        concerns_trip=True,
        stops_bag=False,
    ),
    Guide(
        ExceptionKind.BUS_CANCELLED,
        "班次取消",
        "Bus cancelled",
        "取回全部邮袋并核对封签；改由下一班或自有车辆运送，先保普遍服务的到访"
        "（邮政法 15：不得停办，因不可抗力停办须公告并报告）。",
        "Take every bag back and check its seal; send them by the next bus or an own vehicle, the visits that the "
        "floor owes first (邮政法 15: no stopping; force majeure is announced and reported).",
        frozenset({BagState.PLANNED}) | _ON_THE_WAY,
        concerns_trip=True,
    ),
    Guide(
        ExceptionKind.HOLD_FULL,
        "货舱已满",
        "Hold full",
        "请客运公司优先装运普遍服务邮件（邮政法 27）；仍装不下则退回，改由下一班。"
        "不得放进客舱（道路交通安全法实施条例 54）。",
        "Ask that universal-service mail go first (邮政法 27); what still does not fit returns and takes the next bus. "
        "Never into the saloon (道路交通安全法实施条例 54).",
        frozenset({BagState.SEALED, BagState.HANDED_OVER}),
    ),
    Guide(
        ExceptionKind.RECEIVER_ABSENT,
        "接收人不在",
        "Receiver absent",
        "邮袋不离车，不交给无关的人；联系接收人和所属乡镇站，约定返程或下一班交接，否则带回县级中心。",
        "The bag stays on the bus and goes to nobody else; call the receiver and the station above, agree on the way "
        "back or the next bus, else it returns to the hub.",
        frozenset({BagState.ON_BOARD}),
    ),
)

GUIDE_OF = {guide.kind: guide for guide in GUIDES}
