"""What is marked as not for publication, in whatever way, is printed nowhere."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import saved

import smreport
from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.cli import main
from smreport.commands.loading import load_template
from smreport.commands.reading import read_for_renewal, read_workbook

pytestmark = [pytest.mark.usefixtures("few_rows"), pytest.mark.long]

Put = Callable[[Worksheet, int, int], object]
"""Marks a row of a sheet: its Excel row, and the column of the mark."""


@dataclass(frozen=True)
class Way:
    """A way to mark a row. ``read`` says whether it is taken as Yes, or else is an error at its cell."""

    name: str
    put: Put
    read: bool = False


def typed(value: object, read: bool = False) -> Way:
    def put(page: Worksheet, row: int, column: int) -> None:
        page.cell(row, column).value = value

    return Way(repr(value), put, read)


def struck_no(page: Worksheet, row: int, column: int) -> None:
    page.cell(row, column).value = "No"
    page.cell(row, column).font = Font(strike=True)


def merged_from_the_left(page: Worksheet, row: int, column: int) -> None:
    page.merge_cells(start_row=row, end_row=row, start_column=column - 1, end_column=column)
    page.cell(row, column - 1).value = "Confidential"


def second_column(page: Worksheet, row: int, column: int) -> None:
    header = next(at for at in range(1, row) if page.cell(at, column).value == HEADING)
    free = page.max_column + 1
    page.cell(header, free).value = HEADING
    page.cell(row, free).value = "Yes"


def answered(key: str, value: str) -> Put:
    """An answer of the row that says so in the place of its mark."""

    def put(page: Worksheet, row: int, column: int) -> None:
        header = next(at for at in range(1, row) if page.cell(at, column).value == HEADING)
        heading = load_template("social_media").sheets["evaluation"].by_key[key].heading
        at = next(cell.column for cell in page[header] if cell.value == heading)
        page.cell(row, at).value = value.format(figure=page.cell(row, at).value)

    return put


def merged_over_two_rows(page: Worksheet, row: int, column: int) -> None:
    page.cell(row, column).value = "Yes"
    page.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def as_it_is(page: Worksheet, row: int, column: int) -> None:
    """The row before is merged over this one."""


HEADING = "Not for publication"
PLAIN_WORDS = (
    "Yes", "yes", "YES", "Y", "y", "x", "X", "✓", "✔", "1", "TRUE", "Confidential", "Yes - commercial", "Exempt",
    "secret", "Commercial in confidence", "CONFIDENTIAL until May", "  Yes  ", "Ｙｅｓ", "Yes.", "Not for publication",
    1, True,
)  # fmt: skip
DOUBTFUL = (
    "tbc", "ask legal", "?", "-", "n/a", "oui", "ja", "ie", "sí", "maybe", "No?", "not yet", "nein", "No - see legal",
    "\u200b", "#N/A", "#REF!", "=1=1", "=NA()", 2, 0.5, date(2027, 4, 1),
)  # fmt: skip
OF_COSTS = (  # columns that 6 Evaluation alone has
    Way("a ground alone", answered("exempt_ground", "Paragraph 3")),
    Way("a reason alone", answered("public_interest", "The council would pay more")),
    Way("words beside the figure", answered("setup_cost", "{figure} (confidential)")),
)
WAYS = (
    *(typed(value, read=True) for value in PLAIN_WORDS),
    *map(typed, DOUBTFUL),
    Way("a No that is struck out", struck_no),
    Way("merged with a cell to the left", merged_from_the_left),
    Way("a second column of the same heading", second_column, read=True),
    *OF_COSTS,
    Way("merged over two rows", merged_over_two_rows),
    Way("the second of two merged rows", as_it_is),
)
OPEN = tuple(typed(value) for value in (None, "No", "no", "N", "FALSE", "0", 0, False, "   "))
SHARED = "Libraries (Service); Highways (Service)"


def figure(number: int) -> int:
    """A distinctive figure for each row."""
    return 30_011 + 1_013 * number


def answers(rows: int) -> dict[str, object]:
    """Rows of 6 Evaluation, each for a role and a project of its own that two services share."""
    of_rows = {
        "mapping": [
            {"area": area, "tool": "Email: news", "objective": "Help", "role": f"Role {at}", "strength": "Strong"}
            for at in range(rows)
            for area in SHARED.split("; ")
        ],
        "roles": [{"role": f"Role {at}"} for at in range(rows)],
        "evaluation": [
            {"role": f"Role {at}", "setup_cost": figure(at), "yearly_cost": 0, "hours": 0, "cost_kind": "Exact",
             "notes": f"Their quote is £{figure(at):,}."}
            for at in range(rows)
        ],
        "portfolio": [
            {"title": f"Project {at}", "areas": SHARED, "roles": [f"Role {at}"], "must_do": True} for at in range(rows)
        ],
    }  # fmt: skip
    return {
        "settings": {"organisation": "Exampleshire", "hourly_rate": 20, "budget": 1000, "exempt_ground": "Paragraph 3"},
        "areas": [{"name": name, "kind": "Service", "status": "In scope"} for name in ("Libraries", "Highways")],
        "objectives": [{"area": "All areas", "objective": "Help", "importance": "Important"}],
        "tools": [{"tool": "Email", "use": "news", "channel": "Email"}],
        **of_rows,
    }


def marked(blueprint: Blueprint, path: Path, ways: Iterable[Way]) -> Path:
    """A workbook with a row for each way to mark it."""
    ways = list(ways)
    rows = dict.fromkeys(("mapping", "roles", "evaluation", "portfolio"), 2 * len(ways) + 2)
    tables = tables_from(blueprint.sized(rows), answers(len(ways)), path.name)
    table = tables["evaluation"]
    book = openpyxl.load_workbook(saved(tables, path))
    page = book[table.title]
    for at, (row, way) in enumerate(zip(table.numbers, ways, strict=True)):
        way.put(page, row, table.places["not_public"])
        if at % 3 == 0:  # a text that is read as a number is quoted by a finding
            page.cell(row, table.places["setup_cost"]).value = f"£{figure(at):,}"
    book.save(path)
    book.close()
    return path


# --- looking for figures ---


def parts(content: bytes) -> Iterator[bytes]:
    """All parts of a file, those of packages within it too."""
    if not content.startswith(b"PK"):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            yield from parts(package.read(name))


HASH = re.compile("(?<![0-9A-Za-z])[0-9a-f]{8,}(?![0-9A-Za-z])")
"""In names of bookmarks and in what is recorded of pieces; a figure is shorter."""


def text_in(*places: Path) -> str:
    files = (path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*"))))
    said = (part.decode("utf-8", "replace") for path in files if path.is_file() for part in parts(path.read_bytes()))
    plain = (HASH.sub("", part) for part in said)
    return "\n".join(text for part in plain for text in (part, re.sub("<[^>]*>", "", part)))


def found(number: int, text: str) -> bool:
    """Whether a figure stands in a text, in any spelling."""
    thousands = (f"{number / 1000:.{digits}f}".rstrip("0") for digits in (1, 2, 3))
    spellings = (str(number), f"{number:,}", *(f"{each} ?k" for each in thousands))
    return re.search(rf"(?<![0-9A-Za-z.,])({'|'.join(spellings)})(\.0+)?(?![0-9])", text, re.IGNORECASE) is not None


def leaks(text: str, ways: Iterable[Way] = WAYS) -> list[str]:
    return [way.name for at, way in enumerate(ways) if found(figure(at), text)]


def says(*arguments: object) -> str:
    """What a command prints, wherever it prints it. It may find faults, but it runs."""
    done = CliRunner().invoke(main, list(map(str, arguments)))
    assert done.exit_code in (0, 1), done.output
    return f"{done.stdout}\n{done.stderr}"


# --- every way, in one workbook ---


@pytest.fixture(scope="module")
def template(few_rows: None) -> Blueprint:
    return load_template("social_media")


@pytest.fixture(scope="module")
def workbook(template: Blueprint, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return marked(template, tmp_path_factory.mktemp("marked") / "marked.xlsx", (*WAYS, *OPEN))


def shown_only_where_open(text: str) -> None:
    assert leaks(text) == []
    assert leaks(text, [*WAYS, *OPEN]) == [way.name for way in OPEN]


def test_no_draft_shows_them_with_traces_and_annexes(workbook: Path, tmp_path: Path) -> None:
    said = says("build", workbook, "-o", tmp_path / "out", "--draft", "--trace")
    assert leaks(said) == []
    assert list((tmp_path / "out").glob("*-annex.xlsx"))
    shown_only_where_open(text_in(tmp_path / "out"))


def test_no_refused_build_shows_them(workbook: Path, tmp_path: Path) -> None:
    said = says("build", workbook, "-o", tmp_path / "out")
    assert "No document was written" in said
    assert leaks(said) == []


def test_no_review_shows_them(workbook: Path, tmp_path: Path) -> None:
    said = says("review", workbook, "--since", workbook, "-o", tmp_path / "out", "--draft", "--trace")
    assert leaks(said + text_in(tmp_path / "out")) == []


@pytest.mark.parametrize("style", ["csv", "json"])
def test_no_export_shows_them(workbook: Path, tmp_path: Path, style: str) -> None:
    assert leaks(says("export", workbook, "-o", tmp_path / "data", "--format", style)) == []
    shown_only_where_open(text_in(tmp_path / "data"))


def test_no_explanation_shows_them(workbook: Path) -> None:
    said = [says("explain", workbook, f"Project {at}") for at in range(0, len(WAYS), 4)]
    assert leaks("\n".join(said)) == []
    assert found(figure(len(WAYS)), says("explain", workbook, f"Project {len(WAYS)}"))


@pytest.mark.parametrize("style", ["text", "json"])
def test_no_check_and_no_marked_copy_quotes_them(workbook: Path, tmp_path: Path, style: str) -> None:
    """A marked copy is the sender's own file, so it holds their figures; what smreport adds to it does not."""
    said = says("check", workbook, "--mark", "-o", tmp_path / "marked.xlsx", "--format", style)
    assert leaks(said) == []
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(tmp_path / "marked.xlsx") as new:
        added = [new.read(name).decode() for name in new.namelist() if name not in old.namelist()]
    assert leaks("\n".join(added)) == []
    assert codes(tmp_path / "marked.xlsx") == codes(workbook)


