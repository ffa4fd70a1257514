"""Which visit and which feed takes the mail of which day: kept exact at every iteration (decision 0001).

A way hangs on days and on two facts of a round: whether it left after its feed (`fresh`), and whether what it brought
back can leave its station on the same day (`onward`). Where those change, the mail of the places behind is sent anew.
"""

from tianlu.plan.rounds.arrays import (
    BACK_FROM,
    BACK_STATION,
    BACK_VISIT,
    HUB_READY,
    N_SENT,
    NO_FEED,
    TO_STATION,
    TO_VISIT,
    TRANSFER,
    UNSERVED,
    VILLAGE_READY,
)
from tianlu.plan.rounds.search.compiled import compiled
from tianlu.plan.rounds.search.drive import HUB
from tianlu.plan.rounds.search.memo import MISSENT, NOTED, TOUCHED, note_far, touch_far
from tianlu.plan.rounds.search.ride import FIRST_LIFT, has_way_home, unload, upload


@compiled
def takes_of_day(week, state, x, day):
    """True if the bus or hub round that serves x on `day` leaves the hub after the day's mail is ready."""
    w = state.visit[x, day].where
    if w >= 0:
        return state.slot[w].fresh > 0
    return week.lift_min[FIRST_LIFT - w, 0] >= week.numbers[HUB_READY]


@compiled
def leaves_home_at(week, state, x, day):
    """Minute of `day` at which what goes from x to the hub is taken, by a round or by bus; -1 if nothing goes."""
    w = state.visit[x, day].where
    if w >= 0:
        if week.site[x].station > 0:
            return state.visit[x, day].fed_at
        if state.slot[w].leave >= week.numbers[VILLAGE_READY]:
            return state.slot[w].leave
        for p in range(state.slot[w].length):
            if state.route[w, p] == x:
                return state.arrive[w, p]
    elif has_way_home(week, state, x, day):
        return week.lift_min[FIRST_LIFT - w, 2]
    return -1.0


@compiled
def delivery_way(week, state, x, ready):
    """The visit that brings village x the mail of day `ready`, and the station it goes through: (day, station)."""
    days = week.day.shape[1]
    for ahead in range(2 * days + 1):
        d = (ready + ahead) % days
        w = state.visit[x, d].where
        if w == UNSERVED:
            continue
        depot = week.slot[w].depot if w >= 0 else HUB
        if week.site[depot].station == 0:
            if ahead > 0 or takes_of_day(week, state, x, d):
                return d, -1
            continue
        wait = state.visit[depot, ready].feed_wait
        if ahead > wait or (ahead == wait and state.slot[w].fresh > 0):
            return d, depot
    return -1, -1


@compiled
def collection_way(week, state, x, ready):
    """The visit that takes what village x has ready on day `ready`: (day, station it goes through, day from which it
    can leave that station)."""
    days = week.day.shape[1]
    for ahead in range(days + 1):
        d = (ready + ahead) % days
        if not has_way_home(week, state, x, d):
            continue
        if ahead == 0 and leaves_home_at(week, state, x, d) < week.numbers[VILLAGE_READY]:
            continue
        w = state.visit[x, d].where
        if w >= 0 and week.site[week.slot[w].depot].station > 0:
            return d, week.slot[w].depot, d if state.slot[w].onward > 0 else (d + 1) % days
        return d, -1, -1
    return -1, -1, -1


@compiled
def credit(week, state, memo, spare, x, ready, sign):
    """Add to, or take off, the stations that village x's mail of day `ready` goes through."""
    s = state.sent[x, ready, TO_STATION]
    if s >= 0:
        note_far(week, state, memo, spare, s)
        memo.node[s].dirty = 1
        for unit in range(2):
            state.through[s, ready, unit] += sign * week.mail[x, ready, unit]
    s = state.sent[x, ready, BACK_STATION]
    if s >= 0:
        note_far(week, state, memo, spare, s)
        memo.node[s].dirty = 1
        for unit in range(2):
            state.through[s, state.sent[x, ready, BACK_FROM], 2 + unit] += sign * week.mail[x, ready, 2 + unit]


@compiled
def recall_mail(week, state, memo, spare, x):
    """Take the mail of village x off its ways through stations; what its visits carry is left."""
    for ready in range(week.day.shape[1]):
        credit(week, state, memo, spare, x, ready, -1.0)
        for k in range(N_SENT):
            state.sent[x, ready, k] = -1


