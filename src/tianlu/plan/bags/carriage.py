"""What the law asks of mail on a passenger bus: where it may ride, what is checked before it is sealed, who goes first.

Sources: 道路交通安全法实施条例 54, 反恐怖主义法 20, 邮政法 27.
"""

from dataclasses import dataclass
from enum import StrEnum


class Stowage(StrEnum):
    """Where a bag may ride. There is no third place: never with passengers in the saloon."""

    HOLD = "hold"
    ROOF_RACK = "roof_rack"


@dataclass(frozen=True)
class Note:
    """A sentence for a paper or a screen, with the clause it rests on."""

    zh: str
    en: str
    clause: str


STOWAGE_NOTE = Note(
    zh="邮袋只装入货舱或车顶行李架，不得带入客舱；行李架载物高出车顶不超过 0.5 米，离地不超过 4 米。",
    en="Bags ride in the hold or on the roof rack only, never in the saloon; a load on the rack stands at most 0.5 m "
    "above the roof and 4 m above ground.",
    clause="道路交通安全法实施条例 54",
)

SECURITY_NOTE = Note(
    zh="封袋前须查验寄件人身份（实名）、安全检查或开封验视、登记身份与物品信息。",
    en="Before a bag is sealed: the senders' identity seen, what is sent inspected, both registered.",
    clause="反恐怖主义法 20",
)

PRIORITY_NOTE = Note(
    zh="货舱不足时，普遍服务邮件优先发运。",
    en="Where the hold is short, universal-service mail goes first.",
    clause="邮政法 27",
)


@dataclass(frozen=True)
class SecurityMark:
    """What was done before the bag was closed: identity seen (实名), contents inspected (收寄验视 or 安检), both
    registered (登记)."""

    identity: bool
    inspection: bool
    registration: bool

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """What was not done, in Chinese and English."""
        steps = (
            (self.identity, "实名", "identity"),
            (self.inspection, "验视安检", "inspection"),
            (self.registration, "登记", "registration"),
        )
        return tuple((zh, en) for done, zh, en in steps if not done)


ALL_DONE = SecurityMark(identity=True, inspection=True, registration=True)
