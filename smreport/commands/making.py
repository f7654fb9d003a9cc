"""Workbooks made: new ones, and ones made anew from others."""

from __future__ import annotations

from pathlib import Path

from smreport.blueprint import templates
from smreport.blueprint.answers import Answers, placed, read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.needed import Need, need
from smreport.blueprint.service_lists import read_service_list
from smreport.blueprint.tables import Tables
from smreport.blueprint.understanding import as_excel_reads
from smreport.commands.loading import load_template
from smreport.commands.screening import screened_lines
from smreport.decision import propose
from smreport.decision.check import check_cells
from smreport.decision.results import computed_cells, decide
from smreport.file_names import safe_name
from smreport.frozen import Frozen, replace
from smreport.rounds.rows import with_words_noted
from smreport.saving import save_new
from smreport.words import say
from smreport.words.languages import in_two_at_most

_SPARE_ROWS = 20


class NewWorkbook(Frozen):
    """A workbook that was made, and where an earlier file of that name was kept."""

    path: Path
    sheets: int
    kept: Path | None = None


class Renewed(Frozen):
    """A workbook that was made anew from another: its filled rows, and what there is to say about it.

    remarks  what was not found in the old one, or was taken for something else
    added    rows that were made ready, in words
    """

    path: Path
    rows: int
    remarks: tuple[str, ...]
    added: tuple[str, ...] = ()
    kept: Path | None = None


def new(
    path: str | Path | None = None,
    *,
    organisation: str = "",
    template: str | Path | None = None,
    services: str | Path | None = None,
    starter: bool = True,
    answers: str | Path | None = None,
    language: str = "",
    force: bool = False,
) -> NewWorkbook:
    """A workbook to fill in, with starter rows, blank, or with the answers of a TOML file.

    path          where it goes (.xlsx); else here, called after the organisation, under a free name
    organisation  the council's name, for the cover
    template      the name of a shipped template, or a folder
    services      a CSV file with the columns id and name: the services to pick from in sheet 1
    starter       whether it comes with the template's starter rows
    answers       a TOML file of answers, as in the examples
    language      of the form: a tag such as cy or en-US, two with a plus sign between them for a bilingual form, "" for
                  the template's own
    force         whether a file that is there is replaced; it is kept under another name

    Raises TemplateError, InvalidValue for a bad service list or answers file, OutputRefused where the file is there.
    """
    blueprint = load_template(template or templates.DEFAULT, in_two_at_most(language))
    if services:
        blueprint = blueprint.with_list("service", read_service_list(Path(services)))
    content = read_answers(Path(answers)) if answers else _first_answers(blueprint, starter)
    if organisation:
        content = {**content, "settings": {**content.get("settings", {}), "organisation": organisation}}
    target = Path(path) if path else _free_name(Path(), organisation)
    kept = save_new(target, workbook_bytes(tables_from(blueprint, content, target.name)), force)
    return NewWorkbook(target, len(blueprint.order) + bool(blueprint.workings), kept)


def _first_answers(blueprint: Blueprint, starter: bool) -> Answers:
    """The settings that the template proposes, but for those that people must answer; its starter rows if wanted."""
    rows: Answers = blueprint.starter if starter else {}
    settings = blueprint.sheets["settings"]
    proposed = {
        column.key: column.default
        for column in settings.columns
        if column.default is not None and need(settings, column) is not Need.ALWAYS
    }
    return {**rows, "settings": {**proposed, **rows.get("settings", {})}}


def _free_name(folder: Path, organisation: str) -> Path:
    """A name for a new workbook that nothing in the folder has: the organisation's, or "workbook.xlsx"."""
    taken = [path.stem for path in folder.glob("*") if path.suffix.lower() == ".xlsx"]
    usual = say("terminal.file.round.workbook")
    return folder / f"{safe_name(organisation or usual, taken, usual)}.xlsx"


def workbook_bytes(tables: Tables, strict: bool = True) -> bytes:
    """The workbook of some answers, its formulas' results worked out.

    Raises InvalidValue where the weights or the ends of a scale in Settings cannot be used; with ``strict`` off there
    are no scores then.
    """
    from smreport.workbook.emit.writer import Shown, emit

    tables = with_words_noted(tables)
    needed = {key: len(table.numbers) + _SPARE_ROWS for key, table in tables.items() if table.numbers}
    roomy = tables.blueprint.sized(needed)
    laid_out = placed(replace(tables, blueprint=roomy))
    computed = computed_cells(decide(as_excel_reads(laid_out), findings=(), strict=strict))
    return emit(laid_out, Shown(check_cells(laid_out), computed))


def upgrade(
    path: str | Path, target: str | Path, *, template: str | Path | None = None, force: bool = False
) -> Renewed:
    """A workbook of an earlier version, or with moved or renamed sheets and columns, made anew from the template.

    Every answer, added column and sheet, and cell note is carried over, values only. The old workbook is never touched.
    Raises UnreadableFile, TemplateError or OutputRefused.
    """
    tables, remarks = _read(Path(path), template)
    return _renewed(tables, Path(target), remarks, force=force)


def refresh(
    path: str | Path, target: str | Path, *, template: str | Path | None = None, force: bool = False
) -> Renewed:
    """The half-way step: rows made ready for the roles that 4 names and for candidate projects.

    Roles of 4 Mapping appear in 5 and 6, and each area with a role that no project takes yet appears in 7.
    Nothing that was typed is lost. Raises UnreadableFile, TemplateError or OutputRefused.
    """
    tables, remarks = _read(Path(path), template)
    fuller, added = propose.with_proposals(tables)
    return _renewed(fuller, Path(target), remarks, added, force)


def _read(path: Path, template: str | Path | None) -> tuple[Tables, tuple[str, ...]]:
    """The answers of an old workbook, and remarks; a new one needs no reader, which takes long to load."""
    from smreport.commands.reading import read_for_renewal

    return read_for_renewal(path, template)


def _renewed(
    tables: Tables, target: Path, remarks: tuple[str, ...], added: tuple[str, ...] = (), force: bool = False
) -> Renewed:
    kept = save_new(target, workbook_bytes(tables, strict=False), force)
    remarks, added = (screened_lines(lines, tables) for lines in (remarks, added))
    return Renewed(target, sum(len(table.numbers) for table in tables.values()), remarks, added, kept)
