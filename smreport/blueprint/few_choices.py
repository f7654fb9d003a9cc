"""Cells with a few choices, held against rows by the numbers of those choices; more of them are searched as a text."""

from __future__ import annotations

from smreport.blueprint import formulas
from smreport.blueprint.columns import Refs
from smreport.blueprint.formulas import Truth
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.named_parts import has_at_most
from smreport.blueprint.text_numbers import has_text, numbered_by
from smreport.blueprint.workings import FEW


def may_be_few(blueprint: Blueprint, sheet: Sheet, key: str, names: str) -> bool:
    """Whether the choices of a column have the numbers of the texts in another."""
    kind = sheet.by_key[key].type
    return isinstance(kind, Refs) and numbered_by(blueprint, names) == kind.to.address


def are_few(blueprint: Blueprint, sheet: Sheet, key: str, row: int) -> Truth:
    """In Excel: whether all choices of a cell are listed, and few."""
    unlisted = formulas.number_at(blueprint.unlisted(f"{sheet.key}.{key}"), formulas.this_row_below(sheet.header_row))
    all_listed = formulas.equals(unlisted, formulas.number(0))
    return formulas.both(all_listed, has_at_most(sheet.at(key, row), FEW, blueprint.separator))


def named_by_few(blueprint: Blueprint, sheet: Sheet, key: str, names: str) -> Truth:
    """In Excel, over the rows of a column: which are among the few choices of a cell."""
    numbers, here = blueprint.numbers(names), formulas.this_row_below(sheet.header_row)
    choices = (formulas.number_at(blueprint.choice(f"{sheet.key}.{key}", which), here) for which in range(1, FEW + 1))
    is_one = formulas.either(*(formulas.equals(numbers, choice) for choice in choices))
    return formulas.both(is_one, has_text(blueprint, names))