def test_no_comparison_shows_them(workbook: Path, tmp_path: Path) -> None:
    """All costs changed; those of marked rows are told of neither workbook."""
    other = Path(shutil.copy(workbook, tmp_path / "other.xlsx"))
    table = read_workbook(workbook)["evaluation"]
    book = openpyxl.load_workbook(other)
    page = book[table.title]
    for at, row in enumerate(table.numbers):
        page.cell(row, table.places["setup_cost"]).value = figure(at + 500)
        page.cell(row, table.places["notes"]).value = f"Their quote is £{figure(at + 500):,}."
    book.save(other)
    book.close()
    said = says("compare", workbook, other, "-o", tmp_path / "changes.xlsx", "--format", "json")
    changes = json.loads(said[: said.rindex("}") + 1])
    assert (len(changes["changes"]), changes["not_told"]) == (2 * len(table.numbers), 2 * len(WAYS))
    text = f"{said}\n{text_in(tmp_path / 'changes.xlsx')}"
    for printed in (text, says("compare", other, workbook)):
        shown_only_where_open(printed)
        assert [at for at in range(len(WAYS)) if found(figure(at + 500), printed)] == []
    assert leaks(says("compare", other, workbook, "--exempt")) == [way.name for way in WAYS]


def codes(path: Path) -> dict[int, set[tuple[str, str]]]:
    """The levels and codes of what is found on the marks, by row."""
    found: dict[int, set[tuple[str, str]]] = {}
    for finding in smreport.check_workbooks([path])[0].findings:
        if finding.column == HEADING:
            found.setdefault(finding.row, set()).add((finding.level.value, finding.code))
    return found


