"""Tables on how much mail there is."""

from tianlu.files import kinds
from tianlu.files.columns import BASIS_COLUMN, CODE, COUNT, SOME_GRAMS, Column, Table, choices_of
from tianlu.plan.county import Direction

DIRECTION = choices_of(Direction, ("投递", "收寄"))

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
