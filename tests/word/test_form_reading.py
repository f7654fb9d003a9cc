"""A form's paragraphs, cells and looks as people read them: words, titles, headings, guidance, what is empty."""

from __future__ import annotations

import pytest
from word.short_xml import element
from word.small_forms import WORDS, field, p, t
from word.word_reports import W

from smreport.word.filling.instructions import Instructions, is_loud
from smreport.word.filling.places import parted
from smreport.word.filling.reading import (
    Styles,
    any_in,
    continues_above,
    control_around,
    following,
    grid_of,
    inside_text,
    is_blank,
    plain,
    shown_runs,
    titles_of,
    without_lines,
    words_in,
)

HINT = field("Date", "hint")
FILLED = field("Date", held="held")


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<pPr><rPr/></pPr><r><rPr/><t>a</t><tab/><t>b</t><br/><t>c</t><cr/></r>", "a\tb\nc\n"),
        (HINT + FILLED + "<sdt><sdtContent><r><t>x</t></r></sdtContent></sdt>", "heldx"),
        ("<ins><r><t>a</t></r></ins><del><r><t>b</t></r></del><moveFrom><r><t>c</t></r></moveFrom><r><t>d</t></r>",
        "ad"),
        ("<hyperlink><r><t>a</t></r></hyperlink><!-- x --><smartTag><r><t>b</t></r></smartTag><r><t/></r>", "ab"),
        ("<r><drawing><t>a</t></drawing><pict><t>b</t></pict><object><t>c</t></object><t>d</t></r>", "d"),
        ("<r><mc:Alternate><mc:Choice><t>a</t></mc:Choice><mc:Fallback><t>b</t></mc:Fallback></mc:Alternate></r>", "a"),
        ("<r><txbxContent><p><r><t>a</t></r></p></txbxContent></r>", ""),
    ],
)  # fmt: skip
def test_words_are_those_that_show(inside: str, words: str) -> None:
    assert words_in(element(f"<p>{inside}</p>")) == words


def test_words_of_a_cell_are_on_lines() -> None:
    assert words_in(element(f"<tc><tcPr/>{p('a')}{p('b')}{t(['c'])}</tc>")) == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Purpose", "purpose"), ("1. Purpose:", "purpose"), ("2.1  PURPOSE -", "purpose"), ("(a) Purpose*",
        "purpose"), ("iv) Purpose.", "purpose"),
        ("1 Purpose", "purpose"), ("1.2.3\tPurpose", "purpose"), ("2027 plan", "plan"), ("2.5% more", "2.5% more"),
        ("a. b", "b"), ("ab. c", "ab. c"),
        ("Money & time", "money and time"), ("Councillor’s", "councillor's"), ("– x —", "x"), ("xiviii) y",
        "xiviii) y"), ("1.", ""), ("", ""),
        ("1)2 x", "1)2 x"), ("Ward  of\ncare", "ward of care"),
    ],
)  # fmt: skip
def test_a_title_is_known_without_its_number_case_and_signs(text: str, title: str) -> None:
    assert plain(text) == title


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Ward(s)", {"wards", "ward"}), ("Ward(S) affected", {"wards affected", "ward affected"}), ("Bus(es)",
        {"buses", "bus"}),
        ("Date (of the meeting)", {"date (of the meeting)", "date"}), ("Date [x] <y> {z}", {"date [x] <y> {z}",
        "date"}),
        ("Ward(s) [all]", {"wards [all]", "ward [all]", "wards", "ward"}), ("(xy)", {"(xy)"}), ("", set()),
    ],
)  # fmt: skip
def test_brackets_and_plurals_may_be_left_out_of_a_title(text: str, titles: set[str]) -> None:
    assert titles_of(text) == titles


