"""A plan in the few figures that people compare: kilometres, hours, carbon, what rides by bus, visits above floors."""

from dataclasses import dataclass

from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.check import CheckReport, check_plan
from tianlu.plan.rounds.mail import MailFlow, Mode, mail_flow
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem


@dataclass(frozen=True)
class Summary:
    """One week. `visits` are villages' days of service; pieces are deliveries to places, each counted once, and
    those by bus rode one on the way to a village or its station. Shares are 0 where there is nothing to share."""

    total_fen: int
    metres: int
    minutes: int
    vehicle_days: int
    bags: int
    g_co2e_marginal: int
    g_co2e_allocated: int
    visits: int
    visits_by_bus: int
    visits_above_floor: int
    pieces: int
    pieces_by_bus: int
    floors_met: int
    floors_of: int
    places_met: int
    places_of: int
    violations: int

    @property
    def visits_by_bus_share(self) -> float:
        return self.visits_by_bus / self.visits if self.visits else 0.0

    @property
    def pieces_by_bus_share(self) -> float:
        return self.pieces_by_bus / self.pieces if self.pieces else 0.0


def summarise(problem: WeekProblem, plan: Plan, report: CheckReport | None = None) -> Summary:
    """The plan's figures; `report` saves judging it again. The plan's form must be sound."""
    judged = report or check_plan(problem, plan)
    flow = mail_flow(problem, plan)
    villages = [site for site in problem.sites if site.kind is PlaceKind.VILLAGE]
    legs = [leg for site in villages for leg in flow.outward[site.id]]
    return Summary(
        total_fen=judged.cost.total_fen,
        metres=judged.cost.metres,
        minutes=judged.cost.minutes,
        vehicle_days=judged.cost.vehicle_days,
        bags=judged.cost.bags,
        g_co2e_marginal=judged.carbon.marginal_g,
        g_co2e_allocated=judged.carbon.allocated_g,
        visits=len(legs),
        visits_by_bus=sum(leg.mode is Mode.BAG for leg in legs),
        visits_above_floor=sum(len(flow.outward[site.id]) - site.obligation.visits_min for site in villages),
        pieces=sum(delivery.pieces for delivery in flow.deliveries if delivery.leg),
        pieces_by_bus=_pieces_by_bus(flow),
        floors_met=judged.compliance.met,
        floors_of=judged.compliance.of,
        places_met=judged.compliance.places_met,
        places_of=judged.compliance.places_of,
        violations=len(judged.violations),
    )


def _pieces_by_bus(flow: MailFlow) -> int:
    return sum(
        delivery.pieces
        for delivery in flow.deliveries
        if any(taken is not None and taken.leg.mode is Mode.BAG for taken in (delivery.leg, delivery.feed))
    )
