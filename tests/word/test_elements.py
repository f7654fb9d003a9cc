"""The smallest pieces of a Word file: runs, rows, fields, comments; what runs from right to left; footers."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from word.raw_councils import NAMES
from word.wholes import shortly

from smreport.word.elements import as_part, comment, paragraph, reference, row, run, table, text_rows, w
from smreport.word.font_widths import Lettering, word_width
from smreport.word.page_footer import fill_footer, house_footer, on_one_line
from smreport.word.right_to_left import mark_direction
from smreport.word.run_parts import split_run
from smreport.word.section_marks import Mark, mark_of
from smreport.word.word_file import inside, is_blank, style_id_of, text_of


def element(inside: str, tag: str = "x") -> Any:
    return etree.fromstring(f"<w:{tag} {NAMES}>{inside}</w:{tag}>")


def test_runs_and_paragraphs() -> None:
    made = {
        "r": run(""),
        "r (t 'a b ')": run("a b "),
        "r (t 'a', br, t 'b', br, br, tab, t 'c')": run("a\nb\r\n\r\tc"),
        "r (rPr (rStyle=S), t 'a')": run("a", "S"),
        "r (rPr (sz=9, szCs=9), t 'a')": run("a", half_points=9),
        "r (rPr (rStyle=S, sz=9, szCs=9), t 'a')": run("a", "S", 9),
        "p (pPr (pStyle=S, keepNext), r)": paragraph("S", w("r"), properties=[w("keepNext")]),
        "comment[id=3 author=A initials=B] (p (r (t 'why')))": comment(3, "why", "A", "B"),
        "comment[id=3 author=A date=D initials=B] (p (r (t 'why')))": comment(3, "why", "A", "B", "D"),
        "headerReference[type=first id=rId3]": reference("headerReference", "first", "rId3"),
    }
    assert [shortly(each) for each in made.values()] == list(made)
    spaces = "{http://www.w3.org/XML/1998/namespace}space"
    assert run(" a")[0].get(spaces) == text_rows([1], ["S"], [[" a"]])[0][1][1][1][0].get(spaces) == "preserve"
    assert (
        as_part(w("é"))
        == (
            "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
            '<w:é xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
        ).encode()
    )


def test_a_table_says_how_wide_it_is_and_what_it_shows() -> None:
    look = "tblLook=0620[firstRow=1 lastRow=0 firstColumn=0 lastColumn=0 noHBand=1 noVBand=1]"
    begin = "tbl (tblPr (tblStyle=S, tblW[w=30 type=dxa], tblLayout[type=fixed], "
    end = "), tblGrid (gridCol[w=10], gridCol[w=20]), tr)"
    sides = "tblCellMar (left[w=0 type=dxa], right[w=0 type=dxa]), "
    said = {(None, ""): f"{look}, tblCaption=C", (0, "D"): f"{sides}{look}, tblCaption=C, tblDescription=D"}
    for (margin, description), shown in said.items():
        made = table("S", [10, 20], [w("tr")], "C", description, margin)
        assert shortly(made) == f"{begin}{shown}{end}"


@given(st.lists(st.lists(st.text("a<&'\"\r\n\té "), min_size=2, max_size=2), max_size=4), st.sets(st.integers(0, 3)))
def test_rows_of_texts_are_as_if_made_piece_by_piece(rows: list[list[str]], kept: set[int]) -> None:
    def made(at: int, texts: list[str]) -> Any:
        looks = [[w("keepNext")] if at in kept else [] for _ in texts]
        pieces = zip(("A", "B"), texts, looks, strict=True)
        return row(
            [5, 7], [paragraph(key, *([run(text)] if text else []), properties=keep) for key, text, keep in pieces]
        )

    expected = [shortly(made(at, texts)) for at, texts in enumerate(rows)]
    assert [shortly(each) for each in text_rows([5, 7], ["A", "B"], rows, kept)] == expected


def test_header_rows_repeat_and_no_row_breaks() -> None:
    cells = [w("a"), w("b")]
    shown = "tc (tcPr (tcW[w=5 type=dxa]), a), tc (tcPr (tcW[w=7 type=dxa]), b))"
    assert shortly(row([5, 7], cells, header=True)) == f"tr (trPr (cantSplit, tblHeader), {shown}"
    assert shortly(row([5, 7], [w("a"), w("b")])) == f"tr (trPr (cantSplit), {shown}"


# --- runs that are split ---


def test_a_run_is_split_where_something_changes_and_keeps_its_looks() -> None:
    def parted(text: str) -> list[tuple[str, bool]]:
        return [(piece, piece.isupper()) for piece in text.split("|")] if text else []

    looks = "<w:rPr><w:b/></w:rPr>"
    split = {
        "<w:t>a|B</w:t>": "p (r (t 'a'), r (rPr (m), t 'B'))",
        f"{looks}<w:t>a|B</w:t><w:tab/><w:t>c</w:t>":
            "p (r (rPr (b), t 'a'), r (rPr (b, m), t 'B'), r (rPr (b), tab), r (rPr (b), t 'c'))",
        "<w:t/><w:tab/>": "p (r (t), r (tab))",
        looks: "p",
    }  # fmt: skip
    for inside_run, shown in split.items():
        holder = element(f"<w:r>{inside_run}</w:r>", "p")
        split_run(holder[0], parted, lambda: w("m"))
        assert shortly(holder) == shown


def test_direction_is_marked_in_paragraphs_and_in_runs() -> None:
    def p(*texts: str, more: str = "") -> str:
        runs = "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts)
        return f"<w:p><w:pPr><w:pStyle w:val='S'/>{more}</w:pPr>{runs}</w:p>"

    marked = {
        p("ab"): "pPr (pStyle=S), r (t 'ab')",
        p("אב", "ab"): "pPr (pStyle=S), r (rPr (rtl), t 'אב'), r (t 'ab')",  # half is not most of it
        p("אבג", "ab"): "pPr (pStyle=S, bidi), r (rPr (rtl), t 'אבג'), r (t 'ab')",
        p("ab אב 12 cd", "e"): "pPr (pStyle=S), r (t 'ab '), r (rPr (rtl), t 'אב 12 '), r (t 'cd'), r (t 'e')",
        p("12 א.", more="<w:keepNext/><w:ind/><w:jc/>"):
            "pPr (pStyle=S, keepNext, bidi, ind, jc), r (t '12 '), r (rPr (rtl), t 'א.')",
        p("مر"): "pPr (pStyle=S, bidi), r (rPr (rtl), t 'مر')",
    }  # fmt: skip
    for before, after in marked.items():
        root = element(before + p("z"))
        mark_direction(root)
        assert [shortly(each) for each in root] == [f"p ({after})", "p (pPr (pStyle=S), r (t 'z'))"], before


# --- footers ---

ARIAL = Lettering("Arial", 10)
PAGES = "p (pPr (pStyle=Footer), r (t '{}Page '), r (fldChar[fldCharType=begin]), r (instrText ' PAGE ')"
CONTROL = (
    '<w:sdt><w:sdtPr><w:alias w:val="x"/><w:tag w:val="{}"/></w:sdtPr><w:sdtContent><w:p/><w:p/></w:sdtContent></w:sdt>'
)


def test_a_footer_gets_the_line_of_the_report_and_the_number_where_it_has_none() -> None:
    blank, said = "<w:p><w:pPr/></w:p>", "<w:p><w:r><w:t>Shire</w:t></w:r></w:p>"
    field, code = (
        '<w:p><w:fldSimple w:instr=" PAGE "/></w:p>',
        "<w:p><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>",
    )
    cases: dict[tuple[str, str, bool], tuple[int, str]] = {
        (blank, "Plan", False): (1, PAGES.format("Plan · ")),
        (blank, "", False): (1, PAGES.format("")),
        (blank, "Plan", True): (1, "p (pPr (pStyle=Footer), r (t 'Plan'))"),
        (blank, "", True): (1, "p (pPr)"),
        (said, "Plan", False): (2, PAGES.format("Plan · ")),
        (blank * 2, "Plan", False): (3, PAGES.format("Plan · ")),
        (field, "Plan", False): (2, "p (pPr (pStyle=Footer), r (t 'Plan'))"),
        (code, "Plan", False): (2, "p (pPr (pStyle=Footer), r (t 'Plan'))"),
        (code, "", False): (1, "p (r (instrText ' PAGE '))"),
        (code.replace("PAGE", "NUMPAGES"), "", False): (2, PAGES.format("")),
        ("<w:tbl/>", "Plan", True): (2, "p (pPr (pStyle=Footer), r (t 'Plan'))"),
        (CONTROL.format("other"), "Plan", True): (2, "p (pPr (pStyle=Footer), r (t 'Plan'))"),
    }
    for (inside_footer, text, is_cover), (many, last) in cases.items():
        footer = element(inside_footer, "ftr")
        lines = fill_footer(footer, text, is_cover)
        assert (len(footer), shortly(footer[-1])[: len(last)]) == (many, last), inside_footer
        assert lines == [line for line in footer if line in lines]
        assert len(lines) == (last not in ("p (pPr)", "p (r (instrText ' PAGE '))"))


def test_the_line_of_the_house_is_filled_in_its_place() -> None:
    footer = element(CONTROL.format("smreport:footer"), "ftr")
    (line,) = fill_footer(footer, "Plan", is_cover=True)
    assert shortly(footer[0][0]) == "sdtPr (alias=Footer, tag=smreport:footer)"
    assert list(footer[0][1]) == [line]
    assert shortly(line).startswith("p (pPr (pStyle=Footer), r (t 'Plan', tab, t 'Page '), r (fldChar")
    assert shortly(house_footer()).startswith("ftr (sdt (sdtPr (alias=Footer, tag=smreport:footer, id=1, docPartObj ")
    assert "r (tab, t 'Page ')" in shortly(house_footer())


def test_a_footer_leaves_out_its_first_part_where_it_does_not_fit() -> None:
    text = "Plan · Shire · Draft"
    needed = word_width(f"{text}   Page 100 of 100", ARIAL)
    assert on_one_line(text, ARIAL, int(needed) + 1) == text
    assert on_one_line(text, ARIAL, int(needed)) == "Shire · Draft"
    assert on_one_line("Plan", ARIAL, 1) == "Plan"


# --- letters, marks, files to look at ---


def test_letters_that_are_not_measured_have_the_width_of_others() -> None:
    thousandths = {
        "a": 556, "\u00ad": 333, "\u2011": 333, "\u00a0": 278, "\u202f": 278, "é": 556, "î": 278, "\u0301": 0,
        "\u200b": 0, "議": 1000, "Ｗ": 944, "あ": 1000, "ｱ": 833, "Ж": 833, "ǆ": 1056,
    }  # fmt: skip
    found = {letter: round(word_width(letter, ARIAL) / 10 / 20 * 1000) for letter in thousandths}
    assert found == thousandths
    names = {" ARIAL ": 556, "Liberation Sans": 556, "Times": 444, "No such font": 613}
    assert {name: round(word_width("a", Lettering(name, 10)) * 5) for name in names} == names
    assert word_width("a", Lettering("Arial", 20, bold=True)) == 4 * word_width("a", ARIAL) / 2


def test_a_section_is_known_by_its_tag() -> None:
    def control(tag: str) -> Any:
        return element(f'<w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr>', "sdt")

    known = {
        "smreport:summary": Mark("summary"),
        "smreport:a:b": Mark("a:b"),
        "smreport:summary:0123456789ab": Mark("summary", "0123456789ab"),
        "smreport:summary:0123456789a": Mark("summary:0123456789a"),
        "smreport-exempt:summary": Mark("summary", is_exempt=True),
        "smreport:": None,
        "other:summary": None,
    }
    assert {tag: mark_of(control(tag)) for tag in known} == known
    assert [mark_of(element("", "sdt")), mark_of(element("<w:sdtPr><w:tag w:val='smreport:a'/></w:sdtPr>", "p"))] == [
        None
    ] * 2
    assert [Mark("a").tag, Mark("a", is_exempt=True).tag] == ["smreport:a", "smreport-exempt:a"]


def test_what_stands_in_controls_is_found_and_blanks_are_known() -> None:
    within = "<w:sdt><w:sdtPr><w:p/></w:sdtPr><w:sdtContent><w:p/><w:sdt><w:sdtContent><w:tbl/></w:sdtContent></w:sdt>"
    root = element(f"<w:p/>{within}</w:sdtContent></w:sdt><w:ins><w:p/></w:ins>")
    assert [shortly(each) for each in inside(root, f"{root.tag[:-1]}p", f"{root.tag[:-1]}tbl")] == ["p", "p", "tbl"]
    words = element("<w:r><w:t> a</w:t><w:t/></w:r><w:r><w:t>b </w:t></w:r>")
    assert text_of(words) == " ab "
    assert [is_blank(words), is_blank(element("<w:t> </w:t><w:t/>")), is_blank(element(""))] == [False, True, True]
    styled = "<w:pPr><w:pStyle w:val='S'/></w:pPr>"
    assert [style_id_of(element(each, "p")) for each in (styled, "<w:pPr/>", "")] == ["S", "", ""]
