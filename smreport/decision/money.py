"""Money and time: what a set of projects costs by financial year and takes by month, in whole numbers.

Set-up falls in the month in which a line is first needed; yearly cost runs from then by months, to the end of the
period, or, for a line that ends, while a chosen project that needs it runs. The period runs from the plan's start to
the last of: the years that Settings count costs over, the plan's end, the last year with a limit; so each limit that
is set is held. Set-up and yearly cost of a line in a financial year are each rounded up to whole pounds, apart, so that
a blank in *capital or revenue* is never cheaper than either answer.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from smreport.decision.bought import Bought
from smreport.decision.records import WHOLE, Amount, CostLine, Project, Round, Settings
from smreport.decision.terms import CAPITAL, ESTIMATE, REVENUE
from smreport.frozen import Frozen
from smreport.words.language import first_month

BUDGET, HOURS = "budget", "hours"
MONTHS = 12
PENCE = 100
MOST_YEARS = 100  # a longer period is an error in Settings, which the check tells; no table is made as long as it


class Limit(NamedTuple):
    """What must not be exceeded: the budget (pounds), capital or revenue in a year (pounds), or hours in any month.

    kind  budget, capital, revenue or hours; ``year`` is that in which the financial year begins
    most  pounds, or hundredths of an hour
    """

    kind: str
    year: int | None
    most: int


class Cash(NamedTuple):
    """Whole pounds: held against capital, against revenue, and in all (less than both where one counts twice)."""

    capital: int = 0
    revenue: int = 0
    total: int = 0

    def plus(self, other: Cash) -> Cash:
        return Cash(*(own + extra for own, extra in zip(self, other, strict=True)))


class Period(Frozen):
    """The months that count. Without the plan's start it is not ``dated``: one stretch, no year in particular.

    year_begins  the month in which a financial year begins, from 1
    """

    first: int
    months: int
    dated: bool
    year_begins: int

    @classmethod
    def of(cls, settings: Settings) -> Period:
        first, months = settings.plan_start, settings.years * MONTHS
        if first is not None and settings.reach is not None:
            months = max(months, settings.reach - first + 1)
        return cls(first or 0, min(months, MOST_YEARS * MONTHS), first is not None, first_month())

    @property
    def last(self) -> int:
        return self.first + self.months - 1

    def year(self, month: int) -> int:
        """The year in which the month's financial year begins."""
        return (month - self.year_begins + 1) // MONTHS if self.dated else 0

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.year(self.first), self.year(self.last) + 1))

    def by_year(self, months: Iterable[int]) -> dict[int, int]:
        """How many of the months that lie in the period fall into each financial year."""
        if isinstance(months, range):
            return dict(_counted(self, months))
        counted: dict[int, int] = defaultdict(int)
        for month in months:
            if self.first <= month <= self.last:
                counted[self.year(month)] += 1
        return dict(counted)

    def begin(self, project: Project) -> int:
        """The month in which a project starts to need its lines; one that is not known counts as the earliest."""
        start = self.start(project)
        return self.first if start is None else start

    def start(self, project: Project) -> int | None:
        """The month in which a project starts, None where it is not known or only after the period.

        What has not begun cannot start before the plan does, so that its set-up is always seen.
        """
        start = project.start
        if not self.dated or start is None or start > self.last:
            return None
        return start if project.begun else max(start, self.first)

    def end(self, project: Project) -> int:
        """The last month in which a project runs; the end of the period where that is not known or makes no sense."""
        start, finish = self.start(project), project.finish
        return self.last if start is None or finish is None or finish < start else min(finish, self.last)


@lru_cache(maxsize=4096)
def _counted(period: Period, months: range) -> dict[int, int]:
    return period.by_year(tuple(months))


def limits_held(round: Round) -> tuple[Limit, ...]:
    """The limits of money and hours that can be held: the budget, each year's capital and revenue, the hours."""
    limits, held = round.limits, []
    if limits.budget is not None:
        held.append(Limit(BUDGET, None, limits.budget))
    if Period.of(round.settings).dated:
        for year in sorted(limits.years):
            amounts = ((CAPITAL, year.capital), (REVENUE, year.revenue))
            held.extend(Limit(kind, year.year, most) for kind, most in amounts if most is not None)
    if limits.hours is not None:
        held.append(Limit(HOURS, None, limits.hours))
    return tuple(held)


