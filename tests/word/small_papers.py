"""Small papers as text: how they are written down for a test, what people do to them, and how they read afterwards."""

from __future__ import annotations

import copy
import difflib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from word.word_reports import STYLE, W

from smreport.blocks.document import (
    Block,
    Bullets,
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    Section,
    Series,
    Table,
    TableColumn,
)
from smreport.word.edits.notes import Kept
from smreport.word.edits.opened import charts_of, record_in
from smreport.word.edits.piece_names import is_ours
from smreport.word.edits.reading import Reading, settle_bookmarks, unwrapped
from smreport.word.edits.record import Record
from smreport.word.hand_edits import renewed
from smreport.word.word_file import text_of
from smreport.word.writer import write_docx

Edit = Callable[[Any], None]
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_GAP, _SWITCH = " ..", "\\"
_STYLES = {
    "Title": "!", "Heading1": "#", "Heading2": "##", "Heading3": "###", "BodyText": "", "ListBullet": "-",
    "ListNumber": "1.", "ListLeadIn": ":", "TOC1": ">", "TOC2": ">>", "TOCHeading": "toc", "Caption": "%",
    "TableText": "", "TableHeading": "",
}  # fmt: skip


class BriefWords:
    """What is told, as briefly as a test can read it."""

    def changed(self, wording: str, figures: Sequence[str]) -> str:
        return f"now {wording}" + (f", not {' '.join(figures)}" if figures else "")

    def stale(self, figures: Sequence[str]) -> str:
        return f"stale {' '.join(figures)}"

    def left_out(self, wordings: Sequence[str]) -> str:
        return f"left out {' / '.join(wordings)}"

    def gone(self) -> str:
        return "gone"

    def table(self, rows: Sequence[str]) -> str:
        return f"table {' / '.join(rows)}"

    def footer(self, wording: str) -> str:
        return f"footer {wording}"

    def footer_name(self) -> str:
        return "foot"


# --- papers ---


@cache
def small_paper(text: str, *, exempt: bool = False, trace: bool = False) -> bytes:
    """The paper of some lines.

    "= key" begins a section; "# " and "## " headings; "- " and "1. " items, after a line with a colon; "|a|b" rows of
    a table, whose caption and key stand before it as "%caption|key"; "chart a 1 b 2", with the key "a"; "toc"; all else
    is a paragraph, which "->" what it refers to, "@" its source.
    """
    sections: list[Section] = []
    for part in text.strip().split("= ")[1:]:
        key, *lines = part.strip().splitlines()
        sections.append(Section(key, tuple(_blocks([line.strip() for line in lines]))))
    return write_docx(Document("Paper", "", (), tuple(sections), exempt=exempt), STYLE, trace=trace)


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        end = next((end for end in range(at + 1, len(lines)) if lines[end][:1] not in ("|", "-", "1")), len(lines))
        below = lines[at + 1 : end]
        at = end if line[:1] == "%" or line.endswith(":") else at + 1
        if line.startswith("#"):
            marks, _, words = line.partition(" ")
            yield Heading(words, len(marks))
        elif line.startswith("%"):
            caption, _, key = line[1:].partition("|")
            header, *rows = [tuple(row[1:].split("|")) for row in below]
            yield Table(caption, tuple(map(TableColumn, header)), tuple(rows), key=key)
        elif line.startswith("chart "):
            words = line.split()[1:]
            values = Series("Count", tuple(map(float, words[1::2])))
            yield Chart("bar", "Counts", "All counts.", tuple(words[::2]), (values,), key=words[0].lower())
        elif line == "toc":
            yield Contents()
        elif line.endswith(":"):
            items = tuple(item.partition(" ")[2] for item in below)
            yield Bullets(line, items, numbered=below[0].startswith("1"))
        else:
            words, _, source = line.partition(" @")
            words, _, keys = words.partition(" ->")
            yield Paragraph(words, see=tuple(keys.split()), source=source)


# --- what people do ---


def after(content: bytes, *edits: Edit) -> bytes:
    """A paper as people leave it."""
    word = docx.Document(io.BytesIO(content))
    for edit in edits:
        edit(word)
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def said(word: Any, words: str) -> Any:
    """The last paragraph that says some words, in a cell or not: the contents list stands before the text."""
    return [p for p in word.element.body.iter(f"{W}p") if words in text_of(p)][-1]


