"""The report of a merge, for the facilitator: whom to chase, what to decide, what was added and taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from smreport.blocks.document import (
    Block,
    Bullets,
    Contents,
    Document,
    Heading,
    Paragraph,
    Section,
    Table,
    TableColumn,
)
from smreport.findings import cells_in_words, count_in_words
from smreport.rounds.decisions import Matter, Question, title
from smreport.rounds.merge import Merged, Return
from smreport.rounds.progress import Called

_MOST_ROWS = 300  # of a table: longer ones take Word long to lay out, and nobody reads them
_NOBODY = "Nobody named"
_INTROS = {
    Matter.CONFLICT: "These cells were filled in differently in more than one workbook.",
    Matter.SHARED: "These cells are the same for several areas, and a return has changed them. What was sent stands.",
    Matter.NAMES: "These names may stand for the same thing. They stay apart until you say Yes.",
}


def merge_report(
    merged: Merged,
    roll: Sequence[Called],
    returned: Sequence[Return],
    unreadable: Sequence[str],
    file: str,
    remarks: Sequence[str] = (),
) -> Document:
    """The report.

    roll        the workbooks that were sent, and where each stands; none without a register
    returned    the workbooks that were merged
    unreadable  why others were not, in one line each
    file        the name of the combined workbook
    remarks     which files were left out, and of whom several came back
    """
    blueprint = merged.tables.blueprint
    organisation = str(merged.tables.settings.get("organisation") or "")
    cover = (("Combined workbook", file), ("Returns merged", f"{len(returned):,}"), ("To decide", _open(merged)))
    blocks = tuple(_blocks(merged, roll, returned, (unreadable, remarks), file))
    return Document(
        title="Merge report",
        subtitle=" - ".join(filter(None, (organisation, blueprint.title))),
        cover=cover,
        sections=(Section("merge_report", blocks),),
        author=organisation,
        subject="Who has returned, and what the facilitator has to decide",
        footer=f"Merge report: {file}",
        language=blueprint.tongue.tag,
    )


def _open(merged: Merged) -> str:
    return count_in_words(len(merged.open), "question")


def _blocks(
    merged: Merged,
    roll: Sequence[Called],
    returned: Sequence[Return],
    about_files: tuple[Sequence[str], Sequence[str]],
    file: str,
) -> Iterator[Block]:
    unreadable, remarks = about_files
    yield Contents()
    yield from _who(roll, returned)
    if remarks:
        yield Heading("Files that were left out, or came twice", 1)
        yield Bullets("What became of files beside the returns that count:", tuple(remarks))
    if unreadable:
        yield Heading("Files that could not be read", 1)
        yield Bullets("They are not in the combined workbook. Put them right and merge again:", tuple(unreadable))
    yield Heading("What to decide", 1)
    yield Paragraph(
        f"Left to decide: {_open(merged)}. Put Yes or No on the sheet “{title()}” of {file}, save it, and merge "
        "again with --decisions. Nothing falls away until then."
        if merged.open
        else "Nothing is left to decide."
    )
    for matter in Matter:
        yield from _questions(matter, [question for question in merged.questions if question.matter is matter])
    yield from _doubts(returned)
    yield from _removed(merged)
    yield from _added(merged)


def _who(roll: Sequence[Called], returned: Sequence[Return]) -> Iterator[Block]:
    yield Heading("Who has returned", 1)
    if not roll:
        yield Paragraph("There is no register, so nobody can tell who has yet to return a workbook.")
        yield from _listed(
            "Merged workbooks",
            (TableColumn("File"),),
            ((workbook.file,) for workbook in returned),
            "The files that were merged.",
        )
        return
    chased = [called for called in roll if called.to_chase]
    yield Paragraph(f"{len(roll) - len(chased):,} of {len(roll):,} workbooks have come back filled in.")
    columns = (TableColumn("For", 4), TableColumn("Lead", 3), TableColumn("File", 4), TableColumn("Stands", 2.4))
    if chased:
        yield from _listed(
            "To chase", columns,
            (
                (called.sent.part.name, called.sent.part.lead or _NOBODY, called.sent.file, called.standing.value)
                for called in chased
            ),
            "Each workbook that is still to come, with who leads the area.",
        )  # fmt: skip
    yield from _listed(
        "Returned", columns[:3],
        (
            (called.sent.part.name, called.sent.part.lead or _NOBODY, "; ".join(called.files))
            for called in roll
            if not called.to_chase
        ),
        "Each workbook that has come back, with its file.",
    )  # fmt: skip


def _questions(matter: Matter, questions: Sequence[Question]) -> Iterator[Block]:
    if not questions:
        return
    yield Heading(matter.words, 2)
    yield Paragraph(_INTROS[matter])
    columns = (
        TableColumn("Where", 3.2), TableColumn("Value", 3), TableColumn("Found in", 4), TableColumn("Decided", 1.4)
    )  # fmt: skip
    rows = (
        (
            f"{question.sheet}: {question.row}, {question.column}", question.publishable(option.shown),
            "; ".join(option.places),
            "Open" if question.chosen is None else "Yes" if question.chosen == option.text else "No",
        )
        for question in questions
        for option in question.options
    )  # fmt: skip
    yield from _listed(matter.words, columns, rows, "Each value, the file and cell it stands in, and the decision.")


def _doubts(returned: Sequence[Return]) -> Iterator[Block]:
    """What the combined workbook cannot show of the cells that were read."""
    cells: dict[tuple[str, str, str, str], list[str]] = {}
    for workbook in returned:
        for doubt in workbook.tables.doubts:
            cells.setdefault((workbook.file, doubt.sheet, doubt.what, doubt.fix), []).append(doubt.cell)
    rows = [(f"{file}, {sheet}, {cells_in_words(at)}", what, fix) for (file, sheet, what, fix), at in cells.items()]
    if rows:
        yield Heading("Cells to look at in the returns", 1)
        yield Paragraph("The combined workbook holds values only, so it cannot show what is odd about these cells.")
        columns = (TableColumn("Where", 4), TableColumn("What", 4), TableColumn("What to do", 4))
        yield from _listed("Cells to look at", columns, rows, "Each cell, what is odd about it, and what to do.")


def _removed(merged: Merged) -> Iterator[Block]:
    if not merged.removed:
        return
    yield Heading("Rows that were taken out", 1)
    yield Paragraph("These rows were sent and are not in the return. They still stand in the register.")
    columns = (TableColumn("Row", 4), TableColumn("Taken out in", 3), TableColumn("Sent as", 3), TableColumn("Now", 2))
    rows = (
        (
            f"{removed.sheet}: {removed.row}", removed.file, f"{removed.sent_as.file}, row {removed.sent_as.row}",
            "Kept, as it is not theirs alone" if removed.kept else "Out",
        )
        for removed in merged.removed
    )  # fmt: skip
    yield from _listed("Rows taken out", columns, rows, "Each row, the file that lacks it, and whether it is kept.")


def _added(merged: Merged) -> Iterator[Block]:
    known = [added for added in merged.added if added.known]
    unknown = [added for added in merged.added if not added.known]
    columns = (TableColumn("Row", 5), TableColumn("File", 4), TableColumn("Excel row", 1.2, "right"))
    if known:
        yield Heading("New rows", 1)
        listed = ((f"{added.sheet}: {added.row}", added.file, str(added.at.row)) for added in known)
        yield from _listed("New rows", columns, listed, "Each row that a return has added.")
    if unknown:
        yield Heading("Rows of unknown origin", 1)
        yield Paragraph("They stand in files that the register does not know, or were sent by another register.")
        listed = ((f"{added.sheet}: {added.row}", added.file, str(added.at.row)) for added in unknown)
        yield from _listed("Rows of unknown origin", columns, listed, "Each row that nobody is known to have sent.")


def _listed(
    caption: str, columns: tuple[TableColumn, ...], rows: Iterable[tuple[str, ...]], description: str
) -> Iterator[Block]:
    every = tuple(rows)
    if not every:
        return
    yield Table(caption, columns, every[:_MOST_ROWS], description)
    if len(every) > _MOST_ROWS:
        yield Paragraph(f"{len(every) - _MOST_ROWS:,} more are not shown here.")
