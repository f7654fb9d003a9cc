"""A marked workbook says in its cells what is wrong, and is otherwise the sender's own file."""

from __future__ import annotations

import base64
import io
import json
import posixpath
import re
import shutil
import warnings
import zipfile
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from workbooks import EXAMPLES, edited, saved, with_rows
from workbooks import workbook as answered

from smreport.blueprint.model import Blueprint
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.decision.check import check
from smreport.errors import InvalidValue
from smreport.findings import Finding, Level
from smreport.frozen import replace
from smreport.workbook.mark.comment_parts import own_words
from smreport.workbook.mark.marker import mark, marked_titles
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

SMALL = with_rows(load(), 8)
FAULTY = """
| areas      | name      | kind     |
|            | Libraries | Service  |
|            | Events    | Activity |
| objectives | area                | objective     |
|            | Libraries (Service) | More visits   |
|            | Events (Activity)   | Fuller venues |
| mapping    | area                | objective     | benefit         |
|            | Libraries (Service) | Fuller venuess | "=1+1 to begin" |
"""
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
X14_VALIDATION = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}">'
    '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
    '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f></x14:formula1>'
    "<xm:sqref>B2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


def finding(sheet: str, cell: str, what: str = "It is missing.", fix: str = "Fill it in.", **more: object) -> Finding:
    level = more.pop("level", Level.GAP)
    assert isinstance(level, Level)
    row = int(re.sub(r"\D", "", cell))
    return Finding("some.rule", level, "a.xlsx", sheet, row, cell, "Measure", what, fix, **more)  # type: ignore[arg-type]


def checked(path: Path, blueprint: Blueprint) -> list[Finding]:
    return [replace(one, file="") for one in check(read(Workbook(path), blueprint))]


def opened(content: bytes) -> openpyxl.Workbook:
    """The file as another program reads it, which says that it would lose parts if it saved them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content))


looked_at = lru_cache(4)(opened)
"""The same, opened once: not to be changed."""


def notes(content: bytes, sheet: str) -> dict[str, str]:
    page = looked_at(content)[sheet]
    return {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}


def shaded(content: bytes, sheet: str) -> dict[str, str]:
    """The fill of each range that smreport shades."""
    page = looked_at(content)[sheet]
    return {
        str(area.sqref): rule.dxf.fill.bgColor.rgb
        for area in page.conditional_formatting
        for rule in area.rules
        if any("smreport" in formula for formula in rule.formula)
    }


def listed(content: bytes, sheet: str = "To fix") -> list[tuple[object, ...]]:
    """The filled rows of the sheet below its headings."""
    rows = list(looked_at(content)[sheet].iter_rows(values_only=True))
    at = next((at for at, row in enumerate(rows) if row[0] == "Level"), len(rows))
    return rows[at + 1 :]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    contents = parts(content)
    assert change(contents[name]) != contents[name]
    return packed({**contents, name: change(contents[name])})


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(old.encode(), new.encode())


def audit(content: bytes, path: Path) -> list[str]:
    """What the rules of the Open XML SDK object to."""
    tool = pytest.importorskip("openxml_audit")
    path.write_bytes(content)
    versions = (tool.FileFormat.OFFICE_2013, tool.FileFormat.MICROSOFT_365)
    return [str(error) for each in versions for error in tool.OpenXmlValidator(file_format=each).validate(path).errors]


@pytest.fixture(scope="module")
def as_returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that came back with a misspelt objective, a text like a formula, and much that is blank."""
    return saved(answered(SMALL, FAULTY), tmp_path_factory.mktemp("returned") / "returned.xlsx")


@pytest.fixture(scope="module")
def faults(as_returned: Path) -> list[Finding]:
    """What the check finds in it."""
    return checked(as_returned, SMALL)


@pytest.fixture
def returned(as_returned: Path, tmp_path: Path) -> Path:
    """The same workbook, to be changed."""
    return Path(shutil.copy(as_returned, tmp_path))


