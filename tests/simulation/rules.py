"""What must be true in the end, one rule a function: what clients were told, what the database holds, what was seen."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.simulation.books import Books
from tests.simulation.evidence import Evidence
from tests.simulation.marks import marks_in
from tests.simulation.oracle import SERVER, Done, Oracle
from tests.simulation.sight import ChainMarks, Sight, shown
from tianlu.command.envelope import Envelope

EXPECTED = {200, 403, 404, 422, 503}
"""Statuses of answers: done, forbidden, unknown, a body cut short, no room on the disk."""
FINAL = ("accepted", "refused")
SETTLING = ("command.play_letter", "command.lay_letter_aside")


@dataclass
class Case:
    """Everything that the rules look at. `counted` has how many rows there were after each round; `operated` are the
    units that the server's operator had added beside the clients."""

    books: Books
    evidence: Evidence
    counted: list[int]
    again: Mapping[tuple[str, str], Mapping[str, Any]]
    lists: Mapping[str, Mapping[str, Any]]
    log: str
    players: tuple[str, ...]
    operated: tuple[str, ...] = ()
    operator_log: str = ""
    sights: dict[str, Sight] = field(default_factory=dict)

    @cached_property
    def done(self) -> list[Done]:
        links = enumerate(self.evidence.links, start=1)
        return [Done.of(nr, link.chain, link.actor, link.content, link.outcome) for nr, link in links]

    @cached_property
    def oracle(self) -> Oracle:
        """After all that was done, with what every player may have seen meanwhile."""
        oracle = Oracle()
        self.sights = {person: Sight(person, self.players) for person in self.players}
        for done in self.done:
            try:
                oracle.do(done)
            except KeyError as missing:
                oracle.complaints.append(f"{done.kind} (row {done.nr}) was accepted, but there is no {missing}")
            for sight in self.sights.values():
                sight.look(done.nr, oracle)
        return oracle

    @cached_property
    def played(self) -> dict[str, str]:
        """Letters that were played or laid aside, and by which kind of command."""
        return {done.body["id"]: done.kind for done in self.done if done.kind in SETTLING}


Rule = Callable[[Case], Iterator[str]]


def accepted_is_there_once(case: Case) -> Iterator[str]:
    counts = Counter(json.loads(link.content)["id"] for link in case.evidence.links)
    yield from (f"{id_} stands in the chains {count} times" for id_, count in counts.items() if count > 1)
    links = {json.loads(link.content)["id"]: link for link in case.evidence.links}
    for id_, heard in case.books.heard.items():
        for each in heard:
            if each.receipt["standing"] != "accepted":
                continue
            link = links.get(id_)
            if link is None:
                yield f"{id_} was acknowledged to {each.person} in round {each.round}, and is lost"
                break
            outcome = {"result": each.receipt["result"], "version": each.receipt["version"]}
            place = (each.receipt["chain"], each.receipt["seq"])
            if place != (link.chain, link.seq) or outcome != json.loads(link.outcome) or link.actor != each.person:
                yield f"{id_} was acknowledged as {each.receipt}, and the chain has {link}"


def chain_has_only_what_was_sent(case: Case) -> Iterator[str]:
    for link in case.evidence.links:
        id_ = json.loads(link.content)["id"]
        if link.actor != SERVER and (link.actor, link.content) not in case.books.sent.get(id_, ()):
            yield f"nobody sent what stands at {link.chain} {link.seq}: {link.content}"


def operator_was_told_the_truth(case: Case) -> Iterator[str]:
    """What the command line said it had done is done, and nothing else is in the server's name."""
    added = [done.body["id"] for done in case.done if (done.actor, done.kind) == (SERVER, "org.add")]
    founded = next((nr for nr, done in enumerate(case.done) if done.actor != SERVER), len(case.done))
    for unit in case.operated:
        was_said = f"{unit} Unit{unit[1:]} " in case.operator_log or f" {unit} Unit{unit[1:]}\n" in case.operator_log
        if was_said and added.count(unit) != 1:
            yield f"the operator was told that {unit} was added; it is there {added.count(unit)} times"
    for done in case.done[founded:]:
        if done.actor == SERVER and done.body.get("id") not in case.operated:
            yield f"nobody had the server do {done}"


