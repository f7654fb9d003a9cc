"""When the next round is: the plan's dates and its financial year moved on, and the answers of Settings that go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from smreport.blueprint.tables import Row, Tables
from smreport.blueprint.times import When, moved, span_in_words
from smreport.blueprint.understanding import PLAN_START
from smreport.blueprint.values import LAST_YEAR
from smreport.errors import InvalidValue
from smreport.frozen import Frozen, field
from smreport.words import joining, say

_PLAN_END, _YEAR = "plan_end", "financial_year"
_OF_DECISION = (
    "meeting_date", "report_version", "legal", "equality", "consultation", "environment", "key_decision",
    "key_decision_reason", "forward_plan", "call_in_ends", "delegation", "reasons", "otherwise", "background_papers",
    "adopted_on", "adopted_minute", "urgency",
)  # fmt: skip
"""Answers that were true of the last decision alone: what is asked of the meeting, and what was advised on it."""
_PASSING = {
    "review_date": "review_date",
    **dict.fromkeys(("pre_election_start", "pre_election_end"), "pre_election_end"),
}
"""Dates that go once a day has passed, their own or another's."""
_LONGEST_NAME = 60
_TWO_YEARS = re.compile(r"(?<!\d)(?P<first>(?:20)?\d\d)(?P<gap> ?[/–-] ?)(?P<second>(?:20)?\d\d)(?!\d)")


class NextYear(Frozen):
    """The next round.

    name     what the last round is called: its financial year, else the days of its plan, else its file
    starts   the first day of the new plan, None where it is not known
    changes  the answers of Settings that become others, by key
    going    the keys of answers of Settings that were of the last round alone
    """

    name: str
    starts: date | None = None
    changes: Mapping[str, object] = field(default_factory=dict)
    going: tuple[str, ...] = ()


def next_year(tables: Tables, starts: date | None = None) -> NextYear:
    """The round after that of a workbook, a year later unless a day is given.

    Raises InvalidValue where that day is not after the start of the last plan.
    """
    settings = tables["settings"].rows[0]
    before = _first(settings.get(PLAN_START))
    if starts and before and starts <= before:
        cell = joining.in_a_row((tables.file, tables["settings"].title, tables["settings"].cell(PLAN_START, 0)))
        raise InvalidValue(say("terminal.renew.too_early", cell=cell, before=str(When.on(before))))
    start = starts or (moved(before, 12) if before else None)
    years = start.year - before.year if start and before else 1
    changes = _changes(settings, start, years)
    return NextYear(_name(tables, settings), start, changes, tuple(_going(settings, start)))


def _changes(settings: Row, start: date | None, years: int) -> dict[str, object]:
    """The dates and the financial year of the new plan, as far as they are others than before."""
    new = {
        PLAN_START: When.on(start) if start else None,
        _PLAN_END: _end_after(settings.get(_PLAN_END), start),
        _YEAR: _years_on(settings.get(_YEAR), years),
    }
    known = {key: value for key, value in new.items() if value is not None and key in settings}
    return {key: value for key, value in known.items() if value != settings[key]}


def _first(value: object) -> date | None:
    """The first day of a time, None where it names none or lies too far away to be meant."""
    first = value.first if isinstance(value, When) else None
    return first if first and first.year <= LAST_YEAR else None


def _last(value: object) -> date | None:
    last = value.last if isinstance(value, When) else None
    return last if last and last.year <= LAST_YEAR else None


def _end_after(value: object, start: date | None) -> When | None:
    """The plan's end moved on by whole years until it is after the new start; None where it may stay."""
    end = _last(value)
    if end is None or start is None or end > start:
        return None
    years = start.year - end.year
    return When.on(next(day for more in (0, 1) if (day := moved(end, 12 * (years + more))) > start))


def _years_on(value: object, years: int) -> str | None:
    """A financial year so many years later, written as it was; None where it reads as none."""
    matches = list(_TWO_YEARS.finditer(str(value or "")))
    if len(matches) != 1 or (int(matches[0]["first"]) + 1) % 100 != int(matches[0]["second"]) % 100:
        return None
    (match,) = matches
    first, second = (_later(match[part], years) for part in ("first", "second"))
    return f"{match.string[: match.start()]}{first}{match['gap']}{second}{match.string[match.end() :]}"


def _later(year: str, years: int) -> str:
    return f"{(int(year) + years) % 100:02}" if len(year) == 2 else str(int(year) + years)


def _name(tables: Tables, settings: Row) -> str:
    start, end = _first(settings.get(PLAN_START)), _last(settings.get(_PLAN_END))
    plan = span_in_words(start, end) if start and end and start <= end else str(settings.get(PLAN_START) or "")
    names = (str(settings.get(_YEAR) or ""), plan, tables.file.rpartition(".")[0] or tables.file)
    return next((name for name in names if 0 < len(name) <= _LONGEST_NAME), names[-1][:_LONGEST_NAME].strip())


def _going(settings: Row, start: date | None) -> list[str]:
    answered = {key for key, value in settings.items() if value is not None}
    passed = [key for key, by in _PASSING.items() if _has_passed(settings, key, by, start)]
    return [key for key in (*_OF_DECISION, *passed) if key in answered]


def _has_passed(settings: Row, key: str, by: str, start: date | None) -> bool:
    day = _last(settings.get(by)) or _last(settings.get(key))
    return bool(day and start and day < start)
