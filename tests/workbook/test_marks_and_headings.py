"""Marks of what is not for publication that only the file shows, rows of headings, and the parts of sheets."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from workbooks import workbook

from smreport.blueprint.templates import load
from smreport.blueprint.typed_before import note_of
from smreport.blueprint.values import Unreadable
from smreport.words import say, speaking
from smreport.words.languages import spoken_by
from smreport.workbook.read.beside_cells import Beside
from smreport.workbook.read.cell_features import Oddities
from smreport.workbook.read.headings import header_row, is_blank, plain
from smreport.workbook.read.not_used import Surroundings
from smreport.workbook.read.rows_below import Seen, rows_below
from smreport.workbook.read.secret_marks import with_marks
from smreport.workbook.read.sheet_parts import parts_of_sheets
from smreport.workbook.read.words_kept import with_words_kept

BLUEPRINT = load()
ACCOUNTS = BLUEPRINT.sheets["accounts"]
MARK = "Not for publication"
GRID = [
    ["", "", "", ""],
    ["Account", MARK, "not for publication", "Tool"],
    ["a", "", "", ""], ["b", "No", "", ""], ["c", "Yes", "", ""], ["d", "", "", "x"], ["e", "No", "", ""],
    ["f", "", "", ""],
]  # fmt: skip
MERGED, NO_RESULT, ERROR = "!Merged with other cells", "!Formula without a result", "!Error value"
STRUCK, TICK = "!No (struck out)", "!Tick box"


def marks(odd: Oddities | None, grid: Sequence[Sequence[object]] = GRID) -> list[object]:
    """The marks of rows 3 to 8."""
    table = rows_below(ACCOUNTS, "3a Accounts", grid, 1, {"account": 1, "not_public": 2}, Seen())
    oddities = None if odd is None else {"3a Accounts": odd}
    marked = with_marks({"accounts": table}, {"accounts": grid}, {"accounts": 1}, oddities)["accounts"]
    assert marked.columns["account"] == list("abcdef")
    return [f"!{mark}" if isinstance(mark, Unreadable) else mark for mark in marked.columns["not_public"]]


ODDITIES: list[tuple[Oddities | None, list[object]]] = [
    (Oddities(), [None, False, True, None, False, None]),
    (Oddities(errors={(3, 2): "#REF!", (4, 2): ""}), ["!#REF!", ERROR, True, None, False, None]),
    (Oddities(unsaved=frozenset({(3, 2), (5, 2)})), [NO_RESULT, False, NO_RESULT, None, False, None]),
    (Oddities(unlinked=frozenset({(3, 2), (4, 2), (6, 2)})), [TICK, False, True, TICK, False, None]),
    (Oddities(struck=frozenset({(3, 2), (4, 2), (5, 2)})), [None, STRUCK, True, None, False, None]),
    (Oddities(errors={(6, 3): "#N/A"}), [None, False, True, "!#N/A", False, None]),
    (Oddities(unsaved=frozenset({(7, 3)}), unlinked=frozenset({(8, 3)})),
     [None, False, True, None, NO_RESULT, TICK]),
    (Oddities(merged=(((5, 2), (7, 2)),)), [None, False, True, True, True, None]),
    (Oddities(merged=(((5, 2), (20, 2)),)), [None, False, True, True, True, True]),
    (Oddities(merged=(((6, 2), (7, 2)),)), [None, False, True, None, None, None]),
    (Oddities(merged=(((3, 1), (3, 2)),)), [MERGED, False, True, None, False, None]),
    (Oddities(merged=(((3, 1), (5, 4)),)), [MERGED, MERGED, True, None, False, None]),
    (Oddities(merged=(((6, 2), (8, 4)),)), [None, False, True, None, None, None]),
    (Oddities(merged=(((2, 2), (4, 2)),)), [MERGED, MERGED, True, None, False, None]),
    (Oddities(merged=(((1, 2), (4, 2)),)), [None, False, True, None, False, None]),
    (Oddities(merged=(((1, 2), (4, 2)),), errors={(1, 2): "#N/A"}), [MERGED, MERGED, True, None, False, None]),
    (Oddities(merged=(((5, 2), (6, 2)), ((6, 1), (8, 2)))), [None, False, True, True, MERGED, MERGED]),
    (Oddities(merged=(((3, 3), (5, 4)), ((6, 4), (7, 4)))), [None, False, True, None, False, None]),
    (Oddities(merged=(((4, 1), (6, 1)),)), [None, False, True, None, False, None]),
    (None, ["!Cannot be told from a blank", False, True, "!Cannot be told from a blank", False,
            "!Cannot be told from a blank"]),
]  # fmt: skip


def test_a_mark_that_only_the_file_shows_hides_its_row() -> None:
    assert [marks(odd) for odd, _ in ODDITIES] == [wanted for _, wanted in ODDITIES]


def test_a_second_column_of_marks_hides_rows_too_and_the_first_that_hides_counts() -> None:
    grid = [list(row) for row in GRID]
    for row, said in enumerate(["Yes", "Yes", "No", "No", "perhaps", ""], start=2):
        grid[row][2] = said
    assert marks(Oddities(), grid) == [True, True, True, None, "!perhaps", None]
    assert marks(Oddities(), [row[:2] for row in GRID]) == [None, False, True, None, False, None]


HEADERS: list[tuple[list[list[object]], int | None]] = [
    ([], None), ([["Account"]], None), ([["x"], ["Account", "Tool"]], 1),
    ([["Handle", "Network"], ["Account", "Tool"]], 0),
    ([["Account", "Tool"], ["Account", "Tool", "Owner"], ["Account", "Tool"]], 1),
    ([["", "Account", None, "TOOL:"]], 0),
    ([["Account", "Tool"], [*ACCOUNTS.headings], ["Platform", *ACCOUNTS.headings]], 1),
    ([["x"]] * 39 + [["Account", "Tool"]], 39), ([["x"]] * 40 + [["Account", "Tool"]], None),
    ([["Account", "Account"]], 0),
]  # fmt: skip


def test_the_row_of_headings_is_the_first_with_most_of_them() -> None:
    assert [header_row(ACCOUNTS, rows) for rows, _ in HEADERS] == [header for _, header in HEADERS]


def test_headings_are_compared_without_case_spaces_and_signs_and_blanks_are_known() -> None:
    assert [plain(it) for it in (" As\n of:", "as_of", None, "", 5, "(?)")] == ["asof", "asof", "", "", "5", ""]
    assert [is_blank(it) for it in (None, "", " \n", 0, False, "x", "0")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]


BOOK = """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{}</sheets></workbook>"""
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
RELATION = (
    '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
)


def parts(book: str = "xl/workbook.xml", **sheets: str) -> dict[str, bytes]:
    """A workbook whose sheets are in these parts, by title."""
    listed = "".join(f'<sheet name="{title}" r:id="r{title}"/>' for title in sheets)
    related = "".join(RELATION.format(f"r{title}", "worksheet", part) for title, part in sheets.items() if part)
    return {
        "_rels/.rels": RELATIONS.format(
            RELATION.format("a", "metadata", "docProps/app.xml") + RELATION.format("b", "officeDocument", book)
        ).encode(),
        book: BOOK.format(listed).encode(),
        book.replace("xl/", "xl/_rels/") + ".rels": RELATIONS.format(related).encode(),
    }


def test_the_parts_of_sheets_are_those_that_hold_no_other_one() -> None:
    four = parts(A="a.xml", B="b.xml", C="b.xml", D="")
    assert [sorted(parts_of_sheets(four, titles)) for titles in (["A"], ["B"], ["B", "C"], ["D", "E"], [])] == [
        ["xl/a.xml"], [], ["xl/b.xml"], [], []
    ]  # fmt: skip
    assert parts_of_sheets(parts("xl/other.xml", A="a.xml"), ["A"]) == frozenset()
    assert parts_of_sheets({**four, "xl/workbook.xml": b"<x"}, ["A"]) == frozenset()


@pytest.mark.parametrize("language", ["en-GB", "cy"])
def test_below_a_heading_of_secrets_all_but_a_plain_no_may_be_a_mark(language: str) -> None:
    table = rows_below(ACCOUNTS, "3a Accounts", GRID, 1, {"account": 1, "not_public": 2}, Seen())
    around = Surroundings(table, GRID, 1, None, lambda place: False, lambda row: False)
    with speaking(spoken_by(language)):
        no, yes = say("workbook.no"), say("workbook.yes")
        said = [around.may_mark(4, "Secret", [((3, 4), text)], Oddities()) for text in (no, yes, "No", "x")]
        assert said == [False, True, False, True]
        assert around.may_mark(4, "Public", [((3, 4), no)], None)
        assert not around.may_mark(4, "Public", [], None)
    for place, may_mark in (((3, 4), True), ((2, 4), False), ((3, 3), False)):
        at = frozenset({place})
        for odd in (Oddities(errors={place: ""}), Oddities(unsaved=at), Oddities(unlinked=at)):
            assert around.may_mark(4, "Secret", [], odd) is may_mark


# --- words that a workbook made anew keeps in notes ---


def test_words_of_a_note_stay_beside_the_choice_that_they_mean() -> None:
    tables = workbook(
        BLUEPRINT,
        """
        | settings | organisation | publication | committee |
        |          | Shire        | Exempt      | Cabinet   |
        | roles    | role | kind     | notes   |
        |          | Mo   | Partner  | Partner |
        |          | Jo   | Internal |         |
        |          | Cy   | Partner  |         |
        |          | Al   |          |         |
        |          | Ed   | partners |         |
        """,
    )
    roles, settings = tables["roles"], tables["settings"]
    notes = {(row, roles.places["kind"]): note_of("agency") for row in (6, 7, 9, 10)}
    notes |= {
        (8, roles.places["kind"]): "agency",
        (6, roles.places["notes"]): note_of("agency"),
        (6, 99): note_of("agency"),
    }
    form = {(settings.places["publication"], settings.answer_column): f"Mine\n{note_of('EXEMPT')}"}
    oddities = {
        title: Oddities(beside=Beside(comments=comments))
        for title, comments in ((roles.title, notes), (settings.title, form))
    }
    kept = with_words_kept(tables, oddities)
    assert [type(value).__name__ for value in kept["roles"].columns["kind"]] == [
        "Kept",
        "str",
        "str",
        "NoneType",
        "InWords",
    ]
    assert [kept["roles"].columns["kind"][0], kept["roles"].columns["notes"][0]] == ["Partner", "Partner"]
    assert kept["roles"].columns["kind"][0].typed == "agency"  # type: ignore[attr-defined]
    assert type(kept["roles"].columns["notes"][0]) is str
    assert kept["settings"].columns["publication"][0].typed == "EXEMPT"  # type: ignore[attr-defined]
    assert with_words_kept(tables, None) == tables
    assert with_words_kept(tables, {roles.title: Oddities()}) == tables
