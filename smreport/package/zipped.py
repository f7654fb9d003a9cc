"""Zipped files: looked at before anything is read, unpacked in memory within limits, and written."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping

from smreport.package.compound import kind_of_compound
from smreport.package.terms import Terms, said
from smreport.words import say

_PIECE = 1024 * 1024
_ENTRY = b"PK\x01\x02"  # each entry of a zip's directory starts with it
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold: the same content gives the same bytes
_UNIX, _ORDINARY = 3, 0o600 << 16  # who wrote the file and who may read it, whatever the system
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
    OverflowError, IndexError,
)  # fmt: skip
_KINDS = {
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"{\\rtf": "text",
    b"<": "xml",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
}


class Zipped(Mapping[str, bytes]):
    """What is packed in a zipped file, by name; each part is unpacked when it is asked for.

    It is unpacked to its real end, whatever the file says of its length. Raises Refused where the content is no such
    file, is damaged, holds what could do harm, or takes more than the terms allow.
    """

    def __init__(self, content: bytes, terms: Terms) -> None:
        self._terms, self._left = terms, terms.unpacked
        _refuse_other_kinds(content, terms)
        if content.count(_ENTRY) > terms.parts:
            raise terms.refused("parts")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except _DAMAGE as problem:
            raise terms.refused("damaged", problem=said(problem)) from problem
        _refuse_entries(entries, terms)
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}

    def __getitem__(self, name: str) -> bytes:
        most = min(self._terms.part, self._left)
        try:
            part = self._unpacked(self._entries[name], most)
        except _DAMAGE as problem:
            raise self._terms.refused("damaged", problem=said(problem)) from problem
        if len(part) > most:
            raise self._terms.refused("unpacked", part=name)
        return part

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def _unpacked(self, entry: zipfile.ZipInfo, most: int) -> bytes:
        """A part, up to a byte more than is allowed. What is unpacked of a damaged part counts, too."""
        stated = entry.file_size
        entry.file_size = most + _PIECE  # what is read ahead must not end there: its checksum would not fit
        pieces, length = [], 0
        try:
            with self._zip.open(entry) as stream:
                while length <= most and (piece := stream.read(min(_PIECE, most + 1 - length))):
                    pieces.append(piece)
                    length += len(piece)
        finally:
            entry.file_size = stated
            self._left -= min(length, self._left)
        if length <= most and length != stated:
            raise zipfile.BadZipFile(say("word.package.other_length", part=entry.filename))
        return b"".join(pieces)


def zipped(parts: Mapping[str, bytes], level: int = 6) -> bytes:
    """Parts as a new file in their order: the same bytes for the same parts.

    level  how hard they are packed, from 1 to 9; 0 does not pack them at all
    """
    return zipped_in_turn(parts.items(), level)


def zipped_in_turn(parts: Iterable[tuple[str, bytes]], level: int = 6) -> bytes:
    """The same of parts that are made one after another, as all of them together may take much memory."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if level else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in parts:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system, entry.external_attr = _UNIX, _ORDINARY
            package.writestr(entry, part, method, level)
    return buffer.getvalue()


def _refuse_other_kinds(content: bytes, terms: Terms) -> None:
    if not content:
        raise terms.refused("empty")
    if sealed := kind_of_compound(content):
        raise terms.refused(sealed)
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind in _KINDS.items():
        if start.startswith(magic):
            raise terms.refused("another", kind=say(f"word.package.kind.{kind}"))
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise terms.refused("cut off" if content.startswith(b"PK") else "no package")


def _refuse_entries(entries: Iterable[zipfile.ZipInfo], terms: Terms) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise terms.refused("encrypted")
        if problem := _harm_of(entry, seen):
            raise terms.refused("entry", problem=said(problem))
        seen.add(entry.filename.lower())


def _harm_of(entry: zipfile.ZipInfo, seen: set[str]) -> str:
    """What harm an entry could do, "" where it is an ordinary one; ``seen`` are the names before it."""
    name = entry.filename
    if entry.compress_type not in _METHODS:
        return say("word.package.other_packing", part=name)
    if name.startswith("/") or ".." in name.replace("\\", "/").split("/") or ":" in name.split("/")[0]:
        return say("word.package.points_outside", part=name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        return say("word.package.is_link", part=name)
    return say("word.package.twice", part=name) if name.lower() in seen else ""
