"""Documents of earlier versions, which knew sections by a fingerprint, and neither paragraphs nor rows.

A section that nobody touched becomes the new one. One that people edited stays: what in it says the same as the new
version is ours from now on, the rest is theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from docx.document import Document as WordFile

from smreport.word.edits.grafts import Grafts
from smreport.word.edits.piece_names import put_name
from smreport.word.edits.reading import Piece, Reading
from smreport.word.edits.record import Entry, Record
from smreport.word.elements import Element, W
from smreport.word.section_marks import Mark, mark_of
from smreport.word.word_file import inside

_LISTED = "smreport.sections"  # the document variable with the keys of the sections that were written
_CONTENTS = "contents"
_HAND_MADE = frozenset(
    ("b", "i", "u", "strike", "dstrike", "highlight", "vertAlign", "color", "caps", "smallCaps", "vanish")
)
_COUNTED = ("p", "fldChar", "t", "tab", "br", "commentReference")
_NEXT = "\0"  # no text in XML has it
_OFF = ("0", "false", "none", "auto", "baseline")
_CHANGES = {"ins": "[added]", "del": "[deleted]", "moveFrom": "[moved]", "moveTo": "[moved]", "drawing": "[figure]"}
_TOLD = tuple(f"{{*}}{name}" for name in (*_COUNTED, *_CHANGES, *_HAND_MADE))


def is_earlier(word: WordFile) -> bool:
    """Whether an earlier version wrote a file."""
    return any(mark.fingerprint for _, mark in _controls(word))


def is_pure(word: WordFile) -> bool:
    """Whether nobody changed anything in the sections of an earlier version's file, or between them."""
    return not (_touched(word) or _taken_out(word) or _is_added_to(word))


def adopt(base: WordFile, written: Record, new: Reading, grafts: Grafts) -> Record:
    """Give the pieces of an earlier version's file their names; gives the record that it would have had.

    written, new  the record and the pieces of the new version, whose body is without its content controls
    """
    touched, gone = _touched(base), _taken_out(base)
    known = [written.entries[name] for section in gone for name in written.names(section)]
    for control, mark in list(_controls(base)):
        own = {name: written.entries[name] for name in written.names(mark.key)}
        if mark.key in touched:
            known += _named_alike(control, own.values(), new, grafts.marks)
        else:
            blocks = (block for block in new.blocks if block.key in own)
            control.find(f"{W}sdtContent")[:] = [
                grafts.taken(element) for block in blocks for element in block.elements
            ]
            known += own.values()
    _forget_list(base)
    return Record({entry.name: entry for entry in known}, written.is_exempt)


def _named_alike(control: Element, own: Iterable[Entry], new: Reading, numbers: Iterator[int]) -> Iterator[Entry]:
    """Names for the paragraphs and rows of an edited section that say what the new version says; gives the records.

    Of the others it is not known what was written.
    """
    content = control.find(f"{W}sdtContent")
    free = [Piece([element], [""]) for element in _paragraphs_and_rows(content)]
    for entry in own:
        wanted = new.by_name[entry.name]
        same = (piece for piece in free if piece.is_row == wanted.is_row and piece.words == wanted.words)
        match = next(same, None)
        if match is not None:
            free.remove(match)
            put_name(match.paragraph, entry.name, next(numbers))
        yield entry if match is not None else Entry(entry.name, entry.section, (), entry.table)


def _paragraphs_and_rows(content: Element) -> Iterator[Element]:
    for element in inside(content, f"{W}p", f"{W}tbl"):
        if element.tag == f"{W}tbl":
            yield from inside(element, f"{W}tr")
        else:
            yield element


def _controls(word: WordFile) -> Iterator[tuple[Element, Mark]]:
    for control in word.element.body.iterchildren(f"{W}sdt"):
        mark = mark_of(control)
        if mark and control.find(f"{W}sdtContent") is not None:
            yield control, mark


def _touched(word: WordFile) -> set[str]:
    """The keys of the sections that a person changed; the contents list is made anew anyway."""
    return {
        mark.key for control, mark in _controls(word)
        if mark.key != _CONTENTS and fingerprint(control.find(f"{W}sdtContent")) != mark.fingerprint
    }  # fmt: skip


def _taken_out(word: WordFile) -> list[str]:
    present = {mark.key for _, mark in _controls(word)}
    listed = (str(variable.get(f"{W}val")) for variable in _variables(word))
    return [key for keys in listed for key in keys.split("|") if key not in present]


def _is_added_to(word: WordFile) -> bool:
    return any(mark_of(block) is None and block.tag != f"{W}sectPr" for block in word.element.body)


def _variables(word: WordFile) -> list[Element]:
    return [variable for variable in word.settings.element.iter(f"{W}docVar") if variable.get(f"{W}name") == _LISTED]


def _forget_list(word: WordFile) -> None:
    for variable in _variables(word):
        variables = variable.getparent()
        variables.remove(variable)
        if not len(variables):
            variables.getparent().remove(variables)


def fingerprint(content: Iterable[Element]) -> str:
    """Twelve hexadecimal digits that change with the words, the styles or what a person made bold or coloured.

    What programs change by themselves does not count: the numbers that fields show, revision ids, spelling marks.
    """
    text = "\n".join(" ".join(line.split()) for block in content for line in _lines(block))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _lines(block: Element) -> list[str]:
    """The text of each paragraph of a block."""
    return "".join(_pieces(block)).split(_NEXT)[1:]


def _pieces(block: Element) -> Iterator[str]:
    """The text outside of fields, with marks of what a person did to it and of where a paragraph begins."""
    depth = 0
    for element in block.iter(_TOLD):
        name = element.tag.rpartition("}")[2]
        if name == "p":
            depth = 0
            yield _NEXT
        elif name == "fldChar":
            depth += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType"), 0)
        elif name in _CHANGES:
            yield _CHANGES[name]
        elif not depth:
            yield _piece(name, element)


def _piece(name: str, element: Element) -> str:
    """What one element outside of fields counts for, "" for nothing."""
    if name == "t":
        return element.text or ""
    if name in ("tab", "br"):
        return " "
    if name == "commentReference":
        return "[comment]"
    is_hand_made = name in _HAND_MADE and element.get(f"{W}val") not in _OFF and _in_a_run(element)
    return f"[{name}]" if is_hand_made else ""


def _in_a_run(element: Element) -> bool:
    properties = element.getparent()
    return properties is not None and properties.getparent().tag == f"{W}r"
