"""Places for tests of travel, said by what matters there: where and how high."""

from tianlu.core.ids import PlaceId
from tianlu.place.model import AreaClass, Place, PlaceKind


def at(code: str, lon: float, lat: float, altitude_m: int = 2_000) -> Place:
    return Place(
        id=PlaceId(code),
        kind=PlaceKind.VILLAGE,
        name=f"{code}村",
        parent=PlaceId("S"),
        lon=lon,
        lat=lat,
        altitude_m=altitude_m,
        area_class=AreaClass.RURAL,
        population=100,
    )
