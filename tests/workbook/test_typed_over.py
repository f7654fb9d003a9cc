"""Formulas and headings that somebody typed over: workbook and check say so, and refresh mends it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook as OpenFile
from workbooks import edited, example, with_rows

import smreport
from smreport.blueprint.model import Blueprint
from smreport.blueprint.own_cells import said_of_typed_over
from smreport.blueprint.templates import load
from smreport.commands.making import workbook_bytes
from smreport.decision.check import check_cells
from smreport.workbook.read.doubts import TYPED
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

PLACES = {"areas": "label", "mapping": "points", "portfolio": "rank"}


def put(book: OpenFile, blueprint: Blueprint, sheet: str, key: str, row: int, value: object) -> None:
    place = blueprint.sheets[sheet]
    book[place.title].cell(*place.place(key, row)).value = value


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return with_rows(load(), 40)


@pytest.fixture(scope="module")
def sound(blueprint: Blueprint, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not to be changed."""
    path = tmp_path_factory.mktemp("sound") / "council.xlsx"
    path.write_bytes(workbook_bytes(example(blueprint, "illustrative")))
    return path


@pytest.fixture(scope="module")
def typed(blueprint: Blueprint, sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not to be changed."""

    def type_over(book: OpenFile) -> None:
        for sheet, key in PLACES.items():
            put(book, blueprint, sheet, key, blueprint.sheets[sheet].first_row + 1, "ours")

    return edited(Path(shutil.copy(sound, tmp_path_factory.mktemp("typed"))), type_over)


def told(path: Path) -> list[tuple[str, int]]:
    return [
        (each.sheet, each.row)
        for each in smreport.check_workbooks([path])[0].findings
        if each.code == "cells.typed_over"
    ]


def test_the_check_names_each_cell_and_a_sound_workbook_has_none(
    blueprint: Blueprint, sound: Path, typed: Path
) -> None:
    wanted = [(blueprint.sheets[sheet].title, blueprint.sheets[sheet].first_row + 1) for sheet in PLACES]
    assert told(typed) == wanted


def test_nothing_is_said_of_a_sound_workbook(sound: Path) -> None:
    assert told(sound) == []


def test_what_was_typed_is_not_used(blueprint: Blueprint, typed: Path) -> None:
    tables = read(Workbook(typed), blueprint)
    labels = [row["label"] for row in tables["areas"].rows.values()]
    assert labels[0]
    assert "ours" not in labels


def test_refresh_puts_the_formulas_back(blueprint: Blueprint, typed: Path, tmp_path: Path) -> None:
    assert TYPED.what in {finding.what for finding in smreport.check_workbooks([typed])[0].findings}
    smreport.refresh(typed, tmp_path / "mended.xlsx")
    assert told(tmp_path / "mended.xlsx") == []
    book = openpyxl.load_workbook(tmp_path / "mended.xlsx")
    for sheet, key in PLACES.items():
        place = blueprint.sheets[sheet]
        assert str(book[place.title].cell(*place.place(key, place.first_row + 1)).value).startswith("=")


def test_column_a_and_start_here_say_so_at_once(
    blueprint: Blueprint, typed: Path, tmp_path: Path, libreoffice: Callable[[Path], Path]
) -> None:
    place = blueprint.sheets["accounts"]  # to which no other sheet refers

    def rename(book: OpenFile) -> None:
        book[place.title].cell(place.header_row, 2).value = "Our accounts"

    wanted = check_cells(read(Workbook(typed), blueprint))  # as long as its headings are there
    file = Workbook(libreoffice(edited(Path(shutil.copy(typed, tmp_path)), rename)))
    steps = [str(row[6]) for row in file.grid("Start here") if len(row) > 6]
    assert sum(step.startswith("A heading was changed") for step in steps) == 1
    for sheet in PLACES:
        place = blueprint.sheets[sheet]
        row = place.first_row + 1
        shown = str(file.grid(place.title)[row - 1][0])
        assert shown.endswith(said_of_typed_over())
        if sheet != "areas":  # with another name the area has nothing mapped to it, in the workbook's eyes
            assert shown == wanted[sheet][row]
