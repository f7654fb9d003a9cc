"""The sections of the action plan: what is done, by whom and by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smreport.blocks.document import Block, Heading, Paragraph, Table, TableColumn
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.papers import charts, figures, measures
from smreport.papers.case import Case
from smreport.papers.choice import verdict
from smreport.papers.figures import NONE, NOT_KNOWN, counted, number, sentence, shown
from smreport.words import say

Blocks = Iterator[Block]
_MOST_LISTED = 20  # projects in the table at the start
_MOST_TOLD = 12  # projects told in full in the main part
_MOST_APPENDED = 30  # further ones told in full in the appendix


def plan_summary(case: Case, intro: str) -> Blocks:
    """All projects in a table, best first, finished ones last."""
    actions = len(case.rows("actions"))
    yield Paragraph(
        f"The plan has {counted(len(case.rows('portfolio')), 'project')} and {counted(actions, 'action')}. "
        f"It covers {case.plan}.",
        tone="lead",
    )
    if intro:
        yield Paragraph(intro)
    if not case.rows("portfolio"):
        yield Paragraph(f"{NONE}.")
        return
    yield from verdict(case)
    order = _in_order(case)
    first = order[:_MOST_LISTED]
    more = len(order) - len(first)
    yield Table(
        f"The first {len(first)} projects of {len(order)}" if more else "Projects",
        (TableColumn("Project", 3.6), TableColumn("Lead", 3), TableColumn("Time", 3.4), TableColumn("Wave", 2),
         TableColumn("Status", 1.8)),
        tuple(
            (shown(row["title"]), shown(row["lead"]), _span(row), _wave(case, at), shown(row["status"]))
            for at, row in first
        ),
        "Each project with its lead, its time, its wave and its status.", "plan_projects",
        tuple(case.sources.rows("portfolio", [at]) for at, _ in first),
    )  # fmt: skip
    timeline = charts.timeline(case)
    if timeline:
        yield timeline


def _in_order(case: Case) -> list[tuple[int, Row]]:
    others = [at for at in case.rows("portfolio") if at not in case.records.projects]
    return [(at, case.project(at)) for at in (*case.records.projects, *others)]


def _span(row: Row) -> str:
    start, finish = figures.when(row["start"]), figures.when(row["finish"])
    if NOT_KNOWN not in (start, finish):
        return f"{start} to {finish}"
    if start == finish:
        return NOT_KNOWN
    return f"From {start}" if finish == NOT_KNOWN else f"Until {finish}"


def _wave(case: Case, at: int) -> str:
    if at in case.results.scores:
        return case.verdicts.stands(at)
    return "Closed" if case.choice("portfolio.status", case.project(at)["status"]) in terms.FINISHED else NOT_KNOWN


def projects(case: Case, intro: str) -> Blocks:
    """The projects of the main part, each with its facts, actions, KPIs and highest risk."""
    if intro:
        yield Paragraph(intro)
    if not case.rows("portfolio"):
        yield Paragraph(f"{NONE}.")
    order = _in_order(case)
    for at, row in order[:_MOST_TOLD]:
        yield from _project(case, at, row)
    if len(order) > _MOST_TOLD:
        yield Paragraph(
            f"{counted(len(order) - _MOST_TOLD, 'more project')} are in the appendix.", see=("more_projects",)
        )


def more_projects(case: Case, intro: str) -> Blocks:
    """The projects that the main part has no room for; nothing where there are none."""
    rest = _in_order(case)[_MOST_TOLD:]
    if rest and intro:
        yield Paragraph(intro)
    for at, row in rest[:_MOST_APPENDED]:
        yield from _project(case, at, row)
    left = rest[_MOST_APPENDED:]
    if left:
        yield Table(
            "Projects told in a line",
            (TableColumn("Project", 3.6), TableColumn("Lead", 3), TableColumn("Time", 3.4), TableColumn("Wave", 2)),
            tuple((shown(row["title"]), shown(row["lead"]), _span(row), _wave(case, at)) for at, row in left),
            "Each further project with its lead, its time and its wave.",
            sources=tuple(case.sources.rows("portfolio", [at]) for at, _ in left),
        )


def _project(case: Case, at: int, row: Row) -> Blocks:
    yield Heading(shown(row["title"]), 2)
    yield from _facts(case, at, row)
    yield from _actions(case, row)
    yield from _kpis(case, row)
    yield from _risk(case, at, row)


def _facts(case: Case, at: int, row: Row) -> Blocks:
    is_open = at in case.records.projects
    areas: tuple[str, ...] = row["areas"] or ()  # type: ignore[assignment]
    yield Paragraph(f"Serves: {sentence(row['business_project']) or f'{NOT_KNOWN}.'}")
    yield Paragraph(f"What changes: {sentence(row['change']) or f'{NOT_KNOWN}.'}")
    facts = [f"Areas: {case.area_names(areas) or NOT_KNOWN}.", f"Lead: {shown(row['lead'])}."]
    if row["contributors"]:
        facts.append(f"Contributors: {sentence(row['contributors'])}")
    if is_open:
        facts.append(f"Whole-life cost: {case.money.cost(at)}. Staff hours a month: {case.money.hours(at)}.")
    if row["depends"]:
        facts.append(f"Depends on: {shown(row['depends'])}.")
    yield Paragraph(" ".join(facts))


def _of(case: Case, sheet: str, row: Row) -> list[int]:
    """The Excel rows of a sheet that name a project."""
    return case.rows_by_project(sheet).get(normalised(row["title"]), [])


def _actions(case: Case, row: Row) -> Blocks:
    actions = case.rows("actions")
    numbers = sorted(_of(case, "actions", row), key=lambda at: figures.last_day(actions[at]["due"]))
    if not numbers:
        yield Paragraph("Actions: none recorded yet.")
        return
    yield Table(
        f"Actions of “{row['title']}”",
        (TableColumn("Action", 5), TableColumn("Owner", 3), TableColumn("Due", 2.4), TableColumn("Status", 1.9)),
        tuple(
            (shown(a["action"]), shown(a["owner"]), figures.when(a["due"]), shown(a["status"]))
            for a in map(actions.__getitem__, numbers)
        ),
        "Each action with its owner, its due date and its status.",
        sources=tuple(case.sources.rows("actions", [at]) for at in numbers),
    )


def _kpis(case: Case, row: Row) -> Blocks:
    found = case.measures.of_project(row["title"])
    if found:
        yield measures.measure_table(case, say("papers.measures.of", project=shown(row["title"])), found)


def _risk(case: Case, at: int, row: Row) -> Blocks:
    highest = case.highest_risk(at, row)
    if highest is None:
        yield Paragraph("Risks: none recorded yet.")
        return
    remains = number(highest["residual"])
    size = f"{remains} of 25 after mitigation" if remains != NOT_KNOWN else "not scored yet"
    text = f"Highest risk: {sentence(highest['risk']).rstrip('.')} ({size})."
    yield Paragraph(text, source=case.sources.rows("risks", [int(str(highest.name))]))


def quarters(case: Case, intro: str) -> Blocks:
    """Actions by the quarter of the financial year in which they are due."""
    actions = sorted(case.rows("actions").items(), key=lambda pair: figures.last_day(pair[1]["due"]))
    rows = {
        at: (figures.quarter(figures.last_day(a["due"])), *(shown(a[key]) for key in ("action", "project", "owner")))
        for at, a in actions
    }
    yield from _view(case, intro, "Actions by quarter", ("Quarter", "Action", "Project", "Owner"), rows)


def owners(case: Case, intro: str) -> Blocks:
    """Actions by owner."""
    actions = sorted(
        case.rows("actions").items(),
        key=lambda pair: (normalised(pair[1]["owner"]) or "~", figures.last_day(pair[1]["due"])),
    )
    rows = {
        at: (*(shown(a[key]) for key in ("owner", "action", "project")), figures.when(a["due"])) for at, a in actions
    }
    yield from _view(case, intro, "Actions by owner", ("Owner", "Action", "Project", "Due"), rows)


def _view(
    case: Case, intro: str, caption: str, headings: tuple[str, ...], rows: Mapping[int, tuple[str, ...]]
) -> Blocks:
    if intro:
        yield Paragraph(intro)
    if not rows:
        yield Paragraph(f"{NONE}.")
        return
    columns = tuple(map(TableColumn, headings, (2.6, 4.6, 3, 2.6)))
    description = f"Each action with: {', '.join(headings).lower()}."
    sources = tuple(case.sources.rows("actions", [at]) for at in rows)
    yield Table(caption, columns, tuple(rows.values()), description, sources=sources)


SECTIONS = {
    "plan_summary": plan_summary, "projects": projects, "more_projects": more_projects,
    "progress": measures.progress, "strategy_kpis": measures.strategy_kpis, "how_measured": measures.how_measured,
    "quarters": quarters, "owners": owners,
}  # fmt: skip
