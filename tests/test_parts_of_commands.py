"""What commands are put together from: how a workbook stands, how work is shared, places that tell, looks and names."""

from __future__ import annotations

import gc
import io
import os
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from rounds.council import council

from smreport.blocks.document import Bullets, Document, Paragraph, Section, Table, TableColumn
from smreport.blueprint.model import Blueprint
from smreport.commands import last_look, paper_names, publishing
from smreport.commands.comparing import Compared, changes_as_workbook
from smreport.commands.publishing import DocumentOptions
from smreport.commands.report_template import FilledTemplate
from smreport.commands.standings import Standings, Status
from smreport.commands.work import Workers, no_search_for_cycles, silent
from smreport.errors import FaultyDocument
from smreport.frozen import asdict, replace
from smreport.rounds.compare import Change, Comparison, Filled, Kind
from smreport.rounds.progress import NOTHING_ASKED, Completeness, Standing
from smreport.word.filling.remains import ToDo
from smreport.word.self_check import Kept

# --- how a workbook stands ---

NAMES = ("needs_nothing", "has_returned", "is_missing", "has_come", "is_fine")
STANDS = {
    (Standing.MISSING, 0, 0): {"is_missing"},
    (Standing.AS_SENT, 0, 0): {"needs_nothing"},
    (Standing.AS_SENT, 1, 0): set(), (Standing.AS_SENT, 0, 1): set(),
    (Standing.UNREADABLE, 0, 0): set(),
    (Standing.RETURNED, 0, 0): {"has_returned", "has_come", "is_fine"},
    (Standing.RETURNED, 1, 0): {"has_returned", "has_come"}, (Standing.RETURNED, 0, 1): {"has_returned", "has_come"},
    (Standing.UNKNOWN, 0, 0): {"has_come", "is_fine"}, (Standing.UNKNOWN, 0, 1): {"has_come"},
}  # fmt: skip


@pytest.mark.parametrize("kind", STANDS, ids=str)
def test_how_a_workbook_stands_follows_from_its_file_and_what_it_lacks(kind: tuple[Standing, int, int]) -> None:
    standing, errors, gaps = kind
    status = Status("a.xlsx", "A", "", standing, errors=errors, gaps=gaps)
    assert {name for name in NAMES if getattr(status, name)} == STANDS[kind]
    assert Standings((status,), ()).is_fine is ("is_fine" in STANDS[kind])


def test_a_status_is_plain_data_with_its_share_in_thousandths() -> None:
    status = Status("a.xlsx", "A", "Head", Standing.RETURNED, Completeness(2, 3), 1, 2, 3)
    assert status.as_dict() == {
        "file": "a.xlsx", "for": "A", "lead": "Head", "stands": "Returned", "filled": 2, "asked": 3, "share": 0.667,
        "errors": 1, "gaps": 2, "notes": 3, "problem": "", "limits": "", "twin_track": "", "short": None, "verdict": "",
        "close_first": "",
    }  # fmt: skip
    bare = Status("a.xlsx", "", "", Standing.MISSING)
    counts = {"filled": 0, "asked": 0, "share": None, "errors": 0, "gaps": 0, "notes": 0}
    assert {key: bare.as_dict()[key] for key in counts} == counts
    assert (bare.completeness, bare.path, bare.is_parked) == (NOTHING_ASKED, None, False)
    assert Standings((status, bare), ()).frame["file"].tolist() == ["a.xlsx", "a.xlsx"]


def test_each_that_was_sent_counts_once_however_many_files_came() -> None:
    rows = [Status("a.xlsx", "A", "", Standing.RETURNED), Status("a (1).xlsx", "A", "", Standing.RETURNED),
            Status("b.xlsx", "B", "", Standing.MISSING), Status("c.xlsx", "", "", Standing.UNREADABLE),
            Status("d.xlsx", "D", "", Standing.UNKNOWN)]  # fmt: skip
    standings = Standings(tuple(rows), ())
    assert standings.returned == (1, 2)
    assert (standings.is_fine, Standings((), ()).is_fine, Standings(tuple(rows[:2]), ()).is_fine) == (
        False,
        False,
        True,
    )
    assert standings.has_register


# --- work ---


@pytest.mark.parametrize(("jobs", "paying"), [(1, 9), (4, 9), (None, 0), (None, 1)])
def test_work_on_one_item_is_done_here_and_told(jobs: int | None, paying: int) -> None:
    told = []
    workers = Workers(jobs, lambda *step: told.append(step))
    assert list(workers.each("Reading", lambda item: (item, os.getpid()), "a", 1, paying)) == [("a", os.getpid())]
    assert told == [("Reading", 1, 1)]


