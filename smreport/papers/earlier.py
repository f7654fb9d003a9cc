"""What earlier rounds did and measured, as the workbook keeps it: nothing in the first round."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blocks.document import Block, Bullets, Paragraph
from smreport.blueprint.tables import Row
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import as_given, said, sentence, shown
from smreport.papers.filled import Filled, filled_table
from smreport.rounds.earlier_rows import EARLIER
from smreport.words import joining, say

Blocks = Iterator[Block]
_FIGURES = ("baseline", "target", "actual")
_OUTCOMES = (*_FIGURES, "standing", "spent", "lessons")
_DATES = {"baseline": "as_of", "target": "target_date", "actual": "actual_as_of"}


def earlier_rounds(case: Case, intro: str) -> Blocks:
    """What became of the rows of earlier rounds, with what was learnt; then what was measured, in a table."""
    rows = {at: row for at, row in case.optional_rows(EARLIER).items() if has_outcome(row)}
    if rows and intro:
        yield Paragraph(intro)
    measured = {at: row for at, row in rows.items() if _is_measured(row)}
    if closed := {at: row for at, row in rows.items() if at not in measured}:
        yield _became(case, closed)
    if measured:
        yield _measures(case, measured)


def _became(case: Case, rows: dict[int, Row]) -> Block:
    sources = tuple(case.sources.rows(EARLIER, [at]) for at in rows)
    return Bullets(say("papers.earlier"), tuple(map(_closed, rows.values())), sources=sources)


def _is_measured(row: Row) -> bool:
    return any(row[key] is not None for key in _FIGURES)


def has_outcome(row: Row) -> bool:
    """Whether it says what came of something; what else is kept, such as meetings, is for officers."""
    return any(row[key] is not None for key in _OUTCOMES)


def _closed(row: Row) -> str:
    """A row of an earlier round in a sentence or two: what it was and of what, how it stood, and what was learnt."""
    of = "" if row["project"] is None else say("papers.earlier.of", project=str(row["project"]))
    details = joining.apart((said(row["round"]), of, said(row["standing"]), _spent(row)))
    name = joining.unclosed(shown(row["name"]))
    head = say("papers.earlier.one", name=name, details=details) if details else sentence(name)
    return joining.sentences((head, sentence(row["lessons"])))


def _spent(row: Row) -> str:
    return "" if row["spent"] is None else say("papers.earlier.spent", amount=as_given(row["spent"], is_money=True))


def _measures(case: Case, measured: dict[int, Row]) -> Block:
    rows = list(measured.values())
    columns = [
        Filled(case.heading(f"{EARLIER}.round"), 2, [said(row["round"]) for row in rows]),
        Filled(case.heading("kpis.name"), 3.4, [shown(row["name"]) for row in rows]),
        Filled(case.heading(f"{EARLIER}.project"), 2.8, [said(row["project"]) for row in rows]),
        *(Filled(case.heading(f"{EARLIER}.{key}"), 2.5, [_figure(row, key) for row in rows]) for key in _FIGURES),
        Filled(case.heading(f"{EARLIER}.standing"), 2, [said(row["standing"]) for row in rows]),
        Filled(case.heading(f"{EARLIER}.direction"), 2, [said(row["direction"]) for row in rows]),
        Filled(case.heading(f"{EARLIER}.lessons"), 3, [said(row["lessons"]) for row in rows]),
    ]
    sources = [case.sources.rows(EARLIER, [at]) for at in measured]
    return filled_table(say("papers.earlier.measures"), columns, say("papers.earlier.measures.described"), sources)


def _figure(row: Row, key: str) -> str:
    """A figure with its unit and its date, as far as they are known."""
    value, day = row[key], row[_DATES[key]]
    if value is None:
        return "" if day is None else figures.when(day)
    text = figures.figure(value, row["unit"])
    return text if day is None else say("papers.earlier.figure", figure=text, day=figures.when(day))


SECTIONS = {"earlier_rounds": earlier_rounds}