def receipt_is_the_same_again(case: Case) -> Iterator[str]:
    """What was sent once more is answered as the database has it, and as it was before."""
    for (id_, content), receipt in case.again.items():
        kept = case.evidence.receipts.get(id_)
        is_its = kept is not None and Envelope.of_content(content).digest == kept.digest
        if not is_its:
            if receipt["standing"] != "conflict" and kept is not None:
                yield f"{id_} with another content was answered {receipt['standing']}"
            elif kept is None and not _is_never_on_record(receipt):
                yield f"{id_} has no receipt, and was answered {receipt}"
            continue
        assert kept is not None
        if receipt["standing"] != kept.receipt.standing.value or not receipt["is_again"]:
            yield f"{id_} sent once more was answered {receipt}, kept is {kept.receipt}"
        for each in case.books.heard.get(id_, ()):
            if each.receipt["standing"] == "accepted" and _plain(each.receipt) != _plain(receipt):
                yield f"{id_} was answered {each.receipt} in round {each.round} and {receipt} again"


def nothing_sent_is_lost(case: Case) -> Iterator[str]:
    for id_, person, _ in case.books.all_sent():
        if id_ in case.books.lost:
            continue
        kept = case.evidence.receipts.get(id_)
        heard = case.books.heard.get(id_, ())
        if kept is None and not (heard and all(_is_never_on_record(each.receipt) for each in heard)):
            yield f"{id_} of {person} has no receipt"
        if kept is not None and kept.receipt.standing == "held" and id_ not in case.evidence.held:
            yield f"{id_} of {person} is held by its receipt, and nowhere"
    yield from (f"{id_} has a receipt, and nobody sent it" for id_ in case.evidence.receipts if _is_unknown(case, id_))


def unseen_refusal_is_a_letter(case: Case) -> Iterator[str]:
    for id_, kept in case.evidence.receipts.items():
        sent = [json.loads(content) for _, content in case.books.sent.get(id_, ()) if _is_of(content, kept.digest)]
        is_unseen = bool(sent) and sent[0]["device"] is not None and not sent[0]["kind"].startswith("command.")
        letter = case.evidence.letters.get(id_)
        if kept.receipt.standing == "refused" and is_unseen and letter is None:
            yield f"{id_} ({sent[0]['kind']}) was refused unseen ({_code(kept.receipt)}), and is no dead letter"
        if letter is not None and letter["settled_at"] is not None and id_ not in case.played:
            yield f"the letter {id_} is settled, and nobody did it"
        if letter is not None and letter["settled_at"] is None and kept.receipt.standing != "refused":
            yield f"the letter {id_} is open, and the command is {kept.receipt.standing}"
    yield from (
        f"the letter {id_} has no receipt" for id_ in case.evidence.letters if id_ not in case.evidence.receipts
    )


def letters_are_listed_where_one_manages(case: Case) -> Iterator[str]:
    opened = {
        id_: case.oracle.settled_at(row["org"], row["actor"])
        for id_, row in case.evidence.letters.items()
        if row["settled_at"] is None
    }
    for person in case.players:
        expected = {id_ for id_, org in opened.items() if case.oracle.has(person, "command.manage", org)}
        listed = {row["id"] for row in case.lists[person]["/api/dead-letters?count=500"]["letters"]}
        if listed != expected:
            yield f"{person} is listed the letters {sorted(listed ^ expected)} wrongly"


def gap_is_listed(case: Case) -> Iterator[str]:
    """By device: the number that is missing is one that never came, and those who manage all that waits see it."""
    waiting: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in case.evidence.held.values():
        waiting.setdefault((row["actor"], row["device"]), []).append(row)
    for (actor, device), rows in waiting.items():
        missing = case.evidence.due.get((actor, device), 1)
        came = [id_ for id_, sent in _of_device(case, actor, device).items() if missing in sent]
        if any(id_ in case.evidence.receipts for id_ in came):
            yield f"number {missing} of {device} came, and what follows is held"
        if min(row["seq"] for row in rows) <= missing:
            yield f"{device} waits for number {missing}, and holds it"
    for person in case.players:
        expected = {
            (actor, device, case.evidence.due.get((actor, device), 1), min(row["seq"] for row in rows), len(rows))
            for (actor, device), rows in waiting.items()
            if all(_settles(case, person, json.loads(row["content"])["org"], actor) for row in rows)
        }
        listed = {
            (row["actor"], row["device"], row["missing"], row["first_held"], row["waiting"])
            for row in case.lists[person]["/api/gaps"]
        }
        if listed != expected:
            yield f"{person} is listed the gaps {sorted(listed ^ expected)} wrongly"


