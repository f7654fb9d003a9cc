"""The sheet Start here: what to do, and how far each sheet is."""

from __future__ import annotations

from collections.abc import Sequence

from smreport.blueprint import addresses, formulas
from smreport.blueprint.lines_above import in_lines
from smreport.blueprint.model import Sheet
from smreport.blueprint.needed import leave
from smreport.blueprint.rewording import BETWEEN, Both
from smreport.findings import Level, begins_in_check
from smreport.words import joining, say, speaking_of
from smreport.workbook.emit.book import Book
from smreport.workbook.emit.cell_formats import TITLE_HEIGHT, heading_height, height
from smreport.workbook.emit.page import Page, print_setup, set_widths, show_prompt
from smreport.workbook.emit.page_setup import within_a_page
from smreport.workbook.emit.prompts import Prompt

STAMP, STAMP_LANGUAGE = "smreport template: {name}, version {version}", ", language {language}"
_PROGRESS_WIDTHS = (22, 44, 40, 14, 14, 14, 36)
_BESIDE = 2  # letters of room beside a title


def write_start(book: Book, page: Page) -> None:
    words = book.blueprint.start
    page.hide_gridlines(2)
    page.set_row(0, TITLE_HEIGHT)
    page.write_string(0, 0, book.blueprint.title, book.formats.title)
    steps = [
        joining.numbered(number, line) for number, step in enumerate(words.steps, start=1) for line in step.split("\n")
    ]
    lines = [part for line in (*words.intro, *steps, *_both_languages(book)) for part in in_lines(line)]
    for row, line in enumerate(lines, start=1):
        page.write_string(row, 0, line, book.formats.plain)
    header = len(lines) + 2
    _progress(book, page, header)
    stamp = STAMP.format(name=book.blueprint.name, version=book.blueprint.version)
    if book.blueprint.is_translated:
        stamp += STAMP_LANGUAGE.format(language=book.blueprint.language)
    page.write_string(header - 1, 0, stamp, book.formats.note)
    print_setup(page, header, [[width] for width in _widths(book)], 1, lines)


def _both_languages(book: Book) -> list[str]:
    """How a cell may hold both languages of a form in two, in each of them."""
    said, lines = book.blueprint.reworded, []
    for tongue in (said.first.words, said.second.words) if isinstance(said, Both) else ():
        with speaking_of(tongue):
            lines.append(say("workbook.start.both", between=BETWEEN))
    return lines


def _widths(book: Book) -> list[float]:
    """Widths of the columns in letters: a sheet's title stands in one line, as a link does."""
    first, *others = _PROGRESS_WIDTHS
    titles = (len(sheet.title) + _BESIDE for sheet in book.blueprint)
    return within_a_page([max(first, *titles) if book.blueprint.is_translated else first, *others])


def _progress(book: Book, page: Page, header: int) -> None:
    """How far each sheet is: rows filled in, rows with errors and with gaps, and what to do next."""
    widths = _widths(book)
    set_widths(page, widths)
    headings = (
        say("workbook.start.sheet"),
        say("workbook.start.purpose"),
        say("workbook.start.who"),
        say("workbook.start.filled"),
        say("workbook.start.errors"),
        say("workbook.start.gaps"),
        say("workbook.start.next"),
    )
    listed = [sheet for sheet in book.blueprint if not sheet.rows_from]
    page.add_table(
        header, 0, header + len(listed), len(headings) - 1,
        {"name": "Progress", "autofilter": False, "style": None,
         "columns": [{"header": heading, "header_format": book.formats.header} for heading in headings]},
    )  # fmt: skip
    page.set_row(header, heading_height(headings, widths))
    for row, sheet in enumerate(listed, start=header + 1):
        _progress_row(book, page, row, sheet, widths)
    show_prompt(page, Prompt(header + 2, 4, header + 1 + len(listed), 7, say("workbook.start.progress"), leave()))


def _progress_row(book: Book, page: Page, row: int, sheet: Sheet, widths: Sequence[float]) -> None:
    text, number = book.formats.cell("text", fixed=True), book.formats.cell("number", fixed=True)
    page.write_url(row, 0, f"internal:{addresses.sheet_name(sheet.title)}!A1", book.formats.link, sheet.title)
    page.set_row(row, height([(sheet.purpose, widths[1]), (sheet.who, widths[2])]))
    page.write_string(row, 1, sheet.purpose, text)
    page.write_string(row, 2, sheet.who, text)
    checks = book.blueprint.checks(sheet.key)
    said = [check for check in book.shown.checks.get(sheet.key, {}).values() if check]
    begins = begins_in_check(Level.ERROR), begins_in_check(Level.GAP)
    counts = (len(said), *(sum(begin in check for check in said) for begin in begins))
    filled, errors, gaps = (formulas.number_in(formulas.Cell(f"${letter}{row + 1}")) for letter in "DEF")
    is_empty = formulas.equals(filled, formulas.number(0))
    page.write_formula(row, 3, f"={book.spelled(formulas.total(formulas.showing(checks)))}", number, counts[0])
    for column, level in zip((4, 5), begins, strict=True):
        count = formulas.shown(is_empty, formulas.text(""), formulas.total(formulas.saying(checks, level)))
        value = counts[column - 3] if counts[0] else ""
        page.write_formula(row, column, f"={book.spelled(count)}", number, value)
    steps = _steps(sheet)
    next_shown = steps[0] if not counts[0] else steps[1] if counts[1] else steps[2] if counts[2] else steps[3]
    step = _next_step(sheet, steps, is_empty, errors, gaps)
    page.write_formula(row, 6, f"={book.spelled(step)}", text, next_shown)


def _steps(sheet: Sheet) -> tuple[str, str, str, str]:
    """What there may be to do on a sheet: where it is empty, has errors, has gaps, has neither."""
    empty = say("workbook.next.may_stay_empty" if sheet.optional else "workbook.next.begin")
    return empty, say("workbook.next.correct"), say("workbook.next.fill_in"), say("workbook.next.fine")


def _next_step(
    sheet: Sheet, steps: Sequence[str], is_empty: formulas.Truth, errors: formulas.Number, gaps: formulas.Number
) -> formulas.Text:
    """What to do next on a sheet, as a formula."""
    nothing = formulas.number(0)
    start, correct, fill, fine, put_back = map(formulas.text, (*steps, say("workbook.next.put_back")))
    step = formulas.choose(formulas.more(gaps, nothing), fill, fine)
    step = formulas.choose(formulas.more(errors, nothing), correct, step)
    step = formulas.choose(is_empty, start, step)
    return formulas.choose(formulas.all_show(sheet.heading_cells), step, put_back)
