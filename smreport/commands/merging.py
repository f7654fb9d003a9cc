"""What came back merged into one workbook, with a report of what is missing or to be decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from smreport.blocks.document import Block, Bullets, Document, Table
from smreport.blueprint.tables import Tables
from smreport.commands.gathering import Places, as_paths
from smreport.commands.looks import house_style
from smreport.commands.making import workbook_bytes
from smreport.commands.returned import Received, Round, received
from smreport.commands.work import Tick, Workers, no_search_for_cycles, silent
from smreport.errors import InvalidValue, UnreadableFile
from smreport.file_names import named
from smreport.frames import frame_of
from smreport.frozen import Frozen, replace
from smreport.papers.last_look import Marked
from smreport.papers.merge_report import merge_report
from smreport.rounds import decisions as deciding
from smreport.rounds import merge as rounds_merge
from smreport.rounds.decisions import Decisions, Question, question_lines, read_decisions
from smreport.rounds.merge import Merged, Return
from smreport.rounds.progress import Called, Standing, roll_call, standing_of
from smreport.rounds.register import Sent
from smreport.saving import Renew, Renewal, save_own
from smreport.word.writer import write_docx
from smreport.words import say
from smreport.workbook.read.workbook_file import Workbook

if TYPE_CHECKING:
    import pandas as pd


class MergedFiles(Frozen):
    """The combined workbook and the report, and what they say.

    unreadable  why files could not be read, in one line each
    remarks     which files were left out, and of whom several came back
    """

    workbook: Path
    report: Path
    kept: tuple[Path, ...]
    merged: Merged
    roll: tuple[Called, ...]
    returned: tuple[str, ...]
    unreadable: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def chased(self) -> tuple[Called, ...]:
        """Those of the register who have not returned their workbook, or returned it as it was sent."""
        return tuple(called for called in self.roll if called.to_chase)

    @property
    def frame(self) -> pd.DataFrame:
        """A row for each question to decide: about, sheet, row, column, values (a tuple of texts), chosen (or None)."""
        rows = [
            (
                question.matter.value, question.sheet, question.row, question.column,
                tuple(question.publishable(option.text) for option in question.options),
                None if question.chosen is None else question.publishable(question.chosen),
            )
            for question in self.merged.questions
        ]  # fmt: skip
        return frame_of(rows, ["about", "sheet", "row", "column", "values", "chosen"])


def merge(
    places: Places,
    target: str | Path,
    *,
    register: str | Path | None = None,
    decisions: str | Path | None = None,
    template: str | Path | None = None,
    jobs: int | None = 1,
    force: bool = False,
    again: bool = False,
    tick: Tick = silent,
) -> MergedFiles:
    """One workbook out of many, with a sheet of what is to be decided, and a report in Word beside it.

    places     folders of returned workbooks, or the workbooks
    register   the register of the split; else the one beside the workbooks, if there is one
    decisions  an earlier combined workbook in which the facilitator has decided
    jobs       how many processes read, None for as many as pay; the result is the same
    again      whether the earlier combined workbook may be the target itself: it is then kept under another name

    A file that cannot be read is named and does not stop the others. Raises UnreadableFile where none can be
    read, TemplateError, InvalidValue for decisions that cannot be used, or OutputRefused.
    """
    places, target = as_paths(places), Path(target)
    _refuse_inside(target, places)
    gathered = Round.gathered(places, register, template, [target, *([Path(decisions)] if decisions else [])])
    decided = _decisions(Path(decisions)) if decisions else Decisions()
    read_file = partial(received, form=gathered.form, as_sent=gathered.as_sent)
    with no_search_for_cycles():
        read = list(Workers(jobs, tick).read_returns(read_file, gathered.paths))
    out, remarks = gathered.sorted_out(read)
    returns, files = _returns(gathered, [file for file in read if gathered.names[file.path] not in out])
    unreadable = tuple(file.problem for file in read if file.problem)
    if not returns and not gathered.register:
        raise UnreadableFile("\n".join(unreadable) or say("terminal.gather.none_to_merge"))
    merged = rounds_merge.merge(gathered.register, returns, decided, target.name)
    merged = replace(merged, questions=_screened_questions(merged.questions, merged.tables))
    roll = roll_call(gathered.register, files)
    text = merge_report(merged, roll, returns, unreadable, target.name, remarks)
    report = target.with_name(named(say("terminal.file.merge_report", name=target.stem), ".docx"))
    in_word = write_docx(_screened_report(text, merged.tables), house_style(merged.tables.blueprint))
    contents = {target.name: workbook_bytes(merged.tables, strict=False), report.name: in_word}
    kept = tuple(save_own(target.parent, contents, force, _decided_in(target) if again else None).values())
    return MergedFiles(target, report, kept, merged, roll, tuple(file.file for file in returns), unreadable, remarks)


def _decided_in(target: Path) -> Renew:
    """The combined workbook was changed to decide: it gives way to the new one, which has its decisions."""
    return lambda name, _, fresh: Renewal(fresh) if name == target.name else None


def _refuse_inside(target: Path, places: Iterable[Path]) -> None:
    for place in places:
        if place.is_dir() and target.resolve().parent == place.resolve():
            raise InvalidValue(say("terminal.merge.among_returns", file=str(target)))


def _decisions(path: Path) -> Decisions:
    return read_decisions(path.name, question_sheet(path))


def question_sheet(path: Path) -> Sequence[Sequence[object]]:
    """The sheet of questions of a combined workbook as rows of cells, none where it has no such sheet."""
    workbook = Workbook(path)
    title = next((title for title in workbook.titles if title.strip() == deciding.title()), None)
    return workbook.grid(title) if title else ()


def has_answers(path: Path) -> bool:
    """Whether somebody has answered on the sheet of questions of a combined workbook, in whatever words.

    Raises UnreadableFile.
    """
    return any(line.answer for line in question_lines(question_sheet(path)))


def _returns(
    gathered: Round, files: Iterable[Received]
) -> tuple[list[Return], dict[str, tuple[Sent | None, Standing]]]:
    """What came back, and where each file stands. A file that is still as it was sent has nothing to tell."""
    returns, standings = [], {}
    for file in files:
        name, sent = gathered.names[file.path], gathered.sent(file)
        standing = standing_of(sent, file.fingerprint, not file.problem)
        standings[name] = sent, standing
        if file.tables is not None and standing is not Standing.AS_SENT:
            returns.append(Return(name, file.tables, sent))
    return returns, standings


def _screened_questions(questions: Iterable[Question], tables: Tables) -> tuple[Question, ...]:
    """Questions of a merge whose values may not be told where one of them tells what is marked in the workbook."""
    marked = Marked.in_answers(tables)
    return tuple(
        replace(question, row=marked.without(question.row), secret=question.secret or _tells(question, marked))
        for question in questions
    )


def _tells(question: Question, marked: Marked) -> bool:
    return any(marked.is_told_in(option.text) for option in question.options)


def _screened_report(report: Document, tables: Tables) -> Document:
    """The report of a merge without the words of people's that tell what is marked in the combined workbook."""
    marked = Marked.in_answers(tables)
    sections = (
        replace(section, blocks=tuple(_block_without(block, marked) for block in section.blocks))
        for section in report.sections
    )
    return replace(report, sections=tuple(sections)) if marked else report


def _block_without(block: Block, marked: Marked) -> Block:
    if isinstance(block, Table):
        return replace(block, rows=tuple(tuple(map(marked.without_end, row)) for row in block.rows))
    return replace(block, items=tuple(map(marked.without_end, block.items))) if isinstance(block, Bullets) else block
