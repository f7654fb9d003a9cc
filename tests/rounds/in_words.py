"""What a step of a round gives, as text that a person can read and a diff can compare: a line for each row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from typing import Any

from smreport.blueprint.naming import InWords
from smreport.blueprint.tables import Tables
from smreport.blueprint.values import ReadAs

_LONGEST = 260  # letters of a line


def in_words(value: Any) -> str:
    """All of it but what is empty or blank; of tables each row with what is filled in, and all that is beside them."""
    return "\n".join(_lines("", value)) + "\n"


def _lines(name: str, value: Any) -> Iterator[str]:
    """A line where there is room for all of it in one, else a line for each part."""
    begin = f"{name}: " if name else ""
    if isinstance(value, Tables):
        yield f"{begin}workbook {value.file}"
        yield from (f"  {line}" for line in _of_tables(value))
    elif not _holds_tables(value) and len(line := f"{begin}{_short(value)}") <= _LONGEST:
        yield line
    elif parts := _parts(value):
        yield f"{begin}{type(value).__name__}"
        yield from (f"  {line}" for key, each in parts for line in _lines(key, each))
    else:
        yield f"{begin}{_short(value)}"


def _parts(value: Any) -> list[tuple[str, Any]]:
    if fields := _fields(value):
        return [(key, each) for key, each in fields.items() if _is_filled(each)]
    if isinstance(value, Mapping):
        return [(_short(key), each) for key, each in _items(value)]
    return [("-", each) for each in value] if isinstance(value, tuple | list) else []


def _items(value: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    """What is by several keys, which may come in any order, stands in theirs."""
    return sorted(value.items()) if all(isinstance(key, tuple) for key in value) else list(value.items())


def _holds_tables(value: Any) -> bool:
    return isinstance(value, Tables) or any(_holds_tables(each) for _, each in _parts(value))


def _of_tables(tables: Tables) -> Iterator[str]:
    for key, table in tables.items():
        listed = table.rows if table.sheet.rows_from else {}
        if listed:
            yield f"{key}: {len(listed)} rows from a list"
        for number, row in table.rows.items() if not listed else ():
            filled = (f"{column} {_short(value)}" for column, value in row.items() if value is not None)
            yield f"{key} {number}: {', '.join(filled)}"
        for what in ("origins", "unsaid", "typed", "set_aside"):
            if getattr(table, what):
                yield from _lines(f"{key} {what}", getattr(table, what))
    for what, value in _fields(tables.extras).items():
        for key, each in value.items():
            yield from _lines(f"{what} {key}", each)


def _fields(value: Any) -> dict[str, Any]:
    if isinstance(value, InWords | ReadAs | Enum):
        return {}
    return {key: getattr(value, key) for key in getattr(type(value), "__struct_fields__", ())}


def _is_filled(value: Any) -> bool:
    return value is not None and value is not False and (value == 0 or bool(value))


def _short(value: Any) -> str:
    if isinstance(value, ReadAs):
        return f"{float(value):g} ({value.low:g} to {value.high:g} {value.bound} {value.note} «{value.typed}»)"
    if isinstance(value, InWords):
        return f"{str(value)!r} («{value.typed}»)"
    if isinstance(value, Enum):
        return value.name
    if fields := _fields(value):
        return f"<{', '.join(f'{key} {_short(each)}' for key, each in fields.items() if _is_filled(each))}>"
    if isinstance(value, frozenset | set):
        return f"{{{', '.join(map(_short, sorted(value)))}}}"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_short(key)}: {_short(each)}' for key, each in _items(value))}}}"
    if isinstance(value, Collection) and not isinstance(value, str | bytes):
        return f"({', '.join(map(_short, value))})"
    return f"{value:g}" if isinstance(value, float) else repr(value) if isinstance(value, str) else str(value)
