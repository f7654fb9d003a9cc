"""What a marked copy says of the workbook that it was made from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smreport.workbook.packages import ODS_CONTENT

MARKER = "smreport_marks"  # a defined name in our sheet tells it from a person's of the same title
SOURCE = "smreport_marked_from"  # another one, whose value is a digest
_SOURCE_IN = re.compile(rb"smreport_marked_from\b.{0,400}?\b([0-9a-f]{64})\b", re.DOTALL)
_BOOKS = ("xl/workbook.xml", ODS_CONTENT)


def made_from(parts: Mapping[str, bytes]) -> str | None:
    """Of a marked copy, given by the parts of the file, the ``source`` that :func:`marker.mark` was told; else None."""
    book = next((parts[name] for name in _BOOKS if name in parts), b"")
    if MARKER.encode() not in book:
        return None
    match = _SOURCE_IN.search(book)
    return match[1].decode() if match else ""
