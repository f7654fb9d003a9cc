"""The sheets' own formulas say what Python says, on sound workbooks and on ones that people have spoilt.

LibreOffice calculates every formula; nothing of what XlsxWriter cached is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook as OpenFile
from openpyxl.cell import Cell
from workbooks import edited, example, saved

from smreport.blueprint.columns import Choice, ColumnType, Date, Figure, Number, Ref, Refs, Text
from smreport.blueprint.model import Blueprint
from smreport.blueprint.rules import KINDS
from smreport.blueprint.tables import Tables
from smreport.blueprint.understanding import as_excel_reads
from smreport.blueprint.values import normalised
from smreport.decision.check import check, check_cells
from smreport.decision.results import computed_cells, decide
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

# the gate (tests/engines) asks LibreOffice the same of these workbooks, and two engines more
pytestmark = pytest.mark.engines


@dataclass
class Mess:
    """A workbook file in the hands of somebody careless."""

    book: OpenFile
    tables: Tables
    random: Random

    def cell(self, sheet: str, key: str, row: int) -> Cell:
        place = self.tables.blueprint.sheets[sheet]
        return self.book[place.title].cell(*place.place(key, row))

    def put(self, sheet: str, key: str, row: int, value: object) -> None:
        self.cell(sheet, key, row).value = value

    def row(self, sheet: str) -> int:
        """A filled row."""
        return self.random.choice(list(self.tables[sheet].rows))

    def new_row(self, sheet: str) -> int:
        """The first blank row."""
        table = self.tables.blueprint.sheets[sheet]
        rows = range(table.first_row, table.last_row + 1)
        keys = [column.key for column in table.asked_columns]
        return next(row for row in rows if all(self.cell(sheet, key, row).value is None for key in keys))

    def somewhere(self, *types: type[ColumnType]) -> tuple[str, str, int]:
        """A sheet, a column of one of these types, and a filled row."""
        columns = [
            (sheet.key, column.key)
            for sheet in self.tables.blueprint
            if not (sheet.is_form or sheet.rows_from) and self.tables[sheet.key].rows
            for column in sheet.asked_columns
            if isinstance(column.type, types)
        ]
        sheet, key = self.random.choice(columns)
        return sheet, key, self.row(sheet)


def unknown_choice(mess: Mess) -> None:
    mess.put(*mess.somewhere(Choice), "Somewhere else")


def unknown_name(mess: Mess) -> None:
    mess.put(*mess.somewhere(Ref), "Nobody knows")


def unknown_name_among_several(mess: Mess) -> None:
    place = mess.somewhere(Refs)
    mess.put(*place, f"{mess.cell(*place).value or ''}; Nobody knows")


def emptied(mess: Mess) -> None:
    mess.put(*mess.somewhere(ColumnType), None)


def only_spaces(mess: Mess) -> None:
    mess.put(*mess.somewhere(ColumnType), "   ")


def other_case_and_spaces(mess: Mess) -> None:
    place = mess.somewhere(Ref, Choice, Text)
    text = mess.cell(*place).value
    if isinstance(text, str):
        ways = text.upper(), text.lower(), f" {text}  ", text.replace(" ", "  ")
        mess.put(*place, mess.random.choice(ways))


def number_as_text(mess: Mess) -> None:
    mess.put(
        *mess.somewhere(Number),
        mess.random.choice(["£1,200", "12", "about ten", "-5", -5, "£8k–£12k", "up to 5", "nil"]),
    )


def no_answer(mess: Mess) -> None:
    mess.put(*mess.somewhere(Number, Date, Figure, Text), mess.random.choice(["tbc", "-", "see above", "n/a"]))


def as_above(mess: Mess) -> None:
    place = mess.somewhere(Number, Date, Figure, Text, Choice, Ref)
    mess.put(*place, mess.random.choice(["ditto", "As above", '"', "↓"]))


def bullets(mess: Mess) -> None:
    place = mess.somewhere(Text, Figure)
    mess.put(*place, f"• {mess.cell(*place).value or 'One more'}")


def totals_below(mess: Mess) -> None:
    row = mess.new_row("evaluation")
    mess.put("evaluation", "role", row, "Total")
    mess.put("evaluation", "setup_cost", row, 120_000)


def headings_again(mess: Mess) -> None:
    sheet, row = mess.tables.blueprint.sheets["actions"], mess.new_row("actions")
    for column in sheet.asked_columns:
        mess.put("actions", column.key, row, column.heading)


def times_in_words(mess: Mess) -> None:
    where = ("portfolio", "start"), ("portfolio", "finish"), ("kpis", "target_date"), ("actions", "due")
    sheet, key = mess.random.choice(where)
    words = ["2013-09", "Nov-17", "2035-Q3", "Spring 2026", "by end of year 9", "w/c 3 March 2036", "ongoing"]
    mess.put(sheet, key, mess.row(sheet), mess.random.choice(words))


def row_twice(mess: Mess) -> None:
    sheets = "portfolio", "evaluation", "mapping", "roles", "areas", "tools", "objectives", "risks"
    copy_row(mess, mess.random.choice(sheets))


def copy_row(mess: Mess, sheet: str) -> None:
    row, copy = mess.row(sheet), mess.new_row(sheet)
    for column in mess.tables.blueprint.sheets[sheet].asked_columns:
        mess.put(sheet, column.key, copy, mess.cell(sheet, column.key, row).value)


def wrong_date(mess: Mess) -> None:
    where = ("portfolio", "start"), ("portfolio", "finish"), ("kpis", "target_date"), ("actions", "due")
    sheet, key = mess.random.choice(where)
    mess.put(
        sheet, key, mess.row(sheet), mess.random.choice([datetime(2020, 1, 1), datetime(2040, 1, 1), 2027, "2027"])
    )


def objective_of_another_area(mess: Mess) -> None:
    objective = mess.cell("objectives", "objective", mess.row("objectives")).value
    mess.put("mapping", "objective", mess.row("mapping"), objective)


def refused_tool(mess: Mess) -> None:
    mess.put("tools", "status", mess.row("tools"), "REFUSED ")


def parked_area(mess: Mess) -> None:
    mess.put("areas", "status", mess.row("areas"), " parked")


def finished_project(mess: Mess) -> None:
    mess.put("portfolio", "status", mess.row("portfolio"), mess.random.choice(["Done", "dropped"]))


def wildcards(mess: Mess) -> None:
    mess.put("roles", "role", mess.row("roles"), "Who?")
    for name in ("Who?", "Who*", "*", "Lib*", "~"):
        mess.put("mapping", mess.random.choice(["role", "area", "tool"]), mess.row("mapping"), name)
    mess.put("portfolio", "roles", mess.row("portfolio"), "Who?; *;")


def number_for_a_name(mess: Mess) -> None:
    mess.put("roles", "role", mess.new_row("roles"), 3)
    mess.put("mapping", "role", mess.row("mapping"), "3")
    mess.put("evaluation", "role", mess.row("evaluation"), 3)


def circles(mess: Mess) -> None:
    """Two projects that wait for each other, three in a row, and one that waits for itself."""
    first = [mess.new_row("portfolio") + step for step in range(6)]
    for row, (title, depends) in zip(first, ("AB", "BA", "CD", "DE", "EC", "FF"), strict=True):
        mess.put("portfolio", "title", row, f"Project {title}")
        mess.put("portfolio", "depends", row, f"project {depends}")
        mess.put("portfolio", "not_with", row, f"Project {title}; project AB; Nobody knows")


def only_some_weights(mess: Mess) -> None:
    row = mess.new_row("swings")
    mess.put("swings", "who", row, "Audit")
    mess.put("swings", "cost", row, 50)


def many_choices(mess: Mess) -> None:
    areas = [str(row["label"]) for row in mess.tables["areas"].rows.values()]
    mess.put("portfolio", "areas", mess.row("portfolio"), " ;  ".join([*areas, areas[0].upper()]))


def stranger_among_twins(mess: Mess) -> None:
    """A role that is listed twice, chosen together with one that is not listed at all."""
    name = mess.tables["roles"].name_of(mess.row("roles"))
    mess.put("roles", "role", mess.new_row("roles"), name)
    mess.put("portfolio", "roles", mess.row("portfolio"), f"{name}; Nobody knows")


def untitled_project(mess: Mess) -> None:
    copy_row(mess, "portfolio")
    mess.put("portfolio", "title", mess.new_row("portfolio") - 1, None)


def year_for_a_day(mess: Mess) -> None:
    for key in ("start", "finish"):
        mess.put("portfolio", key, mess.row("portfolio"), 2027)


def rows_without_their_name(mess: Mess) -> None:
    for sheet, key, other in (("roles", "notes", "mapping"), ("objectives", "outcome", "mapping")):
        mess.put(sheet, key, mess.new_row(sheet), "Still to be named")
        mess.put(other, "notes", mess.new_row(other), "Still to be filled in")


def settings_that_clash(mess: Mess) -> None:
    mess.put("settings", "plan_start", 0, datetime(2031, 1, 1))
    mess.put("settings", "plan_end", 0, datetime(2030, 1, 1))
    mess.put("settings", "budget", 0, "about a million")
    mess.put("settings", "publication", 0, "secret")
    mess.put("settings", "author", 0, "  ")


def launch_before_an_election(mess: Mess) -> None:
    mess.put("settings", "pre_election_start", 0, datetime(2027, 1, 1))
    mess.put("settings", "pre_election_end", 0, datetime(2028, 1, 1))
    mess.put("portfolio", "start", mess.row("portfolio"), datetime(2028, 1, 1))


def nearly_right(mess: Mess) -> None:
    """A name that is nearly another, and a figure that no cell takes."""
    row = next(row for row, answers in mess.tables["mapping"].rows.items() if answers["objective"])
    name = str(mess.tables["mapping"].rows[row]["objective"])
    mess.put("mapping", "objective", row, f"{name[:5]}{name[6:]}")
    mess.put("settings", "risk_appetite", 0, 40)


def secret_without_a_ground(mess: Mess) -> None:
    mess.put("settings", "exempt_ground", 0, None)
    mess.put("kpis", "not_public", mess.row("kpis"), "Yes")


def action_before_the_decision(mess: Mess) -> None:
    row, (at, project) = mess.new_row("actions"), next(iter(mess.tables["portfolio"].rows.items()))
    mess.put("portfolio", "title", at, project["title"])
    mess.put("portfolio", "status", at, "Proposed")
    for key, value in (("action", "Begin at once"), ("project", project["title"]), ("due", datetime(2028, 1, 3))):
        mess.put("actions", key, row, value)
    mess.put("settings", "call_in_ends", 0, datetime(2029, 1, 1))


def risk_to_nobody(mess: Mess) -> None:
    row = mess.row("risks")
    mess.put("risks", "role", row, None)
    mess.put("risks", "project", row, " ")


def wage_in_words(mess: Mess) -> None:
    mess.put("settings", "hourly_rate", 0, "£26 or so")


def costs_that_end(mess: Mess) -> None:
    """Yearly costs that end, with projects of every length; set-up that commitments pay for, one of it not known."""
    for row in mess.tables["evaluation"].rows:
        mess.put("evaluation", "runs", row, mess.random.choice(["Ends", " ends", "Goes on", None]))
    rows = list(mess.tables["portfolio"].rows)
    for row, status in zip(rows, ("Approved", "in progress", "Proposed", None), strict=False):
        mess.put("portfolio", "status", row, status)
    mess.put("portfolio", "finish", rows[-1], None)
    mess.put("portfolio", "start", rows[-2], "Q2 2028/29")
    mess.put("portfolio", "finish", rows[-3], datetime(2027, 1, 1))  # before it starts
    mess.put("evaluation", "setup_cost", mess.row("evaluation"), None)


def charges_of_nobody(mess: Mess) -> None:
    """A cost and a risk of neither role nor project, which count for all."""
    row = mess.new_row("evaluation")
    for key, value in (("setup_cost", 1000), ("yearly_cost", 10), ("hours", 0.5)):
        mess.put("evaluation", key, row, value)
    row = mess.new_row("risks")
    for key, text in (("risk", "Nobody has thought of it"), ("likelihood", "Possible"), ("impact", "Minor")):
        mess.put("risks", key, row, text)


def risks_half_scored(mess: Mess) -> None:
    keys = "likelihood", "impact", "residual_likelihood", "residual_impact"
    for row in mess.tables["risks"].rows:
        mess.put(
            "risks", mess.random.choice(keys), row, mess.random.choice([None, "Almost certain", "Severe", "Minor"])
        )


def no_weights(mess: Mess) -> None:
    for name in ("benefit", "cost", "risk"):
        mess.put("settings", f"weight_{name}", 0, None)


def other_scales(mess: Mess) -> None:
    ends = {
        "benefit_at_100": 20,
        "benefit_at_0": 6,
        "cost_at_0": 60_000,
        "risk_at_0": 9,
        "weight_risk": 0,
        "discount_rate": 3.5,
    }
    for key, value in ends.items():
        mess.put("settings", key, 0, value)
    mess.put("settings", "compete_again", 0, "yes")


def weight_below_0(mess: Mess) -> None:
    mess.put("settings", "weight_risk", 0, -10)


def scale_the_wrong_way_round(mess: Mess) -> None:
    mess.put("settings", "cost_at_100", 0, 300_000)


Kinds = tuple[tuple[Callable[[Mess], None], int], ...]  # what is spoilt, and how many times
EVERYTHING: Kinds = (
    (unknown_choice, 4), (unknown_name, 4), (unknown_name_among_several, 3), (emptied, 8), (only_spaces, 8),
    (other_case_and_spaces, 10), (number_as_text, 8), (no_answer, 8), (as_above, 8), (bullets, 3), (totals_below, 1),
    (headings_again, 1), (times_in_words, 6), (row_twice, 4), (wrong_date, 4), (year_for_a_day, 1),
    (objective_of_another_area, 2), (refused_tool, 1), (parked_area, 1), (finished_project, 1), (wildcards, 1),
    (number_for_a_name, 1), (circles, 1), (only_some_weights, 1), (many_choices, 1),
    (stranger_among_twins, 1), (untitled_project, 1),
    (rows_without_their_name, 1), (settings_that_clash, 1), (launch_before_an_election, 1), (risk_to_nobody, 1),
    (nearly_right, 1), (secret_without_a_ground, 1), (action_before_the_decision, 1),
)  # fmt: skip
CASES: dict[str, tuple[str, Kinds]] = {
    "devon": ("devon", ()),
    "illustrative": ("illustrative", ()),
    "devon, spoilt": ("devon", EVERYTHING),
    "illustrative, spoilt": ("illustrative", EVERYTHING),
    "illustrative, without a wage": ("illustrative", ((wage_in_words, 1),)),
    "illustrative, as commitments": (
        "illustrative",
        ((costs_that_end, 1), (charges_of_nobody, 1), (no_weights, 1), (risks_half_scored, 1)),
    ),
    "illustrative, on other scales": (
        "illustrative",
        ((costs_that_end, 1), (other_scales, 1), (emptied, 10), (number_as_text, 3)),
    ),
    "illustrative, on a weight below 0": ("illustrative", ((weight_below_0, 1), (risks_half_scored, 1))),
    "illustrative, on no scale": ("illustrative", ((scale_the_wrong_way_round, 1), (risk_to_nobody, 1))),
}


def spoil(book: OpenFile, tables: Tables, kinds: Kinds, seed: int = 2) -> None:
    mess = Mess(book, tables, Random(seed))
    for spoil_once, times in kinds:
        for _ in range(times):
            spoil_once(mess)


@dataclass(frozen=True)
class Calculated:
    """A workbook that LibreOffice calculated, and the answers that are read from it."""

    file: Workbook
    tables: Tables
    spoilt: Kinds

    def shown(self, sheet: str, column: int) -> Iterator[tuple[int, object]]:
        """What each row of a sheet's table shows in a column, "" where nothing."""
        grid = self.file.grid(self.tables[sheet].title)
        place = self.tables.blueprint.sheets[sheet]
        for row in range(place.first_row, place.last_row + 1):
            cells = grid[row - 1] if row <= len(grid) else ()
            yield row, cells[column - 1] if column <= len(cells) else ""


