"""What papers read of their own words is read in other languages too: sources of figures, and quotes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smreport.papers.last_look import Marked
from smreport.papers.sources import RowsNamed, _rows
from smreport.words import ENGLISH, Words, say, speaking

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
    @pytest.fixture(params=["„{name}“", "«\u00a0{name}\u00a0»", "”{name}”", "“{name}”"])
    def marks(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
        quoted = f'msgid "papers.quoted"\nmsgstr "{request.param}"\n'
        with speaking(speaking_of_rows(tmp_path, quoted)):
            yield request.param

    def test_words_between_the_marks_of_a_language_are_left_out_where_they_tell(self, marks: str) -> None:
        marked = Marked(names=frozenset({"secret scheme"}))
        quote = say("papers.quoted", name="The Secret Scheme is off")
        other = say("papers.quoted", name="All is well")
        assert marked.without_quotes(f"{other} and {quote}.") == f"{other} and {say('terminal.secret.words')}."