@pytest.fixture
def rich() -> bytes:
    """A file with all that people add: chart, picture, shape, own notes, names, formats, x14 validations."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page, hidden, lists = book.add_worksheet("Plan"), book.add_worksheet("Old & grey"), book.add_worksheet("Lists")
    hidden.hide()
    page.write_row("A1", ["Area", "Kind", "Score", "Sum"])
    page.write_row("A2", ["Libraries", "Service", 3])
    page.write_formula("D2", "=C2*2", None, 6)
    page.write_comment("B2", "Ask Jane.\nShe knows.", {"author": "Bob"})
    page.write_comment("C2", "Mine too", {"author": "Bob", "visible": True})
    page.conditional_format("C2:C9", {"type": "data_bar"})
    page.conditional_format("C2:C9", {"type": "cell", "criteria": ">", "value": 2, "format": book.add_format()})
    page.data_validation("B3:B9", {"validate": "list", "source": "=Lists!$A$1:$A$3"})
    page.insert_image("F2", "pixel.png", {"image_data": io.BytesIO(PIXEL)})
    page.insert_textbox("F9", "A shape")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Plan!$C$2:$C$3"})
    page.insert_chart("H2", chart)
    lists.write_column("A1", ["a", "b", "c"])
    lists.insert_button("C3", {"caption": "Press"})
    book.define_name("Lists!Here", "=Lists!$A$1")
    book.define_name("Everywhere", "=Plan!$A$1")
    lists.activate()
    page.select()
    book.close()
    x14 = replaced("</worksheet>", f"{X14_VALIDATION}</worksheet>")
    return with_part(buffer.getvalue(), "xl/worksheets/sheet1.xml", x14)


IN_PLAN = [
    finding("Plan", "B2", "The kind is not in the list.", "Pick Service.", level=Level.ERROR, value="Service"),
    finding("Plan", "A3"), finding("Plan", "A4"), finding("Plan", "A4", "It is short.", "", level=Level.NOTE),
    finding("Plan", "C2", "It is high.", "Look again.", level=Level.NOTE),
]  # fmt: skip


# --- what a marked file says ---


def test_each_faulty_cell_says_in_words_what_is_wrong_and_what_to_do(returned: Path, faults: list[Finding]) -> None:
    content = mark(returned.read_bytes(), faults)
    assert {one.level for one in faults} >= {Level.ERROR, Level.GAP}
    said_in = {title: notes(content, title) for title in {one.sheet for one in faults}}
    for one in faults:
        said = said_in[one.sheet][one.cell].split("\n")
        assert said[0] == "smreport:"
        assert f"{one.level.value.capitalize()}: {one.what} {one.fix}".strip() in said


def test_several_findings_on_a_cell_share_a_note_with_the_worst_first(rich: bytes) -> None:
    assert notes(mark(rich, IN_PLAN), "Plan")["A4"] == "smreport:\nGap: It is missing. Fill it in.\nNote: It is short."


def test_people_s_own_notes_stay_and_ours_stand_below_them(rich: bytes) -> None:
    said = notes(mark(rich, IN_PLAN), "Plan")
    assert said["B2"] == "Ask Jane.\nShe knows.\nsmreport:\nError: The kind is not in the list. Pick Service."
    assert said["C2"] == "Mine too\nsmreport:\nNote: It is high. Look again."


def test_errors_and_gaps_are_shaded_and_notes_are_not(rich: bytes) -> None:
    assert shaded(mark(rich, IN_PLAN), "Plan") == {"B2": "FFFDE0DC", "A3:A4": "FFFFF3CD"}


def test_the_list_has_errors_first_and_leads_to_every_cell(returned: Path, faults: list[Finding]) -> None:
    content = mark(returned.read_bytes(), faults)
    rows = listed(content)
    assert len(rows) == len(faults)
    assert ("Error", "4 Mapping", "D7", "Objective", "Fuller venuess") in [row[:5] for row in rows]
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=["Error", "Gap", "Note"].index)
    page = looked_at(content)["To fix"]
    links = [row[2].hyperlink.location for row in page.iter_rows(min_row=7)]
    assert links == [f"'{row[1]}'!{row[2]}" for row in rows]


def test_texts_that_look_like_formulas_or_escapes_are_texts(rich: bytes) -> None:
    awkward = finding("Plan", "A3", "Not\x0ba _x0041_ list.", "=1+1", value="=cmd|' /C calc'!A0", owner="+44 1392")
    content = mark(rich, [awkward])
    assert b"<f>" not in parts(content)["xl/worksheets/sheet4.xml"]
    (row,) = listed(content)
    assert row[4:] == ("=cmd|' /C calc'!A0", "Not a _x005F_x0041_ list.", "=1+1", "+44 1392")
    assert "Not a _x005F_x0041_ list. =1+1" in notes(content, "Plan")["A3"]


def test_a_finding_without_a_cell_or_of_a_sheet_that_is_not_there_is_listed_without_a_link(rich: bytes) -> None:
    elsewhere = [finding("Gone", "A3"), replace(finding("Plan", "A3"), cell="")]
    content = mark(rich, elsewhere)
    assert [row[1:3] for row in listed(content)] == [("Gone", "A3"), ("Plan", None)]
    assert b"hyperlink" not in parts(content)["xl/worksheets/sheet4.xml"]


def test_a_note_s_box_has_room_for_its_text_also_over_low_and_hidden_rows(rich: bytes) -> None:
    low = "".join(f'<row r="{row}" ht="6" customHeight="1"/>' for row in range(4, 9)) + '<row r="9" hidden="1"/>'
    squeezed = with_part(rich, "xl/worksheets/sheet1.xml", replaced("</sheetData>", f"{low}</sheetData>"))
    drawing = parts(mark(squeezed, IN_PLAN))["xl/drawings/vmlDrawing1.vml"].decode()
    anchors = [list(map(int, anchor.split(","))) for anchor in re.findall("<x:Anchor>(.*?)<", drawing)]
    heights = {3: 8, 4: 8, 5: 8, 6: 8, 7: 8, 8: 0}
    for _, _, top, top_by, _, _, bottom, bottom_by in anchors[-2:]:  # of A3 and A4, which are new
        assert sum(heights.get(row, 20) for row in range(top, bottom)) - top_by + bottom_by >= 2 * 17


# --- what stays as it is ---


def test_parts_without_marks_keep_their_bytes(rich: bytes) -> None:
    before, after = parts(rich), parts(mark(rich, IN_PLAN))
    assert {name for name in before if before[name] != after.get(name)} == {
        "[Content_Types].xml", "docProps/app.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip
    assert set(after) - set(before) == {
        "xl/worksheets/sheet4.xml", "xl/worksheets/_rels/sheet4.xml.rels", "xl/tables/table1.xml",
    }  # fmt: skip


UNREAD = {
    "customXml/item1.xml": '<?xml version="1.0" encoding="utf-16"?>\r\n<DataMashup>UEsDB</DataMashup>'.encode("utf-16"),
    "customXml/_rels/item1.xml.rels": "<x/>".encode("utf-16"),
    "customXml/item2.xml": b"<not closed",
    "docProps/app.xml": "<Properties/>".encode("utf-16"),
    "xl/connections.xml": b"\0\0",
    "xl/queryTables/queryTable1.xml": b"",
    "__MACOSX/xl/._workbook.xml": b"\0\5\x16\7\0\2\0\0Mac OS X",
    "__MACOSX/._[Content_Types].xml": b"\xff" * 40,
}


def test_parts_that_are_never_read_keep_their_bytes_whatever_they_are(rich: bytes) -> None:
    there = {**parts(rich), **UNREAD}
    once = mark(packed(there), [finding("Lists", "B3")])
    assert {name: part for name, part in parts(once).items() if name in UNREAD} == UNREAD
    assert notes(once, "Lists")["B3"]
    again = parts(mark(once, []))
    assert {name: part for name, part in again.items() if name in UNREAD} == UNREAD


def test_a_workbook_with_such_parts_is_read_as_ever(returned: Path, tmp_path: Path, faults: list[Finding]) -> None:
    path = tmp_path / "with-query.xlsx"
    path.write_bytes(packed({**parts(returned.read_bytes()), **UNREAD}))
    assert checked(path, SMALL) == faults


def test_a_marked_sheet_differs_by_shading_and_selection_only(rich: bytes) -> None:
    before, after = (etree.fromstring(parts(each)["xl/worksheets/sheet1.xml"]) for each in (rich, mark(rich, IN_PLAN)))
    for rule in [rule for rule in after.iter("{*}cfRule") if "smreport" in "".join(rule.itertext())]:
        rule.getparent().getparent().remove(rule.getparent())
    del before.find(".//{*}sheetView").attrib["tabSelected"]
    assert etree.tostring(after) == etree.tostring(before)
    assert b"x14:dataValidation " in etree.tostring(after)


def test_the_stylesheet_only_grows(rich: bytes) -> None:
    before, after = (etree.fromstring(parts(each)["xl/styles.xml"]) for each in (rich, mark(rich, IN_PLAN)))
    for group in before:
        grown = after.find(group.tag)
        assert list(map(etree.tostring, grown))[: len(group)] == list(map(etree.tostring, group))
        assert grown.get("count") in (None, str(len(grown)))


def test_a_marked_workbook_reads_and_checks_as_before(returned: Path, tmp_path: Path, faults: list[Finding]) -> None:
    path = tmp_path / "marked.xlsx"
    path.write_bytes(mark(returned.read_bytes(), faults))
    assert checked(path, SMALL) == faults
    assert Workbook(path).stamp() == Workbook(returned).stamp()


def test_a_threaded_comment_is_left_alone(rich: bytes) -> None:
    threaded = with_part(rich, "xl/comments1.xml", replaced(">Bob<", ">tc={3B1F}<"))
    content = mark(threaded, IN_PLAN)
    assert notes(content, "Plan")["B2"] == "Ask Jane.\nShe knows."
    assert notes(content, "Plan")["A3"] == "smreport:\nGap: It is missing. Fill it in."


def test_a_drawing_that_is_not_well_formed_keeps_what_is_in_it(rich: bytes) -> None:
    broken = with_part(rich, "xl/drawings/vmlDrawing1.vml", replaced('<div style="text-align:left">', "<div>Old<br>"))
    drawing = parts(mark(broken, IN_PLAN))["xl/drawings/vmlDrawing1.vml"].decode()
    assert drawing.count("<div>Old<br></div>") == 2
    assert drawing.count('ObjectType="Note"') == 4
    assert parts(mark(mark(broken, IN_PLAN), []))["xl/drawings/vmlDrawing1.vml"].count(b'ObjectType="Note"') == 2


def test_thousands_of_notes_have_shapes_of_their_own(rich: bytes) -> None:
    drawing = parts(mark(rich, [finding("Old & grey", f"B{row}") for row in range(1, 2001)]))[
        "xl/drawings/vmlDrawing3.vml"
    ]
    assert len(set(re.findall(rb'<v:shape id="(.*?)"', drawing))) == 2000
    assert b'data="3,4"' in drawing


def test_notes_share_a_drawing_with_buttons(rich: bytes) -> None:
    content = mark(rich, [finding("Lists", "B1")])
    drawing = parts(content)["xl/drawings/vmlDrawing2.vml"]
    assert drawing.count(b"ObjectType") == 2
    assert parts(mark(content, []))["xl/drawings/vmlDrawing2.vml"].count(b"ObjectType") == 1


# --- first sheet ---


def test_the_list_comes_first_and_alone_is_selected(rich: bytes) -> None:
    content = mark(rich, IN_PLAN)
    book = opened(content)
    assert book.sheetnames == ["To fix", "Plan", "Old & grey", "Lists"]
    assert book.active.title == "To fix"
    assert [page.title for page in book if page.sheet_view.tabSelected] == ["To fix"]


def test_names_of_sheets_stay_with_their_sheets(rich: bytes) -> None:
    book = opened(mark(rich, IN_PLAN))
    assert list(book["Lists"].defined_names) == ["Here"]
    assert list(book.defined_names) == ["Everywhere"]


def test_the_titles_in_the_properties_stay_right(rich: bytes) -> None:
    content = rich
    for _ in range(2):
        content = mark(content, IN_PLAN)
        properties = parts(content)["docProps/app.xml"].decode()
        assert "<vt:lpstr>Worksheets</vt:lpstr></vt:variant><vt:variant><vt:i4>4</vt:i4>" in properties
        assert '<vt:vector size="6" baseType="lpstr"><vt:lpstr>To fix</vt:lpstr><vt:lpstr>Plan<' in properties


def test_a_person_s_own_sheet_of_that_name_stays(rich: bytes) -> None:
    theirs = with_part(rich, "xl/workbook.xml", replaced('"Old &amp; grey"', '"TO FIX"'))
    content = mark(mark(theirs, IN_PLAN), IN_PLAN)
    assert opened(content).sheetnames == ["To fix (smreport)", "Plan", "TO FIX", "Lists"]
    assert marked_titles(content) == {"To fix (smreport)"}


# --- again, and after the faults were put right ---


@pytest.mark.parametrize("findings", [IN_PLAN, IN_PLAN[:1], []], ids=["many", "one", "none"])
def test_marking_twice_is_marking_once(rich: bytes, findings: list[Finding]) -> None:
    assert mark(mark(rich, IN_PLAN), findings) == mark(mark(mark(rich, IN_PLAN), findings), findings)
    assert mark(rich, findings) == mark(mark(rich, findings), findings)


def test_marks_go_when_all_is_put_right(rich: bytes) -> None:
    content = mark(mark(rich, IN_PLAN), [])
    assert notes(content, "Plan") == notes(rich, "Plan")
    assert shaded(content, "Plan") == {}
    assert opened(content)["To fix"]["A2"].value == "Nothing to put right."
    assert not [name for name in parts(content) if "table" in name]


def test_a_sheet_that_had_no_notes_is_as_before_when_all_is_put_right(returned: Path, faults: list[Finding]) -> None:
    content = returned.read_bytes()
    cleared = parts(mark(mark(content, faults), []))
    for name, before in parts(content).items():
        if name.startswith("xl/worksheets/sheet") and b"tabSelected" not in before:
            assert etree.tostring(etree.fromstring(cleared[name])) == etree.tostring(etree.fromstring(before))
    assert not [name for name in cleared if "comments" in name or "vml" in name]


def loose_ends(content: bytes) -> list[str]:
    """Relationships that lead to no part, types of parts that are not there, and parts that nothing leads to."""
    there = parts(content)
    led_to, missing = set[str](), []
    for name in [each for each in there if each.endswith(".rels")]:
        folder = posixpath.dirname(posixpath.dirname(name))
        missing += [f"{name} is empty"] if not len(etree.fromstring(there[name])) else []
        for relation in etree.fromstring(there[name]):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target"))).lstrip("/")
                led_to.add(target)
                missing += [f"{name} leads to {target}"] if target not in there else []
    typed = {entry.get("PartName") for entry in etree.fromstring(there["[Content_Types].xml"])} - {None}
    alone = {name for name in there if not name.endswith(".rels")} - led_to - {"[Content_Types].xml"}
    missing += [f"{name} has a type" for name in typed if name[1:] not in there]
    return missing + [f"{name} is alone" for name in alone]


@pytest.mark.parametrize("is_rich", [True, False], ids=["with notes of their own", "without"])
def test_marking_and_taking_marks_off_leaves_no_loose_end(
    is_rich: bool, rich: bytes, returned: Path, faults: list[Finding]
) -> None:
    content = rich if is_rich else returned.read_bytes()
    marked = mark(content, IN_PLAN if is_rich else faults)
    assert len(parts(marked)) > len(parts(content))
    cleared = mark(marked, [])
    assert [loose_ends(each) for each in (content, marked, cleared, mark(cleared, IN_PLAN))] == [[], [], [], []]
    assert parts(cleared).keys() == parts(mark(content, [])).keys()


def test_marks_are_replaced_after_another_program_has_saved_them(
    returned: Path, tmp_path: Path, faults: list[Finding]
) -> None:
    path = tmp_path / "marked.xlsx"
    path.write_bytes(mark(returned.read_bytes(), faults))
    edited(path, lambda book: book.move_sheet("To fix", 3))
    content = mark(path.read_bytes(), [one for one in faults if one.cell == "D7" and one.level is Level.ERROR])
    assert opened(content).sheetnames[:2] == ["To fix", "Start here"]
    assert list(notes(content, "4 Mapping")) == ["D7"]
    assert notes(content, "Settings") == {}
    assert list(shaded(content, "4 Mapping")) == ["D7"]


def test_what_people_write_into_our_notes_stays(rich: bytes) -> None:
    answered = with_part(
        mark(rich, IN_PLAN), "xl/comments1.xml", replaced("Fill it in.</t>", "Fill it in.\nJane is asked.</t>")
    )
    assert notes(mark(answered, []), "Plan")["A3"] == "Jane is asked."
    again = mark(answered, IN_PLAN)
    assert notes(again, "Plan")["A3"] == "Jane is asked.\nsmreport:\nGap: It is missing. Fill it in."
    assert mark(again, IN_PLAN) == again


@given(own=st.text(alphabet="aA:\n Eror", max_size=30), lines=st.lists(st.sampled_from(["Error: a", "Note: b"])))
def test_people_s_words_come_out_of_a_note_as_they_went_in(own: str, lines: list[str]) -> None:
    assert own_words("\n".join([own, "smreport:", *lines])) == own


def test_formulas_that_people_wrote_in_our_sheet_go_with_it(rich: bytes) -> None:
    """Excel repairs a file whose calculation order names cells without a formula."""
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="J1" i="4"/></calcChain>'
    relation = '<Relationship Id="rId99" Type="{}/calcChain" Target="calcChain.xml"/></Relationships>'.format(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    content = packed({**parts(mark(rich, IN_PLAN)), "xl/calcChain.xml": chain.encode()})
    content = with_part(content, "xl/_rels/workbook.xml.rels", replaced("</Relationships>", relation))
    assert "xl/calcChain.xml" in parts(mark(content, IN_PLAN))
    counted = with_part(
        content,
        "xl/worksheets/sheet4.xml",
        replaced("</row></sheetData>", '<c r="J9"><f>1+1</f></c></row></sheetData>'),
    )
    assert "xl/calcChain.xml" not in parts(mark(counted, IN_PLAN))
    assert loose_ends(mark(counted, IN_PLAN)) == []


def test_people_s_copies_of_our_sheet_go_too(rich: bytes) -> None:
    copied = opened(mark(rich, IN_PLAN))
    page = copied.copy_worksheet(copied["To fix"])
    page.defined_names["smreport_marks"] = DefinedName("smreport_marks", attr_text="'To fix Copy'!$A$1")
    buffer = io.BytesIO()
    copied.save(buffer)
    assert marked_titles(buffer.getvalue()) == {"To fix", "To fix Copy"}
    assert "To fix Copy" not in opened(mark(buffer.getvalue(), [])).sheetnames


# --- files of all kinds ---


def bare(prefix: str = "x:", target: str = "/data/one.xml") -> bytes:
    """The least that is a workbook: parts at odd places, prefixed names, no styles, no shared strings."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    declared = f'xmlns{":" + prefix.rstrip(":") if prefix else ""}="{main}" xmlns:r="{office}"'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    return packed(
        {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/book.xml" ContentType="{kind}.sheet.main+xml"/>'
                f'<Override PartName="/data/one.xml" ContentType="{kind}.worksheet+xml"/></Types>'
            ).encode(),
            "_rels/.rels": relations.format(
                f'<Relationship Id="a" Type="{office}/officeDocument" Target="book.xml"/>'
            ).encode(),
            "_rels/book.xml.rels": relations.format(
                f'<Relationship Id="b" Type="{office}/worksheet" Target="{target}"/>'
            ).encode(),
            "book.xml": (
                f"<{prefix}workbook {declared}><{prefix}sheets>"
                f'<{prefix}sheet name="One" sheetId="7" r:id="b"/></{prefix}sheets></{prefix}workbook>'
            ).encode(),
            "data/one.xml": (
                f'<{prefix}worksheet {declared}><{prefix}sheetData><{prefix}row r="1"><{prefix}c r="A1">'
                f"<{prefix}v>5</{prefix}v></{prefix}c></{prefix}row></{prefix}sheetData></{prefix}worksheet>"
            ).encode(),
        }
    )


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("target", ["/data/one.xml", "data/one.xml"])
def test_odd_but_valid_packages_are_marked(prefix: str, target: str, tmp_path: Path) -> None:
    faulty = [finding("One", "A1", level=Level.ERROR)]
    content = mark(bare(prefix, target), faulty)
    assert notes(content, "One") == {"A1": "smreport:\nError: It is missing. Fill it in."}
    assert opened(content)["One"]["A1"].value == 5
    assert mark(content, faulty) == content
    plain, marked = (audit(each, tmp_path / "audited.xlsx") for each in (bare(prefix, target), content))
    assert [error for error in marked if error not in plain and "shared strings" not in error] == []


