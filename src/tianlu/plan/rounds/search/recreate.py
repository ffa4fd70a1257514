"""Recreate: each absent node goes back with the pattern, modes and positions that cost least now."""

import numpy as np

from tianlu.plan.rounds.arrays import ARRIVAL_HOUR, NEVER, PLAIN, TOLD, UNSERVED
from tianlu.plan.rounds.search.compiled import inlined
from tianlu.plan.rounds.search.drive import HUB
from tianlu.plan.rounds.search.memo import ABSENT, ORDER, SLOTS_KEPT, touch, touch_far
from tianlu.plan.rounds.search.ride import FIRST_LIFT, crowding, has_way_home, price_lift, unload, untold, upload
from tianlu.plan.rounds.search.stations import send_mail
from tianlu.plan.rounds.search.steady import hour_price, look_for_company, prices_consistency


@inlined
def window_price(week, state, x, day, r, p, before, w_late):
    """What arriving at x too late, or too early, would cost at position p of slot r."""
    v = week.slot[r].vd
    if p > 0:
        reach = state.arrive[r, p - 1] + week.site[before].service + week.leg_min[before, x]
    else:
        reach = (state.slot[r].leave if state.slot[r].length > 0 else week.vd[v].shift_from) + week.leg_min[before, x]
    closes = week.day[x, day].closes - 1.0
    if reach > closes:
        return w_late * (reach - closes)
    if reach < week.day[x, day].opens:
        return week.minute_cost[week.slot[r].cls] * (week.day[x, day].opens - reach) * 0.5
    return 0.0


@inlined
def too_much(state, r, unit, load, cap):
    """By what share of the capacity slot r would be fuller than allowed, beyond what it is now."""
    return (max(0.0, state.peak[r, unit] + load - cap) - max(0.0, state.peak[r, unit] - cap)) / cap


@inlined
def best_slots(week, state, memo, x, day, weights, blink):
    """The cheapest positions for x on `day`, one a slot, at most SLOTS_KEPT: fills memo.kept, cheapest first, and
    returns their number. What x weighs is left out but in a plain problem, where it is known: there one is kept."""
    plain = week.numbers[PLAIN] > 0
    steady = not plain and prices_consistency(week)
    most = 1 if plain else SLOTS_KEPT
    kept = 0
    twin_seen = -1
    service = week.site[x].service
    for c in range(week.day[x, day].choice_first, week.day[x, day].choice_end):
        r = week.choice[c]
        v = week.slot[r].vd
        count = state.slot[r].length
        price = 0.0
        if count == 0:
            if r > week.vd[v].first and state.slot[r - 1].length == 0:
                continue
            if state.vd[v].stops == 0:
                twin = week.slot[r].twin
                if twin == twin_seen and week.numbers[TOLD] <= 0 and not steady:
                    continue
                twin_seen = twin
                price = week.vd[v].fixed
        if plain:
            price += weights[0] * too_much(state, r, 0, week.load_guess[x, day, 0], week.vd_cap[v, 0])
        else:
            price += week.site[x].stop_cost
            if week.told[x, day] != v:
                price += week.numbers[TOLD]
            if steady:
                price += memo.driver_price[week.vd[v].driver]
        cls = week.slot[r].cls
        price += week.minute_cost[cls] * service
        best = memo.kept[most - 1].cost if kept == most else NEVER
        if price >= best:
            continue
        depot = week.slot[r].depot
        spare_min = week.vd[v].shift_to - state.vd[v].end
        extra = service
        if count == 0 and state.vd[v].stops > 0:
            extra += week.vd[v].reload
        late_now = max(0.0, -spare_min)
        cost_of = week.leg_cost[cls]
        from_x = cost_of[x]
        to_x = week.leg_cost_to[cls, x]
        stops = state.route[r]
        best_p = -1
        before = depot
        for p in range(count + 1):
            after = stops[p] if p < count else depot
            cost = price + to_x[before] + from_x[after] - cost_of[before, after]
            if cost < best:
                more = week.leg_min[before, x] + week.leg_min[x, after] - week.leg_min[before, after] + extra
                if more > spare_min:
                    cost += weights[1] * (more - spare_min - late_now)
                elif late_now > 0:
                    cost -= weights[1] * late_now
                if not plain and week.site[x].windowed > 0:
                    cost += window_price(week, state, x, day, r, p, before, weights[1])
                if steady and week.numbers[ARRIVAL_HOUR] > 0:
                    cost += hour_price(week, state, memo, x, r, p, before)
                if cost < best and (blink <= 0.0 or np.random.random() > blink):
                    best = cost
                    best_p = p
            before = after
        if best_p < 0:
            continue
        k = kept if kept < most else most - 1
        while k > 0 and memo.kept[k - 1].cost > best:
            memo.kept[k].cost = memo.kept[k - 1].cost
            memo.kept[k].slot = memo.kept[k - 1].slot
            memo.kept[k].position = memo.kept[k - 1].position
            k -= 1
        memo.kept[k].cost = best
        memo.kept[k].slot = r
        memo.kept[k].position = best_p
        kept = min(most, kept + 1)
    return kept


