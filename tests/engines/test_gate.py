"""The gate: engines that follow Excel's rules work out every formula anew, and show what Python says.

Not part of an ordinary run: ``python -m pytest -m engines``; see CONTRIBUTING.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar, NoReturn

import pytest
import xlsxwriter
from engines.cells import MAIN, changed, saved_results
from engines.comparison import Outcome, outcome
from engines.engine import AS_EMITTED, WRITTEN_OUT, Engine
from engines.gated import GATED, Gated
from engines.run import GATE
from lxml import etree
from workbooks import with_rows, workbook

from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.decision.check import check_cells
from smreport.decision.results import computed_cells, decide
from smreport.workbook.emit.writer import Shown, emit

pytestmark = pytest.mark.engines

FEWEST = 5_000  # formulas that each engine must work out anew
RUNS = [(kind, form) for kind in GATE for form in kind.forms]
ALL_FORMS = pytest.mark.parametrize(("kind", "form"), RUNS, ids=lambda each: getattr(each, "name", each))
Run = tuple[str, str, str]  # engine, form, workbook


@pytest.fixture(scope="session")
def engines(not_installed: Callable[[str], NoReturn], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Engine]:
    for kind in GATE:
        if kind.missing():
            not_installed(kind.missing())
    return {kind.name: kind(tmp_path_factory.mktemp(kind.name)) for kind in GATE}


@pytest.fixture(scope="session")
def outcomes(
    engines: dict[str, Engine], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Run, Future[Outcome]]]:
    """Everything that goes through the gate, each engine at work beside the others."""
    folder = tmp_path_factory.mktemp("gated")
    gated = {name: make(folder / f"{name}.xlsx") for name, make in GATED.items()}
    workers = {name: ThreadPoolExecutor(1) for name in engines}
    yield {
        (kind.name, form, name): workers[kind.name].submit(passed, engines[kind.name], form, each)
        for name, each in gated.items()
        for kind, form in RUNS
    }
    for worker in workers.values():
        worker.shutdown(cancel_futures=True)


def passed(engine: Engine, form: str, gated: Gated) -> Outcome:
    return outcome(engine, gated.path, form, gated.wanted)


@pytest.mark.parametrize("name", GATED)
@ALL_FORMS
def test_every_formula_shows_what_python_says(
    outcomes: dict[Run, Future[Outcome]], kind: type[Engine], form: str, name: str
) -> None:
    found = outcomes[kind.name, form, name].result()
    assert found.is_right, str(found)


@pytest.mark.parametrize("kind", GATE, ids=lambda kind: kind.name)
def test_enough_formulas_are_worked_out_anew(outcomes: dict[Run, Future[Outcome]], kind: type[Engine]) -> None:
    counts = [future.result().anew for (engine, _, _), future in outcomes.items() if engine == kind.name]
    assert sum(counts) >= FEWEST


# --- the gate itself: what is spoilt on purpose does not pass ---


def emitted(folder: Path) -> tuple[Path, Tables]:
    """A small workbook with an area that has gaps, its results saved."""
    tables = workbook(
        with_rows(load(), 5),
        """
        | areas | name      | kind    | status   |
        |       | Libraries | Service | In scope |
        """,
    )
    path = folder / "small.xlsx"
    path.write_bytes(emit(tables, Shown(check_cells(tables), computed_cells(decide(tables)))))
    return path, tables


@ALL_FORMS
def test_a_wrong_saved_result_does_not_pass(
    engines: dict[str, Engine], tmp_path: Path, kind: type[Engine], form: str
) -> None:
    path, tables = emitted(tmp_path)
    place = tables["areas"].title, f"A{tables['areas'].sheet.first_row}"

    def spoil(title: str, page: etree._Element) -> None:
        for cell in page.iter(f"{MAIN}c"):
            if (title, cell.get("r")) == place:
                cell.find(f"{MAIN}v").text = "OK"

    assert place not in outcome(engines[kind.name], path, form, saved_results(path)).differing
    spoilt = changed(path, tmp_path / "spoilt.xlsx", spoil)
    found = outcome(engines[kind.name], spoilt, form, saved_results(spoilt))
    assert found.differing[place][1] == "OK"


@ALL_FORMS
def test_a_check_that_always_says_ok_does_not_pass(
    engines: dict[str, Engine], tmp_path: Path, kind: type[Engine], form: str
) -> None:
    path, tables = emitted(tmp_path)
    place = tables["areas"].title, f"A{tables['areas'].sheet.first_row}"

    def spoil(title: str, page: etree._Element) -> None:
        for formula in page.iter(f"{MAIN}f"):
            if (title, formula.getparent().get("r")) == place:
                formula.text = 'IF(TRUE,"OK","")'

    found = outcome(engines[kind.name], changed(path, tmp_path / "spoilt.xlsx", spoil), form, saved_results(path))
    assert found.differing[place][0] == "OK"


def test_only_libreoffice_lets_a_logical_value_pass_for_a_number(engines: dict[str, Engine], tmp_path: Path) -> None:
    """In Excel FALSE is more than any number; so say the others. With +0 it is a number to all."""
    path = written(tmp_path, {"A1": '=IF(((B1="x")>0),"wrong","right")', "A2": '=IF((((B1="x")+0)>0),"wrong","right")'})
    wanted = {("Sheet1", "A1"): "right", ("Sheet1", "A2"): "right"}
    found = {name: [*outcome(engine, path, AS_EMITTED, wanted).differing] for name, engine in engines.items()}
    assert found == {"LibreOffice": [], "ONLYOFFICE": [("Sheet1", "A1")], "IronCalc": [("Sheet1", "A1")]}


@pytest.mark.parametrize("name", ["LibreOffice", "ONLYOFFICE"])
def test_a_shared_formula_that_is_read_otherwise_does_not_pass(
    engines: dict[str, Engine], tmp_path: Path, name: str
) -> None:
    """A text in a later cell of a shared formula is passed over; written out it counts."""
    path = written(tmp_path, {"A1": "=B1+1", "A2": "=B2+2"})

    def share(title: str, page: etree._Element) -> None:
        for number, formula in enumerate(page.iter(f"{MAIN}f")):
            formula.attrib.update({"t": "shared", "si": "0"} | ({} if number else {"ref": "A1:A2"}))

    shared = changed(path, tmp_path / "shared.xlsx", share)
    wanted = {("Sheet1", "A1"): 1.0, ("Sheet1", "A2"): 2.0}
    assert outcome(engines[name], shared, WRITTEN_OUT, wanted).is_right
    assert outcome(engines[name], shared, AS_EMITTED, wanted).differing == {("Sheet1", "A2"): (1.0, 2.0)}


@ALL_FORMS
def test_a_formula_that_an_engine_cannot_run_is_left_out_and_what_hangs_on_it_is_not(
    engines: dict[str, Engine], tmp_path: Path, kind: type[Engine], form: str
) -> None:
    class Lesser(kind):  # type: ignore[misc, valid-type]
        cannot: ClassVar[Mapping[str, str]] = {r"\bPV\(": "tried out here"}

    path = written(tmp_path, {"A1": "=PV(0,1,1)", "A2": "=A1+1"})
    wanted = {("Sheet1", "A1"): 41.0, ("Sheet1", "A2"): 42.0}
    found = outcome(Lesser(engines[kind.name].folder), path, form, wanted)
    assert found.is_right
    assert (found.anew, found.left_out) == (1, {("Sheet1", "A1"): "tried out here"})


def written(folder: Path, formulas: dict[str, str]) -> Path:
    """A file with some formulas."""
    path = folder / "written.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for address, formula in formulas.items():
            page.write_formula(address, formula)
    return path
