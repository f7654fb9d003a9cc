"""The words of a text, and when it is likely another way of writing a name: shortened, or with a slip of one letter.

What tells names apart that are otherwise alike is never a slip: a word of one letter, or one with figures ("Phase 1",
"Phase 2"). A text is never held against all names, of which there may be thousands.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from smreport.blueprint.values import normalised

Words = tuple[str, ...]

_SMALL = frozenset({"and", "at", "for", "in", "of", "on", "the", "to"})
_UNITS = frozenset({"team", "dept", "department", "division", "unit", "section", "directorate"})
_NUMBERING = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]\s+|^#\s*", re.IGNORECASE)
_UNSURE = re.compile(
    r"[\s(\[,:–—-]+(?:tbc|tba|tbd|to be confirmed|to be agreed|provisional|etc)[\s.)\]]*$", re.IGNORECASE
)
_SHORTEST = 3  # letters of a shortened word
_SLIPPED = 5  # letters of a word in which one may be wrong
_NEARNESS = 0.7  # of two words that may be meant for the same
LITTLE_WORDS = frozenset({"and", "the"})


@lru_cache(maxsize=100_000)
def words_of(text: str) -> Words:
    """The words that a text says, in order, without what never matters."""
    return tuple(map(stem, _spelt(text)))


def _spelt(text: str) -> list[str]:
    """The words of a text in small letters without accents."""
    letters = unicodedata.normalize("NFKD", normalised(text)).replace("'", "")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", plain.replace("&", " and "))


def stem(word: str) -> str:
    """A word as its singular and plural share it."""
    if word in ("children", "childrens"):
        return "child"
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def folded(text: str) -> Words:
    """A text as names are compared: its words in any order."""
    words = words_of(text)
    return tuple(sorted(word for word in words if word not in LITTLE_WORDS)) or words


@lru_cache(maxsize=100_000)
def in_one_word(text: str, fillers: tuple[str, ...] = ()) -> str:
    """The words of a text as one: "You Tube" as "YouTube". Fillers are left out, unless there is nothing else."""
    words, left_out = _spelt(text), _stems(fillers)
    *before, last = [word for word in words if stem(word) not in left_out] or words or [""]
    return stem("".join([word.removesuffix("s") for word in before] + [last]))


@lru_cache(maxsize=10)
def _stems(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(stem, words))


def without_ado(typed: str) -> str:
    """A name without what people put around it in a list: "1. Libraries", "Libraries (tbc)"."""
    return _UNSURE.sub("", _NUMBERING.sub("", typed.strip())).strip()


def without_unit(words: Words) -> tuple[str, ...]:
    """The words without the last one where it only says that they name a part of a council: "Highways team"."""
    return tuple(words[:-1]) if len(words) > 1 and words[-1] in _UNITS else tuple(words)


class ByWords:
    """Names by the words of what they are called, so that a text is held only against those that it may stand for."""

    def __init__(self, called: Iterable[tuple[Words, str]]) -> None:
        self._names: dict[object, list[tuple[Words, str]]] = defaultdict(list)
        self._lengths: set[int] = set()
        for words, name in called:
            telling = _telling(words)
            self._lengths.add(len(telling))
            for key in (_outline(telling), _beginning(telling, len(telling))):
                self._names[key].append((telling, name))

    def likely(self, typed: Words) -> Iterator[str]:
        """The names that a text likely stands for, by its words in order; some may come twice."""
        said = _telling(typed)
        if said:
            yield from (name for called, name in self._names.get(_outline(said), ()) if _is_likely(said, called))
        for length in self._lengths if len(said) > 1 else ():
            if 2 * len(said) >= length > len(said):
                longer = self._names.get(_beginning(said, length), ())
                yield from (name for called, name in longer if called[: len(said)] == said)


def _outline(telling: Words) -> object:
    """What two names of as many words share where one likely stands for the other: first letters, and marks."""
    return "".join(word[0] for word in telling), marks_of(telling)


def _beginning(telling: Words, length: int) -> object:
    """What a name shares with one of so many words that it begins: half of these, and marks."""
    return telling[: (length + 1) // 2], marks_of(telling), length


def _is_likely(said: Words, called: Words) -> bool:
    pairs = list(zip(said, called, strict=True))
    short = all(_is_short(*pair) or (len(pairs) > 1 and _is_contracted(*pair)) for pair in pairs)
    return said == called or short or _is_slip(pairs)


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


def _telling(words: Words) -> Words:
    """The words that tell one name from another."""
    return tuple(word for word in words if word not in _SMALL) or words


def marks_of(words: Words) -> Words:
    """The words of one letter, and those with figures, in any order."""
    return tuple(sorted(word for word in words if len(word) == 1 or not word.isalpha()))


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


class ByLetters:
    """Texts by the letters in them, so that a text is compared only with those that may be like it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [text for text in texts if text]
        self._bits: dict[str, int] = {}
        self._places: dict[tuple[str, int], int] = {}

    def closest(self, said: str, cutoff: float, fits: Callable[[str], bool] = bool) -> list[str]:
        """The texts that are most like one, in no order: those alone that ``difflib.get_close_matches`` puts first."""
        letters, length, best = self._letters(said), len(said), cutoff
        as_long = [text for text in self._texts if 2.0 * min(len(text), length) / (len(text) + length) >= cutoff]
        shared = [2.0 * (self._letters(text) & letters).bit_count() / (len(text) + length) for text in as_long]
        matcher, closest = SequenceMatcher(None, "", said), list[str]()
        for at_most, text in sorted(zip(shared, as_long, strict=True), reverse=True):
            if at_most < best:
                break
            if fits(text):
                matcher.set_seq1(text)
                if (near := matcher.ratio()) >= best:
                    best, closest = near, [*(closest if near == best else ()), text]
        return closest

    def _letters(self, text: str) -> int:
        """The letters of a text as bits, one for each time that a letter is in it: texts share as many as both have."""
        if text not in self._bits:
            times: dict[str, int] = defaultdict(int)
            bits = bytearray(len(self._places) // 8 + len(text))
            for letter in text:
                times[letter] += 1
                place = self._places.setdefault((letter, times[letter]), len(self._places))
                bits[place // 8] |= 1 << place % 8
            self._bits[text] = int.from_bytes(bits, "little")
        return self._bits[text]
