"""A round in another place than the template was written for: a county in the United States plans in its own English.

The illustrative answers are typed as people there would, in dollars and with the month first, and stand in brackets
of their own, so that what smreport or the template says can be told from them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from click.testing import CliRunner
from engines.comparison import outcome
from engines.engine import AS_EMITTED
from engines.gated import said_by_python
from engines.libreoffice import LibreOffice
from golden import text_of_docx
from made_up import TYPED, outside, typed
from openpyxl.styles.numbers import BUILTIN_FORMATS
from test_made_up_language import texts_of_document, texts_of_workbook
from workbooks import EXAMPLES, edited, put, saved, with_rows

from smreport.blueprint.answers import Answers, read_answers, tables_from
from smreport.blueprint.columns import Choice, Date, Money
from smreport.blueprint.model import Blueprint
from smreport.blueprint.readings import readings, readings_of_place
from smreport.blueprint.templates import load, shipped, texts_of
from smreport.blueprint.times import When, moved
from smreport.blueprint.values import Unreadable
from smreport.cli import main
from smreport.commands.making import workbook_bytes
from smreport.commands.reading import read_workbook
from smreport.decision.money import Period
from smreport.decision.records import Settings
from smreport.decision.results import decide
from smreport.papers.wording import wording_of
from smreport.words import ENGLISH, both_spoken, po_files, speak_both, speaking
from smreport.words.languages import spoken_by
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

PLACE = "en-US"
PROJECT = "⟪Libraries for hard times⟫"
ROUND = (
    ("check", "w.xlsx"), ("build", "w.xlsx", "-o", "out", "--html", "--trace", "--exempt"),
    ("explain", "w.xlsx", PROJECT), ("renew", "w.xlsx", "-o", "next.xlsx"),
    ("review", "next.xlsx", "--since", "w.xlsx", "-o", "review"), ("split", "w.xlsx", "-o", "sent"),
    ("export", "w.xlsx", "-o", "data"), ("new", "-o", "new.xlsx", "--language", PLACE),
    ("handbook", "-o", "guide.docx", "--language", PLACE),
)  # fmt: skip
POUNDS = re.compile(r"£|\bpounds?\b", re.IGNORECASE)
BRITISH_DAY = re.compile(r"\b\d{1,2} (?:January|February|March|April|June|July|August|September|October|November|Dec)")
AS_TYPED = frozenset(case.typed for case in readings() if case.kind == "time")
"""What people may type whoever they are, which the handbook says."""
CODES = re.compile(r"\b[a-z_]+(?:\.[a-z_0-9]+)+\b|\b[a-z]+(?:_[a-z]+)+\b")
"""Codes of findings, which are the same everywhere."""


class Ran(NamedTuple):
    """The folder of a round, and what each of its commands printed."""

    folder: Path
    printed: dict[str, str]


@pytest.fixture(scope="module")
def american() -> Blueprint:
    return load("social_media", PLACE)


def typed_there(blueprint: Blueprint) -> Answers:
    """The illustrative answers as they are typed in the United States: money in words, dates in numbers."""
    every = typed(read_answers(EXAMPLES / "illustrative" / "answers.toml"), load("social_media"))
    forms = {sheet: rows for sheet, rows in every.items() if isinstance(rows, dict)}
    listed = {sheet: rows for sheet, rows in every.items() if isinstance(rows, list)}
    rows = {
        sheet: [
            {key: _typed(value, blueprint.column(f"{sheet}.{key}").type, at, blueprint) for key, value in row.items()}
            for at, row in enumerate(rows)
        ]
        for sheet, rows in listed.items()
    }
    return {**forms, **rows}


def _typed(value: object, kind: object, at: int, blueprint: Blueprint) -> object:
    if isinstance(kind, Money) and isinstance(value, int | float) and value:
        return (f"${value:,}", f"${value / 1000:g}k", f"about ${value:,}", f"{value} dollars", value)[at % 5]
    if isinstance(kind, Choice) and isinstance(value, str) and not value.startswith(TYPED):
        return blueprint.tongue.spelt(value)
    if isinstance(kind, Date) and isinstance(value, date):
        return f"{value.month}/{value.day}/{value.year}" if at % 2 else value
    return value


@pytest.fixture(scope="module")
def a_round(american: Blueprint, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder, before = tmp_path_factory.mktemp("place"), both_spoken()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMREPORT_LANGUAGE", PLACE)
        patch.chdir(folder)
        with speaking(american.tongue):
            (folder / "w.xlsx").write_bytes(workbook_bytes(tables_from(american, typed_there(american), "w.xlsx")))
        yield Ran(folder, {command[0]: ran(*command) for command in ROUND})
    speak_both(before)


def ran(*command: str, code: int | None = None) -> str:
    done = CliRunner().invoke(main, command)
    assert done.exit_code in ((0, 1) if code is None else (code,)), done.output
    return done.output


def told(a_round: Ran) -> Iterator[tuple[str, str]]:
    """All that smreport or the template says in the round, with where it stands; people's own words are left out."""
    yield from ((f"{name} at the terminal", outside(text)) for name, text in a_round.printed.items())
    for path in files_of(a_round, "xlsx"):
        yield from ((f"{path.name}, {place}", outside(text)) for place, text in texts_of_workbook(path))
    for path in files_of(a_round, "docx"):
        yield from ((place, outside(text)) for place, text in texts_of_document(path) if text not in AS_TYPED)
    for path in files_of(a_round, "html"):
        yield path.name, outside(re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8")))


def files_of(a_round: Ran, ending: str) -> list[Path]:
    found = sorted(a_round.folder.rglob(f"*.{ending}"))
    assert found
    return found


def where(pattern: re.Pattern[str], texts: Iterator[tuple[str, str]]) -> dict[str, str]:
    """What of the texts has a pattern, and the first place of each."""
    found: dict[str, str] = {}
    for place, text in texts:
        for match in pattern.finditer(text := CODES.sub(" ", text)):
            found.setdefault(text[max(0, match.start() - 40) : match.end() + 40], place)
    return found


def ends(when: When | None) -> object:
    return when and (when.first, when.last)


def in_a_financial_year(when: When) -> bool:
    """Whether it is said as "2025/26" or a part of it: that year begins in July elsewhere."""
    return re.search(r"\b20\d\d/\d\d\b", when.text) is not None


@pytest.mark.long
class TestRound:
    def test_nothing_is_said_in_pounds(self, a_round: Ran) -> None:
        assert where(POUNDS, told(a_round)) == {}

    def test_no_formula_or_format_is_in_pounds(self, a_round: Ran) -> None:
        for path in files_of(a_round, "xlsx"):
            with zipfile.ZipFile(path) as packed:
                parts = {name: packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml")}
            assert [name for name, text in parts.items() if "£" in outside(text)] == [], path.name

    def test_nothing_is_spelt_as_in_britain(self, a_round: Ran, american: Blueprint) -> None:
        british = re.compile(rf"\b(?:{'|'.join(word for word in american.tongue.respelt if word.isalpha())})\b", re.I)
        assert where(british, told(a_round)) == {}

    def test_days_have_their_month_first(self, a_round: Ran) -> None:
        assert where(BRITISH_DAY, told(a_round)) == {}
        assert "February 9, 2027" in text_of_docx(a_round.folder / "out" / "report.docx")

    def test_sheets_and_pages_are_of_letter_paper(self, a_round: Ran) -> None:
        for path in files_of(a_round, "xlsx"):
            assert {page.page_setup.paperSize for page in openpyxl.load_workbook(path)} == {1}, path.name
        for path in files_of(a_round, "docx"):
            with zipfile.ZipFile(path) as packed:
                sizes = re.findall(r'<w:pgSz w:w="(\d+)" w:h="(\d+)"', packed.read("word/document.xml").decode())
            assert set(sizes) == {("12240", "15840")}, path.name

    def test_what_was_typed_means_what_it_means_at_home(self, a_round: Ran) -> None:
        home = tables_from(load("social_media"), read_answers(EXAMPLES / "illustrative" / "answers.toml"))
        there = read_workbook(a_round.folder / "w.xlsx")
        for sheet, table in home.items():
            for column in table.sheet.asked_columns:
                if isinstance(column.type, Money):
                    assert list(map(float, filter(None, there[sheet].columns[column.key]))) == list(
                        map(float, filter(None, table.columns[column.key]))
                    ), f"{sheet}.{column.key}"
                if isinstance(column.type, Date):
                    pairs = zip(table.columns[column.key], there[sheet].columns[column.key], strict=True)
                    other = [(old, new) for old, new in pairs if ends(old) != ends(new)]
                    assert all(in_a_financial_year(old) for old, _ in other), f"{sheet}.{column.key}"

    def test_pounds_are_asked_about_and_dollars_are_not(self, a_round: Ran, american: Blueprint) -> None:
        sheet = american.sheets["evaluation"]
        heading = sheet.by_key["setup_cost"].heading
        for typed_amount, is_asked in (("£500", True), ("500 pounds", True), ("$500", False), ("500 USD", False)):
            path = a_round.folder / "other.xlsx"
            path.write_bytes((a_round.folder / "w.xlsx").read_bytes())
            edited(path, put(sheet.title, heading, 1, typed_amount))
            printed = ran("check", str(path), code=1)
            assert ("another currency" in printed) == is_asked, printed
            path.unlink()

    def test_money_to_try_is_given_as_the_place_writes_it(self, a_round: Ran) -> None:
        assert "$150,000" in ran("explain", "w.xlsx", PROJECT, "--budget", "$150,000", code=0)
        refused = ran("explain", "w.xlsx", PROJECT, "--budget", "£150,000", code=2)
        assert "$40,000" in refused

    def test_formulas_show_what_python_says(
        self, a_round: Ran, american: Blueprint, program: Callable[[str], str], tmp_path: Path
    ) -> None:
        program("soffice")
        path = tmp_path / "w.xlsx"
        path.write_bytes((a_round.folder / "w.xlsx").read_bytes())
        with speaking(american.tongue):
            wanted = said_by_python(path, american)
        shown = outcome(LibreOffice(tmp_path), path, AS_EMITTED, wanted)
        assert shown.is_right, str(shown)
        assert shown.anew > 5_000


@pytest.mark.long
@pytest.mark.parametrize("tag", ["en-US", "en-GB"])
def test_formats_that_a_program_shows_as_its_place_does_are_read_so(tag: str, tmp_path: Path) -> None:
    """Excel's own formats for money and days, which a file names by number only."""
    formats = {"setup_cost": BUILTIN_FORMATS[5], "start": BUILTIN_FORMATS[14]}
    there = with_rows(load("social_media", tag), 20)
    rows = {"evaluation": [{"setup_cost": 500}], "portfolio": [{"title": "A", "start": date(2027, 3, 4)}]}
    with speaking(there.tongue):
        path = saved(tables_from(there, rows), tmp_path / "w.xlsx")

        def formatted(book: openpyxl.Workbook) -> None:
            for key, sheet in (("setup_cost", there.sheets["evaluation"]), ("start", there.sheets["portfolio"])):
                book[sheet.title].cell(*sheet.place(key, sheet.first_row)).number_format = formats[key]

        tables = read(Workbook(edited(path, formatted)), there)
    assert list(tables["evaluation"].columns["setup_cost"]) == [500]
    assert list(tables["portfolio"].columns["start"]) == [When.on(date(2027, 3, 4))]
    assert [finding for finding in tables.doubts if finding.code.endswith(("otherwise", "shown"))] == []


# --- money ---

PLACES = {"en-US": ("$", "dollars"), "en-IE": ("€", "euros"), "en-CA": ("$", "Canadian dollars")}


@pytest.mark.parametrize("tag", PLACES)
def test_money_is_typed_and_told_in_that_of_the_place(tag: str) -> None:
    sign, name = PLACES[tag]
    home, there = load("social_media"), load("social_media", tag)
    at_home, kind = home.column("evaluation.setup_cost").type, there.column("evaluation.setup_cost").type
    cases = [
        case.typed for case in readings() if case.kind == "money" and "£" in case.typed and case.meaning != "blank"
    ]
    assert len(cases) > 10
    for case in cases:
        with speaking(home.tongue):
            meant = at_home.parse(case)
        with speaking(there.tongue):
            assert kind.parse(case.replace("£", sign)) == meant, case
            assert isinstance(kind.parse(case), Unreadable), case
    with speaking(there.tongue):
        said = {text for texts in _said(there) for text in texts}
    assert [text for text in said if POUNDS.search(text)] == []
    assert any(name in text for text in said)


def _said(blueprint: Blueprint) -> Iterator[Iterator[str]]:
    """What a form says beside its starter rows."""
    for sheet in blueprint:
        yield iter((sheet.purpose, *sheet.guidance))
        yield (text for column in sheet.columns for text in (column.heading, column.help, column.example))
        yield (text for rule in sheet.rules for text in rule.words(sheet))


def test_what_was_paid_in_pounds_is_not_said_in_dollars(tmp_path: Path) -> None:
    """Starter rows tell of prices that others paid."""
    asked = texts_of("social_media", wording_of)
    paid = [(place, text) for place, text in asked if place.startswith("starter.toml") and "£" in text]
    reworded = load("social_media", PLACE).reworded
    assert paid
    for place, text in paid:
        amounts = re.findall(r"£([\d,.]*\d)", text)
        assert re.findall(r"([£$]|GBP\u00a0)([\d,.]*\d)", reworded(place, text)) == [
            ("GBP\u00a0", one) for one in amounts
        ]


# --- what belongs to a place ---


@pytest.mark.parametrize(("tag", "month"), [("en-GB", 4), ("cy", 4), ("en-US", 7)])
def test_a_financial_year_begins_as_in_the_place(tag: str, month: int) -> None:
    form = load("social_media", tag)
    with speaking(form.tongue):
        year, quarter = When.in_words("2027/28"), When.in_words("Q4 2027/28")
        half = When.in_words("H1 2027/28")
        period = Period.of(Settings(plan_start=2027 * 12 + month - 1, years=2))
    assert (year.first, year.last) == (date(2027, month, 1), date(2028, month, 1) - timedelta(days=1))
    assert quarter.first == moved(date(2027, month, 1), 9)
    assert half.first == date(2027, month, 1)
    assert period.years == (2027, 2028)


def test_a_limit_of_a_fiscal_year_is_read_in_its_place(american: Blueprint) -> None:
    answers = {"money": [{"year": "2027/28", "revenue": 500}], "settings": {"plan_start": date(2027, 7, 1)}}
    with speaking(american.tongue):
        results = decide(tables_from(with_rows(american, 10), answers))
    assert [(limit.year, limit.revenue) for limit in results.round.limits.years] == [(2027, 500)]


BRITISH_PLACE = re.compile(r"\bVAT\b|\bwards?\b|\bpolling day\b|\bpurdah\b|\bApril \d{4} to March\b", re.IGNORECASE)


def test_a_form_says_nothing_that_is_so_in_britain_alone(american: Blueprint) -> None:
    with speaking(american.tongue):
        forms = [text for texts in _said(american) for text in texts]
        lists = [
            text for choices in american.lists.values() for item in choices.items for text in (item.text, item.help)
        ]
        cases = [case.typed for case in readings_of_place(american.date_order)]
    assert [text for text in (*forms, *lists, *cases) if BRITISH_PLACE.search(text or "")] == []


# --- spelling ---

BRITISH = re.compile(
    r"\b(?:"
    r"\w{2,}(?:is(?:e|ed|es|ing|ation|ations|er|ers)|ys(?:e|ed|es|ing))"
    r"|\w{2,}ours?|\w+our(?:ed|ing|al|able|ite|hoods?)|\w+[^aeiou]tres?|\w+(?:lled|lling|ller|llers)|\w+ogues?"
    r"|programmes?|licences?|practis\w+|defences?|offences?|\w*judgements?|councillors?|grey\w*|cheques?|whilst|amongst"
    r"|learnt|spelt|misspelt|burnt|dreamt|fulfils?|enrols?|skilful|wilful|sceptic\w*|tyres?|kerbs?|moulds?|ploughs?"
    r"|storeys?|ageing|acknowledgements?|ticks?|ticked|aluminium|per cent|pounds?|fortnight\w*|postcodes?"
    r")\b",
    re.IGNORECASE,
)
AMERICAN_TOO = frozenset(
    word
    for line in (
        "advise advised adviser advisers advises called caller callers calling exercise filled filling four hour hours",
        "install misspelled otherwise our ours polling raise raised raises rolled rolling smaller spelled spelling",
        "tour your yours installed installing controlled controlling enrolled enrolling pulled pulling skilled billed",
        "four advising revise revised exercises raising arise arises promise promised likewise premises expertise",
    )
    for word in line.split()
)
"""Words of these kinds that are spelt so in the United States, too."""


def every_text() -> Iterator[tuple[str, str]]:
    """All that smreport and the shipped templates say, as it stands in their files, with where."""
    for path in sorted(ENGLISH.folder.glob("*.po")):
        for entry in po_files.read(path.read_bytes(), path.name):
            yield from ((entry.id, words) for words in entry.words)
    for template in shipped():
        yield from texts_of(template, wording_of)


def test_every_british_spelling_that_is_said_has_an_american_one(american: Blueprint) -> None:
    assert where(BRITISH, (("x", text) for text in ("we organise", "the honour", "a theatre", "travelled far"))) != {}
    left: dict[str, str] = {}
    for place, text in every_text():
        words = american.tongue.spelt(text)
        left |= {word.lower(): place for word in BRITISH.findall(re.sub(r"\{\w+\}", " ", CODES.sub(" ", words)))}
    assert {word: place for word, place in left.items() if word not in AMERICAN_TOO} == {}


def test_a_spelling_changes_letters_and_no_meaning(american: Blueprint) -> None:
    """No word is spelt in two ways, and none of the American ones is British."""
    respelt = american.tongue.respelt
    assert {word for word in respelt.values() if word in respelt} == set()
    assert spoken_by("en-GB").respelt == {}
