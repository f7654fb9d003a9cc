"""What people still have to do in a filled form: empty places, guidance to delete, lines to choose from, comments."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from smreport.blocks.filling import FormWords
from smreport.frozen import Frozen
from smreport.word.elements import Element, W
from smreport.word.filling.controls import is_locked, title_of
from smreport.word.filling.form_file import FormFile
from smreport.word.filling.instructions import Instructions
from smreport.word.filling.places import Places, Spot
from smreport.word.filling.reading import control_around, is_hint, words_in
from smreport.words import joining

_LONGEST = 80  # letters of what is quoted

Kind = Literal["locked", "no_date", "not_listed", "other_kind", "empty", "guidance", "choose", "comment"]


class ToDo(Frozen):
    """Something to do by hand, and where.

    kind  a field that is locked, wants a date that nobody gave, has no such value in its list, or is of another kind;
          a place that is still empty; guidance or a comment to delete; a line of alternatives to choose from
    text  its title or its words
    """

    kind: Kind
    text: str


class Remains:
    """Looks at a form before it is filled, so that what is put in is never taken for its own words."""

    def __init__(self, file: FormFile, places: Places, words: FormWords) -> None:
        self._file, self._places = file, places
        tells = Instructions(file.reader, words)
        own = [
            paragraph
            for paragraph in file.body.iter(f"{W}p")
            if control_around(paragraph) is None and not places.is_heading(paragraph)
        ]
        said = ((paragraph, tells.kind_of(paragraph), words_in(paragraph)) for paragraph in own)
        self._instructions: dict[Element, ToDo] = {
            paragraph: ToDo(kind, joining.in_brief(text, _LONGEST)) for paragraph, kind, text in said if kind
        }
        self._headings = [
            paragraph
            for paragraph in file.body.iter(f"{W}p")
            if words_in(paragraph).strip() and places.is_heading(paragraph)
        ]

    def left(self, filled: Collection[Element]) -> Iterator[ToDo]:
        """What is left to do once the form is filled; ``filled`` are the elements of places that something went to."""
        fields = [field for field in self._file.body.iter(f"{W}sdt") if is_hint(field) and title_of(field)]
        locked = dict.fromkeys(title_of(field) for field in fields if is_locked(field))
        empty = dict.fromkeys((*self._empty(filled), *map(title_of, fields)))
        yield from (ToDo("locked", title) for title in locked)
        yield from (ToDo("empty", title) for title in empty if title not in locked)
        yield from sorted(dict.fromkeys(self._instructions.values()), key=lambda to_do: to_do.kind)
        yield from (ToDo("comment", joining.in_brief(text, _LONGEST)) for text in self._file.comments)

    def _empty(self, filled: Collection[Element]) -> Iterator[str]:
        for heading in self._headings:
            if not _is_in(filled, heading) and not self._has_content(heading):
                yield joining.in_brief(words_in(heading), _LONGEST)
        for spot in self._places.spots:
            if not _is_in(filled, spot.element) and self._is_open(spot):
                yield spot.title

    def _is_open(self, spot: Spot) -> bool:
        if spot.kind == "line":
            return self._places.is_open_line(spot.element)
        return spot.kind == "cell" and spot.element is not spot.label and self._places.is_open(spot.element)

    def _has_content(self, heading: Element) -> bool:
        below = list(self._places.below(heading))
        if any(self._says(block) for block in below):
            return True
        following = self._places.heading_after(heading)
        level = self._places.level_of(heading)
        return following is not None and self._places.level_of(following) > level

    def _says(self, element: Element) -> bool:
        if element.tag == f"{W}tbl":
            return True
        shown = any(True for _ in element.iter(f"{W}drawing", f"{W}pict", f"{W}object"))
        return shown or (element not in self._instructions and bool(words_in(element).strip()))


def _is_in(places: Collection[Element], element: Element) -> bool:
    """Whether an element is one of some places, or stands in one."""
    return any(holder in places for holder in (element, *element.iterancestors()))
