"""Which names of a column are among the several choices of a cell: each name stands ready for it, in a working."""

from __future__ import annotations

from smreport.blueprint import formulas
from smreport.blueprint.formulas import Parts, Text, Truth
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


def choices_in(blueprint: Blueprint, sheet: Sheet, key: str, row: int) -> Parts:
    """In Excel: the choices of a cell of this row."""
    return formulas.parts(sheet.at(key, row), blueprint.separator)