def row_of(word: Any, words: str) -> Any:
    return next(said(word, words).iterancestors(f"{W}tr"))


def table_of(word: Any, words: str) -> Any:
    return next(said(word, words).iterancestors(f"{W}tbl"))


def _outermost(word: Any, words: str) -> Any:
    """The paragraph that says some words, or its row."""
    return next(said(word, words).iterancestors(f"{W}tr"), said(word, words))


def retype(old: str, new: str) -> Edit:
    def edit(word: Any) -> None:
        text = [text for text in said(word, old).iter(f"{W}t") if old in (text.text or "")][-1]
        text.text = text.text.replace(old, new)

    return edit


def cut(*words: str) -> Edit:
    """Paragraphs taken out, or rows."""

    def edit(word: Any) -> None:
        for each in words:
            gone = _outermost(word, each)
            gone.getparent().remove(gone)

    return edit


def cut_section(key: str) -> Edit:
    return lambda word: word.element.body.remove(section_of(word, key))


def cut_table(words: str) -> Edit:
    def edit(word: Any) -> None:
        table = table_of(word, words)
        table.getparent().remove(table)

    return edit


def section_of(word: Any, key: str) -> Any:
    controls = word.element.body.iterchildren(f"{W}sdt")
    return next(each for each in controls if each.find(f"{W}sdtPr/{W}tag").get(f"{W}val").endswith(f":{key}"))


def own_paragraph(word: Any, text: str, style: str | None = None) -> Any:
    made = word.add_paragraph(text, style)._p
    made.getparent().remove(made)
    return made


def write(text: str, behind: str = "", before: str = "", style: str | None = None) -> Edit:
    """A paragraph of one's own behind another, or before it."""

    def edit(word: Any) -> None:
        place = said(word, behind or before)
        (place.addnext if behind else place.addprevious)(own_paragraph(word, text, style))

    return edit


def write_outside(text: str, behind_section: str) -> Edit:
    return lambda word: section_of(word, behind_section).addnext(own_paragraph(word, text))


def move(words: str, behind: str = "", before: str = "") -> Edit:
    """A paragraph or row moved elsewhere."""

    def edit(word: Any) -> None:
        place = _outermost(word, behind or before)
        (place.addnext if behind else place.addprevious)(_outermost(word, words))

    return edit


def move_section(key: str, before: str) -> Edit:
    return lambda word: section_of(word, before).addprevious(section_of(word, key))


def join(first: str, second: str) -> Edit:
    """The mark of a paragraph deleted before another."""

    def edit(word: Any) -> None:
        kept, gone = said(word, first), said(word, second)
        kept.extend(child for child in list(gone) if child.tag != f"{W}pPr")
        gone.getparent().remove(gone)

    return edit


def split(words: str, second: str) -> Edit:
    """Enter in a paragraph, whose second half is said: the bookmark goes over both."""

    def edit(word: Any) -> None:
        paragraph = said(word, words)
        behind = own_paragraph(word, second)
        behind.append(paragraph.findall(f"{W}bookmarkEnd")[-1])
        paragraph.addnext(behind)

    return edit


def ask(words: str, text: str) -> Edit:
    """A comment of a person's on the words of a paragraph."""

    def edit(word: Any) -> None:
        paragraph = docx.text.paragraph.Paragraph(said(word, words), word)
        word.add_comment(paragraph.runs, text, "A councillor", "AC")

    return edit


def track(words: str, text: str) -> Edit:
    """Words put in behind others while changes are tracked."""

    def edit(word: Any) -> None:
        paragraph = docx.text.paragraph.Paragraph(said(word, words), word)
        run = paragraph.add_run(text)._r
        tracked = run.makeelement(f"{W}ins", {f"{W}id": "9001", f"{W}author": "A councillor"})
        run.addprevious(tracked)
        tracked.append(run)

    return edit


def own_row(below: str, *texts: str) -> Edit:
    """A row of one's own."""

    def edit(word: Any) -> None:
        row = row_of(word, below)
        own = copy.deepcopy(row)
        for mark in list(own.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)
        for text, new in zip(own.iter(f"{W}t"), texts, strict=True):
            text.text = new
        row.addnext(own)

    return edit


