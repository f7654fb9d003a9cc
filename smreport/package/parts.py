"""An Excel file as a package of parts: what is in it, how parts relate, and new bytes only for parts that change."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Sequence
from math import ceil
from typing import Any, TypeAlias
from urllib.parse import unquote

from lxml import etree

from smreport.errors import InvalidValue
from smreport.limits import Limits
from smreport.package.safety import parts_of, refuse_unsafe_xml

Element: TypeAlias = Any  # an lxml element; lxml ships no types

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL_ID = f"{{{OFFICE}}}id"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION = f"{{{_RELATIONS}}}Relationship"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_LISTING = "[Content_Types].xml"
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold: the same content gives the same bytes
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNIT = 200  # bytes that a tag or an attribute takes in a tree, at most
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def sml(tag: str, *content: Element | str, **attributes: str | float) -> Element:
    """``sml("c", r="A1")`` makes ``<c r="A1"/>`` in the namespace of spreadsheets, with a text or elements in it."""
    element = etree.Element(f"{{{MAIN}}}{tag}", {key: str(value) for key, value in attributes.items()}, {None: MAIN})
    for each in content:
        if isinstance(each, str):
            element.text = written(each)
        else:
            element.append(each)
    return element


def pointing(tag: str, relationship: str, **attributes: str | float) -> Element:
    """``pointing("tablePart", "rId1")`` makes ``<tablePart r:id="rId1"/>``."""
    there = {key: str(value) for key, value in attributes.items()}
    return etree.Element(f"{{{MAIN}}}{tag}", {**there, REL_ID: relationship}, {None: MAIN, "r": OFFICE})


def written(text: str) -> str:
    """A text as Excel's XML holds it: it takes _x0041_ for a letter, and XML takes no control characters."""
    return _LOOKS_ESCAPED.sub("_x005F_", _NOT_IN_XML.sub(" ", text))


def local(element: Element) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(parent: Element, tag: str) -> Element:
    """The first child of that name in the namespace of spreadsheets, None where there is none."""
    return parent.find(f"{{{MAIN}}}{tag}")


def insert_in_order(parent: Element, new: Element, order: Sequence[str]) -> Element:
    """Put a child behind all those that the schema wants before it, and give it back."""
    before = set(order[: order.index(local(new)) + 1])
    places = [place for place, there in enumerate(parent, start=1) if local(there) in before]
    parent.insert(places[-1] if places else 0, new)
    return new


