"""Area classes."""

import pytest

from tianlu.place.model import AreaClass
from tianlu.sample.area import class_of_station, class_of_village
from tianlu.sample.divisions import Township, Village

VILLAGE = Village("639901200200", "东村", is_residents=False)
COMMUNITY = Village("639901200001", "城南社区", is_residents=True)


@pytest.mark.parametrize(
    ("village", "is_of_subdistrict", "depot_km", "altitude_m", "area"),
    [
        (VILLAGE, False, 5.0, 3000, AreaClass.RURAL),
        (VILLAGE, False, 25.0, 3000, AreaClass.REMOTE),
        (VILLAGE, False, 5.0, 4000, AreaClass.REMOTE),
        (COMMUNITY, False, 1.0, 4200, AreaClass.TOWNSHIP),
        (COMMUNITY, True, 1.0, 2300, AreaClass.CITY),
    ],
)
def test_a_village_is_classed_by_committee_distance_and_altitude(
    village: Village, is_of_subdistrict: bool, depot_km: float, altitude_m: int, area: AreaClass
) -> None:
    found = class_of_village(
        village,
        depot=AreaClass.TOWNSHIP,
        is_of_subdistrict=is_of_subdistrict,
        depot_km=depot_km,
        altitude_m=altitude_m,
    )
    assert found is area


def test_whatever_hangs_on_a_remote_station_is_remote() -> None:
    assert class_of_station(Township("639901200", "远乡", ()), hub_km=120.0) is AreaClass.REMOTE
    found = class_of_village(COMMUNITY, depot=AreaClass.REMOTE, is_of_subdistrict=False, depot_km=0.5, altitude_m=2900)
    assert found is AreaClass.REMOTE


def test_a_far_town_with_communities_stays_a_township_seat() -> None:
    assert class_of_station(Township("639901200", "远镇", (COMMUNITY,)), hub_km=220.0) is AreaClass.TOWNSHIP
