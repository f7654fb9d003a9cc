"""Page numbers in the contents list of a copy."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from word.raw_councils import council
from word.wholes import shortly

from smreport.word.contents_pages import listed, with_pages

MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>".format
OPEN, CLOSE = MARK("begin") + CODE(' TOC \\o "1-2" ') + MARK("separate"), MARK("end")
PAGE = '<w:sectPr><w:pgSz w:w="9000"/><w:pgMar w:left="700" w:right="300"/></w:sectPr>'


def entry(
    words: str, before: str = "", after: str = "", properties: str = '<w:pPr><w:pStyle w:val="T"/></w:pPr>'
) -> str:
    link = f'<w:hyperlink w:anchor="a"><w:r><w:t>{words}</w:t></w:r></w:hyperlink>'
    return f"<w:p>{properties}{before}{link}{after}</w:p>"


LATER = entry("Later, no entry")
CASES = {
    "a list": (entry("One", OPEN) + entry("Two", after=CLOSE) + LATER, ("One", "Two")),
    "a list of one": (entry("One", OPEN, CLOSE) + LATER, ("One",)),
    "in a control": (f"<w:sdt><w:sdtContent>{entry('One', OPEN)}</w:sdtContent></w:sdt>{entry('Two', after=CLOSE)}",
                     ("One", "Two")),
    "a paragraph between": (entry("One", OPEN) + "<w:p/>" + entry("Two", after=CLOSE) + LATER, ("One", "Two")),
    "a field in an entry": (entry("One", OPEN, MARK("begin") + CODE("DATE") + MARK("end")) + entry("Two", after=CLOSE)
                            + LATER, ("One", "Two")),
    "with page numbers": (entry("One", OPEN, MARK("begin") + CODE("PAGEREF _a") + MARK("end"))
                          + entry("Two", after=CLOSE), ("Two",)),
    "another field before": (f"<w:p>{MARK('begin')}{CODE('DATE')}{CLOSE}</w:p>" + LATER
                             + entry("One", OPEN, CLOSE) + LATER, ("One",)),
    "no list": (LATER, ()),
}  # fmt: skip


def test_entries_are_the_links_within_the_field() -> None:
    found = {case: listed(council(body + PAGE)) for case, (body, _) in CASES.items()}
    assert found == {case: entries for case, (_, entries) in CASES.items()}


def body_of(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = package.read("word/document.xml")
    assert part.startswith(b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>")
    (body,) = etree.fromstring(part)
    return [shortly(child) for child in body]


KEPT = '<w:pPr><w:pStyle w:val="T"/><w:keepNext/><w:ind/></w:pPr>'


@pytest.mark.parametrize(
    ("pages", "page", "shown", "place"),
    [
        ((3, 12), PAGE, ("3", "12"), 8000),
        ((), PAGE, ("999", "999"), 8000),
        ((3, 12), "<w:p><w:pPr>" + PAGE.replace("9000", "8000") + "</w:pPr></w:p>" + PAGE, ("3", "12"), 8000),
        ((3, 12), "", ("3", "12"), 9026),
        ((3, 12), '<w:sectPr><w:pgSz w:w="9000"/></w:sectPr>', ("3", "12"), 9026),
    ],
)
def test_numbers_stand_at_the_right_margin_in_the_link(
    pages: tuple[int, ...], page: str, shown: tuple[str, str], place: int
) -> None:
    before = council(entry("One", OPEN, properties="") + entry("Two", after=CLOSE, properties=KEPT) + page)
    first, second, *_ = body_of(with_pages(before, pages))
    tab = f"tabs (tab=right[pos={place}])"
    assert first.startswith(f"p (pPr ({tab}), r (fldChar[fldCharType=begin]), ")
    assert first.endswith(f"hyperlink[anchor=a] (r (t 'One'), r (tab, t '{shown[0]}')))")
    assert second == (
        f"p (pPr (pStyle=T, keepNext, {tab}, ind), hyperlink[anchor=a] (r (t 'Two'), r (tab, t '{shown[1]}')), "
        "r (fldChar[fldCharType=end]))"
    )


def test_all_else_of_the_file_stays_and_too_few_pages_are_refused() -> None:
    before = council(entry("One", OPEN, CLOSE) + PAGE)
    was, now = (zipfile.ZipFile(io.BytesIO(each)) for each in (before, with_pages(before, (1,))))
    assert {name for name in was.namelist() if was.read(name) != now.read(name)} == {"word/document.xml"}
    with pytest.raises(ValueError, match="zip"):
        with_pages(before, (1, 2))
