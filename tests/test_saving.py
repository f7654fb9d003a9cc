"""A file is written whole or not at all, and nothing that a person has edited is lost."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from smreport import saving
from smreport.errors import OutputRefused, UnreadableFile
from smreport.limits import read_bytes
from smreport.saving import RECORD, copy_folder, save_folder, save_new, save_own

OLD, NEW, OTHER = b"old " * 5000, b"new " * 9000, b"other " * 9000

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs POSIX limits and permissions")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow past 4 kB: the system itself refuses the write half-way."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody but root may write into the folder, and root becomes somebody else for a while."""
    me = os.geteuid()
    folder.chmod(0o555)
    if me == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(me)
        folder.chmod(0o755)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A disk of its own at the folder, where the system lets the tests make one."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("no right to mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def another_run(folder: Path) -> Iterator[None]:
    """Another process that has begun to write into the folder, and is in no hurry."""
    code = (
        "import sys; from pathlib import Path; from smreport import saving\n"
        "saving._sync = lambda folder: (print('writing', flush=True), sys.stdin.read())\n"
        "saving.save_new(Path(sys.argv[1]) / 'other.xlsx', b'theirs')"
    )
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "writing\n"
        try:
            yield
        finally:
            other.communicate("go on", timeout=30)
    assert other.returncode == 0


def refuse(*_: object) -> NoReturn:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def refuse_locks(*_: object) -> NoReturn:
    raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))


class TestWholeOrNotAtAll:
    def test_a_file_is_written_with_its_folders_and_nothing_else(self, tmp_path: Path) -> None:
        target = tmp_path / "reports for Cabinet" / "Ŵyn und Straße" / "stratégie 2027 (draft).docx"
        assert save_new(target, NEW) is None
        assert contents(target.parent) == {target.name: NEW}

    @posix_only
    def test_a_limit_on_files_leaves_the_old_file_and_no_litter(self, tmp_path: Path) -> None:
        target = tmp_path / "strategy.docx"
        target.write_bytes(OLD)
        for write in (save_new, lambda path, content, force: save_own(path.parent, {path.name: content}, force)):
            with (
                full_disk(),
                pytest.raises(OutputRefused, match=r"strategy\.docx: cannot be written\. There is no room"),
            ):
                write(target, NEW, force=True)
        assert contents(tmp_path) == {"strategy.docx": OLD}

    def test_a_disk_with_room_for_one_of_two_documents_leaves_both_as_they_were(self, tmp_path: Path) -> None:
        with mounted(tmp_path, "size=100k"):
            save_own(tmp_path, {"strategy.docx": OLD, "action-plan.docx": OLD})
            before = contents(tmp_path)
            with pytest.raises(OutputRefused, match="There is no room left on the disk"):
                save_own(tmp_path, {"strategy.docx": NEW, "action-plan.docx": NEW})
            assert contents(tmp_path) == before
            assert save_own(tmp_path, {"strategy.docx": b"short", "action-plan.docx": b"short"}) == {}

    def test_a_read_only_disk_is_named(self, tmp_path: Path) -> None:
        with mounted(tmp_path, "ro"), pytest.raises(OutputRefused, match="The disk or folder is read-only"):
            save_new(tmp_path / "workbook.xlsx", NEW)
        assert contents(tmp_path) == {}

    @pytest.mark.parametrize("step", ["fsync", "replace"])
    def test_failure_at_any_later_step_leaves_the_old_file_and_no_litter(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        target = tmp_path / "strategy.docx"
        save_own(tmp_path, {"strategy.docx": OLD})
        before = contents(tmp_path)
        monkeypatch.setattr(os, step, refuse)
        with pytest.raises(OutputRefused, match="You may not write there, or another program has it open"):
            save_own(tmp_path, {"strategy.docx": NEW})
        assert contents(tmp_path) == before
        assert target.read_bytes() == OLD

    def test_a_disk_without_second_names_keeps_a_copy(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "workbook.xlsx").write_bytes(OLD)
        monkeypatch.setattr(os, "link", refuse)
        save_new(tmp_path / "workbook.xlsx", NEW, force=True)
        assert contents(tmp_path) == {"workbook.xlsx": NEW, "workbook (1).xlsx": OLD}

    def test_a_second_name_from_a_run_that_was_killed_is_used_again(self, tmp_path: Path) -> None:
        (tmp_path / "workbook.xlsx").write_bytes(OLD)
        os.link(tmp_path / "workbook.xlsx", tmp_path / "workbook (1).xlsx")
        assert save_new(tmp_path / "workbook.xlsx", NEW, force=True) == tmp_path / "workbook (1).xlsx"
        assert contents(tmp_path) == {"workbook.xlsx": NEW, "workbook (1).xlsx": OLD}

    def test_a_folder_that_is_a_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_bytes(OLD)
        for folder in (tmp_path / "out", tmp_path / "out" / "deeper"):
            with pytest.raises(OutputRefused, match=r"strategy\.docx: cannot be written\. Part of the path is a file"):
                save_own(folder, {"strategy.docx": NEW})
        assert contents(tmp_path) == {"out": OLD}

    def test_a_document_that_is_a_folder_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "strategy.docx").mkdir()
        for force in (False, True):
            with pytest.raises(OutputRefused, match=r"strategy\.docx: cannot be written\. There is a folder"):
                save_own(tmp_path, {"strategy.docx": NEW}, force)
        with pytest.raises(OutputRefused, match="There is a folder of that name"):
            save_new(tmp_path / "strategy.docx", NEW, force=True)

    @posix_only
    def test_a_folder_without_rights_is_named(self, tmp_path: Path) -> None:
        with read_only(tmp_path):
            for write in (save_own, lambda folder, files: save_new(folder / "strategy.docx", files["strategy.docx"])):
                with pytest.raises(OutputRefused, match=r"strategy\.docx: cannot be written\. You may not write there"):
                    write(tmp_path, {"strategy.docx": NEW})
        assert contents(tmp_path) == {}


