"""The words of a template as catalogues: written, edited as people do it, said, and held against what there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import smreport
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.errors import InvalidValue
from smreport.words import po_files, say, speaking_of
from smreport.words.languages import CATALOGUES, languages, place_of, spoken_by
from smreport.words.po_files import Entry

pytestmark = pytest.mark.long


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return smreport.copy_template("digital_inclusion", tmp_path / "mine")


def edit(file: Path, change: Callable[[Entry], Entry | None]) -> None:
    """Somebody edits a catalogue, message by message; None takes one out."""
    entries = po_files.read(file.read_bytes(), str(file))
    kept = [new for entry in entries if (new := change(entry)) is not None]
    file.write_bytes(po_files.written(kept, "cy", "Edited."))


def in_words(entry: Entry, **words: str) -> Entry:
    """An entry with other words, by the text or id that it has."""
    said = words.get(entry.id.replace(".", "_").replace(" ", "_"))
    return entry if said is None else Entry(entry.id, (said,) * len(entry.words), entry.plural, entry.context)


def told(folder: Path, code: int) -> str:
    done = CliRunner().invoke(main, ["template", "check", str(folder)])
    assert done.exit_code == code, done.output
    return done.output


def test_all_catalogues_are_written_and_a_second_run_changes_nothing(mine: Path) -> None:
    done = smreport.write_words(mine, "cy")
    assert {saved.path.relative_to(mine / "words").as_posix() for saved in done.saved} == {
        "cy.po", *(f"cy/{name}.po" for name in CATALOGUES)
    }  # fmt: skip
    assert done.open["cy.po"] > 100
    assert done.open["cy/papers.po"] == 0  # Welsh ships with smreport
    assert smreport.write_words(mine, "cy").saved == ()


def test_what_is_worded_is_said_and_all_else_in_english(mine: Path) -> None:
    smreport.write_words(mine, "cy")
    edit(mine / "words" / "cy.po", lambda entry: in_words(entry, Start_here="Dechreuwch yma"))
    blueprint = load(mine, "cy")
    assert blueprint.start.title == "Dechreuwch yma"
    assert [sheet.title for sheet in blueprint] == [sheet.title for sheet in load(mine)]
    assert blueprint.form == load(mine).form


def test_a_council_rewords_what_smreport_says(mine: Path) -> None:
    smreport.write_words(mine)
    assert not (mine / "words" / "en.po").exists()  # the template's own words are in its own files
    edit(
        mine / "words" / "en" / "findings.po",
        lambda entry: in_words(entry, findings_required_is="{heading} is not there."),
    )
    with speaking_of(load(mine).tongue):
        assert say("findings.required.is", heading="Lead") == "Lead is not there."
        assert say("papers.not_known") == "Not known"


def test_words_stay_when_they_are_written_again_and_unused_ones_are_kept_apart(mine: Path) -> None:
    smreport.write_words(mine, "cy")
    file = mine / "words" / "cy.po"
    edit(file, lambda entry: in_words(entry, Start_here="Dechreuwch yma"))
    text = (mine / "workbook.toml").read_text(encoding="utf-8").replace('"Start here"', '"Begin here"')
    (mine / "workbook.toml").write_text(text, encoding="utf-8")
    assert "nothing says this any more: workbook.toml start title: Start here" in told(mine, 1)
    smreport.write_words(mine, "cy")
    assert '#~ msgstr "Dechreuwch yma"' in file.read_text(encoding="utf-8")
    assert "nothing says this any more" not in told(mine, 1)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda entry: None if entry.id == "findings.required.is" else entry,
            "(one text has|[0-9]+ texts have) no words yet",
        ),
        (
            lambda entry: in_words(entry, findings_required_is="Mae ar goll."),
            "heading has no place in it: findings.required.is",
        ),
        (lambda entry: in_words(entry, findings_required_is="{enw} {heading}"), "nothing is called enw here"),
        (
            lambda entry: Entry(entry.id, ("un", "", *entry.words[2:]), entry.plural) if entry.plural else entry,
            "it needs words for every number, and the language has 6 forms: findings.",
        ),
    ],
)
def test_the_check_names_what_is_missing_or_does_not_fit(
    mine: Path, change: Callable[[Entry], Entry | None], says: str
) -> None:
    smreport.write_words(mine, "cy")
    edit(mine / "words" / "cy" / "findings.po", change)
    assert re.search(rf"words/cy/findings\.po: {says}", told(mine, 1))


def test_a_template_without_catalogues_is_fine(mine: Path) -> None:
    assert "all fine" in told(mine, 0)


def test_tags_are_read_as_people_write_them() -> None:
    assert [place_of(tag) for tag in ("cy", "EN", "en_us", "en-US", "cy-GB")] == [
        "cy-GB",
        "en-GB",
        "en-US",
        "en-US",
        "cy-GB",
    ]
    for tag in ("", "english", "e", "en-"):
        with pytest.raises(InvalidValue):
            place_of(tag)
    assert languages() == ["cy", "en", "en-US"]
    with pytest.raises(InvalidValue, match="template words FOLDER --language fr"):
        spoken_by("fr")
