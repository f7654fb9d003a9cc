"""A whole round without files: a workbook split, what people do with the parts, and the merge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from smreport.blueprint.answers import placed
from smreport.blueprint.tables import Tables
from smreport.frozen import replace
from smreport.rounds.decisions import Decisions
from smreport.rounds.merge import Merged, Return, merge
from smreport.rounds.register import Register, Sent
from smreport.rounds.rows import Cells, cells_of, tables_of, text_of, with_columns
from smreport.rounds.split import By, Part, Splitting, parts_of_workbook, prepared

Rows = dict[int, Cells]
Edit = Callable[[dict[str, Rows]], None]


@dataclass(frozen=True)
class Round:
    """A workbook that has been split."""

    register: Register
    parts: Mapping[str, Tables]

    @classmethod
    def of(cls, tables: Tables, by: By = "area") -> Round:
        splitting = Splitting(prepared(tables))
        parts = parts_of_workbook(splitting.tables, by)
        sent = tuple(Sent(f"{part.name}.xlsx", part, 0, "") for part in parts)
        base = replace(splitting.tables, file="register.xlsx")
        return cls(Register(base, sent), {part.name: placed(splitting.workbook(part)) for part in parts})

    def returned(self, name: str, edit: Edit = lambda rows: None) -> Return:
        """A part as it comes back after somebody has changed its rows."""
        return Return(f"{name}.xlsx", edited(self.parts[name], edit), self.sent(name))

    def sent(self, name: str) -> Sent:
        return next(sent for sent in self.register.sent if sent.part.name == name)

    def merged(self, *returns: Return, decided: Decisions = Decisions()) -> Merged:  # noqa: B008 - it is frozen
        return merge(self.register, returns, decided, "combined.xlsx")


def edited(tables: Tables, edit: Edit) -> Tables:
    """The tables after somebody has changed the rows, given by sheet key and Excel row."""
    rows = {sheet.key: cells_of(tables, sheet.key) for sheet in tables.blueprint}
    edit(rows)
    made = with_columns(tables_of(tables.blueprint, rows, tables.file), tables.extras.columns)
    return replace(made, extras=replace(tables.extras, columns=made.extras.columns))


def find(rows: Rows, **values: object) -> int:
    """The Excel row whose cells hold these values."""
    (found,) = [number for number, cells in rows.items() if all(cells[key] == value for key, value in values.items())]
    return found


def shown(tables: Tables, sheet: str, *keys: str) -> list[tuple[str, ...]]:
    """What the rows of a sheet show in some columns, in order."""
    kind = tables.blueprint.sheets[sheet]
    return [tuple(text_of(kind, key, cells.get(key)) for key in keys) for cells in cells_of(tables, sheet).values()]


def same_rows(one: Tables, other: Tables) -> bool:
    """Whether two workbooks hold the same rows in the same order."""
    return all(
        list(cells_of(one, sheet.key).values()) == list(cells_of(other, sheet.key).values()) for sheet in one.blueprint
    )


__all__ = ["Part", "Round", "edited", "find", "same_rows", "shown"]
