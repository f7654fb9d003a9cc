"""Workbooks that are half filled in, as people write: all of them build, and what was understood is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from golden import text_of_docx
from openpyxl import Workbook as OpenFile
from workbooks import edited, saved, with_rows

import smreport
from smreport.blueprint.answers import Answers, read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.naming import note_of, without_notes_of
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.reading import read_workbook
from smreport.decision.check import TAKEN_AS_IN_SCOPE, check
from smreport.decision.propose import with_proposals
from smreport.findings import Level, as_text

pytestmark = pytest.mark.usefixtures("few_rows")
HALF_FILLED = sorted((Path(__file__).parent / "half_filled").glob("*.toml"))
TWO_SCREENS, WIDTH = 100, 120  # lines of so many letters, as a window breaks them
CLOSING = 5  # lines: a blank one, the counts, what stops a build, whom to ask, the next command
ROWS = 60  # room for all of them together
ALL = pytest.mark.parametrize("path", HALF_FILLED, ids=lambda path: path.stem)


def on_screen(text: str) -> int:
    """How many lines of a window a text takes."""
    return sum(max(1, -(-len(line) // WIDTH)) for line in text.splitlines())


def read(blueprint: Blueprint, path: Path) -> Tables:
    return tables_from(blueprint, read_answers(path), f"{path.stem}.xlsx")


def pasted(blueprint: Blueprint, typed: Answers) -> Callable[[OpenFile], None]:
    """Puts the words of an answers file over the cells of a workbook that was made, as they stand there."""

    def paste(book: OpenFile) -> None:
        for key, rows in typed.items():
            sheet = blueprint.sheets[key]
            for number, row in enumerate([rows] if sheet.is_form else rows, start=sheet.first_row):
                for column, value in row.items():
                    at, place = sheet.place(column, number)
                    book[sheet.title].cell(at, place, value)

    return paste


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    """The shipped template with room for these answers, quicker to write."""
    return with_rows(load(), ROWS)


def test_there_are_six() -> None:
    assert len(HALF_FILLED) == 6


@ALL
def test_nothing_in_it_is_an_error(blueprint: Blueprint, path: Path) -> None:
    assert [finding for finding in check(read(blueprint, path)) if finding.level is Level.ERROR] == []


@ALL
def test_what_the_check_prints_fits_on_two_screens(blueprint: Blueprint, path: Path) -> None:
    assert on_screen(as_text(check(read(blueprint, path)))) + CLOSING <= TWO_SCREENS


def together() -> Answers:
    """The answers of all six in one workbook."""
    every: dict[str, Any] = {"settings": {}}
    for path in HALF_FILLED:
        for key, rows in read_answers(path).items():
            every[key] = {**every[key], **rows} if key == "settings" else [*every.get(key, ()), *rows]
    return every


def test_sixty_rows_of_all_kinds_are_told_on_two_screens(blueprint: Blueprint, tmp_path: Path) -> None:
    assert sum(len(rows) for key, rows in together().items() if key != "settings") >= 60
    given_out = saved(tables_from(blueprint, {}), tmp_path / "all.xlsx")
    done = CliRunner().invoke(main, ["check", str(edited(given_out, pasted(blueprint, together())))])
    lines = done.output.splitlines()
    assert on_screen(done.output) <= TWO_SCREENS
    assert [line.partition(":")[0] for line in lines[-4:]] == ["Stops a build", "Limits", "Worth asking", "Next"]


@ALL
def test_refreshed_nothing_is_missing_any_more(blueprint: Blueprint, path: Path) -> None:
    fuller, _ = with_proposals(read(blueprint, path))
    found = check(fuller)
    assert not [finding for finding in found if finding.code.endswith(".missing_row")]
    assert not [finding for finding in found if finding.level is Level.ERROR]


def test_areas_without_a_status_are_in_the_strategy_where_they_are_worked_with(blueprint: Blueprint) -> None:
    found = check(read(blueprint, next(path for path in HALF_FILLED if path.stem == "no_status")))
    taken = [finding for finding in found if finding.code == TAKEN_AS_IN_SCOPE]
    assert len(taken) == 6
    assert {finding.owner for finding in taken} >= {"Head of libraries", "Head of recruitment"}


@ALL
def test_it_builds(blueprint: Blueprint, path: Path, tmp_path: Path) -> None:
    workbook = as_typed(read(blueprint, path), path, tmp_path / f"{path.stem}.xlsx")
    done = CliRunner().invoke(main, ["build", str(workbook), "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "strategy.docx").exists()
    checked = smreport.check(workbook)
    assert not [finding for finding in checked.findings if finding.level is Level.ERROR]


def as_typed(tables: Tables, path: Path, target: Path) -> Path:
    """The workbook as people typed it."""
    return edited(saved(tables, target), pasted(tables.blueprint, read_answers(path)))


def test_the_words_of_a_status_are_printed_and_go_with_the_workbook_that_is_made_anew(
    blueprint: Blueprint, tmp_path: Path
) -> None:
    path = next(path for path in HALF_FILLED if path.stem == "accounts")
    workbook = as_typed(read(blueprint, path), path, tmp_path / "accounts.xlsx")
    smreport.refresh(workbook, tmp_path / "refreshed.xlsx")
    smreport.upgrade(tmp_path / "refreshed.xlsx", tmp_path / "upgraded.xlsx")
    smreport.merge([tmp_path / "upgraded.xlsx"], tmp_path / "merged.xlsx")
    for made in ("refreshed", "upgraded", "merged"):
        status = openpyxl.load_workbook(tmp_path / f"{made}.xlsx")["3 Tools"]["G7"]
        assert (status.value, status.comment.text) == ("Live", note_of("live since 2018-04"))
    for number, made in enumerate((workbook, tmp_path / "merged.xlsx")):
        smreport.build(made, tmp_path / f"out{number}")
        assert "Live (live since 2018-04)" in text_of_docx(tmp_path / f"out{number}" / "strategy.docx")


def test_words_kept_beside_a_choice_count_while_they_mean_it_and_are_no_longer_asked_about(tmp_path: Path) -> None:
    workbook = tmp_path / "accounts.xlsx"
    smreport.new(workbook, answers=HALF_FILLED[0])
    status = read_workbook(workbook)["tools"].columns["status"]
    assert [getattr(value, "typed", value) for value in status] == ["live since 2018-04", "no longer used", "in use"]
    assert not [found for found in smreport.check(workbook).findings if found.code == "tools.status.understood"]

    def change(book: OpenFile) -> None:
        book["3 Tools"]["G7"].value = "Refused"

    status = read_workbook(edited(workbook, change))["tools"].columns["status"]
    assert (status[0], getattr(status[0], "typed", "")) == ("Refused", "")


def test_the_words_that_a_renewed_workbook_keeps_in_notes_are_not_told_as_comments(tmp_path: Path) -> None:
    """What smreport wrote beside a choice is no remark of a person's; what a person wrote below it is."""
    note = f"{note_of('live since 2018-04')}\nAsk Highways."
    assert without_notes_of(note) == "Ask Highways."
    workbook = tmp_path / "accounts.xlsx"
    smreport.new(workbook, answers=HALF_FILLED[0])
    told = [finding for finding in smreport.check(workbook).findings if finding.code == "cells.comment"]
    assert HALF_FILLED[0].stem == "accounts"
    assert told == []
