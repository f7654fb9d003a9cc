"""How long a workbook takes to emit, how large it is, and how long LibreOffice takes to open and recalculate it.

    python benchmarks/workbook.py [--runs N] [ROWS ...]

For each number of prepared rows a sheet (default 200, 2,000 and 10,000; all sheets at once) it prints the
median of N runs and how each figure grows against the row before: 1.0 is linear. LibreOffice is told to
calculate every formula afresh. It is run by hand, never by the tests.
"""

from __future__ import annotations

import argparse
import math
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from smreport.blueprint.answers import tables_from
from smreport.commands.reading import load_template
from smreport.workbook.emit.writer import Shown, emit

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
</oor:items>
"""


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("rows", nargs="*", type=int, default=[200, 2000, 10_000])
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    print(f"{'rows':>8} {'emit s':>8} {'MB':>7} {'open s':>8}   growth: emit, size, open (exponent)")
    before: tuple[int, tuple[float, ...]] | None = None
    with tempfile.TemporaryDirectory() as folder:
        for rows in given.rows:
            runs = [measure(rows, Path(folder)) for _ in range(given.runs)]
            figures = tuple(statistics.median(column) for column in zip(*runs, strict=True))
            growth = (
                [exponent(before[0], rows, *pair) for pair in zip(before[1], figures, strict=True)] if before else []
            )
            print(
                f"{rows:>8,} {figures[0]:>8.2f} {figures[1]:>7.2f} {figures[2]:>8.1f}   {', '.join(growth)}", flush=True
            )
            before = (rows, figures)


def measure(rows: int, folder: Path) -> tuple[float, float, float]:
    """Seconds to emit, megabytes, and seconds to open and recalculate (NaN without LibreOffice)."""
    blueprint = load_template("social_media")
    tables = tables_from(blueprint.sized(dict.fromkeys(blueprint.sheets, rows)), {})
    start = time.perf_counter()
    content = emit(tables, Shown())
    emitted = time.perf_counter() - start
    path = folder / f"{rows}.xlsx"
    path.write_bytes(content)
    return emitted, len(content) / 1e6, opened(path, folder)


def opened(path: Path, folder: Path) -> float:
    """Seconds that LibreOffice takes to open a workbook, calculate it and write its first sheet."""
    program = shutil.which("soffice")
    if program is None:
        return math.nan
    profile = folder / "profile"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "csv"]
    start = time.perf_counter()
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True)
    return time.perf_counter() - start


def exponent(rows_before: int, rows: int, before: float, now: float) -> str:
    """How a figure grows with the rows: 1.0 is linear, 2.0 quadratic."""
    return f"{math.log(now / before) / math.log(rows / rows_before):.2f}"


if __name__ == "__main__":
    main()
