"""The parts of a Word file, in an order and with dates that the library would leave to the clock."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordFile
from docx.opc.packuri import PackURI
from docx.opc.pkgwriter import PackageWriter

_TYPES = "[Content_Types].xml"


def parts_of(word: WordFile) -> dict[str, bytes]:
    """The parts of a file in a fixed order, as the library writes them."""
    package, taken = word.part.package, _Parts()
    for part in package.parts:
        part.before_marshal()
    writer: Any = PackageWriter  # its steps are private to the library, and take any zip
    writer._write_content_types_stream(taken, package.parts)
    writer._write_pkg_rels(taken, package.rels)
    writer._write_parts(taken, package.parts)
    return {name: taken.parts[name] for name in sorted(taken.parts, key=lambda name: (name != _TYPES, name))}


class _Parts:
    """Takes the parts of a package from the library's writer, in place of its own zip file."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}

    def write(self, name: PackURI, content: bytes) -> None:
        self.parts[name.membername] = content
