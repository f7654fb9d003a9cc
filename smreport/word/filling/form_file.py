"""A form as a Word file: opened within limits, changed part by part, and written without losing anything of it."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from functools import cached_property

from lxml import etree

from smreport.limits import LARGEST_STYLE_PART, LARGEST_STYLE_UNPACKED, MEGABYTE, MOST_ELEMENTS
from smreport.package.parts import Package
from smreport.package.terms import Terms
from smreport.package.zipped import Zipped
from smreport.word.edits.comments import AUTHOR, TRACING, UNDATED
from smreport.word.elements import Element, W, comment, reference, w
from smreport.word.filling.reading import Styles
from smreport.word.style_file import StyleFile, read_style_file

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_OFF = ("0", "false", "off")


def terms_of(refusals: Mapping[str, str]) -> Terms:
    """How much is taken of a form: as much as of a file that is given for its style."""
    part, unpacked = (size * MEGABYTE for size in (LARGEST_STYLE_PART, LARGEST_STYLE_UNPACKED))
    return Terms(refusals, part=part, unpacked=unpacked, elements=MOST_ELEMENTS)


class FormFile:
    """A form that is filled in place; ``body`` is what it says, without its headers and footers.

    refusals  the words of what is wrong with a file, as ``Terms`` has them

    Raises InvalidValue, as ``read_style_file`` does.
    """

    def __init__(self, content: bytes, refusals: Mapping[str, str]) -> None:
        terms = terms_of(refusals)
        self.looks: StyleFile = read_style_file(content, terms)
        self.package = Package(Zipped(content, terms), terms)
        self.main = self.package.target("", "officeDocument")
        self.body: Element = self.package.root(self.main).find(f"{W}body")
        if self.body is None:
            raise terms.refused("part", part=self.main)

    @cached_property
    def styles(self) -> Element:
        return self._part("styles")

    @cached_property
    def numbering(self) -> Element:
        return self._part("numbering")

    @cached_property
    def reader(self) -> Styles:
        return Styles(self.styles)

    @property
    def edges(self) -> list[Element]:
        """Its headers and footers."""
        kinds = ("header", "footer")
        names = [name for kind in kinds for name in self.package.targets(self.main, kind).values()]
        return [self.package.root(name) for name in dict.fromkeys(names) if self.package.has(name)]

    @property
    def is_protected(self) -> bool:
        """Whether the file lets nobody type into it but in the way that it names."""
        settings = self.package.target(self.main, "settings")
        if not settings:
            return False
        marks = self.package.root(settings).findall(f"{W}documentProtection")
        return any(mark.get(f"{W}enforcement", "0") not in _OFF for mark in marks)

    @property
    def comments(self) -> list[str]:
        """What the comments in it say, each on one line, without ours."""
        own = (entry for entry in self._listed_comments if entry.get(f"{W}author") != AUTHOR)
        texts = (" ".join("".join(piece.text or "" for piece in entry.iter(f"{W}t")).split()) for entry in own)
        return [text for text in texts if text]

    @property
    def _listed_comments(self) -> list[Element]:
        part = self.package.target(self.main, "comments")
        return self.package.root(part).findall(f"{W}comment") if part else []

    @property
    def free_comment(self) -> int:
        """The first number from which on no comment in it has one."""
        numbers = (entry.get(f"{W}id") or "" for entry in self._listed_comments)
        return 1 + max((int(number) for number in numbers if number.isdecimal()), default=-1)

    def say_in_comments(self, texts: Mapping[int, str]) -> None:
        """The words of our comments, by the numbers that their marks in the text have; others are left out."""
        marks = {mark.get(f"{W}id") for mark in self.body.iter(f"{W}commentReference")}
        said = [
            comment(number, text, AUTHOR, TRACING, UNDATED) for number, text in texts.items() if str(number) in marks
        ]
        if said:
            self._part("comments").extend(said)

    def give_title(self, title: str) -> None:
        """The title of a document in the file's properties, unless they have one."""
        part = self.package.target("", "core-properties")
        if part:
            root = self.package.root(part)
            said = root.find(_TITLE)
            said = etree.SubElement(root, _TITLE) if said is None else said
            said.text = said.text if (said.text or "").strip() else title

    def begin_with(self, elements: Sequence[Element]) -> None:
        """Elements before all that the form says."""
        self.body[:0] = list(elements)

    def say_on_every_page(self, line: Element) -> None:
        """A line more at the foot of every page, below what the form has there."""
        targets = self.package.targets(self.main, "footer").values()
        for name in [name for name in dict.fromkeys(targets) if self.package.has(name)]:
            self.package.root(name).append(copy.deepcopy(line))
        section = next(self.body.iter(f"{W}sectPr"), None)
        if section is None:
            section = w("sectPr")
            self.body.append(section)
        known_places = {mark.get(f"{W}type") for mark in section.iterfind(f"{W}footerReference")}
        for place in [place for place in self._places_of(section) if place not in known_places]:
            part = self.add_part("word/report-footer{}.xml", w("ftr", copy.deepcopy(line)), f"{_WORD}footer+xml")
            section.insert(0, reference("footerReference", place, self.relate(self.main, "footer", part)))

    def _places_of(self, section: Element) -> list[str]:
        """The kinds of pages that have a footer of their own."""
        settings = self.package.target(self.main, "settings")
        even = self.package.root(settings).find(f"{W}evenAndOddHeaders") if settings else None
        first = section.find(f"{W}titlePg")
        marks = {"first": first, "even": even}
        on = [place for place, mark in marks.items() if mark is not None and mark.get(f"{W}val", "1") not in _OFF]
        return ["default", *on]

    def add_styles(self, styles: Sequence[Element]) -> None:
        """New styles, also in the list that some versions of Word keep beside."""
        self.styles.extend(styles)
        beside = self.package.target(self.main, "stylesWithEffects")
        if beside:
            self.package.root(beside).extend(copy.deepcopy(list(styles)))

    def add_part(self, pattern: str, content: bytes | Element, content_type: str) -> str:
        """A new part under the first free name of a pattern; gives its name."""
        return self.package.put(self.package.free_name(pattern), content, content_type)

    def relate(self, source: str, kind: str, target: str) -> str:
        """Relate a part to another, by the last word of how; gives the relationship's id."""
        return self.package.relate(source, f"{_OFFICE}/{kind}", target)

    def to_bytes(self) -> bytes:
        """The file as a document, also where the form was a template of Word's."""
        if "template" in self.package.type_of(self.main):
            body = self.package.root(self.main)
            self.package.put(self.main, body, f"{_WORD}document.main+xml")
        return self.package.to_bytes()

    def _part(self, kind: str) -> Element:
        """The root of a part that the document has once; an empty one is added where there is none."""
        name = self.package.target(self.main, kind)
        if not name:
            plain = f"word/{kind}.xml"
            name = self.add_part(
                f"word/{kind}{{}}.xml" if self.package.has(plain) else plain, w(kind), f"{_WORD}{kind}+xml"
            )
            self.relate(self.main, kind, name)
        return self.package.root(name)
