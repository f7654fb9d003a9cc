"""A form filled: each content into its place, and what is still to be done by hand."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping, Sequence

from smreport.blocks.document import Block, Document, Heading, Paragraph, Section, Table
from smreport.blocks.filling import Content, FormWords, Found, Wanted, as_lines, as_list
from smreport.frozen import Frozen, replace
from smreport.word.body import COVER
from smreport.word.elements import Element, W, paragraph, run
from smreport.word.filling.bound_data import bound_to, is_bound
from smreport.word.filling.controls import (
    Value,
    holds_blocks,
    is_locked,
    locked_around,
    open_blocks,
    put_value,
    title_of,
    value_for,
)
from smreport.word.filling.form_file import FormFile
from smreport.word.filling.laying import (
    gap,
    lay_after,
    lay_behind_label,
    lay_into,
    lay_into_cell,
    take_looks,
)
from smreport.word.filling.own_looks import OwnLooks, narrowed
from smreport.word.filling.places import Places, Spot
from smreport.word.filling.reading import control_around, is_blank, is_hint, words_in
from smreport.word.filling.remains import Remains, ToDo
from smreport.word.house_style import HouseStyle
from smreport.word.word_file import flow
from smreport.words import joining

_NARROW = 0.6  # a cell with a smaller share of the text's width has lists in the place of tables
_LEAST_CELL = 567  # 1 cm, in twentieths of a point


class Filled(Frozen):
    """A filled form.

    placed  the keys of what stands in it now
    to_do   what is still to be done by hand, in the order of the form
    """

    content: bytes
    placed: frozenset[str]
    to_do: tuple[ToDo, ...]


class Form:
    """A form, and where in it things have their places.

    found  the place of each thing that has one, by its key

    Raises InvalidValue where the file cannot be used, as ``read_style_file`` does in the words of ``refusals``.
    """

    def __init__(self, content: bytes, words: FormWords, wanted: Sequence[Wanted], refusals: Mapping[str, str]) -> None:
        self._file = FormFile(content, refusals)
        reader = self._file.reader
        self._places = Places(self._file.body, self._file.edges, reader, words, wanted)
        self._spots = self._places.taken_by(wanted)
        self._remains = Remains(self._file, self._places, words)

    @property
    def is_protected(self) -> bool:
        """Whether nobody may type into the file."""
        return self._file.is_protected

    @property
    def found(self) -> dict[str, Found]:
        return {key: Found(spot.title, spot.number) for key, spot in self._spots.items()}

    def filled(self, document: Document, contents: Sequence[Content], style: HouseStyle, trace: bool = False) -> Filled:
        """The form with the contents in their places; ``document`` says what goes for all of them, notices too.

        trace  hang comments on paragraphs, items and rows that say where they come from
        """
        placed = self._placed(contents)
        sections = tuple(Section(content.key, tuple(self._blocks(content))) for content in placed)
        whole = replace(document, sections=sections, cover=(), numbered=False)
        looks = OwnLooks(self._file, style, trace)
        elements = looks.sections(whole)
        named = {self._spots[content.key].element for content in placed}
        filling = _Filling(self._file, self._places, looks, whole.labels, named)
        for content in placed:
            filling.put(self._spots[content.key], content, elements[content.key])
        for spot, content in self._signed(contents):
            filling.sign(spot, content)
        self._file.say_in_comments(looks.comments)
        self._file.give_title(document.title)
        self._file.begin_with(elements[COVER] if document.notices else [])
        if document.footer:
            self._file.say_on_every_page(looks.line(document.footer))
        return self._told(frozenset(content.key for content in placed), filling.held)

    def _placed(self, contents: Sequence[Content]) -> list[Content]:
        """The contents that say something and have a place, in the order of the form."""
        placed = [content for content in contents if content.key in self._spots and (content.blocks or content.text)]
        return sorted(placed, key=lambda content: self._spots[content.key].number)

    def _told(self, placed: frozenset[str], held: Sequence[tuple[str, ToDo]]) -> Filled:
        """The file, and what is told of it; ``held`` is what fields did not take."""
        done = placed - {key for key, _ in held}
        left = self._remains.left({self._spots[key].element for key in done})
        to_do = dict.fromkeys((*(to_do for _, to_do in held), *left))
        return Filled(self._file.to_bytes(), done, tuple(to_do))

    def _signed(self, contents: Sequence[Content]) -> Iterator[tuple[Spot, Content]]:
        for content in contents:
            if content.key in self._spots and (content.signed_by or content.signed_on):
                yield self._spots[content.key], content

    def _blocks(self, content: Content) -> Iterator[Block]:
        """What stands in a place, after its title; in a narrow cell lists stand for tables."""
        spot = self._spots[content.key]
        yield Heading(spot.title or content.key)
        is_narrow = spot.kind == "cell" and width_of(spot.element, self._file) < _NARROW * self._file.looks.text_width
        for block in content.blocks or (Paragraph(content.text),):
            yield as_list(block) if is_narrow and isinstance(block, Table) else block


class _Filling:
    """Puts contents into places; ``held`` are those that a field does not take, with its title and why.

    named  the fields that are places by their own names, and not there for the labels beside them
    """

    def __init__(
        self, file: FormFile, places: Places, looks: OwnLooks, labels: Mapping[str, str], named: Collection[Element]
    ) -> None:
        self._named, self._typed = named, dict[Element, str]()
        self._file, self._places, self._looks, self._labels = file, places, looks, labels
        self._ends: dict[Element, Element] = {}
        self._patterns: dict[Element, Element | None] = {}
        self.held: list[tuple[str, ToDo]] = []

    def put(self, spot: Spot, content: Content, elements: list[Element]) -> None:
        """A content into its place; what shares a place with another comes after it."""
        if spot.element in self._ends:
            take_looks(elements, copy.deepcopy(self._patterns.get(spot.element)), self._looks.running)
            self._ends[spot.element] = lay_after(self._ends[spot.element], elements)
        elif spot.kind == "control":
            self._put_control(spot.element, content, elements)
        elif spot.kind != "heading" and locked_around(spot.element) is not None:
            self.held.append((content.key, ToDo("locked", spot.title)))
        elif spot.kind == "line":
            self._put_line(spot, content)
        elif spot.kind == "cell":
            self._put_cell(spot, content, elements)
        else:
            self._put_below(spot, content, elements)

    def sign(self, spot: Spot, content: Content) -> None:
        """Who answers for a row, and when, in the columns that ask so; both in one column where there is only one."""
        by, on = spot.signed
        both = joining.in_a_row((content.signed_by, content.signed_on))
        texts = (both, "") if on is None else (content.signed_by, content.signed_on)
        for cell, text in zip((by, on), texts, strict=True):
            if cell is not None and text and self._places.is_open(cell):
                self._put_text(cell, replace(content, text=text, choices=(text,), blocks=(), day=content.signed_day))

    def _put_text(self, cell: Element, content: Content) -> None:
        control = self._field_in(cell)
        if control is not None:
            self._put_value(control, content)
        else:
            lay_into_cell(cell, [paragraph_of(content.text)], {""})

    def _put_control(self, control: Element, content: Content, elements: list[Element]) -> None:
        if is_locked(control) or not holds_blocks(control):
            self._put_value(control, content)
            return
        open_blocks(control)
        inner = control.find(f"{W}sdtContent")
        blank = next((block for block in flow(inner) if block.tag == f"{W}p" and is_blank(block)), None)
        if blank is None or next(elements[0].iter(f"{W}fldChar"), None) is not None:
            # LibreOffice makes the first paragraph of a control one field, in which no other may stand
            last = lay_after(inner[-1], [*elements, gap()])
        else:
            last = lay_into(blank, elements, self._looks.running)
        self._ends[control] = last

    def _put_value(self, control: Element, content: Content) -> None:
        """What a field takes of a content, in its data too, and in the other fields that show the same data."""
        text = content.text or "\n".join(as_lines(content.blocks, self._labels))
        if control in self._typed:
            text = f"{self._typed[control]}\n{text}"
        value = value_for(control, content, text)
        if isinstance(value, str):
            self.held.append((content.key, ToDo(value, title_of(control) or content.key)))
            return
        put_value(control, value)
        self._typed[control] = text
        if is_bound(control):
            self._put_data(control, value)

    def _put_data(self, control: Element, value: Value) -> None:
        bound = bound_to(self._file.package, self._file.main, control)
        if bound is None:
            return
        bound.put(value.stored)
        for root in (self._file.body, *self._file.edges):
            for other in list(root.iter(f"{W}sdt")):
                if other is not control and is_bound(other) and not is_locked(other):
                    same = bound_to(self._file.package, self._file.main, other)
                    if same == bound:
                        put_value(other, value)

    def _put_line(self, spot: Spot, content: Content) -> None:
        control = self._field_in(spot.element)
        if control is not None:
            self._put_value(control, content)
            return
        text = content.text or joining.sentences(as_lines(content.blocks, self._labels))
        line = words_in(spot.element)[: spot.label_length]
        lay_behind_label(spot.element, text if line[-1:].isspace() else f" {text}", spot.label_length)

    def _put_cell(self, spot: Spot, content: Content, elements: list[Element]) -> None:
        control = self._field_in(spot.element)
        if control is not None:
            self._put_control(control, content, elements)
            return
        page = self._file.looks.text_width
        narrowed(elements, min(width_of(spot.element, self._file), page), page)
        if content.text and not content.blocks:
            elements = [paragraph_of(content.text)]
        running = self._looks.running | {""}
        if spot.element is not spot.label:
            self._ends[spot.element] = lay_into_cell(spot.element, elements, running)
            return
        label, *others = [block for block in flow(spot.element) if block.tag == f"{W}p"]
        blank = next((block for block in others if is_blank(block)), None)
        self._ends[spot.element] = (
            lay_into(blank, elements, running) if blank is not None else lay_after(label, elements)
        )

    def _put_below(self, spot: Spot, content: Content, elements: list[Element]) -> None:
        """Below a heading: into the field or the empty paragraph that waits there, else behind what stands there."""
        below = [block for block in self._places.below(spot.element) if locked_around(block) is None]
        control = next((field for block in below if (field := self._field_of(block)) is not None), None)
        if control is not None:
            self._put_control(control, content, elements)
            self._ends.setdefault(spot.element, self._ends.get(control, control))
            return
        blanks = [block for block in below if block.tag == f"{W}p" and is_blank(block)]
        if blanks:
            blank = next(filter(self._file.reader.is_listed, blanks), blanks[0])
            self._patterns[spot.element] = copy.deepcopy(blank.find(f"{W}pPr"))
            self._ends[spot.element] = lay_into(blank, elements, self._looks.running)
            return
        self._ends[spot.element] = lay_after(last_of(spot.element, below), elements)

    def _field_in(self, element: Element) -> Element | None:
        """The first empty field in a cell or paragraph, unless something else has its place there by name."""
        fields = (field for field in element.iter(f"{W}sdt") if is_hint(field) and field not in self._named)
        return next(fields, None)

    def _field_of(self, element: Element) -> Element | None:
        """The empty field around a paragraph, or the one in it, where it says nothing else."""
        around = control_around(element)
        if around is not None:
            return None if around in self._named else around
        return None if element.tag != f"{W}p" or words_in(element).strip() else self._field_in(element)


def last_of(heading: Element, below: Sequence[Element]) -> Element:
    """The last of what stands below a heading, the heading itself included, that begins no page."""
    ends = (block for block in reversed(below) if next(block.iter(f"{W}br"), None) is None)
    last, locked = next(ends, heading), locked_around(heading)
    return locked if last is heading and locked is not None else last


def paragraph_of(text: str) -> Element:
    """A paragraph without a style of its own."""
    made = paragraph("", run(text))
    made.remove(made.find(f"{W}pPr"))
    return made


def width_of(cell: Element, file: FormFile) -> int:
    """The width of a cell in twentieths of a point, the text's own where the cell does not tell."""
    width = cell.find(f"{W}tcPr/{W}tcW")
    if width is not None and width.get(f"{W}type") in (None, "dxa") and (width.get(f"{W}w") or "").isdecimal():
        return max(_LEAST_CELL, int(width.get(f"{W}w")) - 216)
    return file.looks.text_width
