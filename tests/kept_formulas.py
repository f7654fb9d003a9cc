"""openpyxl, reading a file, works out each cell of a shared formula anew: here it keeps what it made of each.

Most of the time that it takes to open a workbook goes there, and tests open the same formulas hundreds of times.
"""

from __future__ import annotations

from functools import lru_cache

from openpyxl.formula.translate import Translator
from openpyxl.worksheet import _reader

FORMULAS, CELLS = 4_000, 100_000


@lru_cache(FORMULAS)
def _translator(formula: str, origin: str) -> Translator:
    return Translator(formula, origin)


@lru_cache(CELLS)
def _translated(formula: str, origin: str, cell: str) -> str:
    return str(_translator(formula, origin).translate_formula(cell))


class KeptTranslator:
    """A formula and the cell that it was read from; what it is in another cell is openpyxl's own answer."""

    def __init__(self, formula: str, origin: str) -> None:
        self._formula, self._origin = formula, origin

    def translate_formula(self, cell: str) -> str:
        return _translated(self._formula, self._origin, cell)


def keep() -> None:
    """From now on in this process."""
    _reader.Translator = KeptTranslator
