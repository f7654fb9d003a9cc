"""The record of a build inside its Word file: a custom XML part with names and digests, and no words.

A digest tells who has changed a piece, and not what stood there: what people deleted before publication is not in it.
The part hangs on the document and has properties of its own, since LibreOffice and ONLYOFFICE drop others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from smreport.frozen import Frozen, field
from smreport.package.trees import NoXml, is_unsafe_xml, parsed
from smreport.word.edits.piece_names import is_ours
from smreport.word.edits.reading import Reading, row_names, rows_by_name
from smreport.word.elements import Element, as_part

RECORD, PROPERTIES = "customXml/item{}.xml", "customXml/itemProps{}.xml"
_NS = "urn:smreport:record:1"
_N = f"{{{_NS}}}"
_DS = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ID = "{6E2C8C0B-5B0E-4D0F-9B53-5C1B7D7A9E41}"  # any, but always the same


class Entry(Frozen):
    """What was written as one piece.

    digests  one for a paragraph, one for each cell of a row; none where it is not known what was written
    table    the name of the table's first row, "" for a paragraph
    comment  the digest of the comment that told people of a change of it, "" where none did
    """

    name: str
    section: str
    digests: tuple[str, ...]
    table: str = ""
    comment: str = ""


class Edges(Frozen):
    """What was written around the text: digests of the lines in the footers, and of properties by their names."""

    lines: frozenset[str] = frozenset()
    properties: dict[str, str] = field(default_factory=dict)


class Record(Frozen):
    """What was written into a file, by name and in order.

    whole  the digest of the whole file as it was written, "" where people's work was in it already
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    is_exempt: bool = False
    whole: str = ""
    edges: Edges = field(default_factory=Edges)

    @property
    def sections(self) -> list[str]:
        return list(dict.fromkeys(entry.section for entry in self.entries.values()))

    def blocks(self, section: str) -> list[str]:
        """The paragraphs and tables of a section, a table by the name of its first row."""
        own = (entry for entry in self.entries.values() if entry.section == section)
        return list(dict.fromkeys(entry.table or entry.name for entry in own))

    def names(self, section: str) -> list[str]:
        return [entry.name for entry in self.entries.values() if entry.section == section]

    def rows(self, table: str) -> list[str]:
        return [entry.name for entry in self.entries.values() if entry.table == table]

    def as_xml(self) -> bytes:
        """The content of the part."""
        root = etree.Element(f"{_N}record", nsmap={None: _NS})
        root.set("paper", "exempt" if self.is_exempt else "public")
        root.set("whole", self.whole)
        for entry in self.entries.values():
            said = {"name": entry.name, "section": entry.section, "digests": " ".join(entry.digests)}
            optional = {"table": entry.table, "told": entry.comment}
            etree.SubElement(root, f"{_N}piece", {**said, **{key: text for key, text in optional.items() if text}})
        for line in sorted(self.edges.lines):
            etree.SubElement(root, f"{_N}line", {"digest": line})
        for name, known in self.edges.properties.items():
            etree.SubElement(root, f"{_N}property", {"name": name, "digest": known})
        return as_part(root)


def record_of(reading: Reading, sections: Mapping[str, str], is_exempt: bool) -> Record:
    """The record of a file as it was written; ``sections`` has the section of each name."""
    return Record({entry.name: entry for entry in _entries(reading, sections)}, is_exempt)


def _entries(reading: Reading, sections: Mapping[str, str]) -> Iterator[Entry]:
    names = row_names(reading.by_name)
    for block in reading.blocks:
        rows = {} if block.table is None else rows_by_name(block.table, names)
        for name in rows or [block.key] * bool(block.key):
            table = block.key if rows else ""
            yield Entry(name, sections.get(name, ""), reading.by_name[name].digests, table)


def record_from(xml: bytes) -> Record | None:
    """The record that a custom XML part holds, None where it is another's or cannot be read."""
    if _NS.encode() not in xml or is_unsafe_xml(xml):
        return None
    try:
        root = parsed(xml)
    except NoXml:
        return None
    if root.tag != f"{_N}record":
        return None
    entries = {entry.name: entry for entry in map(_entry, root.iterchildren(f"{_N}piece")) if is_ours(entry.name)}
    entries = {name: entry for name, entry in entries.items() if not entry.table or entry.table in entries}
    return Record(entries, root.get("paper") == "exempt", root.get("whole") or "", _edges(root))


def _edges(root: Element) -> Edges:
    lines = frozenset(str(line.get("digest")) for line in root.iterchildren(f"{_N}line"))
    properties = root.iterchildren(f"{_N}property")
    return Edges(lines, {str(item.get("name")): str(item.get("digest")) for item in properties})


def _entry(piece: Element) -> Entry:
    said = {key: piece.get(key) or "" for key in ("name", "section", "digests", "table", "told")}
    return Entry(said["name"], said["section"], tuple(said["digests"].split()), said["table"], said["told"])


def properties_xml() -> bytes:
    """The properties of the record's part, without which other programs drop it."""
    root = etree.Element(f"{{{_DS}}}datastoreItem", nsmap={"ds": _DS})
    root.set(f"{{{_DS}}}itemID", _ID)
    refs = etree.SubElement(root, f"{{{_DS}}}schemaRefs")
    etree.SubElement(refs, f"{{{_DS}}}schemaRef").set(f"{{{_DS}}}uri", _NS)
    return as_part(root)


def digest_of_parts(parts: Iterable[tuple[str, bytes]]) -> str:
    """What changes with any part of a file but the record."""
    hasher = hashlib.sha256()
    for name, content in sorted(parts):
        if _NS.encode() not in content:
            hasher.update(f"{name}\0{len(content)}\0".encode())
            hasher.update(content)
    return hasher.hexdigest()
