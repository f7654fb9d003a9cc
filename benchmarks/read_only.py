"""Read a workbook into tables by its template, and nothing else: what calamine_only.py is held against.

python benchmarks/read_only.py WORKBOOK.xlsx
"""

from __future__ import annotations

import sys
from pathlib import Path

from smreport.blueprint import templates
from smreport.commands.work import no_search_for_cycles
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook


def main() -> None:
    """Read, and count the rows."""
    with no_search_for_cycles():  # as all commands do
        tables = read(Workbook(Path(sys.argv[1])), templates.load(templates.DEFAULT))
    print(sum(len(table.numbers) for table in tables.values()))


if __name__ == "__main__":
    main()
