"""Workbooks that are half filled in, as people write: all of them build, and what was understood is told."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from golden import text_of_docx
from half_typed import HALF_FILLED, as_typed, golden_folder, golden_texts, pasted, read
from kept import assert_as_kept
from openpyxl import Workbook as OpenFile
from workbooks import edited, saved, with_rows

import smreport
from smreport.blueprint.answers import Answers, read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.templates import load
from smreport.blueprint.typed_before import note_of, without_notes_of
from smreport.cli import main
from smreport.commands.reading import read_workbook
from smreport.decision.check import TAKEN_AS_IN_SCOPE, check
from smreport.decision.propose import with_proposals
from smreport.findings import Level, as_text

pytestmark = pytest.mark.usefixtures("few_rows")
TWO_SCREENS, WIDTH = 100, 120  # lines of so many letters, as a window breaks them
CLOSING = 5  # lines: a blank one, the counts, what stops a build, whom to ask, the next command
ROWS = 60  # room for all of them together
MOST_UNKNOWN = 0.1
NO_ANSWER = re.compile(
    r"(?:Not (?:known|named|said|scored|yet|taken|assessed|decided)|No (?:figures|target|date|tool)|Nobody|None|To be)"
    r"\b.*|[-–]?"
)
"""What stands in a cell of which nobody has said anything."""
ALL = pytest.mark.parametrize("path", HALF_FILLED, ids=lambda path: path.stem)


def on_screen(text: str) -> int:
    """How many lines of a window a text takes."""
    return sum(max(1, -(-len(line) // WIDTH)) for line in text.splitlines())


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


@pytest.mark.long
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


@pytest.mark.long
@ALL
def test_it_builds_papers_that_say_what_the_golden_texts_say(blueprint: Blueprint, path: Path, tmp_path: Path) -> None:
    workbook = as_typed(read(blueprint, path), path, tmp_path / f"{path.stem}.xlsx")
    done = CliRunner().invoke(main, ["build", str(workbook), "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    built = {paper.stem: text_of_docx(paper) for paper in (tmp_path / "out").glob("*.docx")}
    for paper, text in built.items():
        assert_as_kept(golden_folder(path) / f"{paper}.md", text)
    assert built.keys() == golden_texts(path).keys()
    checked = smreport.check(workbook)
    assert not [finding for finding in checked.findings if finding.level is Level.ERROR]


def main_part(text: str) -> list[str]:
    """The lines before the appendices and the running footer."""
    return re.split(r"^(?:## Appendix |---$)", text, maxsplit=1, flags=re.MULTILINE)[0].splitlines()


def cells_of_tables(lines: list[str]) -> list[str]:
    """The cells of the tables' rows; of those below their headings."""
    rows = [line for line, below in pairwise([*lines, ""]) if line.startswith("| ") and not below.startswith("| ---")]
    return [cell.strip() for row in rows if not row.startswith("| ---") for cell in row.strip("| ").split(" | ")]


@ALL
def test_few_cells_of_each_main_part_say_that_something_is_not_known(path: Path) -> None:
    cells = {paper: cells_of_tables(main_part(text)) for paper, text in golden_texts(path).items()}
    assert sum(map(len, cells.values())) > 10
    for paper, of_paper in cells.items():
        unknown = [cell for cell in of_paper if NO_ANSWER.fullmatch(cell)]
        assert len(unknown) <= MOST_UNKNOWN * len(of_paper), (paper, unknown)


@ALL
def test_no_section_is_without_content(path: Path) -> None:
    for text in golden_texts(path).values():
        lines = [line for line in text.splitlines() if line]
        for line, below in pairwise(lines):
            level = len(line) - len(line.lstrip("#"))
            if level > 1:
                assert not re.match(rf"#{{1,{level}}} |---$", below), line


@ALL
def test_the_papers_speak_of_no_sheets_rows_or_cells_before_the_appendices(path: Path) -> None:
    words = re.compile(
        r"\b(?:row|sheet|cell|workbook|column|finding|mapped use)s?\b|\b\d[a-f]? [A-Z]\w+: |, [A-Z]\d+\b"
    )
    for text in golden_texts(path).values():
        assert [line for line in main_part(text) if words.search(line)] == []


@pytest.mark.parametrize("paper", ["report", "strategy"])
def test_what_is_no_strategy_yet_is_not_put_up_for_approval(paper: str) -> None:
    """A list of projects and actions asks for decisions on these, and proposes no statement and no principles."""
    texts = {path.stem: golden_texts(path)[paper] for path in HALF_FILLED}
    assert [name for name, text in texts.items() if re.search(r"Approve the strategy|principles proposed", text)] == [
        "no_status"
    ]


def test_each_account_is_counted_the_same_in_report_and_strategy() -> None:
    papers = golden_texts(next(path for path in HALF_FILLED if path.stem == "accounts"))
    counted = "Accounts, 5 in all: Keep 1, Merge 1, Retire 1 and Not decided yet 2."
    assert all(counted in papers[paper] for paper in ("report", "strategy"))


@pytest.mark.long
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
