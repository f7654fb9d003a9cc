"""A long run by hand: puts small faults into modules, one at a time, and says which of them no test sees.

    cd tests && python -m mutation.run ../smreport/word/self_check.py --most 50

Everything happens in copies of the repository in a temporary folder. A module is tried with the test files that are
named after it or import it, or with those that are given.
"""

from __future__ import annotations

import argparse
import ast
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from mutation.mutants import Mutant, mutants, mutated

ROOT = Path(__file__).resolve().parents[2]
_LEFT_OUT = shutil.ignore_patterns(".*", "*.egg-info", "__pycache__", "node_modules")
_LEAST_SECONDS = 60


def files_about(module: Path) -> list[Path]:
    """The test files that are named after a module or its folder, or import it, relative to the repository."""
    dotted = ".".join(module.relative_to(ROOT).with_suffix("").parts)
    package, _, name = dotted.rpartition(".")
    imports = (f"from {dotted} import", f"from {package} import {name}", f"import {dotted}")
    names = f"test_{name}", f"test_{module.parent.name}"
    found = (path for folder in sorted((ROOT / "tests").iterdir()) for path in _tests_in(folder))
    return [
        path.relative_to(ROOT)
        for path in found
        if path.stem.startswith(names) or any(each in path.read_text(encoding="utf-8") for each in imports)
    ]


def _tests_in(place: Path) -> list[Path]:
    """The ordinary test files of a place under tests/: itself, or those in it."""
    if place.is_dir():
        return [] if place.name == "engines" else sorted(place.glob("test_*.py"))
    return [place] if place.match("test_*.py") else []


class Copy:
    """A copy of the repository, in which one module is changed and tests are run."""

    def __init__(self, folder: Path, module: Path, tests: Sequence[Path]) -> None:
        self.folder, self.tests = Path(shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)), tests
        self.module = folder / module.relative_to(ROOT)
        surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, str(Path(__file__).with_name("warm.py"))]
        self.runner = subprocess.Popen(
            command, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def passes(self, source: str, seconds: float) -> bool:
        """Whether the tests pass with this source of the module; those that take too long do not."""
        assert self.runner.stdin
        assert self.runner.stdout
        self.module.write_text(source, encoding="utf-8")
        loaded = "ignore::pytest.PytestAssertRewriteWarning"  # of what warm.py has loaded already
        arguments = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-W", loaded, *map(str, self.tests)]
        asked = {"folder": str(self.folder), "arguments": arguments, "seconds": math.ceil(seconds)}
        print(json.dumps(asked), file=self.runner.stdin, flush=True)
        return self.runner.stdout.readline().strip() == "0"


def tried(module: Path, some: Sequence[Mutant], tests: Sequence[Path], jobs: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant and whether the tests killed it."""
    source = module.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(jobs) as pool:
        copies: SimpleQueue[Copy] = SimpleQueue()
        for number in range(jobs):
            copies.put(Copy(Path(name) / str(number), module, tests))
        seconds = _seconds_without_a_fault(copies, module)

        def is_killed(mutant: Mutant) -> bool:
            copy = copies.get()
            try:
                return not copy.passes(mutated(source, mutant), seconds)
            finally:
                copies.put(copy)

        yield from zip(some, pool.map(is_killed, some), strict=True)


def _seconds_without_a_fault(copies: SimpleQueue[Copy], module: Path) -> float:
    """How long a mutant may take. Stops where tests fail by themselves, or do not run the copy's module."""
    copy = copies.get()
    began = time.monotonic()
    if not copy.passes(ast.unparse(ast.parse(module.read_text(encoding="utf-8"))), 3600):
        sys.exit(f"The tests of {module.name} fail without any fault put in: {' '.join(map(str, copy.tests))}")
    took = time.monotonic() - began
    if copy.passes("raise SystemError('a module that cannot be imported')", 3600):
        sys.exit(f"The tests do not import {module.name}: {' '.join(map(str, copy.tests))}")
    copies.put(copy)
    return max(_LEAST_SECONDS, 5 * took)


def run(modules: Sequence[Path], tests: Sequence[Path], most: int | None, seed: int, jobs: int) -> int:
    """Tries the modules, prints every mutant, and gives 1 where one is alive."""
    alive = 0
    for module in modules:
        every = mutants(module.read_text(encoding="utf-8"))
        at = sorted(random.Random(seed).sample(range(len(every)), min(len(every), most or len(every))))
        some, name, killed = [every[number] for number in at], module.relative_to(ROOT), 0
        chosen = [*tests] or files_about(module)
        if not chosen:
            sys.exit(f"No test file is named after {name} or imports it. Name some with --tests.")
        for mutant, is_killed in tried(module, some, chosen, jobs):
            killed += is_killed
            print(f"{'killed' if is_killed else 'ALIVE '} {name}:{mutant.line} {mutant.what}", flush=True)
        print(f"{name}: {killed} of {len(some)} killed ({len(every)} could be tried)", flush=True)
        alive += len(some) - killed
    return 1 if alive else 0


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m mutation.run", description=__doc__)
    parser.add_argument("module", nargs="+", type=lambda text: Path(text).resolve())
    parser.add_argument("--tests", nargs="+", default=[], type=lambda text: Path(text).resolve().relative_to(ROOT))
    parser.add_argument("--most", type=int, help="how many mutants of a module are tried, picked at random")
    parser.add_argument("--seed", type=int, default=1, help="which are picked")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many are tried at the same time")
    asked = parser.parse_args()
    return run(asked.module, asked.tests, asked.most, asked.seed, asked.jobs)


if __name__ == "__main__":
    sys.exit(main())
