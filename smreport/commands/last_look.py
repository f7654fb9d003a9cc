"""The last look before something public is saved: no words that people wrote may tell what is not for publication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smreport.blueprint.values import normalised
from smreport.decision.results import Results
from smreport.errors import OutputRefused
from smreport.papers.case import Case
from smreport.papers.figures import listed
from smreport.papers.last_look import Marked, cells_that_tell
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
        places = self._not_allowed(cells_that_tell(case, self.marked, everywhere))
        if places:
            file, named = case.results.tables.file, listed(places[:_FEW])
            raise OutputRefused(
                say("terminal.secret.answers", file=file, places=named, options=_options(places), count=len(places))
            )

    def at_document(self, file: str, content: bytes, fresh: bytes) -> None:
        """Raises OutputRefused where words that people kept or added in a document tell it, with their sections.

        fresh  the document as smreport makes it, without people's work
        """
        if not self.marked or content == fresh:
            return
        telling = (own for own in own_words(content, fresh) if self.marked.is_told_in(own.text))
        places = self._not_allowed(self._place(file, own) for own in telling)
        if places:
            named = listed(places[:_FEW])
            raise OutputRefused(
                say("terminal.secret.document", file=file, places=named, options=_options(places), count=len(places))
            )

    def _not_allowed(self, places: Iterable[str]) -> list[str]:
        """The places that nobody has named as allowed, each once."""
        allowed = set(map(normalised, self.publish))
        return [place for place in dict.fromkeys(places) if normalised(place) not in allowed]

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


def _options(places: Sequence[str]) -> str:
    """What to type so that places are allowed."""
    return " ".join(f'--publish "{place}"' for place in places[:_FEW])
