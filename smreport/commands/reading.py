"""Workbooks read by the template that they were made from, or by the one that is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from smreport.blueprint import templates
from smreport.blueprint.forms import digits, has_since, is_another
from smreport.blueprint.model import Blueprint
from smreport.blueprint.retelling import retold
from smreport.blueprint.tables import Extras, Row, Table, Tables, added_headings, make_table
from smreport.blueprint.values import normalised
from smreport.commands.gathering import find_any
from smreport.commands.loading import load_template
from smreport.commands.work import no_search_for_cycles
from smreport.errors import UnreadableFile
from smreport.frozen import replace
from smreport.rounds.rows import with_words_noted
from smreport.words import joining, say
from smreport.words.languages import BOTH, in_one
from smreport.workbook.read import reader
from smreport.workbook.read.workbook_file import Workbook

if TYPE_CHECKING:
    import pandas as pd


def read(path: str | Path, *, template: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """The answers of a workbook: a frame for each sheet, by the sheet's key ("areas", "mapping", "settings").

    path      the workbook (.xlsx, .xlsm, .ods)
    template  the name of a shipped template or a folder; else the one that the workbook says it was made from

    Each frame has a row for each row that people filled in, and the Excel row as its index (Settings is one row, 0).
    Its columns are the keys of the template, of dtype object: texts, numbers, dates, True and False, tuples of texts
    where several may be picked, None where blank. Money is in the template's currency and shares are fractions
    (0.25 for 25%). What is not for publication is in it too.

    Raises UnreadableFile, or TemplateError where the template cannot be used.
    """
    return {key: table.frame for key, table in read_workbook(Path(path), template).items()}


def read_workbook(path: Path, template: str | Path | None = None) -> Tables:
    """The answers of a workbook, by the template that its stamp names unless one is given.

    Raises UnreadableFile with one clear line.
    """
    with no_search_for_cycles():
        workbook = Workbook(path)
        return reader.read(workbook, template_of(workbook, template))


def read_in(path: Path, template: str | Path | None, language: str) -> Tables:
    """The answers of a workbook, told in another language than its own, as for its papers; "" for its own.

    Raises UnreadableFile, TemplateError, or InvalidValue where the template has no words in the language, or where two
    are asked for.
    """
    in_one(language)
    workbook = Workbook(path)
    own = template_of(workbook, template)
    tables = reader.read(workbook, own)
    wanted = language or own.language.partition(BOTH)[0]
    if wanted == own.language:
        return tables
    return retold(tables, load_template(template or workbook.stamp().name, wanted))


def template_of(workbook: Workbook, template: str | Path | None) -> Blueprint:
    """The template that is given, else the shipped one that the workbook was made from, in the workbook's language."""
    language = workbook.stamp().language
    if template is None:
        template = workbook.stamp().name
        if template not in templates.shipped():
            raise UnreadableFile(say("terminal.read.not_shipped", file=str(workbook.path), template=template))
        blueprint = load_template(template, language)
        refuse_other_form(workbook, blueprint)
        return blueprint
    return load_template(template, language)


def refuse_other_form(workbook: Workbook, shipped: Blueprint) -> None:
    """Raise UnreadableFile where the workbook was made from a folder that changed this shipped template's form.

    It is for a template that nobody has named: who names one has it, with a note of what the workbook says.
    """
    made_with = workbook.stamp().form
    if is_another(made_with, shipped.form):
        forms = {"made_with": digits(made_with), "shipped": digits(shipped.form)}
        file = str(workbook.path)
        raise UnreadableFile(
            say(
                "terminal.read.other_form", file=file, template=shipped.name, made_with=forms["made_with"],
                shipped=forms["shipped"],
            )
        )  # fmt: skip


def other_forms(places: Iterable[str | Path], template: str | Path) -> tuple[str, ...]:
    """Of each workbook that was made with another edition of a template's form that it is so, in a sentence.

    places    folders of workbooks, or the workbooks; what cannot be read is left to whoever reads it
    template  the name of a shipped template, or a folder

    Raises TemplateError where the template cannot be used.
    """
    form, lines = load_template(template).form, []
    for path in find_any(places).paths:
        with suppress(UnreadableFile):
            made_with = Workbook(path).stamp().form
            if is_another(made_with, form):
                forms = digits(made_with), digits(form)
                lines.append(say("terminal.round.other_form", file=str(path), made_with=forms[0], read_as=forms[1]))
    return tuple(lines)


def read_with_added(workbook: Workbook, blueprint: Blueprint) -> Tables:
    """The answers with all that people added which has a place in a new workbook."""
    from smreport.workbook.read.additions import read_added

    tables = reader.read(workbook, blueprint)
    return replace(tables, extras=read_added(workbook, tables))


def read_for_renewal(path: Path, template: str | Path | None) -> tuple[Tables, tuple[str, ...]]:
    """The answers of a workbook of any version with all that people added, and remarks on what was not found.

    Words that gave way to a choice or to a blank are in notes, as wherever they are to be kept.
    """
    from smreport.workbook.read.additions import read_own, with_own_choices

    workbook = Workbook(path)
    blueprint, choices_left = with_own_choices(workbook, template_of(workbook, template))
    as_found, not_found = reader.read_loosely(workbook, blueprint)
    tables, rows_left = _with_listed_rows(as_found)
    extras, left = read_own(workbook, tables)
    beside = _beside_what_is_lost(tables, extras, workbook.stamp().version)
    return with_words_noted(replace(tables, extras=extras)), (*not_found, *beside, *choices_left, *rows_left, *left)


def _beside_what_is_lost(tables: Tables, extras: Extras, version: str) -> Iterator[str]:
    """Of each sheet in which columns were not found, the headings below which their answers may stand."""
    for key, table in tables.items():
        asked = (column for column in table.sheet.asked_columns if has_since(column.since, version))
        is_lost = any(column.key not in table.places for column in asked)
        own = [heading for heading in extras.columns.get(key, {}) if heading not in added_headings()]
        if is_lost and own and not table.sheet.is_form:
            names = joining.all_quoted(own)
            yield say("findings.remark.beside", sheet=table.title, names=names)


def _with_listed_rows(tables: Tables) -> tuple[Tables, tuple[str, ...]]:
    """The rows that the template lists today in the sheets that it fills in by itself, and which are gone."""
    fresh, gone = {}, []
    for key, table in tables.items():
        if table.sheet.rows_from:
            names = tables.blueprint.lists[table.sheet.rows_from].texts
            fresh[key] = make_table(table.sheet, _listed_rows(table, names), table.title, table.places)
            known = set(map(normalised, names))
            gone += [
                say("terminal.read.no_longer_a_row", sheet=table.sheet.title, row=table.name_of(number))
                for name, number in _numbers_by_name(table).items()
                if name not in known
            ]
    return replace(tables, tables={**tables.tables, **fresh}), tuple(gone)


def _listed_rows(table: Table, names: Iterable[str]) -> dict[int, Row]:
    """A row for each name: the old one, or a blank one below the last."""
    blank: Row = dict.fromkeys((column.key for column in table.sheet.asked_columns), None)
    free, numbers = count(max(table.rows, default=0) + 1), _numbers_by_name(table)
    rows: dict[int, Row] = {}
    for name in names:
        number = numbers.pop(normalised(name), None)
        old = blank if number is None else table.rows[number]
        rows[next(free) if number is None else number] = {**old, table.sheet.name_key: name}
    return rows


def _numbers_by_name(table: Table) -> dict[str, int]:
    return {normalised(row[table.sheet.name_key]): number for number, row in table.rows.items()}


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return sha256(content).hexdigest()
