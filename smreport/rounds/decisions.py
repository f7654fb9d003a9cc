"""Questions that only the facilitator can answer, and the sheet where that is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from hashlib import sha256

from smreport.blueprint.addresses import column_letter
from smreport.blueprint.columns import as_typed
from smreport.blueprint.tables import Layout
from smreport.blueprint.values import normalised, yes_or_no
from smreport.errors import InvalidValue
from smreport.frozen import Frozen, field
from smreport.words import say

_COLUMNS = ("reference", "matter", "sheet", "row", "column", "value", "places")  # and the answer
_REFERENCE, _VALUE, _ANSWER = 0, 5, 7
LAYOUT = Layout(header=3, widths=(14, 24, 16, 32, 22, 48, 48, 18), answer=_ANSWER)


def title() -> str:
    """What the sheet of questions is called."""
    return say("workbook.decide.title")


def _headings() -> tuple[str, ...]:
    yes, no = say("workbook.yes"), say("workbook.no")
    answer = say("workbook.decide.answer", yes=yes, no=no)
    return (*(say(f"workbook.decide.heading.{name}") for name in _COLUMNS), answer)


class Matter(Enum):
    """What a question is about, as data have it."""

    CONFLICT = "Filled in differently"
    SHARED = "Shared row changed"
    NAMES = "Names that may be the same"

    @property
    def words(self) -> str:
        """The same as the workbook says it."""
        return say(f"workbook.decide.matter.{self.name.lower()}")


class Option(Frozen):
    """A value that could stand, and where it was found, each with file, sheet and cell."""

    text: str
    places: tuple[str, ...]

    @property
    def shown(self) -> str:
        return self.text or say("workbook.decide.blank")


class Question(Frozen):
    """Something for the facilitator to decide.

    key      what tells this question from all others, however many returns there are
    sheet, row, column  where in the combined workbook, by their names
    options  the values to choose from; of names, the one that would replace ``row``
    chosen   the text of the option that was chosen, None while it is open
    secret   whether the values are not for publication: the sheet “To decide” alone may show them
    """

    matter: Matter
    key: tuple[str, ...]
    sheet: str
    row: str
    column: str
    options: tuple[Option, ...]
    chosen: str | None = None
    secret: bool = False

    def publishable(self, text: str) -> str:
        """A value as it may be said outside the workbook."""
        return say("findings.withheld.name") if self.secret else text

    @property
    def reference(self) -> str:
        """A short name for the question, the same in every merge."""
        return sha256("\x1f".join(self.key).encode()).hexdigest()[:10]


class Decisions(Frozen):
    """What the facilitator has answered: Yes or No by a question's reference and a value as it was shown."""

    answers: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    def chosen(self, question: Question) -> str | None:
        """The option with a Yes, None where there is none."""
        return next(
            (option.text for option in question.options if self.answers.get((question.reference, option.shown))), None
        )


def question_rows(questions: Sequence[Question], decisions: Decisions) -> tuple[tuple[object, ...], ...]:
    """The sheet of questions as rows of cells: a line for each value, with the answers so far."""
    how = say("workbook.decide.how", yes=say("workbook.yes"), option="--decisions")
    lines = (row for question in questions for row in _lines(question, decisions))
    return ((title(),), (how,), (), _headings(), *lines)


def _lines(question: Question, decisions: Decisions) -> Iterator[tuple[object, ...]]:
    for option in question.options:
        answer = decisions.answers.get((question.reference, option.shown))
        said = "" if answer is None else say("workbook.yes") if answer else say("workbook.no")
        yield (
            question.reference, question.matter.words, question.sheet, question.row, question.column,
            option.shown, "\n".join(option.places), said,
        )  # fmt: skip


def read_decisions(file: str, rows: Sequence[Sequence[object]]) -> Decisions:
    """The answers from the sheet of questions of a combined workbook, given as rows of cells.

    Raises InvalidValue where the sheet is not there, an answer is neither Yes nor No, or two values of one
    question have a Yes.
    """
    sheet, yes, no = title(), say("workbook.yes"), say("workbook.no")
    if _header(rows) is None:
        raise InvalidValue(say("terminal.decide.no_sheet", file=file, sheet=sheet))
    answers: dict[tuple[str, str], bool] = {}
    agreed: dict[str, str] = {}
    for line in question_lines(rows):
        if not line.answer:
            continue
        said = _yes_or_no(line.answer)
        if said is None:
            raise InvalidValue(
                say(
                    "terminal.decide.neither",
                    file=file,
                    sheet=sheet,
                    cell=line.cell,
                    answer=line.answer,
                    yes=yes,
                    no=no,
                )
            )
        if said and line.reference in agreed:
            other = agreed[line.reference]
            raise InvalidValue(
                say("terminal.decide.twice", file=file, sheet=sheet, cell=line.cell, other=other, yes=yes)
            )
        if said:
            agreed[line.reference] = line.cell
        answers[line.reference, line.value] = said
    return Decisions(answers)


class Line(Frozen):
    """A value on the sheet of questions, as it is shown: of which question, and what stands in the answer's cell."""

    reference: str
    value: str
    answer: str
    cell: str


def question_lines(rows: Sequence[Sequence[object]]) -> Iterator[Line]:
    """The values on the sheet of questions, given as rows of cells; none where its headings are missing."""
    header = _header(rows)
    for number, row in enumerate(rows[header + 1 :] if header is not None else (), start=(header or 0) + 2):
        cells = (*_texts(row), *[""] * (_ANSWER + 1))
        yield Line(cells[_REFERENCE], cells[_VALUE], cells[_ANSWER], f"{column_letter(_ANSWER + 1)}{number}")


def _header(rows: Sequence[Sequence[object]]) -> int | None:
    headings = _headings()
    return next((number for number, row in enumerate(rows) if _texts(row)[: len(headings)] == headings), None)


def unanswered(rows: Sequence[Sequence[object]]) -> int:
    """How many questions of the sheet have neither a Yes nor a No beside each value."""
    answers: dict[str, list[str]] = {}
    for line in (line for line in question_lines(rows) if line.reference):
        answers.setdefault(line.reference, []).append(line.answer)
    return sum(not (all(said) or any(map(_yes_or_no, said))) for said in answers.values())


def _yes_or_no(answer: str) -> bool | None:
    """What an answer means, as in any column for Yes and No; None where that is in doubt."""
    return yes_or_no(answer, offered={normalised(say("workbook.yes")): "yes", normalised(say("workbook.no")): "no"})


def _texts(row: Sequence[object]) -> tuple[str, ...]:
    return tuple("" if cell is None else as_typed(cell) for cell in row)
