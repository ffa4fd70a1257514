"""Tables on places and the ways between them."""

from dataclasses import replace

from tianlu.files import kinds
from tianlu.files.columns import (
    AREA_CLASS,
    BASIS,
    CODE,
    CODES,
    HOUR,
    MINUTES,
    PLACE_KIND,
    TEXT,
    YES_NO,
    Column,
    Table,
    default_of,
)
from tianlu.place.model import Place

# A longitude is let through where a latitude should be: the check that sees both can say that they are exchanged.
LATITUDE = replace(kinds.number(-180, 180), expected="a number from -90 to 90", expected_zh="-90 到 90 的数字")

PLACES = Table(
    name="places",
    name_zh="地点",
    purpose="The hub, the township stations and the villages.",
    purpose_zh="县级中心、乡镇站和村。",
    required=True,
    key=("code",),
    columns=(
        Column("code", "代码", CODE, "The place's own code, once in the table.", "地点代码，不可重复。", required=True),
        Column("kind", "类型", PLACE_KIND, "Exactly one place is the hub.", "全县只有一个县级中心。", required=True),
        Column("name", "名称", TEXT, "Name as people say it.", "地点名称。", required=True),
        Column("name_en", "英文名称", TEXT, "The name in English.", "英文名。", default=""),
        Column(
            "parent",
            "上级",
            CODE,
            "A village's station (or the hub), a station's hub; blank for the hub alone.",
            "村填所属乡镇站（或县级中心），乡镇站填县级中心；只有县级中心留空。",
            refers_to="places",
        ),
        Column(
            "lon",
            "经度",
            kinds.number(-180, 180),
            "Longitude in WGS84, not GCJ-02.",
            "经度（WGS84，不是 GCJ-02）。",
            required=True,
            unit="°",
        ),
        Column(
            "lat",
            "纬度",
            LATITUDE,
            "Latitude in WGS84, not GCJ-02.",
            "纬度（WGS84，不是 GCJ-02）。",
            required=True,
            unit="°",
        ),
        Column(
            "altitude_m",
            "海拔",
            kinds.whole(-500, 9000),
            "Height above the sea.",
            "海拔高度。",
            default=0,
            unit="m",
        ),
        Column(
            "area_class",
            "区域类别",
            AREA_CLASS,
            "The class that a floor's figure depends on.",
            "普遍服务标准所依据的区域类别。",
            required=True,
        ),
        Column(
            "population",
            "人口",
            kinds.whole(0, 100_000_000),
            "People who live there.",
            "常住人口。",
            default=0,
            unit="people",
        ),
        Column(
            "depots",
            "其他可服务的车场",
            CODES,
            "Further stations whose rounds may serve a village, beside its parent and the hub.",
            "除上级和县级中心外，还可由哪些乡镇站的邮路服务该村。",
            default=(),
            refers_to="places",
        ),
        Column(
            "keeper",
            "有无站长",
            YES_NO,
            "Someone here can take a bag at the bus stop.",
            "是否有人可在客车站点接收邮袋。",
            default=default_of(Place, "has_keeper"),
        ),
        Column(
            "service_min",
            "停靠分钟",
            MINUTES,
            "Minutes that a stop takes.",
            "每次停靠所需时间。",
            default=default_of(Place, "service_min"),
            unit="min",
        ),
        Column(
            "open_days",
            "开放日",
            kinds.weekdays(),
            "Weekdays on which it can be served.",
            "可以服务的星期。",
            default=default_of(Place, "open_days"),
        ),
        Column(
            "open_from",
            "开放时刻",
            HOUR,
            "From this hour it can be served.",
            "可以服务的开始时刻。",
            default=default_of(Place, "open_from_min"),
        ),
        Column(
            "open_to",
            "关闭时刻",
            HOUR,
            "Until this hour it can be served.",
            "可以服务的结束时刻。",
            default=default_of(Place, "open_to_min"),
        ),
        Column(
            "vehicle_kinds",
            "可通行车型",
            kinds.several(CODE, into=frozenset),
            "Kinds of vehicle that can go there; blank: every kind.",
            "可以到达的车型；留空表示不限。",
            default=default_of(Place, "vehicle_kinds"),
        ),
        Column(
            "basis",
            "坐标依据",
            BASIS,
            "How the coordinates are known: read in a source, or derived.",
            "坐标的依据：从来源读取（已知），或推算。",
            default=default_of(Place, "coordinates_basis"),
        ),
    ),
)

TRAVEL = Table(
    name="travel",
    name_zh="行驶",
    purpose="Minutes and kilometres from place to place; where the table is present it holds every ordered pair.",
    purpose_zh="地点之间的行驶时间和距离；如提供此表，须包含每一对有序地点。",
    key=("from", "to"),
    columns=(
        Column("from", "起点", CODE, "Code of a place.", "地点代码。", required=True, refers_to="places"),
        Column("to", "终点", CODE, "Code of a place.", "地点代码。", required=True, refers_to="places"),
        Column(
            "minutes",
            "分钟",
            kinds.whole(0, 10_080),
            "Minutes on the way, in whole minutes.",
            "行驶时间，整分钟。",
            required=True,
            unit="min",
        ),
        Column(
            "km",
            "公里",
            kinds.amount("0", 10_000, per_unit=1000),
            "Kilometres on the way.",
            "行驶距离。",
            required=True,
            unit="km",
        ),
    ),
)

CLOSURES = Table(
    name="closures",
    name_zh="封闭",
    purpose="Places, or ways from one place to another, that cannot be used for a time.",
    purpose_zh="一段时间内不能使用的地点或道路。",
    columns=(
        Column("place", "地点", CODE, "The closed place, or blank.", "封闭的地点；封路时留空。", refers_to="places"),
        Column(
            "from",
            "起点",
            CODE,
            "Start of the closed way, or blank.",
            "封闭道路的起点；封地点时留空。",
            refers_to="places",
        ),
        Column(
            "to", "终点", CODE, "End of the closed way, or blank.", "封闭道路的终点；封地点时留空。", refers_to="places"
        ),
        Column(
            "start", "开始", kinds.moment(), "Closed from then on, local time.", "封闭开始的当地时间。", required=True
        ),
        Column(
            "end", "结束", kinds.moment(), "Open again from then on, local time.", "恢复通行的当地时间。", required=True
        ),
        Column("reason", "原因", TEXT, "Why.", "原因。", default=""),
    ),
)
