"""Tables of which only what is filled in is shown, and rows by the area that they belong to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from smreport.blocks.document import Block, Paragraph, Table, TableColumn
from smreport.blueprint.values import normalised
from smreport.frozen import replace
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.words import say


def no_answers() -> frozenset[str]:
    """What stands in a cell that has no answer."""
    return frozenset({"", figures.not_known(), figures.none_identified(), figures.LEFT_BLANK})


def filled(table: Table, also: Collection[str] = ()) -> Table:
    """A table without the columns in which no row has an answer; the first one stays.

    also  what else stands in a cell that has no answer
    """
    blank = no_answers().union(also)
    kept = [
        at for at in range(len(table.columns)) if at == 0 or not all(row[at] in blank for row in table.rows)
    ]  # fmt: skip
    if len(kept) == len(table.columns):
        return table
    columns = tuple(table.columns[at] for at in kept)
    headings = figures.listed(column.heading for column in columns)
    return replace(
        table,
        columns=columns,
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
        description=say("papers.table.columns", columns=headings),
    )


def listing(
    intro: str,
    caption: str,
    columns: tuple[TableColumn, ...],
    rows: Iterable[tuple[str, ...]],
    description: str,
    sources: Iterable[str] = (),
) -> Iterator[Block]:
    """A table without the columns that nobody filled in, under its intro; nothing where it would have only names."""
    listed_rows = tuple(rows)
    if not listed_rows:
        return
    table = filled(Table(caption, columns, listed_rows, description, sources=tuple(map(str, sources))))
    if len(table.columns) == 1 < len(columns):
        return
    if intro:
        yield Paragraph(intro)
    yield table


def by_area(case: Case, sheet: str) -> dict[str, list[int]]:
    """The Excel rows of a sheet by the name of their area: what is for all areas first, then in the order of 1 Areas.

    What names no area comes last, as "" and a parked area says that it is one.
    """
    rows_by_area: dict[str, list[int]] = {}
    for at, label in zip(case.numbers(sheet), case.column(sheet, "area"), strict=True):
        rows_by_area.setdefault(normalised(label) if label is not None else "", []).append(at)
    listed = [normalised(row["label"]) for row in case.rows("areas").values() if row["label"] is not None]
    order = [case.all_areas, *listed, *filter(None, rows_by_area), ""]
    return {
        _called(case, sheet, rows_by_area[label][0], label): rows_by_area[label]
        for label in dict.fromkeys(order)
        if label in rows_by_area
    }


def _called(case: Case, sheet: str, at: int, label: str) -> str:
    if not label:
        return ""
    name = case.area(case.rows(sheet)[at]["area"])
    return say("papers.area.parked", area=name) if label in case.parked else name
