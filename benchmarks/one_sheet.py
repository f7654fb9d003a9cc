"""Emit a workbook whose 4 Mapping has 10,000 rows ready to fill in, with drop-downs, prompts and a Check formula each.

python benchmarks/one_sheet.py WORKBOOK.xlsx
"""

from __future__ import annotations

import sys
from pathlib import Path

from smreport.blueprint import templates
from smreport.blueprint.answers import tables_from
from smreport.workbook.emit.writer import Shown, emit

ROWS = 10_000


def main() -> None:
    """Write the workbook."""
    blueprint = templates.load(templates.DEFAULT).sized({"mapping": ROWS})
    Path(sys.argv[1]).write_bytes(emit(tables_from(blueprint, {}), Shown()))


if __name__ == "__main__":
    main()
