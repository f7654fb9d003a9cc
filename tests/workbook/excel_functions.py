"""Functions of Excel 2013 that all engines know and read alike, with how many arguments they take."""

from __future__ import annotations

PREFIX = "_XLFN."
_MANY = 255

FUNCTIONS: dict[str, tuple[int, int]] = {
    "ABS": (1, 1), "AND": (1, _MANY), "CHAR": (1, 1), "COLUMN": (0, 1), "COLUMNS": (1, 1), "COUNT": (1, _MANY),
    "COUNTA": (1, _MANY), "COUNTBLANK": (1, 1), "COUNTIF": (2, 2), "COUNTIFS": (2, 254), "DATE": (3, 3),
    "EXACT": (2, 2), "FALSE": (0, 0), "FIND": (2, 3), "FREQUENCY": (2, 2), "IF": (2, 3), "IFERROR": (2, 2),
    "IFNA": (2, 2), "INDEX": (2, 4), "INT": (1, 1), "ISBLANK": (1, 1), "ISERROR": (1, 1), "ISNUMBER": (1, 1),
    "ISFORMULA": (1, 1), "ISTEXT": (1, 1),
    "LARGE": (2, 2), "LEFT": (1, 2), "LEN": (1, 1), "LOOKUP": (2, 3), "LOWER": (1, 1),
    "MATCH": (2, 3), "MAX": (1, _MANY), "MID": (3, 3), "MIN": (1, _MANY), "MOD": (2, 2), "MONTH": (1, 1),
    "N": (1, 1), "NOT": (1, 1),
    "OFFSET": (3, 5), "OR": (1, _MANY), "PV": (3, 5), "REPT": (2, 2), "RIGHT": (1, 2), "ROUND": (2, 2), "ROW": (0, 1),
    "ROWS": (1, 1), "SEARCH": (2, 3), "SIGN": (1, 1), "SMALL": (2, 2), "SUBSTITUTE": (3, 4), "SUM": (1, _MANY),
    "SUMIF": (2, 3), "SUMIFS": (3, _MANY), "SUMPRODUCT": (1, _MANY), "TEXT": (2, 2), "TRIM": (1, 1), "TRUE": (0, 0),
    "UPPER": (1, 1), "VALUE": (1, 1), "YEAR": (1, 1),
    "CELL": (1, 2), "INDIRECT": (1, 2), "INFO": (1, 1), "NOW": (0, 0), "RAND": (0, 0), "RANDBETWEEN": (2, 2),
    "TODAY": (0, 0),
}  # fmt: skip
# known to Excel 2013, but not to Excel 2007, in whose files they have the prefix _xlfn.
NEEDS_PREFIX = frozenset({"IFNA", "ISFORMULA"})
# of a later Excel than 2013, and of which
LATER: dict[str, str] = {
    **dict.fromkeys(("CONCAT", "IFS", "MAXIFS", "MINIFS", "SWITCH", "TEXTJOIN"), "2019"),
    **dict.fromkeys(
        ("FILTER", "LET", "RANDARRAY", "SEQUENCE", "SORT", "SORTBY", "UNIQUE", "XLOOKUP", "XMATCH"), "2021"
    ),
    **dict.fromkeys(("LAMBDA", "MAP", "REDUCE", "TEXTAFTER", "TEXTBEFORE", "TEXTSPLIT", "TOCOL", "VSTACK"), "2024"),
}
# worked out anew at every change of any cell
VOLATILE = frozenset({"CELL", "INDIRECT", "INFO", "NOW", "OFFSET", "RAND", "RANDBETWEEN", "TODAY"})
