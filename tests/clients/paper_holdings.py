"""What a paper holds, as a Word file and as the web page that a reader makes of one, counted alike in both."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree, html

from smreport.word.edits.piece_names import is_ours
from smreport.word.word_file import W, WordFile, rows_of, text_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_IN_LISTS = ("list bullet", "list number")
_PAGE_FIELDS = re.compile(r"\d+")  # the page that a field last showed

Element = etree._Element
Holdings = dict[str, Counter[str]]


def in_words(wanted: Counter[str], left: Counter[str]) -> str:
    """What is left of what was there, in the words of the table in CONTRIBUTING.md."""
    missing = wanted - left
    return "kept" if not missing else "lost" if missing == wanted else "in part"


def holdings(content: bytes) -> Holdings:
    """What a Word file holds, by the words that the table has for it."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    roots = {name: etree.fromstring(part) for name, part in parts.items() if name.endswith(".xml")}
    word = WordFile(content)
    body, at_the_edge = word.body, _of_kind(roots, r"word/(header|footer)\d+\.xml")
    tables = list(body.iter(f"{W}tbl"))
    pieces = filter(is_ours, (mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")))
    return {
        "Words": Counter(_plain(p) for p in body.iter(f"{W}p") if not word.style_of(p).startswith("toc")),
        "Headings": Counter(f"{level} {_joined(text)}" for level, text in word.headings),
        "Lists": Counter(
            _plain(p) for p in body.iter(f"{W}p") if word.style_of(p).startswith(("list bullet", "list number"))
        ),
        "Header rows of tables": Counter(_plain(row) for table in tables for row in rows_of(table) if _is_header(row)),
        "Titles and descriptions of tables": Counter(_values(body, "tblCaption", "tblDescription")),
        "Fields": Counter(_field(e) for e in (body, *at_the_edge) for e in e.iter(f"{W}instrText")),
        "Content controls": Counter(_values(body, "alias")),
        "Tags of content controls": Counter(_values(body, "tag")),
        "Charts and their labels": Counter(map(_leaves, _of_kind(roots, r"word/charts/chart\d+\.xml"))),
        "Workbooks behind charts": Counter(_cells(part) for name, part in parts.items() if name.endswith(".xlsx")),
        "Descriptions of charts": Counter(_described(body)),
        "Page headers and footers": Counter(map(_at_the_edge, at_the_edge)),
        "Comments": Counter(map(_plain, _all(_of_kind(roots, r"word/comments\d*\.xml"), "comment"))),
        "Names of pieces": Counter(pieces),
        "Record": Counter(_names_of_record(_of_kind(roots, r"customXml/item\d+\.xml"))),
        "Title, subject, author and language": Counter(_properties(roots)),
    }


def holdings_of_page(content: str) -> Holdings:
    """What a page that was made of a Word file holds; what pages have no such thing for is not in it."""
    page = html.fromstring(f"<div>{content}</div>")
    for style in page.findall(".//style"):
        style.drop_tree()
    heads = ((row, row.findall("th")) for row in page.iter("tr"))
    return {
        "Words": Counter(_page_text(p) for p in page.iter("p", "li", "h1", "h2", "h3", "h4")),
        "Headings": Counter(f"{heading.tag[1]} {_page_text(heading)}" for heading in page.iter("h1", "h2", "h3", "h4")),
        "Lists": Counter(map(_page_text, page.iter("li"))),
        "Header rows of tables": Counter(_page_text(row) for row, cells in heads if cells),
        "Page headers and footers": Counter(_without_pages(_page_text(edge)) for edge in page.iter("header", "footer")),
        "Names of pieces": Counter(filter(is_ours, (mark.get("id", "") for mark in page.iter()))),
    }


# --- a Word file ---


def _of_kind(roots: dict[str, Element], name: str) -> list[Element]:
    return [root for part, root in roots.items() if re.fullmatch(name, part)]


def _all(roots: Iterable[Element], tag: str) -> Iterator[Element]:
    for root in roots:
        yield from root.iter(f"{{*}}{tag}")


def _joined(text: str) -> str:
    """A text without spaces: programs part words from each other in ways of their own."""
    return "".join(text.split())


def _plain(element: Element) -> str:
    return _joined(text_of(element))


def _is_header(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}tblHeader") is not None


def _values(root: Element, *tags: str) -> Iterator[str]:
    for element in root.iter(*(f"{W}{tag}" for tag in tags)):
        yield element.get(f"{W}val")


def _field(instruction: Element) -> str:
    """A field without the order of its switches."""
    return " ".join(sorted((instruction.text or "").split()))


def _leaves(root: Element) -> str:
    """All that a chart says: its titles, names and figures, in order."""
    texts = {_joined(text.text or "") for text in _all([root], "t")}
    values = {_figure(value.text or "") for value in _all([root], "v")}
    return "|".join(sorted(texts | values))


def _figure(text: str) -> str:
    """A figure as it is read, whatever number of digits it is written with."""
    try:
        return f"{float(text):.10g}"
    except ValueError:
        return _joined(text)


def _cells(content: bytes) -> str:
    """All texts and figures of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        roots = [
            etree.fromstring(file.read(name))
            for name in file.namelist()
            if re.search(r"(sheet\d+|Strings)\.xml$", name)
        ]
    texts = {_joined(text.text or "") for text in _all(roots, "t")}
    numbers = {_figure(cell.findtext(f"{_MAIN}v", "")) for cell in _all(roots, "c") if cell.get("t", "n") == "n"}
    return "|".join(sorted(texts | numbers))


def _described(body: Element) -> Iterator[str]:
    return (drawing.get("descr") for drawing in _all([body], "docPr") if drawing.get("descr"))


def _at_the_edge(root: Element) -> str:
    return _without_pages(_plain(root))


def _without_pages(text: str) -> str:
    """A header or footer without the numbers that its fields showed last."""
    return _PAGE_FIELDS.sub("#", text)


def _names_of_record(roots: list[Element]) -> Iterator[str]:
    """What the record says of each piece."""
    for root in roots:
        yield from (" ".join((*map(str, element.attrib.values()), element.text or "")) for element in root)


def _properties(roots: dict[str, Element]) -> Iterator[str]:
    for element in roots["docProps/core.xml"]:
        name = etree.QName(element).localname
        if name in ("title", "subject", "creator", "language"):
            yield f"{name}: {element.text}"


# --- a page ---


def _page_text(element: html.HtmlElement) -> str:
    return _joined(element.text_content())
