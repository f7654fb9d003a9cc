"""The sections of the action plan: what is done, by whom and by when."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blueprint import terms
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.decision.evaluate import risk_rows
from smreport.report import figures
from smreport.report.case import Case
from smreport.report.document import Block, Heading, Paragraph, Table, TableColumn
from smreport.report.figures import NONE, NOT_KNOWN, counted, number, sentence, shown
from smreport.report.strategy import kpi_table

Blocks = Iterator[Block]


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
    rows = tuple(
        (shown(row["title"]), shown(row["lead"]), _span(row), _wave(case, at), shown(row["status"]))
        for at, row in _in_order(case)
    )
    yield Table(
        "Projects",
        (TableColumn("Project", 3.6), TableColumn("Lead", 3), TableColumn("Time", 3.4), TableColumn("Wave", 2),
         TableColumn("Status", 1.8)),
        rows, "Each project with its lead, its time, its wave and its status.",
    )  # fmt: skip


def _in_order(case: Case) -> list[tuple[int, Row]]:
    ranked = [int(str(at)) for at in case.projects.index]
    others = [at for at in case.rows("portfolio") if at not in set(ranked)]
    return [(at, case.project(at)) for at in (*ranked, *others)]


def _span(row: Row) -> str:
    start, finish = figures.when(row["start"]), figures.when(row["finish"])
    if NOT_KNOWN not in (start, finish):
        return f"{start} to {finish}"
    if start == finish:
        return NOT_KNOWN
    return f"From {start}" if finish == NOT_KNOWN else f"Until {finish}"


def _wave(case: Case, at: int) -> str:
    waves = case.results.waves
    if at in waves.index:
        return str(waves["wave"][at])
    return "Closed" if case.project(at)["status"] in terms.FINISHED else NOT_KNOWN


def projects(case: Case, intro: str) -> Blocks:
    """Each project with its facts, actions, KPIs and highest risk."""
    if intro:
        yield Paragraph(intro)
    if not case.rows("portfolio"):
        yield Paragraph(f"{NONE}.")
    for at, row in _in_order(case):
        yield Heading(shown(row["title"]), 2)
        yield from _facts(case, at, row)
        yield from _actions(case, row)
        yield from _kpis(case, row)
        yield from _risk(case, row)


def _facts(case: Case, at: int, row: Row) -> Blocks:
    is_open = at in case.projects.index
    areas: tuple[str, ...] = row["areas"] or ()  # type: ignore[assignment]
    yield Paragraph(f"Serves: {sentence(row['business_project']) or f'{NOT_KNOWN}.'}")
    yield Paragraph(f"What changes: {sentence(row['change']) or f'{NOT_KNOWN}.'}")
    facts = [f"Areas: {case.area_names(areas) or NOT_KNOWN}.", f"Lead: {shown(row['lead'])}."]
    if row["contributors"]:
        facts.append(f"Contributors: {sentence(row['contributors'])}")
    if is_open:
        facts.append(f"Cost, present value: {case.cost(at)}. Staff hours a month: {case.hours(at)}.")
    if row["depends"]:
        facts.append(f"Depends on: {shown(row['depends'])}.")
    yield Paragraph(" ".join(facts))


def _of(case: Case, sheet: str, row: Row) -> list[Row]:
    title = normalised(row["title"])
    return [other for other in case.rows(sheet).values() if title and normalised(other["project"]) == title]


def _actions(case: Case, row: Row) -> Blocks:
    actions = sorted(_of(case, "actions", row), key=lambda action: figures.first_day(action["due"]))
    if not actions:
        yield Paragraph("Actions: none recorded yet.")
        return
    yield Table(
        f"Actions of “{row['title']}”",
        (TableColumn("Action", 5), TableColumn("Owner", 3), TableColumn("Due", 2.4), TableColumn("Status", 1.9)),
        tuple((shown(a["action"]), shown(a["owner"]), figures.when(a["due"]), shown(a["status"])) for a in actions),
        "Each action with its owner, its due date and its status.",
    )


def _kpis(case: Case, row: Row) -> Blocks:
    rows = _of(case, "kpis", row)
    if rows:
        yield kpi_table(f"Measures of “{row['title']}”", rows, with_project=False)
    else:
        yield Paragraph("Measures: none recorded yet.")


def _risk(case: Case, row: Row) -> Blocks:
    register = risk_rows(row, case.results.register)
    if register.empty:
        yield Paragraph("Risks: none recorded yet.")
        return
    highest = register.sort_values("residual", ascending=False, na_position="last", kind="stable").iloc[0]
    remains = number(highest["residual"])
    size = f"{remains} of 25 after mitigation" if remains != NOT_KNOWN else "not scored yet"
    yield Paragraph(f"Highest risk: {sentence(highest['risk']).rstrip('.')} ({size}).")


def strategy_kpis(case: Case, intro: str) -> Blocks:
    """The KPIs of the whole strategy."""
    if intro:
        yield Paragraph(intro)
    whole = normalised(terms.WHOLE_STRATEGY)
    rows = [row for row in case.rows("kpis").values() if normalised(row["project"]) == whole]
    if rows:
        yield kpi_table("Measures for the whole strategy", rows, with_project=False)
    else:
        yield Paragraph(f"{NONE}.")


def quarters(case: Case, intro: str) -> Blocks:
    """Actions by the quarter of the financial year in which they are due."""
    actions = sorted(case.rows("actions").values(), key=lambda action: figures.first_day(action["due"]))
    rows = tuple(
        (figures.quarter(figures.first_day(a["due"])), shown(a["action"]), shown(a["project"]), shown(a["owner"]))
        for a in actions
    )
    yield from _view(intro, "Actions by quarter", ("Quarter", "Action", "Project", "Owner"), rows)


def owners(case: Case, intro: str) -> Blocks:
    """Actions by owner."""
    actions = sorted(
        case.rows("actions").values(),
        key=lambda action: (normalised(action["owner"]) or "~", figures.first_day(action["due"])),
    )
    rows = tuple((shown(a["owner"]), shown(a["action"]), shown(a["project"]), figures.when(a["due"])) for a in actions)
    yield from _view(intro, "Actions by owner", ("Owner", "Action", "Project", "Due"), rows)


def _view(intro: str, caption: str, headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Blocks:
    if intro:
        yield Paragraph(intro)
    if rows:
        columns = tuple(map(TableColumn, headings, (2.6, 4.6, 3, 2.6)))
        yield Table(caption, columns, rows, f"Each action with: {', '.join(headings).lower()}.")
    else:
        yield Paragraph(f"{NONE}.")


SECTIONS = {
    "plan_summary": plan_summary, "projects": projects, "strategy_kpis": strategy_kpis, "quarters": quarters,
    "owners": owners,
}  # fmt: skip
