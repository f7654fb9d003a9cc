"""Every sheet prints on A4 with text of 8 points or more, and nothing is cut, broken or hidden on paper."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as some
from made_up import CLOSE, FROM_THE_LEFT, LANGUAGE, OPEN, TYPED, TYPED_END, typed, write_made_up
from openpyxl import Workbook as OpenFile
from openpyxl.worksheet.worksheet import Worksheet
from strategies import Pools, filled
from workbooks import EXAMPLES, example, with_rows

import smreport
from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.lines_above import LONGEST_LINE
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load, shipped
from smreport.commands.making import workbook_bytes
from smreport.words import speaking
from smreport.workbook.emit.page_setup import SMALLEST_PRINTED, TEXT_SIZE, on_paper, wide_enough, within_a_page

A4, LETTER = (842, 595), (792, 612)  # points, landscape
ACROSS = (11.69 - 0.8) * 96  # pixels between the margins
FINELY = 3  # the most that pdftohtml enlarges; it says sizes as whole numbers
TITLE = 15.5  # points that a line of a title is high at least, and no other
FINE, FAINT = 100, 60  # dots an inch of a picture of a page; a difference of greys, of 255
WIDTHS = some.lists(some.lists(some.integers(8, 24), min_size=1, max_size=2), min_size=1, max_size=20)


# --- pages side by side ---


@given(WIDTHS, some.integers(0, 2))
def test_each_page_fits_with_text_large_enough_and_no_group_is_torn(groups: list[list[int]], repeated: int) -> None:
    paper = on_paper(groups, repeated)
    assert paper.scale <= 100
    assert TEXT_SIZE * paper.scale / 100 >= SMALLEST_PRINTED
    widths = [width for group in groups for width in group]
    starts = {sum(map(len, groups[:number])) for number in range(len(groups))}
    assert set(paper.breaks) <= starts - {0}
    always = [width for group in groups[:repeated] for width in group]
    for first, last in zip((0, *paper.breaks), (*paper.breaks, len(widths)), strict=True):
        page = widths[first:last] if first == 0 else always + widths[first:last]
        assert sum(7 * width + 6 for width in page) * paper.scale / 100 <= ACROSS


def test_a_narrow_sheet_is_one_page_across_at_full_size() -> None:
    assert on_paper([[30], [30]], 2) == on_paper([[30], [30]], 2, ["A short line."])
    assert (on_paper([[30], [30]], 2).scale, on_paper([[30], [30]], 2).breaks) == (100, ())


def test_a_line_above_a_narrow_table_fits_on_the_page_too() -> None:
    assert on_paper([[30], [30]], 2, ["A long line. " * 14]).scale < 100


@given(some.lists(some.integers(8, 60), min_size=3, max_size=20), some.integers(1, LONGEST_LINE))
def test_the_first_page_is_made_as_wide_as_the_lines_above(widths: list[int], letters: int) -> None:
    line = "m" * letters
    wide = wide_enough([[width] for width in widths], 2, [line])
    first = next(iter(on_paper([[width] for width in wide], 2, [line]).breaks), None)
    changed = [number for number, (before, after) in enumerate(zip(widths, wide, strict=True)) if before != after]
    assert len(changed) <= 1
    assert all(wide[number] > widths[number] for number in changed)
    assert first is None or sum(7 * width + 6 for width in wide[:first]) >= 7 * letters


@given(some.lists(some.integers(10, 20), min_size=1, max_size=5), some.integers(60, 100))
def test_columns_that_belong_side_by_side_are_made_narrower_for_a_page(others: list[int], widest: int) -> None:
    widths = [*others, widest]
    narrower = within_a_page(widths)
    assert sum(narrower) == sum(widths) or on_paper([[width] for width in narrower]).breaks == ()
    assert sum(before != after for before, after in zip(widths, narrower, strict=True)) <= 1


# --- what LibreOffice prints ---


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Word) -> bool:
        """Whether the two stand in the same place, but for a touch."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 2.5


