"""The handbook: a sheet-by-sheet guide out of the same blueprint as the workbook, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from smreport.blocks.document import Block, Bullets, Contents, Document, Heading, Paragraph, Section, Table, TableColumn
from smreport.blueprint.columns import Choice, Refs
from smreport.blueprint.model import Blueprint, Column, Judges, Sheet
from smreport.blueprint.needed import emptiness, guide
from smreport.blueprint.readings import Reading, readings_of_place
from smreport.blueprint.rules import UNDERSTANDING
from smreport.decision.check import TAKEN_AS_IN_SCOPE, codes_of_gaps
from smreport.decision.limits_hold import codes_of_limits
from smreport.decision.missing_rows import codes_of_missing
from smreport.findings import Level
from smreport.papers.figures import LEFT_BLANK
from smreport.words import ENGLISH, language_of, locales, say, spoken

_LONGEST_LIST = 60


class Doubt(Protocol):
    """A kind of doubt about what was read in a cell, as the reader of workbooks tells it."""

    @property
    def code(self) -> str: ...
    @property
    def level(self) -> Level: ...
    @property
    def what(self) -> str: ...
    @property
    def fix(self) -> str: ...


def handbook(blueprint: Blueprint, doubts: Sequence[Doubt]) -> Document:
    """The guide to a template: every sheet, question, choice, rule and code, and every doubt that reading can leave."""
    return Document(
        title=say("papers.handbook.title", template=blueprint.title),
        subtitle=say("papers.handbook.version", version=blueprint.version),
        cover=(
            (say("papers.handbook.template"), blueprint.name),
            (say("papers.handbook.for"), say("papers.handbook.for.whom")),
        ),
        sections=(Section("handbook", tuple(_blocks(blueprint, doubts))),),
        subject=say("papers.handbook.subject"),
        footer=say("papers.handbook.footer", template=blueprint.title, version=blueprint.version),
        language=blueprint.tongue.tag,
    )


def _blocks(blueprint: Blueprint, doubts: Sequence[Doubt]) -> Iterator[Block]:
    yield Heading(say("papers.handbook.how"), 1)
    for line in blueprint.start.intro:
        yield Paragraph(line)
    yield Bullets(say("papers.handbook.steps"), blueprint.start.steps, numbered=True)
    yield Bullets(say("papers.handbook.levels"), tuple(say(f"papers.handbook.level.{level.value}") for level in Level))
    yield Contents()
    for sheet in blueprint:
        yield from _sheet(blueprint, sheet)
    yield from _how_it_is_read(blueprint)
    yield Heading(say("papers.handbook.doubts"), 1)
    yield Paragraph(say("papers.handbook.doubts.intro"))
    yield Table(
        say("papers.handbook.doubts.table"),
        _told_columns(),
        tuple((doubt.what, doubt.fix or _see_cell(), _word(doubt.level), doubt.code) for doubt in doubts),
        say("papers.handbook.doubts.described"),
    )
    yield Heading(say("papers.handbook.lists"), 1, new_page=True)
    for choices in blueprint.lists.values():
        if choices.items and len(choices.items) <= _LONGEST_LIST:
            yield Heading(choices.heading, 2)
            yield _choices(blueprint, choices.key)


def _told_columns() -> tuple[TableColumn, ...]:
    """The headings of a table of what the check says."""
    return (
        TableColumn(say("papers.column.what"), 4),
        TableColumn(say("papers.handbook.fix"), 4),
        TableColumn(say("papers.column.level"), 1.2),
        TableColumn(say("papers.handbook.code"), 3),
    )


def _word(level: Level) -> str:
    return say(f"papers.level.{level.value}")


def _see_cell() -> str:
    return say("papers.handbook.see_cell")


def _how_it_is_read(blueprint: Blueprint) -> Iterator[Block]:
    """How answers in other words are understood: the rules, the codes, and cases by what is asked for."""
    yield Heading(say("papers.handbook.read"), 1)
    for line in (say("papers.handbook.read.names"), say("papers.handbook.read.choices")):
        yield Paragraph(line)
    rules = {rule.kind: (sheet, rule) for sheet in blueprint for rule in sheet.rules}
    yield Bullets(say("papers.handbook.read.codes"), (_of_any_column(*rules["understood"]),))
    yield Paragraph(say("papers.handbook.read.times"))
    if language_of(spoken().tag) == language_of(ENGLISH.tag):  # the cases are what people type in English
        yield _cases(blueprint)


def _cases(blueprint: Blueprint) -> Table:
    """What people type, by what is asked for, and what it is read as."""
    cases = (
        (case, _asked_for(blueprint, case), _meaning(blueprint, case))
        for case in readings_of_place(blueprint.date_order)
    )
    return Table(
        say("papers.handbook.read.cases"),
        (TableColumn(say("papers.handbook.asked"), 2), TableColumn(say("papers.handbook.typed"), 3),
         TableColumn(say("papers.handbook.meaning"), 5), TableColumn(say("papers.handbook.told"), 1.6)),
        tuple(
            (asked, case.typed.replace("\n", " / "), meaning,
             say(f"papers.handbook.told.{case.level}") if case.level else LEFT_BLANK)
            for case, asked, meaning in cases
            if asked and meaning
        ),
        say("papers.handbook.read.cases_described"),
    )  # fmt: skip


def _asked_for(blueprint: Blueprint, case: Reading) -> str:
    """What is asked for, "" where the template asks for no such choice."""
    if not case.is_choice:
        return say(f"papers.handbook.asked.{case.kind.replace(' ', '_')}")
    key, _, column = case.kind.partition(".")
    sheet = blueprint.sheets.get(key)
    known = sheet is not None and column in sheet.by_key
    if not (sheet and known):
        return ""
    return say("papers.handbook.column_of", column=sheet.by_key[column].heading, sheet=sheet.title)


def _meaning(blueprint: Blueprint, case: Reading) -> str:
    """What a case is read as, "" for a choice that the template has not."""
    if not (case.is_choice and case.is_answer):
        return case.meaning
    return blueprint.choices(case.kind).labels.get(case.meaning, "") if _asked_for(blueprint, case) else ""


def _of_any_column(sheet: Sheet, rule: Judges) -> str:
    """A rule that many columns have, by the end of its code."""
    _, fix = rule.words(sheet)
    return say("papers.handbook.read.code", code=rule.kind, what=say("papers.handbook.in_other_words"), fix=fix)


def _missing(blueprint: Blueprint, sheet: Sheet) -> Iterator[tuple[str, str, str, str]]:
    """What is told of rows that others name and are missing, of limits, areas without a status, and lower bounds."""
    for code in codes_of_missing(blueprint, sheet):
        yield say("findings.missing_row.what"), _see_cell(), _word(Level.GAP), code
    for code, level in codes_of_limits(sheet.key).items():
        yield say(f"findings.limits.{code.rpartition('.')[2]}.what"), _see_cell(), _word(level), code
    if TAKEN_AS_IN_SCOPE.startswith(f"{sheet.key}."):
        what, fix = say("findings.taken_as_in_scope.what"), say("findings.taken_as_in_scope.fix")
        yield what, fix, _word(Level.NOTE), TAKEN_AS_IN_SCOPE
    for code, words in codes_of_gaps(sheet.key).items():
        yield (
            say(f"findings.counts_against.{words}.what"),
            say(f"findings.counts_against.{words}.fix"),
            _word(Level.GAP),
            code,
        )


def _sheet(blueprint: Blueprint, sheet: Sheet) -> Iterator[Block]:
    yield Heading(say("papers.handbook.sheet", sheet=sheet.title), 1)
    yield Paragraph(sheet.purpose, "lead")
    for line in sheet.guidance:
        yield Paragraph(line)
    kind = "form" if sheet.is_form else "rows"
    yield Paragraph(say(f"papers.handbook.filled_in_by.{kind}", who=sheet.who, row=sheet.row_name))
    yield Table(
        say(f"papers.handbook.columns.{kind}", sheet=sheet.title),
        (TableColumn(say("papers.handbook.heading"), 2.6), TableColumn(say("papers.handbook.what_to_put"), 5),
         TableColumn(say("papers.handbook.kind"), 3)),
        tuple((column.heading, guide(sheet, column), _kind(blueprint, column)) for column in sheet.columns),
        say("papers.handbook.what.described"),
    )  # fmt: skip
    if sheet.rules and not sheet.rows_from:
        yield Table(
            say("papers.handbook.checks", sheet=sheet.title),
            _told_columns(),
            (
                *(_rule(sheet, rule) for rule in sheet.rules if rule.kind not in UNDERSTANDING),
                *_emptiness(sheet),
                *_missing(blueprint, sheet),
            ),
            say("papers.handbook.checks.described"),
        )


def _kind(blueprint: Blueprint, column: Column) -> str:
    if isinstance(column.type, Choice) and not column.type.choices.items:
        return say("papers.handbook.kind.loaded")
    to = getattr(column.type, "to", None)
    if to is None:
        return column.type.describe()
    sheet = blueprint.sheets[to.sheet].title
    choice = say("papers.handbook.kind.ref", sheet=sheet)
    if to.also:
        choice = say("papers.handbook.kind.ref_also", sheet=sheet, also=locales.either(to.also))
    if not isinstance(column.type, Refs):
        return choice
    return say("papers.handbook.kind.several", choice=choice, separator=blueprint.separator)


def _rule(sheet: Sheet, rule: Judges) -> tuple[str, str, str, str]:
    what, fix = rule.words(sheet)
    if not rule.in_sheet:
        fix = say("papers.handbook.check_only", fix=fix)
    return what, fix, _word(rule.level), rule.code(sheet)


def _emptiness(sheet: Sheet) -> Iterator[tuple[str, str, str, str]]:
    """What is told of the sheet where it is empty."""
    if sheet.must_have_rows:
        words = emptiness(sheet)
        yield words.what, say("papers.handbook.check_only", fix=words.fix), _word(Level.GAP), words.code


def _choices(blueprint: Blueprint, key: str) -> Table:
    choices = blueprint.lists[key]
    has_help = any(item.help for item in choices.items)
    columns = [TableColumn(say("papers.handbook.choice"), 3)]
    columns += [TableColumn(say("papers.provenance.value"), 1, "right")] if choices.is_scale else []
    columns += [TableColumn(say("papers.handbook.means"), 7)] if has_help else []
    rows = []
    for item in choices.items:
        value = [_number(item.value)] if choices.is_scale else []
        rows.append((item.text, *value, *([item.help] if has_help else [])))
    described = say("papers.handbook.list.described", name=choices.heading)
    return Table(choices.heading, tuple(columns), tuple(rows), described)


def _number(value: float | None) -> str:
    return "" if value is None else locales.figure(value, 6)
