"""What a workbook holds as text that a person can read and a diff can compare: a line for each element of its parts.

Shared texts stand where they are used, and so do the looks of a cell: by a name, which the list of looks explains.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_KNOWN = re.compile(r"\[Content_Types\]|theme|sharedStrings|styles|app\.xml|\.rels$")
_IS_XML = re.compile(r".*\.(xml|vml|rels)", re.IGNORECASE)


def in_words(package: bytes) -> str:
    """All of a workbook but how its parts are tied together, in the order in which they stand in the file."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        parts = {name: etree.fromstring(opened.read(name)) for name in opened.namelist() if _IS_XML.match(name)}
    shared = parts.get("xl/sharedStrings.xml")
    texts = [] if shared is None else ["".join(item.itertext()) for item in shared]
    lines = list[str]()
    for name, root in parts.items():
        if not _KNOWN.search(name):
            lines += [f"== {name}", _named(root), *_of_part(root, texts), ""]
    return "\n".join([*lines, "== looks", *_looks(parts["xl/styles.xml"])]) + "\n"


def _of_part(root: Any, texts: list[str]) -> Iterator[str]:
    for child in root:
        if child.tag == f"{_MAIN}sheetData":
            for row in child:
                yield _named(row)
                yield from (f"  {_cell(cell, texts)}" for cell in row)
        else:
            yield from _element(child, "")


def _element(element: Any, indent: str) -> Iterator[str]:
    inside = (element.text or "").strip()
    yield f"{indent}{_named(element)}{f' | {inside!r}' if inside else ''}"
    for child in element:
        yield from _element(child, f"{indent}  ")


def _named(element: Any) -> str:
    said = (f"{_local(key)}={value}" for key, value in element.attrib.items())
    return " ".join((_local(element.tag), *said))


def _local(name: Any) -> str:
    return str(name).rpartition("}")[2]


def _cell(cell: Any, texts: list[str]) -> str:
    formula, value = cell.find(f"{_MAIN}f"), cell.findtext(f"{_MAIN}v")
    if cell.get("t") == "s":
        value = texts[int(value)]
    if cell.get("t") == "inlineStr":
        value = "".join(cell.itertext())
    kind = cell.get("t", "")
    shown = "" if value is None else repr(value) if kind in ("s", "str", "inlineStr") else f"{kind}{value}"
    if formula is None:
        return f"{cell.get('r')} look{cell.get('s', '0')} {shown}".rstrip()
    more = " ".join(f"{key}={value}" for key, value in formula.attrib.items() if key != "t")
    spelled = f"{{{more}}} " if more else ""
    return f"{cell.get('r')} look{cell.get('s', '0')} {shown} from {spelled}={formula.text or ''}"


def _looks(styles: Any) -> Iterator[str]:
    """Each look with all that makes it up, then those that conditions give."""
    kinds = {kind: styles.find(f"{_MAIN}{kind}s") for kind in ("font", "fill", "border")}
    formats = {item.get("numFmtId"): item.get("formatCode") for item in styles.iter(f"{_MAIN}numFmt")}
    for number, look in enumerate(styles.find(f"{_MAIN}cellXfs")):
        pieces = [f"look{number}", formats.get(look.get("numFmtId"), f"format {look.get('numFmtId')}")]
        pieces += [_together(of_kind[int(look.get(f"{kind}Id"))]) for kind, of_kind in kinds.items()]
        pieces += [_together(child) for child in look]
        pieces.append(" ".join(f"{key}={value}" for key, value in look.attrib.items() if key.startswith("apply")))
        yield " | ".join(filter(None, pieces))
    for number, look in enumerate(styles.find(f"{_MAIN}dxfs")):
        yield f"in conditions {number} | {_together(look)}"


def _together(element: Any) -> str:
    said = [f"{_local(key)}={value}" for key, value in element.attrib.items()]
    below = [_together(child) for child in element]
    return " ".join((_local(element.tag), *said, *(f"({each})" for each in below)))
