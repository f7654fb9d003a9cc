"""A workbook file as a package: which of its parts are read, and how it is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smreport.errors import InvalidValue
from smreport.limits import MOST_PARTS, Limits
from smreport.package.parts import Package
from smreport.package.terms import Refused, Terms, said
from smreport.package.trees import is_unsafe_xml
from smreport.package.zipped import Zipped

ODS_CONTENT = "content.xml"
LOCKED = "the workbook is protected with a password. Take the password off in Excel and save it again."
_READ = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/_rels/workbook\.xml\.rels|xl/(?:workbook|sharedstrings|styles|comments\d*)\.xml"
    r"|xl/\w*sheets/(?:_rels/)?[^/]*\.(?:xml|rels)|xl/(?:drawings|comments|ctrlprops)/[^/]*\.(?:xml|vml)"
    r"|content\.xml|meta-inf/manifest\.xml",
    re.IGNORECASE,
)
_SAVE = "Open it in Excel and save it as an Excel Workbook (.xlsx)."
_WORDS = {
    "empty": "this is not an Excel workbook, or it is damaged: the file is empty. Ask for it again.",
    "another": f"this is {{kind}}, not an Excel workbook, whatever its name says. {_SAVE}",
    "cut off": "this is not an Excel workbook, or it is damaged. Ask for it again.",
    "no package": f"this is not an Excel workbook. {_SAVE}",
    "password": LOCKED,
    "label": (
        "the workbook is encrypted by its sensitivity label, which only Excel can open. In Excel, save a copy under a "
        "label that does not encrypt, or ask its owner for such a copy."
    ),
    "old": "this is a file in the old Excel format (.xls). Open it in Excel and save it as .xlsx.",
    "parts": f"the file holds more than {MOST_PARTS:,} parts, more than a workbook does. {_SAVE}",
    "damaged": f"this is not a workbook that can be read ({{problem}}). {_SAVE}",
    "encrypted": LOCKED,
    "unsafe": f"the file holds XML that no spreadsheet program writes ({{part}}). {_SAVE}",
    "no types": "this is not an Excel workbook (.xlsx). Open it in Excel and save it as .xlsx.",
    "part": "the file is damaged inside ({part}: {problem}). Open it in Excel, save it and try again.",
}


def terms_of(limits: Limits) -> Terms:
    """What a workbook may take, and the words of its refusals."""
    too_large = {"unpacked": limits.exceeded("megabytes"), "memory": limits.exceeded("memory", "{needed}")}
    return Terms(
        _WORDS | {reason: str(problem) for reason, problem in too_large.items()},
        unpacked=limits.bytes,
        memory=limits.memory,
    )


def package_of(content: bytes, limits: Limits | None = None) -> Package:
    """A workbook to be changed. Raises InvalidValue as :func:`parts_of`, and for damage in any part."""
    limits = limits or Limits.from_environment()
    return Package(parts_of(content, limits, whole=True), terms_of(limits))


def parts_of(content: bytes, limits: Limits, whole: bool = False) -> dict[str, bytes]:
    """All that is packed in a workbook file, by name.

    whole  refuse damage in parts that are never read, too; else such parts are left out

    Raises InvalidValue, in one line without the file's name, where the content is not such a file, is damaged, or
    holds what could do harm.
    """
    terms = terms_of(limits)
    packed = Zipped(content, terms)
    parts: dict[str, bytes] = {}
    for name in packed:
        try:
            parts[name] = packed[name]
        except Refused as problem:
            if whole or problem.reason != "damaged" or is_read(name):
                raise
    if any(name.lower() == "xl/workbook.bin" for name in parts):
        raise InvalidValue(f"this is a binary Excel workbook (.xlsb). {_SAVE}")
    for name, part in parts.items():
        if is_read(name) and is_unsafe_xml(part):
            raise terms.refused("unsafe", part=name[:100])
    return parts


def packed_in(content: bytes) -> tuple[str, ...]:
    """The names of all that is packed in a workbook file. Raises InvalidValue where it is no such file."""
    return tuple(Zipped(content, terms_of(Limits.from_environment())))


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
    return InvalidValue(_WORDS["damaged"].format(problem=said(problem)))
