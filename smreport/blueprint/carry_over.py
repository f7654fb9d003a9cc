"""A copied template carried over to a newer shipped one: three-way by key, so that people's words and columns stay.

A TOML file is taken apart into tables and keys, each with the very text that it was written in, comments and all.
Whatever people have not touched since they copied it becomes as it is shipped today; what they changed stays theirs.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from smreport.errors import said_by
from smreport.frozen import Frozen
from smreport.limits import Limits
from smreport.package.terms import Refused, Terms
from smreport.package.zipped import Zipped, zipped
from smreport.words import joining, say

_KEY = re.compile(r"""\s*(?:[\w.-]+|"[^"]*"|'[^']*')\s*=""")
_TABLE = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?")
_HEAD = ""
_NAMED_BY = {
    "column": ("key",), "rule": ("kind", "column", "columns", "of"), "report.section": ("key",),
    "strategy.section": ("key",), "action_plan.section": ("key",), "implication": ("setting",),
    "principle": ("number",), "report_template.place": ("section", "subject", "settings", "figure"),
}  # fmt: skip
_FILLED_IN = ("computed", "label")  # columns that come after all others
COPIED_FROM = "copied_from.zip"
"""In a copied template, the files that it was copied from."""


class Piece(Frozen):
    """A key of a file with its value, and the text that it stands in, what stands above it included."""

    value: object
    text: str


@dataclass
class Block:
    """A table of a file by its header's text, "" for what stands before the first one, and its keys in order."""

    header: str
    pieces: dict[str, Piece] = field(default_factory=dict)
    tail: str = ""

    @property
    def values(self) -> dict[str, object]:
        return {key: piece.value for key, piece in self.pieces.items()}

    @property
    def text(self) -> str:
        return self.header + "".join(piece.text for piece in self.pieces.values()) + self.tail


Blocks = dict[str, Block]
"""The tables of a file by what they are called: "column area", or "areas" for all rows of that table together."""


class Carried(Frozen):
    """The files of the template carried over, and what there is to say, in lines that begin with the file.

    taken    what came from the newer template
    kept     what both have changed, where people's own stays
    """

    files: Mapping[str, bytes]
    taken: tuple[str, ...]
    kept: tuple[str, ...]


def carried_over(theirs: Mapping[str, bytes], base: Mapping[str, bytes] | None, new: Mapping[str, bytes]) -> Carried:
    """People's template brought up to a newer one.

    theirs, base, new  files by their path in the folder: as people have them, as they were copied (None where nobody
                       knows), and as they are shipped today

    Without a base, what is missing is added and all else stays. Raises ValueError, which names the file, where one
    of people's own is not TOML or UTF-8.
    """
    for path in filter(_splitter, theirs):
        _require_sound(path, theirs[path])
    merge = _Merge(base is not None)
    files = {}
    for path in dict.fromkeys((*theirs, *new)):
        content = merge.file(path, theirs.get(path), (base or {}).get(path), new.get(path))
        if content is not None:
            files[path] = content
    return Carried(files, tuple(merge.taken), tuple(merge.kept))


def _require_sound(path: str, content: bytes) -> None:
    try:
        text = _text(content)
        if path.endswith(".toml"):
            tomllib.loads(text)
    except ValueError as problem:
        raise ValueError(say("template.in_file", file=path, mistake=said_by(problem))) from problem


