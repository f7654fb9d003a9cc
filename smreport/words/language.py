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


def first_month() -> int:
    """The month in which a financial year begins where the language is spoken, from 1."""
    words: Words | None = spoken()
    while words is not None:
        if month := _first_month(words.folder / "financial_year.txt"):
            return month
        words = words.others
    return _first_month(ENGLISH.folder / "financial_year.txt")


@cache
def _first_month(path: Path) -> int:
    """The number in a file, in a line of its own; 0 where there is no file."""
    return int("".join(line for line in _lines(path) if not line.startswith("#")) or 0)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


@cache
def _words(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return ()
