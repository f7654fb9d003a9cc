"""A form in two languages, of every template that ships with words for another one: Excel can hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

import smreport
from smreport.blueprint.formulas import LONGEST_FORMULA
from smreport.blueprint.rewording import LONGEST_TITLE, Both, Translation
from smreport.blueprint.templates import SHIPPED, load, shipped
from smreport.words import ENGLISH, po_files, speaking

LONGEST_PROMPT = 255
WORDED = [
    (template, file.name.removesuffix(".po"))
    for template in shipped()
    if (files(SHIPPED) / template / "words").is_dir()
    for file in (files(SHIPPED) / template / "words").iterdir()
    if file.name.endswith(".po")
]
FORMS = [(template, form) for template, tag in WORDED for form in (tag, f"en+{tag}", f"{tag}+en")]


@pytest.fixture(autouse=True)
def in_english_again() -> Iterator[None]:
    """A form that is loaded decides what language is spoken."""
    with speaking(ENGLISH):
        yield


@pytest.mark.long
@pytest.mark.parametrize(("template", "language"), FORMS)
def test_excel_can_hold_the_form(template: str, language: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    smreport.new(path, template=template, language=language)
    book = openpyxl.load_workbook(path)
    titles = [title.lower() for title in book.sheetnames]
    assert len(set(titles)) == len(titles)
    assert all(0 < len(title) <= LONGEST_TITLE and not set(title) & set("[]:*?/\\") for title in titles)
    for page in book:
        formulas = [cell.value for row in page.iter_rows() for cell in row if cell.data_type == "f"]
        assert all(len(formula) < LONGEST_FORMULA for formula in formulas), page.title
        prompts = [rule.prompt or "" for rule in page.data_validations.dataValidation]
        assert all(len(prompt) <= LONGEST_PROMPT for prompt in prompts), page.title
        assert [prompt for prompt in prompts if prompt.endswith("…")] == [], f"{page.title}: cut"
    book.close()


@pytest.mark.parametrize(("template", "tag"), WORDED)
def test_above_every_sheet_stands_its_title_in_both(template: str, tag: str) -> None:
    english, other, both = (load(template, form) for form in ("", tag, f"en+{tag}"))
    for sheet in both:
        assert sheet.headline.startswith(english.sheets[sheet.key].title)
        assert sheet.headline.endswith(other.sheets[sheet.key].title.split(" ", 1)[-1])
        assert sheet.title in (sheet.headline, english.sheets[sheet.key].title)


@pytest.mark.parametrize(("template", "tag"), WORDED)
def test_words_have_the_names_in_brackets_that_the_texts_have(template: str, tag: str) -> None:
    path = files(SHIPPED) / template / "words" / f"{tag}.po"
    for entry in po_files.read(path.read_bytes(), path.name):
        for words in filter(None, entry.words):
            assert re.findall(r"\{\w*\}", words) == re.findall(r"\{\w*\}", entry.id), entry.id


@pytest.mark.long
@pytest.mark.parametrize(("template", "tag"), WORDED)
def test_beside_a_question_stands_its_help_in_both(template: str, tag: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    smreport.new(path, template=template, language=f"en+{tag}")
    english, other, both = (load(template, form).sheets["settings"] for form in ("", tag, f"en+{tag}"))
    page = openpyxl.load_workbook(path)[both.title]
    for column in both.columns:
        row, _ = both.place(column.key, 0)
        said = str(page.cell(row, 4).value)
        assert english.by_key[column.key].help.removesuffix(".") in said
        assert said.endswith(other.by_key[column.key].help)


class TestBoth:
    """What stands side by side, and what alone."""

    @staticmethod
    def said(where: str, text: str, other: str) -> str:
        return Both(Translation(ENGLISH), Translation(ENGLISH, {(where, text): other}))(where, text)

    def test_a_number_before_a_title_stands_once(self) -> None:
        assert self.said("sheets/a.toml title", "1 Areas", "1 Meysydd") == "1 Areas | Meysydd"
        assert self.said("workbook.toml start title", "Start", "Dechrau") == "Start | Dechrau"

    def test_a_title_too_long_for_a_tab_is_in_the_first_language(self) -> None:
        assert self.said("sheets/a.toml title", "2 Sixteen letters", "2 Sixteen letters again") == "2 Sixteen letters"

    @pytest.mark.parametrize("key", ["column name help", "column name example", "rule what", "rule fix"])
    def test_what_excel_limits_is_in_the_first_language(self, key: str) -> None:
        assert self.said(f"sheets/a.toml {key}", "English.", "Cymraeg.") == "English."

    @pytest.mark.parametrize(
        ("where", "between"),
        [
            ("sheets/a.toml column name heading", " / "), ("lists/a.csv item", " / "), ("lists/a.csv help", " / "),
            ("sheets/a.toml guidance", "\n"), ("workbook.toml start steps", "\n"),
        ],
    )  # fmt: skip
    def test_all_else_is_in_both(self, where: str, between: str) -> None:
        assert self.said(where, "English", "Cymraeg") == f"English{between}Cymraeg"
