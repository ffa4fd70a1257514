"""Tables on the county as a whole: its terms, its own floors, where its figures come from."""

from tianlu.files import kinds
from tianlu.files.columns import AREA_CLASS, CODE, FEN, HOUR, MINUTES, PLACE_KIND, SOME_GRAMS, TEXT, Column, Table
from tianlu.files.kinds import Choice
from tianlu.place.model import AreaClass, PlaceKind
from tianlu.place.travel import NO_SLOTS
from tianlu.plan.county import DEFAULT_TERMS
from tianlu.plan.floors.standard import FIGURE_RANGES, RULE_UNITS

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
            "further_driver_yuan",
            "每多一名司机计价",
            FEN,
            "A wish: what each driver of a village in a week beyond the first weighs; 0: not priced.",
            "意愿：一个村一周内每多一名司机折算的金额；0 表示不计价。",
            default=DEFAULT_TERMS.further_driver_fen,
            unit="yuan",
        ),
        Column(
            "arrival_hour_yuan",
            "到达时刻每差一小时计价",
            FEN,
            "A wish: what each hour between the earliest and the latest arrival at a village weighs; 0: not priced.",
            "意愿：一个村一周内最早与最晚到达时刻每差一小时折算的金额；0 表示不计价。",
            default=DEFAULT_TERMS.arrival_hour_fen,
            unit="yuan",
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
