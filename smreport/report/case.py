"""The case that the documents make: results and words together, and the texts that sections share."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from smreport.blueprint import terms
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.decision.portfolio import FIRST
from smreport.decision.results import Results
from smreport.report import figures
from smreport.report.wording import Wording

WITHHELD = "Not for publication"


@dataclass(frozen=True)
class Case:
    """Results and wording. ``exempt`` shows figures that are marked as not for publication."""

    results: Results
    wording: Wording
    exempt: bool = False

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
        names = [normalised(row["name"]) for row in self.rows("areas").values()]
        row = next((r for r in self.rows("areas").values() if normalised(r["label"]) == normalised(label)), None)
        if row is None or names.count(normalised(row["name"])) > 1:
            return str(label)
        return str(row["name"])

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

    def score(self, number: int) -> str:
        """A score; without it where the cost could be worked out from it."""
        return WITHHELD if self.withheld(number) else figures.number(self.projects["score"][number])

    def rank(self, number: int) -> str:
        """The rank, with the ranks it could take where something is unknown."""
        rank, best, worst = (self.projects[key][number] for key in ("rank", "best_rank", "worst_rank"))
        if math.isnan(rank):
            return "No rank yet"
        return f"{rank:.0f}" if best == worst else f"{rank:.0f} ({best} to {worst})"

    def total_cost(self, numbers: Iterable[int]) -> str:
        """The cost of several projects in words; what is withheld or unknown is said, never counted as zero."""
        numbers = list(numbers)
        told = [number for number in numbers if not self.withheld(number)]
        known = [number for number in told if not math.isnan(self.projects["cost"][number])]
        parts = [figures.pounds(sum(self.projects["cost"][number] for number in known))] if known else []
        unknown, secret = len(told) - len(known), len(numbers) - len(told)
        parts += [f"{figures.counted(unknown, 'project')} of unknown cost"] if unknown else []
        parts += [f"{figures.counted(secret, 'project')} whose cost is not for publication"] if secret else []
        return " and ".join(parts) or "£0"

    def sum_of(self, column: str, numbers: Iterable[int]) -> float:
        """The sum of a known column over projects, NaN where none is known."""
        return float(self.projects.loc[list(numbers), column].sum(min_count=1))

    @cached_property
    def first_wave(self) -> list[int]:
        waves = self.results.waves
        return [int(str(number)) for number in waves.index[waves["wave"] == FIRST]]

    @property
    def has_scores(self) -> bool:
        return bool(self.projects["rank"].notna().any())

    def highest_risk(self, number: int) -> str:
        return figures.number(self.projects["risk"][number])

    @property
    def plan(self) -> str:
        """The time that the plan covers, in words."""
        start, end = (figures.when(self.settings[key]) for key in ("plan_start", "plan_end"))
        if figures.NOT_KNOWN in (start, end):
            return self.answer("financial_year") or "a period that is not set yet"
        return f"{start} to {end}"

    def fill(self, text: str) -> str:
        """The curly names of strategy.toml filled in."""
        return text.format(
            organisation=self.answer("organisation") or "The organisation",
            committee=self.answer("committee") or "The committee",
            plan=self.plan,
            review_date=figures.when(self.settings["review_date"]),
        )


def activity_or_service(kind: str) -> str:
    """A kind of area in a sentence."""
    return {normalised(terms.ACTIVITY): "activity", normalised(terms.SERVICE): "service"}.get(normalised(kind), "")
