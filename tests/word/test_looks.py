"""A template's documents follow its style.toml until somebody edits its house.docx, and never guess between the two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from word.word_reports import NS, W, changed, parts, value
from workbooks import workbook

import smreport
from smreport.blueprint.model import Blueprint
from smreport.cli import main
from smreport.commands.loading import load_template
from smreport.commands.looks import looks_of_file, looks_of_template
from smreport.commands.making import workbook_bytes
from smreport.commands.publishing import published
from smreport.decision.results import decide
from smreport.errors import InvalidValue, TemplateError
from smreport.frozen import replace

EDITED = {"word/styles.xml": lambda styles: styles.replace('w:val="36"', 'w:val="40"')}  # larger headings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return smreport.copy_template("social_media", tmp_path / "mine")


def set_style(folder: Path, old: str, new: str) -> None:
    path = folder / "style.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def edit(folder: Path) -> None:
    path = folder / "house.docx"
    path.write_bytes(changed(path.read_bytes(), **EDITED))


def heading_of(content: bytes) -> Any:
    styles = parts(content)["word/styles.xml"]
    return next(each for each in styles.iterfind("w:style", NS) if value(each, "w:name") == "heading 1")


def strategy(template: Path) -> bytes:
    return published(decide(workbook(load_template(template), ""))).contents["strategy.docx"]


def test_shipped_house_file_says_what_style_toml_says(blueprint: Blueprint) -> None:
    looks = looks_of_template(blueprint)
    assert looks.file
    assert not looks.is_own
    assert (
        published(decide(workbook(blueprint, ""))).contents
        == published(decide(workbook(replace(blueprint, house=b""), ""))).contents
    )


def test_changed_style_toml_is_followed_while_nobody_edited_the_house_file(folder: Path) -> None:
    set_style(folder, 'heading = "0B4A60"', 'heading = "6A1B4D"')
    assert value(heading_of(strategy(folder)), "w:rPr/w:color") == "6A1B4D"


def test_edited_house_file_is_followed(folder: Path) -> None:
    edit(folder)
    assert looks_of_template(load_template(folder)).is_own
    assert value(heading_of(strategy(folder)), "w:rPr/w:sz") == "40"


def test_house_file_of_unknown_making_is_followed(folder: Path) -> None:
    path = folder / "house.docx"
    path.write_bytes(
        changed(path.read_bytes(), **EDITED, **{"docProps/core.xml": lambda core: core.replace("made", "")})
    )
    set_style(folder, "heading_1 = 18", "heading_1 = 22")
    assert value(heading_of(strategy(folder)), "w:rPr/w:sz") == "40"


def test_both_changed_is_refused_with_what_to_do(folder: Path) -> None:
    edit(folder)
    set_style(folder, "heading_1 = 18", "heading_1 = 22")
    with pytest.raises(
        TemplateError, match=r"house\.docx: it was edited, and style.toml was changed.*--force"
    ) as caught:
        smreport.check_template(folder)
    assert max(len(sentence.split()) for sentence in str(caught.value).split(". ")) <= 25


@pytest.mark.long
def test_house_file_is_made_anew_and_the_old_one_kept(folder: Path) -> None:
    edit(folder)
    old = (folder / "house.docx").read_bytes()
    set_style(folder, "heading_1 = 18", "heading_1 = 22")
    refused = CliRunner().invoke(main, ["template", "house", str(folder)])
    assert (refused.exit_code, (folder / "house.docx").read_bytes()) == (2, old)
    done = CliRunner().invoke(main, ["template", "house", str(folder), "--force"])
    assert done.exit_code == 0
    assert (folder / "house (1).docx").read_bytes() == old
    smreport.check_template(folder)
    assert value(heading_of(strategy(folder)), "w:rPr/w:sz") == "44"


def test_house_file_that_is_none_is_refused_by_name(folder: Path) -> None:
    (folder / "house.docx").write_text("Not Word")
    with pytest.raises(TemplateError, match=r"house\.docx: is not a Word file"):
        smreport.check_template(folder)


def test_template_without_a_house_file_has_the_looks_of_style_toml(folder: Path) -> None:
    (folder / "house.docx").unlink()
    assert looks_of_template(load_template(folder)).file is None


def test_bad_style_file_is_refused_by_name(blueprint: Blueprint) -> None:
    with pytest.raises(InvalidValue, match=r"council\.docx: is not a Word file, or is damaged"):
        looks_of_file(blueprint, "council.docx", b"PK")


class TestBuildCommand:
    @pytest.fixture
    def filled(self, blueprint: Blueprint, tmp_path: Path) -> Path:
        path = tmp_path / "filled.xlsx"
        path.write_bytes(workbook_bytes(workbook(blueprint, "")))
        return path

    def test_style_trace_and_numbered_reach_the_documents(self, filled: Path, folder: Path, tmp_path: Path) -> None:
        style, target = tmp_path / "council.docx", tmp_path / "out"
        style.write_bytes(changed((folder / "house.docx").read_bytes(), **EDITED))
        done = CliRunner().invoke(
            main, ["build", str(filled), "-o", str(target), "--style", str(style), "--trace", "--numbered"]
        )
        assert done.exit_code == 0, done.output
        content = (target / "strategy.docx").read_bytes()
        assert value(heading_of(content), "w:rPr/w:sz") == "40"
        headings = [
            p for p in parts(content)["word/document.xml"].iter(W + "p") if value(p, "w:pPr/w:pStyle") == "Heading1"
        ]
        assert headings[0].find("w:pPr/w:numPr", NS) is not None

    @pytest.mark.parametrize("name", ["nowhere.docx", "filled.xlsx"])
    def test_style_that_cannot_be_used_writes_nothing(self, filled: Path, tmp_path: Path, name: str) -> None:
        target = tmp_path / "out"
        done = CliRunner().invoke(main, ["build", str(filled), "-o", str(target), "--style", str(tmp_path / name)])
        assert done.exit_code == 2
        assert name in done.output
        assert not target.exists()
