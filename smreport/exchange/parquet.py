"""Tables as Parquet files: the only door to pyarrow, which is an extra and is imported when it is needed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from smreport.errors import InvalidValue
from smreport.words import say

EXTRA = "pip install smreport[parquet]"
_TYPES = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool", "date": "date32"}


def parquet_file(columns: Mapping[str, tuple[str, Sequence[object]]], about: Mapping[str, str]) -> bytes:
    """A Parquet file with one row group; the same columns give the same bytes by the same version of pyarrow.

    columns  by name: the kind of field, as in Table Schema, and the cells from top to bottom, None where blank
    about    what the file says of itself, as keys and values of its metadata

    Raises InvalidValue where pyarrow is not installed.
    """
    arrow, parquet = _arrow()
    types = {name: arrow.type_for_alias(_TYPES[kind]) for name, (kind, _) in columns.items()}
    table = arrow.table({name: arrow.array(list(cells), types[name]) for name, (_, cells) in columns.items()})
    content = io.BytesIO()
    # without the schema once more in Arrow's own words: Parquet itself has all of these types
    with parquet.ParquetWriter(content, table.schema, store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(dict(about))
    return content.getvalue()


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as problem:
        raise InvalidValue(say("export.no_pyarrow", command=EXTRA)) from problem
    return pyarrow, pyarrow.parquet


def require_pyarrow() -> None:
    """Nothing where Parquet files can be written. Raises InvalidValue where pyarrow is not installed."""
    _arrow()
