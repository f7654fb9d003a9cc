"""How much is taken of a packed file, and how its refusal is worded by those who know what kind of file it is to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from smreport.errors import InvalidValue
from smreport.frozen import Frozen
from smreport.limits import MOST_PARTS
from smreport.words import say

_NO_LIMIT = 2**60
_LONGEST_SAID = 200  # letters of what a library says, or of a part's name


class Refused(InvalidValue):
    """A packed file, or a part of it, is not taken; the text is for the person who gave it, without the file's name.

    reason  one of those that :class:`Terms` names
    """

    reason = ""


class Said(Mapping[str, str]):
    """Words for reasons that are said when they are asked for, in the language that is spoken then."""

    def __init__(self, said: Callable[[], Mapping[str, str]]) -> None:
        self._said = said

    def __getitem__(self, reason: str) -> str:
        return self._said()[reason]

    def __iter__(self) -> Iterator[str]:
        return iter(self._said())

    def __len__(self) -> int:
        return len(self._said())


class Terms(Frozen):
    """What a kind of file may take, and the words of its refusals.

    words     a sentence for each reason. {part}, {problem}, {kind} and {needed} in them are what the reason tells.
              A reason without a sentence has that of "damaged".
              About the whole file:
                  empty, another (it is a {kind}), no package, cut off, password, label, old, parts (too many)
              About what is packed in it:
                  damaged ({problem}), entry ({problem}: its place or its packing could do harm), encrypted,
                  unpacked ({part} is too much), no types (no Office file)
              About XML:
                  unsafe ({part} defines entities, or hides whether it does), part ({part}: {problem}),
                  memory ({needed} MB), elements ({part})
    parts     how many there may be
    part      bytes of one part
    unpacked  bytes of all parts that are unpacked
    memory    MB of the trees of XML: of each, or of all together
    elements  of XML: of each part, or of all together
    together  whether the trees are held together
    bare      whether comments and processing instructions are left out of them
    """

    words: Mapping[str, str]
    parts: int = MOST_PARTS
    part: int = _NO_LIMIT
    unpacked: int = _NO_LIMIT
    memory: float = _NO_LIMIT
    elements: int = _NO_LIMIT
    together: bool = True
    bare: bool = False

    def refused(self, reason: str, **details: object) -> Refused:
        """The refusal for a reason, with what it tells: ``terms.refused("unpacked", part="xl/styles.xml")``."""
        known = {"part": "", "problem": say("word.package.damaged"), "kind": "", "needed": ""}
        refusal = Refused(self.words.get(reason, self.words["damaged"]).format(**{**known, **details}))
        refusal.reason = reason
        return refusal


OWN = Terms(Said(lambda: {"damaged": say("word.package.own", problem="{problem}")}))
"""Of files that were made here."""


def said(problem: object) -> str:
    """What a library says of a file, on one line and without its full stop."""
    return " ".join(str(problem).split())[:_LONGEST_SAID].rstrip(".") or say("word.package.damaged")
