"""Fields of a form: what they are called, what they take, how they are filled, and the data that they show."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree
from word.short_xml import element, short
from word.small_forms import block, field, p
from word.word_reports import W

from smreport.blocks.filling import Content
from smreport.package.parts import Package
from smreport.package.terms import Terms
from smreport.word.filling.bound_data import Bound, bound_to, is_bound
from smreport.word.filling.controls import (
    Value,
    holds_blocks,
    is_locked,
    is_open_control,
    kind_of,
    locked_around,
    open_blocks,
    properties_of,
    put_value,
    title_of,
    titles_of_control,
    value_for,
)


def control(properties: str = "", content: str = "<r><t>x</t></r>") -> str:
    return f"<sdt><sdtPr>{properties}</sdtPr><sdtContent>{content}</sdtContent></sdt>"


@pytest.mark.parametrize(
    ("names", "title", "titles"),
    [
        ("<alias val='Meeting date'/><tag val='MeetingDate2'/>", "Meeting date", {"meeting date", "meetingdate2",
        "meeting date2"}),
        ("<alias val=' '/><tag val='key_decision-no.1'/>", "key_decision-no.1", {"key_decision-no.1",
        "key decision no 1"}),
        ("<tag val='aB'/>", "aB", {"ab", "a b"}), ("<alias/>", "", set()), ("", "", set()),
        ("<alias val='Ward(s)'/>", "Ward(s)", {"wards", "ward"}),
    ],
)  # fmt: skip
def test_a_field_is_known_by_its_title_and_its_tag_as_they_are_spelt_and_parted(
    names: str, title: str, titles: set[str]
) -> None:
    made = element(control(names))
    assert (title_of(made), titles_of_control(made)) == (title, (title, titles))


OTHERS = (
    "picture",
    "docPartList",
    "equation",
    "citation",
    "bibliography",
    "group",
    "w14:checkbox",
    "w15:repeatingSection",
    "w15:dataBinding",
)
KINDS = {
    **{f"<{kind}/><text/>": "other" for kind in OTHERS}, "<date/>": "date", "<dropDownList/>": "list",
    "<comboBox/>": "combo", "<text/>": "text",
    "<richText/>": "rich", "": "rich", "<text/><date/>": "date",
}  # fmt: skip


def test_the_kind_of_a_field_is_what_its_properties_say() -> None:
    assert {said: kind_of(element(control(said))) for said in KINDS} == KINDS
    assert kind_of(element("<sdt><sdtPr><text/></sdtPr></sdt>")) == "other"
    assert kind_of(element("<sdt><sdtContent/></sdt>")) == "rich"
    bare = element("<sdt><sdtContent/></sdt>")
    assert properties_of(bare) is bare[0] is properties_of(bare)


def lock(kind: str) -> str:
    return f"<lock val='{kind}'/>"


def test_a_field_is_locked_by_itself_or_by_one_around_it_that_is_no_group() -> None:
    kinds = {"contentLocked": True, "sdtContentLocked": True, "sdtLocked": False, "unlocked": False}
    assert {kind: is_locked(element(control(lock(kind)))) for kind in kinds} == kinds
    for outer, locked in (("", False), (lock("contentLocked"), True), (f"<group/>{lock('contentLocked')}", False)):
        made = element(control(outer, f"<p>{control()}</p>"))
        inner = next(made.iterdescendants(f"{W}sdt"))
        assert (is_locked(inner), is_locked(made)) == (locked, bool(outer))
        assert locked_around(inner.find(f".//{W}r")) is (made if outer else None)
    assert locked_around(element("<p><r/></p>")[0]) is None
    assert [
        is_open_control(element(text)) for text in (field("a"), field("a", held="b"), control("", "<r><t> </t></r>"))
    ] == [True, False, True]


LIST = (
    "<{}><listItem displayText='Choose' value=''/><listItem displayText='Yes' value='Y'/><listItem value='No way'/>"
    "<listItem displayText=':' value='Z'/><listItem displayText='yes.' value='W'/></{}>"
)
DROP, COMBO = LIST.format("dropDownList", "dropDownList"), LIST.format("comboBox", "comboBox")
DAY = date(2027, 2, 9)


def dated(form: str = "", stored: str = "") -> str:
    said = (f"<dateFormat val='{form}'/>" if form else "") + (f"<storeMappedDataAs val='{stored}'/>" if stored else "")
    return f"<date>{said}</date>"


TAKEN = [
    ("<text/>", Content("a"), Value("words", "words")), ("", Content("a"), Value("words", "words")),
    (lock("contentLocked"), Content("a"), "locked"),
    ("<group/>", Content("a"), "other_kind"), (DROP, Content("a"), "not_listed"), (COMBO, Content("a"),
    Value("words", "words")),
    (DROP, Content("a", choices=("none", "YES:")), Value("Yes", "Y")), (COMBO, Content("a", choices=("y",)),
    Value("Yes", "Y")),
    (DROP, Content("a", choices=("no way", "Yes")), Value("No way", "No way")), (DROP, Content("a",
    choices=("Choose", "")), "not_listed"),
    (DROP, Content("a", choices=("W",)), Value("yes.", "W")), (dated(), Content("a"), "no_date"),
    (dated(), Content("a", day=DAY), Value("words", "2027-02-09T00:00:00", "2027-02-09")),
    (dated("", "date"), Content("a", day=DAY), Value("words", "2027-02-09", "2027-02-09")),
    (dated("yyyy-MM-dd", "text"), Content("a", day=DAY), Value("2027-02-09", "2027-02-09", "2027-02-09")),
    (dated("d.M.yy", "dateTime"), Content("a", day=DAY), Value("9.2.27", "2027-02-09T00:00:00", "2027-02-09")),
]  # fmt: skip


@pytest.mark.parametrize(("said", "content", "taken"), TAKEN)
def test_a_field_takes_what_is_of_its_kind(said: str, content: Content, taken: object) -> None:
    assert value_for(element(control(said)), content, "words") == taken


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("d MMMM yyyy", "9 February 2027"), ("dd/MM/yy", "09/02/27"), ("d MMM", "9 Feb"), ("'on' d/M", "on 9/2"),
        ("dddd d MMMM", "9 February 2027"),
        ("yyy", "9 February 2027"), ("x", "9 February 2027"), ("''d", "9"), ("d'", "9'"), ("", "9 February 2027"),
    ],
)  # fmt: skip
def test_a_day_is_shown_as_the_field_wants_it_or_as_it_was_typed(form: str, shown: str) -> None:
    value = value_for(
        element(control(f'<date><dateFormat val="{form}"/></date>')), Content("a", day=DAY), "9 February 2027"
    )
    assert isinstance(value, Value)
    assert value.shown == shown


FILLED = [
    (control("<showingPlcHdr/><rPr><b/></rPr><text/>", "<r><rPr><i/></rPr><t>hint</t></r><r/>"),
     "<sdt><sdtPr><rPr><b/></rPr><text/></sdtPr><sdtContent><r><rPr><b/></rPr><t>a b</t></r></sdtContent></sdt>"),
    (control("<text multiLine='1'/>"),
    "<sdt><sdtPr><text multiLine='1'/></sdtPr><sdtContent><r><t>a</t><br/><t>b</t></r></sdtContent></sdt>"),
    (control("<text multiLine='true'/>"),
    "<sdt><sdtPr><text multiLine='true'/></sdtPr><sdtContent><r><t>a</t><br/><t>b</t></r></sdtContent></sdt>"),
    (control("<text multiLine='0'/>"),
    "<sdt><sdtPr><text multiLine='0'/></sdtPr><sdtContent><r><t>a b</t></r></sdtContent></sdt>"),
    (control("<date/><dropDownList/>", "<p><pPr><jc val='left'/></pPr><r/></p><p/><tbl><tr><tc><p/></tc></tr></tbl>"),
     "<sdt><sdtPr><date fullDate='2027-02-09T00:00:00Z'/><dropDownList lastValue='s'/></sdtPr><sdtContent><p><pPr>"
     "<jc val='left'/></pPr>"
     "<r><t>a</t><br/><t>b</t></r></p><tbl><tr><tc><p/></tc></tr></tbl></sdtContent></sdt>"),
    ("<sdt><sdtContent/></sdt>", "<sdt><sdtPr/><sdtContent><r><t>a</t><br/><t>b</t></r></sdtContent></sdt>"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), FILLED)
def test_a_filled_field_shows_no_hint_and_has_the_looks_that_it_says(before: str, after: str) -> None:
    made = element(before)
    put_value(made, Value("a\nb", "s", "2027-02-09"))
    assert short(made) == after


def test_a_day_that_nobody_knows_is_not_put_into_a_field() -> None:
    made = element(control("<date fullDate='x'/>"))
    put_value(made, Value("spring", "spring"))
    assert made.find(f"{W}sdtPr/{W}date").get(f"{W}fullDate") == "x"


def test_a_field_around_paragraphs_takes_any_and_loses_its_hint() -> None:
    held = [block("a", p("b")), block("a", "<tbl/>"), field("a", kind=""), block("a", p("b"), kind="<dataBinding/>"),
    block("a", p("b"), kind="<text/>"),
            block("a")]  # fmt: skip
    assert [holds_blocks(element(text)) for text in held] == [True, True, False, False, False, False]
    hinted, kept = (element(block("a", p("b", looks="<jc val='left'/>"), p("c"), hint=hint)) for hint in (True, False))
    for made in (hinted, kept):
        open_blocks(made)
    assert (
        short(hinted)
        == "<sdt><sdtPr><alias val='a'/></sdtPr><sdtContent><p><pPr><jc val='left'/></pPr></p></sdtContent></sdt>"
    )
    assert (
        short(kept)
        == f"<sdt><sdtPr><alias val='a'/></sdtPr><sdtContent>{p('b', looks=_LEFT)}{p('c')}</sdtContent></sdt>"
    )
    table = element(block("a", "<tbl/>"))
    open_blocks(table)
    assert short(table) == "<sdt><sdtPr><alias val='a'/></sdtPr><sdtContent><p/></sdtContent></sdt>"


_LEFT = "<jc val='left'/>"

# --- the data behind fields ---

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DATA = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
CORE = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
STORE = "{0F3A6A5C-7D1B-4B5E-9C55-1C2D3E4F5A6B}"


def rels(*links: tuple[str, str]) -> bytes:
    inside = "".join(
        f'<Relationship Id="r{at}" Type="{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(links)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'.encode()


def package() -> Package:
    """A file with data of two stores, one of them without an id, one that cannot be read, and properties."""
    props = f'<d:datastoreItem xmlns:d="{DATA}" d:itemID="{STORE.lower()}"/>'
    return Package({
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": rels((f"{OFFICE}/officeDocument", "main.xml"), ("x/core-properties", "core.xml")),
        "main.xml": b"<a/>", "core.xml": b'<c xmlns="urn:c"><title>Core</title></c>',
        "_rels/main.xml.rels": rels(*((f"{OFFICE}/customXml", f"item{at}.xml") for at in range(4))),
        "item0.xml": b'<r xmlns="urn:r"><x>no store</x></r>', "item1.xml": b"<broken>",
        "item2.xml": b'<n:r xmlns:n="urn:r" xmlns:m="urn:m"><n:a>1</n:a>'
            b'<n:a m:k="v" k="w">2</n:a><b><c>3</c></b></n:r>',
        "_rels/item2.xml.rels": rels((f"{OFFICE}/customXmlProps", "props.xml")), "props.xml": props.encode(),
        "item3.xml": b'<r xmlns="urn:r"><x>nor here</x><y>4</y></r>',
    }, Terms({"damaged": "damaged"}))  # fmt: skip


def bound(path: str, store: str = STORE) -> Bound | None:
    prefixes = "xmlns:n='urn:r' xmlns:m = &quot;urn:m&quot; xmlns:c='urn:c'"
    binding = f"<dataBinding prefixMappings=\"{prefixes}\" xpath='{path}' storeItemID='{store}'/>"
    made = element(control(binding))
    assert is_bound(made)
    return bound_to(package(), "main.xml", made)


@pytest.mark.parametrize(
    ("path", "store", "found"),
    [
        ("/n:r/n:a", STORE, "1"), ("/n:r[1]/n:a[2]", STORE.lower(), "2"), ("/n:r/n:a[2]/@m:k", STORE, "v"),
        ("/n:r/n:a[2]/@k", STORE, "w"),
        ("/n:r/b/c", STORE, "3"), ("/n:r/n:a[3]", STORE, None), ("/n:r/n:a[0]", STORE, None), ("/n:r/q:a",
        STORE, None), ("/n:r/x()", STORE, None),
        ("/n:r[2]/n:a", STORE, None), ("", STORE, None), ("/n:r/n:a/@q:k", STORE, None), ("/n:r/n:a[2]/@",
        STORE, None), ("/n:b", STORE, None),
        ("/n:r/n:x", "", "no store"), ("/n:r/n:x", "{other}", "no store"), ("/n:r/n:y", "", "4"), ("/n:r/n:a", "",
        None),
        ("/c:c/c:title", CORE, "Core"), ("/c:c/c:title", CORE.lower(), "Core"), ("/c:c/c:title",
        "{6668398D-A668-4E3E-A5EB-62B293D839F1}", None),
    ],
)  # fmt: skip
def test_the_value_of_a_bound_field_stands_where_its_path_leads(path: str, store: str, found: str | None) -> None:
    place = bound(path, store)
    assert (
        None if place is None else place.element.get(place.attribute) if place.attribute else place.element.text
    ) == found


def test_a_value_is_put_into_its_element_or_attribute() -> None:
    for path, xml in (("/n:r/b", ">new</b>"), ("/n:r/n:a[2]/@m:k", 'm:k="new"')):
        place = bound(path)
        assert place is not None
        place.put("new")
        root = place.element.getroottree().getroot()
        assert xml in etree.tostring(root).decode()
        assert len(place.element) == 0
    assert not is_bound(element(control("<text/>")))
