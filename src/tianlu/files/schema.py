"""The schema of a data package: every table and column, once; readers, checks, template and reference page follow it.

The tables are those of `docs/decisions/0002-package-tables.md`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from tianlu.files import kinds
from tianlu.files.kinds import Choice, Kind
from tianlu.place.model import AreaClass, Basis, Place, PlaceKind
from tianlu.place.travel import NO_SLOTS
from tianlu.plan.county import DEFAULT_TERMS, Direction, Energy, Vehicle
from tianlu.plan.floors.standard import FIGURE_RANGES, RULE_UNITS
from tianlu.plan.lines.trip import FeeBasis


@dataclass(frozen=True)
class Column:
    """A column: its heads, what its cells hold, and what a blank cell means.

    A required cell may not be blank; another blank cell is `default`. `refers_to` names the table whose key its
    cells repeat.
    """

    name: str
    name_zh: str
    kind: Kind
    doc: str
    doc_zh: str
    required: bool = False
    default: Any = None
    unit: str = ""
    refers_to: str = ""

    @property
    def unit_zh(self) -> str:
        return UNITS_ZH[self.unit]


@dataclass(frozen=True)
class Table:
    """A table of a package. `key` are the columns by which its rows differ. A table of `key, value` rows, one for
    each of its columns, is written sideways: `is_key_value`."""

    name: str
    name_zh: str
    purpose: str
    purpose_zh: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False
    is_key_value: bool = False

    @cached_property
    def by_head(self) -> dict[str, Column]:
        """Every head that is understood, in lower case."""
        return {head.casefold(): column for column in self.columns for head in (column.name, column.name_zh)}

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


KEY_HEADS = {"key": "key", "项目": "key", "value": "value", "内容": "value"}
"""Heads of a table of key, value rows."""

UNITS_ZH = {
    "": "",
    "°": "°",
    "m": "米",
    "min": "分钟",
    "pieces": "件",
    "kg": "公斤",
    "yuan": "元",
    "yuan a day": "元/天",
    "yuan a km": "元/公里",
    "yuan an hour": "元/小时",
    "L or kWh": "升或千瓦时",
    "km": "公里",
    "%": "%",
    "g CO2e/tkm": "克CO2e/吨公里",
    "people": "人",
    "m a minute": "米/分钟",
}


def _choices(members: Iterable[StrEnum], words_zh: Iterable[str]) -> Kind:
    return kinds.one_of(*(Choice(m.value, zh, m) for m, zh in zip(members, words_zh, strict=True)))


def _default(of: type[Any], field: str) -> Any:
    """The value that a dataclass gives where nothing is said."""
    return next(each.default for each in fields(of) if each.name == field)


TEXT = kinds.text()
CODE = kinds.code()
CODES = kinds.several(CODE)
YES_NO = kinds.yes_no()
HOUR = kinds.hour()
COUNT = kinds.whole(0, 1_000_000)
MINUTES = kinds.whole(0, 1440)
GRAMS = kinds.amount("0", 1_000_000, per_unit=1000)
SOME_GRAMS = kinds.amount("0.001", 1_000_000, per_unit=1000)
FEN = kinds.amount("0", 1_000_000, per_unit=100)
# A longitude is let through where a latitude should be: the check that sees both can say that they are exchanged.
LATITUDE = replace(kinds.number(-180, 180), expected="a number from -90 to 90", expected_zh="-90 到 90 的数字")
PLACE_KIND = _choices(PlaceKind, ("县级中心", "乡镇站", "村"))
AREA_CLASS = _choices(AreaClass, ("城市", "乡镇", "农村", "边远"))
BASIS = _choices(Basis, ("已知", "推算"))
DIRECTION = _choices(Direction, ("投递", "收寄"))
ENERGY = _choices(Energy, ("柴油", "汽油", "电"))
FEE_BASIS = _choices(FeeBasis, ("袋", "公斤", "件"))
FLOOR_RULE = kinds.one_of(
    *(
        Choice(rule, zh, rule)
        for rule, zh in zip(
            RULE_UNITS, ("每周频次", "最大间隔", "网点营业", "进站频次", "投递时限", "收寄时限"), strict=True
        )
    )
)
UNITS_OF_FLOORS_ZH = dict(zip(FIGURE_RANGES, ("天/周", "天", "小时"), strict=True))
FLOOR_UNIT = kinds.one_of(*(Choice(unit, zh, unit) for unit, zh in UNITS_OF_FLOORS_ZH.items()))
FLOOR_MARK = kinds.one_of(Choice("statute", "法定", "statute"), Choice("operator", "企业", "operator"))
SOURCE_MARK = kinds.one_of(Choice("S", "S 已查证", "S"), Choice("D", "D 推算", "D"), Choice("B", "B 待确认", "B"))

BASIS_COLUMN = Column(
    "basis",
    "数据依据",
    BASIS,
    "How the row's figures are known: read in a source, or derived by a stated method.",
    "本行数据的依据：从来源读取（已知），或按说明的方法推算。",
    default=Basis.DERIVED,
)

COUNTY = Table(
    name="county",
    name_zh="县",
    purpose="The county's name and its standing times, fees and limits: one row a key.",
    purpose_zh="县名与业务条款（时刻、费用、限值），每项一行。",
    required=True,
    is_key_value=True,
    columns=(
        Column("code", "代码", CODE, "The county's division code.", "县级行政区划代码。", required=True),
        Column("name", "名称", TEXT, "The county's name.", "县名。", required=True),
        Column("name_en", "英文名称", TEXT, "The name in English.", "英文名。", default=""),
        Column(
            "hub_ready",
            "邮件就绪时刻",
            HOUR,
            "The day's mail is ready at the hub.",
            "当日邮件在县级中心准备就绪的时刻。",
            default=DEFAULT_TERMS.hub_ready_min,
        ),
        Column(
            "village_ready",
            "村级收寄就绪时刻",
            HOUR,
            "A village's collections are ready.",
            "村内收寄邮件准备就绪的时刻。",
            default=DEFAULT_TERMS.village_ready_min,
        ),
        Column(
            "hub_cutoff",
            "县中心截止时刻",
            HOUR,
            "What comes back is in time at the hub until then.",
            "回到县级中心的邮件不晚于此时刻才算赶上当日。",
            default=DEFAULT_TERMS.hub_cutoff_min,
        ),
        Column(
            "transfer_min",
            "中转分钟",
            MINUTES,
            "Handling at a station between a feed's arrival and a round that carries its mail.",
            "邮件进站后到随投递邮路出发前的处理时间。",
            default=DEFAULT_TERMS.transfer_min,
            unit="min",
        ),
        Column(
            "handling_yuan",
            "处理费",
            FEN,
            "Paid for each feed of a station by van and for each consignment on a bus.",
            "每次车辆进站、每件客车托运邮袋的处理费。",
            default=DEFAULT_TERMS.handling_fen,
            unit="yuan",
        ),
        Column(
            "bag_kg_max",
            "每袋公斤上限",
            SOME_GRAMS,
            "The most that one bag holds.",
            "每袋最大重量。",
            default=DEFAULT_TERMS.bag_g_max,
            unit="kg",
        ),
        Column(
            "bag_pieces_max",
            "每袋件数上限",
            kinds.whole(1, 100_000),
            "The most pieces in one bag.",
            "每袋最多件数。",
            default=DEFAULT_TERMS.bag_pieces_max,
            unit="pieces",
        ),
        Column(
            "drive_min_max",
            "连续驾驶分钟上限",
            kinds.whole(1, 1440),
            "Longest time at the wheel without a rest (道路交通安全法实施条例 62).",
            "不休息连续驾驶的最长时间（道路交通安全法实施条例第六十二条）。",
            default=DEFAULT_TERMS.drive_min_max,
            unit="min",
        ),
        Column(
            "rest_min",
            "休息分钟",
            MINUTES,
            "The rest after that time at the wheel.",
            "达到连续驾驶上限后的休息时间。",
            default=DEFAULT_TERMS.rest_min,
            unit="min",
        ),
        Column(
            "link_m_max",
            "接驳距离上限",
            kinds.whole(0, 100_000),
            "A place is linked to bus stops within this distance.",
            "地点与此距离内的客车站点可以接驳。",
            default=DEFAULT_TERMS.link_m_max,
            unit="m",
        ),
        Column(
            "walk_m_a_min",
            "步行速度",
            kinds.whole(1, 1000),
            "How fast a bag is walked to a stop.",
            "携邮袋步行到站点的速度。",
            default=DEFAULT_TERMS.walk_m_a_min,
            unit="m a minute",
        ),
        Column(
            "travel_percent_by_hour",
            "分时行驶百分比",
            kinds.several(kinds.whole(1, 1000)),
            "24 numbers, one for each hour of the day in which a leg starts: its minutes as a per cent of `travel`.",
            "24 个数，对应一天各小时出发的路段：行驶时间占 travel 表的百分比。",
            default=NO_SLOTS,
            unit="%",
        ),
    ),
)

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
            default=_default(Place, "has_keeper"),
        ),
        Column(
            "service_min",
            "停靠分钟",
            MINUTES,
            "Minutes that a stop takes.",
            "每次停靠所需时间。",
            default=_default(Place, "service_min"),
            unit="min",
        ),
        Column(
            "open_days",
            "开放日",
            kinds.weekdays(),
            "Weekdays on which it can be served.",
            "可以服务的星期。",
            default=_default(Place, "open_days"),
        ),
        Column(
            "open_from",
            "开放时刻",
            HOUR,
            "From this hour it can be served.",
            "可以服务的开始时刻。",
            default=_default(Place, "open_from_min"),
        ),
        Column(
            "open_to",
            "关闭时刻",
            HOUR,
            "Until this hour it can be served.",
            "可以服务的结束时刻。",
            default=_default(Place, "open_to_min"),
        ),
        Column(
            "vehicle_kinds",
            "可通行车型",
            kinds.several(CODE, into=frozenset),
            "Kinds of vehicle that can go there; blank: every kind.",
            "可以到达的车型；留空表示不限。",
            default=_default(Place, "vehicle_kinds"),
        ),
        Column(
            "basis",
            "坐标依据",
            BASIS,
            "How the coordinates are known: read in a source, or derived.",
            "坐标的依据：从来源读取（已知），或推算。",
            default=_default(Place, "coordinates_basis"),
        ),
    ),
)

WEEKDAY_COLUMNS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DEMAND = Table(
    name="demand",
    name_zh="邮件量",
    purpose="Pieces that become ready on each weekday, for a place at the hub or at the place; rows add up.",
    purpose_zh="每个星期几为某地投递、或在某地收寄的件数；同一地点的多行相加。",
    required=True,
    key=("place", "direction", "season", "kg_a_piece"),
    columns=(
        Column("place", "地点", CODE, "Code of the place.", "地点代码。", required=True, refers_to="places"),
        Column(
            "direction",
            "方向",
            DIRECTION,
            "Ready at the hub for the place, or ready at the place.",
            "投递：在县级中心备好送往该地；收寄：在该地备好。",
            required=True,
        ),
        Column(
            "season",
            "季节",
            CODE,
            "A name of `seasons`; blank: all year.",
            "seasons 表中的季节名；留空表示全年。",
            default="",
            refers_to="seasons",
        ),
        *(
            Column(
                name,
                f"周{zh}",
                COUNT,
                f"Pieces ready on {name.title()}.",
                f"周{zh}备好的件数。",
                default=0,
                unit="pieces",
            )
            for name, zh in zip(WEEKDAY_COLUMNS, "一二三四五六日", strict=True)
        ),
        Column(
            "kg_a_piece",
            "每件公斤",
            SOME_GRAMS,
            "Mean weight of a piece.",
            "每件平均重量。",
            required=True,
            unit="kg",
        ),
        BASIS_COLUMN,
    ),
)

SEASONS = Table(
    name="seasons",
    name_zh="季节",
    purpose="Parts of the year in which there is more or less mail.",
    purpose_zh="邮件量与平时不同的时段。",
    key=("name",),
    columns=(
        Column("name", "名称", CODE, "Name of the season.", "季节名。", required=True),
        Column("months", "月份", kinds.months(), "Its months.", "所含月份。", required=True),
        Column(
            "percent",
            "百分比",
            kinds.whole(0, 10_000),
            "The season's mail as a per cent of the table `demand`; 100 leaves it as it is.",
            "该季节邮件量占 demand 表的百分比；100 表示不变。",
            required=True,
            unit="%",
        ),
    ),
)

VEHICLES = Table(
    name="vehicles",
    name_zh="车辆",
    purpose="Vans and couriers, with what they carry and cost.",
    purpose_zh="车辆和投递员：载量与成本。",
    required=True,
    key=("id",),
    columns=(
        Column("id", "编号", CODE, "The vehicle's own name, once in the table.", "车辆编号，不可重复。", required=True),
        Column("name", "名称", TEXT, "Name as people say it.", "车辆名称。", default=""),
        Column(
            "depot",
            "车场",
            CODE,
            "The hub or station where it starts and ends.",
            "出发和返回的县级中心或乡镇站。",
            required=True,
            refers_to="places",
        ),
        Column(
            "kind",
            "车型",
            CODE,
            "Kind of vehicle, as `vehicle_kinds` names it.",
            "车型，与“可通行车型”一致。",
            required=True,
        ),
        Column("capacity_kg", "载重", SOME_GRAMS, "Weight it carries.", "可载重量。", required=True, unit="kg"),
        Column(
            "capacity_pieces",
            "载件",
            kinds.whole(1, 1_000_000),
            "Pieces it carries.",
            "可载件数。",
            required=True,
            unit="pieces",
        ),
        Column("shift_from", "上班时刻", HOUR, "Start of the shift.", "班次开始。", required=True),
        Column("shift_to", "下班时刻", HOUR, "End of the shift.", "班次结束。", required=True),
        Column(
            "days", "工作日", kinds.weekdays(), "Its working days.", "工作的星期。", default=_default(Vehicle, "days")
        ),
        Column(
            "yuan_a_day",
            "每日费用",
            FEN,
            "Cost of a day that it drives.",
            "每个出车日的费用。",
            required=True,
            unit="yuan a day",
        ),
        Column("yuan_a_km", "每公里费用", FEN, "Cost of a kilometre.", "每公里费用。", required=True, unit="yuan a km"),
        Column(
            "yuan_an_hour",
            "每小时费用",
            FEN,
            "Cost of an hour on a round.",
            "邮路上每小时的费用。",
            required=True,
            unit="yuan an hour",
        ),
        Column("energy", "能源", ENERGY, "What it burns.", "能源种类。", required=True),
        Column(
            "consumption_per_100km",
            "百公里能耗",
            GRAMS,
            "Litres or kilowatt-hours for 100 km.",
            "百公里油耗（升）或电耗（千瓦时）。",
            required=True,
            unit="L or kWh",
        ),
        Column(
            "rounds_a_day_max",
            "每日最多邮路数",
            kinds.whole(1, 24),
            "Rounds that it may drive in a day.",
            "一天最多跑几趟。",
            default=_default(Vehicle, "rounds_a_day_max"),
        ),
        Column(
            "reload_min",
            "装车分钟",
            MINUTES,
            "Minutes at the depot between two rounds.",
            "两趟之间在车场的装卸时间。",
            default=_default(Vehicle, "reload_min"),
            unit="min",
        ),
        BASIS_COLUMN,
    ),
)

FREIGHT = Table(
    name="freight",
    name_zh="客车捎货",
    purpose="What a bus line lets mail do: the one table that GTFS does not have.",
    purpose_zh="客运线路允许捎带的邮件：GTFS 没有的一张表。",
    key=("route_id", "trip_id"),
    columns=(
        Column("route_id", "线路", CODE, "A route of the GTFS feed.", "GTFS 中的线路。", required=True),
        Column(
            "trip_id", "班次", CODE, "One of its trips; blank: the whole line.", "该线路的一个班次；留空表示整条线路。"
        ),
        Column("allowed", "可否捎货", YES_NO, "Mail may ride.", "是否可以捎带邮件。", required=True),
        Column(
            "hold_kg",
            "货舱公斤",
            GRAMS,
            "Spare hold. Needed where mail may ride.",
            "货舱余量（可捎货时必填）。",
            unit="kg",
        ),
        Column(
            "hold_pieces",
            "货舱件数",
            COUNT,
            "Spare hold. Needed where mail may ride.",
            "货舱余量（可捎货时必填）。",
            unit="pieces",
        ),
        Column(
            "fee_basis",
            "计费方式",
            FEE_BASIS,
            "What the fee counts. Needed where mail may ride.",
            "按什么计费（可捎货时必填）。",
        ),
        Column(
            "fee_yuan",
            "运费",
            FEN,
            "Fee for one of them. Needed where mail may ride.",
            "每单位运费（可捎货时必填）。",
            unit="yuan",
        ),
        Column(
            "cutoff_min",
            "截止分钟",
            MINUTES,
            "A bag is at the stop so long before the bus leaves. Needed where mail may ride.",
            "邮袋须在发车前多少分钟到站点（可捎货时必填）。",
            unit="min",
        ),
        Column(
            "handover_min",
            "交接分钟",
            MINUTES,
            "A bag is in its receiver's hands so long after the bus arrives. Needed where mail may ride.",
            "客车到达后多少分钟邮袋交到接收人手中（可捎货时必填）。",
            unit="min",
        ),
        Column(
            "marginal_g_co2e_tkm",
            "边际碳排",
            kinds.whole(0, 1_000_000),
            "What the bus burns more because of a tonne of mail, well to wheel.",
            "每吨邮件使客车多排放的量（油井到车轮）。",
            default=0,
            unit="g CO2e/tkm",
        ),
        Column(
            "allocated_g_co2e_tkm",
            "分摊碳排",
            kinds.whole(0, 1_000_000),
            "A tonne's share of all that the bus burns, well to wheel.",
            "每吨邮件分摊的客车排放（油井到车轮）。",
            default=0,
            unit="g CO2e/tkm",
        ),
        BASIS_COLUMN,
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

FLOORS = Table(
    name="floors",
    name_zh="服务标准",
    purpose="A province's or county's own figures, in place of the standard's; none of an operator's below the law.",
    purpose_zh="省或县自己的服务标准，替代国家标准中的数值；企业自定的数值不得低于法定标准。",
    columns=(
        Column("rule", "规则", FLOOR_RULE, "Name of the rule.", "规则名称。", required=True),
        Column(
            "kinds",
            "地点类型",
            kinds.several(PLACE_KIND, into=frozenset),
            "Kinds of place that it binds; blank: all.",
            "适用的地点类型；留空表示全部。",
            default=frozenset(PlaceKind),
        ),
        Column(
            "area_classes",
            "区域类别",
            kinds.several(AREA_CLASS, into=frozenset),
            "Area classes that it binds; blank: all.",
            "适用的区域类别；留空表示全部。",
            default=frozenset(AreaClass),
        ),
        Column("figure", "数值", kinds.whole(0, 24 * 28), "The figure.", "数值。", required=True),
        Column(
            "unit",
            "单位",
            FLOOR_UNIT,
            "The figure's unit, which follows from the rule.",
            "数值的单位，由规则决定。",
            required=True,
        ),
        Column("clause", "条款", TEXT, "Law, standard or order that says so.", "法律、标准或文件条款。", required=True),
        Column(
            "mark",
            "依据类别",
            FLOOR_MARK,
            "Statute, or the operator's own figure.",
            "法定，或企业自定。",
            required=True,
        ),
        Column("start", "生效日期", kinds.day(), "In force from this day.", "自该日起有效。", required=True),
        Column(
            "end",
            "失效日期",
            kinds.day(),
            "No longer in force from this day; blank: still in force.",
            "自该日起失效；留空表示仍有效。",
        ),
        Column("note", "备注", TEXT, "A remark.", "备注。", default=""),
    ),
)

SOURCES = Table(
    name="sources",
    name_zh="数据来源",
    purpose="Where each table's figures come from.",
    purpose_zh="各表数据的来源。",
    columns=(
        Column("table", "表", TEXT, "Name of the table.", "表名。", required=True),
        Column(
            "mark",
            "标记",
            SOURCE_MARK,
            "S: read in a source; D: arithmetic on such; B: background, to be confirmed.",
            "S：从来源读取；D：由其推算；B：背景知识，待确认。",
            required=True,
        ),
        Column("text", "说明", TEXT, "The source in words.", "来源说明。", required=True),
        Column("licence", "许可", TEXT, "The source's licence.", "来源的许可。", default=""),
    ),
)

SCHEMA = (COUNTY, PLACES, DEMAND, SEASONS, VEHICLES, FREIGHT, TRAVEL, CLOSURES, FLOORS, SOURCES)

TABLES = {table.name: table for table in SCHEMA}

GTFS_COLUMNS = {
    "agency": ("agency_id", "agency_name", "agency_url", "agency_timezone"),
    "stops": ("stop_id", "stop_name", "stop_lat", "stop_lon"),
    "routes": ("route_id", "agency_id", "route_short_name", "route_long_name", "route_type"),
    "trips": ("route_id", "service_id", "trip_id", "trip_headsign"),
    "stop_times": (
        "trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence", "shape_dist_traveled",
    ),
    "calendar": (
        "service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "start_date", "end_date",
    ),
    "calendar_dates": ("service_id", "date", "exception_type"),
    "frequencies": ("trip_id", "start_time", "end_time", "headway_secs"),
}  # fmt: skip
"""The tables of a GTFS feed that are read, with the columns that a template offers; others are left alone."""


def table_named(name: str) -> Table | None:
    """The table with this English or Chinese name."""
    wanted = name.strip().casefold()
    return next((table for table in SCHEMA if wanted in (table.name, table.name_zh)), None)


def gtfs_table_named(name: str) -> str | None:
    """`stops` for `gtfs_stops`; None for anything that is no table of a feed."""
    wanted = name.strip().casefold()
    return wanted.removeprefix("gtfs_") if wanted.startswith("gtfs_") else None