@compiled
def send_mail(week, state, memo, spare, x):
    """Set how the mail of village x goes, what its visits carry and what stations pass on. It was recalled before."""
    days = week.day.shape[1]
    for d in range(days):
        for k in range(4):
            state.carried[x, d, k] = 0.0
    for ready in range(days):
        to, to_station = delivery_way(week, state, x, ready)
        back, back_station, back_from = collection_way(week, state, x, ready)
        state.sent[x, ready, TO_VISIT] = to
        state.sent[x, ready, TO_STATION] = to_station
        state.sent[x, ready, BACK_VISIT] = back
        state.sent[x, ready, BACK_STATION] = back_station
        state.sent[x, ready, BACK_FROM] = back_from
        credit(week, state, memo, spare, x, ready, 1.0)
        for unit in range(2):
            if to >= 0:
                state.carried[x, to, unit] += week.mail[x, ready, unit]
            if back >= 0:
                state.carried[x, back, 2 + unit] += week.mail[x, ready, 2 + unit]
    for d in range(days):
        w = state.visit[x, d].where
        if w >= 0 and state.slot[w].leave < week.numbers[VILLAGE_READY]:
            doubt(memo, x)  # the round may have other hours when it is driven for good


@compiled
def doubt(memo, x):
    """The mail of village x may have to be sent anew."""
    if not memo.node[x].missent:
        memo.node[x].missent = 1
        memo.lists[MISSENT, memo.counts[MISSENT]] = x
        memo.counts[MISSENT] += 1


@compiled
def is_missent(week, state, x):
    """True if some of village x's mail would now go another way than it was sent."""
    for ready in range(week.day.shape[1]):
        to, to_station = delivery_way(week, state, x, ready)
        if to != state.sent[x, ready, TO_VISIT] or to_station != state.sent[x, ready, TO_STATION]:
            return True
        back, back_station, back_from = collection_way(week, state, x, ready)
        if back != state.sent[x, ready, BACK_VISIT] or back_station != state.sent[x, ready, BACK_STATION]:
            return True
        if back_from != state.sent[x, ready, BACK_FROM]:
            return True
    return False


@compiled
def send_anew(week, state, memo, spare, x):
    """Send the mail of village x as it goes now; returns the change of lift cost."""
    if not is_missent(week, state, x):
        return 0.0
    change = 0.0
    days = week.day.shape[1]
    note_far(week, state, memo, spare, x)
    for d in range(days):
        if state.visit[x, d].where <= FIRST_LIFT:
            change += unload(week, state, memo, x, d)
    recall_mail(week, state, memo, spare, x)
    send_mail(week, state, memo, spare, x)
    for d in range(days):
        if state.visit[x, d].where <= FIRST_LIFT:
            change += upload(week, state, memo, x, d)
        elif state.visit[x, d].where >= 0:
            touch_far(week, state, memo, spare, week.slot[state.visit[x, d].where].vd)
    return change


@compiled
def suspect(week, state, memo, spare, r):
    """What stands on slot r may have to be sent anew."""
    for p in range(state.slot[r].length):
        x = state.route[r, p]
        if week.site[x].station > 0:
            note_far(week, state, memo, spare, x)
            memo.node[x].dirty = 1
        else:
            doubt(memo, x)


@compiled
def note_hours(week, state, memo, spare):
    """Set `fresh` and `onward` of the rounds that were driven, and suspect the places behind those that changed."""
    for k in range(memo.counts[TOUCHED]):
        v = memo.lists[TOUCHED, k]
        depot = week.vd[v].depot
        day = week.vd[v].day
        ready = week.numbers[HUB_READY]
        onward_by = -1.0
        if week.site[depot].station > 0:
            ready = state.visit[depot, day].fed_at + week.numbers[TRANSFER]
            onward_by = leaves_home_at(week, state, depot, day)
        for r in range(week.vd[v].first, week.vd[v].first + week.vd[v].slots):
            if state.slot[r].length == 0:
                continue
            fresh = 1 if state.slot[r].leave >= ready else 0
            onward = 1 if state.slot[r].back + week.numbers[TRANSFER] <= onward_by else 0
            # a stop may have passed the minute at which its collections are ready, to either side
            early = min(state.slot[r].leave, spare.slot[r].leave) < week.numbers[VILLAGE_READY]
            if fresh != state.slot[r].fresh or onward != state.slot[r].onward or early:
                state.slot[r].fresh = fresh
                state.slot[r].onward = onward
                suspect(week, state, memo, spare, r)


