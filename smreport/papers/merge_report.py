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
from smreport.findings import cells_in_words
from smreport.papers.typed import typed_words
from smreport.rounds.decisions import Matter, Option, Question, title
from smreport.rounds.merge import Merged, Return
from smreport.rounds.progress import Called
from smreport.words import joining, say
from smreport.words.locales import number

_MOST_ROWS = 300  # of a table: longer ones take Word long to lay out, and nobody reads them


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
    cover = (
        (say("papers.merge.combined"), file),
        (say("papers.merge.returns"), number(len(returned))),
        (say("papers.merge.open"), say("papers.merge.questions", count=len(merged.open))),
    )
    blocks = tuple(_blocks(merged, roll, returned, (unreadable, remarks), file))
    return Document(
        title=say("papers.merge.title"),
        subtitle=joining.titled(organisation, blueprint.title),
        cover=cover,
        sections=(Section("merge_report", blocks),),
        author=organisation,
        subject=say("papers.merge.subject"),
        footer=say("papers.merge.footer", file=file),
        language=blueprint.tongue.tag,
        other=typed_words(*(workbook.tables for workbook in returned)),
    )


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
        yield Heading(say("papers.merge.remarks"), 1)
        yield Bullets(say("papers.merge.remarks.lead"), tuple(remarks))
    if unreadable:
        yield Heading(say("papers.merge.unreadable"), 1)
        yield Bullets(say("papers.merge.unreadable.lead"), tuple(unreadable))
    yield Heading(say("papers.merge.decide"), 1)
    yield Paragraph(
        say("papers.merge.left", sheet=title(), file=file, option="--decisions", count=len(merged.open))
        if merged.open
        else say("papers.merge.nothing_left")
    )
    for matter in Matter:
        yield from _questions(matter, [question for question in merged.questions if question.matter is matter])
    yield from _doubts(returned)
    yield from _removed(merged)
    yield from _added(merged)


def _who(roll: Sequence[Called], returned: Sequence[Return]) -> Iterator[Block]:
    yield Heading(say("papers.merge.who"), 1)
    if not roll:
        yield Paragraph(say("papers.merge.no_register"))
        yield from _listed(
            say("papers.merge.merged"),
            (TableColumn(say("papers.merge.file")),),
            ((workbook.file,) for workbook in returned),
            say("papers.merge.merged.described"),
        )
        return
    chased = [called for called in roll if called.to_chase]
    yield Paragraph(say("papers.merge.come_back", filled=number(len(roll) - len(chased)), count=len(roll)))
    columns = (
        TableColumn(say("papers.merge.part"), 4), TableColumn(say("papers.column.lead"), 3),
        TableColumn(say("papers.merge.file"), 4), TableColumn(say("papers.merge.stands"), 2.4),
    )  # fmt: skip
    if chased:
        yield from _listed(
            say("papers.merge.chase"), columns,
            ((called.sent.part.name, _lead(called), called.sent.file, called.standing.word) for called in chased),
            say("papers.merge.chase.described"),
        )  # fmt: skip
    yield from _listed(
        say("papers.merge.returned"), columns[:3],
        ((called.sent.part.name, _lead(called), joining.apart(called.files)) for called in roll if not called.to_chase),
        say("papers.merge.returned.described"),
    )  # fmt: skip


def _lead(called: Called) -> str:
    return called.sent.part.lead or say("papers.merge.nobody")


def _questions(matter: Matter, questions: Sequence[Question]) -> Iterator[Block]:
    if not questions:
        return
    yield Heading(matter.words, 2)
    yield Paragraph(say(f"papers.merge.intro.{matter.name.lower()}"))
    columns = (
        TableColumn(say("papers.column.where"), 3.2), TableColumn(say("papers.merge.value"), 3),
        TableColumn(say("papers.merge.found_in"), 4), TableColumn(say("papers.merge.decided"), 1.4),
    )  # fmt: skip
    rows = (
        (
            joining.labelled(question.sheet, joining.in_a_row((question.row, question.column))),
            question.publishable(option.shown),
            joining.apart(option.places),
            _decided(question, option),
        )
        for question in questions
        for option in question.options
    )  # fmt: skip
    yield from _listed(matter.words, columns, rows, say("papers.merge.questions.described"))


