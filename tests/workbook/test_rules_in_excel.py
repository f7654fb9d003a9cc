"""Every rule is broken in one workbook, and its Check column says of every row what Python says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from seeds import seeds
from workbooks import saved

from smreport.blueprint.answers import tables_from
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load, shipped
from smreport.decision.check import check_cells
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

SPARE_ROWS = 5


def all_broken(name: str) -> Tables:
    """The seeds of all rules but those of Settings together, in a workbook with room for them."""
    blueprint = load(name)
    content: dict[str, list[dict[str, object]]] = {"settings": [{}]}
    for seed in seeds(blueprint):
        if not seed.sheet.is_form:
            content["settings"][0].update(*seed.rows.pop("settings", []))
            for key, rows in seed.rows.items():
                content.setdefault(key, []).extend(rows)
    roomy = blueprint.sized({key: len(rows) + SPARE_ROWS for key, rows in content.items()})
    return tables_from(roomy, {**content, "settings": content["settings"][0]})


@pytest.mark.parametrize("name", shipped())
def test_each_rule_is_broken(name: str) -> None:
    tables = all_broken(name)
    whole = [
        rule.code(table.sheet)
        for table in tables.values()
        if not (table.sheet.is_form or table.sheet.rows_from)
        for rule in table.sheet.rules
        if not any(rule.breaches(table, tables))
    ]
    # without a council's own list of services anything goes
    assert whole == ["areas.service.listed"]


@pytest.mark.engines  # the gate asks two engines more
@pytest.mark.parametrize("name", shipped())
def test_the_check_column_says_the_same(name: str, tmp_path: Path, libreoffice: Callable[[Path], Path]) -> None:
    tables = all_broken(name)
    file = Workbook(libreoffice(saved(tables, tmp_path / f"{name}.xlsx")))
    found = read(file, tables.blueprint)
    wanted = check_cells(found)
    differing = [
        (sheet.key, row, shown, wanted[sheet.key].get(row, ""))
        for sheet in tables.blueprint
        if not sheet.rows_from
        for row, (shown, *_) in enumerate(file.grid(sheet.title)[sheet.header_row : sheet.last_row], sheet.first_row)
        if shown != wanted[sheet.key].get(row, "")
    ]
    assert differing == []