def test_lines_to_write_on_are_no_words() -> None:
    texts = {
        "a ____ b": "a  b",
        "...": "",
        "..": "..",
        "…": "",
        "a…": "a",
        "__": "__",
        ":\t…. x": ". x",
        "\u00a0a:": "a",
        "___:": "",
    }
    assert {text: without_lines(text) for text in texts} == texts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Date: 9 May", ("Date", ":", " 9 May")), ("Date\tx:y", ("Date", "\t", "x:y")), ("1.\tDate: x", ("1.\tDate",
        ":", " x")),
        ("A: Date: x", ("A: Date", ":", " x")), ("12: 34", ("12: 34", "", "")), ("No colon", ("No colon", "", "")),
        (": Date: x", (": Date", ":", " x")),
        ("Date:", ("Date", ":", "")),
    ],
)  # fmt: skip
def test_a_label_ends_at_the_first_sign_behind_a_word(text: str, parts: tuple[str, str, str]) -> None:
    assert parted(text) == parts


def test_words_are_found_as_words_of_their_own() -> None:
    assert [any_in(text, ("date", "sign-off")) for text in ("The DATE.", "update", "Sign-off by", "sign off",
    "dated", "")] == [
        True, False, True, False, False, False,
    ]  # fmt: skip
    assert not any_in("date", ())


BLANK = [
    "<p/>", "<p><pPr><jc val='left'/></pPr><r><t> </t></r><bookmarkStart id='1'/></p>", "<p><r><tab/></r></p>",
    "<p><del><r><t>a</t></r></del></p>",
]  # fmt: skip
NOT_BLANK = [
    p("a"), f"<p>{HINT}</p>", f"<p>{FILLED}</p>", "<p><r><br/></r></p>",
    "<p><r><fldChar fldCharType='begin'/></r></p>", "<p><fldSimple/></p>",
    "<p><pPr><sectPr/></pPr></p>", *(f"<p><r><{tag}/></r></p>" for tag in ("drawing", "pict", "object", "sym",
    "footnoteReference", "endnoteReference")),
    "<p><sdt><sdtContent/></sdt></p>",
]  # fmt: skip


def test_a_blank_paragraph_waits_for_words_and_holds_nothing() -> None:
    assert [is_blank(element(text)) for text in BLANK] == [True] * len(BLANK)
    assert [text for text in NOT_BLANK if is_blank(element(text))] == []


def test_what_follows_goes_to_the_end_of_the_cell_or_body_through_controls_of_both_sides() -> None:
    body = element(
        "<body><sdt><sdtPr/><sdtContent><p/><p>a</p><tbl/></sdtContent></sdt><bookmarkStart/><sdt><sdtContent>"
        "<p>b</p></sdtContent></sdt>"
        "<tbl><tr><tc><p>c</p><p>d</p></tc></tr></tbl><p>e</p><sectPr/></body>"
    )
    first, inner = body.find(f".//{W}p"), next(each for each in body.iter(f"{W}p") if each.text == "c")
    names = [[f"{each.tag.removeprefix(W)}{each.text or ''}" for each in following(start)] for start in (first, inner)]
    assert names == [["pa", "tbl", "pb", "tbl", "pe"], ["pd"]]


def test_runs_are_those_of_links_and_insertions_and_of_filled_fields() -> None:
    made = element(
        f"<p><r><t>a</t></r><hyperlink><r><t> </t></r></hyperlink><ins><r><t>b</t></r></ins>{HINT}{FILLED}<!-- c -->"
        "<r><tab/></r></p>"
    )
    assert ["".join(run.itertext()) for run in inside_text(made)] == ["a", " ", "b", "held", ""]
    assert ["".join(run.itertext()) for run in shown_runs(made)] == ["a", "b", "held"]
    hint = next(each for each in made.iter(f"{W}t") if each.text == "hint")
    assert control_around(hint).find(f"{W}sdtPr/{W}alias").get(f"{W}val") == "Date"
    assert control_around(next(inside_text(made))) is None


