"""What goes through the door is done once, in order, or refused with a reason; nothing is lost."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.command.toy_room import ANNA, BEN, COUNTY, OTHER, an_envelope, total
from tianlu.command import store
from tianlu.command.door import BATCH_MOST, BatchTooLarge, Door
from tianlu.command.envelope import Envelope
from tianlu.command.letters import LAY_ASIDE, PLAY, SKIP
from tianlu.command.receipt import Receipt, Standing
from tianlu.db.group_commit import WriterClosed


def codes(receipts: list[Receipt]) -> list[str]:
    return [receipt.refusal.code if receipt.refusal else receipt.standing.value for receipt in receipts]


def test_command_is_done_and_its_receipt_says_where_it_stands(door: Door, engine: Engine) -> None:
    first, second = door.submit(ANNA, [an_envelope(1), an_envelope(2, amount=4)])
    assert (first.standing, first.result, first.version) == ("accepted", {"total": 1}, 1)
    assert (first.chain, first.seq) == (COUNTY, 1)
    assert (second.result, second.version, second.seq) == ({"total": 5}, 2, 2)
    assert total(engine) == 5


def test_same_command_twice_is_done_once_and_gets_its_old_receipt(door: Door, engine: Engine) -> None:
    first = door.submit(ANNA, [an_envelope(1)])[0]
    again, twice = door.submit(ANNA, [an_envelope(1), an_envelope(1)])
    assert again == twice == replace(first, is_again=True)
    assert total(engine) == 1


def test_same_id_for_something_else_is_a_conflict_and_nothing_is_done(door: Door, engine: Engine) -> None:
    door.submit(ANNA, [an_envelope(1)])
    receipt = door.submit(ANNA, [an_envelope(1, amount=2)])[0]
    assert receipt.standing is Standing.CONFLICT
    assert codes([receipt]) == ["id_used"]
    assert total(engine) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "toy.unknown"}, "unknown_kind"),
        ({"schema": 3}, "unknown_kind"),
        ({"schema": 0}, "unknown_kind"),
        ({"body": {"book": "cash"}}, "bad_body"),
        ({"body": {"book": "cash", "amount": 1, "more": 2}}, "bad_body"),
        ({"amount": -1}, "too_little"),
        ({"base": 7}, "stale_base"),
    ],
)
def test_refusal_is_data_in_both_languages_and_leaves_nothing_behind(
    door: Door, engine: Engine, changes: dict[str, object], code: str
) -> None:
    receipt = door.submit(ANNA, [an_envelope(1, **changes)])[0]  # type: ignore[arg-type]
    assert receipt.refusal is not None
    assert receipt.refusal.code == code
    assert all(receipt.refusal.as_json().values())
    assert total(engine) is None
    with engine.connect() as connection:
        assert store.list_chains(connection) == {}
        assert store.list_dead_letters(connection) == []


def test_nobody_changes_what_is_outside_his_part_of_the_tree(door: Door) -> None:
    sent = [an_envelope(1, org=COUNTY), an_envelope(2, org=OTHER)]
    assert codes(door.submit(BEN, sent)) == ["not_allowed", "accepted"]


def test_body_of_an_older_schema_is_brought_up(door: Door, engine: Engine) -> None:
    assert codes(door.submit(ANNA, [an_envelope(1, schema=1, body={"amount": 3})])) == ["accepted"]
    assert total(engine) == 3


def test_batch_gets_a_receipt_for_each_whatever_became_of_the_others(door: Door, engine: Engine) -> None:
    sent = [an_envelope(1), an_envelope(2, amount=-9), an_envelope(3, amount=13), an_envelope(4)]
    assert codes(door.submit(ANNA, sent)) == ["accepted", "too_little", "failed", "accepted"]
    assert total(engine) == 2


def test_too_large_a_batch_is_not_begun(door: Door, engine: Engine) -> None:
    with pytest.raises(BatchTooLarge):
        door.submit(ANNA, [an_envelope(k) for k in range(BATCH_MOST + 1)])
    assert total(engine) is None


def test_bug_in_a_handler_is_kept_among_the_dead_letters(door: Door, engine: Engine) -> None:
    assert codes(door.submit(ANNA, [an_envelope(1, amount=13)])) == ["failed"]
    with engine.connect() as connection:
        [letter] = store.list_dead_letters(connection)
    assert (letter.envelope, letter.actor, letter.refusal.code) == (an_envelope(1, amount=13), ANNA, "failed")


def test_handler_that_wrote_before_it_refused_has_written_nothing(door: Door, engine: Engine) -> None:
    assert codes(door.submit(ANNA, [an_envelope(1, amount=14)])) == ["failed"]
    assert total(engine) is None


# Devices


def test_what_comes_early_is_held_until_the_gap_is_filled(door: Door, engine: Engine) -> None:
    three, two, one = (an_envelope(k, device="phone", seq=k, amount=10**k) for k in (3, 2, 1))
    assert codes(door.submit(ANNA, [three])) == ["held"]
    assert codes(door.submit(ANNA, [two, three])) == ["held", "held"]
    assert total(engine) is None
    assert codes(door.submit(ANNA, [one])) == ["accepted"]
    assert total(engine) == 1110
    assert [receipt.seq for receipt in door.submit(ANNA, [one, two, three])] == [1, 2, 3]


def test_two_people_may_call_their_phones_the_same(door: Door) -> None:
    sent = [an_envelope(1, device="phone", seq=1, org=OTHER)], [an_envelope(2, device="phone", seq=1, org=OTHER)]
    assert codes(door.submit(ANNA, sent[0]) + door.submit(BEN, sent[1])) == ["accepted", "accepted"]


def test_number_that_was_used_is_refused(door: Door) -> None:
    door.submit(ANNA, [an_envelope(1, device="phone", seq=1)])
    assert codes(door.submit(ANNA, [an_envelope(2, device="phone", seq=1)])) == ["count_used"]


def test_number_that_comes_after_it_was_skipped_is_a_dead_letter(door: Door, engine: Engine) -> None:
    """A phone that was lost turns up: what it had is not done by itself, and not lost."""
    late, held = (an_envelope(k, device="phone", seq=k, amount=10**k) for k in (1, 2))
    door.submit(ANNA, [held])
    skip = an_envelope(3, kind=SKIP, schema=1, body={"actor": ANNA, "device": "phone", "missing_to": 1})
    assert codes(door.submit(ANNA, [skip])) == ["accepted"]
    assert codes(door.submit(ANNA, [late, late])) == ["count_used", "count_used"]
    assert codes(door.submit(ANNA, [an_envelope(4, kind=PLAY, schema=1, body={"id": late.id})])) == ["accepted"]
    assert total(engine) == 110


def test_two_commands_under_one_waiting_number_conflict(door: Door) -> None:
    assert codes(door.submit(ANNA, [an_envelope(k, device="phone", seq=5) for k in (1, 2)])) == ["held", "number_taken"]


def test_command_far_ahead_may_come_again_later(door: Door) -> None:
    far = an_envelope(2000, device="phone", seq=2000)
    assert codes(door.submit(ANNA, [far])) == ["too_far_ahead"]
    for first in range(1, 2000, BATCH_MOST):
        door.submit(ANNA, [an_envelope(k, device="phone", seq=k) for k in range(first, min(first + BATCH_MOST, 2000))])
    assert codes(door.submit(ANNA, [far])) == ["accepted"]


def test_refused_command_of_a_phone_is_a_dead_letter_and_the_next_one_runs(door: Door, engine: Engine) -> None:
    sent = [an_envelope(1, device="phone", seq=1, amount=-1), an_envelope(2, device="phone", seq=2)]
    assert codes(door.submit(ANNA, sent)) == ["too_little", "accepted"]
    with engine.connect() as connection:
        assert [letter.envelope for letter in store.list_dead_letters(connection)] == [sent[0]]


def test_bug_does_not_hold_up_a_phone(door: Door, engine: Engine) -> None:
    sent = [an_envelope(k, device="phone", seq=k, amount=13 if k == 2 else 1) for k in (1, 2, 3)]
    door.submit(ANNA, sent)
    assert codes(door.submit(ANNA, sent)) == ["accepted", "failed", "accepted"]
    assert total(engine) == 2


# Dead letters


def test_letter_is_played_again_when_what_stood_against_it_is_gone(door: Door, engine: Engine) -> None:
    early = an_envelope(1, device="phone", seq=1, amount=-1)
    door.submit(ANNA, [early, an_envelope(2, amount=5)])
    played = an_envelope(3, kind=PLAY, schema=1, body={"id": early.id})
    [receipt] = door.submit(ANNA, [played])
    assert receipt.result == {"id": early.id, "standing": "accepted", "refusal": None}
    assert total(engine) == 4
    assert codes(door.submit(ANNA, [early])) == ["accepted"]
    assert codes(door.submit(ANNA, [replace(played, id=an_envelope(4).id)])) == ["no_such_letter"]


def test_letter_that_is_refused_again_stays_in_the_list(door: Door, engine: Engine) -> None:
    early = an_envelope(1, device="phone", seq=1, amount=-1)
    door.submit(ANNA, [early])
    [receipt] = door.submit(ANNA, [an_envelope(3, kind=PLAY, schema=1, body={"id": early.id})])
    assert receipt.result["standing"] == "refused"
    with engine.connect() as connection:
        assert [letter.tries for letter in store.list_dead_letters(connection)] == [2]


def test_letter_that_is_laid_aside_is_settled_and_not_done(door: Door, engine: Engine) -> None:
    early = an_envelope(1, device="phone", seq=1, amount=-1)
    door.submit(ANNA, [early])
    assert codes(door.submit(ANNA, [an_envelope(2, kind=LAY_ASIDE, schema=1, body={"id": early.id})])) == ["accepted"]
    with engine.connect() as connection:
        assert store.list_dead_letters(connection) == []
    assert codes(door.submit(ANNA, [early])) == ["too_little"]


def test_nobody_settles_a_letter_of_another_county(door: Door) -> None:
    early = an_envelope(1, device="phone", seq=1, amount=-1)
    door.submit(ANNA, [early])
    elsewhere = an_envelope(2, kind=PLAY, schema=1, org=OTHER, body={"id": early.id})
    assert codes(door.submit(BEN, [elsewhere])) == ["no_such_letter"]


def test_lost_number_is_skipped_and_what_was_held_is_done(door: Door, engine: Engine) -> None:
    held = [an_envelope(k, device="phone", seq=k) for k in (4, 5)]
    assert codes(door.submit(ANNA, held)) == ["held", "held"]
    with engine.connect() as connection:
        assert store.list_gaps(connection) == [((ANNA, "phone"), 1, 2)]

    def skip(number: int, missing_to: int) -> Envelope:
        body = {"actor": ANNA, "device": "phone", "missing_to": missing_to}
        return an_envelope(number, kind=SKIP, schema=1, body=body)

    assert codes(door.submit(ANNA, [skip(9, 4)])) == ["not_missing"]
    [receipt] = door.submit(ANNA, [skip(10, 3)])
    assert receipt.result == {"done": 2}
    assert codes(door.submit(ANNA, [an_envelope(8, device="phone", seq=8), skip(11, 4)])) == ["held", "not_missing"]
    assert total(engine) == 2
    assert codes(door.submit(ANNA, [*held, an_envelope(6, device="phone", seq=6)])) == ["accepted"] * 3


# Many at once


def test_many_clients_at_once_lose_and_double_nothing(door: Door, engine: Engine) -> None:
    def client(c: int) -> None:
        for k in range(20):
            door.submit(ANNA, [an_envelope(100 * c + k)])
            door.submit(ANNA, [an_envelope(100 * c + k)])

    threads = [threading.Thread(target=client, args=(c,)) for c in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert total(engine) == 160
    with engine.connect() as connection:
        assert store.list_chains(connection)[COUNTY].seq == 160


def test_closed_door_finishes_what_came_in_and_takes_no_more(door: Door, engine: Engine) -> None:
    door.submit(ANNA, [an_envelope(1)])
    door.close()
    with pytest.raises(WriterClosed):
        door.submit(ANNA, [an_envelope(2)])
    assert total(engine) == 1
