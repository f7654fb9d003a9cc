"""A workbook in one language at a terminal in another: what is told is in the terminal's, names are as in the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_up import CLOSE, LANGUAGE, OPEN, typed, unsaid, write_made_up
from workbooks import EXAMPLES

import smreport
from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import last_round_heading
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.making import workbook_bytes
from smreport.commands.paper_names import exempt_annex_file, exempt_folder
from smreport.papers.compose import file_of
from smreport.papers.wording import PAPERS, REVIEW
from smreport.words import both_spoken, speak_both, speaking
from smreport.words.languages import OWN

pytestmark = pytest.mark.usefixtures("few_rows")

SHIPPED = Path(__file__).parents[1] / "workbook_templates"
COMMANDS = (
    ("check", "w.xlsx"), ("check", "half.xlsx"), ("check", "wrong.xlsx"), ("build", "w.xlsx", "-o", "out", "--exempt"),
    ("build", "wrong.xlsx", "-o", "none"), ("build", "half.xlsx", "-o", "drafts"),
    ("renew", "w.xlsx", "-o", "next.xlsx"), ("review", "next.xlsx", "--since", "w.xlsx", "-o", "review"),
    ("explain", "w.xlsx", "Lost"),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A template with made-up words of its own, and workbooks of it in English and in these, in a folder each."""
    place, before = tmp_path_factory.mktemp("two"), both_spoken()
    smreport.copy_template("social_media", place / "template")
    write_made_up(place / "template")
    for language in ("en-GB", LANGUAGE):
        blueprint = load(place / "template", "" if language == "en-GB" else language)
        with speaking(blueprint.tongue):
            write_workbooks(blueprint, place / language)
    yield place
    speak_both(before)


def write_workbooks(blueprint: Blueprint, place: Path) -> None:
    """The illustrative answers, half of them, and some that contradict each other."""
    place.mkdir()
    answers = typed(read_answers(EXAMPLES / "illustrative" / "answers.toml"), load("social_media"))
    half = {sheet: rows for sheet, rows in answers.items() if sheet not in ("evaluation", "risks")}
    settings = answers["settings"]
    assert isinstance(settings, dict)
    wrong = answers | {"settings": settings | {"plan_end": "2020-01-01", "weight_benefit": "tree"}}
    for name, content in (("w.xlsx", answers), ("half.xlsx", half), ("wrong.xlsx", wrong)):
        (place / name).write_bytes(workbook_bytes(tables_from(blueprint, content, name), strict=False))


def printed(folder: Path, language: str, terminal: str) -> dict[tuple[str, ...], str]:
    """What the commands print about workbooks in a language at a terminal in another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OWN, str(folder / "template" / "words"))
        patch.setenv("SMREPORT_LANGUAGE", terminal)
        patch.chdir(folder / language)
        return {command: ran(*command, "--template", str(folder / "template")) for command in COMMANDS}


def ran(*command: str) -> str:
    done = CliRunner().invoke(main, command)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def names_in(folder: Path, language: str) -> Iterator[str]:
    """What sheets, columns, choices and papers are called in a language."""
    blueprint = load(folder / "template", language)
    for sheet in blueprint.sheets.values():
        yield from (sheet.title, sheet.who, *(column.heading for column in sheet.columns))
    for choices in blueprint.lists.values():
        yield from choices.texts
    with speaking(blueprint.tongue):
        yield from (last_round_heading(), exempt_folder(), exempt_annex_file(), *map(file_of, (*PAPERS, REVIEW)))


@pytest.fixture
def names(folder: Path) -> Callable[[str, str], str]:
    """A text without the names that a language has for what is in a file, and without what people typed."""

    def without(text: str, language: str) -> str:
        known = sorted(filter(None, names_in(folder, language)), key=len, reverse=True)
        return re.sub("|".join(map(re.escape, known)) + r"|⟪[^⟫]*⟫|“[^“”]*”", " ", text)

    return without


@pytest.mark.long
def test_an_english_terminal_tells_all_in_english(folder: Path, names: Callable[[str, str], str]) -> None:
    for command, text in printed(folder, LANGUAGE, "en").items():
        assert text
        assert [line for line in names(text, LANGUAGE).splitlines() if OPEN in line or CLOSE in line] == [], command


@pytest.mark.long
def test_another_terminal_tells_nothing_in_english(folder: Path, names: Callable[[str, str], str]) -> None:
    for command, text in printed(folder, "en-GB", LANGUAGE).items():
        assert OPEN in text
        assert unsaid(names(text, "")) == [], command


@pytest.mark.long
def test_a_welsh_terminal_words_what_the_checks_say_and_not_what_the_file_has(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    template = ("--template", str(SHIPPED / "social_media"))
    ran("new", "-o", "welsh.xlsx", "--language", "cy", *template)
    ran("new", "-o", "english.xlsx", *template)
    in_english = ran("check", "welsh.xlsx", *template)
    assert "4 Mapio: nothing is filled in yet. Fill the sheet in. One row is a use of a tool" in in_english
    monkeypatch.setenv("SMREPORT_LANGUAGE", "cy")
    in_welsh = ran("check", "english.xlsx", *template)
    assert "4 Mapping: ni lenwyd dim eto. Llenwch y daflen. Un rhes: defnydd o offeryn" in in_welsh


@pytest.mark.long
@pytest.mark.parametrize(
    "command", ["build w.xlsx -o both", "review w.xlsx --since w.xlsx -o both", "handbook -o x.md"]
)
def test_papers_in_two_languages_at_once_are_refused_with_what_to_type(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "en-GB")
    told = ran(*command.split(), "--language", "en+cy")
    assert told.startswith("Error: A paper is in one language, and en+cy are several.")
    assert told.endswith("with --language en, then with --language cy.\n")
    assert not Path("both").exists()
    assert not Path("x.md").exists()


def test_a_form_in_three_languages_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert "at most" in ran("new", "-o", "three.xlsx", "--language", "en+cy+en-US")
    assert not Path("three.xlsx").exists()


@pytest.mark.parametrize("day", ["17 Medi 2027", "17 medi 2027", "17 September 2027", "2027-09-17"])
@pytest.mark.parametrize("terminal", ["en", "cy"])
def test_a_deadline_may_name_its_month_in_any_language(
    day: str, terminal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMREPORT_LANGUAGE", terminal)
    ran("init", str(tmp_path / "round"), "--deadline", day)
    assert "deadline = 2027-09-17" in (tmp_path / "round" / "round.toml").read_text(encoding="utf-8")
    assert "Medii" in ran("init", str(tmp_path / "other"), "--deadline", "17 Medii 2027")


def test_the_day_of_the_next_plan_may_be_in_the_words_of_the_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "en-GB")
    monkeypatch.setenv("SMREPORT_LANGUAGE", "cy")
    template = ("--template", str(folder / "template"))
    ran("renew", "half.xlsx", "-o", "later.xlsx", "--starts", "1 Ebrill 2029", *template)
    starts = smreport.read("later.xlsx", template=folder / "template")["settings"]["plan_start"].iloc[0]
    assert str(starts) == "1 April 2029"
