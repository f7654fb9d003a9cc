"""Cells by python-calamine, which only this module knows; also a program of its own, for files that may do harm.

calamine makes a sheet's whole rectangle, and gives every cell its own copy of a shared text. So a small file can ask
for more memory than there is, which ends the process. As a program, this module imports nothing of smreport.
"""

from __future__ import annotations

import gc
import io
import pickle
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence

import python_calamine

Grid = Sequence[Sequence[object]]
_PATIENCE = 10  # how much longer than its processor time a process may take, on a machine with much else to do
_MEGABYTE = 1024 * 1024


class Locked(Exception):
    """The workbook has a password."""


class Damaged(Exception):
    """calamine cannot read the workbook; the text is what it says."""


class TooMuch(Exception):
    """Reading takes more than a limit; the text is the limit's name: cells, seconds or memory."""


class Book:
    """A workbook that is read here, sheet by sheet. Raises Locked, Damaged or TooMuch.

    cells  how many cells all sheets may have
    left   how many the sheets that were not read yet may have
    """

    def __init__(self, content: bytes, cells: int) -> None:
        self.left, self._size = cells, len(content)
        try:
            self._book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        except python_calamine.PasswordError as problem:
            raise Locked(str(problem)) from None
        except MemoryError:
            raise
        except Exception as problem:  # its errors are of many kinds
            raise Damaged(str(problem)) from problem

    @property
    def titles(self) -> list[str]:
        return list(self._book.sheet_names)

    @property
    def is_harmless(self) -> bool:
        """Whether little is read even if every sheet were the whole file: several may be the same part of it."""
        return len(self.titles) * self._size < _MOST_WALKED

    def grid(self, title: str) -> Grid:
        """The cells of a sheet from A1 on."""
        try:
            sheet = self._book.get_sheet_by_name(title)
            self.left -= sheet.total_height * sheet.total_width
            if self.left < 0:
                raise TooMuch("cells")
            return sheet.to_python(skip_empty_area=False)
        except (TooMuch, MemoryError):
            raise
        except Exception as problem:
            raise Damaged(str(problem)) from problem


# the whole tag is looked at: of two places in one tag, calamine may take the second
_UNUSUAL_CELL = re.compile(rb'<c(?! r="[A-H]?[A-Z]\d{1,4}"(?: s="\d*+")?+(?: (?:s|t|cm|vm|ph)="\w*+")*+/?>)[\s/>]')
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_CELL, _TEXT_END = b'<c r="', b"</si>"
_TEXTS = re.compile(rb"si\s*>")
_MANY = re.compile(rb"""ount\s*=\s*["'][^"']{8,}""")  # calamine makes room for as many as the file says that there are
_HIDING = re.compile(rb"![-\[]")  # comments and CDATA could hide what is looked for
_MOST_UNPACKED, _MOST_COPIED, _MOST_WALKED = 16 * _MEGABYTE, 200 * _MEGABYTE, 400 * _MEGABYTE


def has_unusual_cells(part: bytes) -> bool:
    """Whether a cell does not say in the usual way where it stands, within 234 columns and 9,999 rows."""
    return _UNUSUAL_CELL.search(part) is not None or _PREFIXED_CELL.search(part) is not None


def plainly_harmless(parts: Sequence[bytes], unusual: bool | None = None) -> bool:
    """Whether an .xlsx file, of which these are all XML parts, can be read here: a quick look that errs on "no".

    No cell is unusual, and the shared texts are small even if every cell had the longest.

    unusual  whether any part has unusual cells, where that is known
    """
    if unusual or sum(map(len, parts)) > _MOST_UNPACKED:
        return False
    if any(map(_HIDING.search, parts)) or any(map(_MANY.search, parts)):
        return False
    if unusual is None and any(map(has_unusual_cells, parts)):
        return False
    texts = (text for part in parts if _TEXTS.search(part) for text in part.split(_TEXT_END))
    longest = max(map(len, texts), default=0)
    return sum(map(len, parts)) // len(_CELL) * longest < _MOST_COPIED or (
        sum(part.count(_CELL) for part in parts) * longest < _MOST_COPIED
    )


def read_apart(
    content: bytes, *, cells: int, seconds: int, memory: int, only: str = "", but: Iterable[str] = ()
) -> Mapping[str, Grid | None]:
    """All sheets by title, read by a process that may not take more than the limits; None for those left unread.

    memory  in MB; Windows and macOS do not hold a process to it
    only    the title of the one sheet to read, "" for all
    but     the titles of sheets to leave unread

    Raises Locked, Damaged or TooMuch.
    """
    command = [sys.executable, "-P", __file__, *map(str, (cells, seconds, memory)), only, *but]
    wait = seconds * _PATIENCE if _HELD_BY_SYSTEM else seconds
    try:
        done = subprocess.run(command, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=wait)
    except subprocess.TimeoutExpired:
        raise TooMuch("seconds") from None
    if done.returncode:
        raise TooMuch("seconds" if done.returncode in _OUT_OF_TIME else "memory")
    kind, sent = pickle.loads(done.stdout)
    if kind in _TROUBLES:
        raise _TROUBLES[kind](sent)
    grids: Mapping[str, Grid | None] = sent
    return grids


_HELD_BY_SYSTEM = hasattr(signal, "SIGXCPU")
_OUT_OF_TIME = [-number for name in ("SIGXCPU", "SIGKILL") if (number := getattr(signal, name, 0))]
_TROUBLES = {kind.__name__: kind for kind in (Locked, Damaged, TooMuch)}


def _read(content: bytes, cells: int, only: str, *but: str) -> tuple[str, object]:
    """The sheets, or what is wrong, as the other process says it."""
    try:
        book = Book(content, cells)
        titles = dict.fromkeys(book.titles)
        return "grids", {
            title: book.grid(title) if only in ("", title) and title not in but else None for title in titles
        }
    except (Locked, Damaged, TooMuch) as problem:
        return type(problem).__name__, str(problem)
    except MemoryError:
        return TooMuch.__name__, "memory"
    except BaseException as problem:  # calamine's panics are no Exceptions
        return Damaged.__name__, str(problem)


def _hold_to(seconds: int, memory: int) -> None:
    """Let the system end this process where it takes more."""
    try:
        import resource
    except ImportError:  # on Windows
        return
    for limit, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory * _MEGABYTE)):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    most_cells, most_seconds, most_memory = map(int, sys.argv[1:4])
    _hold_to(most_seconds, most_memory)
    gc.disable()  # nothing that is made here refers back to what holds it
    answer = pickle.Pickler(sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    answer.fast = True  # no two cells are one object, so none needs to be remembered
    answer.dump(_read(sys.stdin.buffer.read(), most_cells, *sys.argv[4:]))
