"""Runs pytest again and again, each time in a fork of a process that has the libraries: that saves most of a start.

Reads a line of JSON for each run and prints its exit code, which is below 0 where the run was ended. The package itself
is not loaded here, so that each run loads it as it stands in its folder.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

LIBRARIES = (
    "pytest", "hypothesis.strategies", "hypothesis.extra.numpy", "pandas", "numpy", "lxml.etree", "docx", "xlsxwriter",
    "openpyxl", "python_calamine", "click.testing", "highspy", "xdist", "pikepdf", "babel.numbers", "mutation.watched",
)  # fmt: skip
_SECONDS_TO_COLLECT = 60


def run(
    folder: str, files: list[str], options: list[str], seconds: dict[str, float] | None = None, **record: Any
) -> int:
    """The exit code of pytest in a folder, in a process of its own that has come into being just now.

    With ``seconds`` those tests run that it names, in its order, until one fails; else all of the files, and
    ``record`` says of which modules lines are recorded, and where to. ``options`` are more of pytest's.
    """
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        sys.path.insert(0, folder)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        watched, pytest = importlib.import_module("mutation.watched"), importlib.import_module("pytest")
        loaded = "ignore::pytest.PytestAssertRewriteWarning"  # of what is loaded above
        arguments = ["-q", "-n", "0", "-p", "no:cacheprovider", "-W", loaded, *options]
        if seconds is None:
            os._exit(int(pytest.main([*arguments, *files], [watched.Recorder(record["modules"], Path(record["to"]))])))
        watched.limit(_SECONDS_TO_COLLECT)
        files = [test.partition("::")[0] for test in seconds]
        os._exit(int(pytest.main(["-x", *arguments, *dict.fromkeys(files)], [watched.Chosen(seconds)])))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    """Loads the libraries, then serves standard input until it ends."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        print(run(**json.loads(line)), flush=True)


if __name__ == "__main__":
    main()