def test_results_come_in_order_and_each_is_told_behind_it(tmp_path: Path) -> None:
    steps: list[object] = []
    workers = Workers(1, lambda what, done, total: steps.append((done, total)))
    for result in workers.each("Reading", str.upper, iter("abc"), 3, 3):
        steps.append(result)
    assert steps == ["A", (1, 3), "B", (2, 3), "C", (3, 3)]
    files = [tmp_path / name for name in "ab"]
    files[0].write_bytes(b"x" * 10)
    assert list(Workers(None).read_returns(lambda path: (path.name, os.getpid()), files)) == [
        ("a", os.getpid()), ("b", os.getpid())
    ]  # fmt: skip
    assert Workers() == Workers(1, silent)


@pytest.mark.parametrize("searches", [True, False])
def test_rings_are_not_looked_for_meanwhile_and_then_as_before(searches: bool) -> None:
    (gc.enable if searches else gc.disable)()
    try:
        with suppress(ValueError), no_search_for_cycles():
            assert not gc.isenabled()
            raise ValueError
        assert gc.isenabled() is searches
    finally:
        gc.enable()


# --- places that tell ---


def test_places_that_nobody_allows_are_named_once_however_they_are_typed() -> None:
    places = ["1 Areas, B7", "1 Areas, B8", "1 Areas, B7", "2 Tools, C9"]
    assert last_look._left(places, ["1 AREAS,  b8"]) == ["1 Areas, B7", "2 Tools, C9"]
    assert last_look._left(places, places) == []


@pytest.mark.parametrize("count", [1, 2, 8, 9])
def test_eight_places_are_named_with_what_to_type(count: int) -> None:
    places = [f"1 Areas, B{row}" for row in range(1, count + 1)]
    said = str(last_look._refusal("answers", "w.xlsx", places, "--publish"))
    named = min(count, 8)
    assert said.startswith("w.xlsx: words in ")
    assert said.count("--publish ") == named
    assert said.endswith("add " + " ".join(f'--publish "{place}"' for place in places[:named]))
    assert (f"in {count} cells" in said) == (count > 1)
    assert (f"B{named}" in said, "B9" in said) == (True, False)


def test_all_that_a_document_says_is_looked_through() -> None:
    blocks = (
        Paragraph("Text."),
        Bullets("Lead:", ("One.", "Two.")),
        Table("Its title", (TableColumn("Head"), TableColumn("More")), (("Cell", "Other"),)),
    )
    document = Document("Title", "Subtitle", (), (Section("key", blocks),))
    texts = list(last_look._texts_of(document))
    assert {"Title", "Subtitle", "Text.", "One.", "Two.", "Cell", "Other"} <= set(texts)


@pytest.mark.parametrize(
    ("answer", "is_quoted"),
    [("all £5", True), ("£7", False), (("none", "£5"), True), (("none", "x"), False), (5, True)],
)
def test_an_answer_is_quoted_where_it_or_one_of_several_stands_there(answer: object, is_quoted: bool) -> None:
    assert last_look._is_quoted(answer, "It says: all £5 of it.") is is_quoted


# --- looks ---

LAW = Kept("1", "Title", "law", ("none",))
GOOD = replace(LAW, level="good practice")
KEPT = Kept("2", "Language", "law")


def test_a_broken_rule_of_the_law_is_a_fault_of_ours_and_another_is_not() -> None:
    publishing._refuse_broken_law({"report.docx": (KEPT, GOOD), "strategy.docx": (KEPT,)})
    with pytest.raises(FaultyDocument, match=r"^strategy\.docx"):
        publishing._refuse_broken_law({"report.docx": (KEPT,), "strategy.docx": (KEPT, LAW)})


def test_documents_are_plain_unless_more_is_asked_for() -> None:
    assert asdict(DocumentOptions()) == {
        "exempt": False, "style": None, "trace": False, "numbered": False, "pdf": False, "report_template": None,
        "html": False, "publish": (), "language": "",
    }  # fmt: skip


def test_what_else_lies_in_a_folder_of_papers_is_told(tmp_path: Path) -> None:
    for name in ("strategy.docx", "strategy.pdf", "strategy.html", "notes.txt", "exempt-annex.pdf", "action-plan.pdf"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "report.pdf").mkdir()
    exempt, *earlier = publishing.exempt_beside(tmp_path, ["action-plan.pdf"])
    assert (exempt,) == publishing.exempt_papers_beside(tmp_path, [])
    assert publishing.exempt_papers_beside(tmp_path, ["exempt-annex.pdf"]) == ()
    assert "exempt-annex.pdf" in exempt
    assert str(tmp_path) in exempt
    assert [(line.partition(":")[0].split()[0], "--pdf" in line, "--html" in line) for line in earlier] == [
        ("strategy.html", False, True), ("strategy.pdf", True, False)
    ]  # fmt: skip


