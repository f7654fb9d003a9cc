"""Where everything stands in a renewed file: sections, paragraphs and rows in whoever's order was changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from smreport.word.edits.filling import dress_row
from smreport.word.edits.grafts import level_of
from smreport.word.edits.merging import Merging
from smreport.word.edits.order import merged_order
from smreport.word.edits.reading import Block, row_names, rows_by_name
from smreport.word.elements import Element, W, content_control
from smreport.word.section_marks import Mark
from smreport.word.word_file import rows_of

_LONGEST_NAME = 64  # letters of a content control's name; Word refuses more


def place(merging: Merging) -> None:
    """Put the body of the file that people worked on in order, each section in a content control of ours."""
    sides, body = merging.sides, merging.sides.base.element.body
    placing = _Placing(merging)
    stretches = placing.stretches()
    last = [element for element in body if element.tag == f"{W}sectPr"]
    numbers = _free_numbers(body)
    elements: list[Element] = []
    for section, own, after in stretches:
        if own and section:
            tag = Mark(section, is_exempt=sides.written.is_exempt).tag
            own = [content_control(next(numbers), tag, sides.title_of(section)[:_LONGEST_NAME], *own)]
        elements += [*own, *after]
    body[:] = [*elements, *last]


def _free_numbers(body: Element) -> Iterator[int]:
    taken = {element.get(f"{W}val") for element in body.iter(f"{W}id")}
    return (number for number in range(1, 1_000_000) if str(number) not in taken)


class _Placing:
    """The blocks of both sides by section."""

    def __init__(self, merging: Merging) -> None:
        self._merging, self._sides = merging, merging.sides
        self._removed = set(merging.removed)
        self._fresh = {block.key: block for block in self._sides.new.blocks}
        self._home: defaultdict[str, dict[str, Block]] = defaultdict(dict)
        first, *named = self._sides.theirs.blocks
        self._front = first.elements
        for table, blocks in self._sides.tables.items():
            for block in blocks:
                self._order_rows(table, block, is_first=block is blocks[0])
        self._settle_home(named)

    def stretches(self) -> list[tuple[str, list[Element], list[Element]]]:
        """In order: a section, the elements that are its own, and what people wrote after it."""
        known, written = self._sides.known.sections, self._sides.written.sections
        new = [section for section in written if section in self._home or self._new_keys(section)]
        stretches: list[tuple[str, list[Element], list[Element]]] = [("", [], self._left(self._front))]
        for section in merged_order(known, list(self._home), new):
            parts = [self._left(block.elements) for block in self._ordered(section)]
            own, tail = list(chain.from_iterable(parts[:-1])), parts[-1] if parts else []
            at = next((at for at, element in enumerate(tail) if at and not self._is_entry(element)), len(tail))
            stretches.append((section, [*own, *tail[:at]], tail[at:]))
        return stretches

    def _left(self, elements: Sequence[Element]) -> list[Element]:
        """What stays of a block; entries of a contents list go with its heading."""
        gone = bool(elements) and elements[0] in self._removed
        left = (element for element in elements if element not in self._removed)
        return [element for element in left if not (gone and self._is_entry(element))]

    def _is_entry(self, element: Element) -> bool:
        return element.tag == f"{W}p" and level_of(element, "toc", self._sides.style_names) > 0

    def _settle_home(self, blocks: Sequence[Block]) -> None:
        """Each section's blocks are those of its longest stretch; what people moved elsewhere stays there."""
        runs = [(section, list(run)) for section, run in groupby(blocks, lambda block: self._sides.section(block.key))]
        runs = _without_strays(runs)
        longest: dict[str, int] = {}
        for at, (section, run) in enumerate(runs):
            if section not in longest or len(run) > len(runs[longest[section]][1]):
                longest[section] = at
        before: Block | None = None
        for at, (section, run) in enumerate(runs):
            for block in run:
                if section and longest[section] == at:
                    self._home[section][self._key(block, self._home[section])] = block
                    before = block
                elif before is None:
                    self._front = [*self._front, *block.elements]
                else:
                    before.elements += block.elements

    def _key(self, block: Block, taken: dict[str, Block]) -> str:
        """What the records call a block: a table by the name of its first row."""
        key = self._sides.table_of(block)
        return key if key not in taken else block.key

    def _new_keys(self, section: str) -> list[str]:
        """The blocks of the new version that get a place in the file for the first time."""
        merging, theirs = self._merging, self._sides.theirs.by_name
        keys = []
        for key in self._sides.written.blocks(section):
            names = [key] if self._fresh[key].table is None else self._sides.written.rows(key)
            if key not in merging.left_out and not any(name in theirs for name in names):
                keys.append(key)
        return keys

    def _ordered(self, section: str) -> list[Block]:
        home, new = self._home.get(section, {}), self._new_keys(section)
        fresh = [key for key in self._sides.written.blocks(section) if key in home or key in new]
        order = merged_order(self._sides.known.blocks(section), list(home), fresh)
        last = [key for key in order if key in self._merging.orphans]
        order = [key for key in order if key not in self._merging.orphans] + last
        return [self._block(home, key) for key in order]

    def _block(self, home: dict[str, Block], key: str) -> Block:
        """A block as it will stand: people's own, or one of the new version."""
        if key in home and key not in self._merging.new_tables:
            return home[key]
        taken = [self._sides.grafts.taken(element) for element in self._fresh[key].elements]
        after = home[key].elements[1:] if key in home else []
        return Block(key, [*taken, *after])

    def _order_rows(self, table: str, block: Block, *, is_first: bool) -> None:
        """The rows of a table that is the workbook's and people's: new ones come in, old ones go.

        is_first  whether it is not the second half of one that people split
        """
        sides, merging = self._sides, self._merging
        if table in merging.people_tables or table in merging.new_tables:
            return
        own = rows_by_name(block.table, row_names(sides.theirs.by_name))
        groups = _with_what_follows(block.table, own)
        written = sides.written.rows(table)
        for name in self._new_rows(table) if is_first else ():
            groups[name] = [sides.grafts.taken(sides.new.by_name[name].elements[0])]
            dress_row(groups[name][0], list(own.values())[-1])
        order = merged_order(sides.known.rows(table), list(own), [name for name in written if name in groups])
        rows = [*groups[""], *chain.from_iterable(groups[name] for name in order)]
        left = [row for row in rows if row not in self._removed]
        if left != rows_of(block.table):
            _set_rows(block.table, left)

    def _new_rows(self, table: str) -> list[str]:
        theirs, left_out = self._sides.theirs.by_name, self._merging.left_out
        return [name for name in self._sides.written.rows(table) if name not in theirs and name not in left_out]


