"""What people added to a workbook that the template does not ask for.

Their columns, sheets, choices and cell notes go over into a new workbook, values only. What stands where a new
workbook has no place, such as a line above the headings, is named in remarks, so that nothing is lost in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property

from smreport.blueprint.addresses import column_letter
from smreport.blueprint.columns import as_typed
from smreport.blueprint.listing import working_headings
from smreport.blueprint.lists import ListItem
from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import secret_rows
from smreport.blueprint.sheet_places import check_heading, form_headings
from smreport.blueprint.tables import OWN, Extras, Table, Tables
from smreport.blueprint.values import normalised, single_spaced
from smreport.blueprint.workings import KINDS, workings_title
from smreport.frozen import Frozen
from smreport.words import joining, say
from smreport.workbook.packages import packed_in
from smreport.workbook.read.cell_features import find_oddities
from smreport.workbook.read.comments import Cells, Place
from smreport.workbook.read.grids import Grid
from smreport.workbook.read.headings import all_plain, header_row, is_blank, plain
from smreport.workbook.read.workbook_file import LIST_NAMES, ROWS_TO_SEARCH, STAMP, Workbook, titled_by

_MOST_NAMED, _LONGEST_NAMED = 12, 60
_COMMENTS = "omments"  # in the names of the parts that hold notes, whoever saved the file
_DRAWN = ("xl/media/", "xl/charts/", "xl/drawings/drawing")


def with_own_choices(workbook: Workbook, blueprint: Blueprint) -> tuple[Blueprint, tuple[str, ...]]:
    """The template with the choices that people added to its open lists, such as the council's own services.

    Choices that were added to other lists are named in remarks: the template says which there are.
    """
    remarks = []
    for key, texts in _listed(workbook, blueprint).items():
        choices = blueprint.lists[key]
        added = [text for text in texts if normalised(text) not in choices.spelling]
        if added and choices.open:
            blueprint = blueprint.with_list(key, (*choices.items, *map(ListItem, added)))
        elif added:
            names = _named(map(_quoted, added))
            remarks.append(say("findings.remark.choices", list=choices.heading, names=names))
    return blueprint, tuple(remarks)


def read_own(workbook: Workbook, tables: Tables) -> tuple[Extras, tuple[str, ...]]:
    """All that people added, by the sheets and rows of ``tables``, and remarks on what has no place.

    What ``smreport check --mark`` put into the file is left out.
    """
    content = workbook.path.read_bytes()
    cells = Cells(content)
    pages = list(_pages(workbook, tables, cells))
    extras = _extras(workbook, tables, content, pages)
    remarks = [remark for page in pages for remark in page.remarks()]
    far = _far(workbook, {page.table.title for page in pages})
    for title in dict.fromkeys((*extras.sheets, *_own_titles(workbook, tables.blueprint), *far)):
        notes = cells.notes(title).items()
        remarks += _left(title, [*far.get(title, ()), *(_noted(place, text) for place, text in notes)])
    return extras, (*_kinds_left(content, cells), *remarks)


def _far(workbook: Workbook, reported: Collection[str]) -> dict[str, list[str]]:
    """What stands too far away from all else to be read, by sheet, but for sheets of which it is told elsewhere."""
    odd = find_oddities(workbook.parts, [title for title in workbook.titles if title not in reported]) or {}
    far = {title: sorted(here.far.items()) for title, here in odd.items() if here.far}
    return {
        title: [say("findings.cells_said", cells=_cell(place), said=_quoted(text)) for place, text in cells]
        for title, cells in far.items()
    }


def _own_titles(workbook: Workbook, blueprint: Blueprint) -> tuple[str, str, str]:
    return _start_title(workbook, blueprint), _lists_title(workbook, blueprint), _workings_title(workbook, blueprint)


def _marked_titles(content: bytes) -> frozenset[str]:
    from smreport.workbook.mark.marker import marked_titles

    return marked_titles(content)


def _extras(workbook: Workbook, tables: Tables, content: bytes, pages: Sequence[_Page]) -> Extras:
    ours = {*_own_titles(workbook, tables.blueprint), *(page.table.title for page in pages)}
    others = [title for title in workbook.titles if title not in ours and workbook.grid(title)]
    marked = _marked_titles(content) if others else frozenset()
    sheets = {title: tuple(map(tuple, workbook.grid(title))) for title in others if title not in marked}
    return Extras(
        {page.table.sheet.key: columns for page in pages if (columns := page.columns())},
        sheets,
        {page.table.sheet.key: notes for page in pages if (notes := page.notes())},
    )


def read_added(workbook: Workbook, tables: Tables) -> Extras:
    """What people added that has a place in a new workbook, without remarks: quick where no cell has a note."""
    has_notes = any(_COMMENTS in name for name in workbook.parts)
    cells = Cells(workbook.content if has_notes else b"")
    return _extras(workbook, tables, workbook.content, list(_pages(workbook, tables, cells)))


def _kinds_left(content: bytes, cells: Cells) -> Iterator[str]:
    if any(name.startswith(_DRAWN) for name in packed_in(content)):
        yield say("findings.remark.drawn")
    if not cells.readable:
        yield say("findings.remark.notes")


# --- the workbook's own sheets ---


def _start_title(workbook: Workbook, blueprint: Blueprint) -> str:
    """The tab that holds the template's stamp."""
    stamped = (
        title
        for title in workbook.titles
        for row in workbook.grid(title)[:ROWS_TO_SEARCH]
        if any(STAMP.fullmatch(str(cell).strip()) for cell in row[:3])
    )
    return next(stamped, blueprint.start.title)


