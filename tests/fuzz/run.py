"""Spoilt workbooks through the real commands, by hand: no traceback, no hang, no wrong exit, no stray file.

    cd tests && python -m fuzz.run [--runs 20000] [--first 0] [--jobs 2] [--also FILE ...]

Each number stands for one spoilt workbook (see mutations.py). A number that fails is printed with what went wrong;
make a named case of it in test_fuzz.py, since numbers change their meaning with the workbooks. Every workbook goes
through `check`; every sixth that can be read, and every tenth that cannot, also through `build --draft`,
`check --mark` or `upgrade`.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import os
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from click.testing import CliRunner, Result
from fuzz.mutations import mutated
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from workbooks import example, with_rows

from smreport.blueprint.templates import load
from smreport.cli import main as command_line
from smreport.commands.reading import read_workbook
from smreport.decision.check import check
from smreport.workbook.emit.writer import Shown, emit
from smreport.workbook.mark.marker import mark

MOST_SECONDS = 10
BATCH = 250
MANNERS = ("build", "mark", "upgrade")


def sound_workbooks() -> list[bytes]:
    """Workbooks to spoil: as smreport makes them, as openpyxl saves them with a note and a chart, and marked."""
    made = emit(example(with_rows(load(), 40), "illustrative"), Shown())
    book = openpyxl.load_workbook(io.BytesIO(made))
    book["1 Areas"]["C8"].comment = Comment("Ask Ann", "Bob")
    chart = BarChart()
    chart.add_data(Reference(book["1 Areas"], min_col=3, min_row=6, max_row=9))
    book["1 Areas"].add_chart(chart, "R2")
    saved = io.BytesIO()
    book.save(saved)
    book.close()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "made.xlsx")
        path.write_bytes(made)
        marked = mark(made, check(read_workbook(path)))
    return [made, saved.getvalue(), marked]


@dataclass(frozen=True)
class Case:
    """A spoilt workbook and what the commands did with it: exit codes by command, and what is wrong with that."""

    number: int
    exits: dict[str, int]
    wrong: str = ""


def tried(number: int, sound: Sequence[bytes], folder: Path) -> Case:
    """One spoilt workbook through the commands, in a folder of its own."""
    home = folder / str(number)
    home.mkdir()
    path = home / "spoilt.xlsx"
    content = mutated(number, sound)
    path.write_bytes(content)
    exits: dict[str, int] = {}
    for name, arguments, outputs in _commands(number, path):
        if name != "check" and number // len(MANNERS) % (10 if exits["check"] == 2 else 6):
            break
        result = CliRunner().invoke(command_line, list(map(str, arguments)), prog_name="smreport")
        exits[name] = result.exit_code
        wrong = _wrong(result, path, outputs, content)
        if wrong:
            return Case(number, exits, f"{name}: {wrong}")
    return Case(number, exits)


def _commands(number: int, path: Path) -> Iterator[tuple[str, list[object], list[Path]]]:
    home = path.parent
    yield "check", ["check", path], []
    match MANNERS[number % len(MANNERS)]:
        case "build":
            yield "build", ["build", path, "--draft", "-o", home / "out"], [home / "out"]
        case "mark":
            yield "mark", ["check", path, "--mark", "-o", home / "marked.xlsx"], [home / "marked.xlsx"]
        case "upgrade":
            yield "upgrade", ["upgrade", path, "-o", home / "new.xlsx"], [home / "new.xlsx"]


def _wrong(result: Result, path: Path, outputs: list[Path], content: bytes) -> str:
    if result.exception and not isinstance(result.exception, SystemExit):
        return "".join(traceback.format_exception(result.exception))
    lines = result.stderr.splitlines()
    if result.exit_code not in (0, 1, 2):
        return f"exit {result.exit_code}"
    is_clear = len(lines) == 1 and lines[0].startswith("Error: ") and path.name in lines[0]
    if result.exit_code == 2 and not is_clear:
        return f"exit 2 with {result.stderr[:2000]!r}"
    if result.exit_code != 2 and lines:
        return f"exit {result.exit_code} with {result.stderr[:2000]!r}"
    if "fault of its own" in result.output or "Traceback" in result.output:
        return result.output
    if path.read_bytes() != content:
        return "the workbook was changed"
    stray = set(path.parent.iterdir()) - {path, *outputs}
    return f"stray files: {stray}" if stray else ""


# --- many, in processes that are watched ---


def _work(first: int, numbers: int, files: Sequence[str]) -> None:
    """A batch in this process; says each case in a line on standard output."""
    os.environ["SMREPORT_DEBUG"] = "1"
    sound = [Path(name).read_bytes() for name in files]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + numbers):
            print("start", number, flush=True)
            faulthandler.dump_traceback_later(len(MANNERS) * MOST_SECONDS, exit=True)
            case = tried(number, sound, Path(folder))
            faulthandler.cancel_dump_traceback_later()
            print("end", number, *(f"{name}={code}" for name, code in case.exits.items()), flush=True)
            if case.wrong:
                print("WRONG", number, repr(case.wrong), flush=True)


def _most_memory() -> int:
    """The most memory of any process so far, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024


def _batch(first: int, numbers: int, files: Sequence[str]) -> tuple[Counter[str], list[str]]:
    command = [sys.executable, "-m", "fuzz.run", "--work", str(first), "--runs", str(numbers), "--also", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    counts = Counter(word for line in lines if line.startswith("end") for word in line.split()[2:])
    counts["workbooks"] = sum(line.startswith("end") for line in lines)
    wrong = [line for line in lines if line.startswith("WRONG")]
    if done.returncode or "panicked" in done.stderr:
        last = next((line for line in reversed(lines) if line.startswith("start")), "start ?")
        wrong.append(f"WRONG {last.split()[1]} the process ended with {done.returncode}: {done.stderr[-3000:]}")
    return counts, wrong


def _written(workbooks: Sequence[bytes], folder: Path) -> list[str]:
    files = [folder / f"{number}.xlsx" for number in range(len(workbooks))]
    for file, content in zip(files, workbooks, strict=True):
        file.write_bytes(content)
    return list(map(str, files))


def _arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=1000)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--also", nargs="*", default=[], metavar="FILE")
    options.add_argument("--work", type=int, help=argparse.SUPPRESS)
    return options.parse_args()


def main() -> int:
    """Run, and print the figures and what went wrong."""
    given = _arguments()
    if given.work is not None:
        _work(given.work, given.runs, given.also)
        return 0
    counts: Counter[str] = Counter()
    failures = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(given.jobs) as pool:
        files = [*_written(sound_workbooks(), Path(folder)), *given.also]
        last = given.first + given.runs
        batches = [(first, min(BATCH, last - first), files) for first in range(given.first, last, BATCH)]
        for number, (found, wrong) in enumerate(pool.map(lambda batch: _batch(*batch), batches), start=1):
            counts += found
            failures += len(wrong)
            print(*wrong, sep="\n", end="\n" if wrong else "", flush=True)
            if number % 4 == 0:
                print(f"{counts['workbooks']:,}: {dict(sorted(counts.items()))}", flush=True)
    print(f"{dict(sorted(counts.items()))}; {failures} wrong; most memory {_most_memory()} MB")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
