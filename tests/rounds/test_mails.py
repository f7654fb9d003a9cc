"""Texts to services: their own cells, what and until when, in few lines, and nothing that is not for publication."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rounds.council import LIBRARIES, council
from workbooks import with_rows, workbook

import smreport
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.commands.mails import Due, are_written, write_mails
from smreport.decision.check import check
from smreport.errors import OutputRefused
from smreport.findings import Finding, Level
from smreport.frozen import replace
from smreport.rounds.mails import MOST_LINES, Asked, Reason, mail

ASKED = Asked(LIBRARIES, "Head of Books", f"{LIBRARIES}.xlsx", Reason.FAULTY, date(2027, 1, 15))
SECRET = """
    | settings  | organisation |
    |           | Exampleshire |
    | areas     | name      | kind    | status   |
    |           | Libraries | Service | In scope |
    | portfolio | title       | areas               | depends   | not_public |
    |           | Move Elmbury | Libraries (Service) | Elmbruy   | {mark}     |
    |           | Open pages  | Libraries (Service) | Move Elm  |            |
"""


def finding(tables: Tables, sheet: str, row: int, **others: object) -> Finding:
    """An error of a workbook in a row."""
    table = tables[sheet]
    about = Finding("x.rule", Level.ERROR, "a.xlsx", table.title, row, f"C{row}", "Column", "It is wrong.", "Mend it.")
    return replace(about, **others)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def tables(blueprint: Blueprint) -> Tables:
    return council(with_rows(blueprint, 8))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.LATE, "has not come back from you yet"),
        (Reason.AS_SENT, "came back as it was sent"),
        (Reason.UNREADABLE, "cannot be opened here"),
    ],
)
@pytest.mark.parametrize(
    ("deadline", "is_over", "when"),
    [
        (date(2027, 1, 15), False, "Please send it by 15 January 2027."),
        (date(2027, 1, 15), True, "It was asked for by 15 January 2027"),
        (None, False, "as soon as you can"),
    ],
)
def test_it_says_why_and_until_when(
    reason: Reason, words: str, deadline: date | None, is_over: bool, when: str
) -> None:
    text = mail(replace(ASKED, reason=reason, deadline=deadline, is_over=is_over)).text
    assert "Dear Head of Books," in text
    assert f"{LIBRARIES}.xlsx" in text
    assert words in text
    assert when in text


def test_where_nobody_leads_it_greets_without_a_name() -> None:
    text = mail(replace(ASKED, lead="")).text
    assert text.startswith(f"To: {LIBRARIES}\n")
    assert "Dear colleague," in text


def test_cells_stand_by_sheet_errors_and_gaps_without_notes(tables: Tables) -> None:
    findings = [
        finding(tables, "mapping", 7, value="Facebook"),
        finding(tables, "mapping", 8, level=Level.NOTE, what="Worth knowing."),
        finding(tables, "roles", 7, level=Level.GAP, what="Something is missing."),
    ]
    text = mail(ASKED, findings, tables).text
    assert "4 Mapping\n- C7: It is wrong. Mend it.\n5 Roles\n- C7: Something is missing." in text
    assert "Facebook" not in text
    assert "Worth knowing" not in text


@pytest.mark.parametrize("number", [1, 12, 60])
def test_it_is_short_and_counts_what_it_leaves_out(tables: Tables, number: int) -> None:
    gaps = [
        finding(tables, "mapping", row, level=Level.GAP, code=f"gap.{row}", what=f"Gap {row}.")
        for row in range(10, 10 + number)
    ]
    text = mail(ASKED, [*gaps, finding(tables, "roles", 7)], tables).text
    assert len(text.splitlines()) <= MOST_LINES
    assert "It is wrong." in text, "errors come first"
    shown = text.count("- C1") + text.count("- C2") + text.count("- C3")  # the error is in row 7
    assert (f"And {number - shown} more in the marked copy." in text) is (shown < number)


def test_each_empty_sheet_is_named_once_and_what_follows_from_it_not_at_all(blueprint: Blueprint) -> None:
    tables = workbook(with_rows(blueprint, 8), "| settings | organisation |\n| | Shire |")
    findings = check(tables)
    empty = [finding.sheet for finding in findings if finding.is_of_empty_sheet]
    assert len(empty) > 5
    text = mail(replace(ASKED, reason=Reason.INCOMPLETE), findings, tables).text
    assert f"- Nothing is filled in yet in these sheets: {', '.join(empty)}.\n" in text
    assert all(text.count(sheet) == 1 for sheet in empty)
    assert len(text.splitlines()) <= MOST_LINES


def test_services_are_told_nothing_of_commands(tables: Tables) -> None:
    fix = "Add the row. Or let smreport refresh make it."
    assert "C7: It is wrong. Add the row.\n" in mail(ASKED, [finding(tables, "areas", 7, fix=fix)], tables).text


def test_what_people_typed_is_not_quoted_and_words_of_the_form_are(tables: Tables) -> None:
    fix = "“Our own name” is no choice: pick “In scope” or “Yes”, under “Status”."
    text = mail(ASKED, [finding(tables, "areas", 7, fix=fix)], tables).text
    assert "“…” is no choice: pick “In scope” or “Yes”, under “Status”." in text


@pytest.mark.parametrize("mark", ["Yes", "ask legal"])
def test_nothing_of_marked_rows_is_told(blueprint: Blueprint, mark: str) -> None:
    tables = workbook(with_rows(blueprint, 8), SECRET.format(mark=mark))
    quoted = finding(tables, "portfolio", 99, what="It is wrong.", fix="Not “Elmbury”. It costs 4,321. Ask its lead.")
    findings = [*check(tables), quoted]
    assert any("Elm" in found.what + found.fix + found.subject + found.value for found in findings)
    text = mail(ASKED, findings, tables).text
    assert "Elm" not in text
    assert "4,321" not in text
    assert "It is wrong. Ask its lead." in text
    assert "the marked copy says what it is about" in text


def test_where_no_cell_may_be_named_it_points_to_the_marked_copy() -> None:
    assert "The marked copy says which cells" in mail(ASKED).text


class TestFiles:
    @staticmethod
    def due(**others: object) -> dict[str, Due]:
        return {"Libraries.txt": Due(replace(ASKED, reason=Reason.LATE, **others), None, "social_media")}  # type: ignore[arg-type]

    def test_they_are_written_anew_each_time(self, tmp_path: Path) -> None:
        folder = tmp_path / "mails"
        assert not are_written(folder, self.due())
        assert write_mails(folder, self.due()).written == (folder / "Libraries.txt",)
        assert are_written(folder, self.due())
        assert not are_written(folder, self.due(is_over=True))
        write_mails(folder, self.due(is_over=True))
        assert b"It was asked for by 15 January 2027" in (folder / "Libraries.txt").read_bytes()

    def test_an_edited_one_stays_and_the_others_are_written(self, tmp_path: Path) -> None:
        write_mails(tmp_path, self.due())
        (tmp_path / "Libraries.txt").write_text("Dear all")
        (tmp_path / "My notes.txt").write_text("mine")
        both = {**self.due(is_over=True), "Highways.txt": self.due()["Libraries.txt"]}
        done = write_mails(tmp_path, both)
        assert (done.written, done.edited, done.removed) == (
            (tmp_path / "Highways.txt",),
            (tmp_path / "Libraries.txt",),
            (),
        )
        assert (tmp_path / "Libraries.txt").read_text() == "Dear all"
        assert are_written(tmp_path, both)

    def test_what_nobody_needs_any_more_goes_unless_somebody_has_edited_it(self, tmp_path: Path) -> None:
        write_mails(tmp_path, {**self.due(), "Highways.txt": self.due()["Libraries.txt"]})
        (tmp_path / "Highways.txt").write_text("Dear all")
        done = write_mails(tmp_path, {})
        assert done.removed == (tmp_path / "Libraries.txt",)
        assert {path.name for path in tmp_path.glob("*.txt")} == {"Highways.txt"}

    def test_a_folder_that_is_a_file_is_refused_in_words(self, tmp_path: Path) -> None:
        (tmp_path / "mails").write_text("notes")
        with pytest.raises(OutputRefused, match="mails"):
            write_mails(tmp_path / "mails", self.due())


def test_the_door_names_them() -> None:
    assert {"mails", "next_step", "init", "find_round"} <= set(smreport.__all__)
