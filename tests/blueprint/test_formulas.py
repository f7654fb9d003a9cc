"""The spelling of Excel: what LibreOffice then makes of it is tested in workbook/test_parity.py."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from openpyxl.formula import Tokenizer
from openpyxl.utils import get_column_letter

from smreport.blueprint import formulas
from smreport.blueprint.columns import Label
from smreport.blueprint.computed import compose_label
from smreport.blueprint.model import Blueprint

NOT_IN_EXCEL_2013 = {
    "XLOOKUP", "XMATCH", "LET", "LAMBDA", "FILTER", "UNIQUE", "SORT", "SEQUENCE", "TEXTJOIN", "CONCAT", "IFS", "SWITCH",
    "MAXIFS", "MINIFS", "TEXTSPLIT", "VSTACK", "TAKE", "DROP",
}  # fmt: skip
GUESSING = {"MATCH", "COUNTIF", "VLOOKUP", "SUMIF", "LOOKUP"}  # they take * and ? for wildcards, or "3" for 3
VOLATILE = {"OFFSET", "INDIRECT", "TODAY", "NOW", "RAND"}


def all_formulas(blueprint: Blueprint) -> Iterator[tuple[str, str]]:
    """Every formula of the first row of each sheet, with the place it stands in."""
    for sheet in blueprint:
        row = sheet.first_row
        for rule in sheet.rules:
            yield rule.code(sheet), rule.condition(blueprint, sheet, row)
        for column in sheet.columns:
            if column.computation:
                yield f"{sheet.key}.{column.key}", column.computation.formula(blueprint, sheet, row)
            elif isinstance(column.type, Label):
                yield f"{sheet.key}.{column.key}", compose_label(column, sheet, row)


def functions(formula: str) -> set[str]:
    bare = re.sub(r'"[^"]*"', '""', formula)
    return set(re.findall(r"([A-Z][A-Z0-9.]+)\(", bare))


def test_only_functions_of_excel_2013_are_used_and_none_that_recalculates_always(blueprint: Blueprint) -> None:
    used = {name for _, formula in all_formulas(blueprint) for name in functions(formula)}
    assert "SUMPRODUCT" in used
    assert not used & (NOT_IN_EXCEL_2013 | VOLATILE)


def test_no_check_guesses_with_wildcards(blueprint: Blueprint) -> None:
    checks = {rule.code(sheet) for sheet in blueprint for rule in sheet.rules}
    used = {place: functions(formula) for place, formula in all_formulas(blueprint) if place in checks}
    assert [place for place in used if used[place] & GUESSING] == []


def test_every_formula_has_balanced_brackets_and_short_texts(blueprint: Blueprint) -> None:
    for place, formula in all_formulas(blueprint):
        tokens = Tokenizer(f"={formula}").items
        opened = sum(token.subtype == "OPEN" for token in tokens)
        assert opened == sum(token.subtype == "CLOSE" for token in tokens), place
        texts = [token.value for token in tokens if token.type == "OPERAND" and token.subtype == "TEXT"]
        assert all(len(text) <= formulas.LONGEST_TEXT + 2 for text in texts), place


@pytest.mark.parametrize("number", [1, 26, 27, 52, 53, 702, 703, 16_384])
def test_columns_are_lettered_as_in_excel(number: int) -> None:
    assert formulas.column_letter(number) == get_column_letter(number)


def test_quotes_in_titles_and_texts_are_doubled() -> None:
    assert formulas.sheet_name("Ann's sheet") == "'Ann''s sheet'"
    assert formulas.text('say "yes"') == '"say ""yes"""'
    assert formulas.text("") == '""'


def test_long_texts_are_put_together_from_parts() -> None:
    parts = formulas.text("x" * 600).split("&")
    assert [len(part) - 2 for part in parts] == [255, 255, 90]


def test_a_formula_is_put_in_the_terms_of_its_table_so_that_it_holds_in_new_rows() -> None:
    headings = {"A": "Check", "B": "Area", "C": "Kind", "D": "What [it] is"}
    formula = """IF(TRIM($B7:$D7)="$B7",'4 Mapping'!$B$7:$B$206,$B7&$D7&$C$7&'Lists'!$B7)"""
    assert formulas.in_table_terms(formula, "Areas", headings, 7) == (
        """IF(TRIM(Areas[[#This Row],[Area]:[What '[it'] is]])="$B7",'4 Mapping'!$B$7:$B$206,"""
        """Areas[[#This Row],[Area]]&Areas[[#This Row],[What '[it'] is]]&$C$7&'Lists'!$B7)"""
    )
