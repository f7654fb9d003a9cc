"""What people type in other languages, in the words that smreport reads: English ones, and pounds.

Each language has a ``reading.csv`` of what people write in cells beside figures, dates and blanks, and what that is in
English: "tua" is "about". The names of months come from the CLDR.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from smreport.frozen import replace
from smreport.words.catalogue import Words, language_of, spoken
from smreport.words.locales import NO_CURRENCY, currency_of, sign_of

FILE = "reading.csv"
HOME, ELSEWHERE = "GBP", "€"
_SIGNS = ("£", "gbp", "pounds", "pound")


def in_english(typed: str) -> str:
    """A text as English would have it, as far as the language that is spoken has words for it."""
    words = spoken()
    return _replaced(typed, words) if words.reads else typed


@lru_cache(maxsize=10_000)
def _replaced(typed: str, words: Words) -> str:
    return _pattern(words).sub(lambda match: words.reads[match[0].lower()], typed)


@lru_cache(maxsize=32)
def _pattern(words: Words) -> re.Pattern[str]:
    """What is read, as one pattern, longer ones first; letters do not stand beside them."""
    longest_first = sorted(words.reads, key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W\d_])", re.IGNORECASE)


def reads_of(folders: Iterable[Path], tag: str) -> dict[str, str]:
    """What is read in a language, by what people write: from its folders, and of its months and money."""
    known = {**_money(tag), **_months(tag)}
    for folder in folders:
        if (folder / FILE).is_file():
            known |= dict(csv.reader(io.StringIO((folder / FILE).read_text(encoding="utf-8"))))
    return {said.lower(): meant for said, meant in known.items()}


def with_reads(words: Words, others: Words) -> Words:
    """A language, of which what is written in another one is read as well."""
    return replace(words, reads={**others.reads, **words.reads})


def _months(tag: str) -> dict[str, str]:
    """The months in English by their names in the language, in full; nothing for English."""
    from babel import Locale

    if language_of(tag) == "en":
        return {}
    names, english = (Locale.parse(name, sep="-").months for name in (tag, "en"))
    return {
        str(names[form]["wide"][month]): str(english["format"]["wide"][month])
        for form in ("format", "stand-alone")
        for month in range(1, 13)
    }


def _money(tag: str) -> dict[str, str]:
    """Pounds where the place has another currency: there its own is what is meant, and pounds are another one."""
    home = currency_of(tag)
    if home in (HOME, NO_CURRENCY):
        return {}
    sign = sign_of(tag)
    named = {name for locale in ("en", tag.replace("-", "_")) for name in _names(home, locale)}
    bare = {name.rpartition(" ")[2] for name in _names(home, "en")}  # the dollars of Canada are dollars there
    return {**dict.fromkeys(_SIGNS, ELSEWHERE), **dict.fromkeys(named | bare, "pounds"), home: "gbp", sign: "£"}


def money_respelt(tag: str) -> dict[str, str]:
    """What English says for pounds where the place has another currency: "£" is "€" there, "pounds" are "euros"."""
    home = currency_of(tag)
    if home in (HOME, NO_CURRENCY):
        return {}
    singular, plural = _names(home, "en")
    return {"£": sign_of(tag), "pound": singular, "pounds": plural}


def _names(currency: str, locale: str) -> tuple[str, str]:
    """What one and many of a currency are called in a language."""
    from babel.numbers import get_currency_name

    return get_currency_name(currency, 1, locale), get_currency_name(currency, 2, locale)
