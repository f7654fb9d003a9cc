"""A workbook file's cells, straight from its XML: formulas and saved results, and copies with both changed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from lxml import etree
from openpyxl.formula.tokenizer import Token, Tokenizer

from smreport.blueprint.addresses import column_letter

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(
    r"""'(?:[^']|'')*'!|[\w.]+!  # a sheet, which has no cells in its name
    |(?<![\w.$])(?P<column>\$?[A-Z]{1,3})(?P<row>\$?\d+)(?![\w(.])""",
    re.VERBOSE,
)

Place = tuple[str, str]  # the sheet's title, and the cell's address
Value = str | float | bool
Parts = dict[str, bytes]


class Error(str):
    """An error value, such as #N/A."""

    __slots__ = ()


class Cell(NamedTuple):
    """What a cell holds.

    formula  without the equals sign; "" where the cell holds an answer
    value    the answer, or the result as it was saved; a blank is ""; None where
             a formula has no result
    """

    formula: str
    value: Value | None


def parts_of(path: Path) -> Parts:
    """The parts of a package, by name."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def save(parts: Parts, path: Path) -> Path:
    """The parts as a package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def sheet_parts(parts: Parts) -> dict[str, str]:
    """The name of each sheet's part, by the sheet's title, in the workbook's order."""
    targets = {link.get("Id"): link.get("Target", "") for link in etree.fromstring(parts["xl/_rels/workbook.xml.rels"])}
    sheets = etree.fromstring(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet")
    named = {sheet.get("name", ""): targets[sheet.get(_RELATIONSHIP)] for sheet in sheets}
    return {title: str(PurePosixPath("/xl", target))[1:] for title, target in named.items()}


def cells(path: Path) -> dict[Place, Cell]:
    """Every cell of a workbook that holds something, shared formulas written out."""
    parts = parts_of(path)
    texts = shared_texts(parts)
    found = {}
    for title, part in sheet_parts(parts).items():
        page = etree.fromstring(parts[part])
        written_out = dict(shared_formulas(page))
        for cell in page.iter(f"{MAIN}c"):
            address = cell.get("r", "")
            formula = written_out.get(address) or cell.findtext(f"{MAIN}f") or ""
            value = value_of(cell, texts)
            if formula:
                found[title, address] = Cell(formula, value if has_result(cell) else None)
            elif value != "":
                found[title, address] = Cell("", value)
    return found


def results(path: Path) -> dict[Place, Value]:
    """What each formula of a workbook shows, by its saved results; one without a result is left out."""
    return {place: cell.value for place, cell in cells(path).items() if cell.formula and cell.value is not None}


def saved_results(path: Path) -> dict[Place, Value]:
    """What each formula of an emitted workbook must show: nothing, where it is saved without a result."""
    return {place: "" if cell.value is None else cell.value for place, cell in cells(path).items() if cell.formula}


def has_result(cell: etree._Element) -> bool:
    """Whether a formula's result was saved; the empty text is one, and is marked as text."""
    return cell.get("t") == "str" or bool(cell.findtext(f"{MAIN}v"))


def shared_texts(parts: Parts) -> list[str]:
    """The texts that cells refer to by number."""
    content = parts.get("xl/sharedStrings.xml")
    return [_words(text) for text in etree.fromstring(content).iter(f"{MAIN}si")] if content else []


def _words(item: etree._Element) -> str:
    """A text that may be in several pieces, without the hints on how to read it aloud."""
    pieces = (each for each in item.iter(f"{MAIN}t") if each.getparent().tag != f"{MAIN}rPh")
    return _plain("".join(piece.text or "" for piece in pieces))


def _plain(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def value_of(cell: etree._Element, texts: list[str]) -> Value:
    """What a cell shows."""
    kind, shown = cell.get("t", "n"), cell.findtext(f"{MAIN}v") or ""
    if kind == "inlineStr":
        return _words(cell)
    if kind == "s":
        return texts[int(shown)]
    if kind == "b":
        return shown == "1"
    if kind == "e":
        return Error(shown)
    return float(shown) if kind == "n" and shown else _plain(shown)


def defined_names(path: Path) -> Iterator[tuple[str, int | None, str]]:
    """Each name of the workbook: its text, the number of the sheet that it is only for, and its formula.

    Names that Excel keeps for itself, such as print titles, are left out.
    """
    for name in etree.fromstring(parts_of(path)["xl/workbook.xml"]).iter(f"{MAIN}definedName"):
        sheet = name.get("localSheetId")
        if not name.get("name", "").startswith("_xlnm."):
            yield name.get("name", ""), None if sheet is None else int(sheet), name.text or ""


# --- formulas that cells share ---


def shared_formulas(page: etree._Element) -> Iterator[tuple[str, str]]:
    """Each cell of a sheet with a shared formula, and that formula as the cell would have it alone.

    Whole rows and columns (1:1) do not move: the workbook has none in its formulas.
    """
    first: dict[str, tuple[int, int, list[str | _Reference]]] = {}
    for cell in page.iter(f"{MAIN}c"):
        formula = cell.find(f"{MAIN}f")
        if formula is None or formula.get("t") != "shared":
            continue
        address, number = cell.get("r", ""), formula.get("si", "")
        column, row = position(address)
        if formula.text:
            first[number] = column, row, list(_joined(_pieces(formula.text)))
        at_column, at_row, pieces = first[number]
        moved = (each if isinstance(each, str) else each.moved(column - at_column, row - at_row) for each in pieces)
        yield address, "".join(moved)


class _Reference(NamedTuple):
    """A cell in a formula, with its dollar signs."""

    column: str
    row: str

    def moved(self, columns: int, rows: int) -> str:
        column = self.column if self.column[0] == "$" else column_letter(column_number(self.column) + columns)
        return column + (self.row if self.row[0] == "$" else str(int(self.row) + rows))


def _joined(pieces: Iterator[str | _Reference]) -> Iterator[str | _Reference]:
    """The pieces with those that stay as they are put together: a long formula is written out often."""
    fixed = ""
    for piece in pieces:
        if isinstance(piece, str) or piece.column[0] == piece.row[0] == "$":
            fixed += piece if isinstance(piece, str) else piece.moved(0, 0)
        else:
            yield from (fixed, piece)
            fixed = ""
    yield fixed


def _pieces(formula: str) -> Iterator[str | _Reference]:
    for token in Tokenizer(f"={formula}").items:
        if token.type != Token.OPERAND or token.subtype != Token.RANGE or "[" in token.value:
            yield token.value
            continue
        start = 0
        for match in filter(lambda each: each["row"], _CELL.finditer(token.value)):
            yield token.value[start : match.start()]
            yield _Reference(match["column"], match["row"])
            start = match.end()
        yield token.value[start:]


def position(address: str) -> tuple[int, int]:
    """Column and row of an address, counted from 1."""
    letters = address.rstrip("0123456789")
    return column_number(letters), int(address[len(letters) :])


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


# --- copies ---


def changed(path: Path, target: Path, *changes: Callable[[str, etree._Element], object]) -> Path:
    """A copy of the workbook, each sheet's XML changed; a change gets the title and the XML."""
    parts = parts_of(path)
    for title, part in sheet_parts(parts).items():
        page = etree.fromstring(parts[part])
        for change in changes:
            change(title, page)
        parts[part] = etree.tostring(page, xml_declaration=True, encoding="UTF-8", standalone=True)
    return save(parts, target)


def write_out(title: str, page: etree._Element) -> None:
    """Give each cell that shares a formula its own."""
    written_out = dict(shared_formulas(page))
    for cell in page.iter(f"{MAIN}c"):
        if cell.get("r") in written_out:
            formula = cell.find(f"{MAIN}f")
            formula.attrib.clear()
            formula.text = written_out[cell.get("r")]


def drop_results(title: str, page: etree._Element) -> None:
    """Take away what formulas showed when the file was saved, so that a program cannot give it back unproved."""
    for cell in page.iter(f"{MAIN}c"):
        result = cell.find(f"{MAIN}v")
        if cell.find(f"{MAIN}f") is not None and result is not None:
            cell.remove(result)
            cell.attrib.pop("t", None)


def put(answers: Mapping[Place, Value]) -> Callable[[str, etree._Element], None]:
    """The change that puts answers into cells, whose look stays; formulas that stood there go."""

    def into(title: str, page: etree._Element) -> None:
        for cell in page.iter(f"{MAIN}c"):
            if (title, cell.get("r", "")) in answers:
                fill(cell, answers[title, cell.get("r", "")])

    return into


def fill(cell: etree._Element, value: Value) -> None:
    """Put an answer into a cell."""
    for child in [*cell]:
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        if value:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
            text.text = value
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return
    if isinstance(value, bool):
        cell.set("t", "b")
    etree.SubElement(cell, f"{MAIN}v").text = str(int(value)) if isinstance(value, bool) else repr(float(value))
