"""What the check says of limits that cannot be met, or of which it is not known yet whether they can.

It names no amounts. Where costs are marked as not for publication it does not name the limit that is exceeded either,
which would bound them.
"""

from __future__ import annotations

from collections.abc import Iterable

from smreport.blueprint.publication import secret_rows
from smreport.blueprint.tables import Tables
from smreport.decision.bought import Bought
from smreport.decision.case import Case, case_of, conflicts, excess, risky
from smreport.decision.money import BUDGET, HOURS, Limit, spent
from smreport.decision.records import Blank, Limits
from smreport.decision.round_of import limits_in, round_of
from smreport.decision.terms import FIGURES_OF
from smreport.decision.verdict import CANNOT_BE_MET, HELD, NONE_SET, NOT_KNOWN_YET
from smreport.findings import Finding, Level
from smreport.words import joining, say

SHEETS = ("settings", "money")
_MOST_CELLS = 4
_APPETITE = Blank("settings", "risk_appetite", 0)
_LEVELS = {CANNOT_BE_MET: Level.GAP, NOT_KNOWN_YET: Level.NOTE}


def code(sheet: str, limits: str) -> str:
    """The stable name of a finding about limits in Settings or 6b Money."""
    return f"{sheet}.limits.{limits}"


def codes_of_limits(sheet: str) -> dict[str, Level]:
    """The findings about limits that a sheet can have, with their levels."""
    return {code(sheet, limits): level for limits, level in _LEVELS.items()} if sheet in SHEETS else {}


def finding_of_limits(tables: Tables) -> Finding | None:
    """A gap where the limits of the first wave cannot be met, a note where that is not known yet; None where they hold.

    It stands at the first limit that it is about, where costs are marked at the first that is set. Its owner is left
    open.
    """
    case = _case(tables)
    if case is None or (limits := _limits_of(case)) == HELD:
        return None
    sheet, key, row = _place(case, tells_which=not secret_rows(tables[FIGURES_OF]))
    table = tables[sheet]
    return Finding(
        code=code(sheet, limits),
        level=_LEVELS[limits],
        file=tables.file,
        sheet=table.title,
        row=table.excel_row(key, row),
        cell=table.cell(key, row),
        column=table.sheet.by_key[key].heading,
        what=say(f"findings.limits.{limits}.what"),
        fix=_fix(case, limits, tables),
        subject=table.name_of(row),
    )


def limits_by(findings: Iterable[Finding], tables: Tables) -> str:
    """Whether limits are set and can be held, by what the check has found."""
    if not limits_in(tables).any_set:
        return NONE_SET
    codes = {code(sheet, limits): limits for sheet in SHEETS for limits in _LEVELS}
    return next((codes[finding.code] for finding in findings if finding.code in codes), HELD)


def _case(tables: Tables) -> Case | None:
    """The case of a workbook; None where no limit is set."""
    round = round_of(tables)
    return case_of(Bought(round), [project.row for project in round.projects]) if round.limits.any_set else None


def _limits_of(case: Case) -> str:
    """Whether the limits are held; what must be in is tried first, as then nothing has to be looked for."""
    fits = not conflicts(case) and spent(case.bought, case.forced).keeps(case.limits)
    if not fits and not _has_a_set(case):
        return CANNOT_BE_MET
    return NOT_KNOWN_YET if case.unknown.blanks else HELD


def _has_a_set(case: Case) -> bool:
    """Whether some set keeps all limits and rules."""
    from smreport.decision.wave import Search  # which loads numpy, and a check seldom needs it

    return Search(case).best() is not None


def _place(case: Case, tells_which: bool) -> Blank:
    """The first limit that is exceeded, or else that is set; whichever is exceeded where that is not to be told."""
    limits = case.bought.round.limits
    for blank in limits.unreadable:
        return blank
    over = [limit for limit, _ in excess(case, case.forced)]
    if not over and risky(case):
        return _APPETITE
    first = next(iter((over if tells_which else ()) or case.limits), None)
    return _without_years(limits) if first is None else _place_of(first, limits)


def _place_of(limit: Limit, limits: Limits) -> Blank:
    if limit.kind in (BUDGET, HOURS):
        return Blank("settings", "budget" if limit.kind == BUDGET else "hours_available", 0)
    rows = {year.year: year.row for year in limits.years}
    return Blank("money", limit.kind, rows[limit.year or 0])


def _without_years(limits: Limits) -> Blank:
    """Where limits by year stand that cannot be held for want of the plan's start, or else the risk appetite."""
    for year in limits.years if limits.by_year else ():
        return Blank("money", "year", year.row)
    return _APPETITE


def _fix(case: Case, limits: str, tables: Tables) -> str:
    if limits == CANNOT_BE_MET:
        return say("findings.limits.cannot_be_met.fix")
    cells = [
        say(
            "findings.cell_of_sheet",
            sheet=tables[blank.sheet].title,
            cell=tables[blank.sheet].cell(blank.key, blank.row),
        )
        for blank in case.unknown.blanks[:_MOST_CELLS]
        if blank.sheet
    ]
    if not cells:
        return say("findings.limits.not_known_yet.fix.no_cells")
    return say("findings.limits.not_known_yet.fix", cells=joining.in_a_row(cells))
