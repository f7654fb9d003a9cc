"""What is odd in sheets, read from parts that are written out here as XML: in each dialect, up to each limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from smreport.workbook.read.cell_features import Oddities, find_oddities
from smreport.workbook.read.number_formats import Shown

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
FONTS = "<font/><font><strike/></font><font><strike val='0'/></font><font><strike val='false'/></font>"
FILLS = "".join(
    f'<fill><patternFill patternType="{kind}"><fgColor {colour}/></patternFill></fill>'
    for kind, colour in [
        ("none", ""), ("gray125", 'rgb="FFFF0000"'), ("solid", 'rgb="FFFF0000"'), ("solid", 'rgb="FFd6e4ea"'),
        ("solid", 'theme="4"'),
    ]
)  # fmt: skip
STYLES = (
    '<cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="99"/><xf fontId="1"/><xf fontId="2"/>'
    '<xf fontId="3"/><xf fillId="1"/><xf fillId="2"/><xf fillId="3"/><xf fillId="4"/></cellXfs>'
)
"""Plain, a day, 0.0, a format that nobody knows, struck out, twice not struck out, a pattern, red, ours, a theme's."""
LOOKS = f'<numFmts><numFmt numFmtId="164" formatCode="0.0"/></numFmts><fonts>{FONTS}</fonts><fills>{FILLS}</fills>'
TEXTS = (
    "<si><t>plain</t></si><si><t>a</t><r><rPr><strike/></rPr><t>b</t></r></si><si><r><t>c</t></r><r><t>d</t></r></si>"
)


@dataclass(frozen=True)
class Book:
    """A workbook of one sheet, Page, as XML."""

    rows: str = ""
    tail: str = ""
    texts: str = TEXTS
    styles: str = f"{LOOKS}{STYLES}"
    properties: str = ""
    beside: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    kind: Callable[[str], str] = str

    def parts(self) -> dict[str, bytes]:
        """Its parts; those beside the sheet by name, with the kind of their relationship and their content."""
        sheet = f'<worksheet {MAIN} xmlns:r="{RELATION}"><sheetData>{self.rows}</sheetData>{self.tail}</worksheet>'
        book = f'<sheets><sheet name="Page" sheetId="1" r:id="s"/></sheets>{self.properties}'
        strings = {"xl/styles.xml": ("styles", self.styles), "xl/sharedStrings.xml": ("sharedStrings", self.texts)}
        inner = {name: said for name, said in strings.items() if said[1]}
        parts = {
            "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATION}">{book}</workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                {"xl/worksheets/page.xml": "worksheet"} | {name: kind for name, (kind, _) in inner.items()}
            ),
            "xl/worksheets/page.xml": self.kind(sheet),
            "xl/worksheets/_rels/page.xml.rels": relations({name: kind for name, (kind, _) in self.beside.items()}),
            "xl/styles.xml": f"<styleSheet {MAIN}>{self.styles}</styleSheet>",
            "xl/sharedStrings.xml": f"<sst {MAIN}>{self.texts}</sst>",
            **{name: content for name, (_, content) in self.beside.items()},
        }
        return {name: part.encode() for name, part in parts.items()}

    def odd(self) -> Oddities:
        found = find_oddities(self.parts(), ["Page", "Other"])
        assert found is not None
        assert found.keys() == {"Page"}
        return found["Page"]