def test_cells_are_known_by_the_column_that_they_begin_in() -> None:
    rows = (
        "<trPr><gridBefore val='2'/></trPr><tc><tcPr><gridSpan val='3'/></tcPr></tc><tc/>",
        "<tc><tcPr><gridSpan val='0'/></tcPr></tc><tc/>",
        "<trPr><gridBefore val='x'/></trPr><tc><tcPr><gridSpan val='1000'/></tcPr></tc><tc><tcPr>"
        "<gridSpan val='-2'/></tcPr></tc><tc/>",
        "<sdt><sdtContent><tc/></sdtContent></sdt><tc><tcPr><gridSpan val='999'/></tcPr></tc><tc/>",
        "<tc><tcPr><gridSpan/></tcPr></tc><tc/>",
    )  # fmt: skip
    table = element(f"<tbl>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbl>")
    assert [[at for at, _ in row] for row in grid_of(table)] == [[2, 5], [0, 1], [0, 1, 2], [0, 1, 1000], [0, 1]]
    merges = ["", "<vMerge/>", "<vMerge val='continue'/>", "<vMerge val='restart'/>"]
    assert [continues_above(element(f"<tc><tcPr>{merge}</tcPr></tc>")) for merge in merges] == [
        False,
        True,
        True,
        False,
    ]


# --- styles ---

STYLES = element(
    "<styles>"
    "<style styleId='H' type='paragraph'><name val='Heading 2'/><rPr><b/></rPr></style>"
    "<style styleId='Sub'><name val='Own'/><basedOn val='H'/><pPr><numPr><numId val='4'/></numPr></pPr></style>"
    "<style styleId='Out'><name val='Outline'/><pPr><outlineLvl val='0'/></pPr></style>"
    "<style styleId='Nine'><name val='heading 9'/><pPr><outlineLvl val='9'/></pPr></style>"
    "<style styleId='Ten'><name val='heading 10'/></style><style styleId='Odd'><pPr><outlineLvl val='x'/></pPr></style>"
    "<style styleId='Blue'><name val='Blue'/><rPr><color val='0000FF'/><i val='false'/></rPr></style>"
    "<style styleId='Guide'><name val='Guidance text'/></style>"
    "<style styleId='Auto' type='character'><name val='Auto'/><rPr><color val='auto'/><b val='0'/></rPr></style>"
    "</styles>"
)  # fmt: skip


def styled(style: str, more: str = "", runs: str = "<r><t>Words</t></r>") -> str:
    return f"<p><pPr><pStyle val='{style}'/>{more}</pPr>{runs}</p>"


def run(look: str = "", text: str = "a") -> str:
    return f"<r><rPr>{look}</rPr><t>{text}</t></r>"


@pytest.mark.parametrize(
    ("text", "level", "is_heading", "is_listed"),
    [
        (styled("H"), 2, True, False), (styled("Sub"), 2, True, True), (styled("Out"), 1, True, False),
        (styled("Nine"), 9, True, False),
        (styled("Ten"), None, False, False), (styled("Odd"), None, False, False), (p("a"), None, False, False),
        (p("*a*"), None, True, False),
        (styled("H", "<outlineLvl val='8'/>"), 9, True, False), (styled("Out", "<outlineLvl val='9'/>"),
        None, False, False),
        (styled("Sub", "<numPr><numId val='0'/></numPr>"), 2, True, False), (p("a",
        looks="<numPr><numId val='3'/></numPr>"), None, False, True),
        (p("*a*", "b"), None, False, False), (p("*a*", " "), None, True, False), (p("PURPOSE"), None, True, False),
        (p(" "), None, False, False),
        (p(f"*{'a' * 120}*"), None, True, False), (p(f"*{'a' * 121}*"), None, False, False), (styled("H",
        runs=run(text="a" * 121)), 2, False, False),
        (styled("H", runs=""), 2, False, False), (styled("H", runs=run("<b val='0'/>")), 2, True, False),
        (p("<r><rPr><rStyle val='Auto'/><b/></rPr><t>a</t></r>"), None, True, False), (styled("Blue",
        runs=run("<b val='off'/>")), None, False, False),
    ],
)  # fmt: skip
def test_headings_and_lists_are_told_by_their_styles_or_their_looks(
    text: str, level: int | None, is_heading: bool, is_listed: bool
) -> None:
    styles, paragraph = Styles(STYLES), element(text)
    assert (styles.level_of(paragraph), styles.is_heading(paragraph), styles.is_listed(paragraph)) == (
        level,
        is_heading,
        is_listed,
    )


