"""The languages that are spoken: which there are, what each asks for what it lacks, and a council's own words."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from smreport.errors import InvalidValue
from smreport.words import joining
from smreport.words.catalogue import ENGLISH, Words, both_spoken, language_of, say, speaking, speaking_of
from smreport.words.reading import in_english, money_respelt, reads_of

SHIPPED = Path(__file__).parent
OWN = "SMREPORT_WORDS"
"""The environment variable for a folder of people's own catalogues, with a folder for each language."""
CATALOGUES = ("terminal", "template", "findings", "papers", "workbook", "word", "export", "joined")
BOTH = "+"
"""What stands between the two languages of a bilingual form: en-GB+cy-GB."""
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_HOME = {"en": "GB", "cy": "GB"}
"""Where a language is spoken if nobody says it."""


def spoken_by(tag: str, own: Iterable[Path] = ()) -> Words:
    """The words of a language.

    tag  the language and its place (BCP 47), such as cy, en-US or cy-GB
    own  folders with catalogues of people's own for it, in folders named by the language; the first wins

    What a language lacks is said in English. Raises InvalidValue where the tag is none or nobody speaks the language.
    """
    folders = (*own, *_own_folder(), SHIPPED)
    return _spoken_by(place_of(tag), tuple(folders))


@cache
def _spoken_by(tag: str, folders: tuple[Path, ...]) -> Words:
    language = language_of(tag)
    names = list(dict.fromkeys((tag, language, "en")))
    places = [folder / name for name in names for folder in folders if (folder / name).is_dir()]
    if not any(folder.name in (tag, language) for folder in places):
        raise InvalidValue(say("terminal.language.unknown", tag=tag, known=joining.in_a_row(languages(folders))))
    spelling = {word: other for folder in reversed(places) for word, other in _spelling(folder).items()}
    if tag == ENGLISH.tag and places == [ENGLISH.folder]:
        return ENGLISH
    respelt, reads, words = money_respelt(tag) | spelling, reads_of(reversed(places), tag), None
    for folder in reversed(places):
        words = Words(folder, words, tag, respelt, reads)
    assert words is not None
    return words


def languages(folders: Iterable[Path] = (SHIPPED,)) -> list[str]:
    """The languages that can be spoken, by their tags."""
    return sorted({
        place.name
        for folder in folders
        if folder.is_dir()
        for place in folder.iterdir()
        if place.is_dir() and _TAG.fullmatch(place.name)
    })  # fmt: skip


def day_in_english(typed: str) -> str:
    """A day with its month in English: in that of the terminal or the workbook, or of another that can be spoken."""
    every = (*reversed(both_spoken()), *map(spoken_by, languages((*_own_folder(), SHIPPED))))
    for words in every:
        with speaking_of(words):
            english = in_english(typed)
        if english != typed:
            return english
    return typed


def in_every_language(said: Callable[[], str]) -> frozenset[str]:
    """What is said here in the language that is spoken, and in each that can be: by it a file is known again.

    said  says one message: ``lambda: say("word.exempt")``
    """
    sayings = {said()}
    for tag in languages((*_own_folder(), SHIPPED)):
        with speaking(spoken_by(tag)):
            sayings.add(said())
    return frozenset(sayings)


def place_of(tag: str) -> str:
    """A tag with its place, as it is written: cy gives cy-GB. Raises InvalidValue where it is none."""
    language, *rest = tag.replace("_", "-").split("-")
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    written = "-".join([language.lower(), *parts])
    if not _TAG.fullmatch(written):
        raise InvalidValue(say("terminal.language.no_tag", tag=tag))
    return written if rest or language.lower() not in _HOME else f"{written}-{_HOME[language.lower()]}"


def in_one(language: str) -> str:
    """The language of a paper, "" for that of its workbook. Raises InvalidValue where two are asked for."""
    tags = language.split(BOTH)
    if len(tags) > 1:
        first, *others = (f"--language {tag}" for tag in tags)
        raise InvalidValue(say("terminal.language.in_one", tags=language, first=first, then=joining.in_a_row(others)))
    return language


def in_two_at_most(language: str) -> str:
    """The language of a form, or its two, "" for that of its template. Raises InvalidValue for more of them."""
    if language.count(BOTH) > 1:
        raise InvalidValue(say("terminal.language.in_two", tags=language))
    return language


def is_tag(name: str) -> bool:
    """Whether a name is that of a language, such as cy or en-US."""
    return _TAG.fullmatch(name) is not None


def _own_folder() -> Iterator[Path]:
    if folder := os.environ.get(OWN):
        yield Path(folder)


def _spelling(folder: Path) -> Mapping[str, str]:
    """Words that are spelt otherwise in a place, from its spelling.csv."""
    file = folder / "spelling.csv"
    if not file.is_file():
        return {}
    return dict(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
