"""A file is written whole or not at all, and nothing that a person has edited is lost."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from smreport.errors import OutputRefused
from smreport.saving import RECORD, save, save_new, save_own

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


def refuse(*_: object) -> NoReturn:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


class TestWholeOrNotAtAll:
    def test_a_file_is_written_with_its_folders_and_nothing_else(self, tmp_path: Path) -> None:
        target = tmp_path / "reports for Cabinet" / "Ŵyn und Straße" / "stratégie 2027 (draft).docx"
        assert save(target, NEW) is None
        assert contents(target.parent) == {target.name: NEW}

    @posix_only
    def test_full_disk_leaves_the_old_file_and_no_litter(self, tmp_path: Path) -> None:
        target = tmp_path / "strategy.docx"
        target.write_bytes(OLD)
        with full_disk(), pytest.raises(OutputRefused, match=r"strategy\.docx: cannot be written \(.+\)"):
            save(target, NEW)
        assert contents(tmp_path) == {"strategy.docx": OLD}

    @pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
    def test_failure_at_any_later_step_leaves_the_old_file_and_no_litter(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        target = tmp_path / "strategy.docx"
        target.write_bytes(OLD)
        monkeypatch.setattr(os, step, refuse)
        with pytest.raises(OutputRefused, match="Permission denied"):
            save(target, NEW)
        assert contents(tmp_path) == {"strategy.docx": OLD}

    @posix_only
    def test_a_killed_program_leaves_the_old_file(self, tmp_path: Path) -> None:
        target = tmp_path / "strategy.docx"
        target.write_bytes(OLD)
        code = (
            "import os, signal, sys; from pathlib import Path; from smreport.saving import save\n"
            "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
            "save(Path(sys.argv[1]), b'new')"
        )
        done = subprocess.run([sys.executable, "-c", code, str(target)], check=False)
        assert done.returncode < 0
        assert target.read_bytes() == OLD

    @posix_only
    def test_a_file_that_is_kept_stays_in_its_place_where_the_new_one_cannot_be_written(self, tmp_path: Path) -> None:
        target = tmp_path / "strategy.docx"
        target.write_bytes(OLD)
        with full_disk(), pytest.raises(OutputRefused):
            save_new(target, NEW, force=True)
        with full_disk(), pytest.raises(OutputRefused):
            save_own(tmp_path, {"strategy.docx": NEW}, force=True)
        assert contents(tmp_path) == {"strategy.docx": OLD}

    def test_a_file_that_is_kept_comes_back_where_the_new_one_cannot_take_its_place(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "strategy.docx"
        target.write_bytes(OLD)
        real = os.replace

        def temporary_is_held(source: str | Path, goal: str | Path) -> None:
            if Path(source).name.startswith(".smreport-"):
                refuse()
            real(source, goal)

        monkeypatch.setattr(os, "replace", temporary_is_held)
        with pytest.raises(OutputRefused):
            save_new(target, NEW, force=True)
        assert contents(tmp_path) == {"strategy.docx": OLD}

    def test_a_folder_that_is_a_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_bytes(OLD)
        with pytest.raises(OutputRefused, match=r"strategy\.docx: cannot be written"):
            save_own(tmp_path / "out", {"strategy.docx": NEW})
        assert contents(tmp_path) == {"out": OLD}

    def test_a_document_that_is_a_folder_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "strategy.docx").mkdir()
        with pytest.raises(OutputRefused, match=r"strategy\.docx: cannot be replaced"):
            save_own(tmp_path, {"strategy.docx": NEW})

    @posix_only
    def test_a_folder_without_rights_is_named(self, tmp_path: Path) -> None:
        with read_only(tmp_path):
            for write in (save_own, lambda folder, files: save_new(folder / "strategy.docx", files["strategy.docx"])):
                with pytest.raises(OutputRefused, match=r"strategy\.docx: cannot be written \(Permission denied\)"):
                    write(tmp_path, {"strategy.docx": NEW})
        assert contents(tmp_path) == {}


@posix_only
class TestPermissions:
    @pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
    def test_a_new_file_gets_those_of_any_new_file(self, tmp_path: Path, mask: int, mode: int) -> None:
        before = os.umask(mask)
        try:
            save(tmp_path / "strategy.docx", NEW)
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