@dataclass(frozen=True)
class Printed:
    """A workbook, and its PDF."""

    book: OpenFile
    pdf: Path
    program: Callable[[str], str]

    def said(self, name: str, *options: str) -> str:
        command = [self.program(name), *options]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout

    @cached_property
    def pages(self) -> list[list[Word]]:
        found = self.said("pdftotext", "-bbox", str(self.pdf), "-").split("<page ")[1:]
        return [[*_words(page)] for page in found]

    def pictures(self) -> Iterator[Picture]:
        """What is to be seen of each page."""
        self.said("pdftoppm", "-gray", "-r", str(FINE), str(self.pdf), str(self.pdf.with_suffix("")))
        for path in sorted(self.pdf.parent.glob(f"{self.pdf.stem}-*.pgm")):
            yield Picture(path.read_bytes())
            path.unlink()

    def above(self, page: Worksheet) -> list[str]:
        """The lines above the table of a sheet, without spaces."""
        (table,) = page.tables.values()
        lines = [row[0].value for row in page[f"A1:A{page[table.ref][0][0].row - 1}"]]
        return [_spaceless(str(line)) for line in lines if line]

    @property
    def texts(self) -> Iterator[str]:
        for page in self.book:
            for row in page.iter_rows(values_only=True):
                yield from (_plain(cell) for cell in row if isinstance(cell, str))


class Picture:
    """A page in greys, read from a Netpbm file."""

    def __init__(self, content: bytes) -> None:
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", content)
        assert head
        self.across, self.down, self.greys = int(head[1]), int(head[2]), content[head.end() :]

    def shows_end(self, word: Word) -> bool:
        """Whether the last letter of a word is to be seen: a text that is cut off keeps its place, but has no ink."""
        scale = FINE / 72
        start = int((word.right - (word.right - word.left) / len(word.text)) * scale)
        end, top, bottom = int(word.right * scale) + 1, int(word.top * scale), int(word.bottom * scale) + 1
        if end > self.across or bottom > self.down:
            return False
        box = b"".join(self.greys[row * self.across :][start:end] for row in range(top, bottom))
        return max(box) - min(box) > FAINT


def _spaceless(text: str) -> str:
    return "".join(_plain(text).split())


def _plain(text: str) -> str:
    """A text without the brackets of the made-up language, which stand in a font of their own."""
    return re.sub(f"[{OPEN}{CLOSE}{TYPED}{TYPED_END}]", " ", text)


def _words(page: str) -> Iterator[Word]:
    number = r'="([\d.]+)"'
    for *places, text in re.findall(rf"<word xMin{number} yMin{number} xMax{number} yMax{number}>(.*?)</word>", page):
        for part in _plain(html.unescape(text)).split():
            yield Word(part, *map(float, places))


def answers(template: str) -> Tables:
    """The illustrative example; for another template awkward but printable answers in every sheet."""
    blueprint = with_rows(load(template), 30)
    if template == "social_media":
        return example(blueprint, "illustrative")
    texts = ["Evening sessions for carers in the library, with somebody who listens", "Devices on loan", "Partners"]
    answers = filled(blueprint, Pools(texts, numbers=[0, 3.5, 400]), Random(3), rows=12)
    usable = {key: value for key, value in answers["settings"].items() if not re.match("weight_|.*_at_", key)}
    return tables_from(blueprint, {**answers, "settings": usable})


LONGER = "all words longer by two fifths"
ELSEWHERE = {"in Welsh": "cy", "in English and Welsh": "en+cy", "in the United States": "en-US"}


def longer_answers(folder: Path) -> Tables:
    """The illustrative example in the made-up language."""
    smreport.copy_template("social_media", folder / "template")
    write_made_up(folder / "template", FROM_THE_LEFT)
    blueprint = with_rows(load(folder / "template", LANGUAGE), 30)
    every = read_answers(EXAMPLES / "illustrative" / "answers.toml")
    with speaking(blueprint.tongue):
        return tables_from(blueprint, typed(every, load("social_media")), "w.xlsx")


