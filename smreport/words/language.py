"""What else belongs to a language besides messages: lists of words, in files beside its catalogues."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from smreport.words.catalogue import ENGLISH, Words, language_of, spoken


def words_of(name: str) -> tuple[str, ...]:
    """The words of a list of the language that is spoken, none where it has no such list: it never has the English one.

    name  the name of its file, a text file with white space between words: ``small_words``
    """
    words: Words | None = spoken()
    is_english = language_of(spoken().tag) == "en"
    while words is not None:
        known = _words(words.folder / f"{name}.txt")
        if known and (is_english or words.folder != ENGLISH.folder):
            return known
        words = words.others
    return ()


@cache
def _words(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return ()
