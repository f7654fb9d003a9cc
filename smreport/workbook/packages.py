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
from smreport.words import locales, say

ODS_CONTENT = "content.xml"
_READ = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/_rels/workbook\.xml\.rels|xl/(?:workbook|sharedstrings|styles|comments\d*)\.xml"
    r"|xl/\w*sheets/(?:_rels/)?[^/]*\.(?:xml|rels)|xl/(?:drawings|comments|ctrlprops)/[^/]*\.(?:xml|vml)"
    r"|content\.xml|meta-inf/manifest\.xml",
    re.IGNORECASE,
)


def _words() -> dict[str, str]:
    """The sentence for each reason to refuse a file."""
    return {
        "empty": say("findings.file.empty"),
        "another": say("findings.file.another", kind="{kind}"),
        "cut off": say("findings.file.cut_off"),
        "no package": say("findings.file.no_package"),
        "password": locked(),
        "label": say("findings.file.label"),
        "old": say("findings.file.old"),
        "parts": say("findings.file.parts", most=locales.number(MOST_PARTS)),
        "damaged": say("findings.file.damaged", problem="{problem}"),
        "encrypted": locked(),
        "unsafe": say("findings.file.unsafe", part="{part}"),
        "no types": say("findings.file.no_types"),
        "part": say("findings.file.part", part="{part}", problem="{problem}"),
    }


def locked() -> str:
    """Why a workbook with a password cannot be read."""
    return say("findings.file.password")


def terms_of(limits: Limits) -> Terms:
    """What a workbook may take, and the words of its refusals."""
    too_large = {"unpacked": limits.exceeded("megabytes"), "memory": limits.exceeded("memory", "{needed}")}
    return Terms(
        _words() | {reason: str(problem) for reason, problem in too_large.items()},
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
        raise InvalidValue(say("findings.file.binary"))
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
    return InvalidValue(say("findings.file.damaged", problem=said(problem)))
