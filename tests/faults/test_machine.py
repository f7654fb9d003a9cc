"""What the machine does to people: no room, no rights, odd names, clocks and locales, streams and folders that go.

Every time there is one clear line and an exit code, never a traceback, and the earlier files stay whole.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from workbooks import EXAMPLES

from smreport.cli import main

ILLUSTRATIVE = EXAMPLES / "illustrative" / "illustrative.xlsx"
DOCUMENTS = ("action-plan.docx", "report.docx", "strategy.docx")
SMREPORT = (sys.executable, "-m", "smreport")

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs POSIX streams, limits and signals")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refused(*arguments: object) -> str:
    """The one line of a command that could not do its work."""
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert result.exit_code == 2, result.output
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    assert "fault of its own" not in line
    assert max(len(sentence.split()) for sentence in line.split(". ")) <= 25
    return line


def run(*arguments: object, **settings: object) -> subprocess.CompletedProcess[str]:
    command = [*SMREPORT, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **settings)  # type: ignore[call-overload, no-any-return]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(ILLUSTRATIVE, tmp_path / "workbook.xlsx"))


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both documents."""
    folder = tmp_path_factory.mktemp("finished")
    workbook = shutil.copy(ILLUSTRATIVE, folder.with_name("workbook.xlsx"))
    assert CliRunner().invoke(main, ["build", str(workbook), "-o", str(folder)]).exit_code == 0
    return folder


@pytest.fixture
def out(finished: Path, tmp_path: Path) -> Path:
    return shutil.copytree(finished, tmp_path / "out")


@contextmanager
def disk(folder: Path, options: str) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("no right to mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


class TestOutput:
    @pytest.mark.long
    @pytest.mark.parametrize("beside", ["~$rategy.docx", ".~lock.action-plan.docx#"])
    def test_a_document_that_is_open_elsewhere_is_named_with_what_to_do(
        self, workbook: Path, out: Path, beside: str
    ) -> None:
        (out / beside).touch()
        before = contents(out)
        line = refused("build", workbook, "-o", out, "--budget", 500000)
        assert "seems to be open in another program. Close it there." in line
        assert beside in line
        assert contents(out) == before

    @posix_only
    def test_a_full_disk_leaves_what_was_there(self, workbook: Path, tmp_path: Path) -> None:
        with disk(tmp_path / "small", "size=16k"):
            earlier = tmp_path / "small" / "strategy.docx"
            earlier.write_bytes(b"edited")
            for arguments in (
                ("build", workbook, "-o", earlier.parent, "--force"),
                ("check", workbook, "--mark", "-o", earlier.parent / "marked.xlsx"),
                ("handbook", "-o", earlier, "--force"),
                ("template", "copy", "social_media", earlier.parent / "mine"),
            ):
                assert "There is no room left on the disk. Make room" in refused(*arguments)
                assert contents(earlier.parent) == {"strategy.docx": b"edited"}

    @posix_only
    def test_a_read_only_disk_is_named(self, workbook: Path, tmp_path: Path) -> None:
        with disk(tmp_path / "locked", "ro"):
            for target in (tmp_path / "locked", tmp_path / "locked" / "new"):
                assert "The disk or folder is read-only. Choose another folder." in refused(
                    "build", workbook, "-o", target
                )

    def test_a_file_where_a_folder_should_be_is_named(self, workbook: Path) -> None:
        assert "Part of the path is a file, not a folder" in refused("build", workbook, "-o", workbook)

    @pytest.mark.parametrize("name", ["CON.md", "what?.md", "Aux/guide.md", "8:30/guide.md"])
    def test_a_name_that_windows_could_not_open_is_refused(self, tmp_path: Path, name: str) -> None:
        assert "Windows" in refused("handbook", "-o", tmp_path / name)
        assert contents(tmp_path) == {}

    @pytest.mark.parametrize(
        "arguments",
        [
            "check {long}.xlsx",
            "new -o {long}.xlsx",
            "new -o x.xlsx --services {long}.csv",
            "new -o x.xlsx --answers {long}.toml",
            "template check {long}",
            "template copy social_media {long}",
            "handbook -o {long}.md",
        ],
    )
    def test_a_name_that_is_too_long_is_said_to_be(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert "too long" in refused(*arguments.format(long="ŵ" * 200).split())
        assert contents(tmp_path) == {}

    @pytest.mark.long
    def test_two_runs_at_once_both_go_through(self, workbook: Path, tmp_path: Path) -> None:
        commands = [[*SMREPORT, "build", str(workbook), "-o", str(tmp_path / "out"), "--budget", str(budget)]
                    for budget in (100_000, 900_000)]  # fmt: skip
        runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
        assert [one.wait(120) for one in runs] == [0, 0]
        assert set(contents(tmp_path / "out")) == {*DOCUMENTS, ".smreport.json"}
        assert subprocess.run(commands[0], stdout=subprocess.DEVNULL, check=False).returncode == 0


@posix_only
class TestStreams:
    def test_a_reader_who_leaves_early_is_no_fault(self, workbook: Path, out: Path) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [*SMREPORT, "build", workbook, "-o", out], stdout=writer, stderr=subprocess.PIPE, text=True, check=False
        )
        os.close(writer)
        assert (done.returncode, done.stderr) == (2, "")
        assert set(contents(out)) == {*DOCUMENTS, ".smreport.json"}

    @pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ("check", ILLUSTRATIVE)])
    def test_a_full_disk_behind_the_output_is_said_in_one_line(self, arguments: tuple[object, ...]) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("no /dev/full")
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [*SMREPORT, *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
            )
        assert done.returncode == 2
        assert done.stderr.splitlines() == [
            "Error: What there is to say: cannot be read or written (No space left on device)."
        ]

    def test_without_any_streams_the_documents_are_the_same(self, workbook: Path, finished: Path, out: Path) -> None:
        command = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *SMREPORT, "build", str(workbook), "-o", str(out)]
        assert subprocess.run(command, check=False).returncode == 0
        assert [(out / name).read_bytes() for name in DOCUMENTS] == [
            (finished / name).read_bytes() for name in DOCUMENTS
        ]

    @pytest.mark.long
    def test_ctrl_c_while_writing_leaves_whole_files_and_no_litter(self, workbook: Path, out: Path) -> None:
        code = (
            "import os, signal, sys; from smreport import saving; from smreport.cli import main\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # background jobs start without it
            "saving._sync = lambda folder: os.kill(os.getpid(), signal.SIGINT)\n"
            "main(sys.argv[1:])"
        )
        before = contents(out)
        arguments = ["build", str(workbook), "-o", str(out), "--budget", "500000"]
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 130
        assert done.stderr == "Stopped. No file is half written.\n"
        after = contents(out)
        assert {name: after[name] for name in DOCUMENTS} == {name: before[name] for name in DOCUMENTS}
        assert set(after) == set(before)
        assert run(*arguments).returncode == 0


