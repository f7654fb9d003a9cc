"""Which names of a column are among the several choices of a cell: each name stands ready for it, in a working."""

from __future__ import annotations

from collections.abc import Iterable

from smreport.blueprint import formulas
from smreport.blueprint.formulas import Cell, Parts, Text, Truth
from smreport.blueprint.model import Blueprint, Sheet

_NONE = " "  # between separators stands no space in a cell's choices: so a blank name is among none


def part(name: Text, separator: str) -> Text:
    """In Excel: a name as it stands among choices, ;a;"""
    between = formulas.choose(formulas.blank(name), formulas.text(_NONE), Text(f"LOWER({name.spelled})"))
    return formulas.joined(formulas.text(separator), between, formulas.text(separator))


def part_shown(name: str, separator: str) -> str:
    """The same in Python."""
    return f"{separator}{name.lower() or _NONE}{separator}"


def named_by(several: Parts, blueprint: Blueprint, names: str) -> Truth:
    """In Excel, over the rows of a column of names: which are among the choices, which are shorter without them."""
    without = f'LEN(SUBSTITUTE({several.spelled},{blueprint.part(names).spelled},""))'
    return Truth(f"({without}<LEN({several.spelled}))", many=True)


def choices_in(blueprint: Blueprint, sheet: Sheet, key: str) -> Parts:
    """In Excel: the choices of a cell of this row."""
    here = formulas.this_row_below(sheet.header_row)
    return Parts(formulas.item(blueprint.parts(f"{sheet.key}.{key}"), here).spelled)


def choice_in(cell: Cell, which: int, separator: str) -> Text:
    """In Excel: one of the choices in a cell, "" where it has fewer."""
    spread, length = f'SUBSTITUTE({cell.spelled},"{separator}",REPT(" ",LEN({cell.spelled})))', f"LEN({cell.spelled})"
    return Text(f"TRIM(MID({spread},{which - 1}*{length}+1,{length}))")


def has_at_most(cell: Cell, most: int, separator: str) -> Truth:
    """In Excel: whether a cell has so many choices or fewer, by the separators in it."""
    without = f'SUBSTITUTE({cell.spelled},"{separator}","")'
    return Truth(f"(LEN({cell.spelled})-LEN({without})<{most * len(separator)})")


def is_unlisted(cell: Cell, known: Text, also: Iterable[str], separator: str) -> Truth:
    """In Excel: whether a cell names something that is not among the known names, nor one of a few others.

    separator  what stands between several names, "" where there is only one
    """
    if separator:
        return formulas.unknown_parts(cell, known, separator)
    name, others = formulas.trimmed(cell), list(also)
    missing = formulas.equals(formulas.total(formulas.same(known, name)), formulas.number(0))
    return formulas.both(
        formulas.filled(name), missing, *([formulas.negated(formulas.one_of(name, others))] if others else [])
    )
