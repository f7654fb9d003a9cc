"""References to other parts of a document, as the words of a sentence: "See Appendix 6 and Table 12."."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """The part of a sentence that names a section, a table or a figure by its label."""

    key: str
    label: str


Piece = str | Reference


def with_references(text: str, see: Iterable[str], labels: Mapping[str, str]) -> list[Piece]:
    """``text`` in pieces, with where to look further: a sentence at its end, or in brackets before its colon.

    Keys without a label are left out: a council may drop the section that they stand for.
    """
    keys = [key for key in dict.fromkeys(see) if key in labels]
    if not keys:
        return [text]
    named = list(_enumerated([_pieces(key, labels[key]) for key in keys]))
    if text.endswith(":"):
        return [f"{text[:-1]} (see ", *named, "):"]
    return [f"{text} See ", *named, "."]


def in_words(pieces: Iterable[Piece]) -> str:
    """The pieces as a reader sees them."""
    return "".join(piece if isinstance(piece, str) else piece.label for piece in pieces)


def _pieces(key: str, label: str) -> list[Piece]:
    """The label as a reference; the marks around a quoted one stay outside it."""
    if label.startswith("“"):
        return ["“", Reference(key, label[1:-1]), "”"]
    return [Reference(key, label)]


def _enumerated(names: list[list[Piece]]) -> Iterator[Piece]:
    for position, name in enumerate(names, start=1):
        yield from name
        if position < len(names):
            yield " and " if position == len(names) - 1 else ", "