def relations(targets: Mapping[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="{"s" if kind == "worksheet" else name}" Type="{RELATION}/{kind}" Target="/{name}"/>'
        for name, kind in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{entries}</Relationships>'


def said(odd: Oddities) -> dict[str, object]:
    """All that was found."""
    every = {
        name: getattr(odd, name) for name in ("errors", "unsaved", "struck", "unlinked", "hidden", "merged", "far")
    }
    every |= {"coloured": odd.coloured, "comments": odd.beside.comments, "boxes": odd.beside.boxes}
    return {name: value for name, value in every.items() if value}


ROWS = (
    '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>2</v></c></row>'
    '<row r="2" hidden="1"><c r="A2" s="4"><v>5</v></c><c r="B2" s="5"><v>5</v></c><c r="C2" s="6"><v>6</v></c></row>'
    '<row r="3" hidden="true"><c r="A3" t="e"><v>#REF!</v></c><c r="B3" t="e"><f>A1</f><v>#FIELD!</v></c></row>'
    '<row r="4" hidden="0"><c r="A4"><f>A1</f></c><c r="B4"><f>A1</f><v></v></c><c r="C4"><f>A1</f><v>0</v></c>'
    '<c r="D4" t="str"><f>A1</f><v></v></c><c r="E4"><f t="shared" si="0"/><v/></c></row>'
    '<row r="12"><c r="AB12" s="7"><v>1</v></c><c r="AC12" s="8"/><c r="AD12" s="9"><v>1</v></c>'
    '<c r="ZZ12" s="10"/></row>'
    '<row r="13"><c r="A13" t="inlineStr"><is><r><rPr><strike/></rPr><t>x</t></r></is></c><c r="B13" t="inlineStr"><is>'
    "<t>strike</t></is></c></row>"
)
TAIL = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="AA10:AB12"/><mergeCell ref="A:B"/></mergeCells>'
FOUND = {
    "errors": {(3, 1): "#REF!", (3, 2): "#FIELD!"},
    "unsaved": {(4, 1), (4, 2), (4, 5)},
    "struck": {(1, 1), (2, 1), (13, 1)},
    "hidden": {2, 3},
    "merged": (((1, 1), (2, 2)), ((10, 27), (12, 28))),
    "coloured": {(12, 29), (12, 702)},
}
DIALECTS = {
    "as it is": str,
    "in single quotes": lambda xml: xml.replace('"', "'"),
    "with prefixes": lambda xml: (
        xml.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    ),
    "style first": lambda xml: xml.replace('<c r="A2" s="4">', '<c s="4" r="A2">').replace(
        '<c r="AC12" s="8"/>', '<c s="8" r="AC12" />'
    ),
    "in lines": lambda xml: xml.replace("><", ">\n  <"),
}  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
def test_all_that_is_odd_is_found_in_each_way_of_writing_a_sheet(dialect: str) -> None:
    assert said(Book(ROWS, TAIL, kind=DIALECTS[dialect]).odd()) == FOUND


def test_where_nothing_is_odd_nothing_is_found() -> None:
    assert said(Book('<row r="1"><c r="A1"><v>1</v></c></row>').odd()) == {}
    bare = Book(ROWS, styles="", texts="").odd()
    assert (bare.looks.codes, bare.struck, bare.coloured) == (("General",), {(13, 1)}, set())


def test_each_style_has_its_format_and_cells_are_found_by_them() -> None:
    cells = (
        '<row r="3"><c r="A3" s="1"><v>1</v></c><c r="B3" s="2"/><c r="C3" s="2"><v>4</v></c>'
        '<c r="D3"><v>1</v></c></row>'
    )
    placed, turned, bare = (
        Book(xml).odd().looks
        for xml in (cells, cells.replace('<c r="C3" s="2">', '<c s="2" r="C3">'), cells.replace(' r="', ' x="'))
    )
    assert placed.codes == ("General", "dd/mm/yyyy", "0.0", *["General"] * 8)
    every = {(3, 1): "dd/mm/yyyy", (3, 2): "0.0", (3, 3): "0.0", (3, 4): "General"}
    for looks, row in ((placed, 3), (turned, 3), (bare, 1)):
        for styles in (set(), {1}, {2}, {1, 2}, {3}, {0}, {0, 2}):
            wanted = {codes_at: code for codes_at, code in every.items() if style_of(code) in styles}
            if looks is placed and 0 not in styles:
                wanted.pop((3, 2), None)  # quick ways pass over blanks
            assert looks._find(frozenset(styles)) == {(row, column): code for (_, column), code in wanted.items()}


def style_of(code: str) -> int:
    return ("General", "dd/mm/yyyy", "0.0").index(code)


def test_a_cell_without_a_place_stands_behind_the_one_before_it() -> None:
    rows = (
        '<row><c s="2"><v>1</v></c><c r="D1" s="2"><v>1</v></c><c s="2"><v>2</v></c></row>'
        '<row r="5"><c s="2"><v>1</v></c></row><row><c/><c s="2"><v>1</v></c></row>'
    )
    assert [*Book(rows).odd().looks._find(frozenset({2}))] == [(1, 1), (1, 4), (1, 5), (5, 1), (6, 2)]


@pytest.mark.parametrize(
    ("properties", "since_1904"),
    [
        ("", False), ("<workbookPr/>", False), ('<workbookPr date1904="0"/>', False),
        ('<workbookPr date1904="1"/>', True),
        ('<workbookPr date1904="false"/>', False), ('<workbookPr date1904="true"/>', True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("styles", [STYLES, ""])
def test_days_are_counted_as_the_workbook_says(properties: str, since_1904: bool, styles: str) -> None:
    assert Book(properties=properties, styles=styles).odd().looks.since_1904 is since_1904


def test_a_workbook_may_have_a_thousand_formats_and_no_more() -> None:
    for count, is_told in ((1_000, True), (1_001, False)):
        formats = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="0{at}"/>' for at in range(count))
        cells = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(count))
        book = Book(styles=f"<numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs>")
        assert (find_oddities(book.parts(), ["Page"]) is not None) is is_told


def test_merged_ranges_are_told_up_to_ten_thousand_and_far_cells_up_to_a_thousand() -> None:
    ranges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 10_002))
    assert len(Book(tail=f"<mergeCells>{ranges}</mergeCells>").odd().merged) == 10_000
    cells = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(30_001, 31_002))
    assert [*Book(cells).odd().far] == [(row, 1) for row in range(30_001, 31_001)]


def test_what_stands_far_away_is_told_by_its_text() -> None:
    cells = (
        '<row r="20000"><c r="A20000" t="s"><v>1</v></c><c r="B20000" t="s"><v>9</v></c><c r="C20000"><v>5</v></c>'
        '<c r="D20000" t="inlineStr"><is><t>in</t><r><t>line</t></r></is></c><c r="E20000" t="str"><f>A1</f>'
        "<v>told</v></c>"
        '<c r="F20000" t="inlineStr"><is><t> </t></is></c><c r="G20000" t="s"><v>3</v></c></row>'
    )
    wanted = {(20000, 1): "ab", (20000, 3): "5", (20000, 4): "inline", (20000, 5): "told"}
    assert Book(cells).odd().far == wanted
    assert Book(cells, texts="").odd().far == {place: text for place, text in wanted.items() if place[1] > 1}


@pytest.mark.parametrize(("length", "is_found"), [(990, True), (1_000, True), (1_001, False)])
def test_a_tag_is_looked_at_up_to_its_thousandth_letter(length: int, is_found: bool) -> None:
    tag = '<c r="A1" x="'
    cell = f'{tag}{"x" * (length - len(tag) - 2)}"><f>B1</f></c>'
    assert cell.index("<f>") == length
    assert (Book(f'<row r="1">{cell}</row>').odd().unsaved == {(1, 1)}) is is_found


def test_what_is_typed_is_told_of_columns_by_their_numbers_where_a_sheet_has_formulas() -> None:
    cells = (
        '<row r="5"><c r="A5"><f>B5</f><v>1</v></c><c r="B5"><v>1</v></c><c r="C5" t="inlineStr"><is><t>x</t></is></c>'
        '<c r="D5"/><c r="AB5"><v>2</v></c></row>'
    )
    for kind in (
        str,
        DIALECTS["style first"],
        DIALECTS["with prefixes"],
        lambda xml: xml.replace('<c r="', '<c x="" r="'),
    ):
        typed = Book(cells, kind=kind).odd().typed
        assert typed((1, 2, 3, 4, 28)) == {(5, 2), (5, 3), (5, 28)}
        assert (typed((1,)), typed((2,)), typed(())) == (set(), {(5, 2)}, set())
    assert Book(cells.replace("<f>B5</f>", "")).odd().typed((2,)) == set()


# --- what lies beside the cells ---

TICK = '<formControlPr objectType="CheckBox"/>'
CONTROLS = (
    ("t1", TICK, "<from><col>2</col><row>3</row></from>"),
    ("t2", '<formControlPr objectType="CheckBox" fmlaLink="A1"/>', "<from><col>1</col><row>1</row></from>"),
    ("t3", '<formControlPr objectType="Button"/>', "<from><col>1</col><row>2</row></from>"),
    ("t4", TICK, ""), ("t5", TICK, "<from/>"), ("t6", "", "<from><col>7</col><row>7</row></from>"),
)  # fmt: skip


def test_tick_boxes_that_are_tied_to_no_cell_are_told_by_the_cell_below_them() -> None:
    tail = "".join(f'<control r:id="{name}"><anchor>{place}</anchor></control>' for name, _, place in CONTROLS)
    beside = {name: ("ctrlProp", content) for name, content, _ in CONTROLS if content}
    assert said(Book(tail=f"<controls>{tail}</controls>", beside=beside).odd()) == {"unlinked": {(4, 3), (1, 1)}}


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_comments_threads_and_boxes_are_told_by_their_cells() -> None:
    comments = "".join(
        f'<comment ref="{cell}"><text>{text}</text></comment>'
        for cell, text in [
            ("A1", "<t> Why</t><r><t>? </t></r>"), ("AB12", "<t>[Threaded comment] x Comment:  later</t>"),
            ("B2", "<t>before</t>"), ("1A", "<t>nowhere</t>"), ("C3", "<t>[Threaded comment] Kommentar: ja</t>"),
        ]
    )  # fmt: skip
    threads = "".join(
        f'<threadedComment ref="{cell}"><text>{text}</text></threadedComment>'
        for cell, text in [("B2", " first "), ("B2", "second"), ("D4", " "), ("4D", "nowhere"), ("ZZ10", "x")]
    )
    anchors = "".join(
        f"<anchor>{corner}{''.join(f'<a:p><a:r><a:t>{line}</a:t></a:r></a:p>' for line in lines)}</anchor>"
        for corner, lines in [
            ("<from><col>2</col><row>8</row></from>", ["one", " ", "two"]), ("", ["nowhere"]), ("<from/>", ["also"]),
            ("<from><col>2</col><row>8</row></from>", ["again"]), ("<from><col>1</col><row>1</row></from>", [" "]),
        ]
    )  # fmt: skip
    beside = {
        "c.xml": ("comments", f"<comments {MAIN}>{comments}</comments>"),
        "t.xml": ("threadedComment", f"<ThreadedComments {MAIN}>{threads}</ThreadedComments>"),
        "d.xml": ("drawing", f'<wsDr {MAIN} xmlns:a="{DRAWING}">{anchors}</wsDr>'),
        "broken.xml": ("drawing", "<wsDr>"),
    }
    assert said(Book(beside=beside).odd()) == {
        "comments": {(1, 1): "Why?", (12, 28): "later", (2, 2): "first\nsecond", (3, 3): "ja", (10, 702): "x"},
        "boxes": {(9, 3): "one\ntwo\nagain", (1, 1): "nowhere\nalso"},
    }


# --- .ods ---

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
}  # fmt: skip
OF_STYLES = "".join(
    f'<style:style style:name="{name}"><style:{kind}-properties {said}/></style:style>'
    for name, kind, said in [
        ("struck", "text", 'style:text-line-through-style="solid"'),
        ("lined", "text", 'style:text-line-through-type="double"'),
        ("unlined", "text", 'style:text-line-through-style="none"'),
        ("red", "table-cell", 'fo:background-color="#ff0000"'), ("ours", "table-cell", 'fo:background-color="#d6e4ea"'),
        ("clear", "table-cell", 'fo:background-color="transparent"'), ("bare", "table-cell", ""),
    ]
)  # fmt: skip
LINES = (
    '<table:shapes><draw:frame><draw:text-box><text:p>over all</text:p></draw:text-box></draw:frame></table:shapes>'
    '<table:table-row table:number-rows-repeated="2">'
    '<table:table-cell table:number-columns-repeated="3"/></table:table-row>'
    '<table:table-row table:visibility="filter" table:number-rows-repeated="2">'
    '<table:table-cell table:number-columns-repeated="2" table:style-name="struck"/>'
    '<table:table-cell table:style-name="red"><office:annotation><text:p>Why?</text:p><text:p> </text:p>'
    '</office:annotation>'
    '<text:p>a<text:span text:style-name="lined">b</text:span></text:p></table:table-cell>'
    '<table:table-cell table:style-name="unlined"/><table:table-cell table:style-name="ours"/></table:table-row>'
    '<table:table-row table:visibility="visible"><table:table-cell table:number-columns-spanned="2"/>'
    '<table:covered-table-cell/><table:table-cell table:number-rows-spanned="3" table:number-columns-spanned="1"/>'
    '<table:table-cell calcext:value-type="error"><text:p>#REF!</text:p><text:p>x</text:p></table:table-cell>'
    '<table:table-cell table:style-name="clear"><draw:frame><text:p>box</text:p></draw:frame>'
    '</table:table-cell></table:table-row>'
    '<table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="30" '
    'table:style-name="red"/></table:table-row>'
    '<table:table-row table:visibility="collapse"><table:table-cell/></table:table-row>'
)  # fmt: skip


