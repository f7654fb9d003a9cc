"""IronCalc's engine (PyPI: ironcalc), fed cell by cell, as its own reader of files puts @ into formulas."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from engines.cells import Error, Place, Value, cells, defined_names, parts_of, position, sheet_parts
from engines.engine import WRITTEN_OUT, Engine


class IronCalc(Engine):
    name = "IronCalc"
    forms = (WRITTEN_OUT,)  # cells are fed one by one: it never sees a shared formula

    def calculated(self, path: Path) -> dict[Place, Value]:
        import ironcalc

        titles = {title: number for number, title in enumerate(sheet_parts(parts_of(path)))}
        model = ironcalc.create("workbook")
        for title, number in titles.items():
            if number:
                model.add_sheet(title)
            else:
                model.rename_sheet(0, title)
        for name, scope, formula in defined_names(path):
            model.new_defined_name(name, scope, formula)
        formulas = {}
        for (title, address), cell in cells(path).items():
            column, row = position(address)
            place = titles[title], row, column
            if cell.formula:
                model.set_user_input(*place, f"={cell.formula}")
                formulas[title, address] = place
            elif isinstance(cell.value, bool):
                model.update_cell_with_bool(*place, cell.value)
            elif isinstance(cell.value, float):
                model.update_cell_with_number(*place, cell.value)
            elif isinstance(cell.value, Error):
                model.set_user_input(*place, cell.value)
            else:
                model.update_cell_with_text(*place, cell.value)
        model.evaluate()
        shown = {place: model.get_cell_value(*at) for place, at in formulas.items()}
        return {place: value for place, value in shown.items() if value is not None}

    @classmethod
    def missing(cls) -> str:
        return "" if importlib.util.find_spec("ironcalc") else "the package ironcalc is not installed"
