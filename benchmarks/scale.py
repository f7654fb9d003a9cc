"""What one workbook costs to read, check and export: a service's return, and a council's of 50 services.

    python benchmarks/scale.py --runs 5

Prints the medians of processor seconds, which other work on the machine changes little, and the peak memory of whole
commands. Each run is over workbooks of its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from cases import answers
from sizes import Size

import smreport
from smreport.blueprint.answers import tables_from
from smreport.commands.making import workbook_bytes
from smreport.commands.reading import load_template, read_workbook
from smreport.decision.check import check

SIZES = {"A service's return": Size(1, 25, 1), "A council's 50 services": Size(50, 1_250, 50)}


def workbooks(folder: Path, size: Size, how_many: int) -> list[Path]:
    """So many different workbooks of a size."""
    blueprint, paths = load_template("social_media"), []
    for seed in range(1, how_many + 1):
        paths.append(folder / f"{size.areas} areas {seed}.xlsx")
        paths[-1].write_bytes(workbook_bytes(tables_from(blueprint, answers(size, seed))))
    return paths


def seconds(work: Callable[[Path], object], paths: list[Path]) -> float:
    """The median of the processor seconds of some work, once for each workbook, after a first one to warm up."""
    work(paths[0])
    spent = []
    for path in paths:
        start = time.process_time()
        work(path)
        spent.append(time.process_time() - start)
    return median(spent)


def command(*arguments: object) -> tuple[float, float]:
    """Processor seconds and peak memory (MB) of a command on its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "smreport", *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    first, second = zip(*pairs, strict=True)
    return median(first), median(second)


def measure(name: str, size: Size, folder: Path, runs: int) -> None:
    paths = workbooks(folder, size, runs)
    out = folder / "out"
    read = seconds(read_workbook, paths)
    checked = seconds(lambda path: check(read_workbook(path)), paths)
    exported = seconds(lambda path: smreport.export(path, out / path.stem), paths)
    written = [sum(file.stat().st_size for file in (out / path.stem).iterdir()) for path in paths]
    print(f"{name}: {size.areas} areas, {size.mappings:,} mappings, {size.projects} projects")
    print(f"  in one process, s: read {read:.3f}, read and check {checked:.3f}, read and export {exported:.3f}")
    for kind in ("check", "export"):
        more = ("-o", out / "command") if kind == "export" else ()
        spent, peak = medians([command(kind, path, *more) for path in paths])
        print(f"  smreport {kind}: {spent:.2f} s, {peak:.0f} MB")
    before, after = median(path.stat().st_size for path in paths) / 1e3, median(written) / 1e3
    print(f"  workbook {before:.0f} kB, export {after:.0f} kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        for name, size in SIZES.items():
            measure(name, size, Path(folder), runs)


if __name__ == "__main__":
    main()
