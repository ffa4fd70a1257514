"""Mail that goes through stations: the loads of feeds, and the rounds that wait for them."""

from tianlu.plan.rounds.arrays import HUB_READY, UNSERVED, VILLAGE_READY
from tianlu.plan.rounds.search.compiled import compiled
from tianlu.plan.rounds.search.memo import NOTED, TOUCHED, note_far, touch_far
from tianlu.plan.rounds.search.ride import FIRST_LIFT, has_way_home, unload, upload


@compiled
def takes_of_day(week, state, x, day):
    """True if what serves x on `day` leaves the hub after the day's mail is ready: an early bus carries yesterday's."""
    w = state.where[x, day]
    return w >= 0 or week.lift_min[FIRST_LIFT - w, 0] >= week.numbers[HUB_READY]


@compiled
def delivery_day(week, state, x, ready):
    """The visit that brings x the mail of day `ready`, as far as it can be told before rounds are timed; -1: none."""
    days = week.opens.shape[1]
    for ahead in range(days + 1):
        d = (ready + ahead) % days
        if state.where[x, d] != UNSERVED and (ahead > 0 or takes_of_day(week, state, x, d)):
            return d
    return -1


@compiled
def collection_day(week, state, x, ready):
    """The visit that takes what x has ready on day `ready`, likewise; -1: none."""
    days = week.opens.shape[1]
    for ahead in range(days + 1):
        d = (ready + ahead) % days
        if not has_way_home(week, state, x, d):
            continue
        w = state.where[x, d]
        if ahead > 0 or w >= 0 or week.lift_min[FIRST_LIFT - w, 2] >= week.numbers[VILLAGE_READY]:
            return d
    return -1


@compiled
def load_visits(week, state, x):
    """Set what the visits of village x carry."""
    days = week.opens.shape[1]
    for d in range(days):
        for k in range(4):
            state.carried[x, d, k] = 0.0
    for ready in range(days):
        to = delivery_day(week, state, x, ready)
        back = collection_day(week, state, x, ready)
        for unit in range(2):
            if to >= 0:
                state.carried[x, to, unit] += week.mail[x, ready, unit]
            if back >= 0:
                state.carried[x, back, 2 + unit] += week.mail[x, ready, 2 + unit]


@compiled
def station_behind(week, state, x, day):
    """The station whose round serves x on `day`, or -1."""
    w = state.where[x, day] if day >= 0 else UNSERVED
    if w < 0 or week.station[week.slot_depot[w]] == 0:
        return -1
    return week.slot_depot[w]


@compiled
def credit_stations(week, state, memo, spare, x, sign):
    """Add (or take off) what village x sends through stations, given its visits; marks the stations it touches."""
    for ready in range(week.opens.shape[1]):
        visit = delivery_day(week, state, x, ready)
        s = station_behind(week, state, x, visit)
        if s >= 0:
            note_far(week, state, memo, spare, s)
            memo.dirty[s] = True
            for unit in range(2):
                state.through[s, ready, unit] += sign * week.mail[x, ready, unit]
        visit = collection_day(week, state, x, ready)
        s = station_behind(week, state, x, visit)
        if s >= 0:
            note_far(week, state, memo, spare, s)
            memo.dirty[s] = True
            for unit in range(2):
                state.back_through[s, visit, unit] += sign * week.mail[x, ready, 2 + unit]


@compiled
def refresh_station(week, state, s, memo, spare):
    """Bring the loads of station s's feeds up to date; returns by how much the cost of lifts changed."""
    lift_cost = 0.0
    days = week.opens.shape[1]
    for d in range(days):
        w = state.where[s, d]
        if w == UNSERVED:
            continue
        load = memo.load
        load[:] = 0.0
        r = d if takes_of_day(week, state, s, d) else (d - 1) % days
        for _ in range(days):
            for unit in range(2):
                load[unit] += state.through[s, r, unit] + week.mail[s, r, unit]
            r = r - 1 if r > 0 else days - 1
            # back to what the feed before took
            after = r + 1 if r + 1 < days else 0
            if state.where[s, r] != UNSERVED and takes_of_day(week, state, s, r):
                break
            if state.where[s, after] != UNSERVED and after != d and not takes_of_day(week, state, s, after):
                break
        r = d
        for _ in range(days if has_way_home(week, state, s, d) else 0):
            before = r - 1 if r > 0 else days - 1
            for unit in range(2):
                load[2 + unit] += week.mail[s, r, 2 + unit] + state.back_through[s, before, unit]
            r = before
            if has_way_home(week, state, s, r):
                break
        same = True
        for k in range(4):
            if load[k] != state.carried[s, d, k]:
                same = False
        if same and (w >= 0 or state.lift_cost[s, d] > 0):
            continue
        if w >= 0:
            for k in range(4):
                state.carried[s, d, k] = load[k]
            touch_far(week, state, memo, spare, week.slot_vd[w])
        else:
            lift_cost += unload(week, state, memo, s, d)
            for k in range(4):
                state.carried[s, d, k] = load[k]
            lift_cost += upload(week, state, memo, s, d)
    return lift_cost


@compiled
def refresh_stations(week, state, memo, spare):
    """Bring the loads of feeds up to date, and touch the rounds of stations whose feed is gone or on another bus."""
    change = 0.0
    for k in range(memo.counts[NOTED]):
        s = memo.noted_list[k]
        if not memo.dirty[s]:
            continue
        change += refresh_station(week, state, s, memo, spare)
        for d in range(week.opens.shape[1]):
            if state.where[s, d] <= UNSERVED and state.fed_at[s, d] != spare.fed_at[s, d]:
                touch_rounds_from(week, state, memo, spare, s, d)
    return change


@compiled
def tell_stations(week, state, memo, spare):
    """Give stations the hour at which their van came; True if rounds must wait for another hour than before."""
    waiting = False
    for k in range(memo.counts[TOUCHED]):
        v = memo.touched_list[k]
        if week.station[week.vd_depot[v]] > 0:
            continue
        day = week.vd_day[v]
        for r in range(week.vd_first[v], week.vd_first[v] + week.vd_slots[v]):
            for p in range(state.length[r]):
                s = state.route[r, p]
                if week.station[s] > 0 and state.fed_at[s, day] != state.arrive[r, p]:
                    note_far(week, state, memo, spare, s)
                    state.fed_at[s, day] = state.arrive[r, p]
                    touch_rounds_from(week, state, memo, spare, s, day)
                    waiting = True
    return waiting


@compiled
def touch_rounds_from(week, state, memo, spare, s, day):
    """The rounds of station s on `day` must be driven again: their feed comes at another time."""
    days = week.opens.shape[1]
    for k in range(week.station_vd_start[s * days + day], week.station_vd_start[s * days + day + 1]):
        touch_far(week, state, memo, spare, week.station_vds[k])
