"""How long a person waits for LibreOffice: for every formula of a filled workbook, and for what hangs on one cell.

    /usr/bin/python3 benchmarks/one_cell.py WORKBOOK.xlsx [CHANGES]

WORKBOOK.xlsx is one of ``cases.py``. It needs LibreOffice's own Python bridge (Debian: python3-uno), a module of the
system's Python: so it imports nothing of smreport. LibreOffice runs without a window, and after each change it works
out what is dirty. Cells of 4 Mapping are changed: the text about the benefit, on which only its row hangs, the
strength, on which points and scores hang, and the area, on which checks of other sheets hang.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

SHEET, FIRST_ROW, ROWS = "4 Mapping", 6, 60  # rows counted from 0
COLUMNS = {"benefit": 5, "strength": 6, "area": 1}
CALM, TRIES = 0.2, 600


def main() -> None:
    """Measure and print."""
    path, changes = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with opened(path) as (document, profile):
        clock, busy = recalculated(document, profile)
        print(f"all cells: {clock:.2f} s by the clock, {busy:.2f} s of processors (medians)", flush=True)
        for name, column in COLUMNS.items():
            clock, busy = measured(document, profile, column, changes)
            print(f"{name:>9}: {clock:.3f} s by the clock (median), {busy:.3f} s of processors (mean)", flush=True)


@contextmanager
def opened(path: Path) -> Iterator[tuple[Any, str]]:
    """A workbook in a LibreOffice of its own, and the folder of its profile."""
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"smreport{time.monotonic_ns()}"
        profile, accept = f"-env:UserInstallation={Path(folder).as_uri()}", f"--accept=pipe,name={pipe};urp;"
        office = subprocess.Popen(["soffice", profile, "--headless", "--norestore", accept])
        try:
            desktop = connected(pipe)
            document = desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, (given("Hidden", True),))
            yield document, folder
            document.close(True)
            desktop.terminate()
        finally:
            office.wait(60)


def given(name: str, value: object) -> Any:
    """An option, as LibreOffice takes it."""
    option = PropertyValue()
    option.Name, option.Value = name, value
    return option


def connected(pipe: str) -> Any:
    """LibreOffice's desktop, as soon as it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(TRIES):
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except NoConnectException:
            time.sleep(CALM)
    raise SystemExit("LibreOffice does not answer.")


def recalculated(document: Any, profile: str) -> tuple[float, float]:
    """Seconds for every formula of a workbook, by the clock and of processors: medians of three times."""
    clocks, busy = [], []
    for _ in range(3):
        start, before = time.perf_counter(), processors(profile)
        document.calculateAll()
        clocks.append(time.perf_counter() - start)
        busy.append(processors(profile) - before)
    return statistics.median(clocks), statistics.median(busy)


def measured(document: Any, profile: str, column: int, changes: int) -> tuple[float, float]:
    """Seconds from the change of a cell until nothing is dirty: the median by the clock, the mean of processors."""
    sheet, seconds, before = document.Sheets.getByName(SHEET), [], processors(profile)
    for number in range(changes):
        cell = sheet.getCellByPosition(column, FIRST_ROW + number % ROWS)
        other = sheet.getCellByPosition(column, FIRST_ROW + (number + 7) % ROWS)
        text = f"{cell.String} more" if column == COLUMNS["benefit"] else other.String
        start = time.perf_counter()
        cell.setString(text)
        document.calculate()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), (processors(profile) - before) / changes


def processors(profile: str) -> float:
    """Seconds of processors that the processes with this profile have had."""
    total = 0
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if profile in line.read_text(errors="replace"):
                fields = line.with_name("stat").read_text().rpartition(")")[2].split()
                total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
