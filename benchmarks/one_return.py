"""One small return read again and again in a process that is up, as merge does, by turns with calamine alone.

    python benchmarks/one_return.py [--times N] RETURN.xlsx ...

It prints the medians of milliseconds of processor time of one reading: into tables with all that is to be told of them,
all that merge asks for besides (people's own choices, columns and sheets, and digests), and every cell by calamine.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from peers.calamine_only import cells_in

from smreport.commands.reading import load_template
from smreport.commands.returned import Form, received
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("returns", nargs="+", type=Path)
    options.add_argument("--times", type=int, default=20, help="how often each is read")
    given = options.parse_args()
    tables, all_of_it, peer = medians(given.returns, given.times)
    print(f"{tables:.1f} {all_of_it:.1f} {peer:.1f}")


def medians(returns: Sequence[Path], times: int) -> tuple[float, float, float]:
    """The medians of the three, each return read by turns after one of each to warm up."""
    stamp = Workbook(returns[0]).stamp()
    blueprint = load_template(stamp.name, stamp.language)
    form = Form(stamp.name, is_given=True, language=stamp.language)
    gc.disable()  # as while returns are read
    turns = [
        (
            spent(lambda path: read(Workbook(path), blueprint), path),
            spent(partial(received, form=form), path),
            spent(cells_in, path),
        )
        for _ in range(times + 1)
        for path in returns
    ][len(returns) :]
    tables, all_of_it, peer = map(median, zip(*turns, strict=True))
    return tables, all_of_it, peer


def spent(work: Callable[[Path], object], path: Path) -> float:
    """Milliseconds of processor time; something must have come of it."""
    start = time.process_time()
    result = work(path)
    seconds = time.process_time() - start
    assert result, path
    assert not getattr(result, "problem", ""), result
    return 1000 * seconds


if __name__ == "__main__":
    main()
