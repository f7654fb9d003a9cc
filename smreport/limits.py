"""How much smreport takes from one file, and the reading of files within it: all limits stand here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from smreport.errors import InvalidValue, UnreadableFile, is_open_elsewhere, said_by
from smreport.frozen import Frozen, replace
from smreport.words import say
from smreport.words.locales import number

MEGABYTE = 1024 * 1024
MOST_PARTS = 10_000
"""Parts packed in a file: in an Office file of many pictures there are some hundreds."""
MOST_STYLES = 10_000
"""Styles of a Word file; Word itself makes a few hundred."""
MOST_ELEMENTS = 500_000
"""XML elements of a Word file that is given for its style."""
LARGEST_STYLE_FILE, LARGEST_STYLE_PART, LARGEST_STYLE_UNPACKED = 50, 20, 100
"""In MB: a Word file that is given for its style, each of its parts, and all that is packed in it."""


MOST_COLUMNS, MOST_SHEETS = 200, 100
"""Columns of a sheet, and sheets, of a template."""
LARGEST_DOCUMENT = 400
"""In MB: all that is packed in a document that is built anew, hand edits kept."""


class Limits(Frozen):
    """What a file may take before it is refused; each is also a setting, such as SMREPORT_MOST_CELLS.

    megabytes  the file, and all that is packed in it, in MB
    cells      the cells of all its sheets, blank ones between filled ones included
    seconds    the reading of its cells, in seconds of processor time
    memory     the reading of its cells, in MB
    text       a file of text, in MB: answers, service lists, each file of a template
    items      the items of a service list, or of a list of a template
    rows       the rows of all sheets of a template together
    """

    megabytes: int = 200
    cells: int = 3_000_000
    seconds: int = 8
    memory: int = 500
    text: int = 4
    items: int = 20_000
    rows: int = 50_000

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Limits:
        """The limits as the settings give them. Raises InvalidValue for one that is not a whole number above 0."""
        given = {name: environment.get(_setting(name), "").strip() for name in cls.__struct_fields__}
        for name, text in given.items():
            if text and not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
                raise InvalidValue(say("terminal.limit.no_number", setting=_setting(name), given=repr(text)))
        return replace(cls(), **{name: int(text) for name, text in given.items() if text})

    @property
    def bytes(self) -> int:
        return self.megabytes * MEGABYTE

    def require(self, name: str, taken: int) -> None:
        """Raise InvalidValue where more is taken than this limit allows."""
        if taken > getattr(self, name):
            raise self.exceeded(name, taken if name == "rows" else 0)

    def exceeded(self, name: str, needed: int | str = 0) -> InvalidValue:
        """The refusal of a file that takes more, with what to do: ``limits.exceeded("cells")``.

        needed  what the file takes, where that is known
        """
        most: int = getattr(self, name)
        is_counted = name in ("cells", "items", "rows")
        why = say(f"terminal.limit.over.{name}", most=number(most) if is_counted else str(most))
        value = str(needed) if needed else say("terminal.limit.more", most=str(most))
        return InvalidValue(say("terminal.limit.exceeded", why=why, setting=_setting(name), value=value))


def _setting(name: str) -> str:
    return f"SMREPORT_MOST_{name.upper()}"


def read_bytes(path: Path, limits: Limits | None = None, limit: str = "megabytes") -> bytes:
    """The content of a file.

    limit  the limit that it must keep to, in MB

    Raises UnreadableFile where it is not there, is no ordinary file, or is larger than the limits say.
    """
    limits = limits or Limits.from_environment()
    most = getattr(limits, limit) * MEGABYTE
    try:
        if path.is_dir():
            raise UnreadableFile(say("terminal.cannot.read_folder", file=str(path)))
        if path.exists() and not path.is_file():
            raise UnreadableFile(say("terminal.cannot.read_special", file=str(path)))
        with path.open("rb") as file:
            content = file.read(min(most, os.fstat(file.fileno()).st_size) + 1)
    except (OSError, ValueError) as problem:
        if isinstance(problem, OSError) and is_open_elsewhere(problem):
            raise UnreadableFile(say("terminal.cannot.open_elsewhere", file=str(path))) from problem
        why = str(getattr(problem, "strerror", None) or problem)
        raise UnreadableFile(say("terminal.cannot.read", file=str(path), problem=why)) from problem
    if len(content) > most:
        raise UnreadableFile(say("terminal.about", place=str(path), problem=said_by(limits.exceeded(limit))))
    return content


def read_text(path: Path, limits: Limits | None = None) -> str:
    """The text of a file in UTF-8. Raises UnreadableFile as :func:`read_bytes` does, or for another encoding."""
    content = read_bytes(path, limits, "text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        refusal = say("terminal.cannot.read_text", file=str(path), problem=problem.reason)
        raise UnreadableFile(refusal) from problem
