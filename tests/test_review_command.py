"""smreport review: files, exit codes, what it says, and people's work on an earlier review."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.oxml.ns import qn
from papers.second_round import SPENT, a_year_later, first_answers
from template_folders import copied
from workbooks import saved

import smreport
from smreport.blueprint.answers import tables_from
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.errors import InvalidValue
from smreport.word.hand_edits import is_exempt

pytestmark = pytest.mark.usefixtures("few_rows")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def written(answers: dict[str, Any], path: Path, template: str = "social_media") -> Path:
    rows = {key: len(some) + 1 for key, some in answers.items() if isinstance(some, list)}
    return saved(tables_from(load(template).sized(rows), answers, path.name), path)


@pytest.fixture(scope="module")
def last(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(first_answers(), tmp_path_factory.mktemp("last") / "last.xlsx")


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(a_year_later(), tmp_path_factory.mktemp("now") / "now.xlsx")


def text_of(path: Path, part: str = "document") -> str:
    """All words of a part of a Word file, those in content controls too."""
    with zipfile.ZipFile(path) as file:
        names = [name for name in file.namelist() if re.fullmatch(rf"word/{part}\d*\.xml", name)]
        return " ".join(re.sub("<[^>]+>", "", file.read(name).decode()) for name in names)


@pytest.mark.long
def test_a_review_is_written_again_with_what_people_changed(last: Path, now: Path, tmp_path: Path) -> None:
    (tmp_path / "strategy.html").write_text("From a build", encoding="utf-8")
    done = run("review", now, "--since", last, "-o", tmp_path)
    assert done.exit_code == 0, done.output
    assert "strategy.html" not in done.output
    assert "continue 1, change 3, stop 0; cannot be said of 2, closed 2." in done.stdout
    assert "Next: " in done.stdout
    word = Document(str(tmp_path / "review.docx"))
    texts = [text for text in word.element.body.iter(qn("w:t")) if "1 project was finished" in text.text]
    texts[0].text = "Warnings now reach people within minutes."
    word.save(str(tmp_path / "review.docx"))
    again = run("review", now, "--since", last, "-o", tmp_path)
    assert again.exit_code == 0, again.output
    assert "Warnings now reach people within minutes." in text_of(tmp_path / "review.docx")
    assert "review.docx" in again.stdout


def test_json_says_what_the_figures_suggest(last: Path, now: Path, tmp_path: Path) -> None:
    content = json.loads(run("review", now, "--since", last, "-o", tmp_path, "--format", "json").stdout)
    assert content["documents"] == [str(tmp_path / "review.docx")]
    courses = {entry["project"]: entry["course"] for entry in content["projects"]}
    assert courses["Faults reported online"] == "continue"
    assert {entry["why"] for entry in content["projects"] if entry["course"] == "unsaid"} == {"not_begun"}
    assert set(courses.values()) <= {"continue", "change", "stop", "unsaid", "closed"}


def test_the_door_gives_the_frames_of_both(last: Path, now: Path, tmp_path: Path) -> None:
    reviewed = smreport.review(now, last, tmp_path)
    assert set(SPENT.values()) <= set(reviewed.now.tables.frame("evaluation")["spent"])
    assert reviewed.then.tables.frame("evaluation")["spent"].isna().all()
    with pytest.raises(InvalidValue, match="is a Word document"):
        smreport.review(now, last, tmp_path, options=smreport.DocumentOptions(html=True))


def test_a_workbook_with_errors_is_refused_unless_for_a_draft(last: Path, tmp_path: Path) -> None:
    answers = a_year_later()
    answers["risks"][0] |= {"likelihood": "Rare", "residual_likelihood": "Likely"}
    wrong = written(answers, tmp_path / "wrong.xlsx")
    refused = run("review", wrong, "--since", last, "-o", tmp_path / "out")
    assert refused.exit_code == 1
    assert not (tmp_path / "out").exists()
    done = run("review", wrong, "--since", last, "-o", tmp_path / "out", "--draft")
    assert done.exit_code == 0, done.output
    assert "Draft with errors" in text_of(tmp_path / "out" / "review.docx", "footer")


def test_workbooks_that_do_not_go_together_are_told(last: Path, now: Path, tmp_path: Path) -> None:
    other = written({"settings": {"organisation": "Exampleshire"}}, tmp_path / "other.xlsx", "digital_inclusion")
    refused = run("review", now, "--since", other, "-o", tmp_path / "out")
    assert refused.exit_code == 2
    assert "other.xlsx" in refused.stderr
    assert run("review", tmp_path / "gone.xlsx", "--since", last, "-o", tmp_path / "out").exit_code == 2
    assert "the right way round" in run("review", last, "--since", now, "-o", tmp_path / "out").stdout


def test_a_workbook_of_an_earlier_version_is_reviewed(tmp_path: Path) -> None:
    old = Path(__file__).parent / "old_versions" / "social_media-1.1.xlsx"
    done = run("review", old, "--since", old, "-o", tmp_path, "--draft")
    assert done.exit_code == 0, done.output
    assert "It cannot be said of:" in text_of(tmp_path / "review.docx")


@pytest.mark.long
def test_words_that_tell_a_figure_that_either_workbook_marks_stop_it(now: Path, tmp_path: Path) -> None:
    answers = first_answers()
    for line in answers["evaluation"]:
        if line.get("purpose") == "Consultation platform":
            line |= {"not_public": True, "setup_cost": 87_641}
    secret = written(answers, tmp_path / "secret.xlsx")
    later = a_year_later()
    later["portfolio"][0]["lessons"] = "The platform was offered for £87,641."
    telling = written(later, tmp_path / "telling.xlsx")
    refused = run("review", telling, "--since", secret, "-o", tmp_path / "out")
    assert refused.exit_code == 2
    assert "87,641" not in refused.output
    place = re.findall(r'--publish "([^"]+)"', refused.stderr)
    assert len(place) == 1
    done = run("review", telling, "--since", secret, "-o", tmp_path / "out", "--publish", place[0])
    assert done.exit_code == 0, done.output
    word = Document(str(tmp_path / "out" / "review.docx"))
    next(text for text in word.element.body.iter(qn("w:t")) if "was finished" in text.text).text = "It was 87.6k."
    word.save(str(tmp_path / "out" / "review.docx"))
    kept = run("review", telling, "--since", secret, "-o", tmp_path / "out", "--publish", place[0])
    assert kept.exit_code == 2
    assert "review.docx" in kept.stderr
    assert "87.6k" not in kept.output


def test_the_exempt_annex_has_a_folder_of_its_own_and_the_review_is_the_same_with_it_and_without(
    last: Path, now: Path, tmp_path: Path
) -> None:
    """The example marks a line of cost in both workbooks."""
    for folder, more in (("alone", ()), ("both", ("--exempt",))):
        done = run("review", now, "--since", last, "-o", tmp_path / folder, *more)
        assert done.exit_code == 0, done.output
    alone, both = tmp_path / "alone", tmp_path / "both"
    assert [path.name for path in alone.glob("[!.]*")] == ["review.docx"]
    assert sorted(path.name for path in both.glob("[!.]*")) == ["exempt", "review.docx"]
    assert (alone / "review.docx").read_bytes() == (both / "review.docx").read_bytes()
    annex = both / "exempt" / "exempt-annex-review.docx"
    properties = Document(str(annex)).core_properties
    assert (properties.title, is_exempt(annex.read_bytes())) == ("Exempt annex to the review", True)
    assert "Exempt: it shows figures that are not for publication" in text_of(annex)
    assert not is_exempt((both / "review.docx").read_bytes())
    secret = next(line for line in a_year_later()["evaluation"] if line.get("not_public"))
    assert f"£{secret['setup_cost']:,}" in text_of(annex)
    assert f"£{secret['setup_cost']:,}" not in text_of(both / "review.docx")


def test_an_exempt_annex_in_the_place_of_a_review_is_refused(last: Path, now: Path, tmp_path: Path) -> None:
    assert run("review", now, "--since", last, "-o", tmp_path, "--exempt").exit_code == 0
    (tmp_path / "exempt" / "exempt-annex-review.docx").replace(tmp_path / "review.docx")
    refused = run("review", now, "--since", last, "-o", tmp_path)
    assert refused.exit_code == 2
    assert "not for publication" in refused.stderr


def test_where_nothing_is_marked_there_is_no_exempt_annex(tmp_path: Path) -> None:
    plain = {**first_answers(), "evaluation": [unmarked(line) for line in first_answers()["evaluation"]]}
    workbook = written(plain, tmp_path / "plain.xlsx")
    done = run("review", workbook, "--since", workbook, "-o", tmp_path / "out", "--exempt")
    assert done.exit_code == 0, done.output
    assert "no exempt annex" in done.stdout
    assert [path.name for path in (tmp_path / "out").glob("[!.]*")] == ["review.docx"]


def unmarked(line: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key not in ("not_public", "exempt_ground", "public_interest")}


@pytest.mark.long
def test_a_row_without_a_ground_is_named_and_what_is_advised_works(tmp_path: Path) -> None:
    """Only the last workbook marks the row, so that today's has no error of its own."""
    then, later = first_answers(), a_year_later()
    later["evaluation"] = [unmarked(line) for line in later["evaluation"]]
    for line in then["evaluation"]:
        line.pop("exempt_ground", None)
    then["settings"].pop("exempt_ground", None), later["settings"].pop("exempt_ground", None)
    last, now = written(then, tmp_path / "last.xlsx"), written(later, tmp_path / "now.xlsx")
    assert run("review", now, "--since", last, "-o", tmp_path / "public").exit_code == 0
    refused = run("review", now, "--since", last, "-o", tmp_path / "out", "--exempt")
    assert refused.exit_code == 1
    assert re.search(r"now\.xlsx, 6 Evaluation, row \d+", refused.stderr)
    assert not (tmp_path / "out").exists()
    draft = run("review", now, "--since", last, "-o", tmp_path / "draft", "--exempt", "--draft")
    assert draft.exit_code == 0, draft.output
    assert "o be confirmed" in text_of(tmp_path / "draft" / "exempt" / "exempt-annex-review.docx")
    then["settings"]["exempt_ground"] = "Paragraph 3: financial or business affairs of any person or of the council"
    last = written(then, tmp_path / "grounded.xlsx")
    assert run("review", now, "--since", last, "-o", tmp_path / "out", "--exempt").exit_code == 0


def test_a_template_without_words_for_it_takes_the_shipped_ones(last: Path, now: Path, tmp_path: Path) -> None:
    folder = copied(tmp_path / "ours")
    words = folder / "strategy.toml"
    content = words.read_text(encoding="utf-8")
    before, _, _ = content.partition("# The review that smreport review writes")
    words.write_text(before.replace(', "review"]', "]"), encoding="utf-8")
    done = run("review", now, "--since", last, "-o", tmp_path / "out", "--template", folder)
    assert done.exit_code == 0, done.output
    assert "no [review] in strategy.toml" in done.stdout
    assert "Continue, change or stop" in text_of(tmp_path / "out" / "review.docx")


def test_a_section_that_there_is_not_is_named(last: Path, now: Path, tmp_path: Path) -> None:
    folder = copied(tmp_path / "ours")
    words = folder / "strategy.toml"
    words.write_text(words.read_text(encoding="utf-8").replace('"review_money"', '"review_monkey"'), encoding="utf-8")
    for done in (
        run("review", now, "--since", last, "-o", tmp_path / "out", "--template", folder),
        run("template", "check", folder),
    ):
        assert done.exit_code == 2
        assert "review_monkey" in done.stderr
