"""A build into a council's own report template: what it tells, what it keeps secret, and edited files are not lost."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from rounds.council import ANSWERS
from template_folders import change, copied
from word.report_templates import bare, bytes_of, tabled
from workbooks import EXAMPLES, answers, example, saved, with_rows, workbook

import smreport
from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.publishing import DocumentOptions, published
from smreport.decision.results import decide
from smreport.papers.wording import wording_of

pytestmark = pytest.mark.long

WORKBOOK = EXAMPLES / "illustrative" / "illustrative.xlsx"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workbook, in which £95,203 is marked. Not to be changed."""
    content = answers(ANSWERS)
    content["settings"] |= {"exempt_ground": "Paragraph 3", "committee": "Cabinet"}
    content["evaluation"][1] |= {"setup_cost": 95_203, "not_public": "Yes"}
    content["risks"][1]["project"] = "Faults online"
    path = tmp_path_factory.mktemp("small") / "w.xlsx"
    return saved(tables_from(with_rows(load(), 6), content, path.name), path)


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    return prepared(small, tmp_path)


@pytest.fixture(scope="module")
def built_once(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the papers are built. Not to be changed."""
    folder = prepared(small, tmp_path_factory.mktemp("built"))
    done = run(folder)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A folder in which the papers are built, and nobody has changed them."""
    return Path(shutil.copytree(built_once, tmp_path, dirs_exist_ok=True))


def prepared(workbook: Path, folder: Path) -> Path:
    shutil.copy(workbook, folder / "w.xlsx")
    (folder / "form.docx").write_bytes(tabled())
    return folder


def run(folder: Path, *more: str) -> Result:
    command = [
        "build",
        str(folder / "w.xlsx"),
        "-o",
        str(folder / "out"),
        "--report-template",
        str(folder / "form.docx"),
    ]
    return CliRunner().invoke(main, [*command, *more])


def test_a_build_ends_with_what_is_left_to_do_by_hand_and_leaves_the_template_alone(folder: Path) -> None:
    shutil.copy(WORKBOOK, folder / "w.xlsx")
    before = (folder / "form.docx").read_bytes()
    done = run(folder)
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    start = lines.index("form.docx: the filled report still needs this by hand:")
    assert "    Decision route" in lines[start:]
    assert "  1 paragraph of guidance is still to be deleted:" in lines[start:]
    assert "    [Insert name of Cabinet Member]" in lines[start:]
    assert (folder / "form.docx").read_bytes() == before


def test_programs_are_told_the_same(folder: Path) -> None:
    shutil.copy(WORKBOOK, folder / "w.xlsx")
    told = json.loads(run(folder, "--format", "json").output)["report_template"]
    assert told["file"] == "form.docx"
    assert "Decision route" in told["no_place"]
    assert {"kind": "choose", "text": "Key Decision: Yes / No"} in told["to_do"]
    plain = CliRunner().invoke(main, ["build", str(folder / "w.xlsx"), "-o", str(folder / "plain"), "--format", "json"])
    assert json.loads(plain.output)["report_template"] is None


def add_a_sentence(report: Path, text: str = "A sentence of ours.") -> bytes:
    """What somebody types at the end; the file as it is then."""
    word = docx.Document(str(report))
    word.add_paragraph(text)
    word.save(str(report))
    return report.read_bytes()


def test_a_filled_report_that_somebody_edited_stays_and_the_new_one_comes_beside_it(built: Path) -> None:
    assert run(built).exit_code == 0  # nobody has changed it
    report, anew, plan = (built / "out" / name for name in ("report.docx", "report-anew.docx", "action-plan.docx"))
    assert not anew.exists()
    fresh = report.read_bytes()
    edited, edited_plan = add_a_sentence(report), add_a_sentence(plan)
    done = run(built)
    assert done.exit_code == 0
    assert "report.docx was changed since the last build, and stays as it is." in done.output
    assert "action-plan.docx: 1 paragraph or table was added, and stays" in done.output
    assert (report.read_bytes(), anew.read_bytes()) == (edited, fresh)
    assert plan.read_bytes() != edited_plan
    assert run(built).exit_code == 0  # nobody has changed the new one
    add_a_sentence(anew)
    assert run(built).exit_code == 2
    assert run(built, "--force").exit_code == 0
    assert edited in [path.read_bytes() for path in report.parent.glob("report (*).docx")]
    assert report.read_bytes() == fresh


def test_a_changed_file_that_is_no_paper_for_the_public_is_refused(built: Path) -> None:
    report = built / "out" / "report.docx"
    report.write_bytes(b"no Word file")
    assert run(built).exit_code == 2
    assert run(built, "--exempt", "--force").exit_code == 0
    (built / "out" / "exempt" / "exempt-annex.docx").rename(report)
    assert run(built).exit_code == 2
    assert not (built / "out" / "report-anew.docx").exists()


def test_an_edited_report_that_tells_what_is_marked_stops_the_build(built: Path) -> None:
    add_a_sentence(built / "out" / "report.docx", "It was £95,203 all along.")
    done = run(built)
    assert done.exit_code == 2
    assert "95,203" not in done.output
    (place,) = re.findall('--publish "([^"]*)"', done.output)
    assert run(built, "--publish", place).exit_code == 0


@pytest.mark.parametrize("first", ["plain", "filled"])
def test_an_edited_report_of_the_other_kind_is_not_replaced_either(folder: Path, first: str) -> None:
    plain = ["build", str(folder / "w.xlsx"), "-o", str(folder / "out")]
    runs = [lambda: CliRunner().invoke(main, plain), lambda: run(folder)]
    begin, then = runs if first == "plain" else runs[::-1]
    assert begin().exit_code == 0
    report = folder / "out" / "report.docx"
    edited = add_a_sentence(report)
    assert then().exit_code == (0 if first == "plain" else 2)
    assert report.read_bytes() == edited


def test_the_exempt_annex_changes_nothing_in_the_filled_report_and_no_secret_is_in_it(
    folder: Path, blueprint: Blueprint
) -> None:
    results = decide(example(blueprint, "illustrative"))
    options = DocumentOptions(report_template=folder / "form.docx")
    with_annex = published(results, DocumentOptions(exempt=True, report_template=folder / "form.docx"))
    public = published(results, options)
    assert with_annex.exempt
    assert with_annex.contents == public.contents
    ours, filled = (money_in(each.contents["report.docx"]) for each in (published(results), public))
    assert filled
    assert filled <= ours


def money_in(report: bytes) -> set[bytes]:
    """The amounts in all parts of a report."""
    package = zipfile.ZipFile(io.BytesIO(report))
    return {amount for name in package.namelist() for amount in re.findall(rb"\xc2\xa3([\d,]*\d)", package.read(name))}


@pytest.mark.parametrize("template", ["social_media", "digital_inclusion"])
def test_an_empty_workbook_fills_what_it_has(folder: Path, template: str) -> None:
    made = published(decide(workbook(load(template), "")), DocumentOptions(report_template=folder / "form.docx"))
    assert made.filled is not None
    assert "Finance" in [to_do.text for to_do in made.filled.to_do if to_do.kind == "empty"]


def test_a_council_overrules_what_a_title_means_in_its_own_template(folder: Path) -> None:
    smreport.copy_template("social_media", folder / "mine")
    path = folder / "mine" / "strategy.toml"
    text = path.read_text(encoding="utf-8").replace('titles = ["Purpose", ', 'titles = ["Purpose", "What we bring", ')
    path.write_text(text, encoding="utf-8")
    form = bare()
    form.add_heading("What we bring", 1)
    (folder / "form.docx").write_bytes(bytes_of(form))
    assert run(folder, "--template", str(folder / "mine")).exit_code == 0
    texts = [each.text for each in docx.Document(str(folder / "out" / "report.docx")).paragraphs]
    assert texts[texts.index("What we bring") + 1].startswith("Cabinet is asked to decide")


def test_the_function_says_what_the_command_prints(folder: Path) -> None:
    built = smreport.build(
        folder / "w.xlsx", folder / "out", options=smreport.DocumentOptions(report_template=folder / "form.docx")
    )
    assert isinstance(built.filled, smreport.FilledTemplate)
    assert built.filled.sentences[0] == "form.docx: the filled report still needs this by hand:"


# --- a report template in the folder of a template ---


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A copied template that names a council's report template."""
    folder = copied(tmp_path / "mine", rows=12)
    change(folder, "strategy.toml", r"^\[report_template\]\n", '[report_template]\nfile = "committee-report.docx"\n')
    (folder / "committee-report.docx").write_bytes(tabled())
    return folder


def built_by(mine: Path, folder: Path, *more: str) -> Result:
    command = ["build", str(folder / "w.xlsx"), "-o", str(folder / "out"), "--template", str(mine)]
    return CliRunner().invoke(main, [*command, *more])


def test_a_template_may_name_the_report_template_and_the_option_overrules_it(mine: Path, folder: Path) -> None:
    assert CliRunner().invoke(main, ["template", "check", str(mine)]).exit_code == 0
    done = built_by(mine, folder)
    assert done.exit_code == 0, done.output
    assert "report.docx is committee-report.docx, filled: strategy.toml of the template names it." in done.output
    assert "committee-report.docx: the filled report still needs this by hand:" in done.output
    named = (folder / "out" / "report.docx").read_bytes()
    (folder / "form.docx").write_bytes((mine / "committee-report.docx").read_bytes())
    given = built_by(mine, folder, "--report-template", str(folder / "form.docx"))
    assert "strategy.toml of the template names it" not in given.output
    assert (folder / "out" / "report.docx").read_bytes() == named  # the same template
    form = bare()
    form.add_heading("1. Purpose", 1)
    (folder / "bare.docx").write_bytes(bytes_of(form))
    assert built_by(mine, folder, "--report-template", str(folder / "bare.docx")).exit_code == 0
    assert (folder / "out" / "report.docx").read_bytes() != named


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("report.dotx", "strategy.toml, report_template file: there is no report.dotx in the template's folder."),
        ("../w.docx", "strategy.toml, report_template file: must be the name of a .docx or .dotx in this folder"),
        ("report.doc", "strategy.toml, report_template file: must be the name of a .docx or .dotx in this folder"),
    ],
)
def test_a_report_template_that_is_not_there_is_named(mine: Path, folder: Path, name: str, said: str) -> None:
    change(mine, "strategy.toml", '^file = "committee-report.docx"', f'file = "{name}"')
    for done in (CliRunner().invoke(main, ["template", "check", str(mine)]), built_by(mine, folder)):
        assert done.exit_code == 2
        assert said in " ".join(done.output.split())
    assert not (folder / "out").exists()


def test_a_named_file_that_is_no_report_template_is_told_by_its_name(mine: Path) -> None:
    (mine / "committee-report.docx").write_bytes(b"no Word file")
    done = CliRunner().invoke(main, ["template", "check", str(mine)])
    assert done.exit_code == 2
    assert "committee-report.docx: is not a Word file" in done.output


def test_a_newer_template_keeps_it(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["template", "copy", "social_media", str(tmp_path / "mine")]).exit_code == 0
    change(tmp_path / "mine", "strategy.toml", r"^\[report_template\]\n", '[report_template]\nfile = "ours.docx"\n')
    (tmp_path / "mine" / "ours.docx").write_bytes(tabled())
    change(tmp_path / "mine", "strategy.toml", r"^text = \[.*\n", "")  # so that there is something to carry over
    (tmp_path / "mine" / "copied_from.zip").unlink()
    done = CliRunner().invoke(main, ["template", "upgrade", str(tmp_path / "mine"), "-o", str(tmp_path / "new")])
    assert done.exit_code == 0, done.output
    assert load(tmp_path / "new").report_template == (tmp_path / "mine" / "ours.docx").read_bytes()
    assert wording_of(load(tmp_path / "new")).report_template.file == "ours.docx"
