"""The workbooks that go through the gate, and what each of their formulas must show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from blueprint import test_readings
from decision.test_consolidate import NAMELESS
from engines.cells import Place, Value, cells, changed, defined_names, put, saved_results
from half_typed import HALF_FILLED, pasted
from made_up import LANGUAGE, write_made_up
from openpyxl import Workbook as OpenFile
from test_half_filled import together
from workbook import test_understood
from workbook.test_parity import CASES, EVERYTHING, Kinds, spoil
from workbook.test_rules_in_excel import all_broken
from workbooks import EXAMPLES, edited, example, saved, with_room_for, with_rows, workbook

import smreport
from smreport.blueprint.answers import Answers, read_answers, tables_from
from smreport.blueprint.columns import Refs, YesNo
from smreport.blueprint.model import Blueprint
from smreport.blueprint.readings import AREAS
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load, shipped
from smreport.blueprint.understanding import as_excel_reads
from smreport.decision.check import check_cells
from smreport.decision.results import computed_cells, decide
from smreport.words import speaking_of
from smreport.workbook.emit.writer import Shown, emit
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook


@dataclass(frozen=True)
class Gated:
    """A workbook as a file, and what its formulas must show, by place."""

    path: Path
    wanted: Mapping[Place, Value]


def handed_out(template: str, starter: bool, path: Path) -> Gated:
    """A workbook as ``new`` makes it."""
    smreport.new(path, template=template, starter=starter)
    return Gated(path, saved_results(path))


def filled_in(name: str, path: Path) -> Gated:
    """A shipped example."""
    smreport.new(path, answers=EXAMPLES / name / "answers.toml")
    return Gated(path, saved_results(path))


def spoilt(name: str, kinds: Kinds, seed: int, path: Path) -> Gated:
    """An example that people have spoilt."""
    tables = example(load(), name)
    return typed_into(tables, lambda book: spoil(book, tables, kinds, seed), path)


def half_filled(answers: Answers, path: Path) -> Gated:
    """A workbook that is half filled in, as people write."""
    blueprint = with_room_for(load(), {key: len(rows) for key, rows in answers.items()})
    return typed_into(tables_from(blueprint, answers), pasted(blueprint, answers), path)


def all_readings(path: Path) -> Gated:
    """A workbook into which each case of the table of readings is typed, in its own row."""
    rows = Counter(test_readings.PLACES[case.kind][0] for case in test_readings.IN_FILES)
    rows |= Counter({sheet: len(cases) for sheet, _, cases in test_understood.PLACES})
    blueprint = with_room_for(load(), {**rows, "areas": len(AREAS)})
    tables = tables_from(blueprint, {"areas": test_understood.ROWS, "settings": {"plan_start": "2027-04-01"}})

    def type_all(book: OpenFile) -> None:
        test_readings.typed_in(book)
        test_understood.paste(blueprint, book)

    return typed_into(tables, type_all, path)


def typed_into(tables: Tables, typing: Callable[[OpenFile], object], path: Path) -> Gated:
    """A workbook into which something was typed, all else of it as it was written."""
    sound = saved(tables, path.with_name(f"sound-{path.name}"))
    other = edited(saved(tables, path.with_name(f"edited-{path.name}")), typing)
    was, now = cells(sound), cells(other)
    formulas = {place for place, cell in was.items() if cell.formula}
    touched = {place for place in (was.keys() | now.keys()) - formulas if was.get(place) != now.get(place)}
    changed(sound, path, put({place: now[place].value if place in now else "" for place in touched}))
    return Gated(path, said_by_python(path, tables.blueprint))


def broken(template: str, path: Path) -> Gated:
    """A workbook that breaks each rule of a template."""
    tables = all_broken(template)
    return Gated(saved(tables, path), said_by_python(path, tables.blueprint))


def nameless(path: Path) -> Gated:
    """Rows without a name, and rows that name none: what is blank names nothing."""
    tables = workbook(with_rows(load(), 8), NAMELESS)
    return Gated(saved(tables, path), said_by_python(path, tables.blueprint))


def in_other_words(path: Path) -> Gated:
    """The example in the made-up language, whose words are longer than Excel takes in a formula, spoilt by people."""
    folder = smreport.copy_template("social_media", path.with_name("in other words"))
    write_made_up(folder)
    blueprint = load(folder, LANGUAGE)
    with speaking_of(blueprint.tongue):
        tables = tables_from(blueprint, read_answers(EXAMPLES / "illustrative" / "answers.toml"))
        return typed_into(tables, lambda book: spoil(book, tables, EVERYTHING), path)


def said_by_python(path: Path, blueprint: Blueprint) -> dict[Place, Value]:
    """What Python makes of the answers in a file, as the results in a workbook with the same answers."""
    tables = read(Workbook(path), blueprint)
    seen = as_excel_reads(tables)
    computed = computed_cells(decide(seen, strict=False))
    anew = path.with_name(f"python-{path.name}")
    anew.write_bytes(emit(seen, Shown(check_cells(tables), computed)))
    as_typed = columns_as_typed(anew, blueprint)
    shown = saved_results(anew).items()
    return {(title, at): value for (title, at), value in shown if (title, at.rstrip("0123456789")) not in as_typed}


def columns_as_typed(path: Path, blueprint: Blueprint) -> set[Place]:
    """The workings that repeat cells as they are typed, of which Python reads the choices, or Yes and No, only."""
    several = {
        f"{kind}_{sheet.key}_{column.key}"
        for sheet in blueprint
        for column in sheet.columns
        if isinstance(column.type, Refs | YesNo)
        for kind in ("text", "parts")
    }
    places = [formula.partition("!$") for name, _, formula in defined_names(path) if name in several]
    return {(title.strip("'"), corners.partition("$")[0]) for title, _, corners in places}


Maker = Callable[[Path], Gated]
GATED: dict[str, Maker] = {
    **{f"{name}, blank": partial(handed_out, name, False) for name in shipped()},
    **{f"{name}, starter rows": partial(handed_out, name, True) for name in shipped()},
    **{name: partial(filled_in, name) for name in ("devon", "illustrative")},
    **{case: partial(spoilt, name, kinds, 2) for case, (name, kinds) in CASES.items() if kinds},
    "devon, spoilt otherwise": partial(spoilt, "devon", EVERYTHING, 3),
    **{f"{name}, every rule broken": partial(broken, name) for name in shipped()},
    "half filled: accounts": partial(half_filled, read_answers(HALF_FILLED[0])),
    "half filled: all six": partial(half_filled, together()),  # one workbook: programs take most time to start
    "rows without a name": nameless,
    "readings": all_readings,
    "illustrative in other words, spoilt": in_other_words,
}
