"""Customers go to the nearest owner who has room; the way in all is held against what cannot be undercut."""

import random

from tianlu.target.lists.share_out import LEFT_M, Spot, share_out


def spots(count: int, seed: int, prefix: str) -> list[Spot]:
    drawn = random.Random(seed)
    return [Spot(f"{prefix}{k}", 100 + drawn.random(), 36 + drawn.random()) for k in range(count)]


def test_each_goes_to_the_nearest_where_there_is_room_for_all() -> None:
    owners = [Spot("west", 100.0, 36.0), Spot("east", 101.0, 36.0)]
    customers = [Spot("a", 100.1, 36.0), Spot("b", 100.9, 36.0), Spot("c", 100.2, 36.0)]
    shares = share_out(customers, owners, {"west": 5, "east": 5})
    assert shares.owner_of == {"a": "west", "b": "east", "c": "west"}
    assert shares.left == ()
    assert shares.metres - shares.bound_m < 0.01 * shares.metres


def test_nobody_gets_more_than_he_has_room_for_and_the_rest_is_named() -> None:
    customers, owners = spots(100, 1, "c"), spots(5, 2, "o")
    shares = share_out(customers, owners, {owner.id: 18 for owner in owners})
    counts = [list(shares.owner_of.values()).count(owner.id) for owner in owners]  # type: ignore[arg-type]
    assert max(counts) <= 18
    assert len(shares.owner_of) == 90
    assert len(shares.left) == 10
    assert set(shares.left).isdisjoint(shares.owner_of)
    assert shares.bound_m <= shares.metres
    assert shares.metres > 10 * LEFT_M


def test_where_nobody_has_room_all_are_left() -> None:
    customers = spots(3, 1, "c")
    assert share_out(customers, [], {}).left == ("c0", "c1", "c2")
    assert share_out(customers, spots(2, 2, "o"), {"o0": 0}).left == ("c0", "c1", "c2")
    assert share_out([], spots(2, 2, "o"), {"o0": 3}).owner_of == {}
