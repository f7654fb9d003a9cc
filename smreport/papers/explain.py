"""Why a project stands where it does: the chain from mappings to rank, with the row behind each figure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from smreport.blocks.document import Block, Document, Heading, Paragraph, Section, Table, TableColumn
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.errors import InvalidValue
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import NONE, counted, number, pounds, shown
from smreport.papers.privacy import WITHHELD


def explanation(case: Case, title: str) -> Document:
    """The chain behind one open project's rank.

    Raises InvalidValue, which names the projects there are, where none is called so.
    """
    at = _row_of(case, title)
    name = str(case.projects["title"][at])
    place = f"{case.results.tables.file}, {case.sources.row_list('portfolio', [at])}"
    return Document(
        title=name,
        subtitle=f"{_standing(case, at)} Made from {place}.",
        cover=(),
        sections=(Section("explanation", tuple(_blocks(case, at))),),
        subject=f"Why “{name}” stands where it does",
        language=case.results.tables.blueprint.language,
    )


def _row_of(case: Case, title: str) -> int:
    known = {normalised(name): int(str(at)) for at, name in case.projects["title"].items()}
    if normalised(title) not in known:
        names = figures.listed(f"“{name}”" for name in case.projects["title"]) or "none"
        raise InvalidValue(f"“{title}”: there is no open project of this name. Open projects: {names}.")
    return known[normalised(title)]


def _standing(case: Case, at: int) -> str:
    rank = case.rank(at)
    if rank == "No rank yet":
        return f"{rank} among {counted(len(case.projects), 'project')}."
    return f"Rank {rank} of {len(case.projects)}, score {case.score(at)}."


def _blocks(case: Case, at: int) -> Iterator[Block]:
    yield Heading("Score", 1)
    yield _score(case, at)
    yield Heading("Benefit", 1)
    yield from _benefit(case, at)
    yield Heading("Cost", 1)
    yield from _cost(case, at)
    yield Heading("Risk", 1)
    yield from _risk(case, at)


def _score(case: Case, at: int) -> Table:
    """What each criterion adds to the score: its value on the scale times its share of the known weights."""
    row: Any = case.projects.loc[at]
    weights = case.results.weights
    known = sum(weights[name] for name in terms.CRITERIA if not math.isnan(row[name]))
    texts = {"benefit": number(row["benefit"]), "cost": case.money.cost(at), "risk": number(row["risk"])}
    rows = []
    for name in terms.CRITERIA:
        scaled = row[f"scaled_{name}"]
        hidden = case.privacy.hides_score(at) and name == "cost"
        adds = number(scaled * weights[name] / known) if known and not math.isnan(scaled) else "Left out, not known"
        rows.append(
            (name.capitalize(), texts[name], WITHHELD if hidden else number(scaled), f"{weights[name]:.0%}",
             WITHHELD if case.privacy.hides_score(at) else adds, case.sources.cell("settings", f"weight_{name}"))
        )  # fmt: skip
    return Table(
        "What each criterion adds to the score",
        (
            TableColumn("Criterion", 2),
            TableColumn("Figure", 2, "right"),
            TableColumn("On the scale, 0 to 100", 2, "right"),
            TableColumn("Weight", 1.4, "right"),
            TableColumn("Adds to the score", 2, "right"),
            TableColumn("Weight set in", 2.6),
        ),
        tuple(rows),
        "Each criterion with its figure, its value on the scale, its weight and what it adds.",
    )


def _benefit(case: Case, at: int) -> Iterator[Block]:
    rows = []
    for number_of in case.projects["mapping_rows"][at]:
        row = case.results.mappings.loc[number_of]
        rows.append(
            (case.area(row["area"]), shown(row["tool"]), shown(row["objective"]), shown(row["strength"]),
             number(row["points"]), str(row["claims"]), number(row["share"]),
             case.sources.row_list("mapping", [number_of]))
        )  # fmt: skip
    yield from _listing(
        "Mapped uses that the project takes",
        (
            "Area",
            "Tool use",
            "Objective",
            "Strength",
            "Points",
            "Projects that share them",
            "For this project",
            "Where",
        ),
        rows,
    )


def _cost(case: Case, at: int) -> Iterator[Block]:
    if case.privacy.withheld(at):
        yield Paragraph(f"{WITHHELD}. Add --exempt to see it.")
        return
    rows = []
    for number_of in case.projects["cost_rows"][at]:
        row = case.results.evaluation.loc[number_of]
        rows.append(
            (shown(row["role"]), _pounds(row["setup_cost"]), _pounds(row["yearly_cost"]), shown(row["hours"]),
             pounds(row["present_value"]), str(row["shares"]), pounds(row["cost_share"]),
             case.sources.row_list("evaluation", [number_of]))
        )  # fmt: skip
    yield from _listing(
        f"Costs over {case.money.horizon}, discounted",
        (
            "Role",
            "Set-up",
            "Yearly",
            "Hours a month",
            "Present value",
            "Projects that share it",
            "For this project",
            "Where",
        ),
        rows,
    )


def _pounds(value: object) -> str:
    return pounds(value) if isinstance(value, float) else figures.NOT_KNOWN


def _risk(case: Case, at: int) -> Iterator[Block]:
    rows = []
    for number_of in case.projects["risk_rows"][at]:
        row = case.results.register.loc[number_of]
        rows.append(
            (
                shown(row["risk"]),
                number(row["inherent"]),
                number(row["residual"]),
                case.sources.row_list("risks", [number_of]),
            )
        )
    yield from _listing(
        "Risks, from 1 to 25; the highest that remains counts", ("Risk", "Before", "After", "Where"), rows
    )


def _listing(caption: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[Block]:
    if rows:
        yield Table(caption, tuple(map(TableColumn, headings)), tuple(rows), f"Each row with: {', '.join(headings)}.")
    else:
        yield Paragraph(f"{NONE}.")
