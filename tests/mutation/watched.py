"""What goes with pytest in a mutation run: what each test runs, which are tried in what order, and for how long."""

from __future__ import annotations

import json
import math
import os
import resource
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import coverage
import pytest
from hypothesis import Phase, settings

_MOST_SECONDS = 600  # by the clock, where a test waits for something and does not count
_SPARE_SECONDS = 5
_CASES = 40

Reached = Mapping[str, Mapping[str, Any]]
"""By each test's id its ``seconds`` of processor time, whether it ``shares`` a fixture with other tests of its file,
and by the path of each module the ``lines`` that it runs, as the bits of a number."""


class Recorder:
    """Notes for each test its seconds of processor time, and the lines of some modules that it runs."""

    def __init__(self, modules: Sequence[str]) -> None:
        self.modules = {str(Path(module).resolve()): module for module in modules}
        self.seconds, self.wide = dict[str, float](), set[str]()
        self.coverage = coverage.Coverage(data_file=None, config_file=False, include=[*self.modules])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[object]:
        """Setting up counts too, as fixtures may be where a module runs."""
        self.coverage.switch_context(item.nodeid)
        began = sum(os.times()[:4])  # with what other programs took that it started
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = sum(os.times()[:4]) - began

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> Iterator[object]:
        """What serves all tests is of none."""
        if fixturedef.scope in ("module", "class"):
            self.wide.add(str(fixturedef.argname))
        if fixturedef.scope != "session":
            return (yield)
        self.coverage.switch_context("")
        try:
            return (yield)
        finally:
            self.coverage.switch_context(os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")[0])

    def of(self, items: Sequence[pytest.Item]) -> Reached:
        """What has been noted of these tests."""
        tests: dict[str, dict[str, Any]] = {
            item.nodeid: {
                "seconds": self.seconds[item.nodeid],
                "shares": not self.wide.isdisjoint(getattr(item, "fixturenames", ())),
                "lines": {},
            }
            for item in items
        }
        data = self.coverage.get_data()
        for path in data.measured_files():
            module = self.modules[path]
            for line, names in data.contexts_by_lineno(path).items():
                for name in filter(tests.get, names):
                    lines = tests[name]["lines"]
                    lines[module] = lines.get(module, 0) | 1 << line
        return tests


def same_each_time() -> None:
    """Random tests try the same each time, and do not look for the smallest example of what they find."""
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutation", derandomize=True, database=None, phases=phases)
    settings.load_profile("mutation")


def recorded(session: pytest.Session, files: Sequence[Sequence[pytest.Item]], modules: Sequence[str], to: Path) -> int:
    """Writes what the tests of some files run of some modules into a file, a line for each, and gives how many fail.

    Those are not written down. The first cases of a test stand for the others.
    """
    for every in files:
        recorder = Recorder(modules)
        cases = groupby(every, lambda item: _function(item.nodeid))
        items = [item for _, of_one in cases for item in islice(of_one, _CASES)]
        session.config.pluginmanager.register(recorder)
        recorder.coverage.start()
        passed = [item for item, following in _with_next(items) if passes(session, item, following)]
        recorder.coverage.stop()
        session.config.pluginmanager.unregister(recorder)
        lines = "".join(json.dumps([test, ran]) + "\n" for test, ran in recorder.of(passed).items())
        with to.open("a", encoding="utf-8") as file:
            file.write(lines)
    return session.testsfailed


def read_reached(path: Path) -> Reached:
    """What has been written down so far."""
    return dict(map(json.loads, path.read_text(encoding="utf-8").splitlines()))


def with_all_cases(reached: Reached, tests: Iterable[str]) -> Reached:
    """With those cases that were not run, as if they did all that those did that were: what is kept runs only once."""
    of_function = dict[str, dict[str, Any]]()
    for test, ran in reached.items():
        every = of_function.setdefault(_function(test), {**ran, "lines": {}})
        every["seconds"] = max(every["seconds"], ran["seconds"])
        for module, lines in ran["lines"].items():
            every["lines"][module] = every["lines"].get(module, 0) | lines
    return {test: of_function[_function(test)] for test in tests if _function(test) in of_function}


def first_failure(
    session: pytest.Session, items: Sequence[pytest.Item], reached: Reached, say: Callable[[str], object]
) -> bool:
    """Whether one of these tests fails, of which each is said as it begins. One that takes too long ends the process.

    It may take as long as the slowest of its file, of which the first makes what others share.
    """
    slowest = dict[str, float]()
    for test, ran in reached.items():
        slowest[_file(test)] = max(ran["seconds"], slowest.get(_file(test), 0))
    for item, following in _with_next(items):
        say(item.nodeid)
        limit(_SPARE_SECONDS + 3 * slowest.get(_file(item.nodeid), 60))
        if not passes(session, item, following):
            return True
    return False


def passes(session: pytest.Session, item: pytest.Item, following: pytest.Item | None) -> bool:
    """Whether a test passes."""
    before = session.testsfailed
    item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
    return session.testsfailed == before


def limit(seconds: float) -> None:
    """Ends this process when it has counted for so many more seconds, or after ten minutes."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds), hard))
    signal.alarm(_MOST_SECONDS)


def to_try(reached: Reached, module: str, at: range, most_seconds: float) -> list[str]:
    """The tests that are tried for a fault in the lines ``at`` a place of a module, the quickest first.

    They are those that run a line of it, and those of their files that share fixtures, of which only the first runs
    what makes them; where there are none, those that run anything of the module. Of the many cases of one test the
    first count as quicker than the others. Together they take so many seconds, unless the first alone takes more.
    Those of a file stand together, as what they share is made anew after another file.
    """
    lines = sum(1 << line for line in at)
    tests = _that_run(reached, module, lines) or _that_run(reached, module, -1)
    cases, cost = Counter[str](), dict[str, float]()
    for test in tests:
        cost[test] = (reached[test]["seconds"] + 0.02) * (1 + cases[_function(test)])
        cases[_function(test)] += 1
    by_file, seconds = dict[str, list[str]](), 0.0
    for test in sorted(tests, key=cost.__getitem__):
        seconds += reached[test]["seconds"]
        if by_file and seconds > most_seconds:
            break
        by_file.setdefault(_file(test), []).append(test)
    return [test for file in by_file.values() for test in file]


def _that_run(reached: Reached, module: str, lines: int) -> list[str]:
    runs_it = {test for test, ran in reached.items() if ran["lines"].get(module, 0) & lines}
    files = {_file(test) for test in runs_it}
    return [test for test, ran in reached.items() if test in runs_it or (ran["shares"] and _file(test) in files)]


def _function(test: str) -> str:
    return test.partition("[")[0]


def _file(test: str) -> str:
    return test.partition("::")[0]


def _with_next(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """pytest must know of the next test, to know which fixtures are done with."""
    return zip(items, [*items[1:], None], strict=True)
