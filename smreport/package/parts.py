"""An Office file as a package of parts: what is in it, how parts relate, and new bytes only for parts that change."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from math import ceil
from urllib.parse import unquote

from lxml import etree

from smreport.frozen import Frozen
from smreport.package.terms import Refused, Terms
from smreport.package.trees import (
    DECLARATION,
    Element,
    NoXml,
    as_xml,
    elements_in,
    is_unsafe_xml,
    megabytes_of_tree,
    parsed,
)
from smreport.package.zipped import zipped

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION = f"{{{_RELATIONS}}}Relationship"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_LISTING = "[Content_Types].xml"


class Relationship(Frozen):
    """How a part relates to another one, or to something outside the file.

    kind    what the other is to it, as a full name; the last word of it says the same in both forms of the standard
    target  the other part, spelt as the package spells it; of no use for what is outside
    """

    key: str
    kind: str
    target: str
    is_inside: bool

    def is_of(self, kind: str) -> bool:
        """Whether it is of a kind, given by its full name or by the last word of it; "" is any."""
        return kind in ("", self.kind, self.kind.rpartition("/")[2])


class Parts:
    """The parts of an Office file to read. Names are without the leading slash, in any case; "" is the file itself.

    What cannot be read raises Refused, in the words of the terms.
    """

    def __init__(self, parts: Mapping[str, bytes], terms: Terms) -> None:
        self._parts, self._terms = parts, terms
        self._spelling = {name.lower(): name for name in parts}
        self._megabytes, self._elements = 0.0, 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    # --- parts ---

    def has(self, name: str) -> bool:
        return name.lower() in self._spelling

    def spelt(self, name: str) -> str:
        """The name as the package spells it."""
        return self._spelling.get(name.lower(), name)

    def raw(self, name: str) -> bytes:
        """A part's bytes as they stand now."""
        if not self.has(name):
            raise self._terms.refused("part", part=name, problem=f"{name!r}")
        return self._parts[self.spelt(name)]

    def root(self, name: str) -> Element:
        """The root element of an XML part."""
        return self.tree(name, self.raw(name))

    def tree(self, name: str, xml: bytes) -> Element:
        """The root element of XML that stands in a part, unless its tree would take more than the terms allow."""
        terms = self._terms
        if is_unsafe_xml(xml):
            raise terms.refused("unsafe", part=name[:100])
        megabytes, elements = self._megabytes + megabytes_of_tree(xml), self._elements + elements_in(xml)
        if megabytes > terms.memory:
            raise terms.refused("memory", needed=ceil(megabytes))
        if elements > terms.elements:
            raise terms.refused("elements", part=name)
        if terms.together:
            self._megabytes, self._elements = megabytes, elements
        try:
            return parsed(xml, bare=terms.bare)
        except NoXml as problem:
            raise terms.refused("part", part=name, problem=problem) from problem

    def is_sound(self, name: str) -> bool:
        """Whether there is such an XML part that can be read; those that are never read need not be."""
        try:
            return self.has(name) and self.root(name) is not None
        except Refused:
            return False

    # --- content types ---

    def type_of(self, name: str) -> str:
        """The content type of a part, "" where none is given."""
        ending = name.rpartition(".")[2].lower()
        default = ""
        for entry in self._listing.iter("{*}Override", "{*}Default"):
            if entry.get("PartName", "").lower() == f"/{name}".lower():
                return str(entry.get("ContentType"))
            if entry.get("Extension", "").lower() == ending:
                default = str(entry.get("ContentType"))
        return default

    @cached_property
    def _listing(self) -> Element:
        return self.root(_LISTING)

    def of_type(self, content_type: str) -> list[str]:
        return [name for name in self if name != _LISTING and self.type_of(name) == content_type]

    # --- relationships ---

    def relationships(self, source: str, kinds: Collection[str] = ()) -> list[Relationship]:
        """How a part relates to others, in the order of the file.

        kinds  the only ones that matter, by their last words: without any of these words nothing else is read
        """
        relations = _relations_of(source)
        if not self.has(relations) or (kinds and _has_none_of(kinds, self.raw(relations))):
            return []
        elements = self.root(relations).iter("{*}Relationship")
        return [self._relationship(source, element) for element in elements]

    def targets(self, source: str, kind: str = "") -> dict[str, str]:
        """The parts that a part relates to in a way, by relationship id."""
        relationships = self.relationships(source)
        return {
            relationship.key: relationship.target
            for relationship in relationships
            if relationship.is_inside and relationship.is_of(kind)
        }

    def target(self, source: str, kind: str) -> str:
        """The first part of a kind that a part relates to, "" where there is none."""
        return next((target for target in self.targets(source, kind).values() if self.has(target)), "")

    def sources(self, target: str) -> Iterator[str]:
        """The parts that relate to a part; those whose relationships cannot be read are left out."""
        sound_parts = (source for source in ("", *self) if self.is_sound(_relations_of(source)))
        return (source for source in sound_parts if target in self.targets(source).values())

    def _relationship(self, source: str, entry: Element) -> Relationship:
        target, is_inside = entry.get("Target", ""), entry.get("TargetMode") != "External"
        name = self._resolved(source, target)
        return Relationship(entry.get("Id", ""), entry.get("Type", ""), name, is_inside)

    def _resolved(self, source: str, target: str) -> str:
        """The name of the part that a relationship points at."""
        path = posixpath.join("/", posixpath.dirname(source), target.replace("\\", "/"))
        name = posixpath.normpath(path).lstrip("/")
        return next((self.spelt(spelling) for spelling in (name, unquote(name)) if self.has(spelling)), name)


