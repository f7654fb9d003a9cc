"""Much of the same work, by one process or several, and how far it is."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from smreport.frozen import Frozen
from smreport.words import both_spoken, say, speak_both

Tick = Callable[[str, int, int], None]
"""Is told what is being done, how many are done, and out of how many."""
Progress = Callable[[str], None]
"""Is told each step as it begins, in words."""
Item = TypeVar("Item")
Done = TypeVar("Done")


def silent(what: str, done: int, total: int) -> None:
    """Says nothing of how far the work is."""


def unheard(step: str) -> None:
    """Says nothing of which step begins."""


_BYTES_THAT_PAY = 4 * 1024 * 1024  # of files to read: reading less takes no longer than another process to begin


class Workers(Frozen):
    """Do some work on many items, by one process or several, and tell how far they are.

    jobs  how many processes; None for as many as pay. A program of people's own that has no ``if __name__ ==
          "__main__"`` would be run anew by each
    """

    jobs: int | None = 1
    tick: Tick = silent

    def each(
        self, what: str, work: Callable[[Item], Done], items: Iterable[Item], total: int, paying: int
    ) -> Iterator[Done]:
        """The results of the work on each of ``total`` items, in order, whichever process has done it.

        paying  how many processes pay, had the machine as many cores
        """
        jobs = min(total, self.jobs or min(_cores(), paying))
        for number, result in enumerate(_results(work, items, total, jobs), start=1):
            yield result
            self.tick(what, number, total)

    def read_returns(self, work: Callable[[Path], Done], paths: Sequence[Path]) -> Iterator[Done]:
        """The results of the work on each file that came back, in order."""
        paying = sum(path.stat().st_size for path in paths if path.is_file()) // _BYTES_THAT_PAY
        return self.each(say("terminal.step.read_returns"), work, paths, len(paths), paying)


def _results(work: Callable[[Item], Done], items: Iterable[Item], total: int, jobs: int) -> Iterator[Done]:
    if jobs < 2:
        yield from map(work, items)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), speak_both, (both_spoken(),)) as pool:
        yield from pool.map(work, items, chunksize=max(1, total // (8 * jobs)))


def _cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Python does not look for rings of objects meanwhile: there are none in what is read, and it takes a sixth."""
    searches = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searches:
            gc.enable()
