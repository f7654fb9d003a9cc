"""Where a figure comes from: sheet, cells and file; in a combined workbook also whose rows they were."""

from __future__ import annotations

from collections.abc import Iterable

from smreport.decision.results import Results
from smreport.papers import figures
from smreport.papers.records import Records

_ROWS_NAMED = 12


class Sources:
    """The addresses of answers and figures in words."""

    def __init__(self, results: Results, records: Records) -> None:
        self._tables, self._weights, self._records = results.tables, results.weights, records

    def cell(self, sheet: str, key: str, row: int = 0) -> str:
        """Where an answer stands: "Settings, C23"."""
        table = self._tables[sheet]
        return f"{table.title}, {table.cell(key, row)}"

    def row_list(self, sheet: str, rows: Iterable[int]) -> str:
        """Where a figure comes from: "4 Mapping, rows 7 and 9"; in a combined workbook also whose they were."""
        rows = list(rows)
        if not rows:
            return "no row"
        return f"{self._tables[sheet].title}, {_rows(rows)}{self._sent_in(sheet, rows)}"

    def _sent_in(self, sheet: str, rows: Iterable[int]) -> str:
        """The files that rows of a combined workbook came from: " (Libraries.xlsx, row 9)"."""
        origins = self._tables[sheet].origins
        by_file: dict[str, list[int]] = {}
        for row in rows:
            if row in origins:
                by_file.setdefault(origins[row].file, []).append(origins[row].row)
        named = "; ".join(f"{file}, {_rows(theirs)}" for file, theirs in by_file.items())
        return f" ({named})" if named else ""

    def rows(self, sheet: str, rows: Iterable[int]) -> str:
        """The source of a figure made from some rows, "" for none; long lists name the first rows only."""
        rows = list(rows)
        if not rows:
            return ""
        named = rows[:_ROWS_NAMED]
        more = f" and {len(rows) - len(named)} more" if len(rows) > len(named) else ""
        title, file = self._tables[sheet].title, self._tables.file
        return f"{title}, {_rows(named)}{more} of {file}{self._sent_in(sheet, named)}"

    def at(self, sheet: str, key: str, row: int = 0) -> str:
        """The source of an answer: "Settings, C23 of exampleshire.xlsx"."""
        return f"{self.cell(sheet, key, row)} of {self._tables.file}"

    def of_costs(self, numbers: Iterable[int]) -> str:
        """Where the costs of some projects stand."""
        rows = sorted({row for number in numbers for row in self._records.projects[number]["cost_rows"]})
        return self.rows("evaluation", rows)

    def of_project(self, number: int) -> str:
        """The rows that a project's benefit, cost and risk come from."""
        row = self._records.projects[number]
        parts = (("portfolio", [number]), ("mapping", row["mapping_rows"]), ("evaluation", row["cost_rows"]),
                 ("risks", row["risk_rows"]))  # fmt: skip
        return "; ".join(filter(None, (self.rows(sheet, rows) for sheet, rows in parts)))

    @property
    def of_limits(self) -> str:
        """Where the limits stand that are set."""
        settings = [key for key in ("budget", "hours_available", "risk_appetite") if self._tables.settings.get(key)]
        money = self._tables["money"].numbers if "money" in self._tables else []
        return "; ".join(filter(None, [*(self.at("settings", key) for key in settings), self.rows("money", money)]))

    @property
    def of_weights(self) -> str:
        return "; ".join(self.at("settings", f"weight_{name}") for name in self._weights)


def _rows(numbers: list[int]) -> str:
    return f"row{'s' if len(numbers) > 1 else ''} {figures.listed(map(str, numbers))}"
