"""Recreate: each absent node goes back with the pattern, modes and positions that cost least now."""

import numpy as np

from tianlu.plan.rounds.arrays import MARGIN, NEVER, PLAIN, UNSERVED
from tianlu.plan.rounds.search.compiled import inlined
from tianlu.plan.rounds.search.drive import HUB
from tianlu.plan.rounds.search.memo import ABSENT, touch, touch_far
from tianlu.plan.rounds.search.ride import FIRST_LIFT, crowding, has_way_home, price_lift, unload, upload
from tianlu.plan.rounds.search.stations import credit_stations, load_visits


@inlined
def window_price(week, state, x, day, r, p, before, w_late):
    """What arriving at x too late, or too early, would cost at position p of slot r."""
    v = week.slot_vd[r]
    if p > 0:
        reach = state.arrive[r, p - 1] + week.service[before] + week.leg_min[before, x]
    else:
        reach = (state.leave[r] if state.length[r] > 0 else week.vd_from[v]) + week.leg_min[before, x]
    closes = week.closes[x, day] - 1.0
    if reach > closes:
        return w_late * (reach - closes)
    if reach < week.opens[x, day]:
        return week.minute_cost[week.slot_class[r]] * (week.opens[x, day] - reach) * 0.5
    return 0.0


@inlined
def best_slot(week, state, x, day, grams, pieces, w_over, w_late, blink):
    """The cheapest place for x on `day`: (cost, slot, position); cost NEVER if no slot takes it."""
    days = week.opens.shape[1]
    plain = week.numbers[PLAIN] > 0
    best = NEVER
    best_r = -1
    best_p = -1
    twin_seen = -1
    prudent = 1.0 - week.numbers[MARGIN]
    service = week.service[x]
    for c in range(week.choice_start[x * days + day], week.choice_start[x * days + day + 1]):
        r = week.choice[c]
        v = week.slot_vd[r]
        count = state.length[r]
        fixed = 0.0
        if count == 0:
            if r > week.vd_first[v] and state.length[r - 1] == 0:
                continue
            if state.vd_stops[v] == 0:
                twin = week.slot_twin[r]
                if twin == twin_seen:
                    continue
                twin_seen = twin
                fixed = week.vd_fixed[v]
        cap = week.vd_cap[v, 0] * prudent
        over = max(0.0, state.peak[r, 0] + grams - cap) - max(0.0, state.peak[r, 0] - cap)
        price = fixed + w_over * over / cap
        if not plain:
            cap = week.vd_cap[v, 1] * prudent
            over = max(0.0, state.peak[r, 1] + pieces - cap) - max(0.0, state.peak[r, 1] - cap)
            price += w_over * over / cap + week.stop_cost[x]
        cls = week.slot_class[r]
        price += week.minute_cost[cls] * service
        if price >= best:
            continue
        depot = week.slot_depot[r]
        spare_min = week.vd_to[v] - state.vd_end[v]
        extra = service
        if count == 0 and state.vd_stops[v] > 0:
            extra += week.vd_reload[v]
        late_now = max(0.0, -spare_min)
        cost_of = week.leg_cost[cls]
        from_x = cost_of[x]
        to_x = week.leg_cost_to[cls, x]
        stops = state.route[r]
        before = depot
        for p in range(count + 1):
            after = stops[p] if p < count else depot
            cost = price + to_x[before] + from_x[after] - cost_of[before, after]
            if cost < best:
                more = week.leg_min[before, x] + week.leg_min[x, after] - week.leg_min[before, after] + extra
                if more > spare_min:
                    cost += w_late * (more - spare_min - late_now)
                elif late_now > 0:
                    cost -= w_late * late_now
                if not plain and week.windowed[x] > 0:
                    cost += window_price(week, state, x, day, r, p, before, w_late)
                if cost < best and (blink <= 0.0 or np.random.random() > blink):
                    best = cost
                    best_r = r
                    best_p = p
            before = after
    return best, best_r, best_p


