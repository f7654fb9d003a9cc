"""When a text is likely another way of writing a name: shortened, with a slip of one letter, or with words around it.

Only words are compared here, as :func:`smreport.blueprint.naming.words_of` gives them. What tells names apart that
are otherwise alike is never a slip: a word of one letter, or one with figures ("Phase 1", "Phase 2").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

Words = Sequence[str]

_SMALL = frozenset({"and", "at", "for", "in", "of", "on", "the", "to"})
_UNITS = frozenset({"team", "dept", "department", "division", "unit", "section", "directorate"})
_NUMBERING = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]\s+|^#\s*", re.IGNORECASE)
_UNSURE = re.compile(
    r"[\s(\[,:–—-]+(?:tbc|tba|tbd|to be confirmed|to be agreed|provisional|etc)[\s.)\]]*$", re.IGNORECASE
)
_SHORTEST = 3  # letters of a shortened word
_SLIPPED = 5  # letters of a word in which one may be wrong
_NEARNESS = 0.7  # of two words that may be meant for the same


def without_ado(typed: str) -> str:
    """A name without what people put around it in a list: "1. Libraries", "Libraries (tbc)"."""
    return _UNSURE.sub("", _NUMBERING.sub("", typed.strip())).strip()


def without_unit(words: Words) -> tuple[str, ...]:
    """The words without the last one where it only says that they name a part of a council: "Highways team"."""
    return tuple(words[:-1]) if len(words) > 1 and words[-1] in _UNITS else tuple(words)


def is_likely(typed: Words, name: Words) -> bool:
    """Whether a text likely stands for a name, by the words of both in order."""
    said, called = _telling(typed), _telling(name)
    if not said or _marks(said) != _marks(called):
        return False
    if len(said) == len(called):
        pairs = list(zip(said, called, strict=True))
        short = all(_is_short(*pair) or (len(pairs) > 1 and _is_contracted(*pair)) for pair in pairs)
        return said == called or short or _is_slip(pairs)
    return len(said) > 1 and 2 * len(said) >= len(called) > len(said) and called[: len(said)] == said


def is_misspelt(typed: Words, name: Words) -> bool:
    """Whether a text is a name but for a letter of a word."""
    return len(typed) == len(name) and _is_slip(list(zip(typed, name, strict=True)))


def may_be_misspelt(typed: Words, name: Words) -> bool:
    """Whether no word of one is quite another than that of the other, where they have as many."""
    said, called = _telling(typed), _telling(name)
    if len(said) != len(called):
        return True
    return all(
        word == other or SequenceMatcher(None, word, other).ratio() > _NEARNESS
        for word, other in zip(said, called, strict=True)
    )


def _telling(words: Words) -> list[str]:
    """The words that tell one name from another."""
    return [word for word in words if word not in _SMALL] or list(words)


def _marks(words: Words) -> list[str]:
    """The words of one letter, and those with figures."""
    return sorted(word for word in words if len(word) == 1 or not word.isalpha())


def _is_short(word: str, whole: str) -> bool:
    """Whether a word is another, or three letters or more of its beginning."""
    return word == whole or (len(word) >= _SHORTEST and whole.startswith(word))


def _is_contracted(word: str, whole: str) -> bool:
    """Whether a word is another without some letters inside: "asst" for "assistant"."""
    if len(word) < _SHORTEST or len(whole) <= len(word) + 2 or (word[0], word[-1]) != (whole[0], whole[-1]):
        return False
    letters = iter(whole)
    return all(letter in letters for letter in word)


def _is_slip(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether all words are the same but for a letter of one."""
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    return len(differing) == 1 and _one_letter_off(*differing[0])


def _one_letter_off(word: str, other: str) -> bool:
    """Whether a letter was left out, doubled, mistaken or swapped with the next; the first letter is never wrong."""
    short, long = sorted((word, other), key=len)
    if len(short) < _SLIPPED or len(long) - len(short) > 1 or short[0] != long[0]:
        return False
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long
