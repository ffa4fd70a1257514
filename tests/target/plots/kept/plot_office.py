"""A county's office that keeps plots: six places in a row of two, three plots of two places each."""

from dataclasses import dataclass
from typing import Any

from tests.people.county_office import BOSS, COUNTY, COURIER, MANAGER, OTHER, STRANGER, CountyOffice, a_command, new_id
from tianlu.command.envelope import CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt
from tianlu.target.plots.kept import store
from tianlu.target.plots.kept.model import Drawing
from tianlu.target.plots.kept.register import KEEP, register_plots

LADDER = {"a1": ("a2", "b1"), "a2": ("a1", "b2"), "b1": ("a1", "b2", "c1"), "b2": ("a2", "b1", "c2"),
          "c1": ("b1", "c2"), "c2": ("b2", "c1")}  # fmt: skip
"""Who borders whom: a1-b1-c1 above a2-b2-c2."""
PLOT_OF = {"a1": 1, "a2": 1, "b1": 2, "b2": 2, "c1": 3, "c2": 3}


def a_drawing(**changes: Any) -> dict[str, Any]:
    """The body of a drawing in which every place takes ten minutes; changes by field, or by place its plot."""
    plot_of = {**PLOT_OF, **{place: changes.pop(place) for place in LADDER if place in changes}}
    places = [
        {"place": place, "plot": plot_of[place], "seconds": 600, "neighbours": list(beside)}
        for place, beside in LADDER.items()
    ]
    plots = [{"number": number} for number in (1, 2, 3)]
    body = {"tolerance": 0.25, "plan": "p", "with_visits": False, "bound": 4, "plots": plots, "places": places}
    return {**body, **changes}


@dataclass
class PlotOffice(CountyOffice):
    def __post_init__(self) -> None:
        super().__post_init__()
        register_plots(self.registry)

    def keep(self, actor: str = MANAGER, org: str = COUNTY, *, base: int | None = None, **changes: Any) -> Receipt:
        """As the server does once it has read the county."""
        envelope = Envelope(CommandId(new_id()), KEEP, 1, OrgId(org), self.now, a_drawing(**changes), base=base)
        return self.submit(actor, envelope)[0]

    def act(self, kind: str, /, *, by: str = MANAGER, base: int | None = None, **body: Any) -> dict[str, Any]:
        return self.send(by, a_command(f"plots.{kind}", COUNTY, body=body, base=base))[0]

    def done(self, kind: str, /, **more: Any) -> dict[str, Any]:
        receipt = self.act(kind, **more)
        assert receipt["standing"] == "accepted", receipt
        return receipt

    def not_done(self, kind: str, /, **more: Any) -> str:
        """The code of the refusal, which speaks both languages."""
        receipt = self.act(kind, **more)
        assert receipt["standing"] == "refused", receipt
        assert all(receipt["refusal"][name] for name in ("reason", "mend", "reason_zh", "mend_zh"))
        return str(receipt["refusal"]["code"])

    def drawing(self, org: str = COUNTY) -> Drawing:
        with self.engine.connect() as connection:
            found = store.find_drawing(connection, org)
        assert found is not None
        return found


def moves(**plot_of: int) -> list[dict[str, Any]]:
    return [{"place": place, "plot": plot} for place, plot in plot_of.items()]


__all__ = ["BOSS", "COUNTY", "COURIER", "MANAGER", "OTHER", "STRANGER", "PlotOffice", "a_drawing", "moves"]