@posix_only
class TestSurroundings:
    @pytest.mark.long
    @pytest.mark.parametrize(
        "settings",
        [
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"},
            {"LC_ALL": "POSIX", "TZ": "Pacific/Kiritimati"},
        ],
    )
    def test_odd_locales_and_names_do_not_show_in_the_documents(
        self, workbook: Path, tmp_path: Path, settings: dict[str, str]
    ) -> None:
        folder = tmp_path / "Straße ŵyn 🙂"
        folder.mkdir()
        returned = workbook.rename(folder / "arbeits mappe ü.xlsx")
        done = run("build", returned, "-o", folder / "öut put", env={**os.environ, **settings})
        assert (done.returncode, done.stderr) == (0, "")
        with zipfile.ZipFile(folder / "öut put" / "strategy.docx") as package:
            assert "arbeits mappe ü.xlsx" in package.read("word/document.xml").decode()
        assert set(contents(folder / "öut put")) == {*DOCUMENTS, ".smreport.json"}

    @pytest.mark.parametrize("clock", ["1970-01-02 00:00:00", "2099-12-31 23:59:59"])
    def test_the_clock_changes_nothing(
        self, workbook: Path, finished: Path, out: Path, program: Callable[[str], str], clock: str
    ) -> None:
        def at(*arguments: object) -> int:
            command = [program("faketime"), "-f", f"@{clock}", *SMREPORT, *map(str, arguments)]
            return subprocess.run(command, stdout=subprocess.DEVNULL, timeout=120, check=False).returncode

        assert at("check", workbook, "--mark") == 1  # it has a gap
        if clock > "1980":  # a zip file can hold no earlier date
            assert at("build", workbook, "-o", out) == 0
        assert [(out / name).read_bytes() for name in DOCUMENTS] == [
            (finished / name).read_bytes() for name in DOCUMENTS
        ]

    def test_a_folder_that_was_deleted_beneath_the_user_is_said_to_be_gone(
        self, workbook: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "gone").mkdir()

        def here(*arguments: str) -> subprocess.CompletedProcess[str]:
            command = ["sh", "-c", 'rmdir "$PWD"; exec "$@"', "sh", *SMREPORT, *arguments]
            (tmp_path / "gone").mkdir(exist_ok=True)
            return subprocess.run(command, cwd=tmp_path / "gone", capture_output=True, text=True, check=False)

        checked = here("check", str(workbook))
        assert (checked.returncode, checked.stderr) == (1, ""), "it has a gap, and is read all the same"
        done = here("build", str(workbook), "-o", "out")
        assert done.returncode == 2
        assert done.stderr.startswith("Error: out/report.docx: cannot be written. The folder")
        assert len(done.stderr.splitlines()) == 1
