"""What a workbook file holds besides answers, counted alike in .xlsx and .ods files."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

_LOOKS = ("1f4e5f", "£")  # the fill of headings, and what is in the format of money
_LIMITS_IN_XLSX = {"whole", "decimal", "date", "textLength"}
_LIMITS_IN_ODS = ("is-whole-number", "is-decimal-number", "is-date", "text-length")
_LIST_IN_ODS = "is-in-list"
_COLUMNS = 8  # that every sheet with a table has, or nearly

Element = etree._Element


def holdings(path: Path) -> dict[str, int]:
    """How many there are of each, by the words that the table in CONTRIBUTING.md has for it."""
    with zipfile.ZipFile(path) as file:
        parts = {name: etree.fromstring(file.read(name)) for name in file.namelist() if name.endswith(".xml")}
    return _in_ods(parts) if path.suffix == ".ods" else _in_xlsx(parts)


def _all(roots: Iterable[Element], tag: str) -> Iterator[Element]:
    for root in roots:
        yield from root.iter(f"{{*}}{tag}")


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _source(element: Element) -> str:
    return etree.tostring(element, encoding="unicode").lower()


# --- .xlsx ---


def _in_xlsx(parts: dict[str, Element]) -> dict[str, int]:
    sheets = [root for name, root in parts.items() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    comments = [root for root in parts.values() if etree.QName(root).localname == "comments"]
    own = _all([parts[name] for name in ("docProps/custom.xml",) if name in parts], "property")
    looks = _looks(sheets, parts["xl/styles.xml"])
    validations = list(_all(sheets, "dataValidation"))
    return {
        "Drop-downs": sum(_covered(each) for each in validations if each.get("type") == "list" and _works(each)),
        "Limits on numbers, dates and lengths": sum(
            _covered(each) for each in validations if each.get("type") in _LIMITS_IN_XLSX and _works(each)
        ),
        "Prompts": sum(_covered(each) for each in validations if each.get("prompt")),
        "Colours of the Check column": sum(1 for rule in _all(sheets, "cfRule") if rule.get("dxfId")),
        "Fills and number formats": sum(look in looks for look in _LOOKS),
        "Column widths": sum(len(_widths(sheet)) > 1 for sheet in sheets),
        "Tables": sum(name.startswith("xl/tables/") for name in parts),
        "Frozen headings": sum(each.get("state") == "frozen" for each in _all(sheets, "pane")),
        "Headings on every printed page": sum(
            "Print_Titles" in each.get("name", "") for each in _all([parts["xl/workbook.xml"]], "definedName")
        ),
        "Landscape pages": sum(each.get("orientation") == "landscape" for each in _all(sheets, "pageSetup")),
        "Links between sheets": sum(1 for _ in _all(sheets, "hyperlink")),
        "Notes on cells": sum(1 for _ in _all(comments, "comment")),
        "Formulas": sum(1 for _ in _all(sheets, "f")),
        "Title": sum(bool(_text(each)) for each in _all([parts["docProps/core.xml"]], "title")),
        "Template and version in the properties": sum("smreport" in each.get("name", "") for each in own),
    }


def _works(validation: Element) -> bool:
    """Whether it has a source or bound; Gnumeric writes ERROR(…) for what it does not understand."""
    source = _text(validation.find("{*}formula1"))
    return bool(source) and "ERROR(" not in source


def _covered(validation: Element) -> int:
    """The number of cells that a validation stands in."""
    count = 0
    for area in validation.get("sqref", "").split():
        (left, top), (right, bottom) = [_place(corner) for corner in (area.split(":") * 2)[:2]]
        count += (right - left + 1) * (bottom - top + 1)
    return count


def _place(address: str) -> tuple[int, int]:
    """Column and row of "B7"."""
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", address.replace("$", "")).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(row)


def _looks(sheets: list[Element], styles: Element) -> str:
    """The fills and number formats of all cells."""
    formats = {each.get("numFmtId"): each.get("formatCode", "") for each in _all([styles], "numFmt")}
    fills = [_source(fill) for fill in styles.find("{*}fills")]
    looks = list(styles.find("{*}cellXfs"))
    used = {looks[int(cell.get("s", 0))] for cell in _all(sheets, "c")}
    return "".join(fills[int(look.get("fillId", 0))] + formats.get(look.get("numFmtId"), "") for look in used)


def _widths(sheet: Element) -> set[int]:
    """The different widths among the first columns, in letters."""
    return {
        round(float(column.get("width", 0))) for column in _all([sheet], "col") if int(column.get("min")) <= _COLUMNS
    }


# --- .ods ---


def _in_ods(parts: dict[str, Element]) -> dict[str, int]:
    content, styles, meta, settings = (parts[f"{name}.xml"] for name in ("content", "styles", "meta", "settings"))
    tables = list(_all([content], "table"))
    by_name = {_named(each, "name"): each for each in _all([content], "content-validation")}
    covering = [(by_name[name], count) for name, count in _cells_with(tables, "content-validation-name")]
    looks = _looks_in_ods(tables, content, styles)
    width = {_named(style, "name"): style[0] for style in _all([content], "style") if len(style)}
    return {
        "Drop-downs": sum(count for each, count in covering if _LIST_IN_ODS in _named(each, "condition")),
        "Limits on numbers, dates and lengths": sum(
            count for each, count in covering if any(limit in _named(each, "condition") for limit in _LIMITS_IN_ODS)
        ),
        "Prompts": sum(count for each, count in covering if _text(each.find("{*}help-message"))),
        "Colours of the Check column": sum(1 for _ in _all([content], "condition")),
        "Fills and number formats": sum(look in looks for look in _LOOKS),
        "Column widths": sum(len(_widths_in_ods(table, width)) > 1 for table in tables),
        "Tables": sum(1 for _ in _all([content], "database-range")),
        "Frozen headings": sum(
            _named(item, "name") == "HorizontalSplitMode" and _text(item) == "2"
            for item in _all([settings], "config-item")
        ),
        "Headings on every printed page": sum(1 for _ in _all(tables, "table-header-rows")),
        "Landscape pages": _landscape_tables(tables, content, styles),
        "Links between sheets": sum(1 for _ in _all(tables, "a")),
        "Notes on cells": sum(1 for _ in _all(tables, "annotation")),
        "Formulas": sum(count for _, count in _cells_with(tables, "formula")),
        "Title": sum(bool(_text(each)) for each in _all([meta], "title")),
        "Template and version in the properties": sum(
            "smreport" in _named(each, "name") for each in _all([meta], "user-defined")
        ),
    }


def _named(element: Element, name: str) -> str:
    """An attribute by its local name."""
    return next((value for key, value in element.items() if etree.QName(key).localname == name), "")


def _repeated(element: Element, what: str) -> int:
    return int(_named(element, f"number-{what}-repeated") or 1)


def _cells_with(tables: Iterable[Element], attribute: str) -> Iterator[tuple[str, int]]:
    """The values of an attribute of cells, each with the number of cells that it stands for."""
    for row in _all(tables, "table-row"):
        for cell in row:
            if value := _named(cell, attribute):
                yield value, _repeated(row, "rows") * _repeated(cell, "columns")


def _looks_in_ods(tables: list[Element], content: Element, styles: Element) -> str:
    """The fills and number formats of all cells."""
    by_name = {_named(each, "name"): each for each in [*_all([styles], "*"), *_all([content], "*")]}
    used = [by_name[name] for name in {name for name, _ in _cells_with(tables, "style-name")} if name in by_name]
    formats = [by_name[name] for name in (_named(style, "data-style-name") for style in used) if name in by_name]
    return "".join(map(_source, [*used, *formats]))


def _widths_in_ods(table: Element, style: dict[str, Element]) -> set[str]:
    """The different widths among the first columns."""
    columns = list(_all([table], "table-column"))[:_COLUMNS]
    return {_named(style[_named(column, "style-name")], "column-width") for column in columns}


def _landscape_tables(tables: list[Element], content: Element, styles: Element) -> int:
    """How many tables are printed on a page that is wider than high."""
    layouts = {
        _named(layout, "name"): any(_named(each, "print-orientation") == "landscape" for each in layout)
        for layout in _all([styles], "page-layout")
    }
    pages = {_named(page, "name"): layouts[_named(page, "page-layout-name")] for page in _all([styles], "master-page")}
    of_table = {_named(style, "name"): _named(style, "master-page-name") for style in _all([content], "style")}
    return sum(pages.get(of_table.get(_named(table, "style-name"), ""), False) for table in tables)
