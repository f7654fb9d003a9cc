"""What commands are asked for that they cannot do, and where it cannot go."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from refusals.case import Case, all_of, gone, in_book, in_parts, in_text, named, put, run, sound
from rounds.council import council
from workbooks import edited

from smreport.blueprint.templates import load

EVALUATION = council(load())["evaluation"]
SECRET, GROUND = (EVALUATION.cell(key, EVALUATION.sheet.first_row) for key in ("not_public", "exempt_ground"))
SETTINGS = council(load())["settings"]
PUBLICATION, PLAN_START = (SETTINGS.cell(key, min(SETTINGS.rows)) for key in ("publication", "plan_start"))
CAPACITY = council(load())["roles"].places["capacity"]


def zero_weights(book: Any) -> None:
    for row in book["Settings"].iter_rows():
        for cell in row:
            if str(cell.value).startswith("Weight of") or "eight" in str(cell.value)[:8]:
                row[cell.column].value = -1


def kept_secret(book: Any) -> None:
    book["6 Evaluation"][SECRET].value, book["6 Evaluation"][GROUND].value = "Yes", "Paragraph 3"


def own_column(heading: str) -> Callable[[Any], object]:
    def add(book: Any) -> None:
        book["7b Actions"]["M5"].value, book["7b Actions"]["M6"].value = heading, "Yes"

    return add


def plan_of_2027(book: Any) -> None:
    book["Settings"][PLAN_START].value = date(2027, 4, 1)


def without_areas(book: Any) -> None:
    for row in book["1 Areas"].iter_rows(min_row=2, min_col=2):
        for cell in row:
            if cell.row > 5 and not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = None


def decided(*answers: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        page = book["To decide"]
        heading = next(
            [cell for cell in row if cell.value]
            for row in page.iter_rows()
            if "Reference" in [cell.value for cell in row]
        )
        for answer, row in zip(answers, page.iter_rows(min_row=heading[0].row + 1), strict=False):
            row[len(heading) - 1].value = answer

    return change


def one_changed(folder: Path) -> None:
    """A round in which two services say different things of a row that they share."""
    for name, content in round_of((folder / "w.xlsx").read_bytes()).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


@cache
def round_of(workbook: bytes) -> dict[str, bytes]:
    """The register, what came back and the combined workbook, by their names."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "w.xlsx").write_bytes(workbook)
        run("split w.xlsx -o back")(folder)
        (folder / "sent").mkdir()
        shutil.move(folder / "back/register.xlsx", folder / "sent")
        for number, path in enumerate(sorted((folder / "back").glob("*.xlsx"))):
            edited(path, lambda book, at=number: rename(book["5 Roles"], "Volunteer", at))
        run("merge back --register sent/register.xlsx -o combined/c.xlsx")(folder)
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob("*/*.xlsx")}


def rename(page: Any, name: str, number: int) -> None:
    for row in page.iter_rows():
        if name in [cell.value for cell in row]:
            row[CAPACITY - 1].value = 10 + number


