"""Catalogues as people edit them (gettext .po files): read, and written."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from smreport.errors import InvalidValue, said_by
from smreport.frozen import Frozen
from smreport.words.catalogue import say

_MADE = datetime(2026, 1, 1, tzinfo=UTC)  # the same words give the same bytes


class Entry(Frozen):
    """A message of a catalogue.

    id       what it is known by: an id, or a text in the language of the template
    plural   the id for several, "" where it does not depend on a number
    words    in the language; one for each plural form where it has some; blank ones are still to be written
    context  from where in the files of a template the text is, "" for a message of smreport's
    note     for whoever words it
    is_unused  whether it is no longer said: such words are kept out of use
    """

    id: str
    words: tuple[str, ...]
    plural: str = ""
    context: str = ""
    note: tuple[str, ...] = ()
    in_doubt: bool = False
    is_unused: bool = False


def read(content: bytes, path: str) -> list[Entry]:
    """The messages of a catalogue, in its order. Raises InvalidValue, which names the file, where it is none."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        catalogue = read_po(io.BytesIO(content), abort_invalid=True)
    except (PoFileError, ValueError, LookupError) as problem:
        raise InvalidValue(say("terminal.about", place=path, problem=said_by(problem))) from problem
    entries = []
    for message in catalogue:
        if message.id:
            ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            words = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
            plural = ids[1] if len(ids) > 1 else ""
            note = tuple(message.auto_comments)
            entries.append(Entry(ids[0], words, plural, message.context or "", note, message.fuzzy))
    return entries


def plural_forms(language: str) -> int:
    """How many forms a language has for numbers, as gettext counts them."""
    from babel.messages.plurals import get_plural

    return int(get_plural(language.replace("-", "_")).num_plurals)


def written(entries: Iterable[Entry], language: str, head: str) -> bytes:
    """A catalogue. ``head`` is the comment at its top; the plural rule is the language's."""
    from babel.messages.catalog import Catalog, Message
    from babel.messages.pofile import write_po

    comment = "\n".join(f"# {line}" for line in head.splitlines())
    catalogue = Catalog(
        locale=language.replace("-", "_"), header_comment=comment, creation_date=_MADE, revision_date=_MADE, fuzzy=False
    )
    for entry in entries:
        several = (entry.id, entry.plural) if entry.plural else entry.id
        words = entry.words if entry.plural else entry.words[0]
        if entry.is_unused:
            catalogue.obsolete[several] = Message(several, words, context=entry.context or None)
        else:
            catalogue.add(several, words, context=entry.context or None, auto_comments=entry.note)
    content = io.BytesIO()
    write_po(content, catalogue, width=0, omit_header=False)
    return content.getvalue()


def texts(entries: Iterable[Entry]) -> Mapping[tuple[str, str], str]:
    """What is worded of a template, by where a text stands and the text; what is blank or in doubt is left out."""
    return {(entry.context, entry.id): entry.words[0] for entry in entries if entry.words[0] and not entry.in_doubt}