def own_column(words: str, *texts: str) -> Edit:
    """A column of one's own at the right of a table."""

    def edit(word: Any) -> None:
        table = table_of(word, words)
        for row, text in zip(table.iter(f"{W}tr"), texts, strict=True):
            row.append(copy.deepcopy(row[-1]))
            paragraph = row[-1].find(f"{W}p")
            paragraph[1:] = []
            docx.text.paragraph.Paragraph(paragraph, word).add_run(text)
        table.find(f"{W}tblGrid").append(copy.deepcopy(table.find(f"{W}tblGrid")[-1]))

    return edit


def without_record(word: Any) -> None:
    for rel_id in [key for key, rel in word.part.rels.items() if rel.reltype == RT.CUSTOM_XML]:
        del word.part.rels[rel_id]


def as_it_is(_word: Any) -> None:
    """Saved again."""


# --- how they read afterwards ---


def merged(before: bytes, new: bytes, *edits: Edit) -> Kept:
    kept = renewed(after(before, *edits), new, BriefWords())
    assert kept
    return kept


class Shown:
    """A paper as lines: pieces by letters, small ones for those of the paper that people got, in its order.

    "= Summary" begins a section, and "~" what stands in none; the cover is left out. A paragraph begins with the
    letters of the pieces that it is, and the mark of its style; "{1 words 1}^AC why?" has a comment by AC; "<words>"
    are where a contents list leads to, other bookmarks are named.
    """

    def __init__(self, content: bytes, *papers: bytes) -> None:
        self.word = docx.Document(io.BytesIO(content))
        self._names, self._said = dict[str, str](), dict[str, str]()
        for first, paper in zip("aA", papers, strict=False):
            names = [name for name in pieces_of(paper) if name not in self._names and "_cover_" not in name]
            self._names |= {name: chr(ord(first) + at) for at, name in enumerate(names)}
            for words, digests in pieces_of(paper).values():
                self._said |= dict(zip(digests, words, strict=True))
        self._starts = list(self.word.element.body.iter(f"{W}bookmarkStart"))
        self._comments = {str(each.comment_id): f"{each.initials} {each.text}" for each in self.word.comments}

    def body(self) -> Iterator[str]:
        for element in self.word.element.body:
            if element.tag != f"{W}sdt":
                yield from (f"~ {line}" for line in self._lines(element))
            elif not element.find(f"{W}sdtPr/{W}tag").get(f"{W}val").endswith(":cover"):
                yield f"= {element.find(f'{W}sdtPr/{W}alias').get(f'{W}val')}"
                yield from (line for child in element.find(f"{W}sdtContent") for line in self._lines(child))

    def _lines(self, element: Any) -> Iterator[str]:
        for row in element.iter(f"{W}tr"):
            cells = [" ¶ ".join(map(self._paragraph, cell.iter(f"{W}p"))) for cell in row.iter(f"{W}tc")]
            yield f"| {' | '.join(cells)}"
        if element.tag == f"{W}p":
            yield self._paragraph(element)

    def _paragraph(self, element: Any) -> str:
        letters, text = [], []
        for child in element:
            mark = self._names.get(str(child.get(f"{W}name")), "") if child.tag == f"{W}bookmarkStart" else ""
            if mark:
                letters.append(mark)
            else:
                text.append(self._shown(child))
        properties = element.find(f"{W}pPr")
        looks = () if properties is None else properties
        marks = [self._look(look) for look in looks]
        return " ".join(filter(None, ("+".join(letters), *marks, "".join(text))))

    @staticmethod
    def _look(look: Any) -> str:
        """A property of a paragraph: the mark of its style, its list, or its name."""
        kind, value = look.tag.removeprefix(W), look.get(f"{W}val")
        if kind == "numPr":
            return f"#{look.find(f'{W}numId').get(f'{W}val')}"
        if kind == "keepNext":  # new ones lack it, as people may have put anything behind them
            return ""
        return _STYLES.get(value, f"({value})") if kind == "pStyle" else f"<{kind}>"

    def _shown(self, element: Any) -> str:
        """What a child of a paragraph shows."""
        kind = element.tag.removeprefix(W)
        if kind in ("pPr", "drawing"):
            return "".join(f"[picture {each.get('id')}: {each.get('descr')}]" for each in element.iter("{*}docPr"))
        inner = "".join(map(self._shown, element))
        number = element.get(f"{W}id")
        own = [start.get(f"{W}name") for start in self._starts if start.get(f"{W}id") == number]
        name = "" if own and own[0].startswith("_Toc") else "".join(own)
        signs = {
            "t": element.text, "instrText": f"({str(element.text).partition(_SWITCH)[0].strip()})",
            "commentRangeStart": f"{{{number} ", "commentRangeEnd": f" {number}}}",
            "commentReference": f"^{self._comments.get(str(number))}",
            "bookmarkStart": f"<{name}", "bookmarkEnd": "" if is_ours(name) else f"{name}>",
            "hyperlink": f"{inner} ->{element.get(f'{W}anchor')}", "ins": f"+{inner}+", "del": f"-{inner}-",
            "rPr": "".join(f"<{each.tag.removeprefix(W)}>" for each in element if each.tag != f"{W}rStyle"),
        }  # fmt: skip
        return str(signs.get(kind, inner))

    def record(self, new: bytes) -> Iterator[str]:
        """The letters of the pieces in the record, and what it says otherwise than that of the new version."""
        now, written = record_in(self.word), written_in(new)
        assert now
        entries = {name: entry for name, entry in now.entries.items() if name in self._names}
        yield f"record {''.join(self._names[name] for name in entries)}"
        for name, entry in entries.items():
            if entry != written.entries.get(name):
                words = " | ".join(self._said.get(each, "?") for each in entry.digests)
                table = self._names[entry.table] if entry.table else ""
                told = " (told)" if entry.comment else ""
                yield f"{self._names[name]} {entry.section}{f', table {table}' if table else ''}: {words}{told}"


