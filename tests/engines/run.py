"""By hand: what each engine shows in workbooks, held against their saved results.

cd tests && python -m engines.run workbook.xlsx ...
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from engines.cells import saved_results
from engines.comparison import outcome
from engines.engine import Engine
from engines.gnumeric import Gnumeric
from engines.iron import IronCalc
from engines.libreoffice import LibreOffice
from engines.onlyoffice import OnlyOffice

GATE: tuple[type[Engine], ...] = (LibreOffice, OnlyOffice, IronCalc)  # these have to agree
ALL: tuple[type[Engine], ...] = (*GATE, Gnumeric)


def run(paths: list[Path]) -> int:
    """Say what differs; 1 if something does in an engine of the gate."""
    wrong = False
    with tempfile.TemporaryDirectory() as name:
        for path in paths:
            wanted = saved_results(path)
            for kind in ALL:
                if kind.missing():
                    print(f"{kind.name}: {kind.missing()}")
                    continue
                folder = Path(name) / kind.name
                folder.mkdir(exist_ok=True)
                for form in kind.forms:
                    found = outcome(kind(folder), path, form, wanted)
                    wrong |= kind in GATE and not found.is_right
                    print(f"{path.name}: {found}")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(run([Path(each) for each in sys.argv[1:]]))