def answers_elsewhere(language: str) -> Tables:
    """The illustrative example in a form of another language or place."""
    blueprint = with_rows(load("social_media", language), 30)
    with speaking(blueprint.tongue):
        return tables_from(blueprint, read_answers(EXAMPLES / "illustrative" / "answers.toml"), "w.xlsx")


LONG = [pytest.param(name, marks=pytest.mark.long) for name in (LONGER, *ELSEWHERE)]


@pytest.fixture(scope="module", params=[*shipped(), *LONG])
def printed(
    request: pytest.FixtureRequest,
    program: Callable[[str], str],
    libreoffice_as_it_comes: Callable[[Path, str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Printed:
    path = tmp_path_factory.mktemp("paper") / f"{request.param}.xlsx"
    if request.param in ELSEWHERE:
        tables = answers_elsewhere(ELSEWHERE[request.param])
    else:
        tables = longer_answers(path.parent) if request.param == LONGER else answers(request.param)
    with speaking(tables.blueprint.tongue):
        path.write_bytes(workbook_bytes(tables))
    return Printed(openpyxl.load_workbook(path, data_only=True), libreoffice_as_it_comes(path, "pdf"), program)


def test_all_pages_are_across(printed: Printed) -> None:
    about = printed.said("pdfinfo", "-l", "-1", str(printed.pdf))
    sizes = re.findall(r"Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)", about)
    assert len(sizes) == len(printed.pages)
    paper = LETTER if printed.pdf.stem == "in the United States" else A4
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {paper}


def test_no_text_is_smaller_than_8_points(printed: Printed) -> None:
    told = printed.said("pdftohtml", "-xml", "-i", "-stdout", "-zoom", str(FINELY), str(printed.pdf))
    sizes = {int(size) / FINELY for size in re.findall(r'<fontspec id="\d+" size="(\d+)"', told)}
    assert sizes
    assert min(sizes) >= SMALLEST_PRINTED


def test_no_word_is_broken_in_its_cell(printed: Printed) -> None:
    """What is printed are whole words of some cell; a word with a hyphen may break there."""
    known = {part for text in printed.texts for word in text.split() for part in (word, *re.split("(?<=-)", word))}
    there = {word.text for page in printed.pages for word in page if re.search("[A-Za-z]{4}", word.text)}
    assert len(there) > 300
    assert there - known == set()


def test_no_text_runs_out_of_its_row_and_over_the_next(printed: Printed) -> None:
    covered = []
    for number, page in enumerate(printed.pages, start=1):
        words = sorted(page, key=lambda word: word.top)
        for at, word in enumerate(words):
            below = (other for other in words[at + 1 :] if other.top < word.bottom)
            covered += [(number, word.text, other.text) for other in below if word.covers(other)]
    assert covered == []


def test_no_number_or_date_is_too_wide_for_its_cell(printed: Printed) -> None:
    assert [word.text for page in printed.pages for word in page if "###" in word.text] == []


def test_every_word_on_paper_is_to_be_seen_to_its_end(printed: Printed) -> None:
    hidden = [
        (number, word.text)
        for number, (words, picture) in enumerate(zip(printed.pages, printed.pictures(), strict=True), start=1)
        for word in words
        if re.search(r"\w", word.text) and not picture.shows_end(word)
    ]
    assert hidden == []


def test_what_stands_above_a_table_is_printed_whole_and_once(printed: Printed) -> None:
    texts = ["".join(word.text for word in page) for page in printed.pages]
    titles = ["".join(word.text for word in page if word.bottom - word.top > TITLE) for page in printed.pages]
    for page in printed.book:
        title, *lines = printed.above(page)
        (first,) = [text for text, large in zip(texts, titles, strict=True) if large == title]
        assert [line for line in lines if line not in first] == []


def test_a_sheet_over_several_pages_has_its_headings_and_key_columns_on_each(printed: Printed) -> None:
    wide = [page for page in printed.book.worksheets[:-2] if page.col_breaks.brk]  # without the lists and workings
    assert len(wide) > 5
    assert {page.print_title_cols for page in wide} == {"$A:$B"}
    assert all(page.print_title_rows for page in printed.book)
