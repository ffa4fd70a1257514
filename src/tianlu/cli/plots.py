"""`tianlu plot`: responsibility plots of a county, drawn by the minutes of a kept plan, kept, changed and given."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, ServerActs, WorkspaceOption, refused, server_acts
from tianlu.core.language import Language
from tianlu.files.plots_files import plots_excel, plots_geojson
from tianlu.people.signin.kinds import SERVER
from tianlu.place.model import Place
from tianlu.plan.counties import CountyNotFound
from tianlu.plan.sender import PlanRefused, PlanSender
from tianlu.plan.service import PlanNotFound
from tianlu.server.target.area_shares import NoPlots, plan_area_sharing
from tianlu.server.target.lists import send_orders
from tianlu.server.target.parts import TargetParts, open_parts
from tianlu.server.target.plots import NothingToMend, PlotsOrder, pose_plots
from tianlu.target.plots.kept import register as kinds
from tianlu.target.plots.kept import store
from tianlu.target.plots.kept.api import price_of
from tianlu.target.plots.kept.model import SECONDS_A_MINUTE, Drawing
from tianlu.target.plots.kept.refusals import no_drawing, no_such_plot
from tianlu.target.plots.kept.view import (
    DrawingView,
    PlotView,
    ProposalView,
    keep_body,
    view_drawing,
    view_places,
)
from tianlu.target.plots.proposal import WhyMoved

app = typer.Typer(help="Responsibility plots of a county. 责任田。", no_args_is_help=True)

NAMES_SHOWN = 6
PlanOption = Annotated[str, typer.Option("--plan", metavar="PLAN", help="Id of a kept plan: whose minutes are shared.")]
ToleranceOption = Annotated[
    float, typer.Option("--tolerance", min=0.0, max=1.0, help="How far a plot's minutes may be off the mean.")
]
VisitsOption = Annotated[bool, typer.Option("--visits", help="Count the week's visits to customers too.")]
SeedOption = Annotated[int, typer.Option("--seed", help="The same seed gives the same plots.")]
KeepOption = Annotated[bool, typer.Option("--keep", help="Keep what is found in place of the plots there are.")]
NoteOption = Annotated[str, typer.Option("--note", metavar="WORDS", help="Stands beside the plots that are kept.")]
CountyOption = Annotated[str, typer.Option("--county", metavar="CODE", help="Whose plots.")]
PlotOption = Annotated[int, typer.Option("--plot", metavar="NUMBER", min=1, help="The plot's number.")]
PlacesArgument = Annotated[list[str], typer.Argument(metavar="PLACE…", help="Ids of places.")]

BECAUSE_WORDS = {
    WhyMoved.NEW: ("新增地点", "new"),
    WhyMoved.VACANT: ("原责任田空缺", "its plot is vacant"),
    WhyMoved.UNEVEN: ("工作量不均", "work was uneven"),
    WhyMoved.REDRAWN: ("重新划分", "drawn anew"),
}


@app.command("draw")
def draw(
    language: LanguageOption,
    plan: PlanOption,
    plots: Annotated[int, typer.Option("--plots", min=1, help="How many plots.")],
    tolerance: ToleranceOption = 0.05,
    with_visits: VisitsOption = False,
    seed: SeedOption = 1,
    keep: KeepOption = False,
    note: NoteOption = "",
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Cut a county's stations and villages into plots of about equal minutes, in one piece each. 划分责任田。"""
    order = PlotsOrder(plan, "draw", plots, tolerance, with_visits, frozenset(), seed)
    _propose(workspace, database, order, keep=keep, note=note, language=language)


