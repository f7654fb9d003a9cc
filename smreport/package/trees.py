"""XML made into trees by one hardened parser: no entities, no network, no huge trees."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # an lxml element; lxml ships no types

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNIT = 200  # bytes that a tag or an attribute takes in a tree, at most
_UNSAFE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ENCODING = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252")
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm": the parser would know it


class NoXml(ValueError):
    """What is not XML, or is not taken for it; the text is what the parser says."""


def is_unsafe_xml(part: bytes) -> bool:
    """Whether XML defines entities, or has an encoding that could hide that it does."""
    if part.startswith(_EBCDIC):
        return True
    declared = _ENCODING.search(part[:1000])
    unknown = declared is not None and declared[1].lower() not in _ENCODINGS
    return unknown or b"\0" in part or _UNSAFE.search(part) is not None


def parsed(xml: bytes, *, bare: bool = False, forgiving: bool = False) -> Element:
    """The root element of XML that is known to be safe, or is made here.

    bare       without comments and processing instructions
    forgiving  with what can be made of it where it is faulty

    Raises NoXml.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=bare, remove_pis=bare, recover=forgiving
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as problem:
        raise NoXml(str(problem)) from problem


def one_by_one(xml: bytes, tag: str) -> Iterator[Element]:
    """The elements of a name in turn, each gone before the next is read, as the whole tree would take much memory.

    Ends where the XML is faulty.
    """
    steps = etree.iterparse(io.BytesIO(xml), tag=tag, resolve_entities=False, no_network=True)
    try:
        for _, element in steps:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        return


def as_xml(root: Element) -> bytes:
    """An element in UTF-8, without a declaration."""
    content: bytes = etree.tostring(root, encoding="UTF-8")
    return content


def megabytes_of_tree(part: bytes) -> float:
    """How much memory the tree of an XML part takes at most."""
    return _UNIT * (part.count(b"<") + part.count(b"=")) / 1024**2


def elements_in(part: bytes) -> int:
    """How many elements, comments and the like an XML part holds at most."""
    return part.count(b"<") - part.count(b"</")
