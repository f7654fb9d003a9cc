"""Questions that only the facilitator can answer, and the sheet where that is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256

from smreport.blueprint.addresses import column_letter
from smreport.blueprint.columns import as_typed
from smreport.blueprint.tables import Layout
from smreport.blueprint.values import normalised
from smreport.errors import InvalidValue

TITLE = "To decide"
_HOW = (
    "Put Yes beside the value to use; the others fall away. Then save, and merge again with --decisions and this file."
)
_HEADINGS = ("Reference", "What it is about", "Sheet", "Row", "Column", "Value", "Where it stands", "Use it? Yes or No")
_REFERENCE, _VALUE, _ANSWER = 0, 5, 7
LAYOUT = Layout(header=3, widths=(14, 24, 16, 32, 22, 48, 48, 18), answer=_ANSWER)
_BLANK = "(blank)"


class Matter(Enum):
    """What a question is about, in words."""

    CONFLICT = "Filled in differently"
    SHARED = "Shared row changed"
    NAMES = "Names that may be the same"


@dataclass(frozen=True)
class Option:
    """A value that could stand, and where it was found, each with file, sheet and cell."""

    text: str
    places: tuple[str, ...]

    @property
    def shown(self) -> str:
        return self.text or _BLANK


@dataclass(frozen=True)
class Question:
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
        return "(not for publication)" if self.secret else text

    @property
    def reference(self) -> str:
        """A short name for the question, the same in every merge."""
        return sha256("\x1f".join(self.key).encode()).hexdigest()[:10]


@dataclass(frozen=True)
class Decisions:
    """What the facilitator has answered: Yes or No by a question's reference and a value as it was shown."""

    answers: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    def chosen(self, question: Question) -> str | None:
        """The option with a Yes, None where there is none."""
        return next(
            (option.text for option in question.options if self.answers.get((question.reference, option.shown))), None
        )


def question_rows(questions: Sequence[Question], decisions: Decisions) -> tuple[tuple[object, ...], ...]:
    """The sheet of questions as rows of cells: a line for each value, with the answers so far."""
    return ((TITLE,), (_HOW,), (), _HEADINGS, *(row for question in questions for row in _lines(question, decisions)))


def _lines(question: Question, decisions: Decisions) -> Iterator[tuple[object, ...]]:
    for option in question.options:
        answer = decisions.answers.get((question.reference, option.shown))
        yield (
            question.reference, question.matter.value, question.sheet, question.row, question.column,
            option.shown, "\n".join(option.places), "" if answer is None else "Yes" if answer else "No",
        )  # fmt: skip


def read_decisions(file: str, rows: Sequence[Sequence[object]]) -> Decisions:
    """The answers from the sheet of questions of a combined workbook, given as rows of cells.

    Raises InvalidValue where the sheet is not there, an answer is neither Yes nor No, or two values of one
    question have a Yes.
    """
    where = f"{file}, {TITLE}"
    if _header(rows) is None:
        raise InvalidValue(f"{where}: the sheet or its headings are missing. Give the workbook that merge wrote.")
    answers: dict[tuple[str, str], bool] = {}
    agreed: dict[str, str] = {}
    for line in question_lines(rows):
        if not line.answer:
            continue
        said = _YES_OR_NO.get(normalised(line.answer))
        if said is None:
            raise InvalidValue(
                f"{where}, {line.cell}: “{line.answer}” is neither Yes nor No. Put one, or leave it blank."
            )
        if said and line.reference in agreed:
            raise InvalidValue(
                f"{where}, {line.cell}: {agreed[line.reference]} has a Yes for the same question. Leave only one."
            )
        if said:
            agreed[line.reference] = line.cell
        answers[line.reference, line.value] = said
    return Decisions(answers)


@dataclass(frozen=True)
class Line:
    """A value on the sheet of questions, as it is shown: of which question, and what stands in the answer's cell."""

    reference: str
    value: str
    answer: str
    cell: str


def question_lines(rows: Sequence[Sequence[object]]) -> Iterator[Line]:
    """The values on the sheet of questions, given as rows of cells; none where its headings are missing."""
    header = _header(rows)
    for number, row in enumerate(rows[header + 1 :] if header is not None else (), start=(header or 0) + 2):
        cells = (*_texts(row), *[""] * len(_HEADINGS))
        yield Line(cells[_REFERENCE], cells[_VALUE], cells[_ANSWER], f"{column_letter(_ANSWER + 1)}{number}")


def _header(rows: Sequence[Sequence[object]]) -> int | None:
    return next((number for number, row in enumerate(rows) if _texts(row)[: len(_HEADINGS)] == _HEADINGS), None)


def unanswered(rows: Sequence[Sequence[object]]) -> int:
    """How many questions of the sheet have neither a Yes nor a No beside each value."""
    answers: dict[str, list[str]] = {}
    for line in (line for line in question_lines(rows) if line.reference):
        answers.setdefault(line.reference, []).append(normalised(line.answer))
    return sum(not (all(said) or any(map(_YES_OR_NO.get, said))) for said in answers.values())


_YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}


def _texts(row: Sequence[object]) -> tuple[str, ...]:
    return tuple("" if cell is None else as_typed(cell) for cell in row)
