"""Much of the same work, by one process or several, and how far it is."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

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


@dataclass(frozen=True)
class Workers:
    """Do some work on many items: so many processes (``jobs``), which tell how far they are."""

    jobs: int = 1
    tick: Tick = silent

    def each(self, what: str, work: Callable[[Item], Done], items: Iterable[Item], total: int) -> Iterator[Done]:
        """The results of the work on each of ``total`` items, in order, whichever process has done it."""
        for number, result in enumerate(self._results(work, items, total), start=1):
            yield result
            self.tick(what, number, total)

    def read_returns(self, work: Callable[[Item], Done], items: Sequence[Item]) -> Iterator[Done]:
        """The results of the work on each file that came back, in order."""
        return self.each(say("terminal.step.read_returns"), work, items, len(items))

    def _results(self, work: Callable[[Item], Done], items: Iterable[Item], total: int) -> Iterator[Done]:
        if self.jobs == 1 or total < 2:
            yield from map(work, items)
            return
        with ProcessPoolExecutor(
            min(self.jobs, total), multiprocessing.get_context("spawn"), speak_both, (both_spoken(),)
        ) as pool:
            yield from pool.map(work, items, chunksize=max(1, total // (8 * self.jobs)))


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
