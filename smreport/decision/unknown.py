"""What is not known: which cells are blank, and how each counts. Not known counts as the worst that it can be.

| Blank | Counts as |
|---|---|
| strength, importance | the use adds 0 (``records.Use.points``) |
| a project's areas or roles | it claims no uses; without roles its cost is unknown and its risk 25 |
| a role without a line in 6; set-up, yearly cost, hours | cost 0 points; not placed where a limit on it is set |
| no risk row; a row without any score | 25; without residual, the inherent risk |
| a risk row or cost line of neither role nor project | counts for all, instead of none, and is never sunk |
| start (or one after the period) | not placed where limits by year are set; else as the earliest (``money.Period``) |
| capital or revenue | held against both (``money.setup_cash``) |
| kind | an estimate (``money.held_at``) |
| plan's start | no years, only totals; limits by year cannot be held: not known yet |
| all three swings | equal, and said; only some are an error (``round_of``) |
| hourly rate, contingency, ends of scales | the template's, named as assumptions by papers (``Settings.assumed``) |

A lower bound ("over 5,000") is not known either, nor is a zero in doubt ("0?"): see ``round_of``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from smreport.decision.bought import Bought, has_owner
from smreport.decision.money import BUDGET, HOURS, Period, roles_with_lines
from smreport.decision.records import Blank, CostLine, Limits, Project, Risk
from smreport.decision.terms import CAPITAL, REVENUE, WORST_RISK

_SETUP_TOUCHES = {CAPITAL: {BUDGET, CAPITAL}, REVENUE: {BUDGET, REVENUE}, None: {BUDGET, CAPITAL, REVENUE}}
_ALL = frozenset({BUDGET, CAPITAL, REVENUE, HOURS})


class Lack(NamedTuple):
    """Something about a project that is not known, and the kinds of limits that it touches.

    is_blank  False where the cell is filled in, but what it costs by year cannot be known: it starts after the period
    """

    blank: Blank
    touches: frozenset[str]
    is_blank: bool = True


def lacks(bought: Bought, row: int) -> tuple[Lack, ...]:
    """What is not known of a project's cost, hours and start."""
    project = bought.round.by_row[row]
    unknowns = [*_without_lines(bought, project)]
    for line in bought.lines[row]:
        unknowns.extend(_of_line(line))
    period = Period.of(bought.round.settings)
    if period.dated and period.start(project) is None:
        unknowns.append(Lack(Blank("portfolio", "start", row), frozenset({CAPITAL, REVENUE}), project.start is None))
    return tuple(unknowns)


def _without_lines(bought: Bought, project: Project) -> Iterator[Lack]:
    if not project.roles:
        yield Lack(Blank("portfolio", "roles", project.row), _ALL)
    for role in sorted(project.roles - roles_with_lines(bought, project.row)):
        yield Lack(Blank("", role, project.row), _ALL)


def _of_line(line: CostLine) -> Iterator[Lack]:
    if line.setup is None:
        yield Lack(Blank("evaluation", "setup_cost", line.row), frozenset(_SETUP_TOUCHES[line.setup_kind]))
    if line.yearly is None:
        yield Lack(Blank("evaluation", "yearly_cost", line.row), frozenset({BUDGET, REVENUE}))
    if line.hours is None:
        yield Lack(Blank("evaluation", "hours", line.row), frozenset({HOURS}))


def lacking(bought: Bought, row: int) -> tuple[Lack, ...]:
    """What is not known of a project and touches a limit that is set: for this it cannot be placed."""
    kinds = limited(bought.round.limits)
    return tuple(lack for lack in lacks(bought, row) if lack.touches & kinds)


def limited(limits: Limits) -> frozenset[str]:
    """The kinds of limits that are set, whether they can be held yet or not."""
    kinds = {
        BUDGET: limits.budget is not None,
        CAPITAL: any(year.capital is not None for year in limits.years),
        REVENUE: any(year.revenue is not None for year in limits.years),
        HOURS: limits.hours is not None,
    }
    unread = frozenset[str]().union(*map(_unread, limits.unreadable))
    return unread.union(kind for kind, is_set in kinds.items() if is_set)


