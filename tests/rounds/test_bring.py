"""A council's own list comes into the sheet that it fits: nothing of it is lost in silence, and nothing is doubled."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from workbooks import workbook

from smreport.blueprint.answers import placed
from smreport.blueprint.columns import as_typed
from smreport.blueprint.publication import secret_rows
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.blueprint.times import When
from smreport.blueprint.values import normalised
from smreport.errors import InvalidValue, UnreadableFile
from smreport.limits import Limits
from smreport.rounds.bring import Brought, Telling, bring_in, main_key, meaning
from smreport.rounds.rows import cells_of, text_of
from smreport.workbook.read.cell_features import Oddities
from smreport.workbook.read.list_columns import Asked
from smreport.workbook.read.list_file import ListFile, grid_of, open_list
from smreport.workbook.read.list_reader import Listed, Search, read_listed

BLUEPRINT = load()
COUNCIL = """
    | settings  | organisation |
    |           | Exampleshire |
    | areas     | name      | kind    | status   | lead          |
    |           | Libraries | Service | In scope | Head of Books |
    |           | Highways  | Service |          |               |
    |           | Planning  |         |          |               |
    |           | Parking   | Service |          |               |
    |           | Parking   | Activity |         |               |
    | tools     | tool     | use    | channel        | status |
    |           | Facebook | alerts | Social network | Live   |
    |           | X        | alerts | Social network | Live   |
    | accounts  | account     | tool     | owner | followers |
    |           | The council | Facebook | Comms |           |
    |           | @council    |          | Comms |           |
    | portfolio | title         | areas               | lead  | not_public |
    |           | One page      | Libraries (Service) |       |            |
    |           | Hush          | Highways (Service)  | Ops   | Yes        |
    | kpis      | name  | project       |
    |           | Reach | One page      |
