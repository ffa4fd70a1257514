"""Which visits to make from which stops: the best found by putting them in and taking them out again.

Visits are put in by gain a minute, each where it costs least; then some vehicles' days are emptied and filled anew, and
the result is kept where it is worth more, or little less in the beginning (ruin and recreate: Schrimpf and others 2000;
record-to-record travel: Dueck 1993).
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tianlu.target.progress import OnShare, go_on
from tianlu.target.visits.candidate import Candidate, VisitParams
from tianlu.target.visits.day_line import DayLine, Stay, Times, TooLate, replay_line, room_after
from tianlu.target.visits.options import Option

M_A_KM, MIN_AN_HOUR = 1_000, 60

TOLERANCE = 0.01
"""How far below the best a week may be at the beginning of the search, as a share of it."""

TELL_EVERY = 50
NOISE = 0.3
BLINK = 0.1


@dataclass(frozen=True)
class Choice:
    """Which option each candidate that is visited has, and the lines with these visits replayed."""

    chosen: Mapping[int, Option]
    stays: tuple[Mapping[int, tuple[Stay, ...]], ...]
    times: tuple[Times, ...]
    worth_fen: float


def choose_visits(
    lines: Sequence[DayLine],
    candidates: Sequence[Candidate],
    options: Sequence[Sequence[Option]],
    params: VisitParams,
    *,
    seed: int,
    on_share: OnShare = go_on,
) -> Choice:
    """The visits of a week. Equal input and seed give an equal choice."""
    week = Week(lines, candidates, options, params)
    rng = random.Random(seed)
    week.fill(_by_density(week, range(len(candidates)), rng, noise=0.0))
    best, best_worth = week.snapshot(), week.worth
    for step in range(params.rounds_of_search):
        if step % TELL_EVERY == 0:
            on_share(step / params.rounds_of_search)
        touched = _pick_lines(week, rng)
        if not touched:
            break
        before, worth = week.save(touched), week.worth
        removed = week.empty(touched, rng)
        waiting = {visit for line in touched for visit in week.visits_of[line] if visit not in week.chosen}
        week.fill_again(_by_density(week, sorted(waiting | removed), rng, NOISE), touched, rng)
        allowed = TOLERANCE * (1 - step / params.rounds_of_search) * best_worth
        if week.worth < min(worth, best_worth - allowed):
            week.restore(before, worth)
        elif week.worth > best_worth + 1e-6:
            best, best_worth = week.snapshot(), week.worth
    return best


def line_worth(
    line: DayLine, planned: Times, times: Times, stays: Sequence[Stay], gain_fen: int, detour_km_fen: int
) -> float:
    """What a line's visits bring, less the minutes and kilometres that they add; `detour_km_fen` comes on top."""
    minutes = times.minutes - planned.minutes
    metres, detours = sum(stay.off_m for stay in stays), sum(stay.detour_m for stay in stays)
    cost = line.hour_fen * minutes / MIN_AN_HOUR + line.km_fen * metres / M_A_KM
    return gain_fen - cost - detour_km_fen * detours / M_A_KM


def in_order(stays: Iterable[Stay]) -> tuple[Stay, ...]:
    """The order in which a call's visits are made: who must be seen first, first."""
    return tuple(sorted(stays, key=lambda stay: (stay.to_min - stay.minutes, stay.from_min, stay.visit)))


