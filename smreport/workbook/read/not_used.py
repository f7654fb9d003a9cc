"""What stands in, on and around a sheet's table and is no answer: each is named in a line, with what it says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from smreport.blueprint.addresses import column_letter
from smreport.blueprint.columns import as_typed
from smreport.blueprint.publication import mark_of, says_public, says_secret
from smreport.blueprint.sheet_places import check_heading, fine, form_headings
from smreport.blueprint.tables import Table, added_headings, last_round_heading
from smreport.blueprint.typed_before import without_notes_of
from smreport.blueprint.values import normalised, yes_or_no
from smreport.findings import Level, begins_in_check
from smreport.frozen import Frozen
from smreport.words import joining, say
from smreport.words import place as held
from smreport.workbook.mark.comment_parts import own_words
from smreport.workbook.read.cell_features import Oddities
from smreport.workbook.read.doubts import ABOVE, BESIDE, BOX, COLOURS, COMMENT, EXTRA_COLUMN, SECRET_COLUMN, Doubt
from smreport.workbook.read.grids import Grid
from smreport.workbook.read.headings import all_plain, is_blank, plain
from smreport.workbook.read.shown import Place

_LONGEST = 300  # letters of what is told


class NotUsed(Frozen):
    """Something that was not used: its kind, its place, what it says, and what there is to add."""

    doubt: Doubt
    place: Place
    said: str = ""
    more: str = ""


class Surroundings(Frozen):
    """A sheet that was read, as far as it holds other things than answers.

    header    the row of headings, as an index into the grid
    ours      what the workbook itself writes above the headings, normalised; None where that cannot be told
    is_answer whether a place is one for an answer
    secret    whether nothing may be told of what stands in a row
    """

    table: Table
    grid: Grid
    header: int
    ours: frozenset[str] | None
    is_answer: Callable[[Place], bool]
    secret: Callable[[int], bool]

    def not_used(self, odd: Oddities | None) -> Iterator[NotUsed]:
        """All that was not used, by kind and place."""
        yield from self.above()
        yield from self.in_form() if self.table.sheet.is_form else self.extra_columns(odd)
        yield from self.over_checks()
        if odd:
            yield from self.comments(odd.beside.comments)
            boxes = sorted(odd.beside.boxes.items())
            yield from (NotUsed(BOX, place, self.quotable(place, text)) for place, text in boxes)
            yield from self.colours(odd)

    def quotable(self, place: Place, text: str) -> str:
        """A text that may be told, in one line."""
        return "" if self.secret(place[0]) else " ".join(text.split())[:_LONGEST]

    def filled(self, rows: range) -> Iterator[tuple[Place, str]]:
        for row in rows:
            for number, cell in enumerate(self.grid[row - 1], start=1):
                if cell != "" and not is_blank(cell):
                    yield (row, number), as_typed(cell)

    def in_one_line(self, doubt: Doubt, cells: Sequence[tuple[Place, str]]) -> Iterator[NotUsed]:
        """One line for several cells, at the first of them; each is named."""
        if cells:
            said = [
                say("findings.cells_said", cells=_cell(place), said=_quoted(self.quotable(place, text))).strip()
                for place, text in cells
            ]
            yield NotUsed(doubt, cells[0][0], "", joining.closed(joining.in_a_row(said)))

    def above(self) -> Iterator[NotUsed]:
        """What people typed above the headings."""
        cells = [
            (place, text)
            for place, text in self.filled(range(1, self.header + 1))
            if place[1] > 1 or not self.is_ours(text)
        ]
        yield from self.in_one_line(ABOVE, cells)

    def is_ours(self, text: str) -> bool:
        said = normalised(text)
        return self.ours is None or said in self.ours or _way_back() in said

    def extra_columns(self, odd: Oddities | None) -> Iterator[NotUsed]:
        """Columns that the template does not ask for, those of a table beside it among them."""
        headings = self.grid[self.header]
        known = set(self.table.places.values())
        read = {plain(headings[number - 1]) for number in known} - {""}
        headed = check_heading(), last_round_heading(), *added_headings()
        ours = {*map(plain, headed), *all_plain(self.table.sheet.retired), *read}
        for number, heading in enumerate(headings, start=1):
            if number in known or plain(heading) in ours:
                continue
            below = range(self.header + 2, len(self.grid) + 1)
            cells = [((row, number), as_typed(self.grid[row - 1][number - 1])) for row in below]
            cells = [(place, text) for place, text in cells if text.strip()]
            if says_secret(as_typed(heading)) and self.may_mark(number, as_typed(heading), cells, odd):
                yield self.secret_column(number, as_typed(heading))
            elif cells or not is_blank(heading):
                yield self.extra_column(number, as_typed(heading), cells)

    def may_mark(self, number: int, heading: str, cells: Sequence[tuple[Place, str]], odd: Oddities | None) -> bool:
        """Whether something below a heading may keep a row out of publication: all but a plain No, or what is unseen.

        Below *Public or not* a No may do so, too.
        """
        own_no = {normalised(say("workbook.no")): "no"}
        if any(says_public(heading) or yes_or_no(text, offered=own_no) is not False for _, text in cells):
            return True
        unseen = (*odd.errors, *odd.unsaved, *odd.unlinked) if odd else ()
        return any(at == number and row > self.header + 1 for row, at in unseen)

    def secret_column(self, number: int, heading: str) -> NotUsed:
        mark = self.table.sheet.by_key.get(mark_of(self.table.sheet))
        if mark:
            fix = say("findings.cells.secret_column.mark", mark=mark.heading)
        else:
            fix = say("findings.cells.secret_column.no_mark", sheet=self.table.title)
        return NotUsed(SECRET_COLUMN, (self.header + 1, number), heading, fix)

    def extra_column(self, number: int, heading: str, cells: Sequence[tuple[Place, str]]) -> NotUsed:
        place = (self.header + 1, number)
        if not cells:
            return NotUsed(EXTRA_COLUMN, place, heading, say("findings.cells.extra_column.empty"))
        said = [_quoted(self.quotable(place, text)) for place, text in cells if self.quotable(place, text)]
        where = _cell(cells[0][0])
        if len(cells) > 1:
            where = say("findings.cells.range", first=where, last=_cell(cells[-1][0]))
        if not said:
            return NotUsed(
                EXTRA_COLUMN, place, heading, say("findings.cells.extra_column.cells", count=len(cells), cells=where)
            )
        words = joining.in_a_row(dict.fromkeys(said))[:_LONGEST]
        more = say("findings.cells.extra_column.says", count=len(cells), cells=where, words=words)
        return NotUsed(EXTRA_COLUMN, place, heading, more)

    def in_form(self) -> Iterator[NotUsed]:
        """What stands beside a form's questions, and answers to what is not asked."""
        asked, four = set(self.table.places.values()), set(map(plain, form_headings()))
        own = {number for number, cell in enumerate(self.grid[self.header], start=1) if plain(cell) in four}
        rows = range(self.header + 1, len(self.grid) + 1)
        groups = set(map(plain, self.table.sheet.groups))
        yield from self.in_one_line(BESIDE, [
            (place, text)
            for place, text in self.filled(rows)
            if (place[1] not in own or (place[0] > self.header + 1 and place[0] not in asked))
            and not (plain(text) in groups and place[1] < self.table.answer_column)
        ])  # fmt: skip

    def over_checks(self) -> Iterator[NotUsed]:
        """What people typed into the Check column: anything that the workbook does not say there."""
        headings = [plain(heading) for heading in self.grid[self.header]]
        at = headings.index(plain(check_heading())) + 1 if plain(check_heading()) in headings else 0
        rows = self.table.places.values() if self.table.sheet.is_form else range(self.header + 2, len(self.grid) + 1)
        checks = self.filled_at(at, rows) if at else []
        others = _others_than_of_check({text for _, text in checks})
        yield from self.in_one_line(BESIDE, [(place, text) for place, text in checks if text in others])

    def filled_at(self, number: int, rows: Iterable[int]) -> list[tuple[Place, str]]:
        """The filled cells of a column in some rows."""
        cells = ((row, self.grid[row - 1][number - 1]) for row in rows)
        return [((row, number), text) for row, cell in cells if cell != "" and (text := as_typed(cell))]

    def comments(self, comments: Mapping[Place, str]) -> Iterator[NotUsed]:
        for place, text in sorted(comments.items()):
            if said := without_notes_of(own_words(text)).strip():
                yield NotUsed(COMMENT, place, self.quotable(place, said))

    def colours(self, odd: Oddities) -> Iterator[NotUsed]:
        """One line for all answers in a fill that people chose."""
        cells = sorted(filter(self.is_answer, odd.coloured))
        if cells:
            yield NotUsed(COLOURS, cells[0], "", say("findings.cells.colours.cells", count=len(cells)))


def _others_than_of_check(texts: Collection[str]) -> frozenset[str]:
    """Those of the texts that the Check column itself never says."""
    if not texts:
        return frozenset()
    begins = (*map(begins_in_check, Level), say("findings.unchecked").partition(",")[0], "#")
    return frozenset(text for text in texts if text != fine() and not text.startswith(begins))


def _way_back() -> str:
    """What stands in the line with the link to the first sheet, normalised."""
    before, _, after = say("workbook.way_back", sheet=held(0)).partition(held(0))
    return f"{normalised(before)} " if before.strip() else f" {normalised(after)}"


def _cell(place: Place) -> str:
    return f"{column_letter(place[1])}{place[0]}"


def _quoted(text: str) -> str:
    return joining.quoted(text) if text else ""
