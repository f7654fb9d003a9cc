"""What figures in words are taken for: each text stands in a line, with what columns make of it behind an arrow."""

from __future__ import annotations

from smreport.blueprint.amounts import amount_in
from smreport.blueprint.columns import Money, Number, Percent
from smreport.blueprint.values import ReadAs, Unreadable

COLUMNS = {
    "number": Number(), "0 to 10": Number(0, 10), "hours": Number(0, unit="hours a month", careful="low"),
    "a year": Money(unit="a year"), "pounds": Money(-1, 2_000_000), "share": Percent(0, 1), "of five": Percent(0, 5),
}  # fmt: skip


def read_again(written: str) -> str:
    """A text of such lines, with what is made of each now."""
    return "".join(
        f"{typed} => {_made(typed)}\n" for typed, *_ in (line.split(" => ") for line in written.splitlines())
    )


def _made(typed: str) -> str:
    """The amount, and what each column reads that does not ask for it; columns that read the same stand together."""
    read: dict[str, list[str]] = {}
    for name, column in COLUMNS.items():
        value = column.parse(typed)
        if not isinstance(value, Unreadable):
            read.setdefault(_value(column, value), []).append(name)
    return "; ".join([_amount(typed), *(f"{', '.join(names)}: {value}" for value, names in read.items())])


def _amount(typed: str) -> str:
    amount = amount_in(typed)
    if amount is None:
        return "no amount"
    ends = f"{amount.low:.10g}" if amount.low == amount.high else f"{amount.low:.10g} to {amount.high:.10g}"
    return f"{ends} {amount.bound}, of {amount.unit!r}{' in pounds' if amount.is_money else ''}"


def _value(column: Number, value: object) -> str:
    if not isinstance(value, ReadAs):
        return repr(value)
    ends = f" [{value.low:.10g}, {value.high:.10g}]" if value.low != value or value.high != value else ""
    kept = "" if column.cell(value) == value.typed else f", in the cell {column.cell(value)}"
    return f"{float(value):.10g}{ends}, {column.in_words(value)}{kept}{' ' + value.note if value.note else ''}"
