"""The last look before something public is saved: no words that people wrote may tell what is not for publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from smreport.blocks.document import Document, Table
from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.decision.results import Results
from smreport.decision.terms import FIGURES_OF
from smreport.errors import OutputRefused
from smreport.frozen import Frozen
from smreport.papers.case import Case
from smreport.papers.figures import listed
from smreport.papers.last_look import Marked, added_that_tells, cells_that_tell
from smreport.rounds.split import Part, Splitting
from smreport.word.own_words import Own, own_words, unread_parts
from smreport.words import joining, say
from smreport.workbook.read.doubts import STOPPING

_FEW = 8  # places named at once


class LastLook(Frozen):
    """What must not be told, and the places where people say that it may be, by the names that a refusal gives them."""

    marked: Marked
    publish: Sequence[str] = ()

    @classmethod
    def of(cls, results: Results, publish: Sequence[str]) -> LastLook:
        """A look for what is marked in a workbook; ``results`` are all of them.

        Raises OutputRefused where something may be a mark, and none heeds it.
        """
        refuse_unheeded(results.tables)
        return cls(Marked.of(results), publish)

    def at_answers(self, case: Case, everywhere: bool = False) -> None:
        """Raises OutputRefused where answers in words tell it, with the names of the cells.

        everywhere  look into columns that no paper prints, too
        """
        self._refuse(case, cells_that_tell(case.results.tables, self.marked, everywhere))

    def _refuse(self, case: Case, cells: Iterable[tuple[str, str, int]]) -> None:
        places = _left((case.sources.cell(*cell) for cell in cells), self.publish)
        if places:
            raise _refusal("answers", case.results.tables.file, places, "--publish")

    def at_explanation(self, case: Case, explanation: Document) -> None:
        """Raises OutputRefused where an explanation quotes answers in words that tell it, with their cells."""
        if self.marked:
            said, tables = "\n".join(_texts_of(explanation)), case.results.tables
            cells = cells_that_tell(tables, self.marked, everywhere=True)
            answers = ((cell, tables[cell[0]].row(cell[2])[cell[1]]) for cell in cells)
            self._refuse(case, (cell for cell, answer in answers if _is_quoted(answer, said)))

    def at_document(self, file: str, content: bytes, fresh: bytes) -> list[str]:
        """The pictures and packed files that people added to a document and that nobody can look through here.

        fresh  the document as smreport makes it, without people's work

        Raises OutputRefused where words that people kept or added in it tell it, with their sections.
        """
        if not self.marked or content == fresh:
            return []
        telling = (own for own in own_words(content, fresh) if self.marked.is_told_in(own.text))
        places = _left((self._place(file, own) for own in telling), self.publish)
        if places:
            raise _refusal("document", file, places, "--publish")
        return unread_parts(content, fresh)

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


def refuse_unheeded(tables: Tables) -> None:
    """Raises OutputRefused where something in a workbook may say what is not for publication, and hides nothing."""
    doubts = [doubt for doubt in tables.doubts if doubt.code in STOPPING]
    if doubts:
        places = listed([joining.in_a_row((doubt.sheet, doubt.cell)) for doubt in doubts[:_FEW]])
        raise OutputRefused(say("terminal.secret.unheeded", file=tables.file, places=places, count=len(doubts)))


def refuse_told(original: Tables, splitting: Splitting, parts: Iterable[Part], send: Sequence[str]) -> None:
    """Raises OutputRefused where words that a service would be sent tell what is kept from it, with their cells.

    original  the workbook that is split: its cells are named
    send      the places where people let words stand
    """
    refuse_unheeded(original)
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
        raise _refusal("sent", original.file, places_left, "--send")


def _cell(original: Tables, prepared: Tables, sheet: str, key: str, row: int) -> str:
    """A cell by its place in the workbook that is split, whose rows keep their order when they are laid out afresh."""
    table = original[sheet]
    rows = dict(zip(prepared[sheet].numbers, table.numbers, strict=False))
    if key in table.sheet.by_key:
        return joining.in_a_row((table.title, table.cell(key, rows[row])))
    return joining.in_a_row((table.title, key, str(rows[row])))


def _left(places: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """The places that nobody has named as allowed, each once."""
    named = set(map(normalised, allowed))
    return [place for place in dict.fromkeys(places) if normalised(place) not in named]


def _refusal(kind: str, file: str, places: Sequence[str], option: str) -> OutputRefused:
    """That words tell what may not be told, where, and what to type so that they may."""
    named, options = listed(places[:_FEW]), " ".join(f'{option} "{place}"' for place in places[:_FEW])
    return OutputRefused(
        say(f"terminal.secret.refused.{kind}", file=file, places=named, options=options, count=len(places))
    )


def _is_quoted(answer: object, said: str) -> bool:
    """Whether an answer in words, or one of several, stands in a text."""
    return any(str(part) in said for part in (answer if isinstance(answer, tuple) else (answer,)))


def _texts_of(document: Document) -> Iterator[str]:
    """All that a document says."""
    yield from (document.title, document.subtitle)
    for block in document.blocks:
        yield from block.texts
        yield from (text for row in block.rows for text in row) if isinstance(block, Table) else ()