CASES = named(
    # --- what commands are asked for ---
    ("errors", Case("build w.xlsx -o out", "add --draft", in_book(lambda book: book["1 Areas"].cell(7, 3, "Sort of")),
                    again="build w.xlsx -o out --draft")),
    ("weights", Case("export w.xlsx -o out", "Settings: the weights must be numbers", in_book(zero_weights),
                     sound("w.xlsx"))),
    ("weights to try", Case("build w.xlsx -o out --weights benefit=0,cost=0,risk=0", "are needed, one of them above 0",
                            again="build w.xlsx -o out --weights benefit=50,cost=30,risk=20")),
    ("a project that is not there", Case("explain w.xlsx Nothing", "Open projects: .*One page",
                                         again="explain w.xlsx 'One page'")),
    ("a year that is none", Case("explain w.xlsx 'One page' --year soon=1", "give a financial year",
                                 again="explain w.xlsx 'One page' --year '2027/28 capital=1'")),
    ("a year of which kind", Case("explain w.xlsx 'One page' --year 2027/28=1", "say whether capital or revenue",
                                  again="explain w.xlsx 'One page' --year '2027/28 revenue=1'")),
    ("a handbook of another kind", Case("handbook -o h.pdf", r"must end in \.docx or \.md", again="handbook -o h.md")),
    ("split: no areas", Case("split w.xlsx -o sent", "Name the areas first", in_book(without_areas), sound("w.xlsx"))),
    ("renew: a start that is no day", Case("renew w.xlsx -o n.xlsx --starts soon", "give the day on which the next",
                                           again="renew w.xlsx -o n.xlsx --starts 2028-04-01")),
    ("renew: a start too early", Case(
        "renew w.xlsx -o n.xlsx --starts 2027-04-01", "Settings, C[0-9]+: the last plan starts on 1 April 2027",
        in_book(plan_of_2027), again="renew w.xlsx -o n.xlsx --starts 2028-04-01")),
    ("renew: no sheet of earlier rounds", Case(
        "renew w.xlsx -o n.xlsx --template mine", "smreport template upgrade FOLDER", all_of(
            in_text("mine/workbook.toml", '^  "earlier",\n', ""), gone("mine/sheets/earlier.toml")),
        again="renew w.xlsx -o n.xlsx")),
    ("merge: an empty folder", Case("merge back -o c.xlsx", "Put the returned files there", lambda folder: (
        folder / "back").mkdir(), lambda folder: shutil.copy(folder / "w.xlsx", folder / "back"))),
    ("merge: nothing that can be read", Case(
        "merge back -o c.xlsx", "the file is empty. Ask for it again", put("back/w.xlsx", b""),
        lambda folder: shutil.copy(folder / "w.xlsx", folder / "back"))),
    ("merge: nothing that can be read, with a template", Case(
        "merge back -o c.xlsx --template social_media", "the file is empty. Ask for it again", put("back/w.xlsx", b""),
        lambda folder: shutil.copy(folder / "w.xlsx", folder / "back"))),
    ("merge: into the returns", Case(
        "merge back -o back/c.xlsx", "Choose another folder", lambda folder: (
            (folder / "back").mkdir(), shutil.copy(folder / "w.xlsx",
                folder / "back")), again="merge back -o c/c.xlsx")),
    ("merge: no register", Case(
        "merge sent --register r.xlsx -o c.xlsx", "Split the workbook again", all_of(
            run("split w.xlsx -o sent"), lambda folder: shutil.copy(folder / "w.xlsx", folder / "r.xlsx")),
        run("split w.xlsx -o anew"), "merge sent --register anew/register.xlsx -o c.xlsx")),
    ("merge: no decisions", Case(
        "merge back --register sent/register.xlsx -o c.xlsx --decisions w.xlsx", "Give the workbook that merge wrote",
        one_changed, again="merge back --register sent/register.xlsx -o c.xlsx --decisions combined/c.xlsx")),
    ("merge: a decision that is none", Case(
        "merge back --register sent/register.xlsx -o c.xlsx --decisions combined/c.xlsx", "Put one, or leave it blank",
        all_of(one_changed, in_book(decided("Perhaps"), "combined/c.xlsx")), in_book(decided("Yes"),
            "combined/c.xlsx"))),
    ("merge: two decisions", Case(
        "merge back --register sent/register.xlsx -o c.xlsx --decisions combined/c.xlsx", "Leave only one",
        all_of(one_changed, in_book(decided("Yes", "Yes"), "combined/c.xlsx")),
        in_book(decided("Yes", "No"), "combined/c.xlsx"))),
    ("a lock file", Case("check '~$w.xlsx'", "Give the workbook itself", put("~$w.xlsx", b"x"), again="check w.xlsx")),
    ("a lock file to build from", Case(
        "build '~$w.xlsx' -o out", "Give the workbook itself", put("~$w.xlsx", b"x"), again="build w.xlsx -o out")),
    ("a marked copy that was filled in", Case(
        "check w.xlsx --mark", "Check that one instead", all_of(run("check w.xlsx --mark"), in_book(
            lambda book: book["1 Areas"].cell(book["1 Areas"].max_row, 2, "Museums"), "w - to fix.xlsx")),
        again="check 'w - to fix.xlsx'")),
    ("a web page of what is exempt as a whole", Case(
        "build w.xlsx -o out --html", "the report as a whole is exempt",
        in_book(lambda book: book["Settings"].__setitem__(PUBLICATION, "Exempt")), sound("w.xlsx"))),
    ("a public paper in the place of an exempt one", Case(
        "build w.xlsx -o out --exempt", "Move it to another folder, then build again", all_of(
            run("build w.xlsx -o out/exempt"), in_book(kept_secret),
            lambda folder: (folder / "out/exempt/strategy.docx").rename(folder / "out/exempt/exempt-annex.docx")),
        lambda folder: shutil.move(folder / "out/exempt/exempt-annex.docx", folder / "old.docx"))),
    ("an exempt annex of a review without a ground", Case(
        "review w.xlsx --since last.xlsx -o out --exempt", r"w\.xlsx, 6 Evaluation, row \d+\. Pick the ground there",
        all_of(lambda folder: shutil.copy(folder / "w.xlsx", folder / "last.xlsx"), in_book(
            lambda book: book["6 Evaluation"].__setitem__(SECRET, "Yes"), "last.xlsx")),
        in_book(lambda book: book["6 Evaluation"].__setitem__(GROUND, "Paragraph 3")))),
    ("an exempt paper in the place of a public one", Case(
        "build w.xlsx -o out", "Move it to another folder, then build again", all_of(
            in_book(kept_secret), run("build w.xlsx -o out --exempt"), lambda folder: shutil.copy(
                folder / "out/exempt/exempt-annex.docx", folder / "out/strategy.docx")),
        lambda folder: shutil.move(folder / "out/strategy.docx", folder / "old.docx"))),
    ("an answer that tells what is marked", Case(
        "export w.xlsx -o out", 'add --publish "6a Risks, B7"', all_of(in_book(kept_secret), in_book(
            lambda book: book["6a Risks"].cell(7, 2, "It may be more than £100"))),
        again="export w.xlsx -o out --publish '6a risks, B7'")),
    ("a column that may be a mark", Case(
        "export w.xlsx -o out", "7b Actions, M5 may say what is not for publication", in_book(
            own_column("Confidential")), in_book(own_column("Told to all")))),
    ("an answer that tells a service what is marked", Case(
        "split w.xlsx -o out", 'add --send "6a Risks, B7"', all_of(in_book(kept_secret), in_book(
            lambda book: book["6a Risks"].cell(7, 2, "It may be more than £100"))),
        again="split w.xlsx -o out --send '6a Risks, B7'")),
    ("a paper that tells what is marked", Case(
        "build w.xlsx -o out", 'not for publication.* add --publish "strategy.docx: properties"', all_of(
            in_book(kept_secret), run("build w.xlsx -o out"), in_parts("out/strategy.docx", docProps__core_0_xml=(
                lambda xml: xml.replace("<dc:subject>", "<dc:subject>All for £100: ")))),
        again="build w.xlsx -o out --publish 'strategy.docx: properties'")),
    # --- where it goes ---
    ("there already", Case("new -o w.xlsx", "add --force", again="new -o w.xlsx --force")),
    ("changed since", Case("export w.xlsx -o out", "add --force", all_of(run("export w.xlsx -o out"), put(
        "out/areas.csv", b"mine")), again="export w.xlsx -o out --force")),
    ("a folder that is there", Case("template copy social_media mine", "Choose a folder that is not",
                                    again="template copy social_media other")),
    ("a file for a folder", Case("export w.xlsx -o w.xlsx", "cannot be written", again="export w.xlsx -o other")),
    ("a name that Windows cannot hold", Case("new -o con.xlsx", "Choose another name", again="new -o conn.xlsx")),
    ("open in another program", Case("new -o w.xlsx --force", r"delete the file ~\$w\.xlsx beside it", put(
        "~$w.xlsx", b""), gone("~$w.xlsx"))),
)  # fmt: skip
