"""Papers that show figures which are not for publication never mix with public ones."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from golden import text_of_docx
from test_secrets import answers, figure, found, text_in
from workbooks import saved, with_rows

from smreport.blueprint.answers import tables_from
from smreport.cli import main
from smreport.commands.loading import load_template
from smreport.word.hand_edits import is_exempt

PUBLIC, EXEMPT = "strategy.docx", "exempt-annex.docx"
PAPERS = ("action-plan.docx", "report.docx", "strategy.docx")
SECRET = f"£{figure(0):,}"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two projects, the cost of the first not for publication."""
    path = tmp_path_factory.mktemp("workbook") / "workbook.xlsx"
    content = answers(2)
    content["evaluation"][0]["not_public"] = True
    content["settings"]["exempt_ground"] = "Paragraph 3"
    return saved(tables_from(with_rows(load_template("social_media"), 6), content, path.name), path)


@pytest.fixture
def out(workbook: Path, tmp_path: Path) -> Path:
    """A folder of public papers, and within it the folder with the exempt annex."""
    assert says("build", workbook, "-o", tmp_path / "out", "--exempt").exit_code == 0
    return tmp_path / "out"


def says(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def edited(path: Path) -> None:
    """A word changed in the table of costs, as a person does it in Word."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts["word/document.xml"].decode()
    at = body.rindex(f"{figure(0):,}")
    start = body.rindex("<w:sdt>", 0, at)
    changed = body[:start] + re.sub(r"(<w:t[^>]*>)([A-Z])", r"\1Indeed \2", body[start:], count=1)
    assert changed != body
    parts["word/document.xml"] = changed.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


def in_public_place(out: Path) -> Path:
    edited(out / "exempt" / EXEMPT)
    shutil.move(out / "exempt" / EXEMPT, out / PUBLIC)
    return out / PUBLIC


def test_the_exempt_annex_has_a_folder_of_its_own_and_public_papers_are_the_same_with_it_and_without(
    workbook: Path, out: Path, tmp_path: Path
) -> None:
    assert sorted(path.name for path in out.glob("*.docx")) == list(PAPERS)
    assert [path.name for path in (out / "exempt").glob("*.docx")] == [EXEMPT]
    annex = (out / "exempt" / EXEMPT).read_bytes()
    assert SECRET in text_of_docx(out / "exempt" / EXEMPT)
    for folder in (out, tmp_path / "public alone"):
        done = says("build", workbook, "-o", folder)
        assert done.exit_code == 0
        assert "not for publication. Move" not in done.output
    assert not (tmp_path / "public alone" / "exempt").exists()
    for name in PAPERS:
        assert (out / name).read_bytes() == (tmp_path / "public alone" / name).read_bytes()
        assert not found(figure(0), text_in(out / name))
    assert (out / "exempt" / EXEMPT).read_bytes() == annex


def test_hand_edits_of_an_exempt_paper_stay_in_the_exempt_paper(workbook: Path, out: Path) -> None:
    edited(out / "exempt" / EXEMPT)
    done = says("build", workbook, "-o", out, "--exempt")
    assert "kept as edited by hand" in done.output
    assert "Indeed" in text_of_docx(out / "exempt" / EXEMPT)
    assert is_exempt((out / "exempt" / EXEMPT).read_bytes())


def test_an_exempt_paper_in_a_public_place_is_refused_and_what_is_advised_works(workbook: Path, out: Path) -> None:
    old = in_public_place(out).read_bytes()
    done = says("build", workbook, "-o", out)
    assert done.exit_code == 2
    assert "not for publication" in done.stderr
    assert "Move it to another folder" in done.stderr
    assert (out / PUBLIC).read_bytes() == old
    shutil.move(out / PUBLIC, out / "exempt" / EXEMPT)
    assert says("build", workbook, "-o", out).exit_code == 0
    assert not found(figure(0), text_in(out / PUBLIC))


def test_with_force_it_is_kept_under_another_name_and_named(workbook: Path, out: Path) -> None:
    in_public_place(out)
    done = says("build", workbook, "-o", out, "--force")
    assert done.exit_code == 0
    assert "strategy (1).docx shows figures that are not for publication" in done.output
    assert not found(figure(0), text_in(out / PUBLIC))
    assert "strategy (1).docx shows" in says("build", workbook, "-o", out).output


def test_a_paper_that_cannot_be_looked_into_is_named(
    workbook: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(out / "exempt" / EXEMPT, out / "costs.docx")
    read = Path.read_bytes

    def locked(path: Path) -> bytes:
        """As Windows keeps a file that is open in Word."""
        if path.name == "costs.docx":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", locked)
    done = says("build", workbook, "-o", out)
    assert (done.exit_code, "costs.docx cannot be looked into" in done.output) == (0, True)


def test_a_section_taken_over_from_an_exempt_paper_is_known_by_its_mark(workbook: Path, out: Path) -> None:
    says("build", workbook, "-o", out)
    exempt, public = ((out / name).read_bytes() for name in (f"exempt/{EXEMPT}", PUBLIC))
    bodies = [zipfile.ZipFile(io.BytesIO(each)).read("word/document.xml").decode() for each in (exempt, public)]
    section = next(each for each in re.findall("<w:sdt>.*?</w:sdt>", bodies[0], re.DOTALL) if SECRET in each)
    with zipfile.ZipFile(io.BytesIO(public)) as old, zipfile.ZipFile(out / PUBLIC, "w") as new:
        for name in old.namelist():
            whole = bodies[1].replace("<w:sectPr>", f"{section}<w:sectPr>", 1).encode()
            new.writestr(name, whole if name == "word/document.xml" else old.read(name))
    done = says("build", workbook, "-o", out)
    assert done.exit_code == 2
    assert "not for publication" in done.stderr


def test_papers_of_an_earlier_version_are_known_by_their_covers(out: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(out / "exempt" / EXEMPT) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(b"smreport-exempt:", b"smreport:")
            new.writestr(name, re.sub(b"<cp:keywords>.*?</cp:keywords>", b"", part))
    assert is_exempt(content.getvalue())


def test_a_paper_that_libreoffice_has_saved_is_known(
    workbook: Path, out: Path, tmp_path: Path, program: Callable[[str], str]
) -> None:
    place = in_public_place(out)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program("soffice"), profile, "--headless", "--convert-to", "docx", "--outdir", tmp_path / "lo", place]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    shutil.copy(tmp_path / "lo" / PUBLIC, place)
    done = says("build", workbook, "-o", out)
    assert done.exit_code == 2
    assert "not for publication" in done.stderr


@pytest.mark.long
@pytest.mark.parametrize("name", ["strategy.pdf", "action-plan-annex.xlsx", "strategy-exempt.pdf", "exempt-annex.pdf"])
def test_what_an_earlier_build_left_beside_public_papers_is_named(workbook: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"%PDF-1.7")
    done = says("build", workbook, "-o", tmp_path)
    assert done.exit_code == 0
    assert re.search(rf"^{name} .*not for publication", done.output, re.MULTILINE)
    (tmp_path / name).unlink()
    assert name not in says("build", workbook, "-o", tmp_path).output


def test_an_exempt_paper_taken_as_a_style_gives_its_looks_only(workbook: Path, out: Path) -> None:
    done = says("build", workbook, "-o", out, "--style", out / "exempt" / EXEMPT)
    assert done.exit_code == 0
    assert not found(figure(0), text_in(*(out / name for name in PAPERS)))
    assert not is_exempt((out / PUBLIC).read_bytes())


def test_exempt_tables_have_a_folder_of_their_own(workbook: Path, tmp_path: Path) -> None:
    says("export", workbook, "-o", tmp_path)
    says("export", workbook, "-o", tmp_path, "--exempt")
    beside = [path for path in tmp_path.iterdir() if path.is_file()]
    assert not found(figure(0), text_in(*beside))
    assert found(figure(0), text_in(tmp_path / "exempt"))