def test_what_is_read_is_at_most_a_note_and_what_cannot_be_read_is_an_error_at_its_cell(workbook: Path) -> None:
    told, numbers = codes(workbook), read_workbook(workbook)["evaluation"].numbers
    for row, way in zip(numbers, (*WAYS, *OPEN), strict=True):
        levels = {level for level, _ in told.get(row, ())}
        if way.put is as_it_is:
            continue  # it is named with the first of the merged cells
        assert ("error" in levels) == (not way.read and way not in OPEN), way.name


def marks(path: Path) -> dict[str, object]:
    """The mark of each role, as it is read."""
    table = read_for_renewal(path, None)[0]["evaluation"]
    return dict(zip(map(str, table.columns["role"]), table.columns["not_public"], strict=True))


def costs(path: Path) -> list[object]:
    return read_for_renewal(path, None)[0]["evaluation"].columns["setup_cost"]


@pytest.mark.parametrize("command", ["refresh", "upgrade", "renew"])
def test_workbooks_made_anew_keep_every_mark_and_figure_and_say_none(
    workbook: Path, tmp_path: Path, command: str
) -> None:
    assert leaks(says(command, workbook, "-o", tmp_path / "new.xlsx")) == []
    assert marks(tmp_path / "new.xlsx") == marks(workbook)
    assert costs(tmp_path / "new.xlsx") == costs(workbook)


