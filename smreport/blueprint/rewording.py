"""A template in other words: what people read of it in another language, or in two.

The words stand in ``words/LANGUAGE.po`` of the template's folder, an ordinary gettext catalogue: the context of a
message says from where in the files the text is, and its msgid is the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path

from smreport.errors import InvalidValue, TemplateError, said_by
from smreport.frozen import Frozen
from smreport.words import Words, language_of, po_files, say, spoken
from smreport.words.reading import HOME
from smreport.words.sayings import Saying

BETWEEN = " / "
"""What stands between the two languages of a bilingual form."""
BETWEEN_TITLES, LONGEST_TITLE = " | ", 31
"""Excel's tabs take no stroke, and so many letters."""

_TAB = re.compile(r"(?:sheets/\w+\.toml|workbook\.toml (?:start|lists_sheet)) title")
_ALONE = re.compile(r"(?:workbook|sheets/\w+)\.toml (?:.* )?(?:what|fix|help|example)")
_SENTENCES = re.compile(r"(?:workbook|sheets/\w+)\.toml (?:.* )?(?:what|fix|help|row)|strategy\.toml tools")
"""What is said in findings; names of sheets and columns stay as they are in the workbook, whoever speaks of them."""
_LINES = re.compile(r"sheets/\w+\.toml guidance|workbook\.toml start (?:intro|steps)")
_TOLD, _PAID = re.compile(r"starter\.toml "), re.compile(r"£(?=\d)")
_NUMBER = re.compile(r"\d+[a-z]? ")


@dataclass(frozen=True)
class Translation:
    """The words of one language, by where a text stands and the text.

    words  spells them as the place wants it
    """

    words: Words
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict, hash=False)

    def __call__(self, where: str, text: str) -> str:
        words = self.texts.get((where, text))
        if words is None or not _SENTENCES.fullmatch(where):
            return words or self._as_spelt(where, text)
        return Saying(words, partial(_elsewhere, language_of(self.words.tag), words, text, self.titles), self.words)

    @cached_property
    def titles(self) -> dict[str, str]:
        """What the sheets are called in this language, by what the files call them."""
        return {text: title for (where, text), title in self.texts.items() if title and _TAB.fullmatch(where)}

    def _as_spelt(self, where: str, text: str) -> str:
        """A text as it is spelt in the place. What starter rows tell was paid stays in the money it was paid in."""
        is_elsewhere = bool(self.words.respelt.get("£"))
        return self.words.spelt(_PAID.sub(f"{HOME}\u00a0", text) if is_elsewhere and _TOLD.match(where) else text)

    def ways(self, where: str, text: str) -> tuple[str, ...]:
        """All that a text may be called: as the file has it, and in this language."""
        return tuple(dict.fromkeys((text, self(where, text))))


def _elsewhere(language: str, words: str, text: str, titles: Mapping[str, str]) -> str:
    """A sentence of a form for who speaks another language: as the files have it, with the sheets of the form."""
    return words if language_of(spoken().tag) == language else _with_titles(spoken().spelt(text), titles)


def _with_titles(text: str, titles: Mapping[str, str]) -> str:
    """A text with other titles of sheets."""
    if not titles:
        return text
    longest_first = "|".join(map(re.escape, sorted(titles, key=len, reverse=True)))
    return re.sub(rf"(?<!\w)(?:{longest_first})(?!\w)", lambda title: titles[title[0]], text)


class Written(Frozen):
    """The texts of a template's own files, for a form in their language."""

    folder: str

    def __call__(self, where: str, text: str) -> str:
        return Saying(text, partial(_in_other_words, self.folder, where, text)) if _SENTENCES.fullmatch(where) else text


def _in_other_words(folder: str, where: str, text: str) -> str:
    """A sentence of the files for who speaks another language, as far as there are words for it."""
    known = _known(folder, spoken())
    words = known.texts.get((where, text)) if known else None
    return _with_titles(words, {title: of_file for of_file, title in known.titles.items()}) if known and words else text


@cache
def _known(folder: str, words: Words) -> Translation | None:
    """What a template has in a language; what is wrong with its catalogue is told where a form is made of it."""
    for name in (words.tag, language_of(words.tag)):
        file = Path(folder, "words", f"{name}.po")
        if file.is_file():
            with suppress(TemplateError):
                return translation(words, file.read_bytes(), name)
    return None


class Both(Frozen):
    """Two languages side by side; each in a line where both are long.

    The first stands alone where Excel has no room for two: in prompts, in Check, and on tabs with a long title.
    """

    first: Translation
    second: Translation

    def __call__(self, where: str, text: str) -> str:
        if _ALONE.fullmatch(where):
            return self.first(where, text)
        if _TAB.fullmatch(where):
            title = self.in_full(where, text)
            return title if len(title) <= LONGEST_TITLE else self.first(where, text)
        between = "\n" if _LINES.fullmatch(where) else BETWEEN
        return between.join(dict.fromkeys((self.first(where, text), self.second(where, text))))

    def in_full(self, where: str, text: str) -> str:
        """A sheet's title in both languages, however long; a number at its beginning stands once."""
        first, second = self.first(where, text), self.second(where, text)
        number = _NUMBER.match(first)
        rest = second.removeprefix(number[0]) if number else second
        return BETWEEN_TITLES.join((first, rest)) if first != second else first

    def ways(self, where: str, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((text, self.first(where, text), self.second(where, text), self(where, text))))


Rewording = Translation | Both


@dataclass
class Recorder:
    """Gives the texts as they stand in the files, and remembers in which order each was asked for."""

    asked: dict[tuple[str, str], None] = field(default_factory=dict)

    def __call__(self, where: str, text: str) -> str:
        self.asked.setdefault((where, text))
        return text

    def ways(self, where: str, text: str) -> tuple[str, ...]:
        return (self(where, text),)


def translation(words: Words, catalogue: bytes, path: str) -> Translation:
    """The words of a catalogue (.po). Raises TemplateError where it cannot be read."""
    try:
        return Translation(words, po_files.texts(po_files.read(catalogue, path)))
    except InvalidValue as problem:
        raise TemplateError(say("template.words.not_readable", problem=said_by(problem))) from problem