def _settles(case: Case, person: str, org: str, sender: str) -> bool:
    return case.oracle.has(person, "command.manage", case.oracle.settled_at(org, sender))


def devices_are_first_in_first_out(case: Case) -> Iterator[str]:
    last: dict[tuple[str, str], int] = {}
    for link in case.evidence.links:
        content = json.loads(link.content)
        if content["device"] is None or case.played.get(content["id"]) == SETTLING[0]:
            continue
        key = (link.actor, content["device"])
        if content["seq"] <= last.get(key, 0):
            yield f"number {content['seq']} of {key} was done after number {last[key]}"
        last[key] = content["seq"]


def chains_are_whole(case: Case) -> Iterator[str]:
    yield from case.evidence.breaks
    anchored = {anchor.chain: anchor.seq for anchor in case.evidence.anchors}
    for chain, seq in case.evidence.heads.items():
        count = sum(1 for link in case.evidence.links if link.chain == chain)
        if count != seq:
            yield f"{chain} has {count} rows and a head of {seq}"
        if anchored.get(chain) != seq:
            yield f"{chain} ends at {seq} and is anchored at {anchored.get(chain)} after the server ended"


def state_is_made_anew_from_the_chains(case: Case) -> Iterator[str]:
    yield from (f"handled again, a command answers otherwise: {each}" for each in case.evidence.differs)
    for table, rows in case.evidence.tables.items():
        again = case.evidence.rebuilt[table]
        yield from (f"{table} has {row}, not made by the chains" for row in rows if row not in again)
        yield from (f"{table} lacks {row}, made by the chains" for row in again if row not in rows)


def state_is_what_the_books_say(case: Case) -> Iterator[str]:
    oracle, tables = case.oracle, case.evidence.tables
    yield from oracle.complaints
    paths = {unit: "/" + "".join(f"{each}/" for each in reversed(list(oracle.above(unit)))) for unit in oracle.units}
    expected = {
        "people_orgs": {id_: {**vars(unit), "path": paths[id_]} for id_, unit in oracle.units.items()},
        "people_persons": {id_: vars(person) for id_, person in oracle.people.items()},
        "people_grants": {id_: {**vars(grant), "since": None, "until": None} for id_, grant in oracle.grants.items()},
        "plan_plans": {id_: {**vars(plan)} for id_, plan in oracle.plans.items()},
    }
    for table, rows in expected.items():
        found = {row["id"]: row for row in tables[table]}
        yield from (f"{table} {id_} is {found.get(id_)} not {rows.get(id_)}" for id_ in found.keys() ^ rows.keys())
        for id_ in found.keys() & rows.keys():
            wrong = {name: found[id_][name] for name, value in rows[id_].items() if str(found[id_][name]) != str(value)}
            if wrong:
                yield f"{table} {id_} has {wrong}, and the books {rows[id_]}"
    if {row["id"] for row in tables["people_entities"]} != oracle.entities:
        yield f"the legal entities are not {sorted(oracle.entities)}"


def lists_show_what_is_in_reach(case: Case) -> Iterator[str]:
    """The last pages: all that is in reach, and as it is."""
    oracle = case.oracle
    for person in case.players:
        pages = case.lists[person]
        units = {id_ for id_ in oracle.units if oracle.has(person, "org.read", id_)}
        shown_units = {row["id"]: (row["name"], row["version"]) for row in pages["/api/orgs"]}
        if shown_units != {id_: (oracle.units[id_].name, oracle.units[id_].version) for id_ in units}:
            yield f"{person} is shown the units {shown_units}, not {sorted(units)}"
        people = {id_ for id_, each in oracle.people.items() if oracle.has(person, "people.read", each.home)}
        if {row["id"] for row in pages["/api/people?with_left=true&count=500"]["people"]} != people:
            yield f"{person} is not shown the people {sorted(people)}"
        plans = {
            id_
            for id_, plan in oracle.plans.items()
            if plan.state != "discarded" and oracle.has(person, "plan.read", plan.county)
        }
        if {row["id"] for row in pages["/api/plans"]} != plans:
            yield f"{person} is not shown the plans {sorted(plans)}"


