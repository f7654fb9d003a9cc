"""The sheet "To fix": all findings of a workbook in one table, with a link to each cell."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence

from smreport.blueprint.addresses import column_letter, sheet_name
from smreport.findings import Finding, Level, summary
from smreport.package.parts import Package
from smreport.package.trees import Element
from smreport.words import joining, locales, say
from smreport.workbook.mark.added_styles import Stylesheet
from smreport.workbook.mark.comment_boxes import is_cell
from smreport.workbook.spreadsheet_xml import OFFICE, pointing, sml

SHADES = {Level.ERROR: "FDE0DC", Level.GAP: "FFF3CD"}
HEADER_ROW = 6
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_COLUMNS = {
    "level": 9, "sheet": 17, "cell": 8, "column": 20, "value": 26, "what": 36, "fix": 46, "owner": 22,
}  # fmt: skip
_LINK = list(_COLUMNS).index("cell")
_LINE_HEIGHT, _MOST_LINES = 14.5, 28  # points; Excel shows 409 points at most
_LONGEST = 300
_INK, _GREY, _BLUE = "1F4E5F", "B8C4CA", "0B5394"


def _headings() -> list[str]:
    return [say(f"workbook.to_fix.column.{column}") for column in _COLUMNS]


def add_sheet(
    package: Package, title: str, findings: Sequence[Finding], titles: Collection[str], styles: Stylesheet, more: str
) -> str:
    """Add the sheet as a part that nothing relates to yet, and give the part's name.

    titles  the workbook's sheets: findings of others get no link
    more    what else there is to say, in a sentence
    """
    sheet = _Sheet(title, styles)
    if findings:
        sheet.list(findings, titles, more)
    else:
        sheet.line(2, joining.sentences((say("workbook.to_fix.nothing"), more)))
    part = package.put(package.free_name("xl/worksheets/sheet{}.xml"), sheet.element(), _SHEET_TYPE)
    if findings:
        _add_table(package, part, HEADER_ROW + len(findings))
    return part


def _add_table(package: Package, sheet: str, last_row: int) -> None:
    """Make the findings a table, so that people can filter by sheet or by who is to act."""
    tables = [package.root(part) for part in package.of_type(_TABLE_TYPE)]
    number = 1 + max((int(table.get("id", 0)) for table in tables), default=0)
    area = f"A{HEADER_ROW}:{column_letter(len(_COLUMNS))}{last_row}"
    columns = [sml("tableColumn", id=at, name=heading) for at, heading in enumerate(_headings(), start=1)]
    table = sml(
        "table", sml("autoFilter", ref=area), sml("tableColumns", *columns, count=len(columns)),
        id=number, name="SmreportToFix", displayName="SmreportToFix", ref=area, totalsRowShown=0,
    )  # fmt: skip
    part = package.put(package.free_name("xl/tables/table{}.xml"), table, _TABLE_TYPE)
    pointer = pointing("tablePart", package.relate(sheet, f"{OFFICE}/table", part))
    package.root(sheet).append(sml("tableParts", pointer, count=1))


class _Sheet:
    """The sheet while it is put together."""

    def __init__(self, title: str, styles: Stylesheet) -> None:
        boxed = functools.partial(styles.cell, line=_GREY, wrap=True)
        self.plain = styles.cell()
        self.heading = styles.cell(size=18, bold=True, colour=_INK)
        self.header = boxed(bold=True, colour="FFFFFF", fill=_INK)
        self.text = boxed()
        self.link = boxed(underline=True, colour=_BLUE)
        self.levels = {level: boxed(fill=SHADES.get(level, "")) for level in Level}
        self.rows: list[Element] = []
        self.links: list[Element] = []
        self.row(1, [title], [self.heading], 26)

    def line(self, row: int, words: str) -> None:
        self.row(row, [words], [self.plain])

    def row(self, row: int, texts: Sequence[str], styles: Sequence[int], height: float = 0) -> None:
        """A row of texts. Its height is a start, not fixed: Excel goes on fitting it to what is typed."""
        cells = [_cell(f"{column_letter(at)}{row}", text, style) for at, (text, style) in
                 enumerate(zip(texts, styles, strict=True), start=1)]  # fmt: skip
        self.rows.append(sml("row", *cells, r=row))
        if height:
            self.rows[-1].set("ht", str(height))

    def list(self, findings: Sequence[Finding], titles: Collection[str], more: str) -> None:
        counted = joining.sentences((say("workbook.to_fix.found", counts=summary(findings)), more))
        words = counted, say("workbook.to_fix.cells"), say("workbook.to_fix.levels"), say("workbook.to_fix.marks")
        for row, line in enumerate(words, start=2):
            self.line(row, line)
        self.row(HEADER_ROW, _headings(), [self.header] * len(_COLUMNS), 20)
        order = list(Level)
        worst_first = sorted(findings, key=lambda finding: order.index(finding.level))
        for row, finding in enumerate(worst_first, start=HEADER_ROW + 1):
            self.finding(row, finding, finding.sheet in titles and is_cell(finding.cell))

    def finding(self, row: int, finding: Finding, has_cell: bool) -> None:
        texts = [joining.in_brief(text, _LONGEST) for text in _texts(finding)]
        styles = [self.levels[finding.level], *[self.text] * (len(texts) - 1)]
        if has_cell:
            styles[_LINK] = self.link
            target = f"{sheet_name(finding.sheet)}!{finding.cell}"
            self.links.append(sml("hyperlink", ref=f"{column_letter(_LINK + 1)}{row}", location=target))
        lines = max(1 + int(len(text) // width) for text, width in zip(texts, _COLUMNS.values(), strict=True))
        self.row(row, texts, styles, _LINE_HEIGHT * min(lines, _MOST_LINES))

    def element(self) -> Element:
        """The sheet as XML, in the order that the schema wants."""
        is_list = len(self.rows) > HEADER_ROW
        last = f"{column_letter(len(_COLUMNS))}{len(self.rows)}" if is_list else f"A{len(self.rows)}"
        columns = [sml("col", min=at, max=at, width=width, customWidth=1)
                   for at, width in enumerate(_COLUMNS.values(), start=1)]  # fmt: skip
        sheet = sml(
            "worksheet",
            sml("sheetPr", sml("tabColor", rgb=f"FF{_INK}"), sml("pageSetUpPr", fitToPage=1)),
            sml("dimension", ref=f"A1:{last}"),
            sml("sheetViews", _view(is_list)),
            sml("sheetFormatPr", defaultRowHeight=15),
            sml("cols", *columns),
            sml("sheetData", *self.rows),
        )
        if self.links:
            sheet.append(sml("hyperlinks", *self.links))
        sheet.append(sml("pageMargins", left=0.4, right=0.4, top=0.5, bottom=0.5, header=0.3, footer=0.3))
        sheet.append(sml("pageSetup", paperSize=locales.paper_in_excel(), orientation="landscape", fitToHeight=0))
        if is_list:
            sheet.append(sml("ignoredErrors", sml("ignoredError", sqref=f"A1:{last}", numberStoredAsText=1)))
        return sheet


def _view(is_frozen: bool) -> Element:
    view = sml("sheetView", showGridLines=0, tabSelected=1, workbookViewId=0)
    if is_frozen:
        first = f"A{HEADER_ROW + 1}"
        view.append(sml("pane", ySplit=HEADER_ROW, topLeftCell=first, activePane="bottomLeft", state="frozen"))
        view.append(sml("selection", pane="bottomLeft", activeCell=first, sqref=first))
    return view


def _cell(address: str, words: str, style: int) -> Element:
    """A cell with its own text, so that the shared strings stay as they are; never a formula."""
    if not words:
        return sml("c", r=address, s=style)
    return sml("c", sml("is", sml("t", words)), r=address, s=style, t="inlineStr")


def _texts(finding: Finding) -> tuple[str, ...]:
    level = say(f"workbook.to_fix.level.{finding.level.value}")
    words = (finding.column, finding.value, finding.what, finding.fix, finding.owner)
    return level, finding.sheet, finding.cell, *words