class Week:
    """The lines with the visits on them; what is changed is replayed at once, so that times are always true."""

    def __init__(
        self,
        lines: Sequence[DayLine],
        candidates: Sequence[Candidate],
        options: Sequence[Sequence[Option]],
        params: VisitParams,
    ) -> None:
        self.lines, self.candidates, self.options, self._params = lines, candidates, options, params
        self.planned = [replay_line(line) for line in lines]
        self.times = list(self.planned)
        self.room = [room_after(line, times) for line, times in zip(lines, self.times, strict=True)]
        self.stays: list[dict[int, tuple[Stay, ...]]] = [{} for _ in lines]
        self.worths = [0.0] * len(lines)
        self.chosen: dict[int, Option] = {}
        self.owner_min: dict[str, int] = {}
        self.visits_of: list[list[int]] = [[] for _ in lines]
        for visit, theirs in enumerate(options):
            for line in sorted({option.line for option in theirs}):
                self.visits_of[line].append(visit)

    @property
    def worth(self) -> float:
        return sum(self.worths)

    def fill(self, visits: Iterable[int]) -> None:
        """Put in visits, one after another, each where it is worth most."""
        for visit in visits:
            self._put_best(visit, self.options[visit])

    def fill_again(self, visits: Iterable[int], touched: Sequence[int], rng: random.Random) -> None:
        """The same on the touched lines only, now and then with closed eyes for an option, so that visits change
        places (blinks: Christiaens, Vanden Berghe 2020)."""
        for visit in visits:
            options = (option for option in self.options[visit] if option.line in touched)
            self._put_best(visit, (option for option in options if rng.random() >= BLINK))

    def _put_best(self, visit: int, options: Iterable[Option]) -> None:
        best: tuple[float, Option, dict[int, tuple[Stay, ...]], Times] | None = None
        for option in options:
            tried = self.try_option(visit, option)
            if tried is not None and tried[0] > (best[0] if best else 0.0):
                best = (tried[0], option, tried[1], tried[2])
        if best is not None:
            self._put(visit, best[1], best[2], best[3], best[0])

    def put_all(self, chosen: Mapping[int, Option]) -> None:
        """Put visits on empty lines, all at once. Raises TooLate where they do not fit together."""
        for line in sorted({option.line for option in chosen.values()}):
            stays: dict[int, tuple[Stay, ...]] = {}
            for option in chosen.values():
                if option.line == line:
                    stays = self._with(stays, option)
            self._set(line, stays)
        for visit, option in chosen.items():
            self._remember(visit, option)

    def worth_alone(self, visit: int, option: Option) -> float:
        """What a visit would be worth if its line had no other. Raises TooLate where it does not even fit then."""
        stays = self._with({}, option)
        return self._line_worth(option.line, stays, replay_line(self.lines[option.line], stays))

    def is_owner_full(self, visit: int) -> bool:
        """Whether the owner has too few minutes left for a visit."""
        candidate = self.candidates[visit]
        return self.owner_min.get(candidate.owner, 0) + candidate.minutes > self._params.owner_minutes_max

    def try_option(self, visit: int, option: Option) -> tuple[float, dict[int, tuple[Stay, ...]], Times] | None:
        """What a visit is worth there and the line with it, or None where it does not fit."""
        line, stay = option.line, option.stay
        times = self.times[line]
        at = times.arrive[option.call] + stay.off_min // 2
        delay = stay.length_min - times.idle[option.call]
        if self.is_owner_full(visit) or delay > self.room[line][option.call] or at + stay.minutes > stay.to_min:
            return None
        stays = self._with(self.stays[line], option)
        try:
            found = replay_line(self.lines[line], stays)
        except TooLate:
            return None
        return self._line_worth(line, stays, found) - self.worths[line], stays, found

    def empty(self, touched: Sequence[int], rng: random.Random) -> set[int]:
        """Take visits off lines: all of them, or each with even chance."""
        removed: set[int] = set()
        for line in touched:
            there = {stay.visit for stays in self.stays[line].values() for stay in stays}
            gone = there if rng.random() < 0.5 else {visit for visit in sorted(there) if rng.random() < 0.5}
            try:
                self._set(line, _without(self.stays[line], gone))
            except TooLate:
                # A visit's stand can be the rest without which another visit's way is too long at the wheel.
                gone = there
                self._set(line, {})
            removed |= gone
        for visit in removed:
            del self.chosen[visit]
            candidate = self.candidates[visit]
            self.owner_min[candidate.owner] -= candidate.minutes
        return removed

    def save(self, touched: Sequence[int]) -> list[tuple[int, dict[int, tuple[Stay, ...]]]]:
        return [(line, self.stays[line]) for line in touched]

    def restore(self, saved: Sequence[tuple[int, dict[int, tuple[Stay, ...]]]], worth: float) -> None:
        """Put lines back as they were saved."""
        for line, _ in saved:
            for stays in self.stays[line].values():
                for stay in stays:
                    self._forget(stay.visit)
        for line, stays_of in saved:
            self._set(line, stays_of)
            for call, stays in stays_of.items():
                for stay in stays:
                    self._remember(stay.visit, Option(line, call, stay))

    def snapshot(self) -> Choice:
        return Choice(dict(self.chosen), tuple(dict(stays) for stays in self.stays), tuple(self.times), self.worth)

    @staticmethod
    def _with(stays_of: Mapping[int, tuple[Stay, ...]], option: Option) -> dict[int, tuple[Stay, ...]]:
        return {**stays_of, option.call: in_order((*stays_of.get(option.call, ()), option.stay))}

    def _put(self, visit: int, option: Option, stays: dict[int, tuple[Stay, ...]], times: Times, more: float) -> None:
        line = option.line
        self.stays[line], self.times[line] = stays, times
        self.room[line] = room_after(self.lines[line], times)
        self.worths[line] += more
        self._remember(visit, option)

    def _set(self, line: int, stays: dict[int, tuple[Stay, ...]]) -> None:
        self.stays[line], self.times[line] = stays, replay_line(self.lines[line], stays)
        self.room[line] = room_after(self.lines[line], self.times[line])
        self.worths[line] = self._line_worth(line, stays, self.times[line])

    def _remember(self, visit: int, option: Option) -> None:
        candidate = self.candidates[visit]
        self.chosen[visit] = option
        self.owner_min[candidate.owner] = self.owner_min.get(candidate.owner, 0) + candidate.minutes

    def _forget(self, visit: int) -> None:
        candidate = self.candidates[visit]
        del self.chosen[visit]
        self.owner_min[candidate.owner] -= candidate.minutes

    def _line_worth(self, line: int, stays: Mapping[int, tuple[Stay, ...]], times: Times) -> float:
        there = [stay for each in stays.values() for stay in each]
        gain = sum(self.candidates[stay.visit].gain_fen for stay in there)
        return line_worth(self.lines[line], self.planned[line], times, there, gain, self._params.detour_km_fen)