@pytest.mark.parametrize(
    ("text", "bold", "italic", "colour"),
    [
        (styled("Sub", runs=run()), True, False, ""), (styled("Sub", runs=run("<b val='false'/><i/>")),
        False, True, ""),
        (styled("Blue", runs=run()), False, False, "0000FF"), (styled("Blue",
        runs=run("<color val='00aa00'/><i val='1'/>")), False, True, "00AA00"),
        (styled("Blue", runs=run("<rStyle val='Auto'/>")), False, False, ""), (styled("Blue",
        runs=run("<rStyle val='None'/>")), False, False, "0000FF"),
        (p(run("<color val='red'/>")), False, False, ""), (p("<r><t>a</t></r>"), False, False, ""),
        (p(run("<color/>")), False, False, ""),
    ],
)  # fmt: skip
def test_looks_are_those_of_the_run_then_of_its_style_then_of_the_paragraph(
    text: str, bold: bool, italic: bool, colour: str
) -> None:
    styles, paragraph = Styles(STYLES), element(text)
    (only,) = inside_text(paragraph)
    looks = [styles.has(only, paragraph, tag) for tag in "bi"]
    assert (*looks, styles.colour_of(only, paragraph)) == (bold, italic, colour)
    assert styles.names_of(element(styled("Sub"))) == ["own", "heading 2"]


# --- what a form says to whoever fills it ---

KINDS = {
    "": ["Words of the council.", "", "5/6", "Costs fall in 2027/28",
    "See this and/or that thing of ours and theirs / x y z a b c", "[x] y", "☐ Yes",
         "Keep/", "This includes the words guides"],
    "choose": ["Yes / No", "Key decision: Yes/No*", "For decision / for information", "☐ Yes ☑ No", "□□",
    "Delete as appropriate", "a/b/c.",
               "one two three four / b", "x: a / b?"],
    "guidance": ["[Insert a name]", "<name>", "{name}.", "(name):", "Note: [a b c].", "guidance for all",
    "Please delete this"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_guidance_and_lines_to_choose_from_are_told_by_their_words(kind: str, text: str) -> None:
    escaped = text.replace("<", "&lt;")
    assert Instructions(Styles(STYLES), WORDS).kind_of(element(f"<p><r><t>{escaped}</t></r></p>")) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (p("_a_"), "guidance"), (p("_a_", "b"), ""), (p("_a_", " "), "guidance"), (p(run("<color val='0070C0'/>")),
        "guidance"), (p(run("<color val='1F497D'/>")), ""),
        (p(run("<highlight val='yellow'/>")), "guidance"), (p(run("<highlight val='none'/>")), ""),
        (p(run("<color val='auto'/>")), ""),
        (styled("Guide"), "guidance"), (styled("H", runs=run("<i/>")), ""), (styled("H", runs=run(text="[x]")),
        "guidance"), (styled("Blue"), "guidance"),
        (styled("H", runs=run(text="Yes / No")), "choose"), (p(run("<i/><highlight val='none'/>")), "guidance"),
        (p(HINT), ""),
    ],
)  # fmt: skip
def test_guidance_is_told_by_its_looks_and_a_heading_is_none(text: str, kind: str) -> None:
    assert Instructions(Styles(STYLES), WORDS).kind_of(element(text)) == kind


def test_a_clear_blue_or_red_is_loud_and_dark_or_grey_ones_are_not() -> None:
    colours = {
        "": False, "0070C0": True, "FF0000": True, "1F497D": False, "000000": False, "FFFFFF": False,
        "00FF00": False, "800080": False,
        "000048": True, "000047": False, "480000": True, "470000": False, "104858": False, "581048": False,
        "105899": False, "1051A0": True,
    }  # fmt: skip
    assert {colour: is_loud(colour) for colour in colours} == colours