@inlined
def best_of_slots(week, state, memo, kept, load, w_over):
    """Among the slots kept, the cheapest with that load aboard: (cost, which); cost NEVER if none was kept."""
    best = NEVER
    which = -1
    for k in range(kept):
        cost = memo.kept[k].cost
        if week.numbers[PLAIN] == 0 and cost < best:
            r = memo.kept[k].slot
            v = week.slot[r].vd
            cost += w_over * too_much(state, r, 0, max(load[0], load[2]), week.vd_cap[v, 0])
            cost += w_over * too_much(state, r, 1, max(load[1], load[3]), week.vd_cap[v, 1])
        if cost < best:
            best = cost
            which = k
    return best, which


@inlined
def best_lift(week, state, x, day, load, w_crowd):
    """The cheapest bus for x on `day`, and the cheapest that brings a bag back: (cost, lift, cost, lift)."""
    best = NEVER
    best_o = -1
    home = NEVER
    home_o = -1
    for o in range(week.day[x, day].lift_first, week.day[x, day].lift_end):
        brings_back = week.lift_leg[o, 2] >= 0
        cost = price_lift(week, o, load[0], load[1], load[2], load[3])
        if week.told[x, day] != FIRST_LIFT - o:
            cost += week.numbers[TOLD]
        if cost < best or (brings_back and cost < home):
            cost += w_crowd * crowding(week, state, o, load)
            if cost < best:
                best = cost
                best_o = o
            if brings_back and cost < home:
                home = cost
                home_o = o
    return best, best_o, home, home_o


@inlined
def gap_before(mask, day, days):
    """Days since the day of `mask` before `day`."""
    gap = 1
    r = day - 1 if day > 0 else days - 1
    while not mask >> r & 1:
        gap += 1
        r = r - 1 if r > 0 else days - 1
    return gap


