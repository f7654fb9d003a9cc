"""A small form with each kind of column, as a whole: all that its workbook holds, in its own and in other words.

``small_form.txt`` is what stands in the file, and ``small_form_elsewhere.txt`` what of it depends on the language: see
``kept``.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest
from kept import assert_as_kept
from workbook.parts_in_words import in_words

from smreport.blueprint.answers import Answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Extras, Layout, Tables, last_round_heading
from smreport.blueprint.templates import load
from smreport.errors import InvalidValue
from smreport.frozen import replace
from smreport.words import speaking
from smreport.workbook.emit.book import Book
from smreport.workbook.emit.listing import emit_listing
from smreport.workbook.emit.writer import Shown, emit

HERE = Path(__file__).parent
FORM = HERE / "small_form"
ELSEWHERE = ("cy", "en+cy", "en-US")
LONG = "The meadow was given to the town by the miller. It may not be built on, and stays open at night. " * 2
ANSWERS = {
    "settings": {"organisation": "Shire & Sons <Council>", "from_day": date(2027, 4, 1), "budget": "about 5,000"},
    "parks": [
        {"name": "Mill Meadow", "kind": "Country park", "theme": "Bats", "care": "Much", "hectares": 1.25, "benches": 4,
         "cost": 1200, "share": 0.5, "visitors": "about 900 & more", "opened": date(1999, 5, 1), "lit": "yes"},
        {"name": LONG, "kind": "Pocket park", "visitors": "0012", "opened": "May 1890", "lit": "no"},
    ],
    "visits": [{"park": "Mill Meadow (Country park)", "bench": "=1+1", "others": ["Mill Meadow (Country park)"]}],
}  # fmt: skip
GAP = "Gap: Theme is missing. "
SHOWN = Shown(
    {
        "settings": {6: "OK", 9: "Note: Money for one year is in words; smreport check will look at it. " * 3},
        "parks": {6: "OK", 7: f"Error: Park is too long. {GAP * 2}", 8: ""},
        "visits": {5: GAP},
        "weights": {5: "OK", 6: "OK"},
    },
    {"visits": {"count": {5: 2, 6: None}}},
)
MOMENT = datetime(2026, 2, 3, 4, 5)
EXTRAS = Extras(
    columns={
        "parks": {
            "Seen on": {6: date(2026, 2, 3), 7: MOMENT, 8: datetime(2026, 2, 3)},
            last_round_heading(): {6: "Kind: Pocket park", 7: f"Notes: {LONG}"},
            "Ours": {6: True, 7: 2.5, 8: "=2"},
        },
        "visits": {"Length": {5: time(1, 30), 6: timedelta(hours=30)}, "Blank": {5: " ", 6: None}},
    },
    sheets={
        "Notes [draft]: 1/2": (("a", 1), (), ("long", None, False)),
        "notes draft 12": (("b",),),
        "1 a sheet that has a title longer than thirty-one": (
            ("What was asked of all who sent a workbook in, and what they said last year", " again"), (LONG * 2,), (),
            ("Where", "What", "How many", "Answer"),
            ("1 Parks", LONG, 3, ""), ("2 Visits", "Once", 0.5, "Yes"),
        ),
        "1 a sheet that has a title longer than thirty-two": (("Only",), ("x",)),
    },
    layouts={
        "1 a sheet that has a title longer than thirty-one": Layout(3, (40, 60, 10.5, 90), answer=3),
        "1 a sheet that has a title longer than thirty-two": Layout(0, (12,)),
    },
    notes={
        "parks": {("name", 6): "Who said so?", ("+Ours", 8): "Mine"},
        "settings": {("budget", 0): "Ask finance."},
    },
    given={"parks": [7]},
)  # fmt: skip


@cache
def form(language: str = "") -> Blueprint:
    return load(FORM, language)


def filled(language: str = "", extras: Extras = EXTRAS) -> Tables:
    return replace(tables_from(form(language), ANSWERS, "small.xlsx"), extras=extras)


@cache
def whole() -> str:
    """All that the workbook of the form in its own words holds, with all that people and smreport add."""
    return in_words(emit(filled(), SHOWN))


def elsewhere() -> str:
    """What depends on words: the first sheet, and sizes, prompts and print set-up of all."""
    texts = list[str]()
    for language in ELSEWHERE:
        blueprint = form(language)
        with speaking(blueprint.tongue):
            parts = in_words(emit(filled(language, Extras()), SHOWN)).split("\n== ")
        texts += [f"=== {language}", parts[0], *("\n".join(_sizes(part)) for part in parts[1:]), ""]
    return "\n".join(texts)


def _sizes(part: str) -> Iterator[str]:
    of_sizes = re.compile(r"[\w/.]+$|\s+col |row .* ht=|page|\s+brk|\s+definedName .*_xlnm|\s+A\d look[^2] '")
    return (line for line in part.splitlines() if of_sizes.match(line) and "from" not in line)


def listing() -> str:
    """A workbook of the sheets alone that have a layout."""
    return in_words(emit_listing(filled(), "All that was asked"))


WHOLE = {"small_form.txt": whole, "small_form_elsewhere.txt": elsewhere, "small_listing.txt": listing}
"""What is kept under each name."""


@pytest.mark.parametrize("name", WHOLE)
def test_the_workbook_is_what_it_was(name: str) -> None:
    assert_as_kept(HERE / name, WHOLE[name]())


def with_rules(folder: Path, rules: int, letters: int, last: int = 0) -> Blueprint:
    """The form with so many rules for each park, each of which says so much, and the last one more."""
    shutil.copytree(FORM, folder)
    with (folder / "sheets" / "parks.toml").open("a", encoding="utf-8") as sheet:
        for number in range(rules):
            what = f"{number:03} {'m' * (letters + last * (number == rules - 1))}."
            sheet.write('\n[[rule]]\nkind = "one_of"\ncolumns = ["kind", "theme"]\nlevel = "gap"\n')
            sheet.write(f'what = "{what}"\nfix = "Pick."\n')
    return load(folder)


@pytest.mark.parametrize(("rules", "letters", "are_apart"), [(24, 120, False), (24, 240, True)])
def test_what_a_check_says_stands_apart_where_its_formula_would_be_too_long(
    rules: int, letters: int, are_apart: bool, tmp_path: Path
) -> None:
    lines = in_words(emit(tables_from(with_rules(tmp_path / "form", rules, letters), {}), Shown())).splitlines()
    (check,) = (line for line in lines if line.startswith("  A6 look6 '' from {ref=A6:A8"))
    names = {line.split()[1].removeprefix("name="): line.split()[-1] for line in lines if "name=said_" in line}
    words = [line.split(" ", 4)[-1].strip("'") for line in lines if re.match(r"  K\d+ look16 ", line)]
    own = [f"Gap: {number:03} {'m' * letters}." for number in range(rules)]
    assert [line for line in words if line in own] == own * are_apart
    assert names == {f"said_{number}": f"\"'Workings'!$K${number + 4}\"" for number in range(1, len(words) + 1)}
    assert sorted(re.findall(r"said_\d+", check)) == sorted(names)
    assert len(check) < 8_250


def check_formula(blueprint: Blueprint) -> str:
    lines = in_words(emit(tables_from(blueprint, {}), Shown())).splitlines()
    (check,) = (line for line in lines if line.startswith("  A6 look6 '' from {ref=A6:A8"))
    return check.partition("} =")[2]


def test_a_formula_of_8_191_letters_is_as_long_as_one_may_be(tmp_path: Path) -> None:
    more, last = divmod(8_191 - len(check_formula(with_rules(tmp_path / "short", 24, 150))), 24)
    assert 0 < more < 80  # so that no text is longer than Excel takes in a formula
    longest, longer = (with_rules(tmp_path / str(each), 24, 150 + more, each) for each in (last, last + 1))
    assert len(check_formula(longest)) == 8_191
    assert "said_1" in check_formula(longer)


@pytest.mark.parametrize(
    ("answers", "rules", "said"),
    [
        ({"visits": [{"park": "A"}] * 3}, 0, "2 Visits: there are 3 rows of answers, and the sheet has room for 2."),
        ({"visits": [{"park": "A" * 32_768}]}, 0,
         "small.xlsx, 2 Visits, B5: the text has 32,768 letters; Excel holds 32,767 at most. Shorten it."),
        ({}, 160, "1 Parks: the Check formula is longer than Excel allows; take out a rule."),
    ],
)  # fmt: skip
def test_what_excel_cannot_hold_is_refused(answers: Answers, rules: int, said: str, tmp_path: Path) -> None:
    tables = tables_from(with_rules(tmp_path / "form", rules, 10), answers, "small.xlsx")
    with pytest.raises(InvalidValue) as refused:
        emit(tables, Shown())
    assert str(refused.value) == said


def test_what_xlsxwriter_warns_of_is_refused() -> None:
    long = replace(form(), name="x" * 256)
    with pytest.raises(InvalidValue, match=r"^Excel cannot hold this: "):
        emit(tables_from(long, {}), Shown())


@pytest.mark.parametrize(("choices", "last"), [(2, 6), (59, 63), (60, 64), (61, 6)])
def test_lists_are_printed_down_to_the_last_choice_but_for_those_that_are_too_long(choices: int, last: int) -> None:
    theme = form().lists["theme"]
    items = tuple(replace(theme.items[0], text=f"Choice {number}") for number in range(choices))
    blueprint = replace(form(), lists={**form().lists, "theme": replace(theme, items=items)})
    (area,) = re.findall(
        r"Print_Area localSheetId=5 \| 'Lists!(.*)'", in_words(emit(tables_from(blueprint, {}), Shown()))
    )
    assert area == f"$A$1:$G${last}"


@pytest.mark.parametrize(
    ("title", "others", "free"),
    [
        ("Notes", [], "Notes"), ("Notes", ["NOTES"], "Notes (2)"), ("notes", ["Notes", "Notes (2)"], "notes (3)"),
        ("[a]:b*c?d/e\\f", [], "abcdef"), ("' quoted '", [], "quoted"),
        ("?", [], "Sheet"), ("'", ["sheet"], "Sheet (2)"),
        ("m" * 31, [], "m" * 31), ("m" * 32, [], "m" * 31), ("m" * 32, ["M" * 31], "m" * 27 + " (2)"),
    ],
)  # fmt: skip
def test_a_sheet_of_peoples_own_has_a_title_that_excel_takes(title: str, others: list[str], free: str) -> None:
    book = Book(tables_from(form(), {}), Shown(), io.BytesIO())
    for other in others:
        book.add_page(other)
    assert book.free_title(title) == free