def _decided(question: Question, option: Option) -> str:
    """Whether an option was chosen."""
    if question.chosen is None:
        return say("papers.merge.decided.open")
    return say("papers.yes" if question.chosen == option.text else "papers.no")


def _doubts(returned: Sequence[Return]) -> Iterator[Block]:
    """What the combined workbook cannot show of the cells that were read."""
    cells: dict[tuple[str, str, str, str], list[str]] = {}
    for workbook in returned:
        for doubt in workbook.tables.doubts:
            cells.setdefault((workbook.file, doubt.sheet, doubt.what, doubt.fix), []).append(doubt.cell)
    rows = [
        (joining.in_a_row((file, sheet, cells_in_words(at))), what, fix)
        for (file, sheet, what, fix), at in cells.items()
    ]
    if rows:
        yield Heading(say("papers.merge.doubts"), 1)
        yield Paragraph(say("papers.merge.doubts.intro"))
        columns = (
            TableColumn(say("papers.column.where"), 4), TableColumn(say("papers.column.what"), 4),
            TableColumn(say("papers.merge.what_to_do"), 4),
        )  # fmt: skip
        yield from _listed(say("papers.merge.doubts.cells"), columns, rows, say("papers.merge.doubts.described"))


def _removed(merged: Merged) -> Iterator[Block]:
    if not merged.removed:
        return
    yield Heading(say("papers.merge.removed"), 1)
    yield Paragraph(say("papers.merge.removed.intro"))
    columns = (
        TableColumn(say("papers.merge.row"), 4), TableColumn(say("papers.merge.removed.file"), 3),
        TableColumn(say("papers.merge.removed.sent_as"), 3), TableColumn(say("papers.merge.removed.now"), 2),
    )  # fmt: skip
    rows = (
        (
            joining.labelled(removed.sheet, removed.row), removed.file,
            say("papers.merge.removed.place", file=removed.sent_as.file, row=str(removed.sent_as.row)),
            say("papers.merge.removed.kept" if removed.kept else "papers.merge.removed.out"),
        )
        for removed in merged.removed
    )  # fmt: skip
    caption = say("papers.merge.removed.caption")
    yield from _listed(caption, columns, rows, say("papers.merge.removed.described"))


def _added(merged: Merged) -> Iterator[Block]:
    known = [added for added in merged.added if added.known]
    unknown = [added for added in merged.added if not added.known]
    columns = (
        TableColumn(say("papers.merge.row"), 5), TableColumn(say("papers.merge.file"), 4),
        TableColumn(say("papers.merge.excel_row"), 1.2, "right"),
    )  # fmt: skip
    if known:
        yield Heading(say("papers.merge.added"), 1)
        listed = ((joining.labelled(added.sheet, added.row), added.file, str(added.at.row)) for added in known)
        yield from _listed(say("papers.merge.added"), columns, listed, say("papers.merge.added.described"))
    if unknown:
        yield Heading(say("papers.merge.unknown"), 1)
        yield Paragraph(say("papers.merge.unknown.intro"))
        listed = ((joining.labelled(added.sheet, added.row), added.file, str(added.at.row)) for added in unknown)
        yield from _listed(say("papers.merge.unknown"), columns, listed, say("papers.merge.unknown.described"))


def _listed(
    caption: str, columns: tuple[TableColumn, ...], rows: Iterable[tuple[str, ...]], description: str
) -> Iterator[Block]:
    every = tuple(rows)
    if not every:
        return
    yield Table(caption, columns, every[:_MOST_ROWS], description)
    if len(every) > _MOST_ROWS:
        yield Paragraph(say("papers.merge.more", count=len(every) - _MOST_ROWS))
