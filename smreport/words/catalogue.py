"""The messages of a language by their ids, with named parts and the language's own plurals."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, partial, wraps
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import NamedTuple, ParamSpec

from smreport.words import days
from smreport.words.sayings import Saying

P = ParamSpec("P")
_PART, _PLACE = re.compile(r"\{([a-z_]+)\}(\.(?=\s|$))?"), "{%s}"
_STOP, _CLOSED = ".", re.compile(r"[.!?…][\"'’”»]?$")
_OF_THE_TERMINAL = ("terminal.", "template.")
"""The catalogues of what a facilitator or engineer is told; all others are about a workbook, in its language."""
_IN_THE_FILE, _NOT_IN_IT = "workbook.", "workbook.kind."
"""Names that stand in a workbook, whoever speaks of it calls as they are there; what a cell takes is no such name."""


class MissingWords(ResourceWarning):
    """An id that no catalogue has, or a part that was not given.

    It is a fault of smreport or of a translation, so users only see the id. Python shows warnings of this kind to
    nobody who did not ask for them; in the tests they are errors.
    """


@dataclass(frozen=True)
class Words:
    """The messages of one language.

    folder  where its catalogues are: ``terminal.mo``, ``findings.mo`` and so on; each is read when it is needed. A
            folder of people's own has ``terminal.po`` and so on, as they edit them
    others  asked for what it lacks
    tag     the language and the place where it is spoken (BCP 47), which decide how figures and dates are written
    respelt words that are spelt otherwise in this place, by how they stand in the catalogues: "organise", "organize"
    reads   what people write in it, and what that is in English; see :mod:`smreport.words.reading`
    """

    folder: Path
    others: Words | None = None
    tag: str = "en-GB"
    respelt: Mapping[str, str] = field(default_factory=dict, hash=False)
    reads: Mapping[str, str] = field(default_factory=dict, hash=False)

    def say(self, message: str, /, *, count: int | None = None, **parts: str) -> str:
        """The message with this id; see :func:`say`."""
        template = _without_count(self, message) if count is None else _template(self, self._find(message, count))
        if template is None:
            _warn(f"no catalogue has the message {message}")
            return message
        given = {name: in_words(part, self) for name, part in parts.items()}
        if count is not None:
            given["count"] = self._written(count)
        given |= {name + _STOP: _closed(given[name]) for name in template.closed if name in given}
        try:
            return template.text % given
        except KeyError:
            return template.text % _Lacking(message, given)

    def spelt(self, words: str) -> str:
        """Words as they are spelt where the language is spoken, with days and money as they are written there."""
        if not self.respelt:
            return words
        return self.respelt.get(words) or days.in_place(respelt(words, self.respelt), self.tag)

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

    def __hash__(self) -> int:
        return hash(self.tag)  # quick, as it is asked for with every message


class _Lacking(dict[str, str]):
    """The parts of a message that lacks some: each of these stays as its name."""

    def __init__(self, message: str, parts: Mapping[str, str]) -> None:
        super().__init__(parts)
        self._message = message

    def __missing__(self, name: str) -> str:
        part = name.removesuffix(_STOP)
        _warn(f"{self._message} needs the part {part}")
        return _PLACE % part + name[len(part) :]


class _Template(NamedTuple):
    """What a catalogue has, as Python fills it in quickly: "Wrote %(path)s".

    closed  the parts behind which a full stop stands: "%(path.)s" is the part and the stop
    """

    text: str
    closed: tuple[str, ...]


def _closed(text: str) -> str:
    """A text as the end of a sentence: with a full stop, unless it has a mark of its own; without a loose comma."""
    bare = text.rstrip(" ,;")
    return bare if _CLOSED.search(bare) else bare + _STOP


@cache
def _without_count(words: Words, message: str) -> _Template | None:
    """The template of a message that depends on no number."""
    return _template(words, words._find(message, None))


@cache
def _template(words: Words, text: str | None) -> _Template | None:
    """What a catalogue has, None where it has nothing."""
    if text is None:
        return None
    spelt = words.spelt(text).replace("%", "%%")
    return _Template(_PART.sub(r"%(\1\2)s", spelt), tuple(part[1] for part in _PART.finditer(spelt) if part[2]))


def language_of(tag: str) -> str:
    """The language of a tag (BCP 47) without its place."""
    return tag.partition("-")[0]


def respelt(words: str, others: Mapping[str, str]) -> str:
    """Words with some of them spelt otherwise; a capital stays one, and names of parts stay as they are."""

    def other(word: re.Match[str]) -> str:
        spelling = others.get(word[0].lower())
        if spelling is None or word[0].startswith("{"):
            return word[0]
        if len(word[0]) > 1 and word[0].isupper():
            return spelling.upper()
        return spelling[:1].upper() + spelling[1:] if word[0][:1].isupper() else spelling

    return re.sub(r"\{\w+\}|[^\W\d_]+|£", other, words)


@cache
def _catalogue(folder: Path, name: str) -> NullTranslations:
    """A file of messages; gettext answers with the id itself where it has none."""
    own = folder / f"{name}.po"
    try:
        with (folder / f"{name}.mo").open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return GNUTranslations(io.BytesIO(compiled(own.read_bytes()))) if own.is_file() else NullTranslations()


def compiled(catalogue: bytes) -> bytes:
    """What gettext reads, from a catalogue as people edit it; messages without words, or in doubt, are left out.

    Raises babel.messages.pofile.PoFileError where it is none.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    content = io.BytesIO()
    write_mo(content, read_po(io.BytesIO(catalogue), abort_invalid=True))
    return content.getvalue()