def nobody_saw_outside_his_reach(case: Case) -> Iterator[str]:
    assert case.oracle
    chains = ChainMarks()
    for done in case.done:
        chains.read(done)
    waiting = _marks_of_waiting(case)
    for person, seen in case.books.seen.items():
        sight, told = case.sights.get(person), case.books.told.get(person, {})
        if sight is None:
            continue
        for mark, (round_, where) in seen.items():
            if told.get(mark, round_ + 1) <= round_:
                continue
            rows = [sight.marks.get(mark)]
            rows += [
                max(since, chains.by_chain.get(chain, {}).get(mark, NEVER)) for chain, since in sight.audits.items()
            ]
            rows += [since for org, since in sight.manages.items() if mark in waiting.get(org, ())]
            first = min((row for row in rows if row is not None), default=NEVER)
            if first > case.counted[round_]:
                yield f"{person} saw {mark} in round {round_}, which was never in his reach: {where}"


NEVER = 1 << 62


def server_never_failed(case: Case) -> Iterator[str]:
    for status, answers in case.books.statuses.items():
        if status not in EXPECTED:
            yield f"answers of status {status}: {answers[0]}"
    if "Traceback" in case.log:
        yield f"the server's log has a fault: {case.log[case.log.index('Traceback') :][:2000]}"


RULES: tuple[Rule, ...] = (
    accepted_is_there_once,
    chain_has_only_what_was_sent,
    operator_was_told_the_truth,
    receipt_is_the_same_again,
    nothing_sent_is_lost,
    unseen_refusal_is_a_letter,
    letters_are_listed_where_one_manages,
    gap_is_listed,
    devices_are_first_in_first_out,
    chains_are_whole,
    state_is_made_anew_from_the_chains,
    state_is_what_the_books_say,
    lists_show_what_is_in_reach,
    nobody_saw_outside_his_reach,
    server_never_failed,
)


def broken_rules(case: Case) -> list[str]:
    """Every rule that does not hold, by name, with what shows it."""
    return [f"{rule.__name__}: {words}" for rule in RULES for words in rule(case)]


def _marks_of_waiting(case: Case) -> dict[str, set[str]]:
    """What lists of letters and gaps show, by the unit whose managers see it: letters with what they carry, of what was
    ever held whose it was."""
    found: dict[str, set[str]] = {}
    for _, person, text in case.books.all_sent():
        for unit in _settled_by_then(case, json.loads(text)["org"], person):
            found.setdefault(unit, set()).add(person)
    for row in case.evidence.letters.values():
        content = json.loads(row["content"])
        text = f"{shown(content['kind'], content['body'])} {content['org']} {row['actor']} {content['device']}"
        for unit in _settled_by_then(case, content["org"], row["actor"]):
            found.setdefault(unit, set()).update(marks_in(text))
    return found


def _settled_by_then(case: Case, org: str, sender: str) -> set[str]:
    """All units at which what somebody sent to one can ever have been settled: at it or above it; where there was no
    such unit, at or above one of his homes."""
    assert case.oracle
    if org in case.oracle.units:
        return set(case.oracle.above(org))
    homes = [done.org for done in case.done if done.kind == "person.add" and done.body["id"] == sender]
    homes += [done.body["home"] for done in case.done if done.body.get("person") == sender and "home" in done.body]
    return {org, *(unit for home in homes for unit in case.oracle.above(home))}


def _of_device(case: Case, actor: str, device: str) -> dict[str, list[int]]:
    """Commands of a device and their numbers."""
    found: dict[str, list[int]] = {}
    for id_, person, content in case.books.all_sent():
        said = json.loads(content)
        if person == actor and said["device"] == device:
            found.setdefault(id_, []).append(said["seq"])
    return found


def _is_never_on_record(receipt: Mapping[str, Any]) -> bool:
    """A number under which another waits, or that is too far ahead: the client was told, nothing is kept."""
    return (receipt["refusal"] or {}).get("code") in ("number_taken", "too_far_ahead")


def _is_unknown(case: Case, id_: str) -> bool:
    return id_ not in case.books.sent and case.evidence.receipts[id_].actor != SERVER


def _is_of(content: str, digest: str) -> bool:
    return Envelope.of_content(content).digest == digest


def _code(receipt: Any) -> str:
    return receipt.refusal.code if receipt.refusal else ""


def _plain(receipt: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in receipt.items() if name != "is_again"}
