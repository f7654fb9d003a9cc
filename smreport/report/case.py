"""The case that the documents make: results and words together, and the texts that sections share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from smreport.blueprint.columns import Choice
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.decision.portfolio import FIRST
from smreport.decision.prioritise import BEFORE_SCORING, scores
from smreport.decision.results import Results
from smreport.decision.robustness import Judgement, judged
from smreport.errors import TemplateError
from smreport.report import figures
from smreport.report.wording import Principle, Wording

WITHHELD = "Not for publication"


@dataclass(frozen=True)
class Case:
    """Results and wording. ``exempt`` shows figures that are marked as not for publication.

    ``what_if`` says, in sentences, which settings differ from the workbook's.
    """

    results: Results
    wording: Wording
    exempt: bool = False
    what_if: tuple[str, ...] = ()

    @property
    def settings(self) -> Row:
        return self.results.tables.settings

    def answer(self, key: str) -> str:
        """A setting as text, "" where it is blank."""
        value = self.settings[key]
        return "" if value is None else str(value)

    def rows(self, sheet: str) -> dict[int, Row]:
        return self.results.tables[sheet].rows

    def cell(self, sheet: str, key: str, row: int = 0) -> str:
        """Where an answer stands: "Settings, C23"."""
        table = self.results.tables[sheet]
        return f"{table.title}, {table.cell(key, row)}"

    def row_list(self, sheet: str, rows: Iterable[int]) -> str:
        """Where a figure comes from: "4 Mapping, rows 7 and 9"."""
        numbers = [str(row) for row in rows]
        if not numbers:
            return "no row"
        return f"{self.results.tables[sheet].title}, row{'s' if len(numbers) > 1 else ''} {figures.listed(numbers)}"

    def heading(self, address: str) -> str:
        """What the template calls a column: "Channel" for "tools.channel"."""
        return self.results.tables.blueprint.column(address).heading

    def plural(self, sheet: str) -> str:
        """What the template calls a sheet's rows together: its title without the tactic's number, "Tools"."""
        return re.sub(r"^\d+[a-z]?\.? ", "", self.results.tables.blueprint.sheets[sheet].title)

    def choices(self, address: str) -> tuple[str, ...]:
        """The choices that a column offers, in order."""
        kind = self.results.tables.blueprint.column(address).type
        return kind.choices.texts if isinstance(kind, Choice) else ()

    def tool(self, label: object) -> str:
        """The tool behind a tool use."""
        return self._tools.get(normalised(label), str(label))

    @cached_property
    def _tools(self) -> dict[str, str]:
        return {normalised(row["label"]): str(row["tool"]) for row in self.rows("tools").values() if row["label"]}

    def sheets_of(self, principle: Principle) -> tuple[str, ...]:
        """The sheets whose rows show whether a principle holds."""
        rules = ((sheet.key, rule) for sheet in self.results.tables.blueprint for rule in sheet.rules)
        ruled = [key for key, rule in rules if rule.principle == principle.number]
        return tuple(dict.fromkeys([*ruled, *filter(None, [principle.counts.partition(".")[0]])]))

    def points(self, group: pd.Series) -> str:
        """The benefit points of a role or channel; "At least" where some of its uses are not scored."""
        known = figures.number(group["points"])
        return known if not group["unscored"] or known == figures.NOT_KNOWN else f"At least {known}"

    def at_least(self, values: pd.Series, what: str) -> str:
        """The sum or the maximum of figures; "At least" where some are unknown."""
        known = figures.number(values.agg(what)) if values.notna().any() else figures.NOT_KNOWN
        return known if known == figures.NOT_KNOWN or values.notna().all() else f"At least {known}"

    # --- areas ---

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Activity or Service, by the area's normalised label."""
        return {normalised(row["label"]): str(row["kind"] or "") for row in self.rows("areas").values()}

    def areas(self, status: str) -> list[Row]:
        rows = self.rows("areas").values()
        return [row for row in rows if normalised(row["status"]) == normalised(status)]

    def area(self, label: object) -> str:
        """An area's name; its kind stands with it only where another area has the same name."""
        return figures.NOT_KNOWN if label is None else self._areas.get(normalised(label), str(label))

    @cached_property
    def _areas(self) -> dict[str, str]:
        rows = [row for row in self.rows("areas").values() if row["label"] is not None]
        times = Counter(normalised(row["name"]) for row in rows)
        return {
            normalised(row["label"]): str(row["label"] if times[normalised(row["name"])] > 1 else row["name"])
            for row in rows
        }

    def area_names(self, labels: Iterable[str], most: int = 0) -> str:
        return figures.listed(map(self.area, labels), most)

    # --- projects ---

    @property
    def projects(self) -> pd.DataFrame:
        return self.results.projects

    def project(self, number: int) -> Row:
        return self.rows("portfolio")[number]

    def withheld(self, number: int) -> bool:
        """Whether a project's money must stay out of the document."""
        evaluation = self.rows("evaluation")
        paid: Iterable[int] = self.projects["cost_rows"][number]
        return not self.exempt and any(evaluation[row]["not_public"] is True for row in paid)

    def cost(self, number: int) -> str:
        return WITHHELD if self.withheld(number) else figures.pounds(self.projects["cost"][number])

    def hours(self, number: int) -> str:
        """Staff hours a month, withheld together with the cost."""
        return WITHHELD if self.withheld(number) else figures.number(self.projects["hours"][number])

    def cost_kind(self, number: int) -> str:
        """How sure the costs of a project are: exact, up to, or estimates."""
        kinds = (self.rows("evaluation")[row]["cost_kind"] for row in self.projects["cost_rows"][number])
        return figures.listed(dict.fromkeys(str(kind or figures.NOT_KNOWN) for kind in kinds)) or figures.NOT_KNOWN

    def in_kind(self, number: int) -> str:
        """Hours a month that others give, shared like the cost; they are shown apart and never costed."""
        if self.withheld(number):
            return WITHHELD
        evaluation = self.results.evaluation.loc[list(self.projects["cost_rows"][number])]
        rows = zip(evaluation["in_kind_hours"], evaluation["shares"], strict=True)
        given = [hours / shares for hours, shares in rows if isinstance(hours, float) and shares]
        return figures.number(sum(given)) if given else figures.NONE

    @cached_property
    def hides_all_scores(self) -> bool:
        """Whether a withheld cost is the highest or the lowest, so that it could be worked out from any score."""
        costs = self.projects["cost"]
        return any(costs[at] in (costs.min(), costs.max()) for at in costs.index if self.withheld(int(str(at))))

    def hides_score(self, number: int) -> bool:
        return self.hides_all_scores or self.withheld(number)

    def score(self, number: int) -> str:
        """A score; withheld where a cost that is not for publication could be worked out from it."""
        return WITHHELD if self.hides_score(number) else figures.number(self.projects["score"][number])

    def cost_on_scale(self, number: int) -> str:
        """The cost from 0 (dearest) to 100 (cheapest), withheld like a score."""
        return WITHHELD if self.hides_score(number) else figures.number(self.projects["scaled_cost"][number])

    def rank(self, number: int) -> str:
        """The rank, with the ranks it could take where something is unknown."""
        rank, best, worst = (self.projects[key][number] for key in ("rank", "best_rank", "worst_rank"))
        if math.isnan(rank):
            return "No rank yet"
        return f"{rank:.0f}" if best == worst else f"{rank:.0f} ({best} to {worst})"

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
        told = [number for number in numbers if not (withheld and self.withheld(number))]
        amounts = [amount for amount in self.projects.loc[told, column] if not math.isnan(amount)]
        unknown, secret = len(told) - len(amounts), len(numbers) - len(told)
        parts = [show(sum(amounts))] if amounts or not numbers else []
        parts += [f"{figures.counted(unknown, 'project')} of unknown {column}"] if unknown else []
        parts += [f"{figures.counted(secret, 'project')} whose {withheld} not for publication"] if secret else []
        return figures.listed(parts)

    @cached_property
    def first_wave(self) -> list[int]:
        waves = self.results.waves
        return [int(str(number)) for number in waves.index[waves["wave"] == FIRST]]

    @cached_property
    def judgement(self) -> Judgement:
        """How robust the ranks are; what is not for publication is left out before anything is worked out."""
        told = [number for number in self.projects.index if not self.withheld(int(str(number)))]
        projects = self.projects.loc[told, list(BEFORE_SCORING)]
        return judged(scores(projects, self.results.weights), self.results.weights)

    @property
    def has_scores(self) -> bool:
        return bool(self.projects["rank"].notna().any())

    @property
    def horizon(self) -> str:
        """The years that costs are counted over, in words."""
        years = self.settings["horizon_years"]
        if not isinstance(years, float):
            return "an unknown number of years"
        return "1 year" if years == 1 else f"{figures.number(years)} years"

    @property
    def has_plan(self) -> bool:
        """Whether it is known what time the plan covers."""
        settings = self.settings
        return bool((settings["plan_start"] and settings["plan_end"]) or settings["financial_year"])

    @property
    def plan(self) -> str:
        """The time that the plan covers, in words."""
        start, end = (figures.when(self.settings[key]) for key in ("plan_start", "plan_end"))
        if figures.NOT_KNOWN in (start, end):
            return self.answer("financial_year") or "a period that is not set yet"
        return f"{start} to {end}"

    def fill(self, text: str) -> str:
        """The curly names of strategy.toml filled in. Raises TemplateError for a name that there is not."""
        names = {
            "organisation": self.answer("organisation") or "The organisation",
            "committee": self.answer("committee") or "The committee",
            "plan": self.plan,
            "review_date": figures.when(self.settings["review_date"]),
        }
        try:
            return text.format_map(names)
        except (KeyError, ValueError, IndexError, AttributeError) as problem:
            known = ", ".join(f"{{{name}}}" for name in names)
            raise TemplateError(f"strategy.toml, {text!r}: only {known} can be filled in.") from problem