def held_at(figure: Amount, kind: str, contingency: int) -> int:
    """At what a figure is held against a limit, in parts of 10,000 of its unit.

    Exact: the figure. Estimate: with the contingency. Up to: its ceiling. A typed range: its upper end.
    """
    return figure.high * (WHOLE + (contingency if kind == ESTIMATE and not figure.is_range else 0))


def setup_cash(line: CostLine, settings: Settings) -> Cash:
    """The set-up of a line, once; unknown counts as 0 here (see ``unknown`` for what follows from that)."""
    pounds = _pounds(line.setup, line, settings, 1, 1)
    return Cash(pounds if line.setup_kind != REVENUE else 0, pounds if line.setup_kind != CAPITAL else 0, pounds)


def running_cash(line: CostLine, settings: Settings, months: int) -> Cash:
    """The yearly cost of a line for so many months of one financial year."""
    pounds = _pounds(line.yearly, line, settings, months, MONTHS)
    return Cash(0, pounds, pounds)


def monthly_rate(line: CostLine, settings: Settings) -> float:
    """Pounds a month of a line's yearly cost as it is held against limits, before rounding up."""
    if line.yearly is None:
        return 0.0
    return held_at(line.yearly, line.kind, settings.contingency) / (WHOLE * PENCE * MONTHS)


