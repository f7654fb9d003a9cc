"""What papers read of their own words is read in other languages too: sources of figures, and quotes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smreport.blocks.document import Chart, Series
from smreport.papers import figures
from smreport.papers.last_look import Marked
from smreport.papers.sources import RowsNamed, _rows
from smreport.web.drawings import figures_of
from smreport.words import ENGLISH, Words, joining, say, speaking

HEAD = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
ROWS = """
msgid "papers.source.row"
msgstr "Zeile {row} von {sheet}"

msgid "papers.source.rows"
msgstr "Zeilen {rows} von {sheet}"

msgid "papers.source.rows.more"
msgid_plural "papers.source.rows.more"
msgstr[0] "Zeilen {rows} und eine mehr von {sheet}"
msgstr[1] "Zeilen {rows} und {count} mehr von {sheet}"

msgid "papers.source.of_file"
msgstr "{place}, {file}"
"""


def speaking_of_rows(folder: Path, *texts: str) -> Words:
    (folder / "papers.po").write_text("\n".join((HEAD, *texts)), encoding="utf-8")
    return Words(folder, others=ENGLISH, tag="de-DE")


@pytest.mark.parametrize("rows", [[7], [7, 9], [7, 9, 12], list(range(7, 19))])
@pytest.mark.parametrize("more", [0, 1, 2, 40])
@pytest.mark.parametrize("other", [False, True], ids=["English", "German"])
def test_rows_are_read_from_a_source_as_they_were_written(
    rows: list[int], more: int, other: bool, tmp_path: Path
) -> None:
    with speaking(speaking_of_rows(tmp_path, ROWS) if other else ENGLISH):
        told = [
            say("papers.source.of_file", place=_rows(sheet, rows, more), file="form 3.xlsx") for sheet in ("4", "4 Use")
        ]
        read = RowsNamed(("4", "4 Use"))("; ".join(told))
        assert list(read) == [(sheet, row) for sheet in ("4", "4 Use") for row in rows]


class TestQuotes:
    @pytest.fixture(params=["„{text}“", "«\u00a0{text}\u00a0»", "”{text}”", "“{text}”"])
    def marks(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
        quoted = f'msgid "joined.quoted"\nmsgstr "{request.param}"\n'
        with speaking(speaking_of_rows(tmp_path, quoted)):
            yield request.param

    def test_words_between_the_marks_of_a_language_are_left_out_where_they_tell(self, marks: str) -> None:
        marked = Marked(names=frozenset({"secret scheme"}))
        quote = joining.quoted("The Secret Scheme is off")
        other = joining.quoted("All is well")
        assert marked.without_quotes(f"{other} and {quote}.") == f"{other} and {say('terminal.secret.words')}."


@pytest.mark.parametrize(("small", "text"), [("yes", "tools"), ("no", "Tools")])
def test_a_heading_in_a_sentence_keeps_its_letter_where_the_language_keeps_it(
    small: str, text: str, tmp_path: Path
) -> None:
    says = f'msgid "papers.headings.small_inside"\nmsgstr "{small}"\n'
    with speaking(speaking_of_rows(tmp_path, says)):
        assert figures.lowered("Tools") == text


def test_figures_and_days_of_charts_on_web_pages_are_written_as_there(tmp_path: Path) -> None:
    places, days = (Series("x", (1234.5,)), Series("y", (-0.25,))), (Series("x", (46455.0,)), Series("y", (31.0,)))
    points = Chart("scatter", "caption", "what it shows", ("a",), places, number_format="#,##0.0")
    times = Chart("gantt", "caption", "what it shows", ("a",), days)
    with speaking(speaking_of_rows(tmp_path)):
        shown = [cell.text for chart in (points, times) for cell in figures_of(chart, None).iter("td")]
    assert {"1.234,5", "−0,25", "9. März 2027", "8. April 2027"} <= set(shown)