@inlined
def find_ways(week, state, memo, x, wanted, whole, weights, blink):
    """Find for each day in `wanted`, and each number of days since the visit before, the cheapest way to serve x, and
    the cheapest that also brings mail back: fills memo.ways."""
    days = week.day.shape[1]
    plain = week.numbers[PLAIN] > 0
    station = week.site[x].station > 0
    load = memo.load
    for d in range(days):
        if not wanted >> d & 1:
            continue
        gaps = week.day[x, d].gaps
        if not whole and not plain:
            gaps = 1 << gap_before(week.patterns[x, state.node[x].pattern], d, days)
        kept = best_slots(week, state, memo, x, d, weights, blink)
        if kept == 0:
            # a second look, passing nothing over, where the first passed over every place
            kept = best_slots(week, state, memo, x, d, weights, 0.0)
        has_bus = week.day[x, d].lift_first < week.day[x, d].lift_end
        has_bus = has_bus and (kept == 0 or np.random.random() >= blink)
        load[:] = 0.0
        ready = d
        for gap in range(1, days + 1):
            if gaps >> gap == 0:
                break
            for k in range(4):
                load[k] += week.mail[x, ready, k]
            if station:
                for k in range(4):
                    load[k] += state.through[x, ready, k]
            ready = ready - 1 if ready > 0 else days - 1
            if not gaps >> gap & 1:
                continue
            cost, which = best_of_slots(week, state, memo, kept, load, weights[0])
            way = memo.kept[which].slot if which >= 0 else UNSERVED
            memo.ways[d, gap].cost = cost
            memo.ways[d, gap].way = way
            memo.ways[d, gap].position = memo.kept[which].position if which >= 0 else 0
            memo.ways[d, gap].home_cost = cost
            memo.ways[d, gap].home_way = way
            if has_bus:
                by_bus, o, home, home_o = best_lift(week, state, x, d, load, weights[2])
                if by_bus < cost:
                    memo.ways[d, gap].cost = by_bus
                    memo.ways[d, gap].way = FIRST_LIFT - o
                if home < cost:
                    memo.ways[d, gap].home_cost = home
                    memo.ways[d, gap].home_way = FIRST_LIFT - home_o


@inlined
def gap_of(week, mask, day):
    """The gap by which memo.ways is read for `day` of the pattern `mask`; 1 where loads do not depend on it."""
    return 1 if week.numbers[PLAIN] > 0 else gap_before(mask, day, week.day.shape[1])


@inlined
def cheapest_pattern(week, memo, x):
    """The pattern of x whose days cost least together, with a way home on one if x sends mail; -1 if there is none."""
    best = NEVER
    chosen = -1
    for k in range(week.site[x].pattern_count):
        mask = week.patterns[x, k]
        free = mask & ~week.site[x].frozen
        total = week.pattern_cost[x, k]
        home = NEVER if free != 0 else 0.0
        for d in range(week.day.shape[1]):
            if free >> d & 1:
                gap = gap_of(week, mask, d)
                total += memo.ways[d, gap].cost
                home = min(home, memo.ways[d, gap].home_cost - memo.ways[d, gap].cost)
                if total >= best:
                    break
        if week.site[x].sends > 0:
            total += home
        if total < best:
            best = total
            chosen = k
    return chosen


@inlined
def ensure_way_home(week, state, memo, x, mask, pattern):
    """Where x sends mail and none of its days has a way home, take one on the day where that adds least."""
    dearest = NEVER
    on = -1
    for d in range(week.day.shape[1]):
        if mask >> d & 1:
            gap = gap_of(week, pattern, d)
            more = memo.ways[d, gap].home_cost - memo.ways[d, gap].cost
            if more < dearest:
                dearest = more
                on = d
        elif has_way_home(week, state, x, d):
            return
    if on >= 0 and dearest > 0:
        gap = gap_of(week, pattern, on)
        if memo.ways[on, gap].home_way != UNSERVED:
            memo.ways[on, gap].way = memo.ways[on, gap].home_way