class TestNames:
    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("CON.xlsx", "a name that Windows keeps for itself"),
            ("lpt1.xlsx", "a name that Windows keeps for itself"),
            ("what?.xlsx", r"Windows allows no \? in a name"),
            ("8:30.xlsx", "Windows allows no : in a name"),
            ("two\nlines.xlsx", "Windows allows no line break"),
            ("new./workbook.xlsx", "no full stop or space at the end"),
            ("aux/deeper/workbook.xlsx", "“aux” is a name that Windows keeps"),
            ("a" * 300 + ".xlsx", "The name is too long. Choose a shorter one"),
            ("a" * 300 + "/workbook.xlsx", "The name is too long. Choose a shorter one"),
        ],
    )
    def test_one_that_others_could_not_open_is_refused(self, tmp_path: Path, name: str, why: str) -> None:
        with pytest.raises(OutputRefused, match=why):
            save_new(tmp_path / name, NEW)
        assert contents(tmp_path) == {}

    @posix_only
    def test_a_folder_that_is_there_may_be_called_anything(self, tmp_path: Path) -> None:
        (tmp_path / "8:30.").mkdir()
        save_new(tmp_path / "8:30." / "new" / ".." / "workbook.xlsx", NEW)
        assert (tmp_path / "8:30." / "workbook.xlsx").read_bytes() == NEW


class TestOpenElsewhere:
    @pytest.mark.parametrize(
        ("name", "beside"),
        [
            ("strategy.docx", "~$rategy.docx"),
            ("reports.docx", "~$eports.docx"),
            ("plan.docx", "~$plan.docx"),
            ("strategy.docx", ".~lock.strategy.docx#"),
            ("workbook.xlsx", "~$workbook.xlsx"),
        ],
    )
    def test_nothing_is_written_and_the_file_to_close_is_named(self, tmp_path: Path, name: str, beside: str) -> None:
        save_own(tmp_path, {name: OLD, "a.docx": OLD})
        (tmp_path / beside).touch()
        before = contents(tmp_path)
        for write in (
            lambda: save_own(tmp_path, {"a.docx": NEW, name: NEW}),
            lambda: save_own(tmp_path, {"a.docx": NEW, name: NEW}, force=True),
            lambda: save_new(tmp_path / name, NEW, force=True),
        ):
            with pytest.raises(OutputRefused) as caught:
                write()
            assert f"{name}: cannot be replaced, because it seems to be open" in str(caught.value)
            assert f"delete the file {beside}" in str(caught.value)
        assert contents(tmp_path) == before

    def test_a_document_opened_under_another_name_does_no_harm(self, tmp_path: Path) -> None:
        save_own(tmp_path, {"strategy.docx": OLD})
        (tmp_path / "~$minutes.docx").touch()
        assert save_own(tmp_path, {"strategy.docx": NEW}) == {}