@inlined
def best_lift(week, state, x, day, load, w_crowd):
    """The cheapest bus for x on `day`, and the cheapest that brings a bag back: (cost, lift, cost, lift)."""
    days = week.opens.shape[1]
    best = NEVER
    best_o = -1
    home = NEVER
    home_o = -1
    for o in range(week.lift_start[x * days + day], week.lift_start[x * days + day + 1]):
        brings_back = week.lift_leg[o, 2] >= 0
        cost = price_lift(week, o, load[0], load[1], load[2], load[3])
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
def find_ways(week, state, memo, x, wanted, whole, weights, blink):
    """Find for each day in `wanted` the cheapest way to serve x, and the cheapest that also brings mail back."""
    days = week.opens.shape[1]
    load = memo.load
    for d in range(days):
        if not wanted >> d & 1:
            continue
        for k in range(4):
            load[k] = week.load_guess[x, d, k] if whole else week.load[x, state.pattern[x], d, k]
        if week.station[x] > 0:
            for unit in range(2):
                load[unit] += state.through[x, d, unit]
                load[2 + unit] += state.back_through[x, d, unit]
        cost = NEVER
        r = -1
        p = -1
        for attempt in range(2):
            # a second look, passing nothing over, where the first passed over every place
            cost, r, p = best_slot(
                week,
                state,
                x,
                d,
                max(load[0], load[2]),
                max(load[1], load[3]),
                weights[0],
                weights[1],
                blink if attempt == 0 else 0.0,
            )
            if r >= 0:
                break
        way = r if r >= 0 else UNSERVED
        memo.found_cost[d] = cost
        memo.found_way[d] = way
        memo.home_cost[d] = cost
        memo.home_way[d] = way
        memo.found_pos[d] = p
        has_bus = week.lift_start[x * days + d] < week.lift_start[x * days + d + 1]
        if has_bus and (r < 0 or np.random.random() >= blink):
            by_bus, o, home, home_o = best_lift(week, state, x, d, load, weights[2])
            if by_bus < cost:
                memo.found_cost[d] = by_bus
                memo.found_way[d] = FIRST_LIFT - o
            if home < cost:
                memo.home_cost[d] = home
                memo.home_way[d] = FIRST_LIFT - home_o


@inlined
def cheapest_pattern(week, memo, x):
    """The pattern of x whose days cost least together, with a way home on one if x sends mail; -1 if there is none."""
    best = NEVER
    chosen = -1
    for k in range(week.pattern_count[x]):
        total = 0.0
        home = NEVER
        for d in range(week.opens.shape[1]):
            if week.patterns[x, k] >> d & 1:
                total += memo.found_cost[d]
                home = min(home, memo.home_cost[d] - memo.found_cost[d])
        if week.sends[x] > 0:
            total += home
        if total < best:
            best = total
            chosen = k
    return chosen


@inlined
def ensure_way_home(week, state, memo, x, mask):
    """Where x sends mail and none of its days has a way home, take one on the day where that adds least."""
    dearest = NEVER
    on = -1
    for d in range(week.opens.shape[1]):
        if mask >> d & 1:
            if memo.home_cost[d] - memo.found_cost[d] < dearest:
                dearest = memo.home_cost[d] - memo.found_cost[d]
                on = d
        elif has_way_home(week, state, x, d):
            return
    if on >= 0 and dearest > 0 and memo.home_way[on] != UNSERVED:
        memo.found_way[on] = memo.home_way[on]