def test_a_target_spelt_otherwise_than_its_part_is_found() -> None:
    content = parts(mark(bare(target=".\\Data\\ONE.xml"), [finding("One", "A1")]))
    assert b"smreport:" in content["xl/comments1.xml"]
    assert b"legacyDrawing" in content["data/one.xml"]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("book.xml", "</x:sheets>", "</x:sheets>\n  <x:definedNames/>\n  <x:calcPr/>\n"),
        ("[Content_Types].xml", "<Override", '<Override PartName="/xl/comments1.xml" ContentType="a/b"/>\n<Override'),
        ("[Content_Types].xml", "<Default", '<!-- rels --><Default Extension="png" ContentType="image/png"/><Default'),
        ("data/one.xml", "<x:sheetData>", "<!-- here --><x:sheetViews><x:sheetView/></x:sheetViews><x:sheetData>"),
    ],
)
def test_leftovers_of_other_programs_do_no_harm(part: str, old: str, new: str) -> None:
    faulty = [finding("One", "A1")]
    littered = with_part(packed({**parts(bare()), "__MACOSX/_rels/._.rels": b"", "__MACOSX/._": b""}), part,
                         replaced(old, new))  # fmt: skip
    content = mark(littered, faulty)
    assert list(notes(content, "One")) == ["A1"]
    assert mark(content, faulty) == content == mark(mark(content, []), faulty)