class Package(Parts):
    """The parts of an Office file to read and to change. Each tree is held: changes to it are changes to the part."""

    def __init__(self, parts: Mapping[str, bytes], terms: Terms) -> None:
        super().__init__(parts, terms)
        self._parts: dict[str, bytes] = dict(parts)
        self._trees: dict[str, tuple[Element, bytes]] = {}
        if not self.has(_LISTING):
            raise terms.refused("no types")

    def to_bytes(self) -> bytes:
        """The file. Parts that were not changed keep their bytes and their order."""
        return zipped({name: self.raw(name) for name in self})

    def raw(self, name: str) -> bytes:
        name = self.spelt(name)
        if name in self._trees:
            root, before = self._trees[name]
            now = as_xml(root)
            if now != before:
                return DECLARATION + now
        return super().raw(name)

    def root(self, name: str) -> Element:
        name = self.spelt(name)
        if name not in self._trees:
            root = super().root(name)
            self._trees[name] = root, as_xml(root)
        return self._trees[name][0]

    def put(self, name: str, content: bytes | Element, content_type: str = "") -> str:
        """Add a part, or give one new bytes."""
        if not self.has(name):
            self._undeclare(name)  # some programs leave types of parts that are gone
        name = self._spelling.setdefault(name.lower(), name)
        self._trees.pop(name, None)
        self._parts[name] = content if isinstance(content, bytes) else DECLARATION + as_xml(content)
        if content_type and self.type_of(name) != content_type:
            etree.SubElement(self._listing, f"{_TYPES}Override", PartName=f"/{name}", ContentType=content_type)
        return name

    def drop(self, name: str) -> None:
        """Take a part out, and those that only it relates to."""
        targets = self.targets(name).values()
        for gone in (name, _relations_of(name)):
            spelt = self.spelt(gone)
            self._spelling.pop(gone.lower(), None)
            self._parts.pop(spelt, None)
            self._trees.pop(spelt, None)
            self._undeclare(gone)
        for target in targets:
            self._drop_unrelated(target)

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern such as "xl/comments{}.xml" that is not taken."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

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
        for entry in list(root.iter("{*}Relationship")):
            relation = self._relationship(source, entry)
            if relation.is_inside and relation.target == target:
                root.remove(entry)
        if not len(root):
            self.drop(_relations_of(source))
        self._drop_unrelated(target)

    def _drop_unrelated(self, target: str) -> None:
        if self.has(target) and next(self.sources(target), None) is None:
            self.drop(target)

    def _undeclare(self, name: str) -> None:
        for entry in self._listing.findall(f"{_TYPES}Override"):
            if entry.get("PartName", "").lower() == f"/{name}".lower():
                self._listing.remove(entry)


def _relations_of(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _has_none_of(words: Collection[str], part: bytes) -> bool:
    """Whether a part, as it is stored, cannot hold any of these words: each letter stands for itself in it."""
    return not any(word.encode() in part for word in words) and not any(sign in part for sign in (b"&", b"\0"))
