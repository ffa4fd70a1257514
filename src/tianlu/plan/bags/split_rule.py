"""The declared rule by which a cost is split: name, version, source, bases, and the shares that the operator enters.

    name: 交邮联运成本分摊
    version: 2026-1
    source: 运输合同附件二
    mail:
      basis: pieces              # pieces, grams or kg-km
      universal:                 # per cent of the mail that is universal service; the most exact row counts
        - {place: "*", direction: deliver, percent: 35}
        - {place: "*", direction: collect, percent: 20}
    passengers:                  # may be left out: then nothing is laid to passengers
      basis: seat-km             # seat-km: seats offered; kg-km: passengers carried
      kg_each: 25                # kilograms of mail that count as one seat, or as one passenger
      runs:                      # what the bus company declares for a run; the most exact row counts
        - {line: L1, trip: "*", seats: 19, passengers: 8, cost_fen: 42000}

No figure has a default: how much of the mail is universal service (邮政法 18: universal and competitive business
apart) is the operator's to say, and what is missing is a Problem.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from hashlib import sha256
from typing import Any

import yaml

from tianlu.core.ids import LineId, PlaceId, TripId
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.plan.county import Direction

ANY = "*"
WHOLE = 10_000
"""A share of one, in hundredths of a per cent."""

_TABLE = "split rule"


class MailBasis(StrEnum):
    PIECES = "pieces"
    GRAMS = "grams"
    KG_KM = "kg-km"


class PassengerBasis(StrEnum):
    SEAT_KM = "seat-km"
    KG_KM = "kg-km"


@dataclass(frozen=True)
class UniversalShare:
    """How much of a place's mail in a direction is universal service, in hundredths of a per cent; `*` is any."""

    place: str
    direction: str
    per_10000: int


@dataclass(frozen=True)
class RunFigures:
    """What the bus company declares for a run: seats offered, passengers carried, what the run costs."""

    line: str
    trip: str
    seats: int
    passengers: int
    cost_fen: int


@dataclass(frozen=True)
class PassengerRule:
    """How passengers count against mail: each seat or passenger as `g_each` grams of mail over the same way."""

    basis: PassengerBasis
    g_each: int
    runs: tuple[RunFigures, ...]


@dataclass(frozen=True)
class SplitRule:
    """A rule as declared. `digest` changes with any of its figures, whatever the version says."""

    name: str
    version: str
    source: str
    mail_basis: MailBasis
    universal: tuple[UniversalShare, ...]
    passengers: PassengerRule | None

    @property
    def digest(self) -> str:
        """12 hex digits."""
        return sha256(repr(asdict(self)).encode()).hexdigest()[:12]

    def universal_per_10000(self, place: PlaceId, direction: Direction) -> int:
        """The share of the most exact row: place and direction, then place, then direction, then any.

        Raises ProblemsFound where no row covers it."""
        keys = ((place, direction.value), (place, ANY), (ANY, direction.value), (ANY, ANY))
        known = {(row.place, row.direction): row.per_10000 for row in self.universal}
        for key in keys:
            if key in known:
                return known[key]
        row = f'{{place: "{place}", direction: {direction.value}, percent: …}}'
        raise ProblemsFound(
            [
                Problem(
                    code="share_missing",
                    table=_TABLE,
                    row=None,
                    field="mail.universal",
                    found=f"{place}, {direction.value}: —",
                    expected="a row that says how much of this mail is universal service",
                    how_to_fix=f"Add {row}, or a row for *.",
                    expected_zh="写明该邮件中普遍服务所占比例的一行",
                    how_to_fix_zh=f"请加一行 {row}，或 * 行。",
                )
            ]
        )

    def find_run(self, line: LineId, trip: TripId) -> RunFigures | None:
        """The figures of the most exact row: trip, then line, then any; None where none was declared."""
        rows = {(row.line, row.trip): row for row in (self.passengers.runs if self.passengers else ())}
        for key in ((line, trip), (ANY, trip), (line, ANY), (ANY, ANY)):
            if key in rows:
                return rows[key]
        return None


def parse_rule(text: str) -> SplitRule:
    """A rule from YAML. Raises ProblemsFound."""
    try:
        body = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ProblemsFound([_problem("not_yaml", "", str(error).splitlines()[0], "YAML", "YAML 文本")]) from None
    return read_rule(body)


def read_rule(body: object) -> SplitRule:
    """A rule from the mapping that YAML or JSON gives, strictly: an unknown or missing key is a Problem."""
    reader = _Reader()
    rule = reader.rule(body)
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return rule


def _problem(code: str, path: str, found: str, expected: str, expected_zh: str) -> Problem:
    return Problem(
        code=code,
        table=_TABLE,
        row=None,
        field=path or None,
        found=found,
        expected=expected,
        how_to_fix="Correct the rule as docs/reference/bags.md says.",
        expected_zh=expected_zh,
        how_to_fix_zh="请按 docs/reference/bags.md 更正规则。",
    )


