"""A made-up language: every text in brackets, longer by two fifths, with accents and letters that run from the right.

What smreport says in it stands in ⟦ ⟧, what people typed in ⟪ ⟫; a word outside of both was said in no language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from smreport.blueprint.columns import Choice, ColumnType, Text
from smreport.blueprint.model import Blueprint
from smreport.commands.template_words import FOLDER, write_words
from smreport.frozen import replace
from smreport.words import ENGLISH, Words, po_files
from smreport.words.languages import spoken_by
from smreport.words.po_files import Entry

LANGUAGE = "ga"
"""The made-up words stand in the place of Irish: it has five plurals, and writes money in euros."""
OPEN, CLOSE, TYPED, TYPED_END = "⟦", "⟧", "⟪", "⟫"
_FILLER = "ǻéîõü אבגד ţűŵ "
FROM_THE_LEFT = "åéîõü äßçð ţűŵ "
"""Letters that all run from the left and that office fonts have, for what reads words where they stand on a page."""
_MORE = 0.4
_TITLE = 31


def made_up(words: str, most: int = 10_000, letters: str = _FILLER) -> str:
    """Words in the made-up language; the names of parts stay, and what is put into them is in the brackets too.

    What has no words, such as the comma between two names, is the same in it.
    """
    if not re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", words)):
        return words
    room = min(max(2, round(len(words) * _MORE)), most - len(words) - 2)
    filler = (letters * (room // len(letters) + 1))[:room].rstrip()
    end = re.search(r"[.:?!…]*\s*$", words)
    assert end is not None
    body, tail = words[: end.start()], end[0]
    return f"{OPEN}{body}{filler}{tail.rstrip()}{CLOSE}{tail[len(tail.rstrip()) :]}" if words.strip() else words


def write_made_up(folder: Path, letters: str = _FILLER) -> None:
    """The made-up words of a template, in its folder."""
    write_words(folder, LANGUAGE)
    for file in (*folder.joinpath(FOLDER).glob("*.po"), *folder.joinpath(FOLDER, LANGUAGE).glob("*.po")):
        entries = po_files.read(file.read_bytes(), str(file))
        content = po_files.written([_worded(entry, letters) for entry in entries], LANGUAGE, "Made up for tests.")
        file.write_bytes(content)


def spoken_in_tests(folder: Path, *catalogues: str) -> Words:
    """Some of what smreport says in the made-up language, by catalogues in a folder of people's own."""
    target = folder / LANGUAGE
    target.mkdir(exist_ok=True)
    for name in catalogues:
        entries = po_files.read((ENGLISH.folder / f"{name}.po").read_bytes(), name)
        worded = [replace(entry, words=tuple(map(made_up, entry.words))) for entry in entries]
        target.joinpath(f"{name}.po").write_bytes(po_files.written(worded, "en", "Made up for tests."))
    return spoken_by(LANGUAGE, (folder,))


def _worded(entry: Entry, letters: str) -> Entry:
    """A message in the made-up language: of the template the text, of smreport the English that its note has."""
    english = [words.strip() for words in " ".join(entry.note).split("en: ")[1:]]
    most = _TITLE if entry.context.endswith(("toml title", "start title", "lists_sheet title")) else 10_000
    most = min(most, 255) if entry.context.endswith((" help", " example")) else most
    source = english or [entry.id]
    return replace(
        entry, words=tuple(made_up(source[min(at, len(source) - 1)], most, letters) for at in range(len(entry.words)))
    )


def typed(answers: Mapping[str, object], blueprint: Blueprint) -> dict[str, object]:
    """Answers whose own texts stand in the brackets of what people typed."""
    return {sheet: _each_answer(rows, blueprint, sheet, _typed) for sheet, rows in answers.items()}


def picked(answers: Mapping[str, object], blueprint: Blueprint) -> dict[str, object]:
    """Answers whose choices are picked from lists in the made-up language."""
    return {sheet: _each_answer(rows, blueprint, sheet, _picked) for sheet, rows in answers.items()}


def _each_answer(
    rows: object, blueprint: Blueprint, sheet: str, change: Callable[[object, ColumnType], object]
) -> object:
    if isinstance(rows, list):
        return [_each_answer(row, blueprint, sheet, change) for row in rows]
    assert isinstance(rows, dict)
    return {key: change(value, blueprint.column(f"{sheet}.{key}").type) for key, value in rows.items()}


def _typed(value: object, kind: ColumnType) -> object:
    is_own = isinstance(kind, Text) or (isinstance(kind, Choice) and kind.choices.open)
    if isinstance(value, str) and is_own and re.search(r"[^\W\d_]", value):
        return f"{TYPED}{value}{TYPED_END}"
    return value


def _picked(value: object, kind: ColumnType) -> object:
    is_listed = isinstance(kind, Choice) and value in kind.choices.texts
    return made_up(str(value)) if is_listed else value


def outside(text: str) -> str:
    """What of a text stands in no brackets."""
    depth, plain = 0, []
    for sign in text:
        if sign in OPEN + TYPED:
            depth += 1
        elif sign in CLOSE + TYPED_END:
            depth = max(0, depth - 1)
        elif depth == 0:
            plain.append(sign)
    return "".join(plain)


_NO_WORDS = re.compile(
    r"https?://\S+|\b[0-9a-f]{64}\b"
    r"|\bsmreport\b(?: template)?(?: [a-z]+)?|(?<!\w)--?[a-z][a-z-]*"  # commands and options
    r"|\b[a-z_]+(?:\.[a-z_0-9]+)+\b|\b[a-z]+(?:_[a-z]+)+\b"  # codes of findings, and endings of files
    r"|\.[a-z]{2,5}\b|\b[A-Z]{1,3}[0-9]+(?::[A-Z]{1,3}[0-9]+)?\b|\[[a-z|]+\]"  # endings, cells, choices of options
)


def unsaid(text: str) -> list[str]:
    """The words of a text that stand in no brackets, but for what is typed as a command or read by programs."""
    return re.findall(r"[^\W\d_]{2,}", _NO_WORDS.sub(" ", outside(text)))
