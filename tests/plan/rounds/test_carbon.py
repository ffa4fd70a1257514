"""Grams beside fen."""

import pytest

from tests.plan.rounds.builders import (
    MON,
    a_bag,
    a_hub,
    a_link,
    a_plan,
    a_problem,
    a_round,
    a_trip,
    a_vehicle,
    a_village,
    at,
    mail,
    small_county,
    small_plan,
)
from tianlu.core.problem import ProblemsFound
from tianlu.plan.county import Energy
from tianlu.plan.rounds.carbon import carbon_of
from tianlu.plan.rounds.carbon_factors import load_factors, parse_factors

OWN = """
factors:
  - {energy: diesel, g_co2e_per_unit: 3000, unit: L, scope: well-to-wheel, mark: S, source: own}
  - {energy: petrol, g_co2e_per_unit: 2800, unit: L, scope: well-to-wheel, mark: S, source: own}
  - {energy: electric, g_co2e_per_unit: 500, unit: kWh, scope: well-to-wheel, mark: S, source: own}
"""


def grams_of_a_round(energy: Energy, consumption: int, own: str | None = None) -> int:
    """A village 50 km away and back."""
    problem = a_problem(
        a_hub(),
        a_village("A"),
        vehicles=(a_vehicle("van", "H", energy=energy, consumption_per_100km=consumption),),
        metres={("H", "A"): 50_000},
    )
    plan = a_plan(problem, a_round(problem, "van", MON, at(MON, 8), "A"))
    return carbon_of(problem, plan, parse_factors(own) if own else None).vehicles_g


def test_diesel_counts_litres_well_to_wheel() -> None:
    assert grams_of_a_round(Energy.DIESEL, 10_000) == 10 * 3250


def test_electric_counts_kilowatt_hours() -> None:
    assert grams_of_a_round(Energy.ELECTRIC, 24_000) == 3761  # 24 kWh at 156.7 g


def test_own_factors_replace_those_shipped() -> None:
    assert grams_of_a_round(Energy.DIESEL, 10_000, OWN) == 30_000


def test_every_shipped_factor_says_its_source_and_how_far_it_reaches() -> None:
    factors = load_factors()
    assert set(factors) == set(Energy)
    assert all(factor.source for factor in factors.values())
    assert factors[Energy.ELECTRIC].scope == "generation"
    assert factors[Energy.DIESEL].mark == "B"


@pytest.mark.parametrize(
    ("good", "bad"),
    [("diesel", "coal"), ("unit: L", "unit: kg"), ("3000", "-1"), ("mark: S", "mark: X"), (", source: own", "")],
)
def test_bad_factor_file_is_a_problem(good: str, bad: str) -> None:
    with pytest.raises(ProblemsFound):
        parse_factors(OWN.replace(good, bad, 1))


def test_bus_says_marginal_and_allocated_apart() -> None:
    problem = a_problem(
        a_hub(),
        a_village("A", has_keeper=True, mail=mail({MON: 10})),
        trips=[
            a_trip(
                "out",
                [("h", at(MON, 9)), ("x", at(MON, 9, 30)), ("a", at(MON, 10))],
                metres=(30_000, 20_000),
                marginal_g_co2e_tkm=40,
                allocated_g_co2e_tkm=120,
            )
        ],
        links=[a_link("H", "h"), a_link("A", "a")],
    )
    carbon = carbon_of(problem, a_plan(problem, a_bag(problem, "out", "H", "A")))
    assert (carbon.bus_marginal_g, carbon.bus_allocated_g) == (20, 60)  # 10 kg over 50 km are half a tonne-kilometre.
    assert (carbon.marginal_g, carbon.allocated_g) == (20, 60)


def test_elements_of_the_chain_add_up() -> None:
    problem = small_county()
    carbon = carbon_of(problem, small_plan(problem))
    assert [element.name for element in carbon.elements] == ["hub_rounds", "station_rounds", "buses"]
    assert sum(element.g_co2e for element in carbon.elements) == carbon.marginal_g


def test_activity_falls_with_every_delivery() -> None:
    problem = a_problem(
        a_hub(), *(a_village(name, mail=mail({MON: 1})) for name in "AB"), vehicles=(a_vehicle("van", "H"),)
    )
    plan = a_plan(problem, a_round(problem, "van", MON, at(MON, 8), "A", "B"))
    hub_rounds = carbon_of(problem, plan).elements[0]
    assert hub_rounds.g_m == 2000 * 20_000 + 1000 * 20_000
