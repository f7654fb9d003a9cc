"""A Word file opened to be written anew: its record, what its charts show, and its bytes."""

from __future__ import annotations

import copy
import io
import itertools
import posixpath
from collections.abc import Collection

import docx
from docx.document import Document as WordFile
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.rel import _Relationship as Relationship
from lxml import etree

from smreport.frozen import replace
from smreport.limits import LARGEST_DOCUMENT, MEGABYTE
from smreport.package.terms import Refused, Said, Terms
from smreport.package.trees import is_unsafe_xml, parsed
from smreport.package.zipped import Zipped, zipped
from smreport.word.edits.edges import edges_of
from smreport.word.edits.reading import Reading, unwrapped
from smreport.word.edits.record import (
    PROPERTIES,
    RECORD,
    Record,
    digest_of_parts,
    properties_xml,
    record_from,
    record_of,
)
from smreport.word.edits.words import R_ID, C, words_of_chart
from smreport.word.elements import Element, as_part
from smreport.word.packing import parts_of
from smreport.words import say

TERMS = Terms(Said(lambda: {"damaged": say("word.package.no_word_file")}), unpacked=LARGEST_DOCUMENT * MEGABYTE)
_XML = "application/xml"
_DAMAGE = (Refused, KeyError, ValueError, OSError, AttributeError)
"""What is raised of a file that is none; the last by the library, where the root of a part is of another kind."""


def opened(content: bytes) -> WordFile | None:
    """A file that a person may have put there: None for what is not a sound Word file of a sane size."""
    try:
        word = docx.Document(io.BytesIO(zipped(_mended(Zipped(content, TERMS)), level=0)))
        is_sound = word.element.body is not None and word.core_properties.title is not None
    except (*_DAMAGE, etree.XMLSyntaxError, PackageNotFoundError):
        return None
    return word if is_sound else None


def _mended(parts: Zipped) -> dict[str, bytes]:
    """The parts without links to parts that are not there: LibreOffice writes such in what was an .odt."""
    mended = dict(parts)
    for name in [name for name in mended if name.endswith(".rels") and not is_unsafe_xml(mended[name])]:
        links, folder = parsed(mended[name]), posixpath.dirname(posixpath.dirname(name))
        broken = [link for link in links if not _leads_somewhere(link, folder, mended)]
        if broken:
            for link in broken:
                links.remove(link)
            mended[name] = as_part(links)
            source = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
            _forget_workbook(mended, source, {link.get("Id") for link in broken})
    return mended


def _leads_somewhere(link: Element, folder: str, parts: Collection[str]) -> bool:
    target = posixpath.normpath(posixpath.join("/", folder, link.get("Target") or "")).lstrip("/")
    return link.get("TargetMode") == "External" or target in parts


def _forget_workbook(parts: dict[str, bytes], source: str, broken: Collection[str]) -> None:
    """A chart no longer names the workbook that is not there."""
    if not source.startswith("word/charts/") or is_unsafe_xml(parts.get(source, b"\0")):
        return
    chart = parsed(parts[source])
    for external in chart.findall(f"{C}externalData"):
        if external.get(R_ID) in broken:
            chart.remove(external)
            parts[source] = as_part(chart)


def charts_of(word: WordFile) -> dict[str, str]:
    """What each chart of the text shows, by the relationship that leads to it."""
    rels = ((rel_id, rel) for rel_id, rel in word.part.rels.items() if rel.reltype == RT.CHART and not rel.is_external)
    return {rel_id: words_of_chart(rel.target_part.blob) for rel_id, rel in rels}


def record_in(word: WordFile) -> Record | None:
    """The record of the last build, None where a program has dropped it."""
    records = (record_from(rel.target_part.blob) for rel in _custom_parts(word).values())
    return next((record for record in records if record is not None), None)


def is_as_written(content: bytes, record: Record) -> bool:
    """Whether a file has the very bytes that were written, wherever it lies now and whatever it is called."""
    return bool(record.whole) and digest_of_parts(Zipped(content, TERMS).items()) == record.whole


def record_as_written(word: WordFile, is_exempt: bool) -> Record:
    """The record of a file that was just made."""
    body = copy.deepcopy(word.element.body)
    sections = unwrapped(body)
    return replace(record_of(Reading(body, charts_of(word)), sections, is_exempt), edges=edges_of(word))


def with_record(word: WordFile, record: Record, *, is_whole: bool) -> bytes:
    """The bytes of a file with its record in place of the one before.

    is_whole  whether nothing of people's is in it: then the record knows the file by its bytes
    """
    for rel_id, rel in _custom_parts(word).items():
        if record_from(rel.target_part.blob) is not None:
            del word.part.rels[rel_id]
    place = _put_record(word)
    parts = parts_of(word)
    parts[place] = replace(record, whole="").as_xml()
    if is_whole:
        parts[place] = replace(record, whole=digest_of_parts(parts.items())).as_xml()
    return zipped(parts)


def _custom_parts(word: WordFile) -> dict[str, Relationship]:
    return {
        rel_id: rel for rel_id, rel in word.part.rels.items() if rel.reltype == RT.CUSTOM_XML and not rel.is_external
    }


def _put_record(word: WordFile) -> str:
    """An empty part for the record, with its properties; gives its name."""
    package = word.part.package
    taken = {str(part.partname).lower() for part in package.iter_parts()}
    number = next(at for at in itertools.count(1) if f"/{RECORD.format(at)}".lower() not in taken)
    part = Part(PackURI(f"/{RECORD.format(number)}"), _XML, b"", package)
    properties = Part(PackURI(f"/{PROPERTIES.format(number)}"), CT.OFC_CUSTOM_XML_PROPERTIES, properties_xml(), package)
    part.relate_to(properties, RT.CUSTOM_XML_PROPS)
    word.part.relate_to(part, RT.CUSTOM_XML)
    return RECORD.format(number)
