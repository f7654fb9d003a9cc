"""A short run of the fuzzing that is otherwise done by hand, and what it found."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from workbooks import all_known, with_rows

from smreport.blueprint.templates import load
from smreport.cli import main as command_line
from smreport.workbook.emit.writer import Shown, emit
from smreport.workbook.mark.marker import mark

TESTS = Path(__file__).parents[1]
SOUND = emit(all_known(with_rows(load(), 40)), Shown())
SHEET = "xl/worksheets/sheet3.xml"


@pytest.mark.long
def test_thirty_spoilt_workbooks_end_with_one_clear_line_or_as_ever() -> None:
    """The same thirty each time; in a process of their own, which calamine may end."""
    command = [sys.executable, "-m", "fuzz.run", "--runs", "30", "--jobs", "1"]
    done = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "'workbooks': 30" in done.stdout
    assert "0 wrong" in done.stdout


def changed(name: str, old: bytes, new: bytes) -> bytes:
    """The sound workbook, with the first match in one part replaced; no match means a new part."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(SOUND)) as package, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy:
        for each in package.namelist():
            part = package.read(each)
            copy.writestr(each, part.replace(old, new, 1) if each == name else part)
        if name not in package.namelist():
            copy.writestr(name, new)
    return buffer.getvalue()


# what went wrong, how to bring it about, and how a check ends now
FOUND: dict[str, tuple[Callable[[], bytes], int]] = {
    "a cell that says twice where it stands ended the process": (
        lambda: changed(SHEET, b'<c r="B7" ', b'<c r="B7" r="XFD1048576" '), 2,
    ),
    "a number of texts that is far too high ended the process": (
        lambda: changed("xl/sharedStrings.xml", b'uniqueCount="', b'uniqueCount="4294967296'), 2,
    ),
    "a relationship without a target was a fault": (
        lambda: changed("xl/_rels/workbook.xml.rels", b"</Relat", b'<Relationship Id="rId900"/></Relat'), 0,
    ),
    "broken relationships of a sheet were told without the name of the file": (
        lambda: changed("xl/worksheets/_rels/sheet14.xml.rels", b"</Relationships>", b"</Relationships> comments"), 1,
    ),  # a blank may then be a mark that cannot be seen
    "relationships that spell a letter by its number were not looked into": (
        lambda: changed("xl/worksheets/_rels/sheet14.xml.rels", b"</Relationships>", b"</Relationships> &#99;omments"),
        1,
    ),
    "a sheet of lists without any cell was a fault of upgrade": (lambda: without_cells("Lists"), 0),
}  # fmt: skip


def without_cells(title: str) -> bytes:
    """The sound workbook with nothing in one sheet."""
    number = 1 + load_workbook(BytesIO(SOUND)).sheetnames.index(title)
    name = f"xl/worksheets/sheet{number}.xml"
    with zipfile.ZipFile(BytesIO(SOUND)) as package:
        found = re.search(rb"<sheetData>.*</sheetData>", package.read(name), re.DOTALL)
    assert found
    return changed(name, found[0], b"<sheetData/>")


def test_sheet_to_fix_that_leads_outside_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "marked.xlsx"
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(mark(SOUND, []))) as package, zipfile.ZipFile(buffer, "w") as copy:
        named = re.search(rb'name="To fix"[^>]*r:id="([^"]*)"', package.read("xl/workbook.xml"))
        assert named
        for each in package.namelist():
            part = package.read(each)
            if each == "xl/_rels/workbook.xml.rels":
                part, times = re.subn(
                    rb'(<Relationship )([^>]*Id="%s")' % named[1], rb'\1TargetMode="External" \2', part
                )
                assert times == 1
            copy.writestr(each, part)
    path.write_bytes(buffer.getvalue())
    done = CliRunner().invoke(command_line, ["check", str(path), "--mark"])
    assert done.exit_code == 2
    assert f"Error: {path}: the file is damaged inside" in done.stderr


@pytest.mark.long
@pytest.mark.parametrize("fault", FOUND)
def test_what_fuzzing_found_stays_mended(fault: str, tmp_path: Path) -> None:
    make, code = FOUND[fault]
    path = tmp_path / "spoilt.xlsx"
    path.write_bytes(make())
    for arguments in (["check", path], ["upgrade", path, "-o", tmp_path / "new.xlsx"]):
        done = CliRunner().invoke(command_line, list(map(str, arguments)))
        assert done.exit_code == (0 if code == 1 and arguments[0] == "upgrade" else code), done.output
        assert done.stderr.startswith(f"Error: {path}: ") == (code == 2)
