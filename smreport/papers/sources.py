"""Where a figure comes from: sheet, cells and file; in a combined workbook also whose rows they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from smreport.decision.results import Results
from smreport.papers import figures
from smreport.words import joining, place, say

_ROWS_NAMED = 12


class Sources:
    """The addresses of answers and figures in words."""

    def __init__(self, results: Results) -> None:
        self._tables, self._weights, self._projects = results.tables, results.weights, results.alone

    def cell(self, sheet: str, key: str, row: int = 0) -> str:
        """Where an answer stands: "Settings, C23"."""
        table = self._tables[sheet]
        return say("papers.source.cell", sheet=table.title, cell=table.cell(key, row))

    def row_list(self, sheet: str, rows: Iterable[int]) -> str:
        """Where a figure comes from: "4 Mapping, rows 7 and 9"; in a combined workbook also whose they were."""
        rows = list(rows)
        if not rows:
            return say("papers.source.no_row")
        return self._with_files(_rows(self._tables[sheet].title, rows), sheet, rows)

    def _with_files(self, source: str, sheet: str, rows: Iterable[int]) -> str:
        """A source with the files that rows of a combined workbook came from: "… (Libraries.xlsx, row 9)"."""
        origins = self._tables[sheet].origins
        if not origins:
            return source
        by_file: dict[str, list[int]] = {}
        for row in rows:
            if row in origins:
                by_file.setdefault(origins[row].file, []).append(origins[row].row)
        named = joining.apart(_rows(file, theirs) for file, theirs in by_file.items())
        return say("papers.source.sent_in", source=source, files=named) if named else source

    def rows(self, sheet: str, rows: Iterable[int]) -> str:
        """The source of a figure made from some rows, "" for none; long lists name the first rows only."""
        rows = list(rows)
        if not rows:
            return ""
        named = rows[:_ROWS_NAMED]
        listed = _rows(self._tables[sheet].title, named, len(rows) - len(named))
        source = say("papers.source.of_file", place=listed, file=self._tables.file)
        return self._with_files(source, sheet, named)

    def each(self, sheet: str, rows: Iterable[int]) -> Iterator[str]:
        """The source of each of some rows by itself, for long listings: what all have in common is said once."""
        if self._tables[sheet].origins:
            yield from (self.rows(sheet, [row]) for row in rows)
            return
        named = say("papers.source.row", sheet=self._tables[sheet].title, row=place(0))
        source = str(say("papers.source.of_file", place=named, file=self._tables.file))
        yield from (source.replace(place(0), str(row)) for row in rows)

    def at(self, sheet: str, key: str, row: int = 0) -> str:
        """The source of an answer: "Settings, C23 of exampleshire.xlsx"."""
        return say("papers.source.of_file", place=self.cell(sheet, key, row), file=self._tables.file)

    def of_costs(self, numbers: Iterable[int]) -> str:
        """Where the costs of some projects stand."""
        rows = sorted({row for number in numbers for row in self._projects[number].cost_rows})
        return self.rows("evaluation", rows)

    def of_project(self, number: int) -> str:
        """The rows that a project's benefit, cost and risk come from."""
        alone = self._projects[number]
        parts = (("portfolio", [number]), ("mapping", alone.mapping_rows), ("evaluation", alone.cost_rows),
                 ("risks", alone.risk_rows))  # fmt: skip
        return joining.apart(self.rows(sheet, rows) for sheet, rows in parts)

    @property
    def of_limits(self) -> str:
        """Where the limits stand that are set."""
        settings = [key for key in ("budget", "hours_available", "risk_appetite") if self._tables.settings.get(key)]
        money = self._tables["money"].numbers if "money" in self._tables else []
        return joining.apart([*(self.at("settings", key) for key in settings), self.rows("money", money)])

    @property
    def of_weights(self) -> str:
        return joining.apart(self.at("settings", f"weight_{name}") for name in self._weights)


class RowsNamed:
    """Reads the rows that sources name, as the language that is spoken writes them."""

    def __init__(self, titles: Iterable[str]) -> None:
        """``titles`` are those of the sheets."""
        joints = {joint for size in (2, 3) for joint in re.split(r"\d", figures.listed("1" * size)) if joint}
        sheet = f"(?P<sheet>{'|'.join(map(re.escape, sorted(titles, key=len, reverse=True)))})"
        rows = rf"(?P<rows>\d+(?:(?:{'|'.join(map(re.escape, joints))})\d+)*)"
        texts = [say("papers.source.rows.more", sheet="\0", rows="\1", count=count) for count in _COUNTS]
        texts += [say("papers.source.rows", sheet="\0", rows="\1"), say("papers.source.row", sheet="\0", row="\1")]
        patterns = dict.fromkeys(re.sub(r"\d+", r"\\d+", re.escape(text)) for text in texts)
        self._ways = [re.compile(way.replace("\0", sheet).replace("\1", rows)) for way in patterns]

    def __call__(self, source: str) -> Iterator[tuple[str, int]]:
        """Sheet and row of each: "7 Portfolio, rows 8 and 9"."""
        for part in joining.parted("apart", source):
            match = next(filter(None, (way.match(part) for way in self._ways)), None)
            if match:
                yield from ((match["sheet"], int(row)) for row in re.findall(r"\d+", match["rows"]))


_COUNTS = (*range(1, 12), 20, 100)  # with each plural that a language has


def _rows(of: str, numbers: list[int], more: int = 0) -> str:
    """Rows of a sheet or a file: "4 Mapping, rows 7 and 9"; ``more`` is how many are not named."""
    if len(numbers) == 1 and not more:
        return say("papers.source.row", sheet=of, row=str(numbers[0]))
    named = figures.listed(map(str, numbers))
    if more:
        return say("papers.source.rows.more", sheet=of, rows=named, count=more)
    return say("papers.source.rows", sheet=of, rows=named)
