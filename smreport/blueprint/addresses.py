"""Addresses in Excel: letters of columns, names of sheets, and cells of a row in the terms of their table."""

from __future__ import annotations

import re
from collections.abc import Mapping


def column_letter(number: int) -> str:
    """The letters of a column, counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def sheet_name(title: str) -> str:
    """A sheet's name as it stands before the exclamation mark of an address."""
    return "'" + title.replace("'", "''") + "'"


def in_table_terms(formula: str, table: str, headings: Mapping[str, str], row: int) -> str:
    """A formula of a row in the terms of its table, so that it holds in any row: $B7 becomes T[[#This Row],[Area]].

    headings  by column letter; only cells of the ``row`` in the same sheet are put differently
    """
    named = {letter: f"[{re.sub(_SPECIAL, _ESCAPED, heading)}]" for letter, heading in headings.items()}

    def spelled(match: re.Match[str]) -> str:
        first, last = match["first"], match["last"]
        if match["text"] or first not in named or (last and last not in named):
            return match[0]
        columns = f"{named[first]}:{named[last]}" if last else named[first]
        return f"{table}[[#This Row],{columns}]"

    cell = rf"(?<![!:$\w])\$(?P<first>[A-Z]+){row}(?::\$(?P<last>[A-Z]+){row})?(?![\d:])"
    return re.sub(rf'(?P<text>"[^"]*")|{cell}', spelled, formula)


_SPECIAL, _ESCAPED = r"(['\[\]#@])", r"'\1"
