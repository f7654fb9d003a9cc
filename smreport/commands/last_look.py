"""The last look before something public is saved: no words that people wrote may tell what is not for publication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.decision.results import Results
from smreport.decision.terms import FIGURES_OF
from smreport.errors import OutputRefused
from smreport.papers.case import Case
from smreport.papers.figures import listed
from smreport.papers.last_look import Marked, added_that_tells, cells_that_tell
from smreport.rounds.split import Part, Splitting
from smreport.word.own_words import Own, own_words
from smreport.words import say

_FEW = 8  # places named at once


@dataclass(frozen=True)
class LastLook:
    """What must not be told, and the places where people say that it may be, by the names that a refusal gives them."""

    marked: Marked
    publish: Sequence[str] = ()

    @classmethod
    def of(cls, results: Results, publish: Sequence[str]) -> LastLook:
        """A look for what is marked in a workbook; ``results`` are all of them."""
        return cls(Marked.of(results), publish)

    def at_answers(self, case: Case, everywhere: bool = False) -> None:
        """Raises OutputRefused where answers in words tell it, with the names of the cells.

        everywhere  look into columns that no paper prints, too
        """
        tables = case.results.tables
        cells = cells_that_tell(tables, self.marked, everywhere)
        places = _left((case.sources.cell(*cell) for cell in cells), self.publish)
        if places:
            named, options = listed(places[:_FEW]), _options(places, "--publish")
            raise OutputRefused(
                say("terminal.secret.answers", file=tables.file, places=named, options=options, count=len(places))
            )

    def at_document(self, file: str, content: bytes, fresh: bytes) -> None:
        """Raises OutputRefused where words that people kept or added in a document tell it, with their sections.

        fresh  the document as smreport makes it, without people's work
        """
        if not self.marked or content == fresh:
            return
        telling = (own for own in own_words(content, fresh) if self.marked.is_told_in(own.text))
        places = _left((self._place(file, own) for own in telling), self.publish)
        if places:
            named, options = listed(places[:_FEW]), _options(places, "--publish")
            raise OutputRefused(
                say("terminal.secret.document", file=file, places=named, options=options, count=len(places))
            )

    def _place(self, file: str, own: Own) -> str:
        """What words stand in, by a name that does not tell it either."""
        name = own.name
        if own.where == "comment":
            name = say("terminal.secret.comments")
        elif own.where == "property":
            name = say("terminal.secret.properties")
        elif not name:
            name = say("terminal.secret.first_page")
        elif self.marked.is_told_in(name):
            name = say("terminal.secret.heading")
        return say("terminal.secret.place", file=file, name=name.replace('"', "”"))


def refuse_told(original: Tables, splitting: Splitting, parts: Iterable[Part], send: Sequence[str]) -> None:
    """Raises OutputRefused where words that a service would be sent tell what is kept from it, with their cells.

    original  the workbook that is split: its cells are named
    send      the places where people let words stand
    """
    cells: dict[str, None] = {}
    for part in parts:
        kept = splitting.kept_from(part)
        whole = {key: rows & kept.get(key, frozenset()) for key, rows in splitting.withheld.items()}
        marked = Marked.typed_in(splitting.tables, kept[FIGURES_OF], whole)
        if marked:
            own = splitting.workbook(part)
            places = (*cells_that_tell(own, marked, everywhere=True), *added_that_tells(own, marked))
            cells |= dict.fromkeys(_cell(original, splitting.tables, *place) for place in places)
    if places_left := _left(cells, send):
        named, options = listed(places_left[:_FEW]), _options(places_left, "--send")
        raise OutputRefused(
            say("terminal.secret.sent", file=original.file, places=named, options=options, count=len(places_left))
        )


def _cell(original: Tables, prepared: Tables, sheet: str, key: str, row: int) -> str:
    """A cell by its place in the workbook that is split, whose rows keep their order when they are laid out afresh."""
    table = original[sheet]
    rows = dict(zip(prepared[sheet].numbers, table.numbers, strict=False))
    if key in table.sheet.by_key:
        return f"{table.title}, {table.cell(key, rows[row])}"
    return f"{table.title}, {key}, {rows[row]}"


def _left(places: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """The places that nobody has named as allowed, each once."""
    named = set(map(normalised, allowed))
    return [place for place in dict.fromkeys(places) if normalised(place) not in named]


def _options(places: Sequence[str], option: str) -> str:
    """What to type so that places are allowed."""
    return " ".join(f'{option} "{place}"' for place in places[:_FEW])
