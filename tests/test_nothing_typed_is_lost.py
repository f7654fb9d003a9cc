"""Words that were read as a blank, or as a choice, stand in every workbook that is made anew from theirs."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook as OpenFile
from workbooks import EXAMPLES, answers, edited

import smreport
from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.typed_before import note_of
from smreport.rounds.rows import with_notes
from smreport.rounds.split import Splitting, parts_of_workbook, prepared

# one for each kind of cell: a number, a time, a choice, a name, Yes or No, any words
_TYPED = {
    ("6 Evaluation", "D7"): "within existing budgets", ("7b Actions", "E7"): "to be agreed",
    ("4 Mapping", "G8"): "to be decided", ("1 Areas", "D8"): "in scope (since May)",
    ("4 Mapping", "E9"): "various", ("7 Portfolio", "L8"): "not yet known", ("3 Tools", "H7"): "see email",
}  # fmt: skip


def _spoil(book: OpenFile) -> None:
    for (sheet, cell), words in _TYPED.items():
        book[sheet][cell].value = words
    book["6 Evaluation"]["G8"].value = "-"


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("typed") / "w.xlsx"
    shutil.copy(EXAMPLES / "illustrative" / "illustrative.xlsx", path)
    return edited(path, _spoil)


def _made(command: str, typed: Path, folder: Path) -> list[Path]:
    if command == "split":
        return [folder / sent.file for sent in smreport.split(typed, folder).sent] + [folder / "register.xlsx"]
    made = folder / "made.xlsx"
    if command == "merge":
        smreport.merge([typed], made)
    else:
        getattr(smreport, command)(typed, made)
    return [made]


@pytest.mark.long
@pytest.mark.parametrize("command", ["refresh", "upgrade", "renew", "split", "merge"])
def test_words_that_gave_way_stand_in_notes(command: str, typed: Path, tmp_path: Path) -> None:
    sheets = [sheet for path in _made(command, typed, tmp_path) for sheet in openpyxl.load_workbook(path)]
    cells = [(sheet.title, cell) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    noted = {(title, cell.comment.text.strip()) for title, cell in cells if cell.comment}
    assert noted >= {(sheet, note_of(words)) for (sheet, _), words in _TYPED.items()}
    assert note_of("-") not in {text for _, text in noted}


def test_a_note_on_a_marked_row_goes_to_nobody_but_its_owner(blueprint: Blueprint) -> None:
    """Also where no figure is filled in: what was typed in its place stands in the note."""
    content = answers("""
    | areas      | name      | kind    | status   |
    |            | Libraries | Service | In scope |
    |            | Highways  | Service | In scope |
    | mapping    | area      | tool    | role     |
    |            | Libraries (Service) | Facebook | Adviser |
    |            | Highways (Service)  | Facebook | Adviser |
    | evaluation | role      | not_public |
    |            | Adviser   | Yes        |
    """)
    tables = tables_from(blueprint, content)
    row = tables["evaluation"].numbers[0]
    notes = {"evaluation": {("setup_cost", row): note_of("officer time, 4,711 at most")}}
    splitting = Splitting(prepared(with_notes(tables, notes)))
    for part in parts_of_workbook(splitting.tables):
        assert not splitting.workbook(part).extras.notes.get("evaluation"), part
