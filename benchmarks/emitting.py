"""How long a workbook takes to emit, beside a plain XlsxWriter script that writes the same cells.

    python benchmarks/emitting.py [--runs N] [ROWS ...]

All that smreport asks of a sheet while it emits one is noted once: values, formats, prompts, limits, tables, widths and
heights. The plain script asks the same of a sheet of XlsxWriter itself, in the same order. Where smreport writes a
shared formula down a column, the script writes what it shows, or, with ``--formulas``, the formula in each cell. Both
run by turns in this process; the seconds are those of processors.
"""

from __future__ import annotations

import argparse
import io
import re
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from smreport.blueprint.answers import tables_from
from smreport.commands.reading import load_template
from smreport.workbook.emit.page import Page
from smreport.workbook.emit.writer import Shown, emit

ASKED = (
    "write_string", "write_number", "write_blank", "write_datetime", "write_boolean", "write_url", "set_row",
    "set_column", "data_validation", "conditional_format", "add_table", "freeze_panes",
)  # fmt: skip
Call = tuple[str, str, tuple[Any, ...], dict[str, Any]]  # sheet, what is asked, with what


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("rows", nargs="*", type=int, default=[200, 2000, 10_000])
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--formulas", action="store_true")
    given = options.parse_args()
    print(f"{'rows':>8} {'smreport s':>11} {'plain s':>8} {'ratio':>6}")
    blueprint = load_template("social_media")
    for rows in given.rows:
        tables = tables_from(blueprint.sized(dict.fromkeys(blueprint.sheets, rows)), {})
        ours_run = partial(emit, tables, Shown())
        peers_run = partial(plain, noted(ours_run), given.formulas)
        pairs = [(seconds(ours_run), seconds(peers_run)) for _ in range(given.runs)]
        ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{rows:>8,} {ours:>11.2f} {theirs:>8.2f} {ours / theirs:>6.2f}", flush=True)


def seconds(run: Callable[[], object]) -> float:
    """Seconds of processors that something takes."""
    start = time.process_time()
    run()
    return time.process_time() - start


def noted(run: Callable[[], object]) -> list[Call]:
    """What is asked of the sheets meanwhile."""
    calls: list[Call] = []

    def noting(name: str) -> Callable[..., Any]:
        asked = getattr(Page, name)

        def note(page: Page, *values: Any, **named: Any) -> Any:
            calls.append((page.get_name(), name, values, named))
            return asked(page, *values, **named)

        return note

    kept = {name: vars(Page).get(name) for name in (*ASKED, "write_shared_formula", "write_formula")}
    try:
        for name in kept:
            setattr(Page, name, noting(name))
        run()
    finally:
        for name, was in kept.items():
            if was is None:
                delattr(Page, name)
            else:
                setattr(Page, name, was)
    return calls


def plain(calls: list[Call], with_formulas: bool) -> bytes:
    """The same cells by a script that uses XlsxWriter alone."""
    buffer, pages, formats = io.BytesIO(), {}, {}
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})

    def look(value: Any) -> Any:
        if not isinstance(value, Format):
            return value
        if id(value) not in formats:
            formats[id(value)] = book.add_format({"text_wrap": value.text_wrap, "border": 1})
        return formats[id(value)]

    for title, name, values, named in calls:
        if title not in pages:
            pages[title] = book.add_worksheet(title)
        page = pages[title]
        if name == "write_shared_formula":
            down(page, *map(look, values), with_formulas)
        elif name == "add_table":
            page.add_table(*values[:4], {"columns": [{"header": column["header"]} for column in values[4]["columns"]]})
        elif name == "conditional_format":
            page.conditional_format(*values[:4], {**values[4], "format": look(values[4]["format"])})
        else:
            getattr(page, name)(*map(look, values), **named)
    book.close()
    return buffer.getvalue()


def down(page: Worksheet, row: int, column: int, formula: str, shown: Any, style: Format, with_formulas: bool) -> None:
    """A column of formulas, or of what they show."""
    for at, value in enumerate(shown):
        if with_formulas:
            moved = re.sub(rf"(\$[A-Z]+){row + 1}\b", rf"\g<1>{row + 1 + at}", formula)
            page.write_formula(row + at, column, f"={moved}", style, value)
        elif isinstance(value, str):
            page.write_string(row + at, column, value, style)
        else:
            page.write_number(row + at, column, value, style)


if __name__ == "__main__":
    main()
