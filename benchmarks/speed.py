"""How long smreport takes beside the plain way to do the same, as whole processes, in turn, in one run.

    python benchmarks/speed.py [--runs N] [--cases FOLDER] [help] [check] [new] [read] [small] [medium] [large]
        [returns] [cores] [one] [sheet]

It prints the medians of seconds by the clock, of processor seconds and of peak memory, and how many times the
peer's time ours is. Seconds by the clock are what people wait; processor seconds change little when the machine does
other work. Needs docxtpl (python -m pip install docxtpl). Workbooks are made first where FOLDER has none.

Nothing is measured that did not do its work: each program must end as it should, and what the peer wrote or printed
is looked at after every run. Else the benchmark stops and says which program it was.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import IO
from xml.etree import ElementTree

from sizes import SIZES, Size

HERE = Path(__file__).parent
PEERS = HERE / "peers"
PYTHON = sys.executable
SMREPORT = (PYTHON, "-m", "smreport")
GROWTH = (5_000, 100_000)  # mappings of medium and large
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CRASHED = "Traceback (most recent call last)"
LISTED = 50  # rows of a table in the report, as in peers/report.py
CELLS_OF_A_MAPPING = 7  # that cases.py fills in


@dataclass(frozen=True)
class Spent:
    """What one process took: seconds by the clock, processor seconds, and megabytes at the most."""

    clock: float
    processor: float
    memory: float


Look = Callable[[Path, str], None]


class Failed(RuntimeError):
    """A program did not do what is measured of it."""


@dataclass(frozen=True)
class Race:
    """Our command and the peer's, with {out} for a folder that is new in each run; at most so many times the peer's.

    has_worked  raises AssertionError where the peer's folder, or what it printed, lacks what it is there to make
    made        a file that our command must have written into its folder, "" for none
    """

    name: str
    ours: Sequence[str]
    peer: Sequence[str]
    target: float
    has_worked: Look
    made: str = ""


def races(cases: Path) -> dict[str, Race]:
    """All races by name; the workbooks are in ``cases``."""
    workbook = {size: str(cases / f"{size}.xlsx") for size in ("small", "medium", "large")}
    returned = [str(path) for path in sorted((cases / "returns").glob("*.xlsx")) if path.stem != "register"]

    def build(size: str, engine: str, target: float) -> Race:
        ours = (*SMREPORT, "build", workbook[size], "-o", "{out}")
        report = (PYTHON, str(PEERS / "report.py"), workbook[size], str(cases / "template.docx"), "{out}/report.docx")
        name = f"build {size} / pandas ({engine}) and docxtpl"
        return Race(name, ours, (*report, engine), target, partial(is_report, SIZES[size]), "strategy.docx")

    def count(workbooks: Sequence[str], mappings: int) -> Look:
        return partial(has_counted, len(workbooks), mappings)

    def merge(how: str, *options: str) -> Race:
        ours = (*SMREPORT, "merge", str(cases / "returns"), "-o", "{out}/combined.xlsx", *options)
        peer = (PYTHON, str(PEERS / "calamine_only.py"), *returned)
        has_worked = count(returned, SIZES["300 services"].mappings)
        return Race(f"merge 300 returns, {how} / calamine alone", ours, peer, 3.0, has_worked, "combined.xlsx")

    def reads(name: str, ours: Sequence[str], made: str = "") -> Race:
        peer = (PYTHON, str(PEERS / "pandas_reads.py"), workbook["small"])
        has_read = count([workbook["small"]], SIZES["small"].mappings)
        return Race(f"{name} / pandas imported, small read", ours, peer, 0.6, has_read, made)

    return {
        "help": Race(
            "--help / bare click",
            (*SMREPORT, "--help"),
            (PYTHON, str(PEERS / "one_command.py"), "--help"),
            1.5,
            is_help,
        ),
        "check": reads("check small", (*SMREPORT, "check", workbook["small"])),
        "new": reads("new", (*SMREPORT, "new", "-o", "{out}/new.xlsx"), "new.xlsx"),
        "read": Race(
            "read large / calamine alone",
            (PYTHON, str(HERE / "read_only.py"), workbook["large"]),
            (PYTHON, str(PEERS / "calamine_only.py"), workbook["large"]),
            1.7,
            count([workbook["large"]], SIZES["large"].mappings),
        ),
        "small": build("small", "openpyxl", 0.8),
        "medium": build("medium", "openpyxl", 0.7),
        "large": build("large", "calamine", 1.0),
        "returns": merge("one process", "--jobs", "1"),
        "cores": merge("all cores that pay"),
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
        print(f"growth of build from medium to large, exponent by mappings: {exponent:.2f} (1.0)")
    if not names or "one" in names:
        read_one_return(cases, runs)
    if not names or "sheet" in names:
        emit_one_sheet(runs)


def prepare(cases: Path, names: Sequence[str]) -> None:
    """The workbooks, the peer's template and the 300 returns, where they are not there yet."""
    sizes = [size for size in ("small", "medium", "large") if not names or size in names]
    sizes += ["large"] if "read" in names and "large" not in sizes else []
    sizes += ["small"] if {"check", "new"} & set(names) and "small" not in sizes else []
    returns = not names or not {"returns", "cores", "one"}.isdisjoint(names)
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
    ours = partial(has_made, race.made)
    pairs = [(spent(race.ours, ours), spent(race.peer, race.has_worked)) for _ in range(runs + 1)][1:]
    first, second = zip(*pairs, strict=True)
    return medians(first), medians(second)


