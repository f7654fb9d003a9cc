"""References to other parts of a document, as the words of a sentence: "See Appendix 6 and Table 12."."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from smreport.frozen import Frozen
from smreport.words import joining, locales, place, placed, say


class Reference(Frozen):
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
    named = [_pieces(key, labels[key]) for key in keys]
    places = locales.listed(map(place, range(len(named))))
    if text.endswith(":"):
        said = say("word.see.before_colon", text=text[:-1].rstrip(), places=places)
    else:
        said = say("word.see.sentence", text=text, places=places)
    return [piece for thing in placed(said, named) for piece in ([thing] if isinstance(thing, str) else thing)]


def in_words(pieces: Iterable[Piece]) -> str:
    """The pieces as a reader sees them."""
    return "".join(piece if isinstance(piece, str) else piece.label for piece in pieces)


def _pieces(key: str, label: str) -> list[Piece]:
    """The label as a reference; the marks around a quoted one stay outside it."""
    before, after = str.split(joining.quoted(place(0)), place(0))
    if len(label) > len(before + after) and label.startswith(before) and label.endswith(after):
        words = label[len(before) : len(label) - len(after)]
        return [piece for piece in (before, Reference(key, words), after) if piece]
    return [Reference(key, label)]