class _Reader:
    """Reads a rule and keeps every problem that it meets; what it returns counts only if there is none."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def rule(self, body: object) -> SplitRule:
        top = self._keys("", body, ("name", "version", "source", "mail"), ("passengers",))
        mail = self._keys("mail", top.get("mail"), ("basis", "universal"))
        return SplitRule(
            name=self._text("name", top.get("name")),
            version=self._text("version", top.get("version")),
            source=self._text("source", top.get("source")),
            mail_basis=MailBasis(self._one_of("mail.basis", mail.get("basis"), MailBasis)),
            universal=self._shares(mail.get("universal")),
            passengers=None if top.get("passengers") is None else self._passengers(top["passengers"]),
        )

    def _shares(self, rows: object) -> tuple[UniversalShare, ...]:
        found = []
        for path, row in self._rows("mail.universal", rows):
            cells = self._keys(path, row, ("place", "direction", "percent"))
            direction = cells.get("direction")
            if direction != ANY:
                direction = self._one_of(f"{path}.direction", direction, Direction)
            place = self._text(f"{path}.place", cells.get("place"))
            found.append(UniversalShare(place, str(direction), self._percent(f"{path}.percent", cells.get("percent"))))
        self._once("mail.universal", [(row.place, row.direction) for row in found])
        return tuple(found)

    def _passengers(self, body: object) -> PassengerRule:
        cells = self._keys("passengers", body, ("basis", "kg_each", "runs"))
        runs = []
        for path, row in self._rows("passengers.runs", cells.get("runs")):
            each = self._keys(path, row, ("line", "trip", "seats", "passengers", "cost_fen"))
            figures = (self._count(f"{path}.{key}", each.get(key)) for key in ("seats", "passengers", "cost_fen"))
            line, trip = (self._text(f"{path}.{key}", each.get(key)) for key in ("line", "trip"))
            runs.append(RunFigures(line, trip, *figures))
        self._once("passengers.runs", [(row.line, row.trip) for row in runs])
        basis = self._one_of("passengers.basis", cells.get("basis"), PassengerBasis)
        return PassengerRule(
            PassengerBasis(basis), self._grams("passengers.kg_each", cells.get("kg_each")), tuple(runs)
        )

    def _keys(
        self, path: str, body: object, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> Mapping[str, Any]:
        if not isinstance(body, Mapping):
            self._note("wrong_type", path, repr(body)[:40], "a mapping with named keys", "带键名的映射")
            return {}
        for key in required:
            if body.get(key) is None:
                self._note("missing_field", f"{path}.{key}".lstrip("."), "nothing", "a value", "必须填写")
        for key in body:
            if key not in required + optional:
                known = ", ".join(required + optional)
                self._note("unknown_field", f"{path}.{key}".lstrip("."), str(key), f"one of {known}", f"{known} 之一")
        return body

    def _rows(self, path: str, rows: object) -> Iterable[tuple[str, object]]:
        if not isinstance(rows, list) or not rows:
            if rows is not None:
                self._note("wrong_type", path, repr(rows)[:40], "a list with at least one row", "至少一行的列表")
            return ()
        return ((f"{path}[{k}]", row) for k, row in enumerate(rows))

    def _text(self, path: str, found: object) -> str:
        if found is None:
            return ""
        if not isinstance(found, str | int) or isinstance(found, bool) or not str(found).strip():
            self._note("wrong_type", path, repr(found)[:40], "a text", "文本")
        return str(found)

    def _one_of(self, path: str, found: object, kind: type[StrEnum]) -> str:
        known = [each.value for each in kind]
        if found not in known:
            if found is not None:
                listed = ", ".join(known)
                self._note("unknown_value", path, repr(found)[:40], f"one of {listed}", f"{listed} 之一")
            return known[0]
        return str(found)

    def _count(self, path: str, found: object) -> int:
        if found is None:
            return 0
        if type(found) is not int or found < 0:
            self._note("wrong_type", path, repr(found)[:40], "a whole number from 0", "不小于 0 的整数")
            return 0
        return found

    def _percent(self, path: str, found: object) -> int:
        return self._hundredths(
            path, found, most=100, what="a per cent from 0 to 100, at most two decimals", factor=100
        )

    def _grams(self, path: str, found: object) -> int:
        grams = self._hundredths(path, found, most=1000, what="kilograms above 0, to the gram", factor=1000)
        if found is not None and grams == 0 and not self.problems:
            self._note("wrong_type", path, repr(found)[:40], "kilograms above 0, to the gram", "大于 0 的千克数")
        return grams

    def _hundredths(self, path: str, found: object, *, most: int, what: str, factor: int) -> int:
        """A decimal number as a whole number of its smallest parts."""
        if found is None:
            return 0
        try:
            scaled = Decimal(str(found)) * factor
        except InvalidOperation:
            scaled = Decimal(-1)
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        if not is_number or not scaled.is_finite() or scaled != int(scaled) or not 0 <= scaled <= most * factor:
            self._note("wrong_type", path, repr(found)[:40], what, f"0 到 {most} 之间的数，精确到 1/{factor}")
            return 0
        return int(scaled)

    def _once(self, path: str, keys: list[tuple[str, str]]) -> None:
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
            self._note("repeated_row", path, ", ".join(key), "each row once", "同样的行只写一次")

    def _note(self, code: str, path: str, found: str, expected: str, expected_zh: str) -> None:
        self.problems.append(_problem(code, path, found, expected, expected_zh))
