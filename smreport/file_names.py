"""File names that every system can hold, since a workbook travels from desk to desk; and how they are typed."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection
from itertools import count
from pathlib import Path

from smreport.words import say

LONGEST = 80
_LONGEST_BYTES = 160  # most systems hold 255, some encrypted folders 143; endings and " - to fix" come on top
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\s*(?:\.|$))", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
LITTER = re.compile(r"\.smreport-[a-z0-9_]{8}")
"""The names of smreport's own temporary files, as tempfile gives them."""
_LOCK = re.compile(r"~\$.+|\.~lock\..+#", re.DOTALL)
_PASSING = re.compile(r"~WR[A-Z]\d+\..*|\._.+|.+\.(?:tmp|temp|crdownload|part|partial)", re.IGNORECASE | re.DOTALL)
_INSTEAD = str.maketrans({**dict.fromkeys("/\\|:", "-"), **dict.fromkeys('<>"?*', " "), "[": "(", "]": ")"})


def fault_of(name: str) -> str:
    """Why a name is no use on Windows, with what to do, in sentences; "" where it can be used on every system."""
    if forbidden := _FORBIDDEN.search(name):
        if not forbidden[0].isprintable():
            return say("terminal.name.control")
        return say("terminal.name.letter", letter=forbidden[0])
    if _DEVICE.match(name):
        return say("terminal.name.device", name=name)
    if name.endswith((".", " ")):
        return say("terminal.name.end")
    return ""


def passing_kind(name: str) -> str:
    """What a file is that programs keep beside a workbook for a while, lock or temporary; else ""."""
    if _LOCK.fullmatch(name):
        return "lock"
    return "temporary" if LITTER.fullmatch(name) or _PASSING.fullmatch(name) else ""


def shown_name(path: Path) -> str:
    """A file's name as text that a document can hold, whatever the system's settings make of its letters."""
    return os.fsencode(path.name).decode(errors="replace")


def named(stem: str, ending: str) -> str:
    """A file's name: its words, which are a message, and its ending, which programs go by."""
    return f"{stem}{ending}"


def typed(path: Path | str) -> str:
    """A path as it is typed in a command, in quotes where it needs them."""
    text = str(path)
    return text if all(letter.isalnum() or letter in "/\\:._-" for letter in text) else f'"{text}"'


def safe_name(text: str, taken: Collection[str] = (), unnamed: str = "") -> str:
    """A readable name, without an ending, for a file about something that people have named.

    text     what the file is about, such as a service's name
    taken    names already given away; upper and lower case count as the same
    unnamed  the name where nothing of the text can be used; else the word for that

    It has 80 characters at most and 160 bytes in UTF-8, so that an ending finds room, and fits every system.
    """
    name = _cleaned(text, LONGEST) or unnamed or say("terminal.file.unnamed")
    used = {_compared(other) for other in taken}
    if _compared(name) not in used:
        return name
    numbered = (f"{_cleaned(name, LONGEST - len(f' ({number})'))} ({number})" for number in count(2))
    return next(other for other in numbered if _compared(other) not in used)


def _cleaned(text: str, longest: int) -> str:
    printable = "".join(letter if _is_printable(letter) else " " for letter in unicodedata.normalize("NFC", text))
    name = _DEVICE.sub(r"\1_", " ".join(printable.translate(_INSTEAD).split()).lstrip("-.~ "))
    short = name[:longest].encode()[: _LONGEST_BYTES - LONGEST + longest]
    return short.decode(errors="ignore").rstrip(". ")


def _is_printable(letter: str) -> bool:
    """Whether it is neither a control character, nor an invisible mark, nor half of a character."""
    return not unicodedata.category(letter).startswith("C")


def _compared(name: str) -> str:
    """How a name is compared where the system does not tell cases apart."""
    return unicodedata.normalize("NFC", name.upper().casefold())