@cache
def written_in(content: bytes) -> Record:
    record = record_in(docx.Document(io.BytesIO(content)))
    assert record
    return record


@cache
def pieces_of(content: bytes) -> dict[str, tuple[list[str], tuple[str, ...]]]:
    """What each piece of a paper as it was written says, and its digests."""
    word = docx.Document(io.BytesIO(content))
    body = word.element.body
    settle_bookmarks(body)
    unwrapped(body)
    return {name: (piece.words, piece.digests) for name, piece in Reading(body, charts_of(word)).by_name.items()}


def told_of(kept: Kept, before: bytes, new: bytes) -> list[str]:
    """How a renewed paper differs from the new version, with a line around each place; its record; what is told."""
    shown = Shown(kept.content, before, new)
    sound(shown.word)
    lines = difflib.unified_diff(_body_of(new, before), list(shown.body()), n=1, lineterm="")
    apart = [_GAP if line.startswith("@@") else line for line in lines if line[:3] not in ("---", "+++")]
    return [*apart, *shown.record(new), *summary_of(kept)]


@cache
def _body_of(new: bytes, before: bytes) -> list[str]:
    return list(Shown(new, before, new).body())


def summary_of(kept: Kept) -> list[str]:
    """What is told of a renewal, a line for each kind that there is."""
    told = [f"{each.kind} in {each.section}: {each.text}" for each in kept.comments]
    named: Mapping[str, object] = {
        "edited": ", ".join(kept.edited), "removed": ", ".join(kept.removed), "added": kept.added,
    }  # fmt: skip
    return [*(f"{name} {what}" for name, what in named.items() if what), *told]


def sound(word: Any) -> None:
    """Everything that is named in a file is there, and every number stands once."""
    body = word.element.body
    starts, ends = ([mark.get(f"{W}id") for mark in body.iter(f"{W}{tag}")] for tag in ("bookmarkStart", "bookmarkEnd"))
    assert sorted(map(int, starts)) == list(range(1, len(starts) + 1))
    assert sorted(starts) == sorted(ends)
    for tag, key in (("sdt", "sdtPr/w:id"), ("commentReference", "")):
        found = [
            mark.find(f"w:{key}", {"w": W[1:-1]}).get(f"{W}val") if key else mark.get(f"{W}id")
            for mark in body.iter(f"{W}{tag}")
        ]
        assert len(found) == len({*found})
    drawn = [mark.get("id") for mark in body.iter("{*}docPr")]
    assert len(drawn) == len({*drawn})
    styles = {style.get(f"{W}styleId") for style in word.styles.element.iter(f"{W}style")}
    assert {use.get(f"{W}val") for use in body.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")} <= styles | {
        "CommentReference"  # python-docx's own, which it does not bring
    }
    charts = {rel_id for rel_id, rel in word.part.rels.items() if rel.reltype == RT.CHART}
    assert {mark.get(R_ID) for mark in body.iter(CHART)} == charts
