"""The toy county with a hundred hamlets more, no two alike: wide enough for a grid to learn from."""

import random
from dataclasses import replace

from tests.server.conftest import TOY
from tests.server.toy import WEEK, open_toy, pose_toy
from tests.server.toy_office import ToyOffice
from tianlu.core.ids import PlaceId
from tianlu.place.model import AreaClass, Place, PlaceKind
from tianlu.plan.counties import Counties
from tianlu.plan.county import County

HAMLETS = 110
SERVED = 130
FEN_A_HEAD = 400


def wide_counties() -> Counties:
    ref = replace(TOY, villages=60 + HAMLETS, open=open_wide)
    return Counties(lambda: [ref], pose=pose_toy, coming_week=lambda county, today: WEEK)


def open_wide() -> County:
    """Villages and hamlets of 40 to 2,000 people."""
    toy, chance = open_toy(), random.Random(5)
    places = [*toy.places, *(_hamlet(k, chance) for k in range(HAMLETS))]
    peopled = [replace(each, population=int(40 * 50 ** chance.random())) for each in places]
    return replace(toy, places=tuple(peopled))


def enter_served(office: ToyOffice) -> dict[str, str]:
    """One customer of ours in most places, who brings by how many live there and by luck; his place by his id."""
    chance, places = random.Random(6), list(open_wide().places)
    chance.shuffle(places)
    found = {f"c{k}": str(place.id) for k, place in enumerate(places[:SERVED])}
    for (id_, at), place in zip(found.items(), places, strict=False):
        fen = int(FEN_A_HEAD * place.population * chance.uniform(0.1, 1))
        office.enter(id_, at, relation="existing", monthly_fen=fen)
    return found


def _hamlet(k: int, chance: random.Random) -> Place:
    return Place(
        id=PlaceId(f"w{k}"),
        kind=PlaceKind.VILLAGE,
        name=f"散{k}庄",
        name_en=f"Hamlet {k}",
        parent=PlaceId("s0"),
        lon=100 + chance.uniform(-0.6, 0.6),
        lat=36 + chance.uniform(-0.5, 0.5),
        altitude_m=3200,
        area_class=AreaClass.RURAL,
        population=100,
    )