def test_notes_and_a_chart_that_openpyxl_wrote_stay(returned: Path, faults: list[Finding]) -> None:
    """Its drawings have no anchors and odd prefixes."""

    def annotate(book: openpyxl.Workbook) -> None:
        page = book["4 Mapping"]
        page["D7"].comment, page["F7"].comment = Comment("Ask Jane", "Bob"), Comment("Mine", "Bob")
        chart = openpyxl.chart.BarChart()
        chart.add_data(openpyxl.chart.Reference(book.create_sheet("My sums"), min_col=1, min_row=1, max_row=3))
        book["My sums"].add_chart(chart)

    before = edited(returned, annotate).read_bytes()
    after = mark(before, faults)
    assert notes(after, "4 Mapping")["D7"].startswith("Ask Jane\nsmreport:\nError: ")
    assert notes(after, "4 Mapping")["F7"] == "Mine"
    for name, content in parts(before).items():
        if "chart" in name or "sharedStrings" in name:
            assert parts(after)[name] == content
    assert notes(mark(after, []), "4 Mapping") == {"D7": "Ask Jane", "F7": "Mine"}
    assert mark(after, faults) == after


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not an Excel workbook, or it is damaged"),
        (b"PK\x03\x04 and so on", "not an Excel workbook, or it is damaged"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), r"save it as \.xlsx"),
        (with_part(bare(), "_rels/.rels", replaced("book.xml", "book.bin")), r"save it as .*\.xlsx"),
        (
            with_part(bare(), "book.xml", replaced("http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                                                   "http://purl.oclc.org/ooxml/spreadsheetml/main")),
            r"Strict Open XML.*save it as .*\.xlsx",
        ),
        (with_part(bare(), "data/one.xml", replaced("</x:worksheet>", "")), r"damaged inside \(data/one\.xml"),
    ],
    ids=["empty", "not a zip", "ods", "xlsb", "strict", "damaged"],
)  # fmt: skip
def test_other_kinds_of_files_are_refused_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        mark(content, [finding("One", "A1")])
    assert marked_titles(content) == frozenset()


