"""A council's Word file as a house style: what a report takes from it, and nothing that leads outside it.

The text of the file is left behind, and so are its comments, changes, macros, links and fields that fetch something.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from lxml import etree

from smreport.errors import InvalidValue
from smreport.frozen import Frozen
from smreport.limits import (
    LARGEST_STYLE_FILE,
    LARGEST_STYLE_PART,
    LARGEST_STYLE_UNPACKED,
    MEGABYTE,
    MOST_ELEMENTS,
    MOST_PARTS,
    MOST_STYLES,
)
from smreport.package.compound import kind_of_compound
from smreport.package.parts import Parts, Relationship
from smreport.package.terms import Said, Terms
from smreport.package.zipped import Zipped
from smreport.word.elements import Element, W, w
from smreport.word.part_cleaning import cleaned, linked, sorted_levels
from smreport.word.styles import paper_size
from smreport.words import locales, say

_LEAST_TEXT_WIDTH = 4536  # 8 cm, in twentieths of a point

_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_R = f"{{{_RELS}}}"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_WORD_TYPES = {f"{_MAIN}document.main+xml", f"{_MAIN}template.main+xml"}
_IMAGE_TYPES = {f"image/{kind}" for kind in ("png", "jpeg", "gif", "bmp", "tiff", "x-emf", "x-wmf")}


def _words() -> dict[str, str]:
    """The sentence for each reason to refuse a file."""
    damaged = say("word.style_file.damaged")
    return {
        "damaged": say("word.style_file.no_package"),
        "unsafe": damaged,
        "part": damaged,
        "parts": say("word.style_file.parts", most=locales.number(MOST_PARTS)),
        "unpacked": say("word.style_file.unpacked", part="{part}"),
        "elements": say("word.style_file.elements", most=locales.number(MOST_ELEMENTS), part="{part}"),
        "password": say("word.style_file.password"),
        "label": say("word.style_file.label"),
        "old": say("word.style_file.old"),
    }


STYLE_TERMS = Terms(
    Said(_words),
    part=LARGEST_STYLE_PART * MEGABYTE,
    unpacked=LARGEST_STYLE_UNPACKED * MEGABYTE,
    elements=MOST_ELEMENTS,
    bare=True,
)
_PAGE_PARTS = ("pgSz", "pgMar", "pgBorders")
_KEPT_SETTINGS = ("evenAndOddHeaders", "clrSchemeMapping")
_EDGES = {"header": "hdr", "footer": "ftr"}
_STAMP = re.compile(r"smreport style ([0-9a-f]{12}) made ([0-9a-f]{12})")


class Image(Frozen):
    """A picture that a part shows: the relationship by which it does so, its type and its bytes."""

    rel_id: str
    content_type: str
    content: bytes


class LinkedPart(Frozen):
    """A part of a Word file with the pictures in it."""

    root: Element
    images: tuple[Image, ...] = ()


class StyleFile(Frozen):
    """What a report takes from a Word file. The elements are not to be changed: copy them.

    page      the elements of page size, margins and borders
    edges     headers and footers by kind ("header", "footer") and place ("default", "first", "even")
    settings  the settings that go with them
    keywords  the property of that name; a file that smreport made has its stamp there
    """

    styles: Element
    numbering: Element
    theme: LinkedPart | None
    page: tuple[Element, ...]
    edges: Mapping[tuple[str, str], LinkedPart]
    settings: tuple[Element, ...] = ()
    keywords: str = ""

    @property
    def text_width(self) -> int:
        """Width between the margins, in twentieths of a point."""
        size, margins = (next(child for child in self.page if child.tag == W + tag) for tag in ("pgSz", "pgMar"))
        beside = sum(_whole(margins, side) for side in ("left", "right", "gutter"))
        return _whole(size, "w") - beside

    @property
    def places(self) -> tuple[str, ...]:
        """The kinds of pages that have a footer of their own, apart from a first page."""
        is_even_apart = any(setting.tag == W + "evenAndOddHeaders" for setting in self.settings)
        return ("default", "even") if is_even_apart else ("default",)

    @property
    def made_from(self) -> str:
        """The digest of the style.toml that the file was made from; "" where smreport did not make it."""
        stamp = _STAMP.search(self.keywords)
        return stamp[1] if stamp else ""

    @property
    def is_as_made(self) -> bool:
        """Whether nobody has changed the file since smreport made it."""
        stamp = _STAMP.search(self.keywords)
        return stamp is not None and stamp[2] == self.digest

    @cached_property
    def digest(self) -> str:
        """Twelve digits that stand for all that a report takes from the file."""
        edges = [part.root for _, part in sorted(self.edges.items(), key=lambda edge: edge[0])]
        theme = [self.theme.root] if self.theme else []
        content = [self.styles, self.numbering, *theme, *self.page, *edges, *self.settings]
        images = [image.content for part in self.edges.values() for image in part.images]
        return digest(*(etree.tostring(element, with_tail=False) for element in content), *images)


def stamp(made_from: str, made: str) -> str:
    """The keyword of a file that smreport made: digests of the style.toml behind it and of the file itself."""
    return f"smreport style {made_from} made {made}"


def digest(*contents: bytes) -> str:
    """Twelve digits that stand for some content."""
    total = hashlib.sha256()
    for content in contents:
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()[:12]


def read_style_file(content: bytes, terms: Terms = STYLE_TERMS) -> StyleFile:
    """What a report takes from a .docx or .dotx file.

    terms  how much of it is taken, and the words of what is wrong with it

    Raises InvalidValue in words for users, without the file's name: not a Word file, protected by a password,
    with macros, damaged, or too large.
    """
    if len(content) > LARGEST_STYLE_FILE * MEGABYTE and not kind_of_compound(content):
        raise InvalidValue(say("word.style_file.large", most=str(LARGEST_STYLE_FILE)))
    try:
        return _Source(content, terms).style_file()
    except (KeyError, ValueError, OverflowError) as problem:
        raise InvalidValue(say("word.style_file.damaged")) from problem


class _Source:
    """A Word file and what is taken from it; only what is asked for is unpacked."""

    def __init__(self, content: bytes, terms: Terms) -> None:
        self._parts = Parts(Zipped(content, terms), terms)
        self._main = self._main_part()

    def style_file(self) -> StyleFile:
        rels = self._rels(self._main)
        related = {_kind(relation): relation.target for relation in rels.values() if relation.is_inside}
        body, styles = self._parts.root(self._main), self._optional(related, "styles", "styles")
        settings = self._optional(related, "settings", "settings")
        file = StyleFile(
            styles=styles,
            numbering=_lists_of(styles, self._optional(related, "numbering", "numbering")),
            theme=self._linked(related["theme"]) if "theme" in related else None,
            page=_page(body),
            edges=dict(self._edges(body, rels, settings)),
            settings=tuple(setting for tag in _KEPT_SETTINGS for setting in settings.iterfind(W + tag)),
            keywords=self._keywords(),
        )
        _require_sound(file)
        if file.text_width < _LEAST_TEXT_WIDTH:
            raise InvalidValue(say("word.style_file.narrow"))
        return file

    def _main_part(self) -> str:
        kinds = {_kind(relation): relation.target for relation in self._rels("").values() if relation.is_inside}
        if "officeDocument" not in kinds:
            raise InvalidValue(say("word.style_file.not_word"))
        kind = self._parts.type_of(kinds["officeDocument"])
        if "macroEnabled" in kind:
            raise InvalidValue(say("word.style_file.macros"))
        if kind not in _WORD_TYPES:
            raise InvalidValue(say("word.style_file.not_word"))
        return kinds["officeDocument"]

    def _optional(self, related: Mapping[str, str], kind: str, tag: str) -> Element:
        """A part without its tracked changes, or an empty one."""
        return cleaned(self._parts.root(related[kind])) if kind in related else w(tag)

    def _rels(self, part: str) -> dict[str, Relationship]:
        relations = self._parts.relationships(part)
        if any(relation.kind.startswith(_STRICT) for relation in relations):
            raise InvalidValue(say("word.style_file.strict"))
        return {relation.key: relation for relation in relations}

    def _linked(self, part: str) -> LinkedPart:
        """A part with its own pictures, but without anything that leads elsewhere."""
        rels = self._rels(part)
        shown = {
            key: relation.target
            for key, relation in rels.items()
            if relation.is_of("image") and relation.is_inside and self._parts.type_of(relation.target) in _IMAGE_TYPES
        }
        root = linked(cleaned(self._parts.root(part)), shown)
        used = {value for element in root.iter() for name, value in element.attrib.items() if name.startswith(_R)}
        images = [
            Image(key, self._parts.type_of(target), self._parts.raw(target))
            for key, target in shown.items()
            if key in used
        ]
        return LinkedPart(root, tuple(images))

    def _edges(
        self, body: Element, rels: Mapping[str, Relationship], settings: Element
    ) -> Iterator[tuple[tuple[str, str], LinkedPart]]:
        """Headers and footers: on the first page those of the first section, then those of the last."""
        sections = list(_sections(body))
        references = {kind: [_references(section, kind) for section in sections] for kind in ("header", "footer")}
        places = ["default"] + (["even"] if settings.find(W + "evenAndOddHeaders") is not None else [])
        for kind, opening in _openings(sections, references).items():
            chosen = {place: _last(references[kind], place) for place in places}
            for place, rel_id in {**chosen, **opening}.items():
                if rel_id in rels and rels[rel_id].is_of(kind):
                    yield (kind, place), self._linked(rels[rel_id].target)
                elif place == "first":
                    yield (kind, place), LinkedPart(w(_EDGES[kind], w("p")))

    def _keywords(self) -> str:
        part = next(iter(self._parts.targets("", "core-properties").values()), "")
        return str(self._parts.root(part).findtext("{*}keywords") or "") if part else ""


def _kind(relationship: Relationship) -> str:
    return relationship.kind.rpartition("/")[2]


def _sections(body: Element) -> Iterator[Element]:
    return (section for section in body.iter(W + "sectPr") if section.getparent().tag in (W + "pPr", W + "body"))


def _references(section: Element, kind: str) -> dict[str, str]:
    """The relationship of each header or footer of a section, by its place."""
    references = section.iterfind(f"{W}{kind}Reference")
    return {reference.get(W + "type"): reference.get(_R + "id") for reference in references}


def _openings(sections: list[Element], references: Mapping[str, list[dict[str, str]]]) -> dict[str, dict[str, str]]:
    """What the first page has instead, by kind: its own header and footer, or those of a section for the cover."""
    if sections and sections[0].find(W + "titlePg") is not None:
        return {kind: {"first": by_section[0].get("first", "")} for kind, by_section in references.items()}
    opening = {kind: by_section[0].get("default", "") for kind, by_section in references.items() if by_section}
    if all(opening.get(kind, "") == _last(by_section, "default") for kind, by_section in references.items()):
        return {kind: {} for kind in references}
    return {kind: {"first": rel_id} for kind, rel_id in opening.items()}


def _last(references: Iterable[Mapping[str, str]], place: str) -> str:
    """A section without a header of its own has the one before it."""
    return ([section[place] for section in references if place in section] or [""])[-1]


def _page(body: Element) -> tuple[Element, ...]:
    """Size, margins and borders of the last section; those of the place where a file has none."""
    wide, high = paper_size()
    default = {
        "pgSz": w("pgSz", w=wide, h=high),
        "pgMar": w("pgMar", top=1134, right=1134, bottom=1134, left=1134, header=624, footer=624, gutter=0),
    }
    sections = list(_sections(body))
    parts = [sections[-1].find(W + tag) if sections else None for tag in _PAGE_PARTS]
    given = {tag: part for tag, part in zip(_PAGE_PARTS, parts, strict=True) if part is not None}
    return tuple(linked(part, ()) for part in (default | given).values())


def _whole(element: Element, name: str) -> int:
    return int(float(element.get(W + name, "0")))


def _require_sound(file: StyleFile) -> None:
    """Raise ValueError for styles and lists that cannot be told apart, InvalidValue for too many styles."""
    if len(file.styles) > MOST_STYLES:
        most = locales.number(MOST_STYLES)
        raise InvalidValue(say("word.style_file.styles", count=len(file.styles), most=most))
    for style in file.styles.iterfind(W + "style"):
        if not style.get(W + "styleId") or style.find(W + "name") is None:
            raise ValueError("styleId")
        if not style.find(W + "name").get(W + "val"):
            raise ValueError("styleId")
    for tag, name in (("abstractNum", "abstractNumId"), ("num", "numId")):
        for entry in file.numbering.iterfind(W + tag):
            int(entry.get(W + name, ""))
    for entry in file.numbering.iterfind(f"{W}num/{W}abstractNumId"):
        int(entry.get(W + "val", ""))


def _lists_of(styles: Element, numbering: Element) -> Element:
    """The lists that styles belong to; bullets that are pictures become the letters that stand behind them."""
    used = {reference.get(W + "val") for reference in styles.iter(W + "numId")}
    for entry in numbering.findall(W + "num"):
        if entry.get(W + "numId") not in used:
            numbering.remove(entry)
    kinds = {reference.get(W + "val") for reference in numbering.iterfind(f"{W}num/{W}abstractNumId")}
    for definition in numbering.findall(W + "abstractNum"):
        is_named = any(definition.find(W + tag) is not None for tag in ("styleLink", "numStyleLink"))
        if definition.get(W + "abstractNumId") not in kinds and not is_named:
            numbering.remove(definition)
    for element in list(numbering.iter(W + "numPicBullet", W + "lvlPicBulletId")):
        element.getparent().remove(element)
    return sorted_levels(numbering)