@app.command("mend")
def mend(
    language: LanguageOption,
    plan: PlanOption,
    vacant: Annotated[
        list[int] | None, typer.Option("--vacant", metavar="NUMBER", help="A plot whose places go to others.")
    ] = None,
    tolerance: ToleranceOption = 0.05,
    with_visits: VisitsOption = False,
    seed: SeedOption = 1,
    keep: KeepOption = False,
    note: NoteOption = "",
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Mend a county's plots after a vacancy, or when minutes have shifted: few places move. 调整责任田。"""
    order = PlotsOrder(plan, "mend", 1, tolerance, with_visits, frozenset(vacant or ()), seed)
    _propose(workspace, database, order, keep=keep, note=note, language=language)


@app.command("list")
def list_plots(
    language: LanguageOption,
    county: CountyOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Print a county's plots: who works each, its places, its minutes. 列出责任田。"""
    with server_acts(workspace, database) as acts:
        drawing = _drawing(acts, county)
        names = _names(open_parts(acts.one_door), county, language)
        view = _view(acts, drawing)
    for plot in view.plots:
        out.print(
            _line(
                plot,
                [names.get(each.place, each.place) for each in drawing.places if each.plot == plot.number],
                language,
            )
        )
    out.print(_said_of_cut(view.cut_edges, view.bound, language))


@app.command("why")
def why(
    language: LanguageOption,
    county: CountyOption,
    plot: PlotOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Print why a plot is so: its share, its border, its locks, and what giving each border place away would cost.
    责任田的理由。"""
    with server_acts(workspace, database) as acts:
        drawing = _drawing(acts, county)
        if plot not in drawing.plot:
            raise refused(no_such_plot(plot, county))
        names = _names(open_parts(acts.one_door), county, language)
        view = next(each for each in _view(acts, drawing).plots if each.number == plot)
    low, high = 1 - drawing.tolerance, 1 + drawing.tolerance
    out.print(
        language.pick(
            zh=f"{plot} 号：{view.places} 处，工作量为均值的 {view.share:.0%}（允许 {low:.0%} 至 {high:.0%}），"
            f"锁定 {view.locked} 处，与其他责任田相接 {view.cut_edges} 对",
            en=f"plot {plot}: {view.places} places, {view.share:.0%} of the mean work ({low:.0%} to {high:.0%} "
            f"allowed), {view.locked} locked, {view.cut_edges} pairs of neighbours in other plots",
        )
    )
    for place, to in _border(drawing, plot):
        cost = price_of(drawing, {place: to})
        shares = ", ".join(f"{each.plot}: {each.share:.0%}" for each in cost.shares if each.plot in (plot, to))
        trouble = language.pick(zh=cost.refusal_zh, en=cost.refusal)
        out.print(f"    {names.get(place, place)} → {to}  {cost.more_cut:+d}  {trouble or shares}")


@app.command("move")
def move(
    places: PlacesArgument,
    language: LanguageOption,
    county: CountyOption,
    plot: PlotOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Give places to another plot; refused where a plot would be torn apart or emptied. 划转地点。"""
    with server_acts(workspace, database) as acts:
        cost = price_of(_drawing(acts, county), dict.fromkeys(places, plot))
        moves = [{"place": place, "plot": plot} for place in places]
        acts.send(kinds.MOVE, acts.node(county).id, {"moves": moves})
    uneven = ", ".join(str(each.plot) for each in cost.shares if not each.is_even)
    warning = language.pick(zh=f"；超出允许偏差：{uneven} 号", en=f"; off balance: {uneven}") if uneven else ""
    out.print(
        language.pick(
            zh=f"{len(places)} 处划入 {plot} 号，切开的相邻对 {cost.more_cut:+d}{warning}",
            en=f"{len(places)} places given to plot {plot}, pairs apart {cost.more_cut:+d}{warning}",
        )
    )


@app.command("lock")
def lock(
    places: PlacesArgument,
    language: LanguageOption,
    county: CountyOption,
    unlock: Annotated[bool, typer.Option("--unlock", help="Let them move again.")] = False,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Lock places to their plot, whenever plots are drawn anew or mended. 锁定地点。"""
    with server_acts(workspace, database) as acts:
        acts.send(kinds.UNLOCK if unlock else kinds.LOCK, acts.node(county).id, {"places": places})
    zh, en = ("解除锁定", "unlocked") if unlock else ("锁定", "locked")
    out.print(language.pick(zh=f"{zh} {len(places)} 处", en=f"{len(places)} places {en}"))


@app.command("give")
def give(
    language: LanguageOption,
    county: CountyOption,
    plot: PlotOption,
    person: Annotated[
        str | None, typer.Option("--person", metavar="LOGIN", help="Staff number of who works it; nobody if left out.")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="The unit (team) in charge.")] = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Give a plot to a person, to a unit's people, or to nobody. 分派责任田。"""
    with server_acts(workspace, database) as acts:
        who = "" if person is None else acts.person(person).id
        team = "" if unit is None else acts.node(unit).id
        acts.send(kinds.GIVE, acts.node(county).id, {"plot": plot, "person": who, "unit": team})
    whose = " ".join(filter(None, (person, unit)))
    out.print(
        language.pick(
            zh=f"{plot} 号由 {whose} 负责" if whose else f"{plot} 号空缺",
            en=f"plot {plot} is {whose}'s" if whose else f"plot {plot} is vacant",
        )
    )


@app.command("name")
def name(
    text: Annotated[str, typer.Argument(metavar="NAME", help="What people call it.")],
    language: LanguageOption,
    county: CountyOption,
    plot: PlotOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Name a plot. 命名责任田。"""
    with server_acts(workspace, database) as acts:
        acts.send(kinds.NAME, acts.node(county).id, {"plot": plot, "name": text})
    out.print(language.pick(zh=f"{plot} 号：{text}", en=f"plot {plot}: {text}"))


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Written anew: .xlsx or .geojson.")],
    language: LanguageOption,
    county: CountyOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Write a county's plots and places as Excel or GeoJSON. 导出责任田。"""
    writers = {".xlsx": plots_excel, ".geojson": plots_geojson}
    write = writers.get(file.suffix.lower())
    if write is None:
        raise CannotGoOn(en=f"{file.name}: write .xlsx or .geojson", zh=f"{file.name}：请用 .xlsx 或 .geojson")
    with server_acts(workspace, database) as acts:
        drawing = _drawing(acts, county)
        places = _places(open_parts(acts.one_door), county)
        file.write_bytes(write(_view(acts, drawing), view_places(drawing, places), language))
    out.print(str(file))


@app.command("share-out")
def share_out(
    language: LanguageOption,
    county: CountyOption,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Give small customers whom nobody owns to who works their plot, as far as he has room. 按责任田分户。"""
    with server_acts(workspace, database) as acts:
        try:
            plan = plan_area_sharing(open_parts(acts.one_door), acts.node(county).id, now=datetime.now(UTC))
        except NoPlots:
            raise refused(no_drawing(county)) from None
        sent = None if dry_run else send_orders(acts.one_door.door.submit, SERVER, plan.orders)
    counts = (len(plan.orders) if sent is None else sent.changes, plan.in_vacant, plan.left, plan.elsewhere)
    out.print(
        language.pick(
            zh="分配 {} 户；责任田空缺或责任人无权跟进 {} 户，责任人已满 {} 户，不在责任田内 {} 户".format(*counts),
            en="{} customers given; {} where nobody may work them, {} left for want of room, {} in no plot".format(
                *counts
            ),
        )
    )
    for order, receipt in () if sent is None else sent.refused:
        refusal = receipt.refusal
        why_not = receipt.standing.value if refusal is None else language.pick(zh=refusal.reason_zh, en=refusal.reason)
        out.print(f"{order.body['customer']}: {why_not}")


def _propose(
    workspace: Path, database: str | None, order: PlotsOrder, *, keep: bool, note: str, language: Language
) -> None:
    now = datetime.now(UTC)
    with server_acts(workspace, database) as acts:
        parts = open_parts(acts.one_door)
        try:
            posed = pose_plots(parts, order, now=now)
            found = posed.task.solve()
        except PlanNotFound:
            raise CannotGoOn(en=f"there is no plan {order.plan}", zh=f"没有计划 {order.plan}") from None
        except NothingToMend as county:
            raise refused(no_drawing(str(county))) from None
        except ValueError as trouble:
            raise CannotGoOn(en=str(trouble), zh=f"无法划分：{trouble}") from None
        if found is None:
            raise CannotGoOn(
                en=f"no plots within {order.tolerance:.0%} of the mean were found; allow more, or take fewer plots",
                zh=f"没有找到工作量偏离均值不超过 {order.tolerance:.0%} 的责任田；请放宽比例或减少块数",
            )
        proposal = posed.view(found, made_at=now)
        _print_proposal(proposal, _names(parts, posed.county, language), language)
        if keep:
            _keep(acts, proposal, note)
    if keep:
        out.print(language.pick(zh="已采用", en="kept"))


def _keep(acts: ServerActs, proposal: ProposalView, note: str) -> None:
    """Raises CannotGoOn with the words of a refusal."""
    sender = PlanSender(acts.one_door.door.submit, clock=lambda: datetime.now(UTC))
    try:
        body = keep_body(proposal, job="", note=note)
        sender.send(SERVER, kinds.KEEP, acts.node(proposal.county).id, body, base=proposal.base)
    except PlanRefused as trouble:
        raise refused(trouble.refusal) from None


def _print_proposal(proposal: ProposalView, names: Mapping[str, str], language: Language) -> None:
    for plot in proposal.plots:
        own = [each for each in proposal.places if each.plot == plot.number]
        minutes = sum(each.seconds for each in own) / SECONDS_A_MINUTE
        shown = _some([names.get(each.place, each.place) for each in own])
        out.print(
            language.pick(
                zh=f"{plot.number}  {len(own)} 处  每周 {minutes:.0f} 分钟（均值的 {plot.share:.0%}）  {shown}",
                en=f"{plot.number}  {len(own)} places  {minutes:.0f} min a week "
                f"({plot.share:.0%} of the mean)  {shown}",
            )
        )
    for moved in proposal.moved:
        zh, en = BECAUSE_WORDS[moved.because]
        name = names.get(moved.place, moved.place)
        out.print(f"    {name}  {moved.was or '-'} → {moved.to}  {language.pick(zh=zh, en=en)}")
    out.print(_said_of_cut(proposal.cut_edges, proposal.bound, language))


def _line(plot: PlotView, names: list[str], language: Language) -> str:
    who = " ".join(filter(None, (plot.person_name, plot.unit_name))) or language.pick(zh="空缺", en="vacant")
    minutes = plot.seconds / SECONDS_A_MINUTE
    title = f"{plot.number} {plot.name}".strip()
    return language.pick(
        zh=f"{title}  {who}  {plot.places} 处  每周 {minutes:.0f} 分钟（均值的 {plot.share:.0%}）  {_some(names)}",
        en=f"{title}  {who}  {plot.places} places  {minutes:.0f} min a week ({plot.share:.0%} of the mean)  "
        f"{_some(names)}",
    )


def _some(names: list[str]) -> str:
    return ", ".join(names[:NAMES_SHOWN]) + (" …" if len(names) > NAMES_SHOWN else "")


def _said_of_cut(cut_edges: int, bound: int, language: Language) -> str:
    return language.pick(
        zh=f"相邻而分开 {cut_edges} 对，不可能少于 {bound} 对",
        en=f"{cut_edges} pairs of neighbours are apart, no less than {bound} possible",
    )


def _border(drawing: Drawing, plot: int) -> list[tuple[str, int]]:
    """Each place of a plot that borders others, with the plots that it borders."""
    return sorted(
        {
            (each.place, drawing.plot_of[other])
            for each in drawing.places
            for other in each.neighbours
            if each.plot == plot != drawing.plot_of[other]
        }
    )


def _drawing(acts: ServerActs, county: str) -> Drawing:
    """Raises CannotGoOn where there is none."""
    org = acts.node(county).id
    with acts.one_door.workspace.engine.connect() as connection:
        drawing = store.find_drawing(connection, org)
    if drawing is None:
        raise refused(no_drawing(org))
    return drawing


def _view(acts: ServerActs, drawing: Drawing) -> DrawingView:
    """With everybody's name: whoever has the machine has the data."""
    snapshot = acts.snapshot()
    persons = {str(id_): person for id_, person in snapshot.persons.items()}
    units = {str(id_): node.name for id_, node in snapshot.nodes.items()}
    return view_drawing(
        drawing,
        person_name=lambda id_: persons[id_].name if id_ in persons else id_,
        unit_name=lambda id_: units.get(id_, id_),
        has_left=lambda id_: id_ not in persons or persons[id_].has_left,
    )


def _places(parts: TargetParts, county: str) -> tuple[Place, ...]:
    """None where the county has no package any more."""
    try:
        return parts.counties.places(county)
    except CountyNotFound:
        return ()


def _names(parts: TargetParts, county: str, language: Language) -> dict[str, str]:
    return {
        str(place.id): language.pick(zh=place.name, en=place.name_en or place.name) for place in _places(parts, county)
    }