@pytest.mark.long
def test_the_open_xml_rules_find_no_fault(returned: Path, rich: bytes, tmp_path: Path, faults: list[Finding]) -> None:
    for content, findings in ((returned.read_bytes(), faults), (rich, IN_PLAN)):
        marked = mark(content, findings)
        for each in (marked, mark(marked, []), mark(content, [])):
            assert audit(each, tmp_path / "audited.xlsx") == []


# --- at the terminal ---


def check_says(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


@pytest.fixture
def devon(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLES / "devon" / "devon.xlsx", tmp_path))


@pytest.mark.long
def test_check_mark_writes_a_copy_beside_the_workbook_and_never_over_a_file(devon: Path) -> None:
    before, marked = devon.read_bytes(), devon.with_name("devon - to fix.xlsx")
    first = check_says(devon, "--mark")
    assert first.exit_code == 1
    assert f"\nWrote {marked}\nNext: send " in first.stdout
    content = marked.read_bytes()
    assert listed(content)
    for again in (check_says(devon, "--mark"), check_says(marked, "--mark"), check_says(devon, marked, "--mark")):
        assert (again.exit_code, f"Wrote {marked}" in again.stdout) == (1, True)
    assert {path.name: path.read_bytes() for path in devon.parent.iterdir()} == {
        devon.name: before, marked.name: content,
    }  # fmt: skip
    named = check_says(devon, "--mark", "-o", marked)
    assert (named.exit_code, "the file is there already" in named.stderr) == (2, True)