def in_ods(rows: str) -> Oddities:
    names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
    content = (
        f"<office:document-content {names}>{OF_STYLES}<table:table table:name='Page'>{rows}</table:table>"
        f"<table:table table:name='Left'/></office:document-content>"
    )
    found = find_oddities({"content.xml": content.encode()}, ["Page"])
    assert found is not None
    assert found.keys() == {"Page"}
    return found["Page"]


def test_all_that_is_odd_is_found_in_an_ods_file() -> None:
    assert said(in_ods(LINES)) == {
        "errors": {(5, 4): "#REF! x"},
        "struck": {(3, 1), (3, 2), (4, 1), (4, 2), (3, 3), (4, 3)},
        "hidden": {3, 4, 1006},
        "merged": (((5, 1), (5, 2)), ((5, 3), (7, 3))),
        "coloured": {(3, 3), (4, 3), *((row, column) for row in range(6, 26) for column in range(1, 21))},
        "comments": {(3, 3): "Why?"},
        "boxes": {(1, 1): "over all", (5, 5): "box"},
    }


IN_ODS: list[tuple[str, str, object]] = [
    ("float", "12345.678901", "General"), ("float", "-1.2345678901E+20", "General"),
    ("float", "1234567890", Shown("1234567890")),
    ("float", "12345678901", "General"), ("percentage", "12345.678901", Shown("12345.678901")),
    ("date", "2027", Shown("2027", date="y")), ("date", "Apr 27", Shown("Apr 27", date="my")),
    ("date", "4/2027", Shown("4/2027", date="my")), ("date", "1 Apr 2027", Shown("1 Apr 2027", date="dmy")),
    ("date", "April 2027", Shown("April 2027", date="my")), ("time", "09:30", Shown("09:30", date="")),
    ("currency", "€5", Shown("€5", "EUR")), ("string", "x", None),
]  # fmt: skip


def test_what_a_number_of_an_ods_file_shows_is_what_the_file_says() -> None:
    for kind, text, look in IN_ODS:
        currency = 'office:currency="EUR"' if kind == "currency" else ""
        cell = f'<table:table-cell office:value-type="{kind}" {currency}><text:p>{text}</text:p></table:table-cell>'
        looks = in_ods(f"<table:table-row>{cell}</table:table-row>").looks
        assert (text, looks._find(frozenset()), looks.codes) == (text, {(1, 1): look} if look else {}, ())