class _Merge:
    """The merge of one folder, with what there is to tell of it."""

    def __init__(self, knows_base: bool) -> None:
        self.knows_base = knows_base
        self.taken: list[str] = []
        self.kept: list[str] = []

    def settled(self, what: str, theirs: object, base: object, new: object) -> bool:
        """Whether the newer one is taken (None: it is not there); tells so, or that people's own stays."""
        if theirs == new:
            return False
        untouched = theirs == base if self.knows_base else theirs is None
        if untouched:
            self.taken.append(_as_taken(what, theirs, new))
        elif new != base or not self.knows_base:
            self.kept.append(_as_kept(what, theirs, new))
        return untouched

    def file(self, path: str, theirs: bytes | None, base: bytes | None, new: bytes | None) -> bytes | None:
        if base is None and new is None:
            return theirs
        split = _splitter(path)
        if theirs is None or new is None or split is None:
            return self.whole_file(path, theirs, base, new)
        mine, before, after = (split(_text(content)) for content in (theirs, base or b"", new))
        if mine.keys() != after.keys() and split is _list:  # other columns: lines of one would not fit the other
            return self.whole_file(path, theirs, base, new)
        return theirs if _same(mine, after, before) else self.blocks(path, mine, before, after).encode()

    def whole_file(self, path: str, theirs: bytes | None, base: bytes | None, new: bytes | None) -> bytes | None:
        return new if self.settled(path, theirs, base, new) else theirs

    def blocks(self, path: str, theirs: Blocks, base: Blocks, new: Blocks) -> str:
        kept: Blocks = {}
        for name in _in_order(list(theirs), list(base), list(new)):
            mine, old, newer = theirs.get(name), base.get(name), new.get(name)
            what = joining.in_a_row((path, name))
            if mine and newer:
                kept[name] = self.block(what, mine, old or Block(""), newer)
            else:
                values = (block.values if block else None for block in (mine, old, newer))
                block = newer if self.settled(what, *values) else mine
                if block:
                    kept[name] = block
        return "".join(_ended(block.text) for block in _asked_first(kept))

    def block(self, what: str, theirs: Block, base: Block, new: Block) -> Block:
        merged = Block(theirs.header, tail=theirs.tail)
        for key in _in_order(list(theirs.pieces), list(base.pieces), list(new.pieces)):
            pieces = (block.pieces.get(key) for block in (theirs, base, new))
            mine, old, newer = (piece.value if piece else None for piece in pieces)
            if self.knows_base and (joined := _joined(mine, old, newer)) is not None:
                self.taken.append(say("terminal.upgrade.together", place=f"{what} {key}"))
                merged.pieces[key] = Piece(joined, f"{key} = {json.dumps(joined, ensure_ascii=False)}\n")
                continue
            piece = (new if self.settled(f"{what} {key}".strip(), mine, old, newer) else theirs).pieces.get(key)
            if piece:
                merged.pieces[key] = Piece(piece.value, _ended(piece.text))
        return merged


def _as_taken(place: str, theirs: object, new: object) -> str:
    """That the newer one was taken."""
    if theirs is None:
        return say("terminal.upgrade.new", place=place)
    return say("terminal.upgrade.taken_out" if new is None else "terminal.upgrade.as_shipped", place=place)


def _as_kept(place: str, theirs: object, new: object) -> str:
    """That people's own stays, though the newer one says otherwise."""
    if new is None:
        return say("terminal.upgrade.kept.gone", place=place)
    text = _shown(new)
    if not text:
        return say("terminal.upgrade.left_out.other" if theirs is None else "terminal.upgrade.kept.other", place=place)
    return say("terminal.upgrade.left_out" if theirs is None else "terminal.upgrade.kept", place=place, text=text)


def _joined(theirs: object, base: object, new: object) -> list[str] | None:
    """A list of names that both have changed, with what each has added and without what each has taken out."""
    lists = [value for value in (theirs, base, new) if _is_list_of_names(value)]
    if len(lists) < 3:
        return None
    mine, old, newer = lists
    if mine == old or newer in (old, mine):
        return None
    gone = {name for name in old if name not in mine or name not in newer}
    return [name for name in _in_order(mine, old, newer) if name not in gone]


