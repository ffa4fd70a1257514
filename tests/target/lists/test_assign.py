"""Customers to owners: capacity kept, within the bound, and the bound against a solver's."""

from dataclasses import replace

import highspy
import numpy as np
import pytest

from tianlu.core.highs import new_highs
from tianlu.target.lists.assign import Claims, ClaimTask, Params, assign_customers

NOBODY = -1


def make_task(seed: int, *, customers: int = 300, owners: int = 8, room: float = 1.1, unit: bool = False) -> ClaimTask:
    dice = np.random.default_rng(seed)
    loads = np.ones(customers) if unit else dice.integers(1, 5, customers).astype(float)
    current = dice.integers(-1, owners, customers)
    return ClaimTask(
        customers_xy=dice.uniform(0, 10_000, (customers, 2)),
        owners_xy=dice.uniform(0, 10_000, (owners, 2)),
        loads=loads,
        capacities=np.full(owners, np.ceil(loads.sum() * room / owners)),
        current=current,
        change_cost=np.where(current == NOBODY, 0.0, 500.0),
        left_cost=np.full(customers, 30_000.0),
    )


def least_by_highs(task: ClaimTask) -> float:
    """The linear program in which customers may be shared."""
    customers, owners = len(task.loads), len(task.capacities)
    model = new_highs()
    for k in range(owners + 1):
        for cost in task.costs_of(np.full(customers, k if k < owners else NOBODY)):
            model.addVar(0.0, 1.0)
            model.changeColCost(model.getNumCol() - 1, float(cost))
    for k in range(customers):
        columns = np.arange(owners + 1, dtype=np.int32) * customers + k
        model.addRow(1.0, 1.0, owners + 1, columns, np.ones(owners + 1))
    for k in range(owners):
        columns = np.arange(customers, dtype=np.int32) + k * customers
        model.addRow(0.0, float(task.capacities[k]), customers, columns, task.loads)
    model.run()
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(model.getInfo().objective_function_value)


def used(task: ClaimTask, claims: Claims) -> np.ndarray:
    served = claims.owner != NOBODY
    return np.bincount(claims.owner[served], task.loads[served], len(task.capacities))


@pytest.mark.parametrize("unit", [True, False])
@pytest.mark.parametrize("room", [1.3, 1.05])
def test_capacity_is_kept_and_the_linear_program_lies_between_bound_and_cost(unit: bool, room: float) -> None:
    task = make_task(1, unit=unit, room=room)
    claims = assign_customers(task, Params(ways=3))
    least = least_by_highs(task)
    assert (used(task, claims) <= task.capacities + 1e-9).all()
    assert claims.cost == pytest.approx(task.costs_of(claims.owner).sum())
    assert claims.bound <= least + 1e-6 <= claims.cost + 1e-3
    assert claims.gap <= (0.003 if unit else 0.03)
    assert (claims.owner != NOBODY).all()


def test_with_room_for_all_everybody_has_his_cheapest_owner() -> None:
    task = replace(make_task(2), capacities=np.full(8, 1e6))
    claims = assign_customers(task)
    every = np.stack([task.costs_of(np.full(300, k)) for k in range(8)])
    assert claims.cost == pytest.approx(every.min(axis=0).sum())
    assert claims.gap == pytest.approx(0.0, abs=1e-9)
    assert (claims.prices == 0).all()


def test_who_does_not_fit_is_left_without_and_paid_for() -> None:
    task = make_task(3, unit=True, room=0.9)
    claims = assign_customers(task)
    assert (claims.owner == NOBODY).sum() == 300 - int(task.capacities.sum())
    assert claims.bound <= claims.cost <= 1.01 * claims.bound


def test_a_customer_heavier_than_every_capacity_is_left_without() -> None:
    task = make_task(4)
    task.loads[7] = 1e5
    assert assign_customers(task).owner[7] == NOBODY


def test_a_dearer_change_keeps_more_customers_where_they_are() -> None:
    task = make_task(5)
    kept = [
        int((assign_customers(replace(task, change_cost=task.change_cost * times)).owner == task.current).sum())
        for times in (0.0, 1.0, 20.0)
    ]
    assert kept[0] < kept[1] < kept[2]


def test_equal_tasks_give_equal_claims() -> None:
    one, other = (assign_customers(make_task(6)) for _ in range(2))
    assert (one.owner == other.owner).all()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"loads": np.zeros(300)}, "loads are above 0"),
        ({"capacities": np.full(8, -1.0)}, "capacities"),
        ({"current": np.full(300, 8)}, "current owner"),
        ({"left_cost": np.full(300, -1.0)}, "costs are not negative"),
        ({"current": np.full(300, NOBODY)}, "changes none"),
        ({"loads": np.ones(3)}, "of every customer"),
    ],
)
def test_a_task_checks_itself(wrong: dict[str, np.ndarray], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(make_task(1), **wrong)