def _unread(limit: Blank) -> frozenset[str]:
    """The kinds of limits that a limit which cannot be read could be."""
    return frozenset({HOURS}) if limit.key == "hours_available" else _ALL - {HOURS}


class NotKnown(NamedTuple):
    """What keeps limits from being held: the cells to fill in, and the kinds of limits that they touch."""

    blanks: tuple[Blank, ...]
    touches: frozenset[str]


def not_known(bought: Bought) -> NotKnown:
    """What is not known of must-dos, commitments and what they depend on, and of the limits themselves."""
    limits, unknowns, kinds = bought.round.limits, list[Lack](), limited(bought.round.limits)
    period = Period.of(bought.round.settings)
    if limits.by_year and not period.dated:
        unknowns.append(Lack(Blank("settings", "plan_start", 0), _ALL - {HOURS}))
    beyond = (year.row for year in limits.years if period.dated and year.year > period.years[-1])
    unknowns.extend(Lack(Blank("money", "year", row), _ALL - {HOURS}) for row in beyond)
    unknowns.extend(Lack(blank, _unread(blank)) for blank in limits.unreadable)
    for row in sorted(bought.forced):
        unknowns.extend(lacking(bought, row))
    touches = frozenset[str]().union(*(lack.touches for lack in unknowns)) & kinds
    return NotKnown(tuple(dict.fromkeys(lack.blank for lack in unknowns)), touches)


def risk_counted(risk: Risk) -> int:
    """1 to 25: the residual risk; without it the inherent one; 25 without both, or where they contradict each other."""
    if risk.residual is not None:
        return WORST_RISK if is_contradictory(risk) else risk.residual
    return WORST_RISK if risk.inherent is None else risk.inherent


def is_contradictory(risk: Risk) -> bool:
    """Whether the residual risk is above the inherent one."""
    return risk.residual is not None and risk.inherent is not None and risk.residual > risk.inherent


def risk_of(bought: Bought, row: int) -> int:
    """The highest risk of a project's own rows and those of its roles; 25 where there is none or roles are unknown.

    A row of nobody counts too, but does not stand in for one that is missing: else a blank would help.
    """
    return WORST_RISK if has_worst_risk(bought, row) else max(map(risk_counted, bought.risks[row]))


def has_worst_risk(bought: Bought, row: int) -> bool:
    """Whether a project has no risk of its own or of its roles, or its roles are unknown, whatever other risks say."""
    return not bought.round.by_row[row].roles or not any(map(has_owner, bought.risks[row]))


def is_risk_given(bought: Bought, row: int) -> bool:
    """Whether the risk that counts for a project is one that somebody scored, and not the worst for want of scores."""
    counted = risk_of(bought, row)
    return not has_worst_risk(bought, row) and any(
        risk_counted(risk) == counted and _is_scored(risk) and not is_contradictory(risk) for risk in bought.risks[row]
    )


def _is_scored(risk: Risk) -> bool:
    return risk.residual is not None or risk.inherent is not None


def is_risk_known(bought: Bought, row: int) -> bool:
    """Whether any score of a risk of the project is there."""
    return any(map(_is_scored, filter(has_owner, bought.risks[row])))


def benefit_known(bought: Bought, row: int) -> bool:
    """Whether any use that the project claims has both judgements."""
    return any(
        use.strength is not None and use.importance is not None for group in bought.claims[row] for use in group.uses
    )


def gaps(bought: Bought, row: int) -> tuple[Blank, ...]:
    """Every blank that counts against a project: of its uses, cost, hours, start, risks, areas and roles."""
    project = bought.round.by_row[row]
    blanks = [Blank("portfolio", "areas", row)] if not project.areas else []
    for use in (use for group in bought.claims[row] for use in group.uses):
        blanks += [Blank("mapping", "strength", use.row)] if use.strength is None else []
        blanks += [Blank("mapping", "importance", use.row)] if use.importance is None else []
    blanks += [lack.blank for lack in lacks(bought, row) if lack.is_blank]
    blanks += [Blank("risks", "residual", risk.row) for risk in bought.risks[row] if risk.residual is None]
    blanks += [] if any(map(has_owner, bought.risks[row])) else [Blank("risks", "risk", row)]
    return tuple(dict.fromkeys(blanks))
