"""python-calamine alone: every cell of every sheet of the workbooks as Python values, and nothing else.

python benchmarks/peers/calamine_only.py WORKBOOK.xlsx ...
"""

from __future__ import annotations

import sys
from pathlib import Path

from python_calamine import CalamineWorkbook


def main() -> None:
    """Read, and count the cells, so that something is done with them."""
    print(sum(map(cells_in, map(Path, sys.argv[1:]))))


def cells_in(path: Path) -> int:
    """How many cells a workbook has, each made a Python value."""
    book = CalamineWorkbook.from_path(path)
    sheets = (book.get_sheet_by_name(title) for title in book.sheet_names)
    return sum(sum(map(len, sheet.to_python(skip_empty_area=False))) for sheet in sheets)


if __name__ == "__main__":
    main()
