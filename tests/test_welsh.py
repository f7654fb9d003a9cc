"""A Welsh council's form is in both languages: answers in either mean the same, and papers keep to one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from golden import text_of_docx
from workbooks import EXAMPLES, saved

import smreport
from smreport.blueprint.answers import Answers, read_answers, tables_from
from smreport.blueprint.columns import Choice, Ref
from smreport.blueprint.model import Blueprint, Column
from smreport.blueprint.rewording import BETWEEN
from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.commands.documents import DocumentOptions
from smreport.commands.loading import load_template
from smreport.commands.reading import read_workbook
from smreport.decision.check import check
from smreport.words import ENGLISH, speaking

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def in_english_again() -> Iterator[None]:
    """A form that is loaded decides what language is spoken."""
    with speaking(ENGLISH):
        yield


WELSH_NAME = "Llyfrgelloedd"
CALLED = {"en": "Libraries", "cy": WELSH_NAME, "en+cy": f"Libraries / {WELSH_NAME}"}
"""What rows call an area that has its name in both languages."""


WHAT_THE_EXAMPLE_LACKS = {"evaluation.setup_cost.required"}


def form(language: str) -> Blueprint:
    return load_template("social_media", language)


def answers_in(language: str) -> Answers:
    """The illustrative answers with their choices, and what they call areas, as in this language or in both."""
    english, other = form(""), form(language)
    content = read_answers(EXAMPLES / "illustrative" / "answers.toml")
    kinds = dict(zip(english.lists["area_kind"].texts, other.lists["area_kind"].texts, strict=True))
    names = {
        f"{area['name']} ({area['kind']})": (
            f"{area['name'].replace('Libraries', CALLED[language])} ({kinds[area['kind']]})"
        )
        for area in content["areas"]
    }

    def said(sheet: str, key: str, value: Any) -> Any:
        if isinstance(value, list):
            return [said(sheet, key, each) for each in value]
        column = english.sheets[sheet].by_key.get(key)
        if column and isinstance(value, str):
            return _said(value, column, other.sheets[sheet].by_key[key], names)
        return value

    def row(sheet: str, answers: dict[str, Any]) -> dict[str, Any]:
        return {key: said(sheet, key, value) for key, value in answers.items()}

    told = {
        sheet: row(sheet, rows) if isinstance(rows, dict) else [row(sheet, each) for each in rows]
        for sheet, rows in content.items()
    }
    for area in told["areas"]:
        area["name"] = area["name"].replace("Libraries", CALLED["en+cy"])
    return told


def _said(value: str, english: Column, other: Column, names: Mapping[str, str]) -> str:
    if isinstance(english.type, Choice) and isinstance(other.type, Choice):
        return other.type.choices.labels.get(english.type.choices.ids.get(normalised(value), ""), value)
    if isinstance(english.type, Ref) and isinstance(other.type, Ref):
        for_all = dict(zip(english.type.to.also, other.type.to.also, strict=True))
        return {**names, **for_all}.get(value, value)
    return value


def read_back(language: str, folder: Path) -> Tables:
    """A form in both languages that was filled in as in one of them, or in both, as the reader gives it."""
    answers = answers_in(language)
    return read_workbook(saved(tables_from(form("en+cy"), answers), folder / "both.xlsx"))


def meanings(tables: Tables) -> Iterator[tuple[str, list[object]]]:
    """The ids of what was picked from lists, and the names of rows that others refer to, by column."""
    for sheet, table in tables.items():
        for column in table.sheet.asked_columns:
            values = [str(value) for value in table.columns[column.key]]
            if isinstance(column.type, Choice):
                ids = column.type.choices.ids_of_all
                yield f"{sheet}.{column.key}", [ids.get(normalised(value), value) for value in values]
            elif isinstance(column.type, Ref):
                yield f"{sheet}.{column.key}", list(values)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_either_language_means_what_the_pair_means(language: str, tmp_path: Path) -> None:
    tables = read_back(language, tmp_path)
    assert dict(meanings(tables)) == dict(meanings(read_back("en+cy", tmp_path)))
    assert {finding.code for finding in check(tables)} == WHAT_THE_EXAMPLE_LACKS


PRINTED = ("objectives.importance", "mapping.strength", "kpis.direction", "portfolio.status", "risks.kind")
"""Columns whose choices stand in tables of the papers, and are no words of smreport's own."""


def labels(language: str) -> set[str]:
    return {item.text for address in PRINTED for item in form(language).choices(address).items}


def test_papers_in_each_language_have_none_of_the_others_choices(tmp_path: Path) -> None:
    path = saved(tables_from(form("en+cy"), answers_in("en+cy")), tmp_path / "both.xlsx")
    for tag, other in (("en", "cy"), ("cy", "en")):
        built = smreport.build(path, tmp_path / tag, draft=True, options=DocumentOptions(language=tag))
        text = "\n".join(text_of_docx(file.read_bytes()) for file in built.documents if file.suffix == ".docx")
        cells = {cell.strip() for line in text.splitlines() if line.startswith("|") for cell in line.split("|")}
        assert len(cells & labels(tag)) > 5
        assert cells & (labels(other) - labels(tag)) == set()
        assert not any(label in text for label in labels("en+cy") if BETWEEN in label)
        assert (WELSH_NAME in text) is (tag == "cy")


@pytest.mark.parametrize(("language", "times"), [("en", 0), ("cy", 0), ("en+cy", 2)])
def test_a_form_in_two_languages_says_in_each_how_a_cell_holds_both(language: str, times: int, tmp_path: Path) -> None:
    blueprint = form(language)
    with speaking(blueprint.tongue):
        path = saved(tables_from(blueprint, answers_in(language)), tmp_path / "w.xlsx")
    lines = [row[0] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    assert sum(f'"{BETWEEN}"' in str(line) for line in lines) == times
