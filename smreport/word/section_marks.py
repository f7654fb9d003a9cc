"""Marks on the sections of a Word file: content controls whose tags say which section it is, "smreport:summary".

Earlier versions put a fingerprint behind the key, "smreport:summary:1f3a09c2d4e5" (``edits/earlier.py`` reads it).
"""

from __future__ import annotations

import re

from smreport.frozen import Frozen
from smreport.word.elements import Element, W

EXEMPT_TAG = "smreport-exempt:"
"""How the tags begin in a paper that shows figures which are not for publication."""

_PREFIX = "smreport:"
_TAG = re.compile(rf"({_PREFIX}|{EXEMPT_TAG})(.+?)(?::([0-9a-f]{{12}}))?")


class Mark(Frozen):
    """A section's key, the fingerprint that an earlier version gave it, and whether its paper is exempt."""

    key: str
    fingerprint: str = ""
    is_exempt: bool = False

    @property
    def tag(self) -> str:
        return f"{EXEMPT_TAG if self.is_exempt else _PREFIX}{self.key}"


def mark_of(control: Element) -> Mark | None:
    """The mark of a content control, None where it is not one of ours."""
    tag = control.find(f"{W}sdtPr/{W}tag") if control.tag == f"{W}sdt" else None
    said = None if tag is None else _TAG.fullmatch(str(tag.get(f"{W}val")))
    return Mark(said[2], said[3] or "", said[1] == EXEMPT_TAG) if said else None
