"""Runs pytest again and again, each time in a fork of a process that has the libraries: that saves most of a start.

Reads a line of JSON for each run (folder, arguments, seconds) and prints its exit code; 1 where it takes too long. The
package itself is not loaded here, so that each run loads it as it stands in its folder.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys

LIBRARIES = (
    "pytest", "hypothesis.strategies", "hypothesis.extra.numpy", "pandas", "numpy", "lxml.etree", "docx", "xlsxwriter",
    "openpyxl", "python_calamine", "click.testing", "highspy", "xdist",
)  # fmt: skip


def run(folder: str, arguments: list[str], seconds: int) -> int:
    """The exit code of pytest in a folder, in a process of its own that has come into being just now."""
    child = os.fork()
    if child == 0:
        signal.alarm(seconds)  # which ends this process, and is so no success
        os.chdir(folder)
        sys.path.insert(0, folder)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        os._exit(int(importlib.import_module("pytest").main(arguments)))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    """Loads the libraries, then serves standard input until it ends."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        print(run(asked["folder"], asked["arguments"], asked["seconds"]), flush=True)


if __name__ == "__main__":
    main()