def _without(stays_of: Mapping[int, tuple[Stay, ...]], gone: set[int]) -> dict[int, tuple[Stay, ...]]:
    kept = {call: tuple(stay for stay in stays if stay.visit not in gone) for call, stays in stays_of.items()}
    return {call: stays for call, stays in kept.items() if stays}


def _by_density(week: Week, visits: Iterable[int], rng: random.Random, noise: float) -> list[int]:
    """Those who bring most a minute first, shaken by noise."""

    def density(visit: int) -> float:
        options = week.options[visit]
        if not options:
            return 0.0
        candidate = week.candidates[visit]
        return candidate.gain_fen / options[0].stay.length_min * math.exp(noise * rng.gauss(0.0, 1.0))

    dense = {visit: density(visit) for visit in visits}
    return sorted(dense, key=lambda visit: -dense[visit])


def _pick_lines(week: Week, rng: random.Random) -> list[int]:
    """A line that somebody could be visited from, and perhaps others that compete with it for a candidate or, where
    the owner has no minutes left, for the owner."""
    used = [line for line, visits in enumerate(week.visits_of) if visits]
    if not used:
        return []
    first = rng.choice(used)
    visit = rng.choice(week.visits_of[first])
    others = {option.line for option in week.options[visit]}
    if week.is_owner_full(visit):
        owner = week.candidates[visit].owner
        others |= {option.line for each, option in week.chosen.items() if week.candidates[each].owner == owner}
    rivals = sorted(others - {first})
    return [first, *rng.sample(rivals, min(len(rivals), rng.choice((0, 1, 1, 2))))]