def medians(runs: Sequence[Spent]) -> Spent:
    """The median of each figure by itself."""
    return Spent(*(median(getattr(run, figure) for run in runs) for figure in ("clock", "processor", "memory")))


def spent(command: Sequence[str], look: Look = lambda out, said: None) -> Spent:
    """What a command took. One of smreport's may end with 1, which says that there are findings; a crash does that too.

    look  looks at its folder and at what it printed, and raises AssertionError where something is missing

    Raises Failed, with the name of the program, where it ends otherwise or has not done its work.
    """
    with tempfile.TemporaryDirectory() as out, tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as wrong:
        filled = [part.replace("{out}", out) for part in command]
        start = time.perf_counter()
        with subprocess.Popen(filled, stdout=said, stderr=wrong) as process:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        has_findings = process.returncode == 1 and tuple(command[:3]) == SMREPORT and CRASHED not in text_of(wrong)
        if process.returncode and not has_findings:
            raise Failed(f"{called(command)}: ended with {process.returncode}\n{text_of(wrong)}")
        try:
            look(Path(out), text_of(said))
        except Exception as problem:  # a file that is no file of its kind is no work done either
            raise Failed(f"{called(command)}: has not done its work: {problem!r}") from problem
    return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def called(command: Sequence[str]) -> str:
    """The name of the program of a command, as people know it."""
    program = next((part for part in command if part.endswith(".py")), "")
    return Path(program).name or " ".join(command[2:4])  # smreport build


def text_of(file: IO[bytes]) -> str:
    """What was written into a file so far."""
    file.seek(0)
    return file.read().decode("utf-8", "replace")


# --- what programs are there to make ---


def has_made(name: str, out: Path, said: str) -> None:
    """A file of our own, or something printed where there is none."""
    assert (out / name).stat().st_size if name else said, f"nothing came of it: {said}"


def is_help(out: Path, said: str) -> None:
    """The help of a command with one argument."""
    assert "Usage:" in said, said
    assert "NAME" in said, said


def has_counted(workbooks: int, mappings: int, out: Path, said: str) -> None:
    """A number of cells that is printed: no fewer than the mappings have, and some for each workbook."""
    assert int(said) >= max(mappings * CELLS_OF_A_MAPPING, workbooks), said
    assert workbooks, "no workbook was given"


def is_report(size: Size, out: Path, said: str) -> None:
    """A Word file with the heading, the sentence that counts, and four tables with a row for each entry."""
    words, tables = read_docx(out / "report.docx")
    assert words[0] == "Exampleshire County Council: social media strategy", words[:1]
    assert words[1] == f"{size.mappings} uses of tools were named by the services.", words[1:2]
    assert words[2:] == ["Areas", "Roles", "Channels", "Projects"], words[2:]
    rows = [len(table) - 1 for table in tables]
    most = [min(LISTED, count) for count in (size.areas, size.roles)]
    assert rows[:2] == most, rows
    assert rows[2] > 0, rows
    assert rows[3:] == [min(LISTED, size.projects)], rows
    cells = [cell for table in tables for row in table for cell in row]
    assert not [cell for cell in cells if "{" in cell], "a field of the template is not filled"
    assert all(any(row) for table in tables for row in table), "a row is blank"


def read_docx(path: Path) -> tuple[list[str], list[list[list[str]]]]:
    """The paragraphs of a Word file, and the cells of its tables by row.

    No library is asked: a process begins as large as the one that starts it, so this one must stay small.
    """
    with zipfile.ZipFile(path) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))[0]

    def text(element: ElementTree.Element) -> str:
        return "".join(part.text or "" for part in element.iter(f"{WORD}t"))

    tables = [
        [[text(cell) for cell in row.iter(f"{WORD}tc")] for row in table.iter(f"{WORD}tr")]
        for table in body.findall(f"{WORD}tbl")
    ]
    return [text(paragraph) for paragraph in body.findall(f"{WORD}p")], tables


def read_one_return(cases: Path, runs: int) -> None:
    """In a process that is up, ours and calamine alone by turns."""
    returned = [str(path) for path in sorted((cases / "returns").glob("*.xlsx")) if path.stem != "register"][:5]
    command = (PYTHON, str(HERE / "one_return.py"), "--times", str(4 * runs), *returned)
    tables, all_of_it, peer = map(float, subprocess.check_output(command, text=True).split())
    print(f"one return: tables {tables:.1f} ms, {tables / peer:.2f} of calamine (1.5); for merge {all_of_it:.1f} ms")


def emit_one_sheet(runs: int) -> None:
    """Ours only; the other generator's figures are its own, as published."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        ours = medians([spent((PYTHON, str(HERE / "one_sheet.py"), str(path))) for _ in range(runs)])
        size = path.stat().st_size / 1e6
    print(f"a sheet of 10,000 rows: {ours.clock:.2f} s, {ours.processor:.2f} s cpu, {size:.2f} MB (2 s, 1 MB)")


if __name__ == "__main__":
    main()
