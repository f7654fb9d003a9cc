"""A long run by hand: puts small faults into modules, one at a time, and says which of them no test sees.

    cd tests && python -m mutation.run ../smreport/decision --most 10

Everything happens in copies of the repository in a temporary folder. First the tests run once without a fault, which
shows what each of them runs. Then each fault is tried with the tests that run its statement, the quickest first, and
with all others that run something of its module; the first that fails has seen it.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import cache_from_source
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from mutation.mutants import Mutant, mutants, mutated, statement

ROOT = Path(__file__).resolve().parents[2]
_LEFT_OUT = shutil.ignore_patterns(".*", "*.egg-info", "__pycache__", "node_modules")
_PASSES = (0, 5)  # as pytest says it: all passed, or there was none

Reached = Mapping[str, Mapping[str, Any]]  # as mutation.watched.Recorder writes it down


def files_about(module: Path) -> list[Path]:
    """The test files that stand in the folder of a module's room, are named after it or its folder, or import it.

    Relative to the repository. A room is a folder of the package: that of smreport/decision/in_excel/ is decision.
    """
    place = module.relative_to(ROOT).with_suffix("").parts
    dotted, room = ".".join(place), place[1]
    package, _, name = dotted.rpartition(".")
    imports = (f"from {dotted} import", f"from {package} import {name}", f"import {dotted}")
    names = f"test_{name}", f"test_{module.parent.name}"
    found = (path for folder in sorted((ROOT / "tests").iterdir()) for path in tests_in(folder))
    return [
        path.relative_to(ROOT)
        for path in found
        if path.stem.startswith(names)
        or path.parent.name == room
        or any(each in path.read_text(encoding="utf-8") for each in imports)
    ]


def tests_in(place: Path) -> list[Path]:
    """The ordinary test files of a place under tests/: itself, or those in it."""
    if place.is_dir():
        return [] if place.name == "engines" else sorted(place.glob("test_*.py"))
    return [place] if place.match("test_*.py") else []


class Copy:
    """A copy of the repository, in which one module at a time is changed and tests are run."""

    def __init__(self, folder: Path, files: Sequence[str], options: Sequence[str]) -> None:
        self.folder = Path(shutil.copytree(ROOT, folder, ignore=_LEFT_OUT))
        self.files, self.options = files, options
        command, tests = [sys.executable, "-m", "mutation.warm"], ROOT / "tests"
        self.runner = subprocess.Popen(command, cwd=tests, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def reached(self, modules: Sequence[Path]) -> dict[str, Any]:
        """What each test runs of the modules, if all pass."""
        to = self.folder / "reached.json"
        if self._run(modules=[str(module.relative_to(ROOT)) for module in modules], to=str(to)) != 0:
            sys.exit(f"Tests fail without any fault put in, or there is none: {' '.join(self.files)}")
        return json.loads(to.read_text(encoding="utf-8"))

    def passes(self, sources: Mapping[Path, str], seconds: Mapping[str, float]) -> bool:
        """Whether the tests pass with these sources of modules; one that takes too long does not."""
        were = {module: self._here(module).read_bytes() for module in sources}
        try:
            self._write({module: source.encode() for module, source in sources.items()})
            return self._run(seconds=seconds) in _PASSES
        finally:
            self._write(were)

    def _here(self, module: Path) -> Path:
        return self.folder / module.relative_to(ROOT)

    def _write(self, sources: Mapping[Path, bytes]) -> None:
        """What is compiled goes: of sources of one second and one length Python takes the one for the other."""
        for module, source in sources.items():
            here = self._here(module)
            Path(cache_from_source(str(here))).unlink(missing_ok=True)
            here.write_bytes(source)

    def _run(self, **asked: Any) -> int:
        assert self.runner.stdin
        assert self.runner.stdout
        asked |= {"folder": str(self.folder), "files": self.files, "options": self.options}
        print(json.dumps(asked), file=self.runner.stdin, flush=True)
        return int(self.runner.stdout.readline())


def seconds_of(reached: Reached, module: str, at: range) -> dict[str, float]:
    """How long each test takes that is tried for a fault: first those that run a line ``at`` a place of a module.

    Then those of their files that share fixtures, of which only the first runs what makes them. All, where no test
    runs it.
    """
    runs_it = {test for test, ran in reached.items() if any(line in at for line in ran["lines"].get(module, ()))}
    files = {test.partition("::")[0] for test in runs_it}
    others = {test for test, ran in reached.items() if ran["shares"] and test.partition("::")[0] in files}
    return {
        test: reached[test]["seconds"]
        for test in sorted(
            runs_it | others or reached, key=lambda test: (test not in runs_it, reached[test]["seconds"])
        )
    }


class Run:
    """Copies of the repository, and what the tests run of some modules there.

    Stops where tests fail without a fault, be it because a module is written anew or because they run in another order.
    """

    def __init__(self, modules: Sequence[Path], every: Sequence[Copy], reached: Reached | None) -> None:
        self.copies: SimpleQueue[Copy] = SimpleQueue()
        self.reached = reached or every[0].reached(modules)
        if not reached:
            anew = {module: ast.unparse(ast.parse(module.read_text(encoding="utf-8"))) for module in modules}
            if not every[0].passes(anew, seconds_of(self.reached, "", range(0))):
                sys.exit("Tests fail without any fault put in, when the quickest run first.")
        for copy in every:
            self.copies.put(copy)

    def tried(self, module: Path, some: Sequence[Mutant], jobs: int) -> Iterator[tuple[Mutant, bool]]:
        """Each mutant of a module and whether the tests killed it."""
        source = module.read_text(encoding="utf-8")
        place = str(module.relative_to(ROOT))
        if not any(place in test["lines"] for test in self.reached.values()):
            print(f"{place}: no test runs anything of it after it is imported; all are tried", flush=True)

        def passes(mutant: Mutant) -> bool:
            seconds = seconds_of(self.reached, place, statement(source, mutant.line))
            copy = self.copies.get()
            try:
                return copy.passes({module: mutated(source, mutant)}, seconds)
            finally:
                self.copies.put(copy)

        with ThreadPoolExecutor(jobs) as pool:
            for mutant, passed in zip(some, pool.map(passes, some), strict=True):
                yield mutant, not passed


def run(modules: Sequence[Path], asked: argparse.Namespace) -> int:
    """Tries the modules, prints every mutant, and gives 1 where one is alive."""
    alive, most, kept = 0, asked.most, asked.reached
    files = asked.tests or sorted({file for module in modules for file in files_about(module)})
    with tempfile.TemporaryDirectory() as name:
        reached = json.loads(kept.read_text(encoding="utf-8")) if kept and kept.exists() else None
        folder, places, options = Path(name).resolve(), [*map(str, files)], shlex.split(asked.pytest)
        ready = Run(modules, [Copy(folder / str(at), places, options) for at in range(asked.jobs)], reached)
        if kept:
            kept.write_text(json.dumps(ready.reached), encoding="utf-8")
        for module in modules:
            every = mutants(module.read_text(encoding="utf-8"))
            at = sorted(random.Random(asked.seed).sample(range(len(every)), min(len(every), most or len(every))))
            some, place, killed = [every[number] for number in at], module.relative_to(ROOT), 0
            for mutant, is_killed in ready.tried(module, some, asked.jobs):
                killed += is_killed
                print(f"{'killed' if is_killed else 'ALIVE '} {place}:{mutant.line} {mutant.what}", flush=True)
            print(f"{place}: {killed} of {len(some)} killed ({len(every)} could be tried)", flush=True)
            alive += len(some) - killed
    return 1 if alive else 0


def modules_in(place: Path) -> list[Path]:
    """A module, or those in a folder and below that have anything to change."""
    found = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return [path for path in found if mutants(path.read_text(encoding="utf-8"))]


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m mutation.run", description=__doc__)
    parser.add_argument("module", nargs="+", type=lambda text: Path(text).resolve(), help="or a folder of modules")
    parser.add_argument("--tests", nargs="+", default=[], type=lambda text: Path(text).resolve().relative_to(ROOT))
    parser.add_argument("--most", type=int, help="how many mutants of a module are tried, picked at random")
    parser.add_argument("--seed", type=int, default=1, help="which are picked")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many are tried at the same time")
    parser.add_argument("--reached", type=Path, help="a file to keep, or to take, which lines each test runs")
    parser.add_argument("--pytest", default="", help="more options of pytest, such as '-m engines'")
    asked = parser.parse_args()
    modules = [module for place in asked.module for module in modules_in(place)]
    return run(modules, asked)


if __name__ == "__main__":
    sys.exit(main())