def _lists_title(workbook: Workbook, blueprint: Blueprint) -> str:
    """The tab that holds the choice lists: by a defined name, its own name, or most of their headings; else ""."""
    if named := _titled_by(workbook, lambda name: name.startswith(LIST_NAMES)):
        return named  # it is wide and long, and need not be read for this
    names = _called(workbook, blueprint.lists_words.title)
    headings = tuple(choices.heading for choices in blueprint.lists.values())
    others = (title for title in workbook.titles if title not in names)
    return next(_with_most(workbook, (*names, *others), headings), next(iter(names), ""))


def _workings_title(workbook: Workbook, blueprint: Blueprint) -> str:
    """The tab that holds the workings: by a defined name, or by its own name and most of the headings; else ""."""
    ours = tuple(f"{kind}_{sheet.key}_" for kind in KINDS for sheet in blueprint)
    named = _titled_by(workbook, lambda name: name.startswith(ours))
    names = () if named else _called(workbook, workings_title())
    return named or next(_with_most(workbook, names, working_headings(blueprint)), "")


def _titled_by(workbook: Workbook, is_ours: Callable[[str], bool]) -> str:
    """The tab to which the first of our defined names points; "" where none does."""
    title = titled_by(workbook.parts, is_ours)
    return title if title in workbook.titles else ""


def _called(workbook: Workbook, title: str) -> Sequence[str]:
    return [other for other in workbook.titles if plain(other) == plain(title)]


def _with_most(workbook: Workbook, titles: Iterable[str], headings: tuple[str, ...]) -> Iterator[str]:
    """Those tabs in which most of the headings stand in one row."""
    wanted = len(headings) // 2 + 1
    return (title for title in titles if _row_of(headings, workbook.grid(title))[1] >= wanted)


def _row_of(texts: tuple[str, ...], grid: Grid) -> tuple[int, int]:
    """The row with most of the headings, as an index into the grid, and how many stand in it."""
    headings = all_plain(texts)
    best, header = 0, 0
    for number, row in enumerate(grid[:ROWS_TO_SEARCH]):
        hits = len(headings & set(map(plain, row)))
        if hits > best:
            best, header = hits, number
        if best == len(headings):
            break
    return header, best


def _listed(workbook: Workbook, blueprint: Blueprint) -> dict[str, list[str]]:
    """The different texts that stand on the Lists sheet, by list, but for choices as the template spells them."""
    title = _lists_title(workbook, blueprint)
    grid = (workbook.grid(title) if title else ()) or [[]]
    header, _ = _row_of(tuple(choices.heading for choices in blueprint.lists.values()), grid)
    places = {plain(heading): number for number, heading in reversed(list(enumerate(grid[header])))}
    columns = list(zip(*grid[header + 1 :], strict=True))
    listed = {}
    for choices in blueprint.lists.values():
        number = places.get(plain(choices.heading))
        cells = dict.fromkeys(columns[number]) if number is not None and columns else ()
        others = set(cells).difference(choices.texts)
        texts = (single_spaced(as_typed(cell)) for cell in cells if cell in others and not is_blank(cell))
        listed[choices.key] = list(dict.fromkeys(texts))
    return listed


