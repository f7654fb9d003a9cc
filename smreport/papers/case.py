"""The case that the documents make: results and words together, and the texts that sections share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from smreport.blueprint.columns import Choice, Scale
from smreport.blueprint.tables import Row
from smreport.blueprint.times import When
from smreport.blueprint.values import normalised
from smreport.decision import scope, terms
from smreport.decision.alone import Alone
from smreport.decision.consolidate import Together
from smreport.decision.results import Results
from smreport.decision.terms import COST
from smreport.decision.withheld import for_publication
from smreport.errors import TemplateError
from smreport.findings import Level
from smreport.frozen import Frozen
from smreport.papers import figures, kinds
from smreport.papers.groups import Groups
from smreport.papers.measured import Measures
from smreport.papers.money import Money
from smreport.papers.privacy import Privacy, not_for_publication
from smreport.papers.sources import Sources
from smreport.papers.sureness import Sureness
from smreport.papers.verdicts import Verdicts
from smreport.papers.wording import FILE, Implication, Principle, Wording
from smreport.words import joining, say

_NAMED = 8  # titles in a sentence


class Case(Frozen):
    """Results and wording.

    full     all results, those that are not for publication too: no paper is written from them but an exempt one
    exempt   whether what is marked as not for publication is shown
    what_if  which settings differ from the workbook's, in sentences

    Raises ValueError for an exempt case of results that are the public's already: what it is to show is not in them.
    """

    full: Results
    wording: Wording
    exempt: bool = False
    what_if: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.exempt and self.full.is_public:
            raise ValueError(say("papers.annex.needs_all"))

    @cached_property
    def results(self) -> Results:
        """What the papers are written from: all results, or those that the public may know."""
        return self.full if self.exempt else for_publication(self.full)

    @property
    def left_out(self) -> str:
        """That rows are left out everywhere as they are not for publication, and of which sheets; "" where none is."""
        if not self.results.withheld:
            return ""
        return say("papers.left_out", sheets=figures.listed(self.results.withheld))

    @cached_property
    def sources(self) -> Sources:
        return Sources(self.results)

    @cached_property
    def privacy(self) -> Privacy:
        return Privacy(self.results, self.exempt)

    @cached_property
    def money(self) -> Money:
        return Money(self.results, self.privacy)

    @cached_property
    def measures(self) -> Measures:
        return Measures(self.results, self.privacy, self.groups.titles_later)

    @cached_property
    def verdicts(self) -> Verdicts:
        return Verdicts(self.results, self.privacy, self.sources)

    @cached_property
    def groups(self) -> Groups:
        return Groups(self.results, self.verdicts)

    @cached_property
    def sureness(self) -> Sureness:
        return Sureness(self.results, self.privacy)

    @cached_property
    def kind(self) -> str:
        """What the workbook is enough for: see ``kinds.kind_of``."""
        return kinds.kind_of(self.results)

    @property
    def is_to_note(self) -> bool:
        """Whether there is nothing to decide, as no project is open."""
        return not self.results.order

    @property
    def proposes_a_strategy(self) -> bool:
        """Whether there is a strategy, or its draft, to decide on: a list of projects and actions is none."""
        return not self.is_to_note and self.kind != kinds.ACTIONS

    @property
    def named(self) -> str:
        """What the papers are, as a sentence names them: "social media strategy", "list of actions"."""
        if self.kind in (kinds.STRATEGY, kinds.DRAFT):
            return self.wording.name_of("strategy")
        return say(f"papers.kind.{self._sort}.named")

    @property
    def subtitle(self) -> str:
        """Whose papers they are, and what they are where they are no whole strategy."""
        organisation = self.answer("organisation") or say("papers.no_organisation")
        return say(f"papers.kind.{self._sort}.subtitle", organisation=organisation)

    @property
    def _sort(self) -> str:
        """The kind, apart from it a list of actions without projects."""
        has_projects = bool(self.numbers("portfolio"))
        return self.kind if self.kind != kinds.ACTIONS or has_projects else "actions_only"

    @property
    def is_exercise(self) -> bool:
        """Whether others than the organisation filled the workbook in, from what it has published."""
        return self.settings.get("exercise") is True

    @property
    def is_adopted(self) -> bool:
        """Whether Settings say when the strategy was adopted: until then it is proposed."""
        return bool(self.answer("adopted_on"))

    @property
    def kind_told(self) -> str:
        """What the papers are where they are no whole strategy, in a sentence or two; else ""."""
        if self.kind == kinds.STRATEGY:
            return ""
        empty = [self._tactic(key) for key in kinds.lacking(self.results.tables)]
        if not empty:
            return say(f"papers.kind.{self._sort}.whole")
        return say(f"papers.kind.{self._sort}", names=figures.listed(empty))

    def _tactic(self, key: str) -> str:
        """What a tactic is about, in a sentence."""
        return self.wording.tools if key == "tools" else say(f"papers.tactic.{key}")

    def about(self, sheet: str) -> str:
        """What a sheet is about, in a sentence: "how they are used", "risks"."""
        return self._tactic(sheet) if sheet in kinds.TACTICS else figures.lowered(self.plural(sheet))

    @property
    def settings(self) -> Row:
        return self.results.tables.settings

    def answer(self, key: str) -> str:
        """A setting as text, "" where it is blank or the template does not ask for it."""
        value = self.settings.get(key)
        if isinstance(value, When) and str(value):
            return figures.when(value)
        return "" if value is None else str(value)

    @property
    def organisation(self) -> str:
        """Whose papers they are, in a sentence."""
        return self.answer("organisation") or say("papers.the_organisation")

    def optional_rows(self, sheet: str) -> dict[int, Row]:
        """The rows of a sheet that a template need not have."""
        return self.rows(sheet) if sheet in self.results.tables else {}

    def rows(self, sheet: str) -> dict[int, Row]:
        return self.results.tables[sheet].rows

    def numbers(self, sheet: str) -> list[int]:
        """The Excel rows of a sheet."""
        return self.results.tables[sheet].numbers

    def column(self, sheet: str, key: str) -> list[object]:
        """The answers in a column, row by row; on a long sheet far quicker than looking into ``rows``."""
        return self.results.tables[sheet].columns[key]

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

    def told(self, sheet: str, key: str, at: int) -> str:
        """An answer as a table shows it; a blank is not known where a rule asks for it, and else a dash."""
        value = self.rows(sheet)[at][key]
        return self.blank(sheet, key, at) if value is None else figures.shown(value)

    def blank(self, sheet: str, key: str, at: int) -> str:
        """What stands for a blank: that it is not known where a rule asks for it, and else a dash."""
        table = self.results.tables[sheet]
        is_missed = (table.title, table.cell(key, at)) in self._missed
        return figures.not_known() if is_missed else figures.LEFT_BLANK

    @cached_property
    def _missed(self) -> frozenset[tuple[str, str]]:
        """The sheet and cell of each gap and error."""
        missed = (finding for finding in self.results.findings if finding.level is not Level.NOTE)
        return frozenset((finding.sheet, finding.cell) for finding in missed)

    def rows_by_project(self, sheet: str) -> Mapping[str, list[int]]:
        """The Excel rows of a sheet by the normalised title of the project that they name."""
        if sheet not in self._by_project:
            numbers = self._by_project.setdefault(sheet, {})
            for at, row in self.rows(sheet).items():
                if row["project"] is not None:
                    numbers.setdefault(normalised(row["project"]), []).append(at)
        return self._by_project[sheet]

    @cached_property
    def _by_project(self) -> dict[str, dict[str, list[int]]]:
        return {}

    def highest_risks(self, rows: Iterable[int] | None = None) -> list[int]:
        """Rows of 6a Risks, all where none are given: the highest remaining risk first, those without one last."""
        sizes = self.results.sizes
        left = {row: sizes[row].residual for row in (sizes if rows is None else rows)}
        return sorted(left, key=lambda row: (left[row] is None, -(left[row] or 0)))

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

    def points(self, group: Together) -> str:
        """The benefit points of a role or channel; "At least" where some of its uses are not scored."""
        known = figures.number(group.points)
        return known if not group.unscored or known == figures.not_known() else say("papers.at_least", amount=known)

    # --- areas ---

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Activity or Service, by the area's normalised label."""
        rows = self.rows("areas").values()
        return {normalised(row["label"]): self.choice("areas.kind", row["kind"]) for row in rows}

    def areas(self, status: str) -> list[Row]:
        """The areas with a status, given by its id; in scope are also those taken as such."""
        rows = self.rows("areas")
        if status == terms.IN_SCOPE:
            taken = scope.in_scope(self.results.tables)
            return [row for number, row in rows.items() if number in taken]
        return [row for row in rows.values() if self.choice("areas.status", row["status"]) == status]

    def undecided_areas(self) -> list[Row]:
        """The areas without a status that nothing is planned for yet."""
        taken = scope.in_scope(self.results.tables)
        return [row for at, row in self.rows("areas").items() if row["status"] is None and at not in taken]

    @property
    def is_exempt_as_a_whole(self) -> bool:
        """Whether Settings say that the report as a whole may not be published, or anything that cannot be read."""
        said = self.choice("settings.publication", self.settings.get("publication"))
        return said == terms.EXEMPT if said else self._answered_unreadably("settings", "publication")

    def _answered_unreadably(self, form: str, key: str) -> bool:
        """Whether something stands in the cell of a form's question, and not one of the choices that it has."""
        table = self.results.tables[form]
        if key not in table.places:
            return False
        cell = table.cell(key, min(table.numbers))
        doubts = (doubt for doubt in self.full.tables.doubts if (doubt.sheet, doubt.cell) == (table.title, cell))
        is_said = table.row(min(table.numbers))[key] is not None or bool(table.unsaid.get(key))
        return is_said or any(doubt.level is not Level.NOTE for doubt in doubts)

    def choice(self, address: str, text: object) -> str:
        """The id of the choice that stands in a column, "" where it is none."""
        return self.results.tables.blueprint.id_of(address, text)

    @property
    def all_areas(self) -> str:
        """What stands in 2 Objectives for all areas, as comparisons see it."""
        return normalised(self.results.tables.blueprint.word_for_all("objectives.area"))

    @cached_property
    def parked(self) -> frozenset[str]:
        """The normalised labels of the areas that are parked."""
        return scope.parked(self.results.tables)

    def area(self, label: object) -> str:
        """An area's name; its kind stands with it only where another area has the same name."""
        return figures.not_known() if label is None else self._areas.get(normalised(label), str(label))

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
    def projects(self) -> Mapping[int, Alone]:
        """What was worked out for each open project alone, by Excel row, best first."""
        return self.results.alone

    def project(self, number: int) -> Row:
        return self.rows("portfolio")[number]

    def titles(self, numbers: Iterable[int]) -> str:
        """The titles of projects in a sentence; beyond eight the rest is counted."""
        return figures.listed((self.results.round.by_row[number].title for number in numbers), _NAMED)

    def score(self, number: int) -> str:
        """A score; withheld where a cost that is not for publication could be worked out from it."""
        if self.privacy.hides_score(number):
            return not_for_publication()
        return figures.number(self.projects[number].score)

    def risk(self, number: int) -> str:
        """The risk that counts; "Not known" where none of its risks is scored."""
        if self.privacy.hides_risk(number):
            return not_for_publication()
        return figures.number(self.projects[number].scored_risk)

    def points_of_score(self, number: int, criterion: str) -> str:
        """The points that a criterion has, before its weight; those of a cost are withheld like a score."""
        if criterion == COST and self.privacy.hides_score(number):
            return not_for_publication()
        return figures.number(self.projects[number].scaled[criterion])

    def rank(self, number: int) -> str:
        """The rank, with the best that closing its gaps could bring."""
        scored = self.results.scores[number]
        if scored.rank is None:
            return say("papers.no_rank")
        if scored.best_rank < scored.rank:
            return say("papers.rank.could_be", rank=str(scored.rank), best=str(scored.best_rank))
        return str(scored.rank)

    @property
    def has_scores(self) -> bool:
        return any(project.score is not None for project in self.projects.values())

    @property
    def has_plan(self) -> bool:
        """Whether it is known what time the plan covers."""
        settings = self.settings
        return bool((settings["plan_start"] and settings["plan_end"]) or settings["financial_year"])

    @property
    def plan(self) -> str:
        """The time that the plan covers, in words."""
        start, end = (figures.when(self.settings[key]) for key in ("plan_start", "plan_end"))
        if figures.not_known() in (start, end):
            return self.answer("financial_year") or say("papers.no_period")
        return say("papers.plan.span", start=start, finish=end)

    def advised(self, entry: Implication) -> list[int]:
        """The rows of advice on a subject."""
        subjects = (entry.setting, *entry.advice)
        return [
            at
            for at, row in self.optional_rows("advice").items()
            if row["text"] is not None and self.choice("advice.implication", row["implication"]) in subjects
        ]

    @property
    def unassessed(self) -> list[Implication]:
        """The implications that nobody has assessed: gaps, as any other blank."""
        return [
            entry for entry in self.wording.implications if not self.answer(entry.setting) and not self.advised(entry)
        ]

    def fill(self, text: str, **more: str) -> str:
        """The curly names of strategy.toml filled in. Raises TemplateError for a name that there is not."""
        names = {
            "organisation": self.organisation,
            "committee": self.answer("committee") or say("papers.the_committee"),
            "plan": self.plan,
            "review_date": figures.when(self.settings["review_date"]),
            **more,
        }
        try:
            return text.format_map(names)
        except (KeyError, ValueError, IndexError, AttributeError) as problem:
            known = joining.in_a_row(f"{{{name}}}" for name in names)
            raise TemplateError(say("template.wording.names", file=FILE, text=repr(text), known=known)) from problem
