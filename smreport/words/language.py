"""What else belongs to a language besides messages: lists of words, in files beside its catalogues."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from smreport.words.catalogue import spoken


def words_of(name: str) -> tuple[str, ...]:
    """The words of a list of the language that is spoken, none where it has no such list.

    name  the name of its file, a text file with white space between words: ``small_words``
    """
    return _words(spoken().folder / f"{name}.txt")


@cache
def _words(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return ()
