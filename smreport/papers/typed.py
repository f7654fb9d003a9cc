"""What people typed in another language than a paper is in, so that it can be marked there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from smreport.blocks.other_language import OtherWords
from smreport.blueprint.columns import Choice, Text
from smreport.blueprint.tables import Tables
from smreport.words import language_of


def typed_words(*every: Tables) -> OtherWords | None:
    """What people typed, where that is in another language than the paper; choices are told in that of the paper.

    every  the answers that the paper tells of; where they are in several other languages, the one with the most counts
    """
    texts: dict[str, list[str]] = defaultdict(list)
    for tables in every:
        if tables.typed_in and language_of(tables.typed_in) != language_of(tables.blueprint.tongue.tag):
            texts[tables.typed_in] += _texts_of(tables)
    language = max(texts, key=lambda tag: len(texts[tag]), default="")
    return OtherWords.of(language, texts[language]) if language else None


def _texts_of(tables: Tables) -> Iterator[str]:
    for table in tables.values():
        for column in table.sheet.asked_columns:
            if isinstance(column.type, Text) or (isinstance(column.type, Choice) and column.type.choices.open):
                yield from (str(value) for value in table.columns[column.key] if isinstance(value, str))
