"""The only speller of Excel: small expressions that formulas are put together from.

Every function used is in Excel 2013. Texts are compared with ``=`` on trimmed text, never with MATCH or
COUNTIF, which take * and ? for wildcards and "3" for 3. Expressions over ranges stand inside SUMPRODUCT,
so that no array entry is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

LONGEST_TEXT = 255
LONGEST_FORMULA = 8192
MOST_PARTS = 20


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


def text(value: str) -> str:
    """A text constant. Longer ones are put together from parts, as Excel takes 255 characters at most."""
    parts = [value[start : start + LONGEST_TEXT] for start in range(0, len(value), LONGEST_TEXT)] or [""]
    return "&".join('"' + part.replace('"', '""') + '"' for part in parts)


def trimmed(cell: str) -> str:
    return f"TRIM({cell})"


def same(left: str, right: str) -> str:
    """Equal as people see it: without case or outer and doubled spaces. Either side may be a range."""
    return f"(TRIM({left})=TRIM({right}))"


def filled(cell: str) -> str:
    """True where a cell shows something other than spaces. Works on ranges inside SUMPRODUCT."""
    return f'(TRIM({cell})<>"")'


def blank(cell: str) -> str:
    return f'(TRIM({cell})="")'


def both(*conditions: str) -> str:
    """All conditions at once, as a product, so that ranges work."""
    return "*".join(conditions)


def either(*conditions: str) -> str:
    """At least one condition, as 0 or 1, so that ranges work."""
    return f"(({'+'.join(conditions)})>0)"


def negated(condition: str) -> str:
    return f"(1-{condition})"


def total(*factors: str) -> str:
    """The sum over rows of the product of factors; conditions count as 0 or 1."""
    return f"SUMPRODUCT({'*'.join(factors)})"


def one_of(cell: str, values: Iterable[str]) -> str:
    """True where the cell is one of the texts."""
    return "OR(" + ",".join(f"TRIM({cell})={text(value)}" for value in values) + ")"


def parts_text(cell: str, separator: str) -> str:
    """A cell with several choices as ;a;b; in lower case, ready to be searched for ;a;."""
    plain = f"LOWER(TRIM({cell}))"
    tight = f'SUBSTITUTE(SUBSTITUTE({plain},"{separator} ","{separator}")," {separator}","{separator}")'
    return f'"{separator}"&{tight}&"{separator}"'


def contains_part(cell: str, part: str, separator: str) -> str:
    """True where the cell with several choices has the part among them. Either side may be a range."""
    wanted = f'"{separator}"&LOWER(TRIM({part}))&"{separator}"'
    return f"(ISNUMBER(FIND({wanted},{parts_text(cell, separator)}))*{filled(part)})"


def split_parts(cell: str, separator: str) -> str:
    """The choices in a cell as one row of texts, "" beyond the last; twenty at most."""
    spread = f'SUBSTITUTE({cell},"{separator}",REPT(" ",LEN({cell})))'
    return f"TRIM(MID({spread},{_counted(MOST_PARTS)}*LEN({cell})+1,LEN({cell})))"


def unknown_parts(cell: str, known: str, separator: str, where: str = "") -> str:
    """True where a choice in the cell is not in the range of known ones, or only in rows other than ``where``.

    FREQUENCY tells how many of the choices were found, each once, however often it is listed; its first
    class counts the pairs that do not match, of which there are always some.
    """
    parts = split_parts(cell, separator)
    pairs = both(f"(TRIM({known})={parts})", filled(known), *filter(None, (where,)))
    found = f"SUMPRODUCT(--(FREQUENCY({pairs}*({_counted(MOST_PARTS)}+1),{_counted(MOST_PARTS)})>0))-1"
    return f'({found}<SUMPRODUCT(--({parts}<>"")))'


def _counted(numbers: int) -> str:
    """A row of numbers from 0 on."""
    return "{" + ",".join(map(str, range(numbers))) + "}"


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


def filled_part(column: str) -> str:
    """For a drop-down: a one-column range without the blank cells at its end."""
    name, _, corners = column.rpartition("!")
    start = corners.partition(":")[0]
    first_row = int(start.rpartition("$")[2])
    last = f'SUMPRODUCT(MAX(({column}<>"")*ROW({column})))-{first_row - 1}'
    return f"={name}!{start}:INDEX({column},MAX(1,{last}))"


def message_cell(row_is_blank: str, messages: Iterable[tuple[str, str]], worth_an_ok: str = "TRUE") -> str:
    """The Check cell: nothing on a blank row, OK, or the messages whose conditions hold.

    Each message ends with a full stop. The trick with the bar evaluates every condition only once.
    """
    said = "&".join(f'IF({condition},{text(message + " ")},"")' for condition, message in messages) or '""'
    marked = f'{said}&IF({worth_an_ok},"|OK","|")'
    shown = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({marked},". |OK","."),". |","."),"|","")'
    unchecked = text("A cell in this row, or one it refers to, holds an error value.")
    return f'IFERROR(IF({row_is_blank},"",{shown}),{unchecked})'
