"""What people do with bags: open a week's books, scan, settle a month. The one place that opens the events' file.

The files lie beside the plan: `plan.json` has its events in `plan.bags.jsonl` and, from the first of them on, its
manifests as they were issued in `plan.bags.json`.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from tianlu.core.calendar import Week
from tianlu.core.problem import ProblemsFound
from tianlu.plan.bags.custody import TripBook, apply_event, replay
from tianlu.plan.bags.event import BagEvent
from tianlu.plan.bags.issued import Issued, plan_digest, read_issued, write_issued
from tianlu.plan.bags.manifest import Manifest, list_manifests
from tianlu.plan.bags.scan import Scan, event_of, find_book
from tianlu.plan.bags.store import EventLog
from tianlu.plan.bags.trouble import refused
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.plan_form import sound_part
from tianlu.plan.rounds.problem import WeekProblem


def events_path(plan: Path) -> Path:
    """Where the events of a plan's file are kept."""
    return plan.with_name(f"{plan.stem}.bags.jsonl")


def issued_path(plan: Path) -> Path:
    """Where the manifests of a plan's file are kept as they were issued."""
    return plan.with_name(f"{plan.stem}.bags.json")


@dataclass(frozen=True)
class WeekBags:
    """A planned week's trips with bags, and where what happens to them is written."""

    manifests: tuple[Manifest, ...]
    log: EventLog
    issue: Callable[[], None]

    def list_books(self) -> tuple[TripBook, ...]:
        """Each trip's book as it stands. Raises ProblemsFound where the file holds what cannot be."""
        return _replayed(self.manifests, self.log.list_events())

    def append(self, scans: Iterable[Scan]) -> tuple[TripBook, ...]:
        """Write all of the scans, or none where one is refused; one that was written before is not written again.

        With the first the manifests are issued. Raises ProblemsFound."""
        scans = tuple(scans)

        def choose(before: tuple[BagEvent, ...]) -> tuple[BagEvent, ...]:
            new = _new_events(self.manifests, before, scans)
            if new and not before:
                self.issue()
            return new

        events = self.log.append(choose)
        return _replayed(self.manifests, events)


def open_bags(problem: WeekProblem, plan: Plan, week: Week, *, plan_file: Path) -> WeekBags:
    """The bags of a plan: as issued once something was scanned, before that as they follow from it now.

    What the problem does not have (any more) is left out. Raises ProblemsFound where the events beside the plan's file
    are those of another plan."""
    log = EventLog(events_path(plan_file))
    issued = issued_path(plan_file)
    if log.list_events() and issued.exists():
        manifests = _issued_for(plan, issued)
    else:
        manifests = list_manifests(problem, sound_part(problem, plan)[0], week)
    return WeekBags(manifests, log, lambda: write_issued(issued, Issued(plan_digest(plan), manifests)))


def _issued_for(plan: Plan, path: Path) -> tuple[Manifest, ...]:
    issued = read_issued(path)
    if issued.plan != plan_digest(plan):
        raise _another_plan(path.name)
    return issued.manifests


def _replayed(manifests: Sequence[Manifest], events: Sequence[BagEvent]) -> tuple[TripBook, ...]:
    by_trip: dict[str, list[BagEvent]] = {}
    for event in events:
        by_trip.setdefault(event.trip, []).append(event)
    _must_be_known(by_trip.keys() - {manifest.trip for manifest in manifests})
    return tuple(replay(manifest, by_trip.get(manifest.trip, ())) for manifest in manifests)


def _must_be_known(strange: Set[str]) -> None:
    """Events of trips that carry no bag belong to a plan that stood in this one's place."""
    if strange:
        raise _another_plan(", ".join(sorted(strange)[:3]))


def _another_plan(found: str) -> ProblemsFound:
    return refused(
        "events_of_another_plan",
        table="bag events",
        field="trip",
        found=found,
        expected="events of this plan's trips",
        expected_zh="本计划班次的事件",
        how_to_fix="The plan's file was replaced: put the old plan back, or move its .bags.json and .bags.jsonl away.",
        how_to_fix_zh="计划文件已被替换：请放回原计划，或移走旁边的 .bags.json 和 .bags.jsonl。",
    )


def _new_events(
    manifests: Sequence[Manifest], before: Sequence[BagEvent], scans: Sequence[Scan]
) -> tuple[BagEvent, ...]:
    """The events of the scans that are new, each tried on the books as the one before left them."""
    known = {event.id: event for event in before}
    books = list(_replayed(manifests, before))
    new: list[BagEvent] = []
    for scan in scans:
        if scan.id in known:
            _must_be_the_same(known[scan.id], scan)
            continue
        event = event_of(books, scan)
        at = books.index(find_book(books, event.trip))
        books[at] = apply_event(books[at], event)
        known[event.id] = event
        new.append(event)
    return tuple(new)


def _must_be_the_same(event: BagEvent, scan: Scan) -> None:
    """An id that comes again is the same act sent twice, or somebody's mistake."""
    if _ACT_OF[event.kind] != scan.act:
        raise refused(
            "id_used",
            field="id",
            found=f"{scan.id}: {scan.act}",
            expected=f"an id of its own; this one is of “{_ACT_OF[event.kind]}”",
            expected_zh=f"新的编号；该编号已用于 {_ACT_OF[event.kind]}",
            how_to_fix="Make a new id for every act.",
            how_to_fix_zh="每次办理请用新的编号。",
        )


_ACT_OF = {
    "sealed": "seal",
    "handed_over": "hand_over",
    "boarded": "board",
    "received": "receive",
    "exception": "except",
    "settled": "settle",
}
