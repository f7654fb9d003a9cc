"""The whole round in a made-up language: whatever people read is said in it, in every file and at the terminal.

A template in the made-up words, and answers in brackets of their own, go through all commands. A word that stands in
neither kind of brackets was not in a catalogue.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from babel import Locale
from click.testing import CliRunner
from lxml import etree
from made_up import CLOSE, LANGUAGE, OPEN, TYPED, TYPED_END, made_up, outside, picked, typed, unsaid, write_made_up
from workbooks import EXAMPLES

import smreport
from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.columns import Date, Figure, Number
from smreport.blueprint.rules import UNDERSTANDING
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.making import workbook_bytes
from smreport.words import both_spoken, speak_both, speaking
from smreport.words.languages import OWN, spoken_by

pytestmark = pytest.mark.long

PROJECT = "⟪Libraries for hard times⟫"
ROUND = (
    ("check", "w.xlsx"), ("check", "w.xlsx", "--mark"), ("check", "w.xlsx", "--format", "json"),
    ("build", "w.xlsx", "-o", "out", "--html", "--trace", "--exempt"), ("explain", "w.xlsx", PROJECT),
    ("export", "w.xlsx", "-o", "data"), ("split", "w.xlsx", "-o", "sent"), ("status", "sent"),
    ("merge", "sent", "-o", "combined.xlsx"), ("renew", "w.xlsx", "-o", "next.xlsx"),
    ("review", "next.xlsx", "--since", "w.xlsx", "-o", "review", "--exempt"),
    ("compare", "w.xlsx", "next.xlsx", "-o", "changes.xlsx"), ("refresh", "w.xlsx", "-o", "fresh.xlsx"),
    ("upgrade", "w.xlsx", "-o", "upgraded.xlsx"), ("handbook", "-o", "guide.docx", "--language", LANGUAGE),
    ("new", "-o", "new.xlsx", "--language", LANGUAGE),
)  # fmt: skip
MISTAKES = (("nonsense",), ("check",), ("check", "nowhere.xlsx"), ("build", "w.xlsx"), ("new", "-o", "x.docx"))


class Ran(NamedTuple):
    """A command that was run, what it printed, and its exit code."""

    command: tuple[str, ...]
    printed: str
    code: int


class Round(NamedTuple):
    """The folder of the round, and all that was printed in it."""

    folder: Path
    ran: list[Ran]


@pytest.fixture(scope="module")
def made_round(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    folder, before = tmp_path_factory.mktemp("round"), both_spoken()
    smreport.copy_template("social_media", folder / "template")
    write_made_up(folder / "template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OWN, str(folder / "template" / "words"))
        patch.setenv("SMREPORT_LANGUAGE", LANGUAGE)
        patch.chdir(folder)
        blueprint = load(folder / "template", LANGUAGE)
        answers = read_answers(EXAMPLES / "illustrative" / "answers.toml")
        with speaking(blueprint.tongue):
            shipped = load("social_media")
            tables = tables_from(blueprint, picked(typed(answers, shipped), shipped), "w.xlsx")
            (folder / "w.xlsx").write_bytes(workbook_bytes(tables))
        every = [(*command, "--template", str(folder / "template")) for command in ROUND]
        helps = [(*path.split(), "--help") for path in commands()]
        yield Round(folder, [ran(*command) for command in (*every, *helps, *MISTAKES)])
    speak_both(before)


def commands() -> list[str]:
    inner = main.commands["template"]
    return ["", *main.commands, *(f"template {name}" for name in getattr(inner, "commands", ()))]


def ran(*command: str) -> Ran:
    done = CliRunner().invoke(main, command)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Ran(command, done.output, done.exit_code)


def test_every_command_goes_through(made_round: Round) -> None:
    codes = {" ".join(each.command[:2]): each.code for each in made_round.ran[: len(ROUND)]}
    assert {name for name, code in codes.items() if code == 2} == set()
    assert all(each.code == 2 for each in made_round.ran[-len(MISTAKES) :])


def test_all_that_is_printed_is_said_in_the_language(made_round: Round) -> None:
    names = {*main.commands, "template", "words", "copy", "upgrade", "house", "schema", "check", "list", "main"}
    found = {
        " ".join(each.command[:2]): left
        for each in made_round.ran
        if (left := set(unsaid(_without_keys(each.printed))) - names - _MONTHS - _ANSWERED)
    }
    assert found == {}


def _without_keys(printed: str) -> str:
    """JSON without its keys and codes, which programs read, and helps without what the terminal cut off."""
    return re.sub(r'"[a-z_]+":|"(?:error|gap|note|held)"|\bnull\b|\btrue\b|\bfalse\b|\.\.\.', " ", printed)


_MONTHS = {
    word
    for form in Locale(LANGUAGE).months.values()
    for names in form.values()
    for name in names.values()
    for word in name.split()
} | {"agus", "nó"}
"""What Babel says: months, "and", "or"."""


def _answered() -> set[str]:
    """Words of figures and times as people typed them, which keep no brackets, since they are read."""
    blueprint = load("social_media")
    words: set[str] = set()
    for sheet, rows in read_answers(EXAMPLES / "illustrative" / "answers.toml").items():
        for row in rows if isinstance(rows, list) else [rows]:
            for key, value in row.items():
                if isinstance(blueprint.column(f"{sheet}.{key}").type, Date | Figure | Number) and isinstance(
                    value, str
                ):
                    words |= set(re.findall(r"[^\W\d_]{2,}", value))
    return words


_ANSWERED = _answered()


# --- files ---


def _opened(text: str) -> int:
    """How many brackets of a text are not closed."""
    return sum(sign in OPEN + TYPED for sign in text) - sum(sign in CLOSE + TYPED_END for sign in text)


def texts_of_workbook(file: Path) -> Iterator[tuple[str, str]]:
    """All that people can read in a workbook, with where it stands, but for the line that says of what it is made."""
    book = openpyxl.load_workbook(file, data_only=True)
    yield "properties", f"{book.properties.title} {book.properties.subject or ''} {book.properties.description or ''}"
    for page in book:
        yield "tab", page.title
        begun = ""  # a text above a table that goes on in the next row
        for cell in (cell for row in page.iter_rows() for cell in row):
            if isinstance(cell.value, str) and not cell.value.startswith("smreport template:"):
                text = f"{begun} {cell.value}" if cell.column == 1 else cell.value
                goes_on = cell.column == 1 and _opened(text) > 0
                begun = text if goes_on else "" if cell.column == 1 else begun
                yield f"{page.title} {cell.coordinate}", "" if goes_on else text
            if cell.comment:
                yield f"note {cell.coordinate}", cell.comment.text
        for rule in page.data_validations.dataValidation:
            for words in (rule.promptTitle, rule.prompt, rule.errorTitle, rule.error):
                yield f"{page.title} {rule.sqref} prompt", words or ""
        yield "header and footer", " ".join(filter(None, (page.oddFooter.center.text, page.oddHeader.center.text)))


_TEXTS = {"t", "delText", "instrText"}


def texts_of_document(file: Path) -> Iterator[tuple[str, str]]:
    """All that people can read in a Word file: paragraphs of all parts, charts, alternative texts and properties."""
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            if name.endswith(".xml") and not name.startswith(("customXml/", "word/styles", "word/theme", "word/font")):
                yield from ((f"{file.name} {name}", text) for text in _texts_of_part(name, packed.read(name)))


def _texts_of_part(name: str, content: bytes) -> Iterator[str]:
    root = etree.fromstring(content)
    if name in ("docProps/core.xml", "docProps/custom.xml"):
        kinds = ("title", "subject", "description", "keywords", "category", "creator")
        yield from (child.text or "" for child in root.iter("{*}" + "lpwstr", *("{*}" + kind for kind in kinds)))
        return
    if name.startswith("docProps/"):
        return
    for paragraph in root.iter("{*}p"):
        yield "".join(
            text.text or "" for text in paragraph.iter("{*}t") if next(text.iterancestors("{*}p")) is paragraph
        )
    if "/charts/" in name:
        yield from (value.text or "" for value in root.iter("{*}v"))
    for element in root.iter("{*}docPr", "{*}tblCaption", "{*}tblDescription", "{*}alias"):
        values = (*element.attrib.items(),)
        yield from (
            value
            for key, value in values
            if etree.QName(key).localname in ("descr", "title", "val") and not _is_key(element, value)
        )


def _is_key(element: etree._Element, name: str) -> bool:
    """Whether a part of a paper without a heading is called by its key in the template."""
    tags = element.xpath("../*[local-name() = 'tag']/@*[local-name() = 'val']")
    return any(tag.rpartition(":")[2].replace("_", " ").casefold() in name.casefold() for tag in tags)


_PICTURE = re.compile(r"(?:\w+\s\(?[0-9]+\)?\s*){9,}")
"""The words that people used most, with how often: they are their own, and come without their brackets."""


def left_over(texts: Iterator[tuple[str, str]]) -> dict[str, set[str]]:
    """The words that nothing said, by where they stand."""
    found = (
        (place, set(unsaid(_PICTURE.sub(" ", text))) - _MONTHS - _ANSWERED - {*UNDERSTANDING}) for place, text in texts
    )
    return {place: words for place, words in found if words}


def files_of(made_round: Round, ending: str) -> list[Path]:
    every = (path for path in made_round.folder.rglob(f"*.{ending}") if "template" not in path.parts)
    return sorted(every, key=lambda path: path.relative_to(made_round.folder).as_posix())


def test_all_that_stands_in_workbooks_is_said_in_the_language(made_round: Round) -> None:
    workbooks = files_of(made_round, "xlsx")
    assert len(workbooks) > 20
    assert {path.name: left for path in workbooks if (left := left_over(texts_of_workbook(path)))} == {}


def test_all_that_stands_in_documents_is_said_in_the_language(made_round: Round) -> None:
    documents = files_of(made_round, "docx")
    assert len(documents) >= 6
    assert {path.name: left for path in documents if (left := left_over(texts_of_document(path)))} == {}


def test_a_web_page_is_said_in_the_language(made_round: Round) -> None:
    (page,) = files_of(made_round, "html")
    tree = etree.fromstring(page.read_bytes(), etree.HTMLParser())
    assert tree.get("lang") == spoken_by(LANGUAGE).tag
    for machine in tree.xpath("//style | //script | //head/meta"):
        machine.getparent().remove(machine)
    texts = ["".join(tree.itertext()), *tree.xpath("//@alt | //@title | //@aria-label")]
    assert left_over((page.name, str(text)) for text in texts) == {}


def test_files_are_named_in_the_language(made_round: Round) -> None:
    named = [path for ending in ("docx", "xlsx", "html") for path in files_of(made_round, ending)]
    chosen = {path.stem for path in named if path.parent != made_round.folder} | {"w - to fix"}
    assert {stem: left for stem in chosen - {"w - to fix"} if (left := unsaid(stem))} == {}


def test_what_is_made_up_is_longer_by_two_fifths_and_has_other_letters() -> None:
    words = made_up("What is missing is listed by owner.")
    assert len(words) >= 1.4 * len("What is missing is listed by owner.")
    assert (words[0], words[-1]) == (OPEN, CLOSE)
    assert re.search(r"[\u0590-\u05ff]", words)
    assert re.search(r"[ǻéîõü]", words)
    assert outside(f"a {words} b") == "a  b"
