"""The command that brings a council's own list into a workbook, from files to files."""

from __future__ import annotations

import json
import shlex
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.comments import Comment
from workbooks import edited, saved, workbook

import smreport
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.reading import read_workbook

pytestmark = pytest.mark.usefixtures("few_rows")

COUNCIL = """
    | settings  | organisation |
    |           | Exampleshire |
    | areas     | name      | kind    | status   | lead          |
    |           | Libraries | Service | In scope | Head of Books |
    | tools     | tool     | use    | channel        | status |
    |           | Facebook | alerts | Social network | Live   |
    | accounts  | account     | tool     | owner |
    |           | The council | Facebook | Comms |
    | portfolio | title    | lead          | not_public |
    |           | One page | Head of Pages |            |
    |           | Hush     | Nobody Known  | Yes        |
"""
ACCOUNTS = "\n".join((
    "Our accounts in May,,,",
    "Network,Handle,Followers at 1 May 2026,Who runs it",
    "Facebook,The council,48 200,Office",
    "Facebook,Our Libraries,900,Libraries Manager",
))  # fmt: skip


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture(scope="module")
def ours(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(workbook(load(), COUNCIL), tmp_path_factory.mktemp("ours") / "our workbook.xlsx")


@pytest.fixture
def into(ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(ours, tmp_path))


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    path = tmp_path / "accounts.csv"
    path.write_text(ACCOUNTS, encoding="utf-8-sig")
    return path


class TestAccounts:
    def test_what_was_read_as_what_stands_there_already_is_told(self, into: Path) -> None:
        Path("typed.csv").write_text("Account,Platform\nThe council,facebok\n", encoding="utf-8")
        done = run("bring", "typed.csv", into.name)
        assert done.exit_code == 0
        assert "B2: Tool: in other words. “facebok” was read as “Facebook”." in done.stdout

    def test_a_list_comes_in_step_by_step_and_nothing_twice(self, into: Path, accounts: Path) -> None:
        before = into.read_bytes()
        first = run("bring", accounts.name, into.name)
        assert first.exit_code == 1
        assert 'No place for “Who runs it” (2 cells). Say what it is with --as "Who runs it=COLUMN"' in first.stdout
        assert '--as "Followers at 1 May 2026=Followers"' in first.stdout
        assert "accounts.csv in “3a Accounts”: 1 row added, 1 with nothing new." in first.stdout
        assert Path("our workbook (1).xlsx").read_bytes() == before
        options = ["--as", "Who runs it=Owner", "--own", "Followers at 1 May 2026"]
        second = run("bring", accounts.name, into.name, *options)
        assert second.exit_code == 1
        assert "Owner: “Comms” stays. The list says “Office” (D3)." in second.stdout
        assert "no rows added, 2 filled in further" in second.stdout
        content = into.read_bytes()
        third = run("bring", accounts.name, into.name, *options)
        assert "had all of this before" in third.stdout
        assert into.read_bytes() == content
        assert not Path("our workbook (3).xlsx").exists()
        assert accounts.read_text(encoding="utf-8-sig") == ACCOUNTS
        frame = smreport.read(into)["accounts"]
        assert frame[["account", "owner"]].values.tolist() == [
            ["The council", "Comms"], ["Our Libraries", "Libraries Manager"],
        ]  # fmt: skip

    def test_the_next_step_works_and_what_people_added_stays(self, into: Path, accounts: Path) -> None:
        def added(book: openpyxl.Workbook) -> None:
            page = book["3a Accounts"]
            row = next(cell.row for cell in page["B"] if cell.value == "The council")
            page.cell(row - 1, page.max_column + 1).value = "Since"
            page.cell(row, page.max_column).value = 2011
            page.cell(row, 4).comment = Comment("Ask her", "Somebody")
            book.create_sheet("Our own")["A1"] = "Kept"

        edited(into, added)
        done = run("bring", accounts.name, into.name, "-o", "new one.xlsx")
        assert done.exit_code == 1
        book = openpyxl.load_workbook("new one.xlsx")
        cells = {cell.value: cell for row in book["3a Accounts"].iter_rows() for cell in row}
        assert {"Since", 2011, "Our Libraries"} <= set(cells)
        assert "Ask her" in cells["Comms"].comment.text
        assert book["Our own"]["A1"].value == "Kept"
        (step,) = (line.removeprefix("Next: smreport ") for line in done.stdout.splitlines() if "Next: " in line)
        assert run(*shlex.split(step)).exit_code in (0, 1)

    def test_the_same_is_told_to_programs(self, into: Path, accounts: Path) -> None:
        options = ["--as", "Who runs it=Owner", "--skip", "Followers at 1 May 2026", "--format", "json"]
        told = json.loads(run("bring", accounts, into, "-o", "new.xlsx", *options).stdout)
        assert (told["sheet"], told["added"], told["filled"], told["unchanged"]) == ("3a Accounts", 1, 0, 1)
        assert told["left"] == ["Followers at 1 May 2026"]
        assert told["unplaced"] == []
        ((difference),) = told["differences"]
        cell = openpyxl.load_workbook("new.xlsx")["3a Accounts"][difference["cell"]].value
        assert (cell, difference["kept"], difference["listed"]) == ("Comms", "Comms", "Office")


class TestServices:
    def test_a_published_service_list_comes_into_the_areas(self, into: Path) -> None:
        lines = ["id;name", "1;Café licences", '2;"Bins: missed, reported"', "3;libraries"]
        Path("services.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
        refused = run("bring", "services.csv", into)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert '--sheet "1 Areas" --as "HEADING=Area"' in refused.stderr
        done = run("bring", "services.csv", into, "--sheet", "1 Areas", "--as", "id=LGSL id")
        assert done.exit_code == 0
        assert smreport.read(into)["areas"][["name", "kind", "service"]].values.tolist() == [
            ["Libraries", "Service", "3"], ["Café licences", None, "1"], ["Bins: missed, reported", None, "2"],
        ]  # fmt: skip


def register(path: Path) -> Path:
    """A project register as councils keep it, with a second sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Register"
    page.append(["Exampleshire projects"])
    page.append(["Ref", "Project title", "Project manager", "Areas", "Start date", "End date", "Project status"])
    page.append(["P1", "Faults online", "Head of Roads", "libraries", date(2027, 4, 1), "Q2 2027/28", "under way"])
    page.append(["P2", "=1+1", "Head of Bins", "Bins", "tbc", None, "mulling it over"])
    page["B4"].data_type = "s"
    book.create_sheet("Old")["A1"] = "Nothing much"
    book.save(path)
    return path


class TestProjects:
    def test_a_register_of_projects_is_read_as_the_workbook_itself(self, into: Path) -> None:
        done = run("bring", register(Path("register.xlsx")), into, "--own", "Ref")
        assert done.exit_code == 1
        assert "Not brought: the other sheets of the list, “Old”." in done.stdout
        assert "Status is not in the list" in done.stdout
        assert "A row is missing here that other sheets name. “Bins”" in done.stdout
        table = read_workbook(into)["portfolio"]
        rows = {row["title"]: row for row in table.rows.values()}
        assert rows["Faults online"]["areas"] == ("Libraries (Service)",)
        assert rows["Faults online"]["start"].day == date(2027, 4, 1)
        assert rows["Faults online"]["status"] == "In progress"
        assert rows["=1+1"]["status"] == "mulling it over"
        page = openpyxl.load_workbook(into)["7 Portfolio"]
        assert {"Ref", "P1", "P2"} <= {cell.value for row in page.iter_rows() for cell in row}
        assert next(cell.data_type for cell in page["B"] if cell.value == "=1+1") == "s"

    def test_one_sheet_of_several_can_be_named(self, into: Path) -> None:
        path = register(Path("register.xlsx"))
        assert run("bring", path, into, "-o", "new.xlsx", "--from", "register").exit_code == 1
        refused = run("bring", path, into, "--from", "New")
        assert refused.exit_code == 2
        assert "It has: “Register”, “Old”." in refused.stderr


class TestSecrets:
    def test_nothing_of_withheld_rows_is_printed(self, into: Path) -> None:
        lines = [
            "Project,Lead,Finish,Confidential,Contributors,Check",
            "Open,Known,,,Known too,Seen",
            "Hush,Other Name,31/12/2031 or so,,Partner Firm,Partner looks at it",
            "One page,Someone Else,,,Head of Hush,",
            "New deal,Deal Maker,soon 77 123,yes,ditto,",
        ]
        Path("projects.csv").write_text("\n".join(lines), encoding="utf-8")
        for style in ("text", "json"):
            done = run("bring", "projects.csv", into, "-o", f"{style}.xlsx", "--format", style)
            assert done.exit_code == 1
            said = done.output
            for secret in ("Hush", "Other Name", "Nobody Known", "2031", "Partner", "New deal", "Deal Maker", "77 123"):
                assert secret not in said, (secret, said)
            assert "Someone Else" in said
            table = read_workbook(Path(f"{style}.xlsx"))["portfolio"]
            assert {row["title"]: row["not_public"] for row in table.rows.values()} == {
                "One page": None, "Hush": True, "New deal": True, "Open": None,
            }  # fmt: skip


class TestRefusals:
    def test_what_cannot_be_read_or_made_is_said_plainly(self, into: Path, accounts: Path) -> None:
        content = into.read_bytes()
        Path("other.ods").write_bytes(b"nothing")
        Path("empty.csv").write_text("", encoding="utf-8")
        for arguments, says in (
            (["gone.csv", into], "cannot be read"),
            (["empty.csv", into], "the list is empty"),
            ([accounts, "gone.xlsx"], "cannot be read"),
            ([accounts, "other.ods"], "Say with -o where the new one goes"),
            ([accounts, accounts, "-o", "new.xlsx"], "accounts.csv"),
            ([accounts, into, "-o", "new.csv"], "must end in .xlsx"),
            ([accounts, into, "-o", into], "--force"),
            ([accounts, into, "--as", "Handle"], "such as"),
            ([accounts, into, "--as", "Nobody=Account"], "no heading “Nobody”"),
            ([accounts, into, "--sheet", "9 Nothing"], "Choose one of"),
        ):
            done = run("bring", *arguments)
            assert (done.exit_code, done.stdout) == (2, ""), done.output
            assert says in done.stderr, done.stderr
        assert into.read_bytes() == content
