"""The half-filled workbooks as people typed them: the words of the answers files stand in the cells as they are."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook as OpenFile
from workbooks import edited, saved

from smreport.blueprint.answers import Answers, read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.commands.publishing import published
from smreport.commands.reading import read_workbook
from smreport.decision.results import decide

HALF_FILLED = sorted((Path(__file__).parent / "half_filled").glob("*.toml"))


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


def as_typed(tables: Tables, path: Path, target: Path) -> Path:
    """The workbook as people typed it."""
    return edited(saved(tables, target), pasted(tables.blueprint, read_answers(path)))


def golden_folder(path: Path) -> Path:
    """Where the golden texts of the papers of a half-filled workbook stand."""
    return path.parent / "golden" / path.stem


def golden_texts(path: Path) -> dict[str, str]:
    """These texts, by paper."""
    return {file.stem: file.read_text(encoding="utf-8") for file in golden_folder(path).glob("*.md")}


def papers_of(blueprint: Blueprint, path: Path) -> dict[str, bytes]:
    """What ``build`` makes of it, by file."""
    with tempfile.TemporaryDirectory() as folder:
        workbook = as_typed(read(blueprint, path), path, Path(folder) / f"{path.stem}.xlsx")
        return published(decide(read_workbook(workbook))).contents