@pytest.fixture(scope="module", params=CASES)
def calculated(
    request: pytest.FixtureRequest,
    blueprint: Blueprint,
    tmp_path_factory: pytest.TempPathFactory,
    libreoffice: Callable[[Path], Path],
) -> Calculated:
    name, kinds = CASES[request.param]
    tables = example(blueprint, name)
    path = saved(tables, tmp_path_factory.mktemp("parity") / f"{request.param}.xlsx")
    if kinds:
        edited(path, lambda book: spoil(book, tables, kinds))
    file = Workbook(libreoffice(path))
    return Calculated(file, read(file, blueprint), kinds)


def test_column_a_says_what_the_check_says(calculated: Calculated) -> None:
    wanted = check_cells(calculated.tables)
    differing = [
        (sheet.key, row, shown, wanted[sheet.key].get(row, ""))
        for sheet in calculated.tables.blueprint
        if not sheet.rows_from
        for row, shown in calculated.shown(sheet.key, 1)
        if shown != wanted[sheet.key].get(row, "")
    ]
    assert differing == []


@pytest.mark.parametrize("name", ["devon", "illustrative"])
def test_a_spoilt_workbook_breaks_rules_of_every_kind(blueprint: Blueprint, tmp_path: Path, name: str) -> None:
    """So that the comparison above has something to compare."""
    tables = example(blueprint, name)
    path = edited(saved(tables, tmp_path / "spoilt.xlsx"), lambda book: spoil(book, tables, EVERYTHING))
    codes = [finding.code.split(".") for finding in check(read(Workbook(path), blueprint))]
    broken = {code[2] for code in codes if len(code) > 2}  # the others are what the reader says
    assert broken >= {*KINDS, "listed", "exists", "readable", "in_range"} - {"any_positive", "similar"}


def test_computed_columns_show_what_the_decision_rules_work_out(calculated: Calculated) -> None:
    tables = as_excel_reads(calculated.tables)
    wanted = computed_cells(decide(tables, strict=False))
    differing = [
        (sheet.key, column.key, row, shown, value)
        for sheet in tables.blueprint
        for column in sheet.columns
        if column.computation
        for row, shown in calculated.shown(sheet.key, tables[sheet.key].places[column.key])
        if not alike(shown, value := wanted[sheet.key][column.key].get(row, ""))
    ]
    assert differing == []


def alike(shown: object, value: object) -> bool:
    """Equal: numbers to nine places, texts but for their case, which the sheet shows as it was typed."""
    if isinstance(shown, str) or isinstance(value, str):
        return normalised(shown) == normalised(value)
    return shown == pytest.approx(value, rel=1e-9, abs=1e-9)
