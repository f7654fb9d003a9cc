"""What projects take of money and time, in words; what is withheld or unknown is said, never counted as zero.

What several projects take together is added up line by line, each line once, whoever needs it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from functools import cached_property

from smreport.blueprint.withheld import is_withheld
from smreport.decision.bought import Bought
from smreport.decision.money import BUDGET, HOURS, MONTHS, Period, Spent, spent, whole_life
from smreport.decision.records import WHOLE, Blank
from smreport.decision.results import Results
from smreport.decision.terms import COST, ESTIMATE
from smreport.decision.unknown import lacks
from smreport.frozen import Frozen, replace
from smreport.papers import figures
from smreport.papers.privacy import Privacy, not_for_publication
from smreport.papers.verdicts import HUNDREDTHS, financial_year
from smreport.words import joining, say


class Takes(Frozen):
    """What a set of projects takes, as it is held against limits and as far as it may be shown.

    no_cost, no_hours  figures of cost and of hours that are not known; they are not in ``spent``
    secret     cost lines that are not for publication; they are not in ``spent`` either
    both_kinds  cost lines of which it is not known whether set-up is capital or revenue: it counts in both
    """

    spent: Spent
    no_cost: int
    no_hours: int
    secret: int
    both_kinds: int

    @property
    def is_whole(self) -> bool:
        """Whether all its cash is known and shown."""
        return not (self.no_cost or self.secret)


class Money:
    """Costs, hours and benefit of projects, as a document may show them."""

    def __init__(self, results: Results, privacy: Privacy) -> None:
        self._results, self._privacy, self._projects = results, privacy, results.alone
        self._costs = results.tables["evaluation"].rows

    # --- a project alone ---

    def cost(self, number: int) -> str:
        """Its whole-life cost."""
        if self._privacy.withheld(number):
            return not_for_publication()
        return figures.pounds(self._projects[number].cost)

    def staff(self, number: int) -> str:
        """Of its whole-life cost, the value of staff time."""
        if self._privacy.withheld(number):
            return not_for_publication()
        cost = whole_life(self._results.bought, number)
        return figures.not_known() if cost is None else figures.pounds(cost.staff)

    def known_cash(self, number: int) -> str:
        """The cash that it needs, all that it shares with others among it, as far as it is known."""
        return not_for_publication() if self._privacy.withheld(number) else self.total_cash([number])

    def added_cash(self, number: int) -> str:
        """The cash that it adds to the commitments."""
        if self._privacy.withheld(number):
            return not_for_publication()
        return figures.pounds(self._projects[number].cash)

    def hours(self, number: int) -> str:
        """Staff hours a month, withheld together with the cost."""
        if self._privacy.withheld(number):
            return not_for_publication()
        return figures.number(self._projects[number].hours)

    def cost_kind(self, number: int) -> str:
        """How sure the costs of a project are: exact, up to, or estimates; other words of a marked line stay out."""
        kinds = [self._costs[row]["cost_kind"] for row in self._projects[number].cost_rows]
        words = (not_for_publication() if is_withheld(kind) else str(kind or figures.not_known()) for kind in kinds)
        return figures.listed(dict.fromkeys(words)) or figures.not_known()

    def in_kind(self, number: int) -> str:
        """Hours a month that others give for all that it needs; they are shown apart and never costed."""
        if self._privacy.withheld(number):
            return not_for_publication()
        rows = [self._costs[row] for row in self._projects[number].cost_rows]
        given = [row["in_kind_hours"] for row in rows if _is_known(row["in_kind_hours"])]
        return figures.number(sum(given)) if given else figures.none_identified()

    # --- several projects together ---

    def takes(self, numbers: Iterable[int]) -> Takes:
        """What projects take together."""
        chosen, bought = frozenset(numbers), self._results.bought
        needed = bought.needed(chosen)
        lacking = {lack for row in chosen for lack in lacks(bought, row) if not self._is_hidden(lack.blank)}
        known = [line for line in needed if not self._privacy.hides_line(line.row)]
        return Takes(
            spent=spent(self._public, chosen),
            no_cost=sum(BUDGET in lack.touches for lack in lacking),
            no_hours=sum(HOURS in lack.touches for lack in lacking),
            secret=len(needed) - len(known),
            both_kinds=sum(
                line.setup_kind is None and line.setup is not None and line.setup.high > 0 for line in known
            ),
        )

    def total_cash(self, numbers: Iterable[int], brief: bool = False) -> str:
        """The cash of several projects in all of the period; what is withheld or unknown is said beside it.

        brief  say only that there is more; what it is stands below the table
        """
        takes = self.takes(numbers)
        return _besides(figures.pounds(takes.spent.total.total), takes.no_cost, takes.secret, brief)

    def fullest_month(self, numbers: Iterable[int], brief: bool = False) -> str:
        """The staff hours of several projects in their fullest month, withheld together with the cost."""
        takes = self.takes(numbers)
        most = max(takes.spent.hours, default=0) / HUNDREDTHS
        return _besides(figures.number(most, 2), takes.no_hours, takes.secret, brief)

    def total_benefit(self, numbers: Iterable[int]) -> str:
        """The benefit points of several projects together, each use once; nothing of them is ever withheld."""
        numbers = list(numbers)
        points = figures.number(self._results.bought.benefit(numbers))
        unknown = sum(self._projects[number].benefit is None for number in numbers)
        if unknown == len(numbers) > 0:
            return figures.not_known()
        return say("papers.benefit.unknown", points=points, count=unknown) if unknown else points

    def by_year(self, numbers: Iterable[int]) -> list[tuple[str, int, int, int]]:
        """Each financial year with capital, revenue and both, in pounds; none where the plan has no start."""
        if not Period.of(self._results.round.settings).dated:
            return []
        cash = self.takes(numbers).spent.cash
        return [(financial_year(year), *cash[year]) for year in sorted(cash)]

    def basis(self, numbers: Collection[int]) -> tuple[str, ...]:
        """What to know of the cash of several projects, in sentences: contingency, and set-up of unknown kind."""
        unknown = self.takes(numbers).no_cost
        missing = say("papers.cash.not_known", count=unknown) if unknown else ""
        return tuple(filter(None, (self.contingency(numbers), missing, *self.open_points(numbers))))

    def contingency(self, numbers: Collection[int], beside_lines: bool = False) -> str:
        """That estimates stand with a contingency, "" where none of these projects' costs does.

        beside_lines  where the costs stand beside it as they were given
        """
        contingency, lines = self._results.round.settings.contingency, self._results.bought.needed(numbers)
        if not contingency or all(line.kind != ESTIMATE for line in lines):
            return ""
        percent = self.assumed("contingency", figures.percent(contingency / WHOLE))
        return say("papers.cash.contingency.lines" if beside_lines else "papers.cash.contingency", percent=percent)

    def open_points(self, numbers: Collection[int]) -> tuple[str, ...]:
        """What is in doubt in the cash of several projects, or left out of it."""
        takes, points = self.takes(numbers), []
        if takes.both_kinds:
            both, counts_in_both = takes.both_kinds, Period.of(self._results.round.settings).dated
            points.append(say("papers.cash.both_kinds" if counts_in_both else "papers.cash.no_kind", count=both))
        if takes.secret:
            points.append(say("papers.cash.left_out", count=takes.secret))
        return tuple(points)

    def of_wave(self, wave: Collection[int], with_kinds: bool = True) -> str:
        """What the proposed first wave takes in cash, capital and revenue, and staff time apart; "" without one.

        with_kinds  tell capital and revenue too; a table beside it may have them already
        """
        if not wave:
            return ""
        takes = self.takes(wave)
        sentences = [say("papers.cash.wave", cash=self.total_cash(wave), horizon=self.period)]
        if with_kinds and takes.is_whole and not takes.both_kinds:
            total = takes.spent.total
            capital, revenue = figures.pounds(total.capital), figures.pounds(total.revenue)
            sentences.append(say("papers.cash.kinds", capital=capital, revenue=revenue))
        hours = self.fullest_month(wave)
        if takes.no_hours or takes.secret:
            sentences.append(say("papers.cash.hours.in_part", hours=figures.lowered(hours)))
        else:
            sentences.append(say("papers.cash.hours", hours=hours, count=1 if hours == figures.number(1) else 2))
        return joining.sentences(sentences)

    def assumed(self, setting: str, amount: str) -> str:
        """What a setting is, and that it is assumed where it is blank and the template's figure counts."""
        is_assumed = setting in self._results.round.settings.assumed
        return say("papers.assumed", amount=amount) if is_assumed else amount

    def end_of_scale(self, criterion: str, end: int) -> str:
        """What counts as 0 or as 100 points of a criterion."""
        figure = self._results.round.settings.ends[criterion][end != 0]
        shown = figures.pounds(figure) if criterion == COST else figures.number(figure)
        return self.assumed(f"{criterion}_at_{end}", shown)

    @property
    def period(self) -> str:
        """The years over which cash is held against limits, in words: see :mod:`smreport.decision.money`."""
        settings = self._results.round.settings
        months = Period.of(settings).months
        return self.horizon if months == settings.years * MONTHS else _years(months / MONTHS)

    @property
    def horizon(self) -> str:
        """The years that whole-life costs are counted over, in words."""
        years = self._results.tables.settings["horizon_years"]
        if not isinstance(years, float):
            return say("papers.horizon.not_known")
        return _years(years)

    @cached_property
    def _public(self) -> Bought:
        """What is bought, without the cost lines that are not for publication."""
        round = self._results.round
        lines = tuple(line for line in round.lines if not self._privacy.hides_line(line.row))
        return Bought(replace(round, lines=lines))

    def _is_hidden(self, blank: Blank) -> bool:
        return blank.sheet == "evaluation" and self._privacy.hides_line(blank.row)


def _besides(amount: str, unknown: int, secret: int, brief: bool = False) -> str:
    """An amount, and what is not in it; of nothing known there is no amount."""
    if unknown and not secret and amount in (figures.pounds(0), figures.number(0)):
        return figures.not_known()
    if brief and (unknown or secret):
        return say("papers.besides.brief", amount=amount)
    more = [say("papers.besides.unknown", count=unknown)] if unknown else []
    more += [say("papers.besides.secret", count=secret)] if secret else []
    return say("papers.besides", amount=amount, more=figures.listed(more)) if more else amount


def _years(years: float) -> str:
    if years.is_integer():
        return say("papers.horizon", count=int(years))
    return say("papers.horizon.in_part", years=figures.number(years, 2))


def _is_known(value: object) -> bool:
    return isinstance(value, float) and not math.isnan(value)
