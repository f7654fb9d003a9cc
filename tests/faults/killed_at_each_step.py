"""Runs a smreport command once, and ends it as kill -9 does after each step of its saving in turn.

    python killed_at_each_step.py FOLDER ARGUMENT...

The command stops where it begins to save. From there a copy of the process goes on for each step, and is killed after
it; then another goes on undisturbed, as the next run would. A step is whatever Python reports that it opens, makes,
renames, links or removes on the disk. What stands in FOLDER is printed as JSON, each file by a digest: before all,
after an undisturbed run, after each kill and after the run that followed it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

from smreport import saving
from smreport.cli import main


def digests(folder: Path) -> dict[str, str]:
    """By name, what each file holds."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def restore(folder: Path, copy: Path) -> None:
    """The folder itself stays, since the process stands in it."""
    for path in folder.iterdir():
        path.unlink()
    shutil.copytree(copy, folder, dirs_exist_ok=True)


def die_after(step: int) -> None:
    """From now on the process is killed when the so-and-so-many-th step on the disk is done."""
    steps, has_stepped = count(), True

    def watch(event: str, _: tuple[object, ...]) -> None:
        nonlocal has_stepped
        has_stepped |= event == "open" or event.startswith(("os.", "shutil."))

    def trace(_: FrameType, event: str, __: object) -> Any:
        nonlocal has_stepped
        if has_stepped and event == "line":
            has_stepped = False
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.addaudithook(watch)
    sys.settrace(trace)


class EachStep:
    """Stands before the functions that save: the first call of one of them is gone through again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.first = folder, True

    def before(self, name: str) -> None:
        real = getattr(saving, name)

        def save(*arguments: Any, **named: Any) -> Any:
            if self.first:
                self.first = False
                if not self.is_copy():
                    sys.stdout.flush()
                    os._exit(0)
            return real(*arguments, **named)

        setattr(saving, name, save)  # the commands import what they need later, and so get this

    def is_copy(self) -> bool:
        """Whether this is a copy of the process, which goes on; the process itself tells what became of the copies."""
        copy = self.folder.with_name("as it was")
        shutil.copytree(self.folder, copy)
        told: dict[str, Any] = {"old": digests(self.folder), "kills": []}
        if (status := self.fork(None)) is None:
            return True
        told |= {"code": os.waitstatus_to_exitcode(status), "new": digests(self.folder)}
        for step in count():
            restore(self.folder, copy)
            if (status := self.fork(step)) is None:
                return True
            if not os.WIFSIGNALED(status):
                break
            killed = digests(self.folder)
            if (status := self.fork(None)) is None:
                return True
            then = {"code": os.waitstatus_to_exitcode(status), "again": digests(self.folder)}
            told["kills"].append({"step": step, "killed": killed, **then})
        shutil.rmtree(copy)
        print(json.dumps(told))
        return False

    def fork(self, step: int | None) -> int | None:
        """How the copy ended; None in the copy itself."""
        child = os.fork()
        if child:
            return os.waitpid(child, 0)[1]
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        if step is not None:
            die_after(step)
        return None


if __name__ == "__main__":
    each_step = EachStep(Path(sys.argv[1]))
    for function in ("save_new", "save_own"):
        each_step.before(function)
    try:
        main(sys.argv[2:])
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 2)  # at once: Python's own clearing up takes long
