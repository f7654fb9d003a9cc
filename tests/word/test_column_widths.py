"""Columns are as wide as their longest words, by the letters of the font, and a table too narrow for that changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from word.word_reports import NS, STYLE, W, parts

from smreport.blocks.document import Document, Section, Table, TableColumn
from smreport.frozen import replace
from smreport.word.column_widths import column_widths, need
from smreport.word.font_widths import Lettering, word_width
from smreport.word.house_style import Fonts
from smreport.word.table_layout import CellLooks, Layout, laid_out
from smreport.word.writer import write_docx

ARIAL, BOLD = Lettering("Arial", 12), Lettering("Arial", 12, bold=True)
LOOKS = CellLooks(BOLD, ARIAL, margins=200)
PAGE = 9638
ORDINARY = ["Communications", "Neighbourhood", "responsibilities", "Moderate", "Strength", "Outcome", "hours", "a", "–"]


def points(word: str, lettering: Lettering) -> float:
    return word_width(word, lettering) / 20


class TestLetters:
    @pytest.mark.parametrize(
        ("word", "lettering", "thousandths"),
        [
            # the published widths of Helvetica and Times, which Arial and Times New Roman have too
            ("Outcome", ARIAL, 778 + 556 + 278 + 500 + 556 + 833 + 556),
            ("Outcome", BOLD, 778 + 611 + 333 + 556 + 611 + 889 + 556),
            ("Strength", Lettering("Times New Roman", 12), 556 + 278 + 333 + 444 + 500 + 500 + 278 + 500),
            ("£40", Lettering("Helvetica", 12), 3 * 556),
        ],
    )
    def test_they_are_as_wide_as_published(self, word: str, lettering: Lettering, thousandths: int) -> None:
        assert points(word, lettering) == pytest.approx(12 * thousandths / 1000)

    def test_an_accent_takes_no_room(self) -> None:
        assert points("Tŷ", ARIAL) == points("Ty", ARIAL) == points("Ty\u0302", ARIAL)

    def test_an_i_under_an_accent_is_as_wide_as_one_without_a_dot(self) -> None:
        assert points("îíï", ARIAL) == 3 * points("ı", ARIAL) > points("iii", ARIAL)

    def test_a_font_that_was_not_measured_counts_as_the_broadest(self) -> None:
        assert points("Outcome", Lettering("Rare", 12)) == points("Outcome", Lettering("Verdana", 12))
        for font in ("Arial", "Calibri", "Cambria", "Times New Roman", "Arial Narrow"):
            for word in filter(str.isalpha, ORDINARY):
                assert points(word, Lettering(font, 12)) <= points(word, Lettering("Rare", 12))

    def test_letters_of_chinese_are_square_and_those_of_other_scripts_broad(self) -> None:
        assert points("議", ARIAL) == 12
        assert points("Ж", ARIAL) == points("M", ARIAL)


def least(*texts: str) -> float:
    return need([(text, ARIAL) for text in texts], 0).least


class TestLongestWord:
    @pytest.mark.parametrize(
        ("text", "longest"),
        [
            ("two words", "words"),
            ("line\nends", "ends"),
            ("follow-up", "follow-"),
            ("Cabinet–officer", "Cabinet–"),
            ("no\u00a0break", "no\u00a0break"),
            ("2026-27", "2026-27"),
            ("and/or", "and/or"),
            ("議会", "議"),
            ("x" * 31, "x" * 16),
            ("", ""),
        ],
    )
    def test_it_ends_where_every_program_begins_a_new_line(self, text: str, longest: str) -> None:
        assert least(text) == pytest.approx(word_width(longest, ARIAL), abs=11)

    def test_it_is_the_widest_not_the_one_with_the_most_letters(self) -> None:
        assert least("illicit MMMMM") == least("MMMMM") > least("illicit")


def whole(layout: Layout, looks: CellLooks) -> bool:
    """Whether each word fits into its column beside the margins."""
    margins = 120 if layout.narrow else looks.margins
    table = layout.table
    columns = zip(table.columns, zip(*table.rows, strict=True), layout.widths, strict=True)
    return all(
        word_width(word, lettering) + margins <= width + 1
        for column, texts, width in columns
        for lettering, text in [(looks.heading, column.heading), *((looks.text, text) for text in texts)]
        for word in text.split()
    )


def table(*headings: str, rows: int = 3, text: str = "") -> Table:
    return Table("T", tuple(map(TableColumn, headings)), ((*(text or heading for heading in headings),),) * rows)


class TestLayout:
    @given(
        some.lists(some.lists(some.sampled_from(ORDINARY), min_size=1, max_size=4), min_size=2, max_size=9),
        some.sampled_from(["Arial", "Calibri", "Verdana", "Times New Roman"]),
        some.sampled_from([12, 14, 16]),
    )
    def test_no_word_is_broken_whatever_the_columns_font_and_size(
        self, columns: list[list[str]], font: str, size: float
    ) -> None:
        looks = CellLooks(Lettering(font, size, bold=True), Lettering(font, size), margins=200)
        given_table = table(*(words[0] for words in columns))
        rows = tuple(tuple(words[at % len(words)] for words in columns) for at in range(4))
        laid = laid_out(replace(given_table, rows=rows), looks, PAGE)
        assert sum(laid.widths) == PAGE
        assert whole(laid, looks)
        assert len(laid.table.rows) == 4

    def test_a_crowded_table_has_narrow_margins(self) -> None:
        assert not laid_out(table(*["Communications"] * 4), LOOKS, PAGE).narrow
        laid = laid_out(table(*["Neighbourhood"] * 5), LOOKS, PAGE)
        assert laid.narrow
        assert len(laid.table.columns) == 5

    def test_columns_that_do_not_fit_beside_each_other_are_put_together_each_text_behind_its_heading(self) -> None:
        crowded = table("Communications", "Decision", "Kept", *["Responsibilities"] * 3)
        laid = laid_out(replace(crowded, rows=(tuple("abcdef"), ("a", "", *"cdef"))), LOOKS, PAGE)
        headings = ["Communications", "Decision\nKept\nResponsibilities", "Responsibilities", "Responsibilities"]
        assert [column.heading for column in laid.table.columns] == headings
        together = [row[1].split("\n") for row in laid.table.rows]
        assert together == [["Decision: b", "Kept: c", "Responsibilities: d"], ["Kept: c", "Responsibilities: d"]]

    def test_the_first_column_stays_by_itself(self) -> None:
        laid = laid_out(table(*["Responsibilities"] * 9), LOOKS, PAGE)
        assert laid.table.columns[0].heading == "Responsibilities"
        assert whole(laid, LOOKS)


class TestShares:
    def needs(self, *texts: str) -> list[int]:
        return column_widths([1] * len(texts), [need([(text, ARIAL)], 200) for text in texts], PAGE)

    def test_where_all_texts_have_room_they_are_the_columns(self) -> None:
        first, second = self.needs("Yes", "Perhaps later")
        assert first == second

    def test_a_column_with_little_to_say_leaves_the_rest_to_the_others(self) -> None:
        short, long = self.needs(
            "In scope", "The regional partnership runs its own campaign to the end of the year. " * 3
        )
        assert short == pytest.approx(word_width("In scope", ARIAL) + 210, abs=1)
        assert short + long == PAGE

    def test_short_texts_stay_on_one_line_where_there_is_enough(self) -> None:
        long = "Some words to be read here. " * 16
        (*_, status) = self.needs(long, long, "In scope")
        assert status >= word_width("In scope", ARIAL) + 200
        crowded = self.needs(*["The regional partnership"] * 5, "In scope of it")
        assert crowded[-1] < word_width("In scope of it", ARIAL) + 200

    def test_longer_texts_have_more_room(self) -> None:
        short, long = self.needs("Some words to be read here. " * 4, "Some words to be read here. " * 16)
        assert 2 < long / short < 3


def written(style_font: str) -> list[int]:
    words = ("Communications", "Neighbourhood", "Measure", "The regional partnership runs its own campaign. " * 4)
    document = Document("T", "", (), (Section("s", (Table("Words", tuple(map(TableColumn, "abcd")), (words,)),)),))
    body = parts(write_docx(document, replace(STYLE, fonts=Fonts(style_font, "Arial"))))["word/document.xml"]
    (grid,) = body.iter(W + "tblGrid")
    return [int(column.get(W + "w")) for column in grid]


def test_a_file_in_a_broader_font_has_broader_columns_for_its_words() -> None:
    assert [broad > narrow for broad, narrow in zip(written("Verdana"), written("Calibri"), strict=True)][:3] == [
        True
    ] * 3


def test_a_table_with_columns_put_together_says_so_in_its_heading_row() -> None:
    headings = ("Account", "Decision", "Kept", *["Responsibilities"] * 4)
    crowded = Table("Words", tuple(map(TableColumn, headings)), (headings,))
    body = parts(write_docx(Document("T", "", (), (Section("s", (crowded,)),)), STYLE))["word/document.xml"]
    (found,) = body.iter(W + "tbl")
    rows = [
        [[piece.text or "" for piece in cell.iter(W + "t")] for cell in row.iter(W + "tc")]
        for row in found.iter(W + "tr")
    ]
    assert rows[0][:2] == [["Account"], ["Decision", "Kept"]]
    assert rows[1][1] == ["Decision: Decision", "Kept: Kept"]
    assert found.find("w:tblPr/w:tblCellMar/w:left", NS).get(W + "w") == "60"
