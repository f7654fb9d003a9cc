"""The words of a document that are people's own: all that its new version, as smreport writes it, does not say.

They are looked for in every part of the file: its text, notes, headers, comments and properties, what was deleted
while changes were tracked, what stands in place of pictures, its charts, and the files that are packed in it. Pictures
and packed files of older kinds are not read, but named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from smreport.frozen import Frozen
from smreport.package.terms import Refused
from smreport.package.trees import NoXml, is_unsafe_xml, parsed
from smreport.package.zipped import Zipped
from smreport.word.edits.comments import AUTHOR
from smreport.word.edits.opened import TERMS
from smreport.word.edits.words import digest
from smreport.word.elements import Element, W
from smreport.word.word_file import WordFile, text_of

Where = Literal["section", "comment", "property", "part"]
_TEXT, _COMMENTS, _PROPERTIES = "word/document.xml", "word/comments", "docProps/"
_SPOKEN = ("descr", "title", "tooltip", "alias", "Target")  # attributes that hold words
_COUNTED = "docProps/app.xml"  # of words and letters


class Own(Frozen):
    """Words that are people's own, and where they stand.

    name  the heading of the section, "" before the first; else the name of the part
    """

    where: Where
    name: str
    text: str


def own_words(content: bytes, fresh: bytes) -> list[Own]:
    """The words of a document that its new version, as it was just made, does not have."""
    written = {digest(own.text) for own in _words(fresh)}
    return [own for own in _words(content) if digest(own.text) not in written]


def unread_parts(content: bytes, fresh: bytes) -> list[str]:
    """The pictures, packed files of older kinds and the like that only the first of two documents has, by name."""
    known = set(Zipped(fresh, TERMS).values())
    return [name for name, part in Zipped(content, TERMS).items() if part not in known and not _is_read(part)]


def _is_read(part: bytes) -> bool:
    """Whether the words of a part are known: it is text, or a package of parts that are."""
    if not part.startswith(b"PK"):
        return b"\0" not in part or part.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return all(map(_is_read, Zipped(part, TERMS).values()))
    except Refused:
        return False


def _words(content: bytes) -> Iterator[Own]:
    parts = Zipped(content, TERMS)
    for name in parts:
        if name == _TEXT:
            yield from _of_text(WordFile(content))
        else:
            where: Where = "part"
            if name.startswith((_COMMENTS, _PROPERTIES)):
                where = "comment" if name.startswith(_COMMENTS) else "property"
            yield from (Own(where, name, text) for text in _of_part(name, parts[name]))


def _of_text(word: WordFile) -> Iterator[Own]:
    """The paragraphs of the body, each with the heading above it."""
    heading = ""
    for paragraph in word.part(_TEXT).iter(f"{W}p"):
        if word.style_of(paragraph).startswith("heading "):
            heading = text_of(paragraph)
        yield from (Own("section", heading, text) for text in _of_element(paragraph))


def _of_part(name: str, part: bytes) -> Iterator[str]:
    """The words of any part: paragraphs, leaves of XML, those of packed files, or plain text."""
    if part.startswith(b"PK"):
        yield from _of_packed(part)
        return
    try:
        root = None if is_unsafe_xml(part) else parsed(part)
    except NoXml:
        root = None
    if root is None:
        yield from filter(None, (" ".join(line.split()) for line in _as_text(part).splitlines()))
        return
    ours = (comment for comment in root.iter(f"{W}comment") if comment.get(f"{W}author") == AUTHOR)
    for comment in list(ours):
        comment.getparent().remove(comment)
    for text in _of_tree(root):
        if name != _COUNTED or not text.isdigit():
            yield text


def _as_text(part: bytes) -> str:
    """A part that is no XML as text; "" for pictures and other things that are none."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        return part.decode("utf-16", "ignore")
    return "" if b"\0" in part else part.decode("utf-8", "ignore")


def _of_packed(part: bytes) -> Iterator[str]:
    try:
        parts: Mapping[str, bytes] = dict(Zipped(part, TERMS))
    except Refused:
        return
    for name, content in parts.items():
        yield from _of_part(name, content)


def _of_tree(root: Element) -> Iterator[str]:
    paragraphs = list(root.iter(f"{W}p"))
    for paragraph in paragraphs:
        yield from _of_element(paragraph)
    if not paragraphs:
        yield from _of_leaves(root)


def _of_element(paragraph: Element) -> Iterator[str]:
    """What a paragraph says, what was deleted from it, and what stands in place of its pictures."""
    kinds = (f"{W}t", f"{W}tab", f"{W}br"), (f"{W}delText",), (f"{W}instrText",)
    for kind in kinds:
        said = " ".join("".join(element.text or " " for element in paragraph.iter(*kind)).split())
        if said:
            yield said
    yield from _of_attributes(paragraph)


def _of_leaves(root: Element) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str) and not len(element) and (text := " ".join((element.text or "").split())):
            yield text
    yield from _of_attributes(root)


def _of_attributes(root: Element) -> Iterator[str]:
    for element in root.iter():
        for name, value in element.items():
            if name.rpartition("}")[2] in _SPOKEN and value.strip():
                yield " ".join(value.split())