"""
BEFORE = workbook(BLUEPRINT, COUNCIL)


def listed(*rows: Sequence[object], title: str = "list", is_text: bool = True) -> ListFile:
    """A list as a file would give it."""
    width = max(map(len, rows))
    grid = [["" if cell is None else cell for cell in row] + [""] * (width - len(row)) for row in rows]
    return ListFile(
        Path("list.csv"), [title], lambda title: grid, lambda titles: dict.fromkeys(titles, Oddities()), is_text
    )


def brought(
    table: ListFile, tables: Tables = BEFORE, sheet: str = "", asked: Asked | None = None
) -> tuple[Brought, Listed]:
    own = {key: tuple(columns) for key, columns in tables.extras.columns.items()}
    matched = Search(tables.blueprint, main_key, own, asked or Asked(), sheet).in_list(table)
    answers = read_listed(table, matched, tables)
    return bring_in(tables, answers.table, answers.own), answers


def taken_or_refused(table: ListFile, sheet: str) -> tuple[Brought | None, str]:
    """What came of a list, or why it was refused."""
    try:
        return brought(table, sheet=sheet)[0], ""
    except InvalidValue as refused:
        return None, str(refused)


def rows_of(done: Brought, *keys: str) -> list[tuple[str, ...]]:
    sheet = done.tables[done.sheet].sheet
    rows = cells_of(done.tables, done.sheet).values()
    return [tuple(text_of(sheet, key, row.get(key)) for key in keys) for row in rows]


class TestWhichSheet:
    @pytest.mark.parametrize(
        ("headings", "key"),
        [
            (["Network", "Handle", "Followers at 1 May 2026", "Who runs it"], "accounts"),
            (["Ref", "Project name", "Project manager", "Start date", "End date", "RAG"], "portfolio"),
            (["Directorate", "Service area", "Lead officer"], "areas"),
            (["Objective", "AREA:", "importance"], "objectives"),
            (["as_of", "account"], "accounts"),
        ],
    )
    def test_the_headings_say_it(self, headings: list[str], key: str) -> None:
        done, _ = brought(listed(["Kept by the office"], [], headings, ["a"] * len(headings)))
        assert done.sheet == key

    def test_of_two_that_fit_as_well_the_name_of_the_list_tells(self) -> None:
        cells = [["Role", "Notes and sources"], ["Editor", "x"]]
        assert [brought(listed(*cells, title=title))[0].sheet for title in ("Evaluation", "5. Roles")] == [
            "evaluation", "roles",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("rows", "sheet", "asked", "says"),
        [
            ([["id", "name"], [1, "Bins"]], "", Asked(), '--sheet "1 Areas" --as "HEADING=Area"'),
            ([["id", "Who"], [1, "Bins"]], "areas", Asked(), '--as "HEADING=Area"'),
            ([["Acount", "Owner"], ["a", "b"]], "3a Accounts", Asked(), '--as "Acount=Account"'),
            ([["Role", "Notes and sources"], ["a", "b"]], "", Asked(), "more than one sheet"),
            ([["id", "name"], [1, "Bins"]], "Settings", Asked(), "Choose one of: “1 Areas”"),
            ([["id", "name"], [1, "Bins"]], "areas", Asked({"nme": "Area"}), "no heading “nme”"),
            ([["id", "name"], [1, "Bins"]], "areas", Asked({"name": "Rank"}), "no column “Rank”"),
            ([["id", "name"], [1, "B"]], "areas", Asked({"name": "Area", "id": "Area"}), "“Area”. Say it of one"),
            ([[], [""]], "", Asked(), "empty"),
        ],
    )
    def test_where_it_is_not_clear_the_option_to_type_is_named(
        self, rows: list[list[object]], sheet: str, asked: Asked, says: str
    ) -> None:
        with pytest.raises(InvalidValue) as refused:
            brought(listed(*rows), sheet=sheet, asked=asked)
        assert says in str(refused.value)


class TestHeadings:
    def test_what_is_nearly_a_heading_is_asked_about_and_not_taken(self) -> None:
        table = listed(["Account", "Tool", "Followers at 1 May", "Ownr", "Colour"], ["Ours", "X", "12", "Ops", "red"])
        done, answers = brought(table)
        unplaced = [(heading.text, heading.cells, heading.near) for heading in answers.matched.unplaced]
        assert unplaced == [("Followers at 1 May", 1, "Followers"), ("Ownr", 1, "Owner"), ("Colour", 1, "")]
        assert ("Ours", "", "") in rows_of(done, "account", "followers", "owner")

    def test_a_heading_may_be_said_to_be_a_column_or_to_stay_beside_the_table_or_out(self) -> None:
        rows = [["Account", "Tool", "Runs it", "Code", "Colour"], ["Ours", "X", "Ops", "007", "red"]]
        asked = Asked({"Runs it": "Owner"}, own=["Code"], skipped=["colour"])
        done, answers = brought(listed(*rows), asked=asked)
        assert answers.matched.unplaced == ()
        assert ("Ours", "Ops") in rows_of(done, "account", "owner")
        assert list(done.tables.extras.columns["accounts"]["Code"].values()) == ["007"]
        again, answers = brought(listed(*rows), placed(done.tables), asked=Asked({"Runs it": "Owner"}))
        assert [heading.text for heading in answers.matched.unplaced] == ["Colour"]
        assert not again.cells

    def test_what_stands_beside_a_row_without_answers_is_named(self) -> None:
        table = listed(["Account", "Tool", "Code"], ["Ours", "X", "1"], ["", "", "left over"])
        _, answers = brought(table, asked=Asked(own=["Code"]))
        assert [(finding.code, finding.cell) for finding in answers.findings] == [("cells.beside", "C3")]

    def test_what_the_workbook_works_out_is_not_brought(self) -> None:
        table = listed(["Check", "Project", "Lead", "Rank"], ["OK", "Signs", "Ops", "3"])
        _, answers = brought(table, sheet="portfolio")
        assert [heading.text for heading in answers.matched.worked_out] == ["Check", "Rank"]

    @pytest.mark.parametrize("heading", ["Not for publication", "not_public", "Confidential", "EXEMPT"])
    def test_a_mark_of_secrecy_is_known_by_each_of_its_words(self, heading: str) -> None:
        table = listed(["Project", "Lead", heading], ["Quiet", "Ops", "x"])
        done, _ = brought(table, sheet="portfolio")
        assert ("Quiet", "Yes") in rows_of(done, "title", "not_public")

    def test_what_may_be_a_mark_of_secrecy_is_not_left_behind(self) -> None:
        table = listed(["Project", "Lead", "Private (Y/N)"], ["Quiet", "Ops", "Y"])
        with pytest.raises(InvalidValue, match=r'--as "Private \(Y/N\)=Not for publication"'):
            brought(table, sheet="portfolio")
        done, _ = brought(table, sheet="portfolio", asked=Asked(skipped=["Private (Y/N)"]))
        assert ("Quiet", "") in rows_of(done, "title", "not_public")

    @pytest.mark.parametrize("sheet", [sheet.key for sheet in BLUEPRINT if not sheet.is_form and not sheet.rows_from])
    @pytest.mark.parametrize(
        "heading",
        ["Public or not", "Confidential", "Exempt", "Is it public?", "To be published", "Publishable", "Exempt info",
         "Sensitive (y/n)", "Do not publish", "For publication", "Restricted access", "Redact?", "Unpublished"],
    )  # fmt: skip
    def test_a_heading_about_secrecy_is_a_mark_or_a_question_on_every_sheet(self, sheet: str, heading: str) -> None:
        name = BLUEPRINT.sheets[sheet].by_key[main_key(BLUEPRINT.sheets[sheet])].heading
        table = listed([name, heading], ["Quiet", "Yes"])
        done, refusal = taken_or_refused(table, sheet)
        if done:
            assert secret_rows(done.tables[sheet]) >= done.added
        else:
            assert f"“{heading}” may say which rows are not for publication" in refusal
            assert f'--skip "{heading}"' in refusal
            assert not ("ubli" in heading and "--as" in refusal), "below it Yes may mean that a row is public"
        brought(table, sheet=sheet, asked=Asked(skipped=[heading]))

    def test_a_column_of_the_sheet_that_is_about_publication_is_no_question(self) -> None:
        costs = BLUEPRINT.sheets["evaluation"]
        table = listed([costs.by_key[key].heading for key in ("role", "public_interest")], ["Adviser", "Prices."])
        done, _ = brought(table, sheet="evaluation")
        assert ("Adviser", "Prices.") in rows_of(done, "role", "public_interest")

    def test_headings_that_stand_twice_or_nowhere_have_names(self) -> None:
        table = listed(["Account", "Tool", "Owner", "Owner", ""], ["Ours", "X", "Ops", "Others", "?"])
        _, answers = brought(table)
        assert [heading.text for heading in answers.matched.unplaced] == ["Owner (2)", "Column 5"]


class TestRows:
    def test_a_row_that_is_there_is_filled_in_where_it_is_blank(self) -> None:
        table = listed(["Account", "Tool", "Owner", "Followers"], ["the  COUNCIL", "facebook", "Office", "48,200"])
        done, _ = brought(table)
        assert not done.added
        assert ("The council", "Comms", "48,200") in rows_of(done, "account", "owner", "followers")
        ((difference),) = done.differences
        assert (difference.key, difference.kept, difference.listed) == ("owner", "Comms", "Office")

    def test_a_row_that_says_less_of_itself_is_completed_where_only_one_can_be_meant(self) -> None:
        done, _ = brought(listed(["Account", "Tool", "Owner"], ["@council", "X", "Comms"]))
        assert not done.added
        assert ("@council", "X") in rows_of(done, "account", "tool")
        both = listed(["Account", "Tool", "Owner"], ["@council", "X", "Comms"], ["@council", "Facebook", "Comms"])
        done, _ = brought(both)
        assert len(done.added) == 2

    def test_a_row_that_may_be_several_is_not_brought_but_named(self) -> None:
        table = listed(["Area", "Lead"], ["Parking", "Ops"], ["Libraries", "Head of Books"], ["Planning", "Chief"])
        done, _ = brought(table)
        known = list(cells_of(BEFORE, "areas"))
        assert done.unclear == {2: (known[3], known[4])}
        assert not done.added
        assert ("Planning", "Chief") in rows_of(done, "name", "lead")

    def test_a_blank_that_is_an_answer_of_its_own_tells_rows_apart(self) -> None:
        tables = workbook(BLUEPRINT, "| evaluation | role | project | setup_cost |\n| | Editor | One page | 5 |")
        done, _ = brought(listed(["Role", "Set-up cost (one-off)"], ["Editor", "900"]), tables, sheet="evaluation")
        assert len(done.added) == 1

    def test_the_same_row_twice_in_a_list_is_one(self) -> None:
        table = listed(["Account", "Tool", "Owner"], ["New", "X", ""], ["New", "X", "Ops"], ["New", "X", "Others"])
        done, _ = brought(table)
        assert len(done.added) == 1
        assert ("New", "Ops") in rows_of(done, "account", "owner")
        assert [difference.list_row for difference in done.differences] == [4]

    def test_a_row_of_a_list_that_says_less_than_another_is_the_same(self) -> None:
        table = listed(["Account", "Tool", "Owner", "Notes"], ["New", "", "Others", "a"], ["New", "X", "Ops", ""])
        done, _ = brought(table)
        assert len(done.added) == 1
        assert ("New", "X", "Ops", "a") in rows_of(done, "account", "tool", "owner", "notes")
        assert [difference.list_row for difference in done.differences] == [2]

    def test_totals_titles_and_headings_again_are_no_rows(self) -> None:
        table = listed(
            ["Account", "Tool", "Followers"], ["A", "X", "1"], ["Old ones:"], ["Account", "Tool", "Followers"],
            ["B", "X", "2"], ["Total", "", "3"],
        )  # fmt: skip
        done, answers = brought(table)
        assert {row: aside.why for row, aside in answers.table.set_aside.items()} == {
            3: "title", 4: "headings", 6: "total",
        }  # fmt: skip
        assert len(done.added) == 2
        assert {finding.row for finding in answers.findings} == {3, 4, 6}


class TestValues:
    ROWS = (
        ["Project", "Areas", "Start date", "End date", "Project status", "Must do", "Not for publication"],
        ["Signs", "libraries; highways", "2027-04-01", "Q2 2027/28", "under way", "Y", ""],
    )

    def test_they_are_read_as_the_workbook_reads_what_is_typed(self) -> None:
        done, _ = brought(listed(*self.ROWS))
        row = cells_of(done.tables, "portfolio")[max(done.added)]
        assert row["areas"] == ("Libraries (Service)", "Highways (Service)")
        assert row["start"] == When.on(date(2027, 4, 1))
        assert str(row["finish"]) == "Q2 2027/28"
        assert row["status"] == "In progress"
        assert row["must_do"] is True

    def test_money_in_words_stays_as_typed_and_counts(self) -> None:
        done, _ = brought(listed(["Role", "Set-up cost", "Purpose"], ["Editor", "£8k–£12k", "x"]), sheet="evaluation")
        sheet = done.tables["evaluation"].sheet
        row = cells_of(done.tables, "evaluation")[max(done.added)]
        assert (row["setup_cost"], text_of(sheet, "setup_cost", row["setup_cost"])) == (12_000, "£8k–£12k")

    def test_what_looks_like_a_formula_stays_text(self) -> None:
        done, _ = brought(listed(["Account", "Tool", "Owner"], ["=1+1", "X", "@Ops"]))
        assert ("=1+1", "@Ops") in rows_of(done, "account", "owner")

    @pytest.mark.parametrize("typed", ["01/09/2027", "September 2027", "2027"])
    def test_days_in_doubt_stay_as_typed(self, typed: str) -> None:
        done, _ = brought(listed(["Project", "Start date", "Lead"], ["Signs", typed, "Ops"]))
        assert ("Signs", typed) in rows_of(done, "title", "start")

    def test_the_same_written_otherwise_is_no_difference(self) -> None:
        headings = ["Project", "Start date", "Notes", "Lead"]
        done, _ = brought(listed(headings, ["Signs", "2027-04-01", "12", "Ops"]))
        other = listed(headings, ["signs", date(2027, 4, 1), 12.0, " ops "], is_text=False)
        again, _ = brought(other, placed(done.tables))
        assert (again.cells, again.differences) == ({}, ())


class TestSecrets:
    def told(self, *rows: Sequence[object], sheet: str) -> tuple[Brought, Telling]:
        done, answers = brought(listed(*rows), sheet=sheet)
        return done, Telling(BEFORE, done, answers.table)

    def test_nothing_is_told_of_a_row_that_is_withheld_here_or_in_the_list(self) -> None:
        done, telling = self.told(
            ["Project", "Lead", "Confidential"], ["Hush", "Someone", ""], ["One page", "Ops", "Yes"],
            ["Open", "Ops", ""], sheet="portfolio",
        )  # fmt: skip
        (difference,) = done.differences
        assert difference.kept == "Ops"
        assert telling.value(difference.key, difference.row, difference.kept) == ""
        assert [telling.of_listed(number) for number in (2, 3, 4)] == [False, False, True]
        assert [telling.name(done.rows[number]) for number in (2, 3, 4)] == ["", "", "Open"]

    def test_a_mark_of_the_list_hides_what_it_says_also_where_the_workbook_says_no(self) -> None:
        open_here = workbook(BLUEPRINT, "| portfolio | title | lead | not_public |\n| | Deal | Ops | No |")
        table = listed(["Project", "Lead", "Not for publication"], ["Deal", "Partner", "Yes"], ["Total", "", "Yes"])
        done, answers = brought(table, open_here, "portfolio")
        telling = Telling(open_here, done, answers.table)
        assert {cell.key: telling.value(cell.key, cell.row, cell.listed) for cell in done.differences} == {
            "lead": "", "not_public": "",
        }  # fmt: skip
        assert not telling.of_listed(2)
        assert ("Deal", "No") in rows_of(done, "title", "not_public")

    def test_no_text_with_the_name_of_a_withheld_row_is_told(self) -> None:
        _, telling = self.told(["KPI", "Project", "Unit"], ["Reach", "Hush", ""], sheet="kpis")
        assert telling.text("It belongs to HUSH") == ""
        assert telling.text("It belongs to One page") != ""


class TestFiles:
    ROWS = (["Account", "Tool", "Owner"], ["Café Ŵyn", "X", "Ops; roads"], ["Two\nlines", "X", "a, b"])

    def test_dialects_and_encodings_give_the_same_cells(self, tmp_path: Path) -> None:
        for number, (delimiter, encoding) in enumerate(
            (delimiter, encoding) for delimiter in ",;\t" for encoding in ("utf-8", "utf-8-sig", "utf-16")
        ):
            path = tmp_path / f"{number}.csv"
            path.write_bytes(_csv(self.ROWS, delimiter).encode(encoding))
            assert open_list(path).grid("") == list(self.ROWS), (delimiter, encoding)

    def test_what_excel_for_windows_saves_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "list.csv"
        path.write_bytes(b"sep=;\r\nAccount;Owner\r\nCaf\xe9 \x96 council;5\x80\r\n")
        assert open_list(path).grid("") == [["", ""], ["Account", "Owner"], ["Café – council", "5€"]]

    def test_commas_in_words_do_not_mislead(self) -> None:
        text = "Title, of a list, with commas\n\na;b;c\nx, y;1,5;z\nw;2,5;one, two, three\n"
        assert grid_of(Path("list.csv"), text, Limits())[2:4] == [["a", "b", "c"], ["x, y", "1,5", "z"]]

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"Account\x00Owner", "not text"),
            (b"\xff\xfeA", "not text"),
            (b"\x81\x8d\x8f", "not text"),
            (b'Account,Owner\n"a,b\n', "line 2 is not CSV"),
            (b"a,b\n" * 600, "set SMREPORT_MOST_CELLS"),
            (b"a" * (5 * 1024 * 1024), "set SMREPORT_MOST_TEXT"),
        ],
    )
    def test_a_file_that_cannot_be_read_is_refused(self, tmp_path: Path, content: bytes, says: str) -> None:
        path = tmp_path / "list.csv"
        path.write_bytes(content)
        with pytest.raises(UnreadableFile, match=says):
            open_list(path, Limits(cells=1_000))


def _csv(rows: Sequence[Sequence[object]], delimiter: str) -> str:
    lines = io.StringIO()
    csv.writer(lines, delimiter=delimiter).writerows(rows)
    return lines.getvalue()


class TestOtherWords:
    """What a list says in other words than the workbook has is no difference, and is not passed over in silence."""

    @pytest.mark.parametrize("typed", ["facebok", "Face book"])
    def test_words_that_were_read_as_what_stands_there_are_known(self, typed: str) -> None:
        done, _ = brought(listed(["Account", "Platform"], ["The council", typed]))
        assert not done.differences
        assert [(other.key, other.list_row, *other.in_other_words) for other in done.reworded] == [
            ("tool", 2, ("Facebook", typed))
        ]

    def test_the_same_words_are_not(self) -> None:
        rows = ["Account", "Platform"], ["The council", "FACEBOOK"], ["New", "facebok"], ["New", "facebok"]
        assert not brought(listed(*rows))[0].reworded


# --- whatever a list holds ---

KNOWN = ("Account", "Platform", "Managed by", "Followers", "As of", "Decision", "Notes", "Confidential")
FOREIGN = ("Colour", "Followers in May", "Ref", "")
CELLS = (
    "", "", "The council", "@council", "Facebook", "facebok", "X", "Comms", "ditto", "tbc", "n/a", "Total", "Old ones:",
    "12", "£8k", "2027-04-01", "1/9/2027", "keep it", "Keep", "retire", "yes", "No", "?", "Account", "=1+1", "• Ops",
)  # fmt: skip


@st.composite
def lists(draw: Callable[..., object]) -> list[list[object]]:
    """Lists of accounts as people might keep them, headings in any order."""
    others = draw(st.permutations([*KNOWN[2:], *FOREIGN]))
    headings = draw(st.permutations(["Account", "Platform", *others[: draw(st.integers(0, 6))]]))  # type: ignore
    cells = st.lists(st.sampled_from(CELLS), min_size=len(headings), max_size=len(headings))  # type: ignore
    return [headings, *draw(st.lists(cells, min_size=1, max_size=6))]  # type: ignore


@given(lists())
def test_the_same_list_twice_adds_nothing_the_second_time(rows: list[list[object]]) -> None:
    first, _ = brought(listed(*rows), sheet="accounts")
    second, _ = brought(listed(*rows), placed(first.tables), sheet="accounts")
    assert not second.added
    assert not second.cells
    assert rows_of(second, *KEYS) == rows_of(first, *KEYS)


KEYS = [column.key for column in BLUEPRINT.sheets["accounts"].asked_columns]


@given(lists())
@example([["Account", "Platform"], ["The council", "facebok"]])
def test_every_filled_cell_of_a_list_is_in_the_workbook_or_is_named(rows: list[list[object]]) -> None:
    done, answers = brought(listed(*rows), sheet="accounts")
    table, matched = done.tables["accounts"], answers.matched
    keys = {number: key for key, number in matched.places.items()}
    named = {(int(finding.cell[1:]), ord(finding.cell[0]) - 64) for finding in answers.findings}
    whole_rows = {*answers.table.set_aside, *done.unclear}
    differing = {(other.list_row, other.key) for other in (*done.differences, *done.reworded)}
    headings = {heading.number for heading in matched.unplaced}
    for row, cells in enumerate(rows[matched.header + 1 :], start=matched.header + 2):
        for number, cell in enumerate(cells, start=1):
            if cell and number not in headings and row not in whole_rows and (row, number) not in named:
                key = keys[number]
                kind, value = table.sheet.by_key[key].type, table.row(done.rows[row])[key]
                said = {normalised(text_of(table.sheet, key, value)), normalised(getattr(value, "typed", ""))}
                same = meaning(table.sheet, key, kind.parse(cell)) == meaning(table.sheet, key, value)
                assert same or normalised(cell) in said or (row, key) in differing, (row, key, cell, value)


@given(st.data())
@settings(max_examples=20)
def test_the_order_of_columns_and_rows_changes_nothing_but_the_order(data: st.DataObject) -> None:
    headings = ["Account", "Platform", "Owner", "Notes", "Colour"]
    pick = st.sampled_from
    names = data.draw(st.lists(st.tuples(pick(["The council", "@council", "B", "C"]), pick(["X", "Facebook", ""])),
                               min_size=1, max_size=6, unique=True))  # fmt: skip
    rows = [[*name, *data.draw(st.tuples(pick(["Ops", "Comms", ""]), pick(["a", ""]), pick(["red", ""])))]
            for name in names]  # fmt: skip
    columns = data.draw(st.permutations(range(len(headings))))
    shuffled = [[row[at] for at in columns] for row in [headings, *data.draw(st.permutations(rows))]]
    one, _ = brought(listed(headings, *rows), sheet="accounts")
    other, _ = brought(listed(*shuffled), sheet="accounts")
    assert sorted(rows_of(one, *KEYS)) == sorted(rows_of(other, *KEYS))
    assert _different(one) == _different(other)


def _different(done: Brought) -> list[tuple[str, str, str]]:
    cells = ((done.tables[done.sheet].name_of(cell.row), cell.key, as_typed(cell.listed)) for cell in done.differences)
    return sorted(cells)
