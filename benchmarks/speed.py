"""How long smreport takes beside the plain way to do the same, as whole processes, in turn, in one run.

    python benchmarks/speed.py [--runs N] [--cases FOLDER] [help] [read] [small] [medium] [large] [returns] [sheet]

It prints the medians of seconds by the clock, of processor seconds and of peak memory, and how many times the
peer's time ours is. Seconds by the clock are what people wait; processor seconds change little when the machine does
other work. Needs docxtpl (python -m pip install docxtpl). Workbooks are made first where FOLDER has none.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
PEERS = HERE / "peers"
PYTHON = sys.executable
SMREPORT = (PYTHON, "-m", "smreport")
GROWTH = (5_000, 100_000)  # mappings of medium and large


@dataclass(frozen=True)
class Spent:
    """What one process took: seconds by the clock, processor seconds, and megabytes at the most."""

    clock: float
    processor: float
    memory: float


@dataclass(frozen=True)
class Race:
    """Our command and the peer's, with {out} for a folder that is new in each run; at most so many times the peer's."""

    name: str
    ours: Sequence[str]
    peer: Sequence[str]
    target: float


def races(cases: Path) -> dict[str, Race]:
    """All races by name; the workbooks are in ``cases``."""
    workbook = {size: str(cases / f"{size}.xlsx") for size in ("small", "medium", "large")}
    returned = [str(path) for path in sorted((cases / "returns").glob("*.xlsx")) if path.stem != "register"]

    def build(size: str, engine: str, target: float) -> Race:
        ours = (*SMREPORT, "build", workbook[size], "-o", "{out}")
        report = (PYTHON, str(PEERS / "report.py"), workbook[size], str(cases / "template.docx"), "{out}/report.docx")
        return Race(f"build {size} / pandas ({engine}) and docxtpl", ours, (*report, engine), target)

    return {
        "help": Race(
            "--help / bare click", (*SMREPORT, "--help"), (PYTHON, str(PEERS / "one_command.py"), "--help"), 1.5
        ),
        "read": Race(
            "read large / calamine alone",
            (PYTHON, str(HERE / "read_only.py"), workbook["large"]),
            (PYTHON, str(PEERS / "calamine_only.py"), workbook["large"]),
            2.0,
        ),
        "small": build("small", "openpyxl", 1.0),
        "medium": build("medium", "openpyxl", 0.7),
        "large": build("large", "calamine", 1.0),
        "returns": Race(
            "merge 300 returns / calamine alone",
            (*SMREPORT, "merge", str(cases / "returns"), "-o", "{out}/combined.xlsx"),
            (PYTHON, str(PEERS / "calamine_only.py"), *returned),
            3.0,
        ),
    }


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", help="what to measure; all of it where nothing is named")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--cases", type=Path, help="where the workbooks are kept; else they are made anew")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        cases = given.cases or Path(temporary)
        cases.mkdir(parents=True, exist_ok=True)
        measure(given.names, given.runs, cases)


def measure(names: Sequence[str], runs: int, cases: Path) -> None:
    """Make what is missing, run what is named and print each line as soon as it is known."""
    prepare(cases, names)
    clocks: dict[str, float] = {}
    print(f"{'':58} {'ours':>7} {'cpu':>7} {'MB':>5}   {'peer':>7} {'cpu':>7}   clock, cpu ratio (target)")
    for name, race in races(cases).items():
        if not names or name in names:
            ours, peer = run_in_turn(race, runs)
            clocks[name] = ours.clock
            ratios = f"{ours.clock / peer.clock:.2f}, {ours.processor / peer.processor:.2f} ({race.target:g})"
            mine = f"{ours.clock:7.2f} {ours.processor:7.2f} {ours.memory:5.0f}"
            print(f"{race.name:58} {mine}   {peer.clock:7.2f} {peer.processor:7.2f}   {ratios}", flush=True)
    if {"medium", "large"} <= set(clocks):
        exponent = math.log(clocks["large"] / clocks["medium"]) / math.log(GROWTH[1] / GROWTH[0])
        print(f"growth of build from medium to large, exponent by mappings: {exponent:.2f} (1.15)")
    if not names or "sheet" in names:
        emit_one_sheet(runs)


def prepare(cases: Path, names: Sequence[str]) -> None:
    """The workbooks, the peer's template and the 300 returns, where they are not there yet."""
    sizes = [size for size in ("small", "medium", "large") if not names or size in names]
    sizes += ["large"] if "read" in names and "large" not in sizes else []
    returns = not names or "returns" in names
    wanted = [*sizes, *(["300 services"] if returns else [])]
    missing = [size for size in wanted if not (cases / f"{size}.xlsx").exists()]
    if missing:
        subprocess.run([PYTHON, str(HERE / "cases.py"), str(cases), *missing], check=True)
    subprocess.run([PYTHON, str(PEERS / "template.py"), str(cases / "template.docx")], check=True)
    if returns and not (cases / "returns").exists():
        split = [*SMREPORT, "split", str(cases / "300 services.xlsx"), "-o", str(cases / "returns")]
        subprocess.run(split, check=True, stdout=subprocess.DEVNULL)
        change_all(cases / "returns")


def change_all(folder: Path) -> None:
    """Change an answer in each return: one that is still as it was sent would not even be opened."""
    for path in folder.glob("*.xlsx"):
        if path.stem != "register":
            with zipfile.ZipFile(path) as package:
                parts = {name: package.read(name) for name in package.namelist()}
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
                for name, part in parts.items():
                    package.writestr(name, part.replace(b"in the spring", b"in the autumn"))


def run_in_turn(race: Race, runs: int) -> tuple[Spent, Spent]:
    """The medians of both, ours and the peer's run by turns after one of each to warm up."""
    pairs = [(spent(race.ours), spent(race.peer)) for _ in range(runs + 1)][1:]
    ours, peer = zip(*pairs, strict=True)
    return medians(ours), medians(peer)


def medians(runs: Sequence[Spent]) -> Spent:
    """The median of each figure by itself."""
    return Spent(*(median(getattr(run, figure) for run in runs) for figure in ("clock", "processor", "memory")))


def spent(command: Sequence[str]) -> Spent:
    """What a command took. Raises RuntimeError where it fails."""
    out = tempfile.mkdtemp()
    filled = [part.replace("{out}", out) for part in command]
    start = time.perf_counter()
    with subprocess.Popen(filled, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    shutil.rmtree(out)
    if process.returncode not in (0, 1):  # 1 says that there are findings
        raise RuntimeError(f"{' '.join(filled)}: ended with {process.returncode}")
    return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def emit_one_sheet(runs: int) -> None:
    """Ours only; the other generator's figures are its own, as published."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        ours = medians([spent((PYTHON, str(HERE / "one_sheet.py"), str(path))) for _ in range(runs)])
        size = path.stat().st_size / 1e6
    print(f"a sheet of 10,000 rows: {ours.clock:.2f} s, {ours.processor:.2f} s cpu, {size:.2f} MB (2 s, 1 MB)")


if __name__ == "__main__":
    main()
