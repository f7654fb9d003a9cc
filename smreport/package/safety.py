"""The look at a workbook file before anybody reads it: refused is what is not one, or would do harm."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from smreport.errors import InvalidValue
from smreport.limits import MOST_PARTS, Limits
from smreport.package.compound import kind_of_compound

_PIECE = 1024 * 1024
_ENTRY = b"PK\x01\x02"  # each entry of a zip's directory starts with it
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_READ = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/_rels/workbook\.xml\.rels|xl/(?:workbook|sharedstrings|styles|comments\d*)\.xml"
    r"|xl/\w*sheets/(?:_rels/)?[^/]*\.(?:xml|rels)|xl/(?:drawings|comments|ctrlprops)/[^/]*\.(?:xml|vml)"
    r"|content\.xml|meta-inf/manifest\.xml",
    re.IGNORECASE,
)
_UNSAFE = re.compile(rb"!(?:DOCTYPE|ENTITY)")
_ENCODING = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252")
ODS_CONTENT = "content.xml"
DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
    OverflowError, IndexError,
)  # fmt: skip

_SAVE = "Open it in Excel and save it as an Excel Workbook (.xlsx)."
LOCKED = "the workbook is protected with a password. Take the password off in Excel and save it again."
_COMPOUND = {
    "password": LOCKED,
    "label": (
        "the workbook is encrypted by its sensitivity label, which only Excel can open. In Excel, save a copy under a "
        "label that does not encrypt, or ask its owner for such a copy."
    ),
    "old": "this is a file in the old Excel format (.xls). Open it in Excel and save it as .xlsx.",
}
_KINDS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a text document",
    b"<": "a web page or XML",
    b"Rar!": "an archive",
    b"7z\xbc\xaf": "an archive",
}


def parts_of(content: bytes, limits: Limits, whole: bool = False) -> dict[str, bytes]:
    """The parts of an Office file by name, unpacked.

    whole  refuse damage in parts that are never read, too; else such parts are left out

    Each is unpacked to its real end, whatever the file says of its length. Raises InvalidValue, in one line
    without the file's name, where the content is not such a file, is damaged, or holds what could do harm.
    """
    _refuse_other_kinds(content)
    if content.count(_ENTRY) > MOST_PARTS:
        raise InvalidValue(f"the file holds more than {MOST_PARTS:,} parts, more than a workbook does. {_SAVE}")
    parts: dict[str, bytes] = {}
    left = limits.bytes
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _refuse_entries(package.infolist())
            for entry in package.infolist():
                if not entry.is_dir():
                    part, problem = _unpacked(package, entry, left)
                    left -= len(part)
                    if left < 0:
                        raise limits.exceeded("megabytes")
                    if problem and (whole or is_read(entry.filename)):
                        raise problem
                    if not problem:
                        parts[entry.filename] = part
    except DAMAGE as problem:
        raise damaged(problem) from problem
    if any(name.lower() == "xl/workbook.bin" for name in parts):
        raise InvalidValue(f"this is a binary Excel workbook (.xlsb). {_SAVE}")
    for name, part in parts.items():
        if is_read(name):
            refuse_unsafe_xml(name, part)
    return parts


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> tuple[bytes, Exception | None]:
    """A part, up to a byte more than is allowed, and what is wrong with it."""
    declared, entry.file_size = entry.file_size, most + 2
    part = bytearray()
    with package.open(entry) as stream:
        try:
            while len(part) <= most and (piece := stream.read(min(_PIECE, most + 1 - len(part)))):
                part += piece
        except DAMAGE as problem:
            return bytes(part), problem
    wrong = len(part) != declared
    return bytes(part), zipfile.BadZipFile(f"{entry.filename} has another length than it says") if wrong else None


def is_read(name: str) -> bool:
    """Whether a part of this name is XML that is read. What else is in the file is weighed, kept and not looked at."""
    return _READ.fullmatch(name) is not None


def is_xml(name: str) -> bool:
    """Whether a part of this name is XML."""
    return name.lower().endswith((".xml", ".rels", ".vml"))


def is_ods(parts: Mapping[str, bytes]) -> bool:
    """Whether these are the parts of an OpenDocument file."""
    return ODS_CONTENT in parts


def damaged(problem: object) -> InvalidValue:
    """The refusal of a file that is broken; ``problem`` is what a library says of it."""
    said = " ".join(str(problem).split())[:200].rstrip(".")
    return InvalidValue(f"this is not a workbook that can be read ({said or 'it is damaged'}). {_SAVE}")


def packed(parts: Mapping[str, bytes], names: Iterable[str], method: int = zipfile.ZIP_STORED) -> bytes:
    """Some parts as a new file: whoever reads it sees what was looked at, and nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compresslevel=1) as package:
        for name in names:
            package.writestr(zipfile.ZipInfo(name), parts[name], method)
    return buffer.getvalue()


def refuse_unsafe_xml(name: str, part: bytes) -> None:
    """Raise InvalidValue for XML that defines entities, or whose encoding could hide that it does."""
    if is_unsafe_xml(part):
        raise InvalidValue(f"the file holds XML that no spreadsheet program writes ({name[:100]}). {_SAVE}")


def is_unsafe_xml(part: bytes) -> bool:
    """Whether XML defines entities, or has an encoding that could hide that it does."""
    declared = _ENCODING.search(part[:1000])
    unknown = declared is not None and declared[1].lower() not in _ENCODINGS
    return unknown or b"\0" in part or _UNSAFE.search(part) is not None


def _refuse_other_kinds(content: bytes) -> None:
    if not content:
        raise InvalidValue("this is not an Excel workbook, or it is damaged: the file is empty. Ask for it again.")
    if sealed := kind_of_compound(content):
        raise InvalidValue(_COMPOUND[sealed])
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind in _KINDS.items():
        if start.startswith(magic):
            raise InvalidValue(f"this is {kind}, not an Excel workbook, whatever its name says. {_SAVE}")
    if not zipfile.is_zipfile(io.BytesIO(content)):
        if content.startswith(b"PK"):
            raise InvalidValue("this is not an Excel workbook, or it is damaged. Ask for it again.")
        raise InvalidValue(f"this is not an Excel workbook. {_SAVE}")


def _refuse_entries(entries: Iterable[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & _ENCRYPTED:
            raise InvalidValue(LOCKED)
        if entry.compress_type not in _METHODS:
            raise zipfile.BadZipFile(f"{name} is packed in a way that workbooks are not")
        if name.startswith("/") or ".." in name.replace("\\", "/").split("/") or ":" in name.split("/")[0]:
            raise zipfile.BadZipFile(f"{name} points outside the file")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise zipfile.BadZipFile(f"{name} is a link to another file")
        if name.lower() in seen:
            raise zipfile.BadZipFile(f"it holds {name} twice")
        seen.add(name.lower())
