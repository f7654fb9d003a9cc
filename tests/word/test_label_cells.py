"""Labels in the cells of a form's table are filled, wherever in the table they stand."""

from __future__ import annotations

import io

import docx
import pytest
from word.report_templates import bare, bytes_of
from word.word_reports import STYLE

from smreport.blocks.document import Document
from smreport.blocks.filling import Content, FormWords, Wanted
from smreport.word.filling.filled import Filled, Form

DOCUMENT, REFUSALS = Document("Report", "", (), ()), {"damaged": "is damaged."}
FACTS = {"Date": "9 February 2027", "Committee": "Cabinet", "Lead officer": "The Director", "Ward": "All"}


def filled(*rows: tuple[str, ...]) -> Filled:
    """A form with one table, filled."""
    word = bare()
    table = word.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    contents = [Content(label, text=text) for label, text in FACTS.items()]
    wanted = [Wanted(label, (label,), True) for label in FACTS]
    return Form(bytes_of(word), FormWords(), wanted, REFUSALS).filled(DOCUMENT, contents, STYLE)


def filled_table(*rows: tuple[str, ...]) -> list[list[str]]:
    """The texts of a table whose labels were filled."""
    made = filled(*rows)
    return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(made.content)).tables[0].rows]


@pytest.mark.parametrize("count", range(1, 5))
def test_each_label_of_one_column_has_its_text_in_its_own_cell(count: int) -> None:
    labels = [*FACTS][:count]
    cells = filled_table(*((f"{label}:",) for label in labels))
    assert [cell.replace("\n", " ") for (cell,) in cells] == [f"{label}: {FACTS[label]}" for label in labels]


def test_labels_above_blanks_are_filled_below_also_where_more_labels_follow() -> None:
    cells = filled_table(("Committee", "Lead officer"), ("", ""), ("Date", ""))
    assert cells == [["Committee", "Lead officer"], ["Cabinet", "The Director"], ["Date", "9 February 2027"]]


@pytest.mark.parametrize("sign", ["", ":", " :"])
def test_no_place_that_was_filled_is_said_to_be_empty(sign: str) -> None:
    rows = [(f"{label}{sign}", "") for label in FACTS]
    assert [row[1] for row in filled_table(*rows)] == [*FACTS.values()]
    assert filled(*rows).to_do == ()


def test_where_the_form_has_an_answer_beside_a_label_it_stays_and_nothing_is_put_to_it() -> None:
    assert filled_table(("Committee:", "Full council"), ("Date:", "")) == [
        ["Committee:", "Full council"], ["Date:", "9 February 2027"],
    ]  # fmt: skip
    assert "Committee" not in filled(("Committee:", "Full council")).placed