@compiled
def feed_days(week, state, memo, spare, s):
    """Set which feed of station s takes the mail of which day; suspects its villages if that changed."""
    days = week.day.shape[1]
    changed = False
    for ready in range(days):
        wait = NO_FEED
        for ahead in range(days + 1):
            d = (ready + ahead) % days
            if state.visit[s, d].where != UNSERVED and (ahead > 0 or takes_of_day(week, state, s, d)):
                wait = ahead
                break
        if wait != state.visit[s, ready].feed_wait:
            state.visit[s, ready].feed_wait = wait
            changed = True
    if changed:
        for k in range(week.day[s, 0].rounds_first, week.day[s, days - 1].rounds_end):
            v = week.station_vds[k]
            for r in range(week.vd[v].first, week.vd[v].first + week.vd[v].slots):
                suspect(week, state, memo, spare, r)


@compiled
def load_feeds(week, state, memo, spare, s):
    """Set what the feeds of station s carry; returns the change of lift cost."""
    days = week.day.shape[1]
    change = 0.0
    load = memo.feed_load
    load[:] = 0.0
    for ready in range(days):
        if state.visit[s, ready].feed_wait != NO_FEED:
            d = (ready + state.visit[s, ready].feed_wait) % days
            for unit in range(2):
                load[d, unit] += state.through[s, ready, unit] + week.mail[s, ready, unit]
        late = leaves_home_at(week, state, s, ready) < week.numbers[VILLAGE_READY]
        go = -1
        own_go = -1
        for ahead in range(days + 1):
            d = (ready + ahead) % days
            if has_way_home(week, state, s, d):
                if go < 0:
                    go = d
                if own_go < 0 and (ahead > 0 or not late):
                    own_go = d
                    break
        for unit in range(2):
            if go >= 0:
                load[go, 2 + unit] += state.through[s, ready, 2 + unit]
            if own_go >= 0:
                load[own_go, 2 + unit] += week.mail[s, ready, 2 + unit]
    for d in range(days):
        w = state.visit[s, d].where
        if w == UNSERVED:
            continue
        same = w >= 0 or state.visit[s, d].lift_cost > 0
        for k in range(4):
            if load[d, k] != state.carried[s, d, k]:
                same = False
        if same:
            continue
        if w >= 0:
            touch_far(week, state, memo, spare, week.slot[w].vd)
        else:
            change += unload(week, state, memo, s, d)
        for k in range(4):
            state.carried[s, d, k] = load[d, k]
        if w < 0:
            change += upload(week, state, memo, s, d)
    return change


@compiled
def put_right(week, state, memo, spare):
    """Send mail anew where rounds and feeds have other hours now, and load feeds; returns the change of lift cost."""
    change = 0.0
    note_hours(week, state, memo, spare)
    for k in range(memo.counts[NOTED]):
        if memo.node[memo.lists[NOTED, k]].dirty:
            feed_days(week, state, memo, spare, memo.lists[NOTED, k])
    for k in range(memo.counts[MISSENT]):
        change += send_anew(week, state, memo, spare, memo.lists[MISSENT, k])
    for k in range(memo.counts[NOTED]):
        if memo.node[memo.lists[NOTED, k]].dirty:
            change += load_feeds(week, state, memo, spare, memo.lists[NOTED, k])
    return change


@compiled
def touch_rounds_of_new_feeds(week, state, memo, spare):
    """The rounds of stations whose feed is gone or on another bus must be driven again."""
    for k in range(memo.counts[NOTED]):
        s = memo.lists[NOTED, k]
        if not memo.node[s].dirty:
            continue
        for d in range(week.day.shape[1]):
            if (
                state.visit[s, d].where != spare.visit[s, d].where
                or state.visit[s, d].fed_at != spare.visit[s, d].fed_at
            ):
                touch_rounds_from(week, state, memo, spare, s, d)


@compiled
def tell_stations(week, state, memo, spare):
    """Give stations the hour at which their van came; True if rounds must wait for another hour than before."""
    waiting = False
    for k in range(memo.counts[TOUCHED]):
        v = memo.lists[TOUCHED, k]
        if week.site[week.vd[v].depot].station > 0:
            continue
        day = week.vd[v].day
        for r in range(week.vd[v].first, week.vd[v].first + week.vd[v].slots):
            for p in range(state.slot[r].length):
                s = state.route[r, p]
                if week.site[s].station > 0 and state.visit[s, day].fed_at != state.arrive[r, p]:
                    note_far(week, state, memo, spare, s)
                    memo.node[s].dirty = 1
                    state.visit[s, day].fed_at = state.arrive[r, p]
                    touch_rounds_from(week, state, memo, spare, s, day)
                    waiting = True
    return waiting


@compiled
def touch_rounds_from(week, state, memo, spare, s, day):
    """The rounds of station s on `day` must be driven again: their feed comes at another time."""
    for k in range(week.day[s, day].rounds_first, week.day[s, day].rounds_end):
        touch_far(week, state, memo, spare, week.station_vds[k])
