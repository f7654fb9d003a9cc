"""What lies on and over the cells of a sheet and is no answer: comments, threads of them, and text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from smreport.frozen import Frozen, field
from smreport.package.parts import Parts

Place = tuple[int, int]
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_KINDS = ("comments", "threadedComment", "drawing")
_STAND_IN = re.compile(r"^\[Threaded comment\].*?(?:Comment|Kommentar|Commentaire):\s*", re.DOTALL)


class Beside(Frozen):
    """What lies on the cells of one sheet, by place.

    comments  what people wrote on cells, threads in one text
    boxes     texts in boxes and shapes, by the cell under their upper left corner
    """

    comments: dict[Place, str] = field(default_factory=dict)
    boxes: dict[Place, str] = field(default_factory=dict)


def find_beside(parts: Parts, sheet: str) -> Beside:
    """What lies on the cells of a sheet, by the name of its part."""
    said: dict[Place, str] = {}
    threads: dict[Place, list[str]] = {}
    boxes: dict[Place, list[str]] = {}
    for relationship in parts.relationships(sheet, _KINDS):
        kind = relationship.kind.rpartition("/")[2]
        if not (kind in _KINDS and parts.has(relationship.target) and parts.is_sound(relationship.target)):
            continue
        if kind == "comments":
            said.update(_comments(parts.root(relationship.target)))
        elif kind == "threadedComment":
            for place, text in _threads(parts.root(relationship.target)):
                threads.setdefault(place, []).append(text)
        elif kind == "drawing":
            for place, text in _boxes(parts.root(relationship.target)):
                boxes.setdefault(place, []).append(text)
    threaded = {place: "\n".join(texts) for place, texts in threads.items()}
    return Beside({**said, **threaded}, {place: "\n".join(texts) for place, texts in boxes.items()})


def _place(address: str) -> Place | None:
    """The row and column of an address, both counted from 1."""
    match = _ADDRESS.fullmatch(address)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _comments(root: Any) -> Iterator[tuple[Place, str]]:
    for comment in root.iter("{*}comment"):
        place = _place(comment.get("ref", ""))
        text = "".join(part.text or "" for part in comment.iter("{*}t"))
        if place:
            yield place, _STAND_IN.sub("", text).strip()


def _threads(root: Any) -> Iterator[tuple[Place, str]]:
    for comment in root.iter("{*}threadedComment"):
        place, text = _place(comment.get("ref", "")), comment.findtext("{*}text") or ""
        if place and text.strip():
            yield place, text.strip()


def _boxes(root: Any) -> Iterator[tuple[Place, str]]:
    for anchor in root:
        lines = ["".join(part.text or "" for part in line.iter("{*}t")) for line in anchor.iter("{*}p")]
        text = "\n".join(line for line in lines if line.strip())
        corner = next(anchor.iter("{*}from"), None)
        at = ["0", "0"] if corner is None else [corner.findtext(f"{{*}}{side}") or "0" for side in ("row", "col")]
        if text:
            yield (int(at[0]) + 1, int(at[1]) + 1), text


# --- .ods ---

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAWN = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_LINE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"


def comment_on(cell: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """The comment on a cell of an .ods file, if there is one."""
    for comment in cell.iterfind(f"{_OFFICE}annotation"):
        if text := _lines(comment):
            yield place, text


def boxes_over(owner: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """The text of boxes and shapes of an .ods file that are tied to a cell, or to a sheet; None has none."""
    shapes = [shape for shape in owner if str(shape.tag).startswith(_DRAWN)] if owner is not None else []
    if text := "\n".join(filter(None, map(_lines, shapes))):
        yield place, text


def _lines(element: Any) -> str:
    lines = ("".join(line.itertext()) for line in element.iter(_LINE))
    return "\n".join(line for line in lines if line.strip())
