"""The case that the documents make: results and words together, and the texts that sections share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from smreport.blueprint.columns import Choice, Scale
from smreport.blueprint.publication import secret_rows, told_of_secret
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.decision.evaluate import risk_rows
from smreport.decision.portfolio import FIRST
from smreport.decision.prioritise import BEFORE_SCORING, scores
from smreport.decision.results import Results
from smreport.decision.robustness import Judgement, judged
from smreport.errors import TemplateError
from smreport.papers import figures
from smreport.papers.wording import Principle, Wording

WITHHELD = "Not for publication"
_ROWS_NAMED = 12


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

    def numbers(self, sheet: str) -> list[int]:
        """The Excel rows of a sheet."""
        return self.results.tables[sheet].numbers

    def column(self, sheet: str, key: str) -> list[object]:
        """The answers in a column, row by row; on a long sheet far quicker than looking into ``rows``."""
        return self.results.tables[sheet].columns[key]

    def cell(self, sheet: str, key: str, row: int = 0) -> str:
        """Where an answer stands: "Settings, C23"."""
        table = self.results.tables[sheet]
        return f"{table.title}, {table.cell(key, row)}"

    def row_list(self, sheet: str, rows: Iterable[int]) -> str:
        """Where a figure comes from: "4 Mapping, rows 7 and 9"; in a combined workbook also whose they were."""
        rows = list(rows)
        if not rows:
            return "no row"
        return f"{self.results.tables[sheet].title}, {_rows(rows)}{self._sent_in(sheet, rows)}"

    def _sent_in(self, sheet: str, rows: Iterable[int]) -> str:
        """The files that rows of a combined workbook came from: " (Libraries.xlsx, row 9)"."""
        origins = self.results.tables[sheet].origins
        by_file: dict[str, list[int]] = {}
        for row in rows:
            if row in origins:
                by_file.setdefault(origins[row].file, []).append(origins[row].row)
        named = "; ".join(f"{file}, {_rows(theirs)}" for file, theirs in by_file.items())
        return f" ({named})" if named else ""

    def from_rows(self, sheet: str, rows: Iterable[int]) -> str:
        """The source of a figure made from some rows, "" for none; long lists name the first rows only."""
        rows = list(rows)
        if not rows:
            return ""
        named = rows[:_ROWS_NAMED]
        more = f" and {len(rows) - len(named)} more" if len(rows) > len(named) else ""
        title, file = self.results.tables[sheet].title, self.results.tables.file
        return f"{title}, {_rows(named)}{more} of {file}{self._sent_in(sheet, named)}"

    def at(self, sheet: str, key: str, row: int = 0) -> str:
        """The source of an answer: "Settings, C23 of exampleshire.xlsx"."""
        return f"{self.cell(sheet, key, row)} of {self.results.tables.file}"

    def cost_source(self, numbers: Iterable[int]) -> str:
        """Where the costs of some projects stand."""
        rows = sorted({row for number in numbers for row in self.found[number]["cost_rows"]})
        return self.from_rows("evaluation", rows)

    def project_source(self, number: int) -> str:
        """The rows that a project's benefit, cost and risk come from."""
        row = self.found[number]
        parts = (("portfolio", [number]), ("mapping", row["mapping_rows"]), ("evaluation", row["cost_rows"]),
                 ("risks", row["risk_rows"]))  # fmt: skip
        return "; ".join(filter(None, (self.from_rows(sheet, rows) for sheet, rows in parts)))

    @property
    def weights_source(self) -> str:
        return "; ".join(self.at("settings", f"weight_{name}") for name in self.results.weights)

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

    def scale(self, address: str) -> tuple[str, ...]:
        """The words of a scale column, from the lowest value to the highest."""
        kind = self.results.tables.blueprint.column(address).type
        assert isinstance(kind, Scale)
        return tuple(sorted(kind.choices.texts, key=kind.choices.values.__getitem__))

    def rows_by_project(self, sheet: str) -> Mapping[str, list[int]]:
        """The Excel rows of a sheet by the normalised title of the project that they name."""
        if sheet not in self._by_project:
            found = self._by_project.setdefault(sheet, {})
            for at, row in self.rows(sheet).items():
                if row["project"] is not None:
                    found.setdefault(normalised(row["project"]), []).append(at)
        return self._by_project[sheet]

    @cached_property
    def _by_project(self) -> dict[str, dict[str, list[int]]]:
        return {}

    def highest_risk(self, number: int, project: Row) -> pd.Series | None:
        """The row of the register with a project's highest remaining risk, None where it has none."""
        register = self.results.register
        if number in self.found:
            register = register.loc[list(self.found[number]["risk_rows"])]
        else:
            register = risk_rows(project, register)
        if register.empty:
            return None
        return register.sort_values("residual", ascending=False, na_position="last", kind="stable").iloc[0]

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

    def points(self, group: Mapping[Any, Any]) -> str:
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

    @cached_property
    def found(self) -> dict[int, dict[str, Any]]:
        """What was worked out for each open project: the columns of ``projects`` by Excel row, best first."""
        return _by_row(self.projects)

    @cached_property
    def paid(self) -> dict[int, dict[str, Any]]:
        """The rows of 6 Evaluation with their costs, by Excel row."""
        return _by_row(self.results.evaluation)

    @cached_property
    def wave(self) -> dict[int, str]:
        """The wave of each open project."""
        return {int(str(at)): str(wave) for at, wave in self.results.waves["wave"].items()}

    def withheld(self, number: int) -> bool:
        """Whether a project's money must stay out of the document."""
        return number in self._withheld

    @cached_property
    def _withheld(self) -> set[int]:
        if self.exempt:
            return set()
        secret = self._secret_rows["evaluation"]
        return {number for number, found in self.found.items() if not secret.isdisjoint(found["cost_rows"])}

    def secret_rows(self, sheet: str) -> frozenset[int]:
        """The rows of a sheet that are marked as not for publication, whether the case is exempt or not."""
        return self._secret_rows[sheet]

    @cached_property
    def _secret_rows(self) -> dict[str, frozenset[int]]:
        return {key: secret_rows(table) for key, table in self.results.tables.items()}

    def told(self, sheet: str, key: str, row: int, value: object) -> object:
        """An answer as it may be shown, None where it must stay out."""
        if self.exempt or row not in self._secret_rows[sheet]:
            return value
        there = self.results.tables.blueprint.sheets[sheet]
        return told_of_secret(there, there.by_key[key], value)

    @property
    def tells_secrets(self) -> bool:
        """Whether figures that are not for publication are shown."""
        return self.exempt and any(self._secret_rows.values())

    def cost(self, number: int) -> str:
        return WITHHELD if self.withheld(number) else figures.pounds(self.found[number]["cost"])

    def hours(self, number: int) -> str:
        """Staff hours a month, withheld together with the cost."""
        return WITHHELD if self.withheld(number) else figures.number(self.found[number]["hours"])

    def cost_kind(self, number: int) -> str:
        """How sure the costs of a project are: exact, up to, or estimates."""
        kinds = (self.paid[row]["cost_kind"] for row in self.found[number]["cost_rows"])
        return figures.listed(dict.fromkeys(str(kind or figures.NOT_KNOWN) for kind in kinds)) or figures.NOT_KNOWN

    def in_kind(self, number: int) -> str:
        """Hours a month that others give, shared like the cost; they are shown apart and never costed."""
        if self.withheld(number):
            return WITHHELD
        rows = [self.paid[row] for row in self.found[number]["cost_rows"]]
        told = [row for row in rows if _is_known(row["in_kind_hours"]) and row["shares"]]
        given = [row["in_kind_hours"] / row["shares"] for row in told]
        return figures.number(sum(given)) if given else figures.NONE

    @cached_property
    def hides_all_scores(self) -> bool:
        """Whether a withheld cost is the highest or the lowest, so that it could be worked out from any score."""
        ends = (self.projects["cost"].min(), self.projects["cost"].max())
        return any(self.found[number]["cost"] in ends for number in self._withheld)

    def hides_score(self, number: int) -> bool:
        return self.hides_all_scores or self.withheld(number)

    def score(self, number: int) -> str:
        """A score; withheld where a cost that is not for publication could be worked out from it."""
        return WITHHELD if self.hides_score(number) else figures.number(self.found[number]["score"])

    def cost_on_scale(self, number: int) -> str:
        """The cost from 0 (dearest) to 100 (cheapest), withheld like a score."""
        return WITHHELD if self.hides_score(number) else figures.number(self.found[number]["scaled_cost"])

    def rank(self, number: int) -> str:
        """The rank, with the ranks it could take where something is unknown."""
        rank, best, worst = (self.found[number][key] for key in ("rank", "best_rank", "worst_rank"))
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
        amounts = [amount for number in told if not math.isnan(amount := self.found[number][column])]
        unknown, secret = len(told) - len(amounts), len(numbers) - len(told)
        parts = [show(sum(amounts))] if amounts or not numbers else []
        parts += [f"{figures.counted(unknown, 'project')} of unknown {column}"] if unknown else []
        parts += [f"{figures.counted(secret, 'project')} whose {withheld} not for publication"] if secret else []
        return figures.listed(parts)

    @property
    def money_needed(self) -> str:
        """What the first wave costs and when: set up once, then each year; "" where no project is in it."""
        if not self.first_wave:
            return ""
        cost = self.total_cost(self.first_wave)
        whole = f"The first wave costs {cost}. This is the present value over {self.horizon}."
        paid = [number for number in self.first_wave if not self.withheld(number)]
        setup, yearly = (sum(self._paid(number, key) for number in paid) for key in ("setup_cost", "yearly_cost"))
        if len(paid) < len(self.first_wave) or math.isnan(setup + yearly):
            return whole
        once, each = figures.pounds(setup), figures.pounds(yearly)
        return f"{whole} Set-up takes {once}, and {each} a year is due besides staff time."

    def _paid(self, number: int, key: str) -> float:
        """A project's share of an amount over its rows of 6 Evaluation, NaN where one is unknown."""
        shared = [row for at in self.found[number]["cost_rows"] if (row := self.paid[at])["shares"]]
        return math.fsum((row[key] if _is_known(row[key]) else math.nan) / row["shares"] for row in shared)

    @property
    def cannot_be_met(self) -> str:
        """Why no set of projects keeps the limits, "" where one does; without sums that a withheld cost is part of."""
        why = self.results.plan.optimum.infeasible
        if self._withheld and re.search(r"\d", why):
            return "The must-dos, with what they depend on, go over a limit. By how much is not for publication."
        return why

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


def _rows(numbers: list[int]) -> str:
    return f"row{'s' if len(numbers) > 1 else ''} {figures.listed(map(str, numbers))}"


def _by_row(frame: pd.DataFrame) -> dict[int, dict[str, Any]]:
    """The rows of a frame as dictionaries, which are far quicker to look into."""
    columns = [frame[column].tolist() for column in frame.columns]
    return {
        int(at): dict(zip(frame.columns, values, strict=True))
        for at, *values in zip(frame.index.tolist(), *columns, strict=True)
    }


def _is_known(value: object) -> bool:
    return isinstance(value, float) and not math.isnan(value)