def _warn(what: str) -> None:
    warnings.warn(what, MissingWords, stacklevel=4)


ENGLISH = Words(Path(__file__).parent / "en")

_SPOKEN: ContextVar[Words] = ContextVar("words", default=ENGLISH)
_AT_THE_TERMINAL: ContextVar[Words] = ContextVar("words at the terminal", default=ENGLISH)


def say(message: str, /, *, count: int | None = None, **parts: str) -> str:
    """The message with this id: in the language of the terminal what stands there, all else in that of the workbook.

    message  the id, as it stands in a catalogue: ``terminal.made``; its first word names the catalogue
    count    the number that the message depends on; it stands in it as ``{count}``. For 0 the message with the id and
             ``.none`` is taken, if there is one: "no rows" for "0 rows"
    parts    texts and numbers that stand in it as ``{name}``, formatted before; messages among them are said in the
             language of this one
    """
    words = (_AT_THE_TERMINAL if message.startswith(_OF_THE_TERMINAL) else _SPOKEN).get()
    text = words.say(message, count=count, **parts)
    if message.startswith(_IN_THE_FILE) and not message.startswith(_NOT_IN_IT):
        return text
    return Saying(text, partial(say, message, count=count, **parts), words)


def in_words(text: str, words: Words) -> str:
    """A text in a language, where it is known how it is said in it."""
    if not isinstance(text, Saying) or text.tongue is words:
        return text
    with speaking_of(words):
        return text.again()


def at_the_terminal(text: str) -> str:
    """A text in the language of the terminal, where it is known how it is said in it."""
    return in_words(text, _AT_THE_TERMINAL.get())


def saying(said: Callable[P, str]) -> Callable[P, str]:
    """Marks what is said by a function as such: it is said again by the same function."""

    @wraps(said)
    def marked(*given: P.args, **named: P.kwargs) -> str:
        return Saying(said(*given, **named), partial(marked, *given, **named), spoken())

    return marked


def spoken() -> Words:
    """The language that is spoken now of workbooks and in papers."""
    return _SPOKEN.get()


def speak(words: Words) -> None:
    """Says all that is about a workbook in another language from now on."""
    _SPOKEN.set(words)


def speak_at_the_terminal(words: Words) -> None:
    """Says all that a facilitator is told in another language from now on."""
    _AT_THE_TERMINAL.set(words)


def both_spoken() -> tuple[Words, Words]:
    """The languages of the workbook and of the terminal, for another process that is to speak them too."""
    return _SPOKEN.get(), _AT_THE_TERMINAL.get()


def speak_both(words: tuple[Words, Words]) -> None:
    """Speaks what another process spoke."""
    speak(words[0])
    speak_at_the_terminal(words[1])


@contextmanager
def speaking_as_the_terminal() -> Iterator[None]:
    """Says what is about a workbook in the language of the terminal meanwhile."""
    with speaking_of(_AT_THE_TERMINAL.get()):
        yield


@contextmanager
def speaking_of(words: Words) -> Iterator[None]:
    """Says all that is about a workbook in another language meanwhile."""
    before = _SPOKEN.set(words)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """Says all in another language meanwhile, at the terminal too."""
    before = _AT_THE_TERMINAL.set(words)
    try:
        with speaking_of(words):
            yield
    finally:
        _AT_THE_TERMINAL.reset(before)
