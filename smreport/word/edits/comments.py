"""Our comments in a Word file, and those of people: ours are written anew each time, theirs stay."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator

from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part

from smreport.package.trees import NoXml, is_unsafe_xml, parsed
from smreport.word.edits.words import digest, figures_in
from smreport.word.elements import Element, W, as_part, comment, w
from smreport.word.word_file import text_of

AUTHOR = "smreport"
TRACING, TELLING = "sm", "sr"
"""Initials of our comments: those that say where figures come from, and those that tell of changes."""
UNDATED = "1980-01-01T00:00:00Z"

MARKS = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_PARA_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_MORE = ("/commentsExtended", "/commentsIds", "/commentsExtensible")  # what Word keeps of comments elsewhere


class Comments:
    """The comments of the file that people worked on, without those that are ours.

    open     the digests of our comments that people have left there, neither deleted nor resolved
    figures  by paragraph, the figures that our comments there spoke of
    """

    def __init__(self, base: WordFile) -> None:
        self._base = base
        self.open: set[str] = set()
        self.figures: defaultdict[Element, set[str]] = defaultdict(set)
        if any(rel.reltype == RT.COMMENTS for rel in base.part.rels.values()):
            self._take_own_away()

    def _list(self) -> Element:
        return self._base.part._comments_part.element

    def _take_own_away(self) -> None:
        listed = self._list().iter(f"{W}comment")
        own = {element.get(f"{W}id"): element for element in listed if element.get(f"{W}author") == AUTHOR}
        resolved = _resolved(self._base)
        for mark in list(self._base.element.body.iter(*MARKS)):
            said = own.get(mark.get(f"{W}id"))
            if said is None:
                continue
            if mark.tag == MARKS[2] and said.get(f"{W}initials") == TELLING and not resolved & _para_ids(said):
                self.open.add(self.digest_of(text_of(said)))
                self.figures[next(mark.iterancestors(f"{W}p"), None)] |= figures_in([text_of(said)])
            _remove_mark(mark)
        for said in own.values():
            said.getparent().remove(said)
        _forget(self._base, {name for said in own.values() for name in _para_ids(said)})

    @staticmethod
    def digest_of(text: str) -> str:
        """By what a comment is known again, however its lines are broken."""
        return digest("".join(text.split()))

    def hang(self, paragraph: Element, text: str, initials: str = TELLING) -> None:
        """Hang a comment of ours on a paragraph."""
        number = self._free_number()
        self._list().append(comment(number, text, AUTHOR, initials))
        start = 0 if paragraph.find(f"{W}pPr") is None else 1
        paragraph.insert(start, w("commentRangeStart", id=number))
        paragraph.append(w("commentRangeEnd", id=number))
        paragraph.append(w("r", w("commentReference", id=number)))

    def take(self, taken: Element, fresh: WordFile) -> None:
        """The comments on an element of the new version, which now stands here."""
        numbers: dict[str, str] = {}
        for mark in list(taken.iter(*MARKS)):
            number = mark.get(f"{W}id")
            if number not in numbers:
                said = copy.deepcopy(_said_in(fresh, number))
                numbers[number] = str(self._free_number())
                said.set(f"{W}id", numbers[number])
                self._list().append(said)
            mark.set(f"{W}id", numbers[number])

    def _free_number(self) -> int:
        used = [element.get(f"{W}id") or "" for element in self._list().iter(f"{W}comment")]
        return 1 + max((int(number) for number in used if number.isdigit()), default=-1)


def told_of(fresh: WordFile, element: Element) -> str:
    """What the new version's comment on an element says, "" where there is none."""
    mark = next(element.iter(MARKS[2]), None)
    return "" if mark is None else text_of(_said_in(fresh, mark.get(f"{W}id")))


def _said_in(word: WordFile, number: str) -> Element:
    listed = word.part._comments_part.element
    return next(element for element in listed.iter(f"{W}comment") if element.get(f"{W}id") == number)


def marks_of_people(element: Element) -> Iterator[Element]:
    """What of comments stands in an element: of a comment that people made, once ours are gone."""
    for mark in list(element.iter(*MARKS)):
        is_reference = mark.tag == MARKS[2]
        yield mark.getparent() if is_reference and mark.getparent().tag == f"{W}r" else mark


def _remove_mark(mark: Element) -> None:
    run = mark.getparent()
    is_alone = mark.tag == MARKS[2] and run.tag == f"{W}r" and all(child.tag in (f"{W}rPr", mark.tag) for child in run)
    gone = run if is_alone else mark
    gone.getparent().remove(gone)


def _para_ids(said: Element) -> set[str]:
    return {name for paragraph in said.iter(f"{W}p") if (name := paragraph.get(_PARA_ID))}


def _more_parts(base: WordFile) -> Iterator[tuple[Part, Element]]:
    """What Word keeps of comments in parts of its own, in the order in which one leads to the other."""
    for ending in _MORE:
        for rel in base.part.rels.values():
            if rel.reltype.endswith(ending) and not rel.is_external and not is_unsafe_xml(rel.target_part.blob):
                try:
                    yield rel.target_part, parsed(rel.target_part.blob)
                except NoXml:
                    continue


def _attribute(element: Element, name: str) -> str:
    return next((text for key, text in element.attrib.items() if key.endswith(f"}}{name}")), "")


def _resolved(base: WordFile) -> set[str]:
    """The paragraphs of comments that people have marked as resolved."""
    return {
        _attribute(element, "paraId")
        for _, root in _more_parts(base)
        for element in root
        if _attribute(element, "done") in ("1", "true")
    }


def _forget(base: WordFile, gone: set[str]) -> None:
    """Nothing speaks of comments that are gone; answers to them stand alone."""
    names = set(gone)
    for part, root in _more_parts(base):
        for element in list(root):
            if {_attribute(element, "paraId"), _attribute(element, "durableId")} & (names - {""}):
                names.add(_attribute(element, "durableId"))
                root.remove(element)
            elif _attribute(element, "paraIdParent") in names - {""}:
                for key in [key for key in element.attrib if key.endswith("}paraIdParent")]:
                    del element.attrib[key]
        part._blob = as_part(root)
