"""python-calamine alone: every cell of every sheet of the workbooks as Python values, and nothing else.

python benchmarks/peers/calamine_only.py WORKBOOK.xlsx ...
"""

from __future__ import annotations

import sys

from python_calamine import CalamineWorkbook


def main() -> None:
    """Read, and count the cells, so that something is done with them."""
    cells = 0
    for path in sys.argv[1:]:
        book = CalamineWorkbook.from_path(path)
        for title in book.sheet_names:
            cells += sum(map(len, book.get_sheet_by_name(title).to_python(skip_empty_area=False)))
    print(cells)


if __name__ == "__main__":
    main()