def _without_strays(runs: list[tuple[str, list[Block]]]) -> list[tuple[str, list[Block]]]:
    """Stretches of a section on both sides of a block that people moved there are one stretch."""
    counts = Counter(section for section, _ in runs)
    joined: list[tuple[str, list[Block]]] = []
    for at, (section, run) in enumerate(runs):
        before = joined[-1] if joined else ("", [])
        after = runs[at + 1][0] if at + 1 < len(runs) else ""
        is_stray = counts[section] > 1 and len(run) == 1 and before[0] == after and before[1]
        if is_stray:
            before[1][-1].elements += run[0].elements
        elif before[0] == section and before[1]:
            before[1].extend(run)
        else:
            joined.append((section, run))
    return joined


def _with_what_follows(table: Element, own: dict[str, Element]) -> dict[str, list[Element]]:
    """The rows of a table by the name of the nearest before them; "" for those that stand before all."""
    names = {row: name for name, row in own.items()}
    groups: dict[str, list[Element]] = {"": [], **{name: [] for name in own}}
    at = ""
    for row in rows_of(table):
        at = names.get(row, at)
        groups[at].append(row)
    return groups


def _set_rows(table: Element, rows: Sequence[Element]) -> None:
    for row in rows_of(table):
        row.getparent().remove(row)
    table.extend(rows)
