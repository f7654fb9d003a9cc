"""Measures with their baseline and target: the weightiest, or a table of any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smreport.blocks.document import Block, Paragraph, Table, TableColumn
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import NOT_KNOWN, counted, shown

Blocks = Iterator[Block]
_SHORT_LIST = 8  # projects
_TOP = 4  # KPIs


def kpis(case: Case, intro: str) -> Blocks:
    """The weightiest measures of the whole strategy and of the projects in the first wave."""
    rows = _main_kpis(case)
    if not rows:
        return
    more = len(case.rows("kpis")) - len(rows)
    rest = f" The action plan has {counted(more, 'more', 'more')}." if more else ""
    if intro or rest:
        yield Paragraph(f"{intro}{rest}".strip())
    columns = (
        TableColumn("Measure", 4.2),
        TableColumn("Baseline", 3.4),
        TableColumn("Target", 3.6),
        TableColumn("By", 2.8),
    )
    yield Table(
        "Main measures", columns, tuple(_kpi(case.rows("kpis")[at])[:-1] for at in rows),
        "Each measure with its baseline, its target and the date of the target.", "main_kpis",
        tuple(case.sources.rows("kpis", [at]) for at in rows),
    )  # fmt: skip


def _main_kpis(case: Case) -> list[int]:
    """The Excel rows of one KPI of the whole strategy, then one of each project of the first wave, best first."""
    stages = case.choices("kpis.stage")
    by_project: dict[str, list[int]] = {}
    for at, row in sorted(case.rows("kpis").items(), key=lambda pair: -_position(pair[1]["stage"], stages)):
        by_project.setdefault(normalised(row["project"]), []).append(at)
    wave = case.verdicts.first_wave or case.results.order
    titles = [normalised(case.records.projects[at]["title"]) for at in wave[:_SHORT_LIST]]
    chosen = [by_project.get(title, [])[:1] for title in (case.whole_strategy, *titles)]
    spare = by_project.get(case.whole_strategy, [])[1:]
    return [at for rows in (*chosen, spare) for at in rows][:_TOP]


def _position(stage: object, stages: Sequence[str]) -> int:
    return stages.index(str(stage)) if stage in stages else -1


def kpi_table(case: Case, caption: str, rows: Sequence[int]) -> Table:
    """KPIs with baseline, target, owner and, where some are there, latest figures; for the action plan."""
    measured = any(case.rows("kpis")[at]["actual"] is not None for at in rows)
    latest = (TableColumn("Latest", 2.2),) if measured else ()
    told = "its baseline, its latest figure" if measured else "its baseline"
    return Table(
        caption,
        (TableColumn("Measure", 3), TableColumn("Baseline", 2.2), *latest, TableColumn("Target", 2.6),
         TableColumn("By", 2.1), TableColumn("Owner", 2.6)),
        tuple(_kpi(case.rows("kpis")[at], measured) for at in rows),
        f"Each measure with {told}, its target, the date of the target and its owner.",
        sources=tuple(case.sources.rows("kpis", [at]) for at in rows),
    )  # fmt: skip


def _kpi(row: Row, measured: bool = False) -> tuple[str, ...]:
    as_of = figures.when(row["actual_as_of"])
    latest = figures.figure(row["actual"], row["unit"]) + (
        f" ({as_of})" if NOT_KNOWN not in (as_of, shown(row["actual"])) else ""
    )
    return (
        shown(row["name"]),
        figures.figure(row["baseline"], row["unit"]),
        *((latest,) if measured else ()),
        figures.figure(row["target"], row["unit"]),
        figures.when(row["target_date"]),
        shown(row["owner"]),
    )