def _is_list_of_names(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _asked_first(blocks: Blocks) -> list[Block]:
    """The tables of a file, columns that the workbook fills in behind all others."""
    ordered = list(blocks.values())
    places = [at for at, name in enumerate(blocks) if name.startswith("column ")]
    columns = sorted((ordered[at] for at in places), key=lambda block: block.values.get("type") in _FILLED_IN)
    for at, column in zip(places, columns, strict=True):
        ordered[at] = column
    return ordered


def _same(theirs: Blocks, new: Blocks, base: Blocks) -> bool:
    """Whether they say the same, in the same order unless people have changed that."""
    values = [{name: block.values for name, block in blocks.items()} for blocks in (theirs, new)]
    return values[0] == values[1] and _in_order(list(theirs), list(base), list(new)) == list(theirs)


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig").replace("\r\n", "\n")


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files in one, the same bytes for the same files."""
    return zipped({path: files[path] for path in sorted(files)})


def unpacked(content: bytes) -> dict[str, bytes]:
    """The inverse of :func:`packed`. Raises ValueError where it is something else."""
    words = {
        "damaged": "{problem}", "no package": say("terminal.upgrade.no_zip"),
        "unpacked": say("terminal.upgrade.too_large"),
    }  # fmt: skip
    try:
        return dict(Zipped(content, Terms(words, unpacked=Limits.from_environment().bytes)))
    except Refused as problem:
        raise ValueError(str(problem)) from problem


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _shown(value: object) -> str:
    """A value in short, "" where it is no text or figure."""
    return joining.in_brief(str(value), 60) if isinstance(value, str | int | float) else ""


def _in_order(theirs: Sequence[str], base: Sequence[str], new: Sequence[str]) -> list[str]:
    """All of both in people's order; in that of the newer one where they left the old order as it was.

    What only the other has goes behind the one that it follows there.
    """
    is_left = [name for name in theirs if name in base] == [name for name in base if name in theirs]
    first, other = (new, theirs) if is_left else (theirs, new)
    order = list(first)
    for at, name in enumerate(other):
        if name not in order:
            before = next((earlier for earlier in reversed(other[:at]) if earlier in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, name)
    return order


# --- files taken apart ---


def _splitter(path: str) -> Callable[[str], Blocks] | None:
    """How a file is taken apart; None for one that is taken whole."""
    return _toml if path.endswith(".toml") else _list if path.endswith(".csv") else None


def _list(text: str) -> Blocks:
    """A list: its first line, and a key for each choice."""
    head, *lines = text.splitlines(keepends=True) or [""]
    block = Block(head)
    for line in lines:
        name = next(iter(next(csv.reader([line]), [])), "")
        block.pieces[name] = Piece(line.strip(), line)
    return {head.strip(): block}


def _toml(text: str) -> Blocks:
    blocks: Blocks = {}
    times: Counter[str] = Counter()
    for block, name, is_one_of_many in _tables(text):
        times[name] += 1
        if is_one_of_many and name.partition(" ")[0] not in _NAMED_BY:  # nameless rows are one thing together
            whole = (blocks[name].text if name in blocks else "") + _ended(block.text)
            blocks[name] = Block("", {"rows": Piece(tomllib.loads(whole), whole)})
        else:
            blocks[f"{name} ({times[name]})" if name in blocks else name] = block
    return blocks


def _tables(text: str) -> list[tuple[Block, str, bool]]:
    """The tables of a file with their names, and whether there may be several; comments above a header belong to it."""
    tables: list[tuple[Block, str, bool]] = [(Block(""), _HEAD, False)]
    above, lines = "", text.splitlines(keepends=True)
    while lines:
        line = lines.pop(0)
        block = tables[-1][0]
        if header := _TABLE.match(line):
            tables.append((Block(above + line), header[2], header[1] == "[["))
            above = ""
        elif _KEY.match(line):
            written = line
            while (value := _parsed(written)) is None and lines:
                written += lines.pop(0)
            ((key, parsed),) = (value or tomllib.loads(written)).items()
            block.pieces[key] = Piece(parsed, above + written)
            above = ""
        else:
            above += line
    tables[-1][0].tail = above
    return [(block, _name(block, header), is_one_of_many) for block, header, is_one_of_many in tables]


def _parsed(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _name(block: Block, header: str) -> str:
    """What tells a table from the others: a column's key, or what a rule looks at."""
    names = (str(block.values[key]) for key in _NAMED_BY.get(header, ()) if key in block.values)
    return " ".join([header, *names])
