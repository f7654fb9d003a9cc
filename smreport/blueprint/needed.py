"""What of a sheet has to be filled in, what may stay blank and what the workbook fills in: from its rules, in words."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from smreport.blueprint.model import Column, Judges, Sheet
from smreport.blueprint.rules import Condition, OneOf, Required
from smreport.findings import Level
from smreport.words import joining, say
from smreport.words.locales import either, figure, listed, money, percent

_MISSED = (Level.ERROR, Level.GAP)  # what a blank counts as where an answer is needed


class Need(Enum):
    """Whether a column has to be filled in: in every row, in some or none, or by the workbook."""

    ALWAYS = "always"
    AT_TIMES = "at_times"
    WORKBOOK = "workbook"


def leave() -> str:
    """What is said of a cell that the workbook fills in."""
    return say("workbook.leave")


def need(sheet: Sheet, column: Column) -> Need:
    """Whether people have to fill a column in."""
    if sheet.rows_from or not column.asked:
        return Need.WORKBOOK
    return Need.ALWAYS if any(_is_needed_always(rule, column) for rule in sheet.rules) else Need.AT_TIMES


def need_in_words(sheet: Sheet, column: Column) -> str:
    """A sentence: "Needed.", "Needed when Status is Parked.", "May stay blank." or that the workbook fills it in."""
    kind = need(sheet, column)
    if kind is not Need.AT_TIMES:
        return say("workbook.needed") if kind is Need.ALWAYS else leave()
    conditions = [_condition(sheet, rule, column) for rule in sheet.rules if rule.level in _MISSED]
    if any(conditions):
        return say("workbook.needed.on", conditions=listed(filter(None, conditions)))
    return say("workbook.may_stay_blank")


def guide(sheet: Sheet, column: Column) -> str:
    """All that is said of a column: whether it is needed, its help, an example, and what a blank stands for."""
    parts = [need_in_words(sheet, column), *_printed(sheet, column), _help(column)]
    if column.example:
        parts.append(say("workbook.example", example=column.example))
    if column.default is not None:
        parts.append(say("workbook.default", value=_default(column, column.default)))
    return joining.sentences(parts)


def _default(column: Column, value: float) -> str:
    if column.type.style == "percent":
        return percent(value, 1, keep_zeros=True)
    return money(value) if column.type.style == "money" else figure(value, 6)


def _printed(sheet: Sheet, column: Column) -> tuple[str, ...]:
    """Where what is typed goes, in a sentence; nothing of what the workbook fills in."""
    if need(sheet, column) is Need.WORKBOOK:
        return ()
    return (say(f"workbook.printed.{sheet.printed_of(column)}"),)


class Emptiness(NamedTuple):
    """What is told of a sheet in which people have to fill in a row at least, where it has none."""

    code: str
    what: str
    fix: str


def emptiness(sheet: Sheet) -> Emptiness:
    """The code and words for an empty sheet: its code names the first column, where the first row begins."""
    code = f"{sheet.key}.{sheet.asked_columns[0].key}.no_rows"
    return Emptiness(
        code, say("findings.no_rows.what", sheet=sheet.title), say("findings.no_rows.fix", row=sheet.row_name)
    )


def _help(column: Column) -> str:
    """The help; for what the workbook fills in, without saying so twice."""
    shorter = column.help.removeprefix(joining.labelled(column.type.describe(), ""))
    return f"{shorter[:1].upper()}{shorter[1:]}"


def _is_needed_always(rule: Judges, column: Column) -> bool:
    return isinstance(rule, Required) and rule.column == column.key and not rule.when and rule.level in _MISSED


def _condition(sheet: Sheet, rule: Judges, column: Column) -> str:
    """When a rule asks for the column, "" where it does not."""
    if isinstance(rule, Required) and rule.column == column.key and rule.when:
        return _when(sheet, rule.when)
    if isinstance(rule, OneOf) and column.key in rule.columns:
        others = [sheet.by_key[key].heading for key in rule.columns if key != column.key]
        return say("workbook.needed.unless_filled", headings=either(others))
    return ""


def _when(sheet: Sheet, condition: Condition) -> str:
    heading = sheet.by_key[condition.column].heading
    if condition.filled:
        return say("workbook.needed.when_filled", heading=heading)
    if condition.among:
        return say("workbook.needed.when", heading=heading, choices=either(condition.among))
    return say("workbook.needed.unless", heading=heading, choices=either(condition.not_among))