# --- many workbooks ---


@pytest.fixture(scope="module")
def sent(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("round") / "sent"
    assert leaks(says("split", workbook, "-o", folder)) == []
    return folder


SERVICES = ("Highways (Service).xlsx", "Libraries (Service).xlsx")


def test_no_service_is_sent_what_it_does_not_own_alone(sent: Path) -> None:
    shown_only_where_open(text_in(*(sent / name for name in SERVICES)))


def test_a_merge_loses_nothing_asks_nothing_and_prints_nothing(workbook: Path, sent: Path, tmp_path: Path) -> None:
    back = returned(sent, tmp_path, {name: {"areas": ("lead", "Somebody")} for name in SERVICES})
    said = merged(back, sent, tmp_path)
    assert json.loads(said[: said.rindex("}") + 1])["questions"] == []
    assert leaks(said + text_in(tmp_path / "combined - merge report.docx")) == []
    assert marks(tmp_path / "combined.xlsx") == marks(workbook)
    assert costs(tmp_path / "combined.xlsx") == costs(workbook)


def test_rival_values_of_such_a_row_stand_on_the_sheet_to_decide_alone(sent: Path, tmp_path: Path) -> None:
    back = returned(sent, tmp_path, {SERVICES[0]: {"evaluation": ("setup_cost", 77_123)}})
    said = merged(back, sent, tmp_path)
    (question,) = json.loads(said[: said.rindex("}") + 1])["questions"]
    assert question["row"] == "Role 0"
    report = text_in(tmp_path / "combined - merge report.docx")
    assert "(not for publication)" in report
    assert not any(found(number, said + report) for number in (77_123, figure(0)))
    assert found(77_123, text_in(tmp_path / "combined.xlsx"))
    assert costs(tmp_path / "combined.xlsx")[0] == figure(0)


def test_a_mark_counts_until_it_is_decided(sent: Path, tmp_path: Path) -> None:
    row = len(WAYS)  # the first that nobody has marked
    yes = {SERVICES[0]: {"evaluation": ("not_public", "Yes")}, SERVICES[1]: {"evaluation": ("not_public", "No")}}
    merged(returned(sent, tmp_path, yes, row), sent, tmp_path)
    assert marks(tmp_path / "combined.xlsx")[f"Role {row}"] is True


def returned(sent: Path, tmp_path: Path, edits: Mapping[str, Mapping[str, tuple[str, object]]], row: int = 0) -> Path:
    """The workbooks as they come back, each with an answer typed into a row of a sheet."""
    back = tmp_path / "back"
    back.mkdir()
    for name, sheets in edits.items():
        shutil.copy(sent / name, back / name)
        tables = read_workbook(back / name)
        book = openpyxl.load_workbook(back / name)
        for key, (column, value) in sheets.items():
            book[tables[key].title].cell(tables[key].numbers[row], tables[key].places[column]).value = value
        book.save(back / name)
        book.close()
    return back


def merged(back: Path, sent: Path, tmp_path: Path) -> str:
    register = ("--register", sent / "register.xlsx")
    return says("merge", back, *register, "-o", tmp_path / "combined.xlsx", "--format", "json")


# --- a single secret, which no total may give away ---


@pytest.mark.parametrize("way", [typed("Y"), typed("Confidential")], ids=lambda way: way.name)
def test_a_final_paper_shows_neither_the_figure_nor_what_it_could_be_taken_from(
    template: Blueprint, tmp_path: Path, way: Way
) -> None:
    workbook = marked(template, tmp_path / "one.xlsx", (way, typed(None), typed("No")))
    said = says("build", workbook, "-o", tmp_path / "out", "--trace")
    text = said + text_in(tmp_path / "out")
    assert leaks(text, [way]) == []
    assert found(figure(1), text)
    assert found(figure(1) + figure(2), text)
    totals = (sum(map(figure, some)) for some in ((0, 1), (0, 2), (0, 1, 2)))
    over = (total - 1000 for total in (figure(0), sum(map(figure, (0, 1, 2)))))
    assert not any(found(number, text) for number in (*totals, *over))
