"""A long run by hand: puts small faults into modules, one at a time, and says which of them no test sees.

    cd tests && python -m mutation.run ../smreport --without ../smreport/decision --faults 300 --reached /tmp/reached

All tests are loaded once. Then they run once without a fault, which shows what each of them runs. Each fault is tried
in a fork of that process, with the tests that run its statement, the quickest first: the first that fails has seen it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import shlex
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest
from mutation.mutants import Mutant, mutants, statement
from mutation.put_in import functions, is_put_in
from mutation.watched import Reached, first_failure, read_reached, recorded, same_each_time, to_try, with_all_cases

ROOT = Path(__file__).resolve().parents[2]
_LEFT_OUT = shutil.ignore_patterns(".*", "*.egg-info", "__pycache__", "node_modules")
_LOADED = "ignore::pytest.PytestAssertRewriteWarning"  # what is loaded before pytest begins
_FILES_ANEW = 4  # they are loaded with the module, which takes its time
_OPTIONS = ("-q", "-n", "0", "-p", "no:cacheprovider", "-W", _LOADED)


@dataclass(frozen=True)
class Fault:
    """A fault, and the module that it is put into, relative to the repository."""

    module: Path
    mutant: Mutant

    def __str__(self) -> str:
        return f"{self.module}:{self.mutant.line} {self.mutant.what}"

    def room(self) -> str:
        """The folder of the package that it is in, as a person would say it."""
        parts = self.module.parts[1:-1]
        return "/".join(parts[:2]) or "smreport"


class Run:
    """A plugin of pytest that tries faults instead of running the tests, in the folder where they are loaded."""

    def __init__(self, faults: Sequence[Fault], modules: Sequence[Path], asked: argparse.Namespace) -> None:
        self.faults, self.modules, self.asked = faults, modules, asked
        self.options = [*_OPTIONS, *shlex.split(asked.pytest)]
        self.killers, self.killed = dict[Fault, str](), set[Fault]()

    def pytest_configure(self) -> None:
        same_each_time()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        session.config.pluginmanager.unregister(name="terminalreporter")  # it has a way out of its own
        for module in self.modules:
            loaded = importlib.import_module(".".join(module.with_suffix("").parts))
            assert Path(str(loaded.__file__)) == Path(module).resolve()
        self.session, self.items = session, {item.nodeid: item for item in session.items}
        self.living = functions()
        with tempfile.TemporaryDirectory() as name:
            self.reached = self._reached(self.asked.reached or Path(name) / "reached")
            self._try_all(Path(name))
            self._look_at_the_killers(Path(name))
        return True

    def _reached(self, to: Path) -> Reached:
        """What each test runs of the modules; as many processes as are asked for note what is not noted yet."""
        to.touch()
        noted, files = read_reached(to), dict[Path, list[pytest.Item]]()
        for item in self.session.items:
            files.setdefault(item.path, []).append(item)
        known = with_all_cases(noted, self.items)
        left = [items for items in files.values() if not all(item.nodeid in known for item in items)]
        jobs, places = self.asked.jobs, [*map(str, self.modules)]
        with tempfile.TemporaryDirectory() as name:
            forked = [
                _forked(
                    Path(name) / str(at), lambda _, at=at: recorded(self.session, left[at::jobs], places, to)
                ) for at in range(jobs)
            ]  # fmt: skip
            if sum(os.waitpid(process, 0)[1] for process in forked):
                print("Tests that fail without any fault put in are not tried.", flush=True)
        noted = with_all_cases(read_reached(to), self.items)
        return {test: ran for test, ran in noted.items() if test in self.items}  # others would use up the seconds

    def _try_all(self, folder: Path) -> None:
        running = dict[int, tuple[Fault, Path]]()
        for at, fault in enumerate(self.faults):
            if len(running) == self.asked.jobs:
                self._ended(running)
            to = folder / str(at)
            running[_forked(to, lambda to, fault=fault: self._fails(fault, to))] = fault, to
        while running:
            self._ended(running)

    def _fails(self, fault: Fault, to: Path) -> int:
        """In a process of its own, which may become another program: whether a test fails with the fault."""
        lines = statement(fault.module.read_text(encoding="utf-8"), fault.mutant.line)
        place, say = str(fault.module), (to / "test").write_text
        tests = to_try(self.reached, place, lines, self.asked.seconds)
        tests = [test for test in tests or self.reached if test in self.items]
        if is_put_in(Path(place).resolve(), fault.mutant, self.living):
            items = [self.items[test] for test in tests]
            return int(first_failure(self.session, items, self.reached, say))
        files = [*dict.fromkeys(test.partition("::")[0] for test in tests)][:_FILES_ANEW]
        asked = {
            "module": str(Path(place).resolve()),
            "mutant": astuple(fault.mutant),
            "reached": {test: self.reached[test] | {"lines": {}} for test in tests if test.partition("::")[0] in files},
            "at": str(to / "test"),
            "options": self.options,
        }
        (to / "asked").write_text(json.dumps(asked), encoding="utf-8")
        os.environ["PYTHONPATH"] = str(ROOT / "tests")
        return os.execv(sys.executable, [sys.executable, "-m", "mutation.anew", str(to / "asked")])

    def _ended(self, running: dict[int, tuple[Fault, Path]]) -> None:
        process, status = os.wait()
        fault, to = running.pop(process)
        test = (to / "test").read_text(encoding="utf-8") if (to / "test").exists() else "as it was loaded"
        shutil.rmtree(to)
        if status:
            self.killed.add(fault)
            self.killers[fault] = test
        print(f"{f'killed {fault}  by {test}' if status else f'ALIVE  {fault}'}", flush=True)

    def _look_at_the_killers(self, folder: Path) -> None:
        """A test that fails without a fault has seen none."""
        items = [self.items[test] for test in sorted({*self.killers.values()}) if test in self.items]
        for item in items:
            to = folder / "again"
            process = _forked(to, lambda to, item=item: int(first_failure(self.session, [item], self.reached, len)))
            if os.waitpid(process, 0)[1]:
                print(f"It fails without a fault: {item.nodeid}")
                self.killed -= {fault for fault, test in self.killers.items() if test == item.nodeid}
            shutil.rmtree(to)


def _forked(folder: Path, does: Callable[[Path], int]) -> int:
    """A new process that does something in the background, and what it writes for a while stands in a folder."""
    folder.mkdir()
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = os.environ["TMPDIR"] = str(folder)
        tempfile.tempdir = None
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silent, stream)
        status = does(folder)
    finally:
        os._exit(status)


def sample(modules: Iterable[Path], asked: argparse.Namespace) -> list[Fault]:
    """The faults that are tried: of each module some, or of all together, by the seed."""
    random_numbers, picked = random.Random(asked.seed), list[Fault]()
    for module in modules:
        every = mutants((ROOT / module).read_text(encoding="utf-8"))
        numbers = range(len(every))
        if asked.most:
            numbers = sorted(random.Random(asked.seed).sample(numbers, min(len(every), asked.most)))
        picked += [Fault(module, every[number]) for number in numbers]
    if asked.faults and asked.faults < len(picked):
        picked = random_numbers.sample(picked, asked.faults)
    return picked


def modules_in(place: Path) -> Iterator[Path]:
    """A module, or those in a folder and below that have anything to change."""
    found = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return (path for path in found if mutants(path.read_text(encoding="utf-8")))


def main() -> int:
    """Prints every fault, and gives 1 where one is alive."""
    asked = _asked()
    without = {module for place in asked.without for module in modules_in(place)}
    modules = [it.relative_to(ROOT) for place in asked.module for it in modules_in(place) if it not in without]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / "copy"
        shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        run = Run(sample(modules, asked), modules, asked)
        pytest.main([*run.options, *map(str, asked.tests)], [run])
        os.chdir(ROOT)
    rooms = Counter(fault.room() for fault in run.faults), Counter(fault.room() for fault in run.killed)
    for room, tried in sorted(rooms[0].items()):
        print(f"{room}: {rooms[1][room]} of {tried} killed")
    return 0 if len(run.killed) == len(run.faults) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mutation.run", description=__doc__)
    resolved = {"type": lambda text: Path(text).resolve()}
    parser.add_argument("module", nargs="+", help="or a folder of modules", **resolved)
    parser.add_argument("--without", nargs="+", default=[], help="modules that are not tried", **resolved)
    parser.add_argument("--tests", nargs="+", default=[], type=lambda text: Path(text).resolve().relative_to(ROOT))
    parser.add_argument("--most", type=int, help="how many faults of a module are tried, picked at random")
    parser.add_argument("--faults", type=int, help="how many faults of all modules are tried, picked at random")
    parser.add_argument("--seed", type=int, default=1, help="which are picked")
    parser.add_argument("--seconds", type=float, default=60, help="for how long tests are tried with one fault")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many are tried at the same time")
    parser.add_argument("--reached", help="a file to keep, or to take, which lines each test runs", **resolved)
    parser.add_argument("--pytest", default="", help="more options of pytest, such as '-m engines'")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
