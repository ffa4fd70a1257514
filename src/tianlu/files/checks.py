"""What a sound package keeps from row to row and table to table: one named function each, listed in `CHECKS`.

A check looks only at cells that could be read, so that one mistake is not reported twice.
"""

from collections.abc import Callable, Iterable

from tianlu.core.problem import Problem
from tianlu.files.checks_floors import floors_have_their_unit, floors_keep_the_law
from tianlu.files.checks_freight import freight_has_its_terms, freight_rides_on_the_feed
from tianlu.files.checks_keys import keys_stand_once, references_exist
from tianlu.files.checks_places import (
    coordinates_are_near_the_hub,
    depots_are_stations,
    one_hub,
    parents_are_there,
    parents_do_not_circle,
    parents_have_the_right_kind,
)
from tianlu.files.checks_times import closures_name_a_place_or_a_way, hours_go_forward, periods_go_forward
from tianlu.files.checks_travel import (
    every_place_can_be_reached,
    hours_have_percents,
    travel_is_complete,
    travel_to_itself_is_nothing,
)
from tianlu.files.draft import Draft

Check = Callable[[Draft], Iterable[Problem]]

CHECKS_ZH = {
    "keys_stand_once": "代码不重复；由多列确定的行只出现一次。",
    "references_exist": "引用其他表的代码在该表中存在。",
    "one_hub": "有且只有一个县级中心。",
    "parents_are_there": "县级中心没有上级，其余地点都有上级。",
    "parents_have_the_right_kind": "乡镇站的上级是县级中心；村的上级是乡镇站或县级中心。",
    "parents_do_not_circle": "逐级向上不会回到自身。",
    "depots_are_stations": "邮路从县级中心或乡镇站出发。",
    "coordinates_are_near_the_hub": "经纬度没有填反，地点离县级中心不超出一个县的范围。",
    "hours_go_forward": "关闭晚于开放，下班晚于上班。",
    "every_place_can_be_reached": "限定车型又无人接收邮袋的地点，车辆表中有可到达的车型。",
    "hours_have_percents": "分时行驶百分比写满 24 小时。",
    "travel_is_complete": "行驶表如有数据，须包含每一对有序地点。",
    "travel_to_itself_is_nothing": "地点到自身的行驶为 0。",
    "closures_name_a_place_or_a_way": "封闭只写一个地点，或一条路的两端。",
    "periods_go_forward": "封闭和标准的结束晚于开始。",
    "freight_rides_on_the_feed": "捎货的线路和班次在 GTFS 中存在。",
    "freight_has_its_terms": "可捎货的线路写明余量、运费和时间。",
    "floors_have_their_unit": "标准的数值使用规则的单位并在其范围内。",
    "floors_keep_the_law": "企业自定的标准不低于法定标准。",
}
"""The same in Chinese, for the reference page."""

CHECKS: tuple[Check, ...] = (
    keys_stand_once,
    references_exist,
    one_hub,
    parents_are_there,
    parents_have_the_right_kind,
    parents_do_not_circle,
    depots_are_stations,
    coordinates_are_near_the_hub,
    hours_go_forward,
    every_place_can_be_reached,
    hours_have_percents,
    travel_is_complete,
    travel_to_itself_is_nothing,
    closures_name_a_place_or_a_way,
    periods_go_forward,
    freight_rides_on_the_feed,
    freight_has_its_terms,
    floors_have_their_unit,
    floors_keep_the_law,
)
