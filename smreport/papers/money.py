"""What projects cost in money and time, in words; what is withheld or unknown is said, never counted as zero."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable

from smreport.decision.results import Results
from smreport.papers import figures
from smreport.papers.privacy import WITHHELD, Privacy
from smreport.papers.records import Records


class Money:
    """Costs, hours and benefit of projects, as a document may show them."""

    def __init__(self, results: Results, records: Records, privacy: Privacy) -> None:
        self._results, self._records, self._privacy = results, records, privacy
        self._projects = records.projects

    def cost(self, number: int) -> str:
        return WITHHELD if self._privacy.withheld(number) else figures.pounds(self._projects[number]["cost"])

    def hours(self, number: int) -> str:
        """Staff hours a month, withheld together with the cost."""
        return WITHHELD if self._privacy.withheld(number) else figures.number(self._projects[number]["hours"])

    def cost_kind(self, number: int) -> str:
        """How sure the costs of a project are: exact, up to, or estimates."""
        kinds = (self._records.costs[row]["cost_kind"] for row in self._projects[number]["cost_rows"])
        return figures.listed(dict.fromkeys(str(kind or figures.NOT_KNOWN) for kind in kinds)) or figures.NOT_KNOWN

    def in_kind(self, number: int) -> str:
        """Hours a month that others give, shared like the cost; they are shown apart and never costed."""
        if self._privacy.withheld(number):
            return WITHHELD
        rows = [self._records.costs[row] for row in self._projects[number]["cost_rows"]]
        known = [row for row in rows if _is_known(row["in_kind_hours"]) and row["shares"]]
        given = [row["in_kind_hours"] / row["shares"] for row in known]
        return figures.number(sum(given)) if given else figures.NONE

    def total_cost(self, numbers: Iterable[int]) -> str:
        """The cost of several projects in words; what is withheld or unknown is said, never counted as zero."""
        return self._total("cost", numbers, figures.pounds, "cost is")

    def total_hours(self, numbers: Iterable[int]) -> str:
        """The staff hours a month of several projects, withheld together with the cost."""
        return self._total("hours", numbers, figures.number, "hours are")

    def total_benefit(self, numbers: Iterable[int]) -> str:
        """The benefit points of several projects; nothing of them is ever withheld."""
        return self._total("benefit", numbers, figures.number)

    def _total(self, column: str, numbers: Iterable[int], show: Callable[[float], str], withheld: str = "") -> str:
        numbers = list(numbers)
        open_to_all = [number for number in numbers if not (withheld and self._privacy.withheld(number))]
        amounts = [amount for number in open_to_all if not math.isnan(amount := self._projects[number][column])]
        unknown, secret = len(open_to_all) - len(amounts), len(numbers) - len(open_to_all)
        parts = [show(sum(amounts))] if amounts or not numbers else []
        parts += [f"{figures.counted(unknown, 'project')} of unknown {column}"] if unknown else []
        parts += [f"{figures.counted(secret, 'project')} whose {withheld} not for publication"] if secret else []
        return figures.listed(parts)

    @property
    def of_first_wave(self) -> str:
        """What the first wave costs and when: set up once, then each year; "" where no project is in it."""
        if not self._records.first_wave:
            return ""
        cost = self.total_cost(self._records.first_wave)
        whole = f"The first wave costs {cost}. This is the present value over {self.horizon}."
        paid = [number for number in self._records.first_wave if not self._privacy.withheld(number)]
        setup, yearly = (sum(self._paid(number, key) for number in paid) for key in ("setup_cost", "yearly_cost"))
        if len(paid) < len(self._records.first_wave) or math.isnan(setup + yearly):
            return whole
        at_first, each_year = figures.pounds(setup), figures.pounds(yearly)
        return f"{whole} Set-up takes {at_first}, and {each_year} a year is due besides staff time."

    def _paid(self, number: int, key: str) -> float:
        """A project's share of an amount over its rows of 6 Evaluation, NaN where one is unknown."""
        shared = [row for at in self._projects[number]["cost_rows"] if (row := self._records.costs[at])["shares"]]
        return math.fsum((row[key] if _is_known(row[key]) else math.nan) / row["shares"] for row in shared)

    @property
    def cannot_be_met(self) -> str:
        """Why no set of projects keeps the limits, "" where one does; without sums that a withheld cost is part of."""
        why = self._results.plan.optimum.infeasible
        if self._privacy.withheld_projects and re.search(r"\d", why):
            return "The must-dos, with what they depend on, go over a limit. By how much is not for publication."
        return why

    @property
    def horizon(self) -> str:
        """The years that costs are counted over, in words."""
        years = self._results.tables.settings["horizon_years"]
        if not isinstance(years, float):
            return "an unknown number of years"
        return "1 year" if years == 1 else f"{figures.number(years)} years"


def _is_known(value: object) -> bool:
    return isinstance(value, float) and not math.isnan(value)