def sharing_violation(code: int, refused: Path) -> Callable[..., object]:
    """What Windows answers for one file while another program has it open."""

    def refuse_it(*names: object, **_: object) -> None:
        if str(refused) in map(str, names):
            problem = PermissionError(errno.EACCES, "The process cannot access the file", str(refused))
            problem.winerror = code  # type: ignore[attr-defined]
            raise problem

    return refuse_it


class TestSharingViolation:
    @pytest.mark.parametrize("code", [32, 33])
    @pytest.mark.parametrize("function", ["replace", "rename", "link"])
    def test_writing_over_an_open_file_says_to_close_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, code: int
    ) -> None:
        save_own(tmp_path, {"a.docx": OLD, "workbook.xlsx": OLD})
        target = tmp_path / "workbook.xlsx"
        refuse_it, real = sharing_violation(code, target), getattr(os, function)
        monkeypatch.setattr(os, function, lambda *names, **more: refuse_it(*names) or real(*names, **more))
        if function == "link":
            monkeypatch.setattr("shutil.copy2", refuse_it)
        writes = [lambda: save_new(target, NEW, force=True)]
        if function != "link":
            writes.append(lambda: save_own(tmp_path, {"a.docx": OLD, "workbook.xlsx": NEW}))
        for write in writes:
            with pytest.raises(OutputRefused) as caught:
                write()
            assert str(caught.value) == f"{target} is open in another program. Close it there and run this again."
        assert target.read_bytes() == OLD

    def test_another_refusal_does_not_say_so(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(OutputRefused, match="cannot be written") as caught:
            save_new(tmp_path / "workbook.xlsx", NEW)
        assert "You may not write there" in str(caught.value)

    def test_reading_a_file_that_is_kept_shut_says_to_close_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "workbook.xlsx"
        path.write_bytes(OLD)
        monkeypatch.setattr(Path, "open", sharing_violation(32, path))
        with pytest.raises(UnreadableFile, match=r"workbook\.xlsx is open in another program\. Close it"):
            read_bytes(path)


class TestTwoRuns:
    LITTER = ".smreport-ab12cd_9"

    def test_litter_of_a_killed_run_goes_and_nothing_else(self, tmp_path: Path) -> None:
        litter_of_a_copy = tmp_path / ".smreport-00000000" / "copy"
        litter_of_a_copy.mkdir(parents=True)
        (litter_of_a_copy / "workbook.toml").write_bytes(OLD)
        for name in (self.LITTER, ".smreport-notes.txt", "smreport-ab12cd_9", ".smreport-mine"):
            (tmp_path / name).write_bytes(OLD)
        save_new(tmp_path / "workbook.xlsx", NEW)
        assert set(contents(tmp_path)) == {
            "workbook.xlsx", ".smreport-notes.txt", "smreport-ab12cd_9", ".smreport-mine",
        }  # fmt: skip

    def test_one_waits_for_the_other_and_is_refused_where_that_takes_too_long(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(saving, "_PATIENCE", 0.1)
        with another_run(tmp_path):
            (tmp_path / self.LITTER).write_bytes(OLD)  # as if it were the other's
            with pytest.raises(OutputRefused, match="another run of smreport is writing there"):
                save_new(tmp_path / "workbook.xlsx", NEW)
            assert (tmp_path / self.LITTER).exists()
        save_new(tmp_path / "workbook.xlsx", NEW)
        assert contents(tmp_path) == {"workbook.xlsx": NEW, "other.xlsx": b"theirs"}

    @posix_only
    def test_where_the_disk_knows_no_locks_files_are_written_but_litter_is_left(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import fcntl

        monkeypatch.setattr(fcntl, "flock", refuse_locks)
        (tmp_path / self.LITTER).write_bytes(OLD)
        save_new(tmp_path / "workbook.xlsx", NEW)
        assert contents(tmp_path) == {"workbook.xlsx": NEW, self.LITTER: OLD}

    @pytest.mark.long
    def test_twenty_at_once_leave_whole_files_and_a_record_of_them_all(self, tmp_path: Path) -> None:
        code = (
            "import sys; from pathlib import Path; from smreport.saving import save_own\n"
            "own, text = f'{sys.argv[2]}.docx', sys.argv[2].encode() * 99999\n"
            "save_own(Path(sys.argv[1]), {'shared.docx': text, own: text})"
        )
        runs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(number)]) for number in range(20)]
        assert [run.wait(60) for run in runs] == [0] * 20
        texts = {f"{number}.docx": str(number).encode() * 99999 for number in range(20)}
        written = contents(tmp_path)
        assert set(json.loads(written.pop(RECORD))) == {*texts, "shared.docx"}
        assert written.pop("shared.docx") in texts.values()
        assert written == texts
        assert save_own(tmp_path, dict.fromkeys((*texts, "shared.docx"), NEW)) == {}


