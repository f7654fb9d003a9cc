"""The notes in which a workbook made anew keeps words that gave way to a listed choice, or to a blank."""

from __future__ import annotations

import re

from smreport.words import place, say


def note_of(typed: str) -> str:
    """What a cell's note says of the words that gave way to a listed choice, or to a blank."""
    return say("workbook.typed_before", words=" ".join(typed.split()))


def words_noted(note: str) -> str:
    """The words that :func:`note_of` put last into a cell's note, "" where there are none."""
    words = [match["words"] for line in note.splitlines() if (match := _noted().fullmatch(line))]
    return words[-1].strip() if words else ""


def without_notes_of(note: str) -> str:
    """A cell's note without the lines that :func:`note_of` wrote, which are not the person's own."""
    return "\n".join(line for line in note.splitlines() if not _noted().fullmatch(line))


def _noted() -> re.Pattern[str]:
    """A line that :func:`note_of` wrote: nothing may stand behind its colon."""
    before, _, after = note_of(place(0)).partition(place(0))
    return re.compile(rf"{re.escape(before.rstrip())}(?P<words>.*){re.escape(after)}")
