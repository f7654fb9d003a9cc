"""The messages of a language by their ids, with named parts and the language's own plurals."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

_PART = re.compile(r"\{([a-z_]+)\}")


class MissingWords(ResourceWarning):
    """An id that no catalogue has, or a part that was not given.

    It is a fault of smreport or of a translation, so users only see the id. Python shows warnings of this kind to
    nobody who did not ask for them; in the tests they are errors.
    """


@dataclass(frozen=True)
class Words:
    """The messages of one language.

    folder  where its catalogues are: ``terminal.mo``, ``findings.mo`` and so on; each is read when it is needed
    others  asked for what it lacks
    tag     the language and the place where it is spoken (BCP 47), which decide how figures and dates are written
    """

    folder: Path
    others: Words | None = None
    tag: str = "en-GB"

    def say(self, message: str, /, *, count: int | None = None, **parts: str) -> str:
        """The message with this id; see :func:`say`."""
        given = parts if count is None else {**parts, "count": self._written(count)}
        words = self._find(message, count)
        if words is None:
            _warn(f"no catalogue has the message {message}")
            return message

        def part(place: re.Match[str]) -> str:
            if place[1] not in given:
                _warn(f"{message} needs the part {place[1]}")
            return given.get(place[1], place[0])

        return _PART.sub(part, words)

    def _written(self, count: int) -> str:
        """A whole number with thousands apart; small ones are the same everywhere, and most are small."""
        if abs(count) < 1_000:
            return str(count)
        from babel.numbers import format_decimal

        return format_decimal(count, "#,##0", locale=self.tag.replace("-", "_"))

    def _find(self, message: str, count: int | None) -> str | None:
        """The words as they stand in the catalogue, with ``{names}`` in the places of parts."""
        catalogue = _catalogue(self.folder, message.partition(".")[0])
        none = f"{message}.none"
        if count is None:
            words = catalogue.gettext(message)
        elif count or (words := catalogue.gettext(none)) == none:
            words = catalogue.ngettext(message, message, count)
        if words != message:
            return words
        return self.others._find(message, count) if self.others else None


@cache
def _catalogue(folder: Path, name: str) -> NullTranslations:
    """A file of messages; gettext answers with the id itself where it has none."""
    try:
        with (folder / f"{name}.mo").open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return NullTranslations()


def _warn(what: str) -> None:
    warnings.warn(what, MissingWords, stacklevel=4)


ENGLISH = Words(Path(__file__).parent / "en")


def language(tag: str) -> Words:
    """The messages of a language by its tag, such as ``en-GB``; English for one that smreport does not speak."""
    return ENGLISH


_SPOKEN: ContextVar[Words] = ContextVar("words", default=ENGLISH)


def say(message: str, /, *, count: int | None = None, **parts: str) -> str:
    """The message with this id, in the language that is spoken.

    message  the id, as it stands in a catalogue: ``terminal.made``; its first word names the catalogue
    count    the number that the message depends on; it stands in it as ``{count}``. For 0 the message with the id and
             ``.none`` is taken, if there is one: "no rows" for "0 rows"
    parts    texts and numbers that stand in it as ``{name}``, formatted before
    """
    return _SPOKEN.get().say(message, count=count, **parts)


def spoken() -> Words:
    """The language that is spoken now."""
    return _SPOKEN.get()


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """Says all in another language meanwhile."""
    before = _SPOKEN.set(words)
    try:
        yield
    finally:
        _SPOKEN.reset(before)
