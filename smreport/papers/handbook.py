"""The handbook: a sheet-by-sheet guide out of the same blueprint as the workbook, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from smreport.blocks.document import Block, Bullets, Contents, Document, Heading, Paragraph, Section, Table, TableColumn
from smreport.blueprint.columns import Choice, Refs
from smreport.blueprint.model import Blueprint, Column, Judges, Sheet
from smreport.blueprint.needed import emptiness, guide
from smreport.blueprint.readings import Reading, readings
from smreport.blueprint.rules import UNDERSTANDING
from smreport.decision.check import TAKEN_AS_IN_SCOPE
from smreport.decision.limits_hold import codes_of_limits
from smreport.decision.missing_rows import codes_of_missing
from smreport.findings import Level
from smreport.words import say

_LEVELS = {
    Level.ERROR: "An error is a contradiction. No final report is made until it is put right.",
    Level.GAP: "A gap is something still missing. The report lists it by owner.",
    Level.NOTE: "A note is worth knowing. Nothing has to be done.",
}
_LONGEST_LIST = 60
_SEE_CELL = "The finding says what was read, and what to do."


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
        title=f"{blueprint.title}: handbook",
        subtitle=f"Version {blueprint.version}",
        cover=(("Template", blueprint.name), ("For", "Facilitators and service staff")),
        sections=(Section("handbook", tuple(_blocks(blueprint, doubts))),),
        subject="How to fill in the workbook, and what is checked",
        footer=f"{blueprint.title}: handbook, version {blueprint.version}",
        language=blueprint.tongue.tag,
    )


def _blocks(blueprint: Blueprint, doubts: Sequence[Doubt]) -> Iterator[Block]:
    yield Heading("How it works", 1)
    for line in blueprint.start.intro:
        yield Paragraph(line)
    yield Bullets("The steps are:", blueprint.start.steps, numbered=True)
    yield Bullets("What the check finds has one of three levels:", tuple(_LEVELS.values()))
    yield Contents()
    for sheet in blueprint:
        yield from _sheet(blueprint, sheet)
    yield from _how_it_is_read(blueprint)
    yield Heading("What was read with a doubt", 1)
    yield Paragraph("Whatever the sheet, smreport check also names cells that can be understood in more than one way.")
    yield Table(
        "What is told of cells that were read with a doubt",
        (TableColumn("What", 4), TableColumn("What to do", 4), TableColumn("Level", 1.2), TableColumn("Code", 3)),
        tuple((doubt.what, doubt.fix or _SEE_CELL, doubt.level.value.capitalize(), doubt.code) for doubt in doubts),
        "Each doubt with its message, what to do, its level and its code.",
    )
    yield Heading("Choice lists", 1, new_page=True)
    for choices in blueprint.lists.values():
        if choices.items and len(choices.items) <= _LONGEST_LIST:
            yield Heading(choices.heading, 2)
            yield _choices(blueprint, choices.key)


_TOLD = {"": "–", "note": "In a note", "gap": "As a gap", "error": "As an error"}


def _how_it_is_read(blueprint: Blueprint) -> Iterator[Block]:
    """How answers in other words are understood: the rules, the codes, and cases by what is asked for."""
    yield Heading(say("papers.handbook.read"), 1)
    for line in (say("papers.handbook.read.names"), say("papers.handbook.read.choices")):
        yield Paragraph(line)
    rules = {rule.kind: (sheet, rule) for sheet in blueprint for rule in sheet.rules}
    yield Bullets(say("papers.handbook.read.codes"), (_of_any_column(*rules["understood"]),))
    yield Paragraph(say("papers.handbook.read.times"))
    cases = ((case, _asked_for(blueprint, case), _meaning(blueprint, case)) for case in readings())
    yield Table(
        say("papers.handbook.read.cases"),
        (TableColumn("Asked for", 2), TableColumn("What is typed", 3), TableColumn("What it is read as", 5),
         TableColumn("Told", 1.6)),
        tuple((asked, case.typed.replace("\n", " / "), meaning, _TOLD[case.level]) for case, asked, meaning in cases
              if asked and meaning),
        say("papers.handbook.read.cases_described"),
    )  # fmt: skip


def _asked_for(blueprint: Blueprint, case: Reading) -> str:
    """What is asked for, "" where the template asks for no such choice."""
    if not case.is_choice:
        return case.kind.capitalize()
    key, _, column = case.kind.partition(".")
    sheet = blueprint.sheets.get(key)
    known = sheet is not None and column in sheet.by_key
    return f"{sheet.by_key[column].heading}, {sheet.title}" if sheet and known else ""


def _meaning(blueprint: Blueprint, case: Reading) -> str:
    """What a case is read as, "" for a choice that the template has not."""
    if not (case.is_choice and case.is_answer):
        return case.meaning
    return blueprint.choices(case.kind).labels.get(case.meaning, "") if _asked_for(blueprint, case) else ""


def _of_any_column(sheet: Sheet, rule: Judges) -> str:
    """A rule that many columns have, by the end of its code."""
    _, fix = rule.words(sheet)
    return f"{rule.kind}: {rule.words(sheet)[0].partition(': ')[2].capitalize()} {fix}"


def _missing(blueprint: Blueprint, sheet: Sheet) -> Iterator[tuple[str, str, str, str]]:
    """What is told of a row that others name and that is missing, of limits, and of an area without a status."""
    for code in codes_of_missing(blueprint, sheet):
        yield say("findings.missing_row.what"), _SEE_CELL, Level.GAP.value.capitalize(), code
    for code, level in codes_of_limits(sheet.key).items():
        yield say(f"findings.limits.{code.rpartition('.')[2]}.what"), _SEE_CELL, level.value.capitalize(), code
    if TAKEN_AS_IN_SCOPE.startswith(f"{sheet.key}."):
        what, fix = say("findings.taken_as_in_scope.what"), say("findings.taken_as_in_scope.fix")
        yield what, fix, Level.NOTE.value.capitalize(), TAKEN_AS_IN_SCOPE


def _sheet(blueprint: Blueprint, sheet: Sheet) -> Iterator[Block]:
    yield Heading(f"Sheet {sheet.title}", 1)
    yield Paragraph(sheet.purpose, "lead")
    for line in sheet.guidance:
        yield Paragraph(line)
    row = "question" if sheet.is_form else "row"
    yield Paragraph(f"Filled in by: {sheet.who}. One {row} is {sheet.row_name}.")
    yield Table(
        f"Questions of {sheet.title}" if sheet.is_form else f"Columns of {sheet.title}",
        (TableColumn("Heading", 2.6), TableColumn("What to put", 5), TableColumn("Kind of answer", 3)),
        tuple((column.heading, guide(sheet, column), _kind(blueprint, column)) for column in sheet.columns),
        "Each column with what to put there and the kind of answer.",
    )
    if sheet.rules and not sheet.rows_from:
        yield Table(
            f"What is checked in {sheet.title}",
            (TableColumn("What", 4), TableColumn("What to do", 4), TableColumn("Level", 1.2), TableColumn("Code", 3)),
            (
                *(_rule(sheet, rule) for rule in sheet.rules if rule.kind not in UNDERSTANDING),
                *_emptiness(sheet),
                *_missing(blueprint, sheet),
            ),
            "Each check with its message, what to do, its level and its code.",
        )


def _kind(blueprint: Blueprint, column: Column) -> str:
    if isinstance(column.type, Choice) and not column.type.choices.items:
        return "Text, or a choice where the facilitator loaded a list"
    several = f" (several with “{blueprint.separator}” between)" if isinstance(column.type, Refs) else ""
    to = getattr(column.type, "to", None)
    if to is None:
        return column.type.describe()
    also = f", or {' or '.join(to.also)}" if to.also else ""
    return f"A choice from “{blueprint.sheets[to.sheet].title}”{also}{several}"


def _rule(sheet: Sheet, rule: Judges) -> tuple[str, str, str, str]:
    what, fix = rule.words(sheet)
    seen = "" if rule.in_sheet else " Found by smreport check only."
    return what, f"{fix}{seen}", rule.level.value.capitalize(), rule.code(sheet)


def _emptiness(sheet: Sheet) -> Iterator[tuple[str, str, str, str]]:
    """What is told of the sheet where it is empty."""
    if sheet.must_have_rows:
        words = emptiness(sheet)
        yield words.what, f"{words.fix} Found by smreport check only.", Level.GAP.value.capitalize(), words.code


def _choices(blueprint: Blueprint, key: str) -> Table:
    choices = blueprint.lists[key]
    has_help = any(item.help for item in choices.items)
    columns = [TableColumn("Choice", 3)]
    columns += [TableColumn("Value", 1, "right")] if choices.is_scale else []
    columns += [TableColumn("What it means", 7)] if has_help else []
    rows = []
    for item in choices.items:
        value = [f"{item.value:g}"] if choices.is_scale else []
        rows.append((item.text, *value, *([item.help] if has_help else [])))
    return Table(choices.heading, tuple(columns), tuple(rows), f"The choices of the list {choices.heading}.")
