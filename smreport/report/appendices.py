"""The appendices: everything in full, the gaps by owner, and the cell behind every figure."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.findings import Finding, Level
from smreport.report.case import WITHHELD, Case
from smreport.report.document import Block, Paragraph, Table, TableColumn
from smreport.report.figures import NONE, counted, listed, number, shown
from smreport.report.strategy import risk_table

Blocks = Iterator[Block]


def all_objectives(case: Case, intro: str) -> Blocks:
    """Every objective with its outcome, the priority it serves and its measure."""
    rows = tuple(
        (
            case.area(row["area"]),
            shown(row["objective"]),
            shown(row["outcome"]),
            shown(row["priority"]),
            shown(row["measure"]),
        )
        for row in case.rows("objectives").values()
    )
    yield from _listing(
        intro, "Objectives and outcomes",
        (TableColumn("Area", 2.4), TableColumn("Objective", 3), TableColumn("Outcome", 3),
         TableColumn("Corporate priority", 2.4), TableColumn("Measure", 2.4)),
        rows, "Each objective with its area, outcome, corporate priority and measure.",
    )  # fmt: skip


def all_tools(case: Case, intro: str) -> Blocks:
    """Every tool use, refused ones included."""
    rows = tuple(
        (shown(row["tool"]), shown(row["use"]), shown(row["channel"]), shown(row["status"]), shown(row["reason"]))
        for row in case.rows("tools").values()
    )
    yield from _listing(
        intro, "Tools and uses",
        (TableColumn("Tool", 2.6), TableColumn("Best-value use", 3.4), TableColumn("Channel", 2.2),
         TableColumn("Status", 1.8), TableColumn("Reason", 3)),
        rows, "Each tool with one of its best-value uses, its channel, its status and the reason.",
    )  # fmt: skip


def all_scores(case: Case, intro: str) -> Blocks:
    """How each score comes about: the criteria on their 0 to 100 scales, and the weights."""
    yield Paragraph(
        intro
        or "Benefit is the strength of each mapped use times the importance of its objective. "
        "Projects that claim the same use share it equally."
    )
    yield Paragraph(
        f"Cost is set-up, yearly and staff cost over {number(float(str(case.settings['horizon_years'])))} years, "
        f"discounted at {float(str(case.settings['discount_rate'])):.1%} a year. Roles that serve several projects "
        "share their cost equally."
    )
    yield Paragraph(
        "Risk is the highest likelihood times impact that remains after mitigation. On each criterion the best "
        "project has 100 and the worst 0. The score is their weighted mean."
    )
    rows = []
    for at in case.projects.index:
        number_of = int(str(at))
        secret = case.withheld(number_of)
        scaled = [number(case.projects[f"scaled_{name}"][at]) for name in case.results.weights]
        rows.append(
            (case.rank(number_of), str(case.projects["title"][at]), scaled[0], WITHHELD if secret else scaled[1],
             scaled[2], case.score(number_of))
        )  # fmt: skip
    heads = [f"{name.capitalize()}, weight {weight:.0%}" for name, weight in case.results.weights.items()]
    yield from _listing(
        "", "Scores in full",
        (TableColumn("Rank", 1.5), TableColumn("Project", 4), *(TableColumn(head, 2, "right") for head in heads),
         TableColumn("Score", 1.8, "right")),
        tuple(rows), "Each project with its value on each criterion and its score.",
    )  # fmt: skip


def all_risks(case: Case, intro: str) -> Blocks:
    """The whole register."""
    if case.results.register.empty:
        yield Paragraph(f"{NONE}.")
        return
    if intro:
        yield Paragraph(intro)
    yield risk_table("Risk register", case.results.register)


def gaps(case: Case, intro: str) -> Blocks:
    """What is wrong, missing or worth knowing, by who can put it right."""
    findings = case.results.findings
    counts = listed(counted(sum(f.level is level for f in findings), level.value) for level in Level)
    yield Paragraph(intro or f"The check of the workbook found {counts}.")
    if not findings:
        return
    by_owner: dict[tuple[str, Level, str, str], list[Finding]] = {}
    for finding in findings:
        key = (finding.owner or "Facilitator", finding.level, finding.sheet, finding.what)
        by_owner.setdefault(key, []).append(finding)
    order = list(Level)
    keys = sorted(by_owner, key=lambda key: (key[0].lower(), order.index(key[1])))
    rows = tuple(
        (owner, level.value.capitalize(), what, f"{sheet}, {_cells(by_owner[owner, level, sheet, what])}")
        for owner, level, sheet, what in keys
    )
    yield from _listing(
        "", "Gaps and notes",
        (TableColumn("Owner", 3), TableColumn("Level", 1.3), TableColumn("What", 4.4), TableColumn("Where", 3.6)),
        rows, "Each finding with its owner, its level, and the sheet and cells where it stands.",
    )  # fmt: skip


def _cells(findings: list[Finding]) -> str:
    return ", ".join(dict.fromkeys(finding.cell for finding in findings))


def provenance(case: Case, intro: str) -> Blocks:
    """For each figure of the main part, the sheet and the cells that it comes from."""
    yield Paragraph(intro or f"All figures come from the workbook {case.results.tables.file}.")
    names = {"budget": "Budget", "hours_available": "Staff hours available", "discount_rate": "Discount rate",
             "horizon_years": "Years", "hourly_rate": "Cost of a staff hour"}  # fmt: skip
    names |= {f"weight_{name}": f"Weight of {name}" for name in case.results.weights}
    rows = [(name, _setting(case, key), case.cell("settings", key)) for key, name in names.items()]
    for at in case.projects.index:
        rows += _project_rows(case, int(str(at)))
    for sheet, together in (("role", case.results.roles), ("channel", case.results.channels)):
        rows += [
            (f"Benefit points of the {sheet} “{name}”", number(row["points"]), case.row_list("mapping", row["rows"]))
            for name, row in together.iterrows()
        ]
    yield from _listing(
        "", "Sources of the figures",
        (TableColumn("Figure", 5), TableColumn("Value", 2.4, "right"), TableColumn("Where", 4.6)),
        tuple(rows), "Each figure, its value, and the sheet and cells that it comes from.",
    )  # fmt: skip


def _setting(case: Case, key: str) -> str:
    value = case.settings[key]
    if key in ("budget", "hourly_rate") and isinstance(value, float):
        return f"£{value:,.2f}"
    return f"{value:.1%}" if key == "discount_rate" and isinstance(value, float) else shown(value)


def _project_rows(case: Case, at: int) -> list[tuple[str, str, str]]:
    title, row = case.projects["title"][at], case.projects.loc[at]
    return [
        (f"Benefit points of “{title}”", number(row["benefit"]), case.row_list("mapping", row["mapping_rows"])),
        (f"Cost of “{title}”", case.cost(at), case.row_list("evaluation", row["cost_rows"])),
        (f"Risk of “{title}”", number(row["risk"]), case.row_list("risks", row["risk_rows"])),
    ]


def _listing(
    intro: str, caption: str, columns: tuple[TableColumn, ...], rows: tuple[tuple[str, ...], ...], description: str
) -> Blocks:
    if intro:
        yield Paragraph(intro)
    if rows:
        yield Table(caption, columns, rows, description)
    else:
        yield Paragraph(f"{NONE}.")


SECTIONS = {
    "all_objectives": all_objectives, "all_tools": all_tools, "all_scores": all_scores, "all_risks": all_risks,
    "gaps": gaps, "provenance": provenance,
}  # fmt: skip
