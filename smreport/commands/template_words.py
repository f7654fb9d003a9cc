"""The words of a template as catalogues to edit: written for a language, and held against what is to be said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import as_file, files
from pathlib import Path

from smreport.blueprint import templates
from smreport.commands.loading import load_template
from smreport.errors import InvalidValue, TemplateError, said_by
from smreport.frozen import Frozen, replace
from smreport.papers.wording import wording_of
from smreport.saving import Saved, save_new
from smreport.words import ENGLISH, joining, language_of, po_files, say
from smreport.words.languages import CATALOGUES, SHIPPED, is_tag, place_of
from smreport.words.po_files import Entry

FOLDER = "words"
_PART = re.compile(r"\{([a-z_]+)\}")
_SHOWN = 60


class WordsWritten(Frozen):
    """The catalogues of a language.

    saved    the files
    open     how many texts still have no words, by file
    """

    language: str
    saved: tuple[Saved, ...]
    open: Mapping[str, int]


def write_words(folder: str | Path, language: str = "") -> WordsWritten:
    """The words of a template of people's own, as catalogues (.po) in its folder "words".

    language  a tag such as cy; "" for the template's own, to reword what smreport says

    What is worded there already, or ships with smreport, stands in them; all else is blank and said in English.
    Words for what is no longer said are kept at the end of their file. Raises TemplateError, or InvalidValue where
    the tag is none.
    """
    folder = Path(folder)
    written = load_template(folder)
    tag = place_of(language) if language else written.language
    name = _name(folder, tag)
    files = {f"{name}/{catalogue}.po": _messages(catalogue, name) for catalogue in CATALOGUES}
    if language_of(tag) != language_of(written.language):
        files = {f"{name}.po": _texts(folder, written.name, name)} | files
    saved, still_open = [], {}
    for path, wanted in files.items():
        target = folder / FOLDER / path
        before = po_files.read(target.read_bytes(), str(target)) if target.is_file() else []
        entries = _with_words_of(wanted, before)
        still_open[path] = sum(not all(entry.words) for entry in entries)
        content = po_files.written(entries, name, say("template.words.head", language=name))
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_bytes() != content:
            saved.append(Saved(target, save_new(target, content, force=True)))
    return WordsWritten(name, tuple(saved), still_open)


def words_found(folder: str | Path) -> tuple[str, ...]:
    """What is wrong with the words in a template's folder, in lines by file: missing, no longer said, or ill-formed.

    folder  that of a template, or the name of a shipped one

    Raises TemplateError where a file cannot be read, or the form cannot be made in one of the languages.
    """
    if folder in templates.shipped():
        with as_file(files(templates.SHIPPED) / str(folder)) as place:
            return words_found(place)
    folder = Path(folder)
    lines: list[str] = []
    texts = _texts(folder, load_template(folder).name, "")
    for file in (file for file in sorted((folder / FOLDER).glob("*.po")) if is_tag(file.stem)):
        lines += _about(f"{FOLDER}/{file.name}", texts, _read(file), plurals=1)
        templates.load(folder, file.stem)
    for file in sorted((folder / FOLDER).glob("*/*.po")):
        if file.stem in CATALOGUES and is_tag(file.parent.name):
            wanted = _messages(file.stem, "en")
            plurals = po_files.plural_forms(file.parent.name)
            lines += _about(f"{FOLDER}/{file.parent.name}/{file.name}", wanted, _read(file), plurals)
    return tuple(lines)


def _name(folder: Path, tag: str) -> str:
    """How the files of a language are called: as those that are there, else by the language alone."""
    is_there = (folder / FOLDER / tag).is_dir() or (folder / FOLDER / f"{tag}.po").is_file()
    return tag if is_there or (language_of(tag) == "en" and tag != ENGLISH.tag) else language_of(tag)


def _read(file: Path) -> list[Entry]:
    try:
        return po_files.read(file.read_bytes(), f"{FOLDER}/{file.name}")
    except InvalidValue as problem:
        raise TemplateError(say("template.words.not_readable", problem=said_by(problem))) from problem


def _texts(folder: Path, template: str, language: str) -> list[Entry]:
    """The texts of a template's own files, with the words that a shipped template of its name has for them."""
    shipped: Mapping[tuple[str, str], str] = {}
    if language and template in templates.shipped():
        shipped = templates.shipped_words(template, language)
    every = templates.texts_of(folder, wording_of)
    return [Entry(text, (shipped.get((where, text), ""),), context=where) for where, text in every]


def _messages(catalogue: str, language: str) -> list[Entry]:
    """What smreport says of itself, with the words that it has in a language; the note is the English."""
    english = po_files.read((ENGLISH.folder / f"{catalogue}.po").read_bytes(), catalogue)
    if language == "en":
        return english
    file = SHIPPED / language / f"{catalogue}.po"
    known = {entry.id: entry for entry in po_files.read(file.read_bytes(), str(file))} if file.is_file() else {}
    forms = po_files.plural_forms(language)
    return [_blank(entry, forms, known.get(entry.id)) for entry in english]


def _blank(english: Entry, forms: int, known: Entry | None) -> Entry:
    words = known.words if known else ("",) * (forms if english.plural else 1)
    return replace(english, words=words, note=(*english.note, *(f"en: {words}" for words in english.words)))


def _with_words_of(wanted: Iterable[Entry], before: Iterable[Entry]) -> list[Entry]:
    """What is to be said with the words that a file has for it; then what it has besides."""
    known = {(entry.context, entry.id): entry for entry in before}
    entries = []
    for entry in wanted:
        own = known.pop((entry.context, entry.id), None)
        entries.append(replace(entry, words=own.words) if own and any(own.words) else entry)
    unused = [replace(entry, is_unused=True) for entry in known.values() if any(entry.words)]
    return [*entries, *unused]


def _about(path: str, wanted: Iterable[Entry], entries: Iterable[Entry], plurals: int) -> Iterator[str]:
    """What is to be said of a file, in lines."""
    by_place = {(entry.context, entry.id): entry for entry in wanted}
    by_own_place = {(entry.context, entry.id): entry for entry in entries}
    missing = [
        entry for place, entry in by_place.items() if place not in by_own_place or not any(by_own_place[place].words)
    ]
    if missing:
        first = _called(missing[0])
        yield say("template.words.missing", file=path, count=len(missing), first=first)
    for place, entry in by_own_place.items():
        if place not in by_place:
            yield say("template.words.unused", file=path, text=_called(entry))
        elif any(entry.words):
            yield from _about_entry(path, by_place[place], entry, plurals)


def _about_entry(path: str, wanted: Entry, entry: Entry, plurals: int) -> Iterator[str]:
    if wanted.plural and (len(entry.words) != plurals or not all(entry.words)):
        yield say("template.words.plurals", file=path, text=_called(entry), count=plurals)
    known = {name for words in (*wanted.words, wanted.id) for name in _PART.findall(words)}
    used = {name for words in entry.words for name in _PART.findall(words)}
    for name in sorted(used - known):
        yield say("template.words.unknown_name", file=path, text=_called(entry), name=name)
    for name in sorted(known - used - {"count"}):
        yield say("template.words.name_missing", file=path, text=_called(entry), name=name)


def _called(entry: Entry) -> str:
    """How a message is called for whoever words it."""
    text = joining.shortened(entry.id, _SHOWN)
    return joining.labelled(entry.context, text) if entry.context else text