def _pounds(figure: Amount | None, line: CostLine, settings: Settings, parts: int, of: int) -> int:
    if figure is None:
        return 0
    return -(-held_at(figure, line.kind, settings.contingency) * parts // (WHOLE * PENCE * of))


class Spent(Frozen):
    """What a set takes: cash by financial year, and hundredths of an hour by month (from the period's first)."""

    cash: Mapping[int, Cash]
    hours: tuple[int, ...]

    @property
    def total(self) -> Cash:
        total = Cash()
        for cash in self.cash.values():
            total = total.plus(cash)
        return total

    def against(self, limit: Limit) -> int:
        """How much of a limit it takes; of the hours that of the fullest month."""
        if limit.kind == HOURS:
            return max(self.hours, default=0)
        if limit.kind == BUDGET:
            return self.total.total
        cash = self.cash.get(limit.year or 0, Cash())
        return cash.capital if limit.kind == CAPITAL else cash.revenue

    def keeps(self, limits: Iterable[Limit]) -> bool:
        return all(self.against(limit) <= limit.most for limit in limits)


def spent(bought: Bought, chosen: Collection[int]) -> Spent:
    """Cash and hours of a set, added up afresh; each line once, whoever needs it."""
    settings = bought.round.settings
    period = Period.of(settings)
    cash = dict.fromkeys(period.years, Cash())
    hours = [0] * period.months
    chosen_rows = frozenset(chosen)
    for line in bought.needed(chosen):
        who = [bought.round.by_row[row] for row in bought.needers[line.row] & chosen_rows]
        first, months = first_needed(period, who), running(period, line, who)
        if first >= period.first:
            year = period.year(first)
            cash[year] = cash[year].plus(setup_cash(line, settings))
        for year, count in period.by_year(months).items():
            cash[year] = cash[year].plus(running_cash(line, settings, count))
        a_month = line.hours.high if line.hours is not None else 0
        for month in months if a_month else ():
            hours[month - period.first] += a_month
    return Spent(cash, tuple(hours))


def first_needed(period: Period, who: Collection[Project]) -> int:
    """The month in which the first of the projects starts: before the period only what has begun, after it nothing."""
    return min(period.begin(project) for project in who)


def running(period: Period, line: CostLine, who: Collection[Project]) -> range | set[int]:
    """The months of the period in which a line that these projects need runs."""
    if not line.ends:
        return range(max(first_needed(period, who), period.first), period.last + 1)
    return {
        month for project in who for month in range(max(period.begin(project), period.first), period.end(project) + 1)
    }


def added(bought: Bought, rows: Collection[int]) -> Spent:
    """The cash and hours that projects add to the commitments."""
    before, after = spent(bought, bought.committed), spent(bought, bought.committed | frozenset(rows))
    cash = {
        year: Cash(*(a - b for a, b in zip(after.cash[year], before.cash[year], strict=True))) for year in after.cash
    }
    return Spent(cash, tuple(a - b for a, b in zip(after.hours, before.hours, strict=True)))


class WholeLife(NamedTuple):
    """Whole-life cost of a project alone, pounds today: cash, and the value of staff who are there anyway."""

    cash: float
    staff: float

    @property
    def total(self) -> float:
        return self.cash + self.staff


def present_value(setup: float, yearly: float, years: float, rate: float) -> float:
    """Pounds today for a cost now and a yearly cost at the end of each year.

    years  where the last year is not full, its part is paid at that year's end
    rate   the discount rate as a fraction, for example 0.035 (HM Treasury, Green Book)
    """
    whole = math.floor(years)
    annuity = whole if rate == 0 else (1 - (1 + rate) ** -whole) / rate
    return setup + yearly * (annuity + (years - whole) * (1 + rate) ** -(whole + 1))


def running_years(line: CostLine, project: Project, settings: Settings) -> float:
    """For how many years a project alone pays a line: those in Settings, or as long as it runs where the line ends."""
    return years_of(project, settings) if line.ends else settings.years


def years_of(project: Project, settings: Settings) -> float:
    """How many years a project runs, by months, at most those in Settings; all of them where that is not known."""
    start, finish = project.start, project.finish
    if start is None or finish is None or finish < start:
        return settings.years
    return min((finish - start + 1) / MONTHS, settings.years)


def whole_life_of_line(line: CostLine, settings: Settings, years: float, sunk: bool = False) -> WholeLife | None:
    """The whole-life cost of a line, pounds today, None where a figure of it is unknown.

    Set-up now, yearly cost and staff time at the end of each of so many years; without contingency, which is for
    limits. ``sunk``: set-up that a commitment has bought already counts 0.
    """
    if line.yearly is None or line.hours is None or (line.setup is None and not sunk):
        return None
    if settings.wage is None and line.hours.high:
        return None
    setup = 0.0 if sunk or line.setup is None else line.setup.high / PENCE
    cash = present_value(setup, line.yearly.high / PENCE, years, settings.rate)
    yearly_hours = line.hours.high / PENCE * MONTHS
    staff = present_value(0.0, yearly_hours * (settings.wage or 0) / PENCE, years, settings.rate)
    return WholeLife(cash, staff)


def whole_life(bought: Bought, row: int) -> WholeLife | None:
    """The whole-life cost of a project alone: all lines that it needs, from its own start. None where unknown.

    The rule for sunk set-up is the Green Book's: what is spent whatever is decided now does not count.
    """
    project, settings = bought.round.by_row[row], bought.round.settings
    if not project.roles or not project.roles <= roles_with_lines(bought, row):
        return None
    cash = staff = 0.0
    for line in bought.lines[row]:
        line_cost = whole_life_of_line(line, settings, running_years(line, project, settings), bought.is_sunk(line))
        if line_cost is None:
            return None
        cash, staff = cash + line_cost.cash, staff + line_cost.staff
    return WholeLife(cash, staff) if math.isfinite(cash + staff) else None


def cash_alone(bought: Bought, row: int) -> float | None:
    """The cash that a project alone adds to the commitments, pounds over the years of its whole-life cost.

    Not discounted, and without contingency. What a commitment buys counts 0, but for the yearly cost of a line that
    ends: that runs for the project's own months, and is counted for all of them, also where the commitment runs too.
    None where the cost is unknown.
    """
    if whole_life(bought, row) is None:
        return None
    project, settings, cash = bought.round.by_row[row], bought.round.settings, 0.0
    for line in bought.lines[row]:
        is_new = not bought.is_sunk(line)
        if is_new and line.setup is not None:
            cash += line.setup.high
        if (is_new or line.ends) and line.yearly is not None:
            cash += line.yearly.high * running_years(line, project, settings)
    return cash / PENCE


def hours_alone(bought: Bought, row: int) -> float | None:
    """The staff hours a month of all that a project needs; None where they are not known."""
    roles, lines = bought.round.by_row[row].roles, bought.lines[row]
    hours = [line.hours.high for line in lines if line.hours is not None]
    if not roles or not roles <= roles_with_lines(bought, row) or len(hours) < len(lines):
        return None
    return sum(hours) / PENCE


def roles_with_lines(bought: Bought, row: int) -> frozenset[str]:
    """The roles of the lines that a project needs."""
    return frozenset(line.role for line in bought.lines[row])
