"""What goes with pytest in a mutation run: what each test runs, which are tried in what order, and for how long."""

from __future__ import annotations

import json
import math
import os
import resource
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import coverage
import pytest
from hypothesis import Phase, settings

_MOST_SECONDS = 600  # by the clock, where a test waits for something and does not count
_SPARE_SECONDS = 5


def _same_each_time() -> None:
    """Random tests try the same each time, and do not look for the smallest example of what they find."""
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutation", derandomize=True, database=None, phases=phases)
    settings.load_profile("mutation")


class Recorder:
    """Writes down for each test its seconds of processor time, and the lines of some modules that it runs.

    What is written is JSON: by the test's id its ``seconds``, whether it ``shares`` a fixture with other tests of its
    file, and its ``lines`` by the path of each module.
    """

    def __init__(self, modules: Sequence[str], to: Path) -> None:
        self.modules = {str(Path(module).resolve()): module for module in modules}
        self.to, self.seconds, self.wide = to, dict[str, float](), set[str]()
        self.coverage = coverage.Coverage(data_file=None, config_file=False, include=[*self.modules])

    def pytest_configure(self) -> None:
        _same_each_time()
        self.coverage.start()

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
        """What serves all tests is of none, as what runs while modules are imported."""
        if fixturedef.scope in ("module", "class"):
            self.wide.add(str(fixturedef.argname))
        if fixturedef.scope != "session":
            return (yield)
        self.coverage.switch_context("")
        try:
            return (yield)
        finally:
            self.coverage.switch_context(os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")[0])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.coverage.stop()
        data = self.coverage.get_data()
        shares = {item.nodeid: not self.wide.isdisjoint(getattr(item, "fixturenames", ())) for item in session.items}
        tests: dict[str, dict[str, Any]] = {
            name: {"seconds": seconds, "shares": shares[name], "lines": {}} for name, seconds in self.seconds.items()
        }
        for path, module in self.modules.items():
            for line, names in data.contexts_by_lineno(path).items():
                for name in filter(tests.get, names):
                    tests[name]["lines"].setdefault(module, []).append(line)
        self.to.write_text(json.dumps(tests), encoding="utf-8")


class Chosen:
    """Runs the tests that are given, in that order, each for some seconds of processor time at most."""

    def __init__(self, seconds: Mapping[str, float]) -> None:
        self.seconds, self.place = seconds, {name: place for place, name in enumerate(seconds)}

    def pytest_configure(self) -> None:
        _same_each_time()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        chosen = [item for item in items if item.nodeid in self.place]
        items[:] = sorted(chosen, key=lambda item: self.place[item.nodeid])

    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        limit(_SPARE_SECONDS + 5 * self.seconds[item.nodeid])


def limit(seconds: float) -> None:
    """Ends this process when it has counted for so many more seconds, or after ten minutes."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds), hard))
    signal.alarm(_MOST_SECONDS)
