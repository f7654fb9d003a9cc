"""Files beside the returns: copies, marked copies, lock files and temporary ones are known for what they are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from golden import text_of_docx
from hypothesis import given, settings
from hypothesis import strategies as st
from rounds.council import council
from test_split_merge import HIGHWAYS, LIBRARIES, put
from workbooks import edited, saved

from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.reading import read_workbook
from smreport.rounds.candidates import Candidate, left_out

pytestmark = pytest.mark.usefixtures("few_rows")

MARKED = LIBRARIES.replace(".xlsx", " - to fix.xlsx")
LOCKS = [f"~${LIBRARIES}", f".~lock.{LIBRARIES}#"]
TEMPORARY = ["~WRL0001.tmp", "Libraries.tmp", ".smreport-ab12cd_9", f"._{LIBRARIES}", f"{LIBRARIES}.crdownload"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def sent(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of two services, split. Not to be changed."""
    folder = tmp_path_factory.mktemp("copies")
    workbook = saved(council(load()), folder / "small.xlsx")
    done = run("split", workbook, "-o", folder / "sent")
    assert done.exit_code == 0, done.output
    return folder / "sent"


@pytest.fixture(scope="module")
def filled_in(sent: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What both services have made of theirs, each with a note of its own. Not to be changed."""
    folder = tmp_path_factory.mktemp("filled in")
    for name in (LIBRARIES, HIGHWAYS):
        edited(Path(shutil.copy(sent / name, folder / name)), put("4 Mapping", "Notes and sources", 1, name))
    return folder


@pytest.fixture
def back(filled_in: Path, tmp_path: Path) -> Path:
    """The folder of returns: both services have sent theirs."""
    return Path(shutil.copytree(filled_in, tmp_path / "returned"))


def merged(sent: Path, back: Path, output: Path) -> Result:
    return run("merge", back, "-o", output, "--register", sent / "register.xlsx")


def status(sent: Path, back: Path) -> tuple[list[dict[str, object]], str]:
    done = run("status", back, "--register", sent / "register.xlsx", "--format", "json")
    return json.loads(done.stdout), done.stderr


def notes(path: Path) -> set[object]:
    return {row["notes"] for row in read_workbook(path)["mapping"].rows.values()}


@pytest.mark.long
class TestMarkedCopies:
    def test_they_change_nothing_of_a_round(self, sent: Path, back: Path, tmp_path: Path) -> None:
        merged(sent, back, tmp_path / "before" / "combined.xlsx")
        before, _ = status(sent, back)
        assert run("check", back, "--mark").exit_code == 1
        assert (back / MARKED).exists()
        after, said = status(sent, back)
        assert after == before
        assert f"“{MARKED}”: a marked copy of “{LIBRARIES}” with nothing new in it" in said
        assert len([line for line in said.splitlines() if line.startswith("Left out")]) == 1
        done = merged(sent, back, tmp_path / "after" / "combined.xlsx")
        assert MARKED in done.stdout
        combined = [(tmp_path / name / "combined.xlsx").read_bytes() for name in ("before", "after")]
        assert combined[0] == combined[1]
        assert MARKED in text_of_docx(tmp_path / "after" / "combined - merge report.docx")

    def test_marking_again_is_marking_once_however_the_files_are_named(self, back: Path) -> None:
        assert run("check", back, "--mark").exit_code == 1
        before = {path.name: path.read_bytes() for path in back.iterdir()}
        for places in ([back], sorted(back.glob("*.xlsx")), [back / MARKED], [back / LIBRARIES]):
            done = run("check", *places, "--mark")
            assert (done.exit_code, "Error" in done.stderr) == (1, False), done.output
            assert {path.name: path.read_bytes() for path in back.iterdir()} == before

    def test_one_that_was_filled_in_counts_and_the_workbook_it_was_made_from_does_not(
        self, sent: Path, back: Path, tmp_path: Path
    ) -> None:
        run("check", back, "--mark")
        edited(back / MARKED, put("4 Mapping", "Notes and sources", 1, "Put right"))
        told, said = status(sent, back)
        assert {MARKED, HIGHWAYS} <= {row["file"] for row in told}
        assert LIBRARIES not in {row["file"] for row in told}
        assert f"“{LIBRARIES}”: “{MARKED}” was made from it and filled in since" in said
        merged(sent, back, tmp_path / "out" / "combined.xlsx")
        assert {"Put right", HIGHWAYS} <= notes(tmp_path / "out" / "combined.xlsx")
        assert LIBRARIES not in notes(tmp_path / "out" / "combined.xlsx")
        assert "To decide" not in openpyxl.load_workbook(tmp_path / "out" / "combined.xlsx").sheetnames
        refused = run("check", back / LIBRARIES, "--mark")
        assert (refused.exit_code, "somebody has filled in this marked copy" in refused.stderr) == (2, True)
        filled_in = (back / MARKED).read_bytes()
        again = run("check", back, "--mark")
        assert again.exit_code == 1, again.output
        assert (back / MARKED).read_bytes() == filled_in
        second = back / MARKED.replace("to fix", "to fix 2")
        assert second.exists()
        assert status(sent, back)[0] == told
        edited(second, put("4 Mapping", "Notes and sources", 1, "Put right again"))
        assert {row["file"] for row in status(sent, back)[0]} >= {second.name}
        merged(sent, back, tmp_path / "third" / "combined.xlsx")
        assert "Put right again" in notes(tmp_path / "third" / "combined.xlsx")

    def test_whatever_people_add_is_filling_in(self, sent: Path, back: Path) -> None:
        run("check", back, "--mark")
        edited(back / MARKED, lambda book: book.create_sheet("Ours").append(["A sheet of ours"]))
        assert f"“{MARKED}” was made from it" in status(sent, back)[1]

    def test_one_without_its_original_counts_filled_in_or_not(self, sent: Path, back: Path) -> None:
        run("check", back, "--mark")
        (back / LIBRARIES).unlink()
        told, said = status(sent, back)
        assert MARKED in {row["file"] for row in told if row["stands"] == "Returned"}
        assert MARKED not in said

    def test_one_of_a_workbook_as_it_was_sent_is_not_a_return(self, sent: Path, back: Path, tmp_path: Path) -> None:
        shutil.copy(sent / LIBRARIES, back / LIBRARIES)
        run("check", back / LIBRARIES, "--mark")
        for said in (status(sent, back)[1], merged(sent, back, tmp_path / "out" / "combined.xlsx").stdout):
            assert f"“{MARKED}”: a marked copy of “{LIBRARIES}”" in said
        assert {row["stands"] for row in status(sent, back)[0] if row["file"] == LIBRARIES} == {"Still as it was sent"}

    def test_two_that_may_count_are_named_with_what_to_do_and_both_are_read(
        self, sent: Path, back: Path, tmp_path: Path
    ) -> None:
        other = Path(shutil.copy(back / LIBRARIES, back / "Libraries from Ann.xlsx"))
        edited(other, put("4 Mapping", "Notes and sources", 1, "Ann's"))
        said = status(sent, back)[1]
        assert f"2 files came back for Libraries (Service): “{LIBRARIES}” and “{other.name}”." in said
        assert "move the others to another folder" in said
        done = merged(sent, back, tmp_path / "out" / "combined.xlsx")
        assert "2 files came back for Libraries (Service)" in done.stdout
        other.rename(tmp_path / other.name)
        assert "2 files" not in status(sent, back)[1]

    def test_one_that_libreoffice_saved_is_still_known(
        self, sent: Path, back: Path, libreoffice_as_it_comes: Callable[[Path, str], Path]
    ) -> None:
        run("check", back, "--mark")
        filled_in = edited(back / MARKED, put("4 Mapping", "Notes and sources", 1, "Put right"))
        for ending in ("xlsx", "ods"):
            by_libreoffice = libreoffice_as_it_comes(filled_in, ending)
            shutil.copy(by_libreoffice, back)
            if ending == "ods":
                (back / MARKED).unlink()
            assert f"“{by_libreoffice.name}” was made from it and filled in since" in status(sent, back)[1]


class TestCopies:
    @pytest.mark.long
    def test_the_same_file_twice_counts_once_under_the_name_that_was_sent(
        self, sent: Path, back: Path, tmp_path: Path
    ) -> None:
        merged(sent, back, tmp_path / "before" / "combined.xlsx")
        before, _ = status(sent, back)
        for name in ("A.xlsx", "Libraries (Service) (1).xlsx", "Libraries (Service)-DESKTOP.xlsx"):
            shutil.copy(back / LIBRARIES, back / name)
        told, said = status(sent, back)
        assert told == before
        assert said.count(f"the same file as “{LIBRARIES}”") == 3
        done = merged(sent, back, tmp_path / "after" / "combined.xlsx")
        assert "questions to decide" in done.stdout
        assert "files came back" not in done.stdout
        combined = [(tmp_path / name / "combined.xlsx").read_bytes() for name in ("before", "after")]
        assert combined[0] == combined[1]
        assert len(json.loads(run("check", back, "--format", "json").stdout)) == 5
        assert run("check", back).stdout.count(" gaps and ") == 2


class TestPassingFiles:
    @pytest.mark.long
    def test_in_a_folder_each_is_left_out_aloud(self, sent: Path, back: Path, tmp_path: Path) -> None:
        before, _ = status(sent, back)
        names = [*LOCKS, *TEMPORARY]
        for name in names:
            (back / name).write_bytes(b"\0" * 165)
        told, said = status(sent, back)
        assert told == before
        assert [name for name in names if f"“{name}”: a " not in said] == []
        merged_, checked = merged(sent, back, tmp_path / "out" / "combined.xlsx"), run("check", back)
        assert [name for name in names if name not in merged_.stdout or name not in checked.stderr] == []

    @pytest.mark.parametrize("name", LOCKS)
    def test_named_by_hand_with_others_it_does_not_stop_them(self, back: Path, name: str) -> None:
        (back / name).write_bytes(b"\0" * 165)
        done = run("check", back / name, back / LIBRARIES)
        assert done.exit_code == 1
        assert "not checked" not in done.stdout
        assert f"“{name}”: a file that only says that a workbook is open" in done.stderr

    @pytest.mark.parametrize("name", [*LOCKS, *TEMPORARY])
    def test_every_command_that_is_given_one_alone_says_what_it_is(self, back: Path, tmp_path: Path, name: str) -> None:
        path = Path(shutil.copy(back / LIBRARIES, back / name))
        for command in (
            ["check", path], ["status", path], ["merge", path, "-o", tmp_path / "o.xlsx"],
            ["build", path, "-o", tmp_path],
            ["export", path, "-o", tmp_path], ["explain", path, "X"], ["upgrade", path, "-o", tmp_path / "o.xlsx"],
            ["refresh", path, "-o", tmp_path / "o.xlsx"], ["split", path, "-o", tmp_path / "o"],
        ):  # fmt: skip
            done = run(*command)
            assert done.exit_code == 2
            (line,) = done.stderr.splitlines()
            assert f"{name}: this is a " in line
            assert "Give the workbook itself" in line


class TestFolders:
    def test_check_takes_a_folder_as_status_does(self, sent: Path, back: Path) -> None:
        by_folder = run("check", back, "--format", "json")
        by_name = run("check", back / HIGHWAYS, back / LIBRARIES, "--format", "json")
        assert (by_folder.exit_code, by_folder.stdout) == (by_name.exit_code, by_name.stdout)
        shutil.copy(sent / "register.xlsx", back)
        with_register = run("check", back, "--format", "json")
        assert with_register.stdout == by_folder.stdout
        assert "“register.xlsx”: the register" in with_register.stderr

    def test_a_folder_without_workbooks_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("ours", encoding="utf-8")
        done = run("check", tmp_path)
        assert (done.exit_code, "there is no workbook in it" in done.stderr) == (2, True)


class TestRowsThatTheFacilitatorSet:
    @pytest.fixture
    def faulty(self, back: Path) -> Path:
        """A return with faults on a row that the facilitator set, and one on a row of its own."""
        return edited(
            back / LIBRARIES, put("3 Tools", "Channel", 1, "Pigeon"), put("4 Mapping", "Strength", 1, "Very"),
        )  # fmt: skip

    def test_they_are_told_in_one_line_and_kept_in_json(self, faulty: Path) -> None:
        done = run("check", faulty)
        assert "Pigeon" not in done.stdout
        assert "Very" in done.stdout
        (line,) = [line for line in done.stdout.splitlines() if "rows that the facilitator set" in line]
        (checked,) = json.loads(run("check", faulty, "--format", "json").stdout)
        assert line.startswith(f"{checked['set_by_facilitator']} finding")
        assert {"Pigeon", "Very"} <= {finding["value"] for finding in checked["findings"]}

    def test_they_are_not_marked_for_the_sender(self, faulty: Path) -> None:
        run("check", faulty, "--mark")
        marked = openpyxl.load_workbook(faulty.with_name(MARKED))
        told = [str(cell) for row in marked["To fix"].iter_rows(values_only=True) for cell in row if cell]
        assert not [text for text in told if "Pigeon" in text]
        assert [text for text in told if "Very" in text]
        assert [text for text in told if "on rows that the facilitator set" in text and "not for you" in text]
        assert not [
            cell for row in marked["3 Tools"].iter_rows() for cell in row if cell.value == "Pigeon" and cell.comment
        ]
        assert [
            cell for row in marked["4 Mapping"].iter_rows() for cell in row if cell.value == "Very" and cell.comment
        ]

    def test_a_return_with_faults_on_these_only_passes(self, back: Path) -> None:
        before = run("check", back / HIGHWAYS)
        edited(back / HIGHWAYS, put("3 Tools", "Channel", 1, "Pigeon"))
        after = run("check", back / HIGHWAYS)
        assert after.exit_code == before.exit_code
        assert "on rows that the facilitator set" in after.stdout


CANDIDATES = st.lists(
    st.builds(
        Candidate, st.text("abc", min_size=1, max_size=3), st.sampled_from(["", "1", "2", "3"]),
        st.sampled_from(["", "x", "y", "z"]), st.sampled_from([None, "", "x", "y", "z"]),
        st.sampled_from(["", "L", "H"]),
    ),
    unique_by=lambda one: one.name, max_size=6,
)  # fmt: skip


@settings(deadline=None)
@given(CANDIDATES)
def test_what_is_left_out_leads_to_a_file_that_counts(candidates: list[Candidate]) -> None:
    out = left_out(candidates)
    names = {one.name for one in candidates}
    for name, why in out.items():
        seen = {name}
        while name in out:
            name = out[name].split("“")[1].split("”")[0]
            assert name in names
            assert name not in seen, f"{why}: this goes round"
            seen.add(name)