class Package:
    """The parts of an Office file. Names are without the leading slash; "" is the package itself.

    Raises InvalidValue where the content is not such a file.
    """

    def __init__(self, content: bytes, limits: Limits | None = None) -> None:
        self._limits = limits or Limits.from_environment()
        self._parts = parts_of(content, self._limits, whole=True)
        self._megabytes = 0.0
        self._trees: dict[str, tuple[Element, bytes]] = {}
        if _LISTING not in self._parts:
            raise InvalidValue("this is not an Excel workbook (.xlsx). Open it in Excel and save it as .xlsx.")

    def to_bytes(self) -> bytes:
        """The file. Parts that were not changed keep their bytes and their order."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in self._parts:
                entry = zipfile.ZipInfo(name, _DATE)
                entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
                archive.writestr(entry, self.raw(name))
        return buffer.getvalue()

    # --- parts ---

    def has(self, name: str) -> bool:
        return name in self._parts

    def raw(self, name: str) -> bytes:
        """A part's bytes as they stand now."""
        if name in self._trees:
            root, before = self._trees[name]
            now = _xml(root)
            if now != before:
                return _DECLARATION + now
        return self._parts[name]

    def is_sound(self, name: str) -> bool:
        """Whether there is such an XML part that can be read; those that are never read need not be."""
        try:
            return self.has(name) and self.root(name) is not None
        except InvalidValue:
            return False

    def root(self, name: str) -> Element:
        """The root element of an XML part. Changes to it are changes to the part."""
        if name not in self._trees:
            try:
                root = self._parsed(name, self._parts[name])
            except (KeyError, etree.XMLSyntaxError) as problem:
                raise InvalidValue(
                    f"the file is damaged inside ({name}: {problem}). Open it in Excel, save it and try again."
                ) from problem
            self._trees[name] = root, _xml(root)
        return self._trees[name][0]

    def _parsed(self, name: str, part: bytes) -> Element:
        """The tree of a part, unless it and those before it would take more memory than the limits say."""
        refuse_unsafe_xml(name, part)
        self._megabytes += megabytes_of_tree(part)
        if self._megabytes > self._limits.memory:
            raise self._limits.exceeded("memory", ceil(self._megabytes))
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))

    def put(self, name: str, content: bytes | Element, content_type: str = "") -> str:
        """Add a part, or give one new bytes."""
        if not self.has(name):
            self._undeclare(name)  # some programs leave types of parts that are gone
        self._trees.pop(name, None)
        self._parts[name] = content if isinstance(content, bytes) else _DECLARATION + _xml(content)
        if content_type and self.type_of(name) != content_type:
            listing = self.root(_LISTING)
            etree.SubElement(listing, f"{_TYPES}Override", PartName=f"/{name}", ContentType=content_type)
        return name

    def drop(self, name: str) -> None:
        """Take a part out, and those that only it relates to."""
        targets = self.targets(name).values()
        for gone in (name, _relations_of(name)):
            self._parts.pop(gone, None)
            self._trees.pop(gone, None)
            self._undeclare(gone)
        for target in targets:
            if self.has(target) and not self._is_related(target):
                self.drop(target)

    def _undeclare(self, name: str) -> None:
        listing = self.root(_LISTING)
        for entry in listing.findall(f"{_TYPES}Override"):
            if entry.get("PartName", "").lower() == f"/{name}".lower():
                listing.remove(entry)

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern such as "xl/comments{}.xml" that is not taken."""
        taken = {name.lower() for name in self._parts}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def type_of(self, name: str) -> str:
        """The content type of a part, "" where none is given."""
        ending = name.rpartition(".")[2].lower()
        default = ""
        for entry in self.root(_LISTING).iter(f"{_TYPES}*"):
            if entry.get("PartName", "").lower() == f"/{name}".lower():
                return str(entry.get("ContentType"))
            if entry.get("Extension", "").lower() == ending:
                default = str(entry.get("ContentType"))
        return default

    def of_type(self, content_type: str) -> list[str]:
        return [name for name in self._parts if name != _LISTING and self.type_of(name) == content_type]

    # --- relationships ---

    def targets(self, source: str, kind: str = "") -> dict[str, str]:
        """The parts that a part relates to, by relationship id. ``kind`` is a relationship's full name."""
        relations = _relations_of(source)
        if not self.has(relations):
            return {}
        return {
            relation.get("Id"): self._resolved(source, relation.get("Target", ""))
            for relation in self.root(relations).iter(_RELATION)
            if relation.get("TargetMode") != "External" and kind in ("", relation.get("Type"))
        }

    def target(self, source: str, kind: str) -> str:
        """The first part of a kind that a part relates to, "" where there is none."""
        return next((target for target in self.targets(source, kind).values() if self.has(target)), "")

    def relate(self, source: str, kind: str, target: str) -> str:
        """Relate a part to another one, and give the new relationship's id."""
        relations = _relations_of(source)
        if not self.has(relations):
            root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
            self.put(relations, root, _RELATIONS_TYPE)
        root = self.root(relations)
        taken = {relation.get("Id") for relation in root}
        number = next(number for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        path = posixpath.relpath(f"/{target}", posixpath.dirname(f"/{source}"))
        etree.SubElement(root, _RELATION, Id=f"rId{number}", Type=kind, Target=path)
        return f"rId{number}"

    def unrelate(self, source: str, target: str) -> None:
        """Part two parts, and take the other one out unless something else relates to it."""
        root = self.root(_relations_of(source))
        for relation in list(root.iter(_RELATION)):
            internal = relation.get("TargetMode") != "External"
            if internal and self._resolved(source, relation.get("Target", "")) == target:
                root.remove(relation)
        if not len(root):
            self.drop(_relations_of(source))
        if self.has(target) and not self._is_related(target):
            self.drop(target)

    def _is_related(self, target: str) -> bool:
        sources = (source for source in ("", *self._parts) if self.is_sound(_relations_of(source)))
        return any(target in self.targets(source).values() for source in sources)

    def _resolved(self, source: str, target: str) -> str:
        """The name of the part that a relationship points at, spelt as the package spells it."""
        path = posixpath.join("/", posixpath.dirname(source), target.replace("\\", "/"))
        name = posixpath.normpath(path).lstrip("/")
        spellings = {there.lower(): there for there in self._parts}
        return spellings.get(name.lower()) or spellings.get(unquote(name).lower()) or name


def megabytes_of_tree(part: bytes) -> float:
    """How much memory the tree of an XML part takes at most."""
    return _UNIT * (part.count(b"<") + part.count(b"=")) / 1024**2


def _xml(root: Element) -> bytes:
    content: bytes = etree.tostring(root, encoding="UTF-8")
    return content


def _relations_of(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")
