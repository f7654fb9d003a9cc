"""Which part of an .xlsx file holds which sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from smreport.package.parts import Parts, Relationship
from smreport.package.terms import Refused, Terms
from smreport.package.trees import NoXml

TERMS = Terms({"damaged": "{problem}"}, memory=300, together=False)
"""What is taken of a part that calamine reads anyway."""
_BOOK = "xl/workbook.xml"  # where calamine looks for it
UNTOLD = (Refused, NoXml, AttributeError, KeyError, TypeError, ValueError)
"""What is raised where parts are not as the standards have them."""


def book_of(parts: Parts) -> str:
    """The part that lists the sheets; "" where none is said to."""
    books = (related.target for related in parts.relationships("") if related.is_of("officeDocument"))
    return next(books, "")


def sheets_of(related: Iterable[Relationship], root: Any) -> dict[str, str]:
    """The part of each sheet by its title, "" where none is said.

    related  what the part that lists the sheets relates to; also what only says that it is outside: calamine reads it
    root     the root of that part
    """
    targets = {relationship.key: relationship.target for relationship in related}
    return {str(entry.get("name")): targets.get(relation_in(entry), "") for entry in root.iter("{*}sheet")}


def relation_in(element: Any) -> str:
    """The id of the relationship that an element points to, whichever standard the file keeps."""
    return next((value for name, value in element.items() if name.endswith("}id")), "")


def parts_of_sheets(parts: Mapping[str, bytes], titles: Iterable[str]) -> frozenset[str]:
    """The parts that hold these sheets and no other one, as far as that can be told."""
    known = Parts(parts, TERMS)
    try:
        sheets = sheets_of(known.relationships(_BOOK), known.root(_BOOK)) if book_of(known) == _BOOK else {}
    except UNTOLD:
        return frozenset()
    own = {sheets[title] for title in titles if title in sheets}
    return frozenset(own.difference(part for title, part in sheets.items() if title not in titles).difference({""}))