@pytest.mark.parametrize("content", [b"a letter", None])
def test_a_file_that_somebody_has_been_at_is_never_replaced_by_a_marked_copy(
    devon: Path, content: bytes | None
) -> None:
    there = devon.with_name("devon - to fix.xlsx")
    there.write_bytes(content or devon.read_bytes())
    before = there.read_bytes()
    assert check_says(devon, "--mark").exit_code == 1
    assert there.read_bytes() == before
    assert listed(devon.with_name("devon - to fix 2.xlsx").read_bytes())


def test_check_mark_leaves_json_as_json(devon: Path) -> None:
    result = check_says(devon, "--mark", "--format", "json", "-o", devon.with_name("marked.xlsx"))
    assert json.loads(result.stdout)[0]["findings"]
    assert "Wrote" in result.stderr


def test_each_of_several_workbooks_gets_its_own_copy(devon: Path) -> None:
    other = Path(shutil.copy(EXAMPLES / "illustrative" / "illustrative.xlsx", devon.parent))
    torn = devon.with_name("torn.xlsx")
    torn.write_bytes(b"torn")
    assert check_says(torn, devon, other, "--mark").exit_code == 2
    assert {path.name for path in devon.parent.glob("* - to fix.xlsx")} == {
        "devon - to fix.xlsx", "illustrative - to fix.xlsx",
    }  # fmt: skip


