"""What a document brings to a form of somebody else's: what is looked for there by its titles, and what goes there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from smreport.blocks.document import Block, Bullets, Callout, Paragraph, Table
from smreport.blocks.references import in_words, with_references
from smreport.frozen import Frozen
from smreport.words import joining


class Wanted(Frozen):
    """Something that may have a place in a form, looked for by titles of which any will do.

    is_fact  whether it is a short text beside a label, such as a date; else it is what stands under a heading
    """

    key: str
    titles: tuple[str, ...]
    is_fact: bool = False


class Found(Frozen):
    """A place in a form: its title as the form has it, and its number; two things may share one place."""

    title: str
    number: int


class Content(Frozen):
    """What goes into the place of something.

    blocks     what stands under a heading
    text       the same in one line, for a label or a plain field
    choices    which values of a list mean it
    day        the day that it is, for a field that takes a date
    signed_by, signed_on  who answers for it, for the columns of a table that ask so
    signed_day  when that was, where it is an exact day
    """

    key: str
    blocks: tuple[Block, ...] = ()
    text: str = ""
    choices: tuple[str, ...] = ()
    day: date | None = None
    signed_by: str = ""
    signed_on: str = ""
    signed_day: date | None = None


class FormWords(Frozen):
    """Words by which a form says what it wants, in small letters.

    text       headings of a table's column that takes a text for each row
    signed_by, signed_on  headings of its columns for who signs it off, and when
    delete     words of notes that are to be deleted, such as "guidance"
    choose     words of lines of which one is to be chosen, such as "delete as appropriate"
    """

    text: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    signed_on: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    choose: tuple[str, ...] = ()


def as_list(table: Table) -> Bullets:
    """A table as a list, for a place that is too narrow for it: "2027/28: Capital £10,000; Revenue £5,000"."""
    headings = [column.heading for column in table.columns]
    items = [_row(headings, row) for row in table.rows]
    sources = tuple(source for item, source in zip(items, table.sources, strict=False) if item)
    return Bullets(joining.lead(table.caption), tuple(filter(None, items)), sources=sources)


def _row(headings: list[str], row: tuple[str, ...]) -> str:
    details = [
        joining.valued(heading, text) for heading, text in zip(headings[1:], row[1:], strict=True) if text.strip()
    ]
    first, rest = row[0].strip(), joining.apart(details)
    return joining.labelled(first, rest) if first and rest else first or rest


def as_lines(blocks: Iterable[Block], labels: Mapping[str, str]) -> list[str]:
    """Blocks as lines of plain text, with what references are called; of tables a line for each row."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Table():
                lines += as_lines([as_list(block)], labels)
            case Paragraph():
                lines.append(in_words(with_references(block.text, block.see, labels)))
            case Bullets():
                lines += [in_words(with_references(block.lead, block.see, labels)), *block.items]
            case Callout():
                lines.append(joining.labelled(block.label, block.text))
            case _:
                lines.append(block.texts[0])
    return lines
