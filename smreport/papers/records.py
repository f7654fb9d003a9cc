"""What was worked out for projects and rows, by Excel row: far quicker to look into than frames."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd

from smreport.decision.results import Results


class Records:
    """The results by Excel row."""

    def __init__(self, results: Results) -> None:
        self._results = results

    @cached_property
    def projects(self) -> dict[int, dict[str, Any]]:
        """What was worked out for each open project: the columns of ``projects`` by Excel row, best first."""
        return _by_row(self._results.projects)

    @cached_property
    def costs(self) -> dict[int, dict[str, Any]]:
        """The rows of 6 Evaluation with their costs, by Excel row."""
        return _by_row(self._results.evaluation)


def _by_row(frame: pd.DataFrame) -> dict[int, dict[str, Any]]:
    """The rows of a frame as dictionaries, which are far quicker to look into."""
    columns = [frame[column].tolist() for column in frame.columns]
    return {
        int(at): dict(zip(frame.columns, values, strict=True))
        for at, *values in zip(frame.index.tolist(), *columns, strict=True)
    }
