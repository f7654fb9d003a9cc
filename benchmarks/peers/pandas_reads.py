"""A script that imports pandas and reads a workbook with it, as scripts do: every sheet as a frame, nothing else.

python benchmarks/peers/pandas_reads.py WORKBOOK.xlsx
"""

from __future__ import annotations

import sys

import pandas as pd


def main() -> None:
    """Read, and count the filled cells, so that something is done with them."""
    frames = pd.read_excel(sys.argv[1], sheet_name=None, header=None)
    print(sum(int(frame.notna().to_numpy().sum()) for frame in frames.values()))


if __name__ == "__main__":
    main()
