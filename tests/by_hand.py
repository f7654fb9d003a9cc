"""A workbook written by hand: the least XML that an Excel file can be, without styles, drop-downs or formulas."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.cell import Cell

from smreport.blueprint.values import excel_number

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def written_by_hand(path: Path) -> Path:
    """The file anew, with the texts and numbers of its cells and nothing else."""
    book = openpyxl.load_workbook(path)
    pages = {page.title: "".join(_row(number, row) for number, row in enumerate(page.iter_rows(), 1)) for page in book}
    book.close()
    kinds, sheets, targets = "", "", ""
    with zipfile.ZipFile(path, "w") as file:
        for number, (title, rows) in enumerate(pages.items(), start=1):
            part = f"worksheets/sheet{number}.xml"
            file.writestr(f"xl/{part}", f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>')
            kinds += f'<Override PartName="/xl/{part}" ContentType="{_KIND}.worksheet+xml"/>'
            sheets += f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
            targets += f'<Relationship Id="rId{number}" Type="{_DOCUMENT}/worksheet" Target="{part}"/>'
        file.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{sheets}</sheets></workbook>'
        )
        file.writestr("xl/_rels/workbook.xml.rels", _relations(targets))
        main = f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/>'
        file.writestr("_rels/.rels", _relations(main))
        file.writestr("[Content_Types].xml", (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>{kinds}</Types>'
        ))  # fmt: skip
    return path


def _relations(each: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _row(number: int, cells: tuple[Cell, ...]) -> str:
    return f'<row r="{number}">{"".join(map(_cell, cells))}</row>'


def _cell(cell: Cell) -> str:
    value = cell.value
    if value is None or cell.data_type == "f":
        return ""
    if isinstance(value, datetime):
        value = excel_number(value.date())
    if isinstance(value, bool | int | float):
        return f'<c r="{cell.coordinate}"><v>{value + 0}</v></c>'
    return f'<c r="{cell.coordinate}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