class TestFolders:
    def test_a_copy_is_whole_and_never_goes_over_what_is_there(self, tmp_path: Path) -> None:
        (tmp_path / "template" / "sheets").mkdir(parents=True)
        (tmp_path / "template" / "sheets" / "areas.toml").write_bytes(NEW)
        copy_folder(tmp_path / "template", tmp_path / "my" / "own")
        assert (tmp_path / "my" / "own" / "sheets" / "areas.toml").read_bytes() == NEW
        assert [path.name for path in (tmp_path / "my").iterdir()] == ["own"]
        with pytest.raises(OutputRefused, match="own: this is there already"):
            copy_folder(tmp_path / "template", tmp_path / "my" / "own")

    @posix_only
    def test_a_killed_copy_leaves_no_part_of_it_and_the_next_is_whole(self, tmp_path: Path) -> None:
        (tmp_path / "template").mkdir()
        for name in ("a.toml", "b.toml", "c.toml"):
            (tmp_path / "template" / name).write_bytes(NEW)
        code = (
            "import os, shutil, signal, sys; from pathlib import Path; from smreport.saving import copy_folder\n"
            "copy = shutil.copyfile\n"
            "def copy_one(source, target): copy(source, target); os.kill(os.getpid(), signal.SIGKILL)\n"
            "shutil.copyfile = copy_one\n"
            "copy_folder(Path('template'), Path('mine'))"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
        assert done.returncode < 0
        (litter,) = {path.name for path in tmp_path.iterdir()} - {"template"}
        assert litter.startswith(".smreport-")
        copy_folder(tmp_path / "template", tmp_path / "mine")
        assert {path.name for path in tmp_path.iterdir()} == {"template", "mine"}
        assert contents(tmp_path / "mine") == contents(tmp_path / "template")

    @posix_only
    def test_a_full_disk_leaves_no_part_of_it(self, tmp_path: Path) -> None:
        (tmp_path / "template").mkdir()
        (tmp_path / "template" / "workbook.toml").write_bytes(NEW)
        with full_disk(), pytest.raises(OutputRefused, match="mine: cannot be written"):
            copy_folder(tmp_path / "template", tmp_path / "mine")
        assert [path.name for path in tmp_path.iterdir()] == ["template"]


@posix_only
class TestPermissions:
    @pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
    def test_a_new_file_gets_those_of_any_new_file(self, tmp_path: Path, mask: int, mode: int) -> None:
        before = os.umask(mask)
        try:
            save_new(tmp_path / "strategy.docx", NEW)
            assert os.umask(mask) == mask
        finally:
            os.umask(before)
        assert stat.S_IMODE((tmp_path / "strategy.docx").stat().st_mode) == mode

    def test_a_replaced_file_keeps_its_own(self, tmp_path: Path) -> None:
        target = tmp_path / "strategy.docx"
        target.write_bytes(OLD)
        target.chmod(0o640)
        save_own(tmp_path, {"strategy.docx": NEW}, force=True)
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*.docx")} == {0o640}


class TestNewFile:
    def test_an_existing_file_is_refused(self, tmp_path: Path) -> None:
        target = tmp_path / "workbook.xlsx"
        assert save_new(target, OLD) is None
        with pytest.raises(OutputRefused, match="is there already"):
            save_new(target, NEW)
        assert contents(tmp_path) == {"workbook.xlsx": OLD}

    def test_force_keeps_every_earlier_file_under_the_next_free_number(self, tmp_path: Path) -> None:
        target = tmp_path / "Arbeitsmappe Größe.xlsx"
        kept = [save_new(target, content, force=True) for content in (OLD, NEW, OTHER)]
        assert kept == [None, tmp_path / "Arbeitsmappe Größe (1).xlsx", tmp_path / "Arbeitsmappe Größe (2).xlsx"]
        assert [path.read_bytes() for path in (*kept[1:], target) if path] == [OLD, NEW, OTHER]

    @posix_only
    def test_a_link_that_points_nowhere_is_not_written_over(self, tmp_path: Path) -> None:
        (tmp_path / "workbook.xlsx").symlink_to(tmp_path / "gone.xlsx")
        with pytest.raises(OutputRefused):
            save_new(tmp_path / "workbook.xlsx", NEW)


class TestOwnFiles:
    def test_own_untouched_files_are_replaced_silently(self, tmp_path: Path) -> None:
        assert save_own(tmp_path, {"a.docx": OLD, "b.docx": OLD}) == {}
        assert save_own(tmp_path, {"a.docx": NEW, "b.docx": OTHER}) == {}
        written = contents(tmp_path)
        assert written.pop(RECORD)
        assert written == {"a.docx": NEW, "b.docx": OTHER}

    def test_one_changed_file_stops_all_before_anything_is_written(self, tmp_path: Path) -> None:
        save_own(tmp_path, {"a.docx": OLD, "b.docx": OLD})
        (tmp_path / "b.docx").write_bytes(b"edited by hand")
        before = contents(tmp_path)
        with pytest.raises(OutputRefused, match=r"b\.docx was not written by smreport, or changed since") as caught:
            save_own(tmp_path, {"a.docx": NEW, "b.docx": NEW})
        assert "a.docx" not in str(caught.value)
        assert contents(tmp_path) == before

    def test_force_keeps_only_what_was_changed(self, tmp_path: Path) -> None:
        save_own(tmp_path, {"a.docx": OLD, "b.docx": OLD})
        (tmp_path / "b.docx").write_bytes(b"edited by hand")
        assert save_own(tmp_path, {"a.docx": NEW, "b.docx": NEW}, force=True) == {"b.docx": tmp_path / "b (1).docx"}
        written = contents(tmp_path)
        del written[RECORD]
        assert written == {"a.docx": NEW, "b.docx": NEW, "b (1).docx": b"edited by hand"}

    def test_after_force_the_new_file_is_again_its_own(self, tmp_path: Path) -> None:
        (tmp_path / "a.docx").write_bytes(b"somebody else's")
        save_own(tmp_path, {"a.docx": OLD}, force=True)
        assert save_own(tmp_path, {"a.docx": NEW}) == {}

    def test_a_file_that_was_deleted_is_written_anew(self, tmp_path: Path) -> None:
        save_own(tmp_path, {"a.docx": OLD})
        (tmp_path / "a.docx").unlink()
        assert save_own(tmp_path, {"a.docx": NEW}) == {}
        assert (tmp_path / "a.docx").read_bytes() == NEW

    @pytest.mark.parametrize("record", [b"", b"{", b"[]", b'"text"', b"\xff\xfe", b'{"a.docx": 5}'])
    def test_a_record_that_cannot_be_read_never_permits_a_loss(self, tmp_path: Path, record: bytes) -> None:
        save_own(tmp_path, {"a.docx": OLD})
        (tmp_path / RECORD).write_bytes(record)
        with pytest.raises(OutputRefused):
            save_own(tmp_path, {"a.docx": NEW})
        assert (tmp_path / "a.docx").read_bytes() == OLD

    def test_the_record_remembers_files_of_earlier_commands(self, tmp_path: Path) -> None:
        save_own(tmp_path, {"workbook.xlsx": OLD})
        save_own(tmp_path, {"strategy.docx": OLD})
        assert set(json.loads((tmp_path / RECORD).read_text(encoding="utf-8"))) == {"workbook.xlsx", "strategy.docx"}


class TestNewFolder:
    def test_files_of_one_folder_in_it_are_all_there(self, tmp_path: Path) -> None:
        contents = {"a/one.toml": b"1", "a/two.toml": b"2", "a/b/three.toml": b"3", "four.toml": b"4"}
        save_folder(tmp_path / "made", contents)
        made = tmp_path / "made"
        assert {str(path.relative_to(made)): path.read_bytes() for path in made.rglob("*.toml")} == contents
