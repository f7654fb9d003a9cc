"""Loads one module with a fault in it, and says by its exit code whether a test fails then.

For what runs as a module is loaded. A file of JSON says which fault, which tests in what order, and where to say which
of them runs.
"""

from __future__ import annotations

import json
import os
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from mutation.mutants import Mutant, with_fault
from mutation.watched import Reached, first_failure, limit, same_each_time

_SECONDS_TO_COLLECT = 60


class Faulty:
    """A plugin of pytest that gives a module its fault, and runs the chosen tests."""

    def __init__(self, module: Path, mutant: Mutant, reached: Reached, at: Path) -> None:
        self.module, self.mutant, self.reached, self.at = module, mutant, reached, at

    def pytest_configure(self) -> None:
        same_each_time()
        get_code, faulty, mutant = SourceFileLoader.get_code, self.module, self.mutant

        def with_it(loader: SourceFileLoader, name: str) -> CodeType | None:
            if Path(loader.path) != faulty:
                return get_code(loader, name)
            return compile(with_fault(faulty.read_text(encoding="utf-8"), mutant), faulty, "exec", dont_inherit=True)

        SourceFileLoader.get_code = with_it  # type: ignore[method-assign]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        by_name = {item.nodeid: item for item in session.items}
        items = [by_name[test] for test in self.reached if test in by_name]
        os._exit(int(first_failure(session, items, self.reached, self.at.write_text)))


def main(asked: dict[str, Any]) -> int:
    """Does not come back from pytest, unless it fails before a test runs."""
    limit(_SECONDS_TO_COLLECT)
    plugin = Faulty(Path(asked["module"]), Mutant(*asked["mutant"]), asked["reached"], Path(asked["at"]))
    files = dict.fromkeys(test.partition("::")[0] for test in asked["reached"])
    return int(pytest.main([*asked["options"], *files], [plugin]))


if __name__ == "__main__":
    sys.exit(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
