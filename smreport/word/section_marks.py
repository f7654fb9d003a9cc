"""Marks on the sections of a Word file: which section it is, and a fingerprint of what the tool wrote there.

The mark is the tag of a content control, "smreport:summary:1f3a09c2d4e5", which Word keeps as it is. Where the
fingerprint no longer fits the content, a person has edited it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smreport.word.elements import Element, W

WRITTEN = "smreport.sections"
"""The document variable that lists the sections that were written, so that one which a person took out stays out."""

EXEMPT_TAG = "smreport-exempt:"
"""How the tags begin in a paper that shows figures which are not for publication."""

_PREFIX = "smreport:"
_HAND_MADE = frozenset(
    ("b", "i", "u", "strike", "dstrike", "highlight", "vertAlign", "color", "caps", "smallCaps", "vanish")
)
_COUNTED = ("p", "fldChar", "t", "tab", "br", "commentReference")
_NEXT = "\0"  # no text in XML has it
_OFF = ("0", "false", "none", "auto", "baseline")
_CHANGES = {"ins": "[added]", "del": "[deleted]", "moveFrom": "[moved]", "moveTo": "[moved]", "drawing": "[figure]"}
_TOLD = tuple(f"{{*}}{name}" for name in (*_COUNTED, *_CHANGES, *_HAND_MADE))


@dataclass(frozen=True)
class Mark:
    """A section's key, the fingerprint of its content when it was written, and whether its paper is exempt."""

    key: str
    fingerprint: str
    exempt: bool = False

    @property
    def tag(self) -> str:
        return f"{EXEMPT_TAG if self.exempt else _PREFIX}{self.key}:{self.fingerprint}"


def marked(key: str, content: Iterable[Element], exempt: bool = False) -> Mark:
    """The mark of a section with this content (paragraphs and tables)."""
    return Mark(key, fingerprint(content), exempt)


def mark_of(control: Element) -> Mark | None:
    """The mark of a content control, None where it is not one of ours."""
    found = control.find(f"{W}sdtPr/{W}tag") if control.tag == f"{W}sdt" else None
    if found is None:
        return None
    prefix, _, rest = str(found.get(f"{W}val")).partition(":")
    key, _, print_ = rest.rpartition(":")
    return Mark(key, print_, f"{prefix}:" == EXEMPT_TAG) if f"{prefix}:" in (_PREFIX, EXEMPT_TAG) and key else None


def fingerprint(content: Iterable[Element]) -> str:
    """Twelve hexadecimal digits that change with the words, the styles or what a person made bold or coloured.

    What programs change by themselves does not count: the numbers that fields show, revision ids, spelling marks.
    """
    told = "\n".join(" ".join(line.split()) for block in content for line in _lines(block))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _lines(block: Element) -> list[str]:
    """The text of each paragraph of a block."""
    return "".join(_pieces(block)).split(_NEXT)[1:]


def _pieces(block: Element) -> Iterator[str]:
    """The text outside of fields, with marks of what a person did to it and of where a paragraph begins."""
    depth = 0
    for element in block.iter(_TOLD):
        name = element.tag.rpartition("}")[2]
        if name == "p":
            depth = 0
            yield _NEXT
        elif name == "fldChar":
            depth += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType"), 0)
        elif name in _CHANGES:
            yield _CHANGES[name]
        elif not depth:
            yield _piece(name, element)


def _piece(name: str, element: Element) -> str:
    """What one element outside of fields counts for, "" for nothing."""
    if name == "t":
        return element.text or ""
    if name in ("tab", "br"):
        return " "
    if name == "commentReference":
        return "[comment]"
    is_hand_made = name in _HAND_MADE and element.get(f"{W}val") not in _OFF and _in_a_run(element)
    return f"[{name}]" if is_hand_made else ""


def _in_a_run(element: Element) -> bool:
    properties = element.getparent()
    return properties is not None and properties.getparent().tag == f"{W}r"
