"""Workbooks of another place have its money, dates and paper; marks in one language go when another one marks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest
from made_up import LANGUAGE, OPEN, spoken_in_tests, unsaid
from workbook.test_mark import IN_PLAN, mark, notes, opened, rich
from workbooks import example, saved

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.blueprint.times import When
from smreport.findings import Level
from smreport.words import Words, say, speaking
from smreport.words.languages import OWN, spoken_by
from smreport.workbook.mark.marker import marked_titles
from smreport.workbook.mark.to_fix import _COLUMNS
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import LIST_NAMES, Workbook, titled_by

__all__ = ["rich"]  # a fixture

PLACES = {"en-US": (1, "$#,##0.00", "mmm d, yyyy"), "en-CA": (1, "$#,##0.00", "mmm d, yyyy"),
          "en-IE": (9, "€#,##0.00", "d mmm yyyy")}  # fmt: skip


def words_of_none(texts: Iterable[str]) -> list[str]:
    """The words of texts that were said in no language."""
    return [word for text in texts for word in unsaid(text)]


def as_typed(tables: Tables) -> dict[str, list[object]]:
    """All answers; of a span of time its words, since a financial year begins in another month elsewhere."""
    return {
        f"{sheet}.{key}": [value.text if isinstance(value, When) and value.text else value for value in values]
        for sheet, table in tables.items()
        for key, values in table.columns.items()
    }


@pytest.fixture
def irish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Words:
    monkeypatch.setenv(OWN, str(tmp_path))
    spoken_in_tests(tmp_path, "findings", "workbook")
    return spoken_by(LANGUAGE, (tmp_path,))


@pytest.mark.long
@pytest.mark.parametrize("tag", PLACES)
def test_money_dates_and_paper_are_those_of_the_place(tag: str, blueprint: Blueprint, tmp_path: Path) -> None:
    paper, money, day = PLACES[tag]
    home = read(Workbook(saved(example(blueprint, "illustrative"), tmp_path / "home.xlsx")), blueprint)
    at_home = as_typed(home)
    with speaking(spoken_by(tag)):
        path = saved(example(blueprint, "illustrative"), tmp_path / "a.xlsx")
        assert as_typed(read(Workbook(path), blueprint)) == at_home
    book = openpyxl.load_workbook(path)
    formats = {cell.number_format for page in book for row in page.iter_rows() for cell in row}
    assert {money, day} <= formats
    assert not any("£" in code for code in formats)
    assert {page.page_setup.paperSize for page in book} == {paper}


def test_all_that_a_mark_says_is_in_the_language(rich: bytes, irish: Words) -> None:
    findings = [one for one in IN_PLAN if one.cell in ("B2", "A3", "C2")]
    with speaking(irish):
        content = mark(rich, findings, more="")
        (title,) = marked_titles(content)
        headings = [say(f"workbook.to_fix.column.{column}") for column in _COLUMNS]
    page = opened(content)[title]
    lines = [str(row[0]) for row in page.iter_rows(values_only=True, max_row=5) if row[0]]
    assert words_of_none([title, *lines, *headings]) == []
    assert [cell.value for cell in page[6]] == headings
    assert all(OPEN in line for line in notes(content, "Plan")["A3"].splitlines()[1:])


@pytest.mark.parametrize("level", list(Level))
def test_marks_in_another_language_go_when_the_file_is_marked_again(rich: bytes, irish: Words, level: Level) -> None:
    with speaking(irish):
        first = mark(rich, [one for one in IN_PLAN if one.level is level])
    assert OPEN in str(notes(first, "Plan"))
    again, once = mark(first, IN_PLAN), mark(rich, IN_PLAN)
    assert notes(again, "Plan") == notes(once, "Plan")
    assert opened(again).sheetnames == opened(once).sheetnames


@pytest.mark.parametrize("title", ["Lists", "Rhestrau", "Ailtirí's & rogha"])
def test_the_sheet_of_lists_is_found_by_its_names_and_not_by_its_own(title: str) -> None:
    book = openpyxl.Workbook()
    book.create_sheet(title)
    quoted = title.replace("'", "''")
    book.defined_names["other"] = openpyxl.workbook.defined_name.DefinedName("other", attr_text="'Sheet'!$A$1")
    book.defined_names["list_a"] = openpyxl.workbook.defined_name.DefinedName(
        "list_a", attr_text=f"'{quoted}'!$A$1:$A$9"
    )
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert titled_by(parts, lambda name: name.startswith(LIST_NAMES)) == title