def test_papers_are_known_by_their_names() -> None:
    public = ("report.pdf", "strategy.html", "action-plan.pdf", "strategy-annex.xlsx")
    assert [name for name in public if not paper_names.is_public_name(name)] == []
    assert not any(map(paper_names.is_public_name, ("notes.pdf", "exempt-annex.pdf", "report.txt", "report.docx")))
    assert paper_names.is_exempt_name("exempt-annex.pdf")
    assert not any(map(paper_names.is_exempt_name, (*public, "notes.pdf")))


# --- a council's own template, filled ---


def filled(no_place: tuple[str, ...] = (), *to_do: ToDo) -> FilledTemplate:
    return FilledTemplate("form.docx", no_place, to_do, {}, Document("", "", (), ()))


def test_what_is_left_to_do_by_hand_is_told_kind_by_kind() -> None:
    assert filled().sentences == (
        "form.docx: all of the report found its place, and nothing is left to fill, choose or delete.",
    )
    todo = (ToDo("empty", "Ward"), ToDo("guidance", "Delete this."), ToDo("empty", "Date"))  # type: ignore[arg-type]
    lines = filled(("Risks", "Costs"), *todo).sentences
    assert lines[:4] == (
        "form.docx: the filled report still needs this by hand:",
        "  2 parts of the report found no place, and are not in it:", "    Risks", "    Costs",
    )  # fmt: skip
    assert [line.strip() for line in lines[4:] if line.startswith("    ")] == ["Ward", "Date", "Delete this."]
    assert len(lines) == 9
    assert filled((), todo[0]).sentences == (lines[0], "  1 place is still empty:", "    Ward")
    assert filled(("Risks",), todo[0]).as_data == {
        "file": "form.docx", "no_place": ["Risks"], "to_do": [{"kind": "empty", "text": "Ward"}],
    }  # fmt: skip


# --- changes as a workbook ---


@pytest.fixture(scope="module")
def changes(blueprint: Blueprint) -> Compared:
    cells = (Filled("name", "Area", "Libraries", "B7"), Filled("kind", "Kind", "Service", "C7", secret=True))
    every = (
        Change(Kind.ADDED, "areas", "1 Areas", "Libraries", new_cell="B7", cells=cells),
        Change(Kind.TAKEN_OUT, "areas", "1 Areas", "Roads", old_cell="B8", cells=cells[:1]),
        Change(Kind.CHANGED, "tools", "3 Tools", "News", "use", "Use", "A", "", "C7", "C9", set_aside=True),
    )
    return Compared(Path("in/a.xlsx"), Path("b.xlsx"), Comparison(every), council(blueprint))


def test_changes_are_a_sheet_of_lines_and_a_sheet_of_counts(changes: Compared) -> None:
    book = openpyxl.load_workbook(io.BytesIO(changes_as_workbook(changes)))
    lines, counts = ([[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book)
    aside = changes.frame["row"].tolist()[-1]
    assert lines[0][0] == counts[0][0] == "What changed from a.xlsx to b.xlsx"
    assert lines[4:] == [
        ["added", "1 Areas", "Libraries", "Area", "", "Libraries", "", "B7"],
        ["added", "1 Areas", "Libraries", "Kind", "", "Service", "", "C7"],
        ["taken out", "1 Areas", "Roads", "Area", "Libraries", "", "B7", ""],
        ["changed", "3 Tools", aside, "Use", "A", "", "C7", "C9"],
    ]
    assert aside != "News"
    assert counts[4:] == [["1 Areas", "1", "1", "0"], ["3 Tools", "0", "0", "1"]] or counts[4:] == [
        ["1 Areas", 1, 1, ""], ["3 Tools", "", "", 1]
    ]  # fmt: skip
    widths = [[round(sheet.column_dimensions[letter].width) for letter in "ABCD"] for sheet in book]
    assert widths == [[10, 15, 25, 20], [27, 13, 13, 13]]
    assert [sheet.freeze_panes for sheet in book] == ["A5", "A5"]
    exempt = changes_as_workbook(replace(changes, is_exempt=True))
    told = [lines[1][0], openpyxl.load_workbook(io.BytesIO(exempt)).worksheets[0]["A2"].value]
    assert len({*told}) == 2
    assert changes.frame["not_public"].tolist() == [False, True, False, False]
