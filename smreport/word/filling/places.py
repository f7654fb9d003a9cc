"""Where in a form something may go: under its heading, beside its label, or into a field of its name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from smreport.blocks.filling import FormWords, Wanted
from smreport.word.elements import Element, W
from smreport.word.filling.controls import is_open_control, titles_of_control
from smreport.word.filling.instructions import Instructions
from smreport.word.filling.reading import (
    Styles,
    any_in,
    continues_above,
    control_around,
    following,
    grid_of,
    titles_of,
    without_lines,
    words_in,
)
from smreport.word.word_file import flow

Kind = Literal["control", "cell", "line", "heading"]
_ORDER: tuple[Kind, ...] = ("control", "cell", "line", "heading")
_SEPARATOR = re.compile(r"[:\t]")
_LONGEST_LABEL = 80


@dataclass(eq=False)
class Spot:
    """A place of a form that has a title.

    element  the heading, the line, the field, or the cell that is to be filled
    label    where the title stands: the cell of a label, else the element itself
    signed   the cells of the same row for who signs off and when, None where there are none
    """

    kind: Kind
    title: str
    titles: frozenset[str]
    element: Element
    label: Element
    number: int = 0
    signed: tuple[Element | None, Element | None] = (None, None)

    @property
    def label_length(self) -> int:
        """How many letters of a line are its label, with what parts it from the rest."""
        text = words_in(self.element)
        after = parted(text)[2]
        return len(text) - len(after.lstrip(" \t\u00a0"))


class Places:
    """The titled places of a form's body, in its order, and of some more roots: headers and footers, for fields only.

    wanted  the titles that are looked for: a cell that has one is a label, and not there to be filled
    """

    def __init__(
        self, body: Element, more: Sequence[Element], styles: Styles, words: FormWords, wanted: Iterable[Wanted]
    ) -> None:
        self._styles, self._words, self._instructions = styles, words, Instructions(styles, words)
        wanted = list(wanted)
        self._titles = {title for thing in wanted for title in titles_in(thing)}
        self._sections = {title for thing in wanted if not thing.is_fact for title in titles_in(thing)}
        self._numbers = {element: number for number, element in enumerate(body.iter())}
        self.spots: list[Spot] = []
        self._headings: set[Element] = set()
        self._walk(body)
        for root in (body, *more):
            for control in root.iter(f"{W}sdt"):
                title, titles = titles_of_control(control)
                self._add("control", title, titles, control)

    def taken_by(self, wanted: Sequence[Wanted]) -> dict[str, Spot]:
        """The place of each thing that has one: a field of its name, else the first in the form.

        What is no fact may share its place with others.
        """
        places: dict[str, Spot] = {}
        taken: set[Spot] = set()
        for thing in wanted:
            titles = titles_in(thing)
            fitting = [spot for spot in self.spots if spot.titles & titles and spot not in taken]
            spot = min(fitting, key=lambda spot: _preference(spot, thing.is_fact), default=None)
            if spot is not None:
                places[thing.key] = spot
                taken |= {spot} if thing.is_fact else set()
        return places

    def below(self, heading: Element) -> Iterator[Element]:
        """The paragraphs and tables below a heading, up to the next one or to where the pages change."""
        for block in following(heading):
            if block.tag == f"{W}p" and (self.is_heading(block) or block.find(f"{W}pPr/{W}sectPr") is not None):
                return
            yield block

    def heading_after(self, heading: Element) -> Element | None:
        """The next heading of the form, None for the last."""
        after = (block for block in following(heading) if block.tag == f"{W}p" and self.is_heading(block))
        return next(after, None)

    def level_of(self, heading: Element) -> int:
        """The level of a heading; one that only looks so counts as of the first."""
        return self._styles.level_of(heading) or 1

    def is_open_line(self, paragraph: Element) -> bool:
        """Whether a line with a label waits for words behind it."""
        return self._is_open_text(parted(words_in(paragraph))[2])

    def is_heading(self, paragraph: Element) -> bool:
        """Whether a paragraph is a heading: its style says so, or it has a title that is looked for."""
        return paragraph in self._headings or self._styles.level_of(paragraph) is not None

    def is_open(self, element: Element) -> bool:
        """Whether a cell waits for words: it is empty, or has only guidance and empty fields."""
        if any(True for _ in element.iter(f"{W}tbl")) or any(True for _ in element.iter(f"{W}drawing", f"{W}pict")):
            return False
        return all(map(self._is_open_paragraph, flow(element)))

    def _is_open_paragraph(self, paragraph: Element) -> bool:
        text = words_in(paragraph)
        if titles_of(text) & self._titles:
            return False
        return not without_lines(text) or bool(self._instructions.kind_of(paragraph))

    def _walk(self, container: Element) -> None:
        for element in flow(container):
            if element.tag == f"{W}tbl":
                self._walk_table(element)
            else:
                self._walk_paragraph(element)

    def _walk_paragraph(self, paragraph: Element) -> None:
        if control_around(paragraph) is not None:
            return
        text = words_in(paragraph)
        if not text.strip():
            return
        label, separator, after = parted(text)
        is_line = bool(separator) and len(label) <= _LONGEST_LABEL and self._is_open_text(after)
        if is_line:
            self._add("line", label, titles_of(label), paragraph)
            is_line = self._styles.level_of(paragraph) is None and not titles_of(label) & self._sections
        if not is_line and self._styles.is_heading(paragraph):
            self._add("heading", text, titles_of(text), paragraph)

    def _is_open_text(self, text: str) -> bool:
        left = without_lines(text)
        is_bracketed = left[:1] in ("[", "<", "{", "(") and left[-1:] in ("]", ">", "}", ")")
        return not left or is_bracketed or self._instructions.is_choice(left)

    def _walk_table(self, table: Element) -> None:
        grid = grid_of(table)
        first = 1 if self._has_header(grid) else 0
        for at, row in enumerate(grid):
            for position, (column, cell) in enumerate(row):
                if not continues_above(cell):
                    is_label = at >= first and self._add_cell(grid, at, position, column)
                    if not is_label:
                        self._walk(cell)

    def _has_header(self, grid: list[list[tuple[int, Element]]]) -> bool:
        """Whether the first row of a table heads columns, and the first cells of those below are labels."""
        labels = [row[0][1] for row in grid[1:] if row and titles_of(words_in(row[0][1])) & self._titles]
        return len(labels) > 1 and not any(self.is_open(cell) for _, cell in grid[0][1:])

    def _add_cell(self, grid: list[list[tuple[int, Element]]], at: int, position: int, column: int) -> bool:
        """Whether a cell is the label of another one: of one that is to be filled, or has words of the form's own."""
        cell = grid[at][position][1]
        title = self._title_in(cell)
        titles = titles_of(title)
        if not titles & self._titles:
            return False
        target, is_answered = self._target(grid, at, position, column), self._is_answered(grid[at], position)
        has_room = len(list(flow(cell))) > 1
        if target is None and not has_room and (is_answered or not title.endswith(":")):
            return is_answered
        by, on = (self._in_column(grid, at, column, words) for words in (self._words.signed_by, self._words.signed_on))
        self._add("cell", title, titles, cell if target is None else target, cell).signed = (by, on)
        return target is not None

    def _title_in(self, cell: Element) -> str:
        """The first words of a cell, where nothing but places to fill in stands below them; else ""."""
        paragraphs = [element for element in flow(cell) if words_in(element).strip()]
        is_title = bool(paragraphs) and paragraphs[0].tag == f"{W}p"
        return words_in(paragraphs[0]).strip() if is_title and all(map(self._is_open_paragraph, paragraphs[1:])) else ""

    def _is_answered(self, row: list[tuple[int, Element]], position: int) -> bool:
        """Whether a cell has words of the form's own beside it."""
        return any(not self._is_label(cell) for _, cell in row[position + 1 : position + 2])

    def _target(self, grid: list[list[tuple[int, Element]]], at: int, position: int, column: int) -> Element | None:
        """The cell that a label is for: in the column of texts, else beside it, else below it."""
        named = self._in_column(grid, at, column, self._words.text)
        if named is not None:
            return named
        beside = (cell for _, cell in grid[at][position + 1 : position + 2])
        below = (cell for start, cell in (grid[at + 1] if at + 1 < len(grid) else ()) if start == column)
        # heads of columns for names and signatures are no labels of what is below them
        under = below if all(self._is_label(cell) for _, cell in grid[at]) else ()
        return next((cell for cell in (*beside, *under) if not continues_above(cell) and self.is_open(cell)), None)

    def _is_label(self, cell: Element) -> bool:
        """Whether a cell has a title that is looked for, or nothing."""
        text = words_in(cell)
        return not text.strip() or bool(titles_of(text) & self._titles)

    def _in_column(
        self, grid: list[list[tuple[int, Element]]], at: int, column: int, words: Collection[str]
    ) -> Element | None:
        """The cell of a row in the column, right of another, whose heading in the table's first row has the words."""
        if not at or not words:
            return None
        right = ((start, " ".join(titles_of(words_in(cell)))) for start, cell in grid[0] if start > column)
        wanted = next((start for start, heading in right if any_in(heading, words)), None)
        return next((cell for start, cell in grid[at] if start == wanted), None)

    def _add(
        self, kind: Kind, title: str, titles: frozenset[str], element: Element, label: Element | None = None
    ) -> Spot:
        label = element if label is None else label
        spot = Spot(kind, _shown(title), titles, element, label, self._numbers.get(label, len(self._numbers)))
        if titles & self._titles:
            self.spots.append(spot)
            self._headings |= {element} if kind == "heading" else set()
        return spot


def parted(text: str) -> tuple[str, str, str]:
    """A label, what parts it from the rest, and the rest; a number before a tab belongs to the label."""
    for match in _SEPARATOR.finditer(text):
        if titles_of(text[: match.start()]) and re.search(r"[^\W\d]{2}", text[: match.start()]):
            return text[: match.start()], match[0], text[match.end() :]
    return text, "", ""


def titles_in(wanted: Wanted) -> frozenset[str]:
    """All the titles by which something is known."""
    return frozenset(title for spelling in wanted.titles for title in titles_of(spelling))


def _shown(title: str) -> str:
    """A title on one line, without its number and colon, as it is spelt."""
    return re.sub(r"^\s*(?:\d+(?:\.\d+)*[.)]?|\(?[A-Za-z][.)])\s+", "", " ".join(title.split())).rstrip(" :")


def _preference(spot: Spot, is_fact: bool) -> tuple[bool, int, int]:
    """An empty field first; then what comes first, where a fact stands rather beside a label than under it."""
    is_field = spot.kind == "control" and is_open_control(spot.element)
    kinds = _ORDER if is_fact else ("control", "cell", "heading", "line")
    return not is_field, spot.number, kinds.index(spot.kind)
