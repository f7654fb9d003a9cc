"""Elements of spreadsheets as Excel's XML has them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from smreport.package.trees import Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL_ID = f"{{{OFFICE}}}id"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOT_IN_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # compiled when needed, which takes long
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def column_number(letters: bytes) -> int:
    """A column's number from 1 by its letters: 28 for AB."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def sml(tag: str, *content: Element | str, **attributes: str | float) -> Element:
    """``sml("c", r="A1")`` makes ``<c r="A1"/>`` in the namespace of spreadsheets, with a text or elements in it."""
    element = etree.Element(f"{{{MAIN}}}{tag}", {key: str(value) for key, value in attributes.items()}, {None: MAIN})
    for node in content:
        if isinstance(node, str):
            element.text = written(node)
        else:
            element.append(node)
    return element


def pointing(tag: str, relationship: str, **attributes: str | float) -> Element:
    """``pointing("tablePart", "rId1")`` makes ``<tablePart r:id="rId1"/>``."""
    texts = {key: str(value) for key, value in attributes.items()}
    return etree.Element(f"{{{MAIN}}}{tag}", {**texts, REL_ID: relationship}, {None: MAIN, "r": OFFICE})


def written(text: str) -> str:
    """A text as Excel's XML holds it: it takes _x0041_ for a letter, and XML takes no control characters."""
    return _LOOKS_ESCAPED.sub("_x005F_", re.sub(_NOT_IN_XML, " ", text))


def local(element: Element) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(parent: Element, tag: str) -> Element:
    """The first child of that name in the namespace of spreadsheets, None where there is none."""
    return parent.find(f"{{{MAIN}}}{tag}")


def insert_in_order(parent: Element, new: Element, order: Sequence[str]) -> Element:
    """Put a child behind all those that the schema wants before it, and give it back."""
    before = set(order[: order.index(local(new)) + 1])
    places = [place for place, sibling in enumerate(parent, start=1) if local(sibling) in before]
    parent.insert(places[-1] if places else 0, new)
    return new
