"""How texts stand beside each other in the language that is spoken; what stands between them is in its catalogues."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, reduce
from typing import Literal

from smreport.words.catalogue import Words, in_words, say, saying, speaking_of, spoken
from smreport.words.places import place

_PARTING = ".,; "


def sentences(texts: Iterable[str | None]) -> str:
    """Sentences behind each other, without those that are blank: "One. Two."."""
    return _joined("sentences", tuple(filter(None, texts)))


def in_a_row(texts: Iterable[str | None]) -> str:
    """Names one after another, without those that are blank: "A, B, C"."""
    return _joined("row", tuple(filter(None, texts)))


def apart(texts: Iterable[str | None]) -> str:
    """What may have commas in it, one after another, without what is blank: "A; B, C"."""
    return _joined("apart", tuple(filter(None, texts)))


def beside(texts: Iterable[str | None]) -> str:
    """What stands in one line of a title or at the foot of a page, without what is blank: "A · B"."""
    return _joined("beside", tuple(filter(None, texts)))


def below(texts: Iterable[str | None]) -> str:
    """Texts in lines of their own, without those that are blank."""
    return _below(tuple(filter(None, texts)))


@saying
def _below(texts: tuple[str, ...]) -> str:
    return "\n".join(in_words(text, spoken()) for text in texts)


def labelled(label: str, text: str) -> str:
    """A text with what it is about before it: "Owner: Libraries"."""
    return say("joined.labelled", label=label, text=text)


def lead(text: str) -> str:
    """What stands above a list, or before a text: "Why:"."""
    return say("joined.lead", text=text)


def titled(whose: str, title: str) -> str:
    """A title with whose it is, as far as that is known: "Exampleshire - The plan"."""
    return _joined("titled", tuple(filter(None, (whose, title))))


def lines(texts: Iterable[str | None]) -> str:
    """Lines of a text where there is room for one: "One / Two"."""
    return _joined("lines", tuple(filter(None, texts)))


def valued(name: str, value: str) -> str:
    """What something is, behind its name: "Capital £10,000"."""
    return say("joined.valued", name=name, value=value)


def numbered(number: int, text: str) -> str:
    """One of several steps: "1. Save a copy."."""
    return say("joined.numbered", number=str(number), text=text)


def bracketed(text: str, more: str) -> str:
    """A text with more of it in brackets: "Owner (C7)"."""
    return say("joined.bracketed", text=text, more=more)


def quoted(text: str) -> str:
    """A text in quotation marks, as it stands where it is from."""
    return say("joined.quoted", text=text)


def all_quoted(texts: Iterable[str]) -> str:
    """Texts one after another, each in quotation marks."""
    return in_a_row(quoted(text) for text in texts)


def closed(text: str) -> str:
    """A text as a sentence: with a full stop, unless something closes it already."""
    is_closed = not text or text.endswith((":", _full_stop()))
    return text if is_closed else say("joined.closed", text=text)


def unclosed(text: str) -> str:
    """A sentence as it stands within another: without its full stops."""
    bare = text.rstrip("." + _full_stop())
    return text if bare == text else bare


def bare(text: str) -> str:
    """A text as one of several: without the signs that part it from the next, or close it."""
    return text.rstrip(_PARTING + _full_stop())


def shortened(text: str, limit: int) -> str:
    """A text with so many letters at most; of one that was cut off it says so."""
    room = limit - len(say("joined.cut_off", text=""))
    return text if len(text) <= limit else say("joined.cut_off", text=text[:room])


def in_brief(text: str, limit: int) -> str:
    """A text on one line, with so many letters at most."""
    return shortened(" ".join(text.split()), limit)


def _full_stop() -> str:
    return _behind(spoken())


@cache
def _behind(words: Words) -> str:
    """What closes a sentence."""
    with speaking_of(words):
        return say("joined.closed", text=place(0)).partition(place(0))[2]


def parted(kind: Literal["apart", "beside"], text: str) -> list[str]:
    """What :func:`apart` or :func:`beside` put together."""
    return text.split(_around(spoken(), kind)[1])


@cache
def _around(words: Words, kind: str) -> tuple[str, str, str]:
    """What stands before, between and after two texts."""
    with speaking_of(words):
        before, _, rest = say(f"joined.pair.{kind}", first=place(0), then=place(1)).partition(place(0))
    between, _, after = rest.partition(place(1))
    return before, between, after


@saying
def _joined(kind: str, texts: tuple[str, ...]) -> str:
    """The texts with what the language puts between two of them."""
    called = [in_words(text, spoken()) for text in texts]
    if len(called) < 2:
        return "".join(called)
    before, between, after = _around(spoken(), kind)
    return reduce(lambda first, then: f"{before}{first}{between}{then}{after}", called)