# --- the sheets that people fill in ---


def _pages(workbook: Workbook, tables: Tables, cells: Cells) -> Iterator[_Page]:
    version = workbook.stamp().version
    current, older = version in tables.blueprint.accepts, version != tables.blueprint.version
    for table in tables.values():
        grid = workbook.grid(table.title) if table.title in workbook.titles else ()
        header = header_row(table.sheet, grid)
        if header is not None:
            yield _Page(tables.blueprint, table, grid, header, cells, current, older)


class _Page(Frozen):
    """One of the template's sheets, as it came back.

    header   the row of headings, as an index into the grid
    current  whether the file is of a version that the template still reads
    older    whether it is of another version than the template
    """

    blueprint: Blueprint
    table: Table
    grid: Grid
    header: int
    cells: Cells
    current: bool
    older: bool

    @property
    def rows_below(self) -> range:
        """The Excel rows below the headings."""
        return range(self.header + 2, len(self.grid) + 1)

    def at(self, place: Place) -> object:
        return self.grid[place[0] - 1][place[1] - 1]

    def filled(self, rows: Iterable[int]) -> Iterator[Place]:
        """The filled cells of some rows; listed rows that are new have no place in the file."""
        for row in (row for row in rows if row <= len(self.grid)):
            for number, cell in enumerate(self.grid[row - 1], start=1):
                if not is_blank(cell):
                    yield row, number

    @cached_property
    def check(self) -> int:
        """The number of the Check column, 0 where it is not there."""
        headings = [plain(heading) for heading in self.grid[self.header]]
        return headings.index(plain(check_heading())) + 1 if plain(check_heading()) in headings else 0

    @cached_property
    def own_numbers(self) -> dict[int, str]:
        """The headings of people's own columns by number, no two alike."""
        if self.table.sheet.is_form:
            return {}
        taken = set(all_plain(self.table.sheet.headings))
        known = {self.check, *self.table.places.values(), *self.retired}
        rows = [self.grid[row - 1] for row in (self.header + 1, *self.table.numbers) if row <= len(self.grid)]
        others = (number for number in range(1, len(self.grid[self.header]) + 1) if number not in known)
        headings: dict[int, str] = {}
        for number in (number for number in others if any(not is_blank(cells[number - 1]) for cells in rows)):
            heading = as_typed(self.grid[self.header][number - 1])
            headings[number] = _free(heading or say("workbook.own_column", number=str(number)), taken)
            taken.add(plain(headings[number]))
        return headings

    @cached_property
    def retired(self) -> frozenset[int]:
        """The numbers of columns that the file's version worked out and the template's does not."""
        gone = all_plain(self.table.sheet.retired) if self.older else frozenset()
        headings = enumerate(self.grid[self.header], start=1)
        return frozenset(number for number, heading in headings if plain(heading) in gone)

    def columns(self) -> dict[str, dict[int, object]]:
        """People's own columns: the values by Excel row."""
        rows = [(row, self.grid[row - 1]) for row in self.table.numbers if row <= len(self.grid)]
        return {
            heading: {row: cells[number - 1] for row, cells in rows if not is_blank(cells[number - 1])}
            for number, heading in self.own_numbers.items()
        }

    def notes(self) -> dict[tuple[str, int], str]:
        """Notes on answers, on checks and in own columns; in a form, all beside an answer go on the answer."""
        notes: dict[tuple[str, int], list[str]] = {}
        for place, text in self.cells.notes(self.table.title).items():
            if key := self.noted(place):
                notes.setdefault(key, []).append(text)
        return {key: "\n".join(texts) for key, texts in notes.items()}

    def noted(self, place: Place) -> tuple[str, int] | None:
        """What a note on this cell belongs to, None where the new workbook has no place for it."""
        row, number = place
        keys = {at: key for key, at in self.table.places.items()}
        if self.table.sheet.is_form:
            return (keys[row], 0) if row in keys else None
        keys |= {at: f"{OWN}{heading}" for at, heading in (*self.own_numbers.items(), (self.check, check_heading()))}
        return (keys[number], row) if number in keys and row in self.table.rows else None

    # --- what has no place ---

    def remarks(self) -> Iterator[str]:
        title, sheet = self.table.title, self.table.sheet
        if plain(title) not in {plain(name) for name in (sheet.title, *sheet.aliases)}:
            yield say("findings.remark.sheet_taken", sheet=title, name=sheet.title)
        cells = sorted({*self.above(), *self.beside(), *self.typed_over()})
        notes = [(place, text) for place, text in self.cells.notes(title).items() if not self.noted(place)]
        yield from _left(
            title,
            [
                *(say("findings.cells_said", cells=_cell(place), said=self.quoted(place)).rstrip() for place in cells),
                *(_noted(place, "" if place[0] in self.secret else text) for place, text in notes),
            ],
        )

    def quoted(self, place: Place) -> str:
        """A cell in words; an answer to a question that is not asked, with the question. "" where it is a secret."""
        row, number = place
        if row in self.secret:
            return ""
        is_answer = self.table.sheet.is_form and number == self.table.answer_column and row in self.rows_below
        answer = _quoted(self.at(place))
        return joining.labelled(_quoted(self.at((row, number - 1))), answer) if is_answer else answer

    @cached_property
    def secret(self) -> frozenset[int]:
        return secret_rows(self.table)

    def above(self) -> Iterator[Place]:
        """What people wrote above the headings; in column A of another version it cannot be told from ours."""
        sheet = self.table.sheet
        written = (sheet.headline, sheet.title, sheet.purpose, *sheet.guidance, *sheet.above)
        ours = set(map(normalised, written))
        way_back = normalised(say("workbook.way_back", sheet=self.blueprint.start.title))
        for place in self.filled(range(1, self.header + 1)):
            text = normalised(self.at(place))
            if place[1] > 1 or (not self.older and text not in ours and not text.endswith(way_back)):
                yield place

    def beside(self) -> Iterator[Place]:
        """What stands beside blank rows; in a form, beside the four columns, or answers what is not asked."""
        if not self.table.sheet.is_form:
            blank = (row for row in self.rows_below if row not in self.table.rows)
            yield from (place for place in self.filled(blank) if place[1] in self.own_numbers)
            return
        known = set(map(plain, form_headings()))
        four = {number for number, cell in enumerate(self.grid[self.header], start=1) if plain(cell) in known}
        asked = set(self.table.places.values())
        for row, number in self.filled(self.rows_below):
            if number not in four or (number == self.table.answer_column and row not in asked):
                yield row, number

    def typed_over(self) -> Iterator[Place]:
        """Cells that the workbook works out by itself and that people typed over.

        Where a column has no formula left, its values were pasted over it, unless it was another version's.
        """
        places = {} if self.table.sheet.is_form else self.table.places
        asked = {column.key for column in self.table.sheet.asked_columns}
        worked_out = {self.check, *self.retired, *(at for key, at in places.items() if key not in asked)}
        formulas = self.cells.formulas(self.table.title)
        pasted_over = worked_out - {number for row, number in formulas if row > self.header + 1}
        if self.current or not self.cells.readable:
            worked_out -= pasted_over
        for place in self.filled(self.rows_below):
            if place[1] in worked_out and place not in formulas:
                yield place


def _free(heading: str, taken: set[str]) -> str:
    """The heading, with a number where another column has it."""
    free, number = heading, 1
    while plain(free) in taken:
        number += 1
        free = joining.bracketed(heading, str(number))
    return free


# --- in words ---


def _left(title: str, things: Sequence[str]) -> list[str]:
    return [say("findings.remark.left", sheet=title, things=_named(things))] if things else []


def _named(things: Iterable[str]) -> str:
    names = list(things)
    shown, more = joining.in_a_row(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    return say("findings.in_brief", cells=shown, count=more) if more > 0 else shown


def _cell(place: Place) -> str:
    row, number = place
    return f"{column_letter(number)}{row}"


def _noted(place: Place, text: str) -> str:
    if text:
        return say("findings.remark.note_says", cell=_cell(place), note=_quoted(text))
    return say("findings.remark.note", cell=_cell(place))


def _quoted(value: object) -> str:
    return joining.quoted(joining.in_brief(as_typed(value), _LONGEST_NAMED))
