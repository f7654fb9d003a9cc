"""Cells that the workbook fills in by itself, and what is said where somebody typed over one of them."""

from __future__ import annotations

from smreport.blueprint import formulas
from smreport.blueprint.formulas import Truth
from smreport.blueprint.model import Column, Sheet
from smreport.findings import Level, in_check
from smreport.words import say

TYPED_OVER_CODE = "cells.typed_over"


def own_columns(sheet: Sheet) -> tuple[Column, ...]:
    """The columns of a sheet that hold formulas."""
    return tuple(column for column in sheet.columns if not column.asked)


def typed_over(sheet: Sheet, row: int) -> Truth:
    """In Excel: whether a cell of the row that is meant to hold a formula holds something else."""
    cells = (formulas.is_typed_over(sheet.at(column.key, row)) for column in own_columns(sheet))
    return formulas.either(*cells)


def said_of_typed_over() -> str:
    """What the Check column says."""
    what, fix = say("findings.cells.typed_over.what"), say("findings.cells.typed_over.fix")
    return in_check(Level.NOTE, say("findings.typed_over", what=what, fix=fix))