@inlined
def put_back(week, state, memo, spare, x, weights, blink):
    """Give node x its cheapest pattern, or on the days it was lifted from its cheapest ways; returns lift cost."""
    days = week.opens.shape[1]
    plain = week.numbers[PLAIN] > 0
    whole = state.pattern[x] < 0
    mask = memo.lifted[x]
    if whole:
        mask = 0
        for k in range(week.pattern_count[x]):
            mask |= week.patterns[x, k]
    find_ways(week, state, memo, x, mask, whole, weights, blink)
    change = 0.0
    if whole:
        state.pattern[x] = cheapest_pattern(week, memo, x)
        mask = week.patterns[x, state.pattern[x]] if state.pattern[x] >= 0 else 0
    if week.sends[x] > 0:
        ensure_way_home(week, state, memo, x, mask)
    for d in range(days):
        if mask >> d & 1:
            state.where[x, d] = memo.found_way[d]
    if week.station[x] == 0 and not plain:
        # the days that were not lifted keep their buses: their bags are weighed anew
        for d in range(days):
            if state.where[x, d] <= FIRST_LIFT and not mask >> d & 1:
                change += unload(week, state, memo, x, d)
        load_visits(week, state, x)
        for d in range(days):
            if state.where[x, d] <= FIRST_LIFT:
                change += upload(week, state, memo, x, d)
            elif state.where[x, d] >= 0 and not mask >> d & 1:
                touch_far(week, state, memo, spare, week.slot_vd[state.where[x, d]])
    for d in range(days):
        if not mask >> d & 1 or memo.found_way[d] == UNSERVED:
            continue
        way = memo.found_way[d]
        if way >= 0:
            stop_at(week, state, memo, spare, x, d, way, memo.found_pos[d])
        else:
            state.fed_at[x, d] = week.lift_min[FIRST_LIFT - way, 1]
    if week.station[x] == 0 and not plain:
        credit_stations(week, state, memo, spare, x, 1.0)
    return change


@inlined
def stop_at(week, state, memo, spare, x, day, r, p):
    """Put x at position p of slot r, and reckon roughly what that does to the rest of the day."""
    v = week.slot_vd[r]
    if not memo.touched[v]:
        touch(week, state, memo, spare, v)
    depot = week.slot_depot[r]
    count = state.length[r]
    before = state.route[r, p - 1] if p > 0 else depot
    after = state.route[r, p] if p < count else depot
    more = week.leg_min[before, x] + week.leg_min[x, after] - week.leg_min[before, after] + week.service[x]
    if count == 0 and state.vd_stops[v] > 0:
        more += week.vd_reload[v]
    if week.numbers[PLAIN] == 0:
        if count == 0:
            state.leave[r] = state.vd_end[v]
        reach = state.arrive[r, p - 1] + week.service[before] if p > 0 else state.leave[r]
        for q in range(count, p, -1):
            state.arrive[r, q] = state.arrive[r, q - 1] + more
        state.arrive[r, p] = reach + week.leg_min[before, x]
    for q in range(count, p, -1):
        state.route[r, q] = state.route[r, q - 1]
    state.route[r, p] = x
    state.length[r] = count + 1
    state.vd_end[v] += more
    state.vd_stops[v] += 1
    for unit in range(2):
        state.peak[r, unit] += max(state.carried[x, day, unit], state.carried[x, day, 2 + unit])


@inlined
def arrange(week, memo):
    """Set the order in which absent nodes go back: at random, largest first, farthest first, nearest first, or those
    with the fewest patterns first."""
    count = memo.counts[ABSENT]
    keys = memo.keys
    order = memo.order
    way = np.random.random()
    for a in range(count):
        x = memo.absent[a]
        if way < 0.36:
            keys[a] = np.random.random()
        elif way < 0.72:
            keys[a] = -week.load_guess[x, 0, 0] - week.load_guess[x, 0, 1] * 1e-3 + np.random.random() * 1e-6
        elif way < 0.88:
            keys[a] = -week.leg_min[HUB, x]
        elif way < 0.96:
            keys[a] = week.leg_min[HUB, x]
        else:
            keys[a] = week.pattern_count[x] + np.random.random()
    for a in range(count):
        b = a
        while b > 0 and keys[order[b - 1]] > keys[a]:
            order[b] = order[b - 1]
            b -= 1
        order[b] = a