@pytest.mark.parametrize(
    "arguments", [("-o", "x.xlsx"), ("--mark", "-o", "x.xlsx", "other.xlsx"), ("--mark", "-o", "x.xlsm")]
)
def test_a_place_for_a_copy_that_cannot_be_meant_is_refused(devon: Path, arguments: tuple[str, ...]) -> None:
    result = check_says(devon, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert list(devon.parent.glob("*")) == [devon]


# --- LibreOffice ---


def values(path: Path, sheets: Iterable[str]) -> dict[str, list[list[object]]]:
    book = Workbook(path)
    return {title: [list(row) for row in book.grid(title)] for title in sheets}


def test_libreoffice_shows_the_same_values_and_all_notes(
    returned: Path, tmp_path: Path, libreoffice: Callable[[Path], Path], faults: list[Finding]
) -> None:
    marked = tmp_path / "marked.xlsx"
    marked.write_bytes(mark(returned.read_bytes(), faults))
    sheets = Workbook(returned).titles
    plain, saved_again = libreoffice(returned), libreoffice(marked)
    assert values(saved_again, sheets) == values(plain, sheets)
    there = {(title, cell) for title in sheets for cell in notes(saved_again.read_bytes(), title)}
    assert there == {(one.sheet, one.cell) for one in faults}


def test_marks_are_replaced_after_libreoffice_has_saved_them(
    rich: bytes, tmp_path: Path, libreoffice: Callable[[Path], Path]
) -> None:
    path = tmp_path / "rich.xlsx"
    path.write_bytes(mark(rich, IN_PLAN))
    again = libreoffice(path).read_bytes()
    assert notes(mark(again, []), "Plan") == notes(rich, "Plan")
    assert shaded(mark(again, []), "Plan") == {}
    content = mark(again, IN_PLAN)
    assert opened(content).sheetnames == ["To fix", "Plan", "Old & grey", "Lists"]
    assert notes(content, "Plan") == notes(mark(rich, IN_PLAN), "Plan")
    assert mark(content, IN_PLAN) == content