@inlined
def put_back(week, state, memo, spare, x, weights, blink):
    """Give node x its cheapest pattern, or on the days it was lifted from its cheapest ways; returns the cost of
    lifts, of missed floors and of visits that nobody was told."""
    days = week.day.shape[1]
    plain = week.numbers[PLAIN] > 0
    whole = state.node[x].pattern < 0
    mask = memo.node[x].lifted
    if whole:
        mask = 0
        for k in range(week.site[x].pattern_count):
            mask |= week.patterns[x, k]
        mask &= ~week.site[x].frozen
    if not plain and prices_consistency(week):
        look_for_company(week, state, memo, spare, x)
    find_ways(week, state, memo, x, mask, whole, weights, blink)
    change = 0.0
    if whole:
        state.node[x].pattern = cheapest_pattern(week, memo, x)
        mask = 0
        if state.node[x].pattern >= 0:
            mask = week.patterns[x, state.node[x].pattern] & ~week.site[x].frozen
            change += week.pattern_cost[x, state.node[x].pattern]
    pattern = week.patterns[x, state.node[x].pattern] if state.node[x].pattern >= 0 else 0
    if week.site[x].sends > 0:
        ensure_way_home(week, state, memo, x, mask, pattern)
    for d in range(days):
        if mask >> d & 1:
            state.visit[x, d].where = memo.ways[d, gap_of(week, pattern, d)].way
    if week.site[x].station == 0 and not plain:
        # the days that were not lifted keep their buses: their bags are weighed anew
        for d in range(days):
            if state.visit[x, d].where <= FIRST_LIFT and not mask >> d & 1:
                change += unload(week, state, memo, x, d)
        send_mail(week, state, memo, spare, x)
        for d in range(days):
            if state.visit[x, d].where <= FIRST_LIFT:
                change += upload(week, state, memo, x, d)
            elif state.visit[x, d].where >= 0 and not mask >> d & 1:
                touch_far(week, state, memo, spare, week.slot[state.visit[x, d].where].vd)
    for d in range(days):
        if not mask >> d & 1 or state.visit[x, d].where == UNSERVED:
            continue
        way = state.visit[x, d].where
        if week.numbers[TOLD] > 0:
            change += untold(week, state, x, d)
        if way >= 0:
            stop_at(week, state, memo, spare, x, d, way, memo.ways[d, gap_of(week, pattern, d)].position)
        else:
            state.visit[x, d].fed_at = week.lift_min[FIRST_LIFT - way, 1]
    return change


@inlined
def stop_at(week, state, memo, spare, x, day, r, p):
    """Put x at position p of slot r, and reckon roughly what that does to the rest of the day."""
    v = week.slot[r].vd
    if not memo.touched[v]:
        touch(week, state, memo, spare, v)
    depot = week.slot[r].depot
    count = state.slot[r].length
    before = state.route[r, p - 1] if p > 0 else depot
    after = state.route[r, p] if p < count else depot
    more = week.leg_min[before, x] + week.leg_min[x, after] - week.leg_min[before, after] + week.site[x].service
    if count == 0 and state.vd[v].stops > 0:
        more += week.vd[v].reload
    if week.numbers[PLAIN] == 0:
        if count == 0:
            state.slot[r].leave = state.vd[v].end
        reach = state.arrive[r, p - 1] + week.site[before].service if p > 0 else state.slot[r].leave
        for q in range(count, p, -1):
            state.arrive[r, q] = state.arrive[r, q - 1] + more
        state.arrive[r, p] = reach + week.leg_min[before, x]
    for q in range(count, p, -1):
        state.route[r, q] = state.route[r, q - 1]
    state.route[r, p] = x
    state.slot[r].length = count + 1
    state.vd[v].end += more
    state.vd[v].stops += 1
    for unit in range(2):
        state.peak[r, unit] += max(state.carried[x, day, unit], state.carried[x, day, 2 + unit])


@inlined
def arrange(week, memo):
    """Set the order in which absent nodes go back: at random, largest first, farthest first, nearest first, or those
    with the fewest patterns first."""
    count = memo.counts[ABSENT]
    keys = memo.keys
    way = np.random.random()
    for a in range(count):
        x = memo.lists[ABSENT, a]
        if way < 0.36:
            keys[a] = np.random.random()
        elif way < 0.72:
            keys[a] = -week.load_guess[x, 0, 0] - week.load_guess[x, 0, 1] * 1e-3 + np.random.random() * 1e-6
        elif way < 0.88:
            keys[a] = -week.leg_min[HUB, x]
        elif way < 0.96:
            keys[a] = week.leg_min[HUB, x]
        else:
            keys[a] = week.site[x].pattern_count + np.random.random()
    for a in range(count):
        b = a
        while b > 0 and keys[memo.lists[ORDER, b - 1]] > keys[a]:
            memo.lists[ORDER, b] = memo.lists[ORDER, b - 1]
            b -= 1
        memo.lists[ORDER, b] = a
