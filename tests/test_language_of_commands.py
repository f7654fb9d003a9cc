"""Commands in another language: every word of their help and refusals, and files that were named in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po, write_po
from click.testing import CliRunner
from remake_words import CATALOGUES

from smreport.cli import main
from smreport.commands.checking import _unmarked
from smreport.commands.gathering import find_workbooks, register_in, register_names
from smreport.words import speaking
from smreport.words.languages import spoken_by

OTHER = "eo"
_WORDS = re.compile(r"\{\w+\}|[^\W\d_]+")


_LETTERS = {**{97 + at: 0x430 + at for at in range(26)}, **{65 + at: 0x410 + at for at in range(26)}}


def in_other_letters(words: str) -> str:
    """The same in letters that English has none of; names of parts stay."""
    return _WORDS.sub(lambda word: word[0] if word[0].startswith("{") else word[0].translate(_LETTERS), words)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of people's own words with a whole language in which nothing is English."""
    folder = tmp_path_factory.mktemp("words")
    (folder / OTHER).mkdir()
    for path in (path for path in CATALOGUES if path.parent.name == "en"):
        with path.open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            if message.id and message.pluralizable:
                message.string = tuple(map(in_other_letters, message.string))
            elif message.id:
                message.string = in_other_letters(str(message.string))
        with (folder / OTHER / path.name).open("wb") as file:
            write_po(file, catalogue)
    return folder


@pytest.fixture
def other(words: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands speak that language."""
    monkeypatch.setenv("SMREPORT_WORDS", str(words))
    monkeypatch.setenv("SMREPORT_LANGUAGE", OTHER)


def told(*arguments: str) -> str:
    return CliRunner().invoke(main, arguments, prog_name="smreport").output


def every_command(command: click.Command = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, within in getattr(command, "commands", {}).items():
        yield from every_command(within, (*path, name))


def names_in(command: click.Command) -> Iterator[str]:
    """What is typed as it is in every language: commands, options and choices."""
    yield str(command.name)
    for parameter in command.params:
        yield from (word for option in (*parameter.opts, *parameter.secondary_opts) for word in option.split("-"))
        yield from getattr(parameter.type, "choices", ())
        yield from re.split(r"\W", str(parameter.default))
    for within in getattr(command, "commands", {}).values():
        yield from names_in(within)


NAMES = {"smreport", "h", "help", "x", *names_in(main)}


def english_in(said: str) -> list[str]:
    """The words in Latin letters that are no names of commands, options or choices."""
    return [word for word in re.findall(r"[A-Za-z]+", said) if word not in NAMES]


@pytest.mark.usefixtures("other")
class TestEveryWord:
    @pytest.mark.parametrize("path", list(every_command()), ids=" ".join)
    def test_of_help(self, path: tuple[str, ...]) -> None:
        said = told(*path, "--help")
        assert re.search(r"[а-я]", said)
        assert english_in(said) == []

    @pytest.mark.parametrize(
        "arguments",
        [
            (), ("--version",), ("--xx",), ("checc",), ("qq",), ("template", "qq"), ("check",), ("check", "--format"),
            ("check", "--mark=1", "x"), ("check", "--format", "qq", "x"), ("check", "--forma", "text", "x"),
            ("build", "x"), ("build", "x", "x", "-o", "x"), ("build", "x", "x", "x", "-o", "x"),
            ("split", "x", "-o", "x", "--jobs", "0"), ("split", "x", "-o", "x", "--jobs", "qq"),
            ("build", "x", "-o", "x", "--budget", "qq"), ("build", "x", "-o", "x", "--year", "qq"),
            ("build", "x", "-o", "x", "--weights", "qq=1"), ("bring", "x", "x", "--as", "qq"), ("new", "-o", "x"),
            ("check", "x", "-o", "x"), ("check", "x", "xx", "--mark", "-o", "x"), ("new", "--services", "x"),
            ("template", "copy", "qq", "x"), ("split", "x", "-o", "x", "--send"),
        ],
        ids=" ".join,
    )  # fmt: skip
    def test_of_what_is_refused(self, arguments: tuple[str, ...]) -> None:
        said = told(*arguments)
        assert re.search(r"[а-я]", said)
        typed = {"qq", "checc", "xx", "forma", "social", "media", "digital", "inclusion"}
        assert [word for word in english_in(said) if word not in typed] == []

    def test_of_a_day_that_is_none(self) -> None:
        said = told("init", "x", "--deadline", "qq")
        assert english_in(said.replace("qq", "")) == []


@pytest.mark.usefixtures("other")
class TestFilesThatWereNamedInAnotherLanguage:
    def test_a_register_is_found_whatever_is_spoken(self, tmp_path: Path) -> None:
        with speaking(spoken_by(OTHER)):
            (name, *_) = register_names()
        assert name == f"{in_other_letters('register')}.xlsx"
        (tmp_path / name).touch()
        (tmp_path / "Libraries.xlsx").touch()
        assert register_in(tmp_path) == tmp_path / name
        assert [path.name for path in find_workbooks(tmp_path).paths] == ["Libraries.xlsx"]
        (tmp_path / name).rename(tmp_path / "register.xlsx")
        with speaking(spoken_by(OTHER)):
            assert register_in(tmp_path) == tmp_path / "register.xlsx"

    @pytest.mark.parametrize("ending", ["to fix", "to fix 2", f"{in_other_letters('to fix')} 12"])
    def test_a_marked_copy_is_known_by_its_name(self, ending: str) -> None:
        assert _unmarked(f"Libraries - {ending}") == "Libraries"
        with speaking(spoken_by(OTHER)):
            assert _unmarked(f"Libraries - {ending}") == "Libraries"

    def test_a_round_names_its_folders_in_it(self, tmp_path: Path) -> None:
        told("init", str(tmp_path / "x"))
        folders = sorted(map(in_other_letters, ("sent", "returned", "built")))
        assert sorted(path.name for path in (tmp_path / "x").iterdir()) == ["round.toml", *folders]


@pytest.mark.parametrize(
    ("tag", "refusal"), [("tlh", "There are no words in the language tlh"), ("Welsh!", "Welsh! is no language.")]
)
def test_a_language_that_nobody_speaks_is_refused_in_english(
    monkeypatch: pytest.MonkeyPatch, tag: str, refusal: str
) -> None:
    monkeypatch.setenv("SMREPORT_LANGUAGE", tag)
    done = CliRunner().invoke(main, ["next"])
    assert done.exit_code == 2
    assert done.output.startswith(f"Error: {refusal}")


@pytest.mark.usefixtures("other")
def test_what_was_spoken_before_a_command_is_spoken_behind_it() -> None:
    told("--help")
    assert register_names()[0] == "register.xlsx"
