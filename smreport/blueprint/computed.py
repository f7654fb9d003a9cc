"""Computed columns: the live Excel formulas of what the decision modules work out in Python.

A kind is one small class with the formula of one row. Values are not worked out here: whoever emits a
workbook hands them over, so that a file shows the truth before anything has calculated it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from smreport.blueprint import formulas, terms
from smreport.blueprint.columns import Label, Scale
from smreport.blueprint.formulas import both, either, filled, negated, same, text, total
from smreport.blueprint.model import Blueprint, Column, Sheet


@dataclass(frozen=True, kw_only=True)
class Computation(ABC):
    """One kind of computed column."""

    kind: ClassVar[str] = ""

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns that it looks at, like "mapping.role"."""
        return ()

    @abstractmethod
    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        """The Excel expression for one row, "" where there is nothing to show."""


def compose_label(column: Column, sheet: Sheet, row: int) -> str:
    """The Excel expression of a label column: its pattern, or its first part alone where another is blank."""
    assert isinstance(column.type, Label)
    cells = {key: sheet.cell(key, row) for key in column.type.parts}
    first = formulas.trimmed(cells[column.type.parts[0]])
    pieces, rest = [], column.type.pattern
    for key in column.type.parts:
        before, _, rest = rest.partition("{" + key + "}")
        pieces += ([text(before)] if before else []) + [formulas.trimmed(cells[key])]
    pieces += [text(rest)] if rest else []
    missing = ",".join(formulas.blank(cells[key]) for key in column.type.parts)
    return f"IF(OR({missing}),{first},{'&'.join(pieces)})"


@dataclass(frozen=True, kw_only=True)
class Count(Computation):
    """How many rows of another sheet name this row."""

    kind: ClassVar[str] = "count"
    of: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of,)

    def named(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        there, _, key = self.of.partition(".")
        name = sheet.cell(sheet.name_key, row)
        return both(same(blueprint.sheets[there].address(key), name), filled(name))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        return total(self.named(blueprint, sheet, row), "1")


@dataclass(frozen=True, kw_only=True)
class CountDistinct(Count):
    """How many different names of a sheet stand in those rows."""

    kind: ClassVar[str] = "count_distinct"
    distinct: str
    names: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, f"{self.of.partition('.')[0]}.{self.distinct}", self.names)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        there, _, key = self.of.partition(".")
        sheet_there = blueprint.sheets[there]
        names = blueprint.address(self.names)
        mine = sheet.cell(sheet.name_key, row)
        counted = (sheet_there.address(key), _criterion(mine), sheet_there.address(self.distinct), _criterion(names))
        some = total(same(sheet_there.address(key), mine), "1")
        different = total(filled(names), f"(COUNTIFS({','.join(counted)})>0)")
        return f"IF(OR({formulas.blank(mine)},{some}=0),0,{different})"


@dataclass(frozen=True, kw_only=True)
class Sum(Count):
    """The sum of a column over those rows; "" where none of them has a figure."""

    kind: ClassVar[str] = "sum"
    sum: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, f"{self.of.partition('.')[0]}.{self.sum}")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        figures = blueprint.sheets[self.of.partition(".")[0]].address(self.sum)
        return _sum_if_any(self.named(blueprint, sheet, row), figures)


@dataclass(frozen=True, kw_only=True)
class LookUp(Computation):
    """A column of the row that a reference names."""

    kind: ClassVar[str] = "look_up"
    via: str
    of: str
    names: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, self.names)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        names, wanted = blueprint.address(self.names), blueprint.address(self.of)
        position = f"(ROW({names})-{blueprint.sheets[self.names.partition('.')[0]].header_row})"
        at = f"SUMPRODUCT(MAX({same(names, sheet.cell(self.via, row))}*{filled(names)}*{position}))"
        return f'IF({at}=0,"",TRIM(INDEX({wanted},{at})))'


@dataclass(frozen=True, kw_only=True)
class BenefitPoints(Computation):
    """Strength of a mapping times the importance of its objective; 0 where the area is parked."""

    kind: ClassVar[str] = "benefit_points"

    @property
    def needs(self) -> tuple[str, ...]:
        here = tuple(f"mapping.{key}" for key in ("area", "objective", "strength"))
        return (*here, *(f"objectives.{key}" for key in ("area", "objective", "importance")), "areas.status")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        area, objective, strength = (sheet.cell(key, row) for key in ("area", "objective", "strength"))
        there, areas = blueprint.sheets["objectives"], blueprint.sheets["areas"]
        whose = either(same(there.address("area"), area), same(there.address("area"), text(terms.ALL_AREAS)))
        importance = scale_value(blueprint, there.by_key["importance"], there.address("importance"))
        matters = f"SUMPRODUCT(MAX({both(same(there.address('objective'), objective), whose, importance)}))"
        strong = scale_value(blueprint, sheet.by_key["strength"], strength)
        parked = total(same(areas.address("label"), area), same(areas.address("status"), text(terms.PARKED)))
        return f'IF({parked}>0,0,IF({matters}*{strong}=0,"",{matters}*{strong}))'


@dataclass(frozen=True, kw_only=True)
class Claims(Computation):
    """How many projects that are not finished take this mapping's benefit."""

    kind: ClassVar[str] = "claims"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("mapping.area", "mapping.role", *(f"portfolio.{key}" for key in ("title", "areas", "roles", "status")))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        there = blueprint.sheets["portfolio"]
        in_area = formulas.contains_part(there.address("areas"), sheet.cell("area", row), blueprint.separator)
        in_role = formulas.contains_part(there.address("roles"), sheet.cell("role", row), blueprint.separator)
        any_role = formulas.blank(there.address("roles"))
        return total(in_area, either(in_role, any_role), _open_projects(blueprint))


@dataclass(frozen=True, kw_only=True)
class BenefitShare(Computation):
    """The benefit points of a mapping for each project that claims it."""

    kind: ClassVar[str] = "benefit_share"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("mapping.points", "mapping.claims")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        points, claims = sheet.cell("points", row), sheet.cell("claims", row)
        return f'IF(AND(ISNUMBER({points}),N({claims})>0),{points}/{claims},"")'


@dataclass(frozen=True, kw_only=True)
class PresentValue(Computation):
    """Set-up cost now, yearly cost and staff time at the end of each year; "" unless all three are given."""

    kind: ClassVar[str] = "present_value"

    @property
    def needs(self) -> tuple[str, ...]:
        settings = ("horizon_years", "discount_rate", "hourly_rate")
        here = ("setup_cost", "yearly_cost", "hours")
        return (*(f"evaluation.{key}" for key in here), *(f"settings.{key}" for key in settings))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        setup, yearly, hours = (sheet.cell(key, row) for key in ("setup_cost", "yearly_cost", "hours"))
        rate, years = _setting(blueprint, "discount_rate"), _setting(blueprint, "horizon_years")
        wage = blueprint.setting("hourly_rate")
        staff = f"{hours}*{terms.HOURS_PER_YEAR_OF_MONTHLY}*IF({formulas.blank(wage)},0,{wage})"
        known = ",".join(f"ISNUMBER({cell})" for cell in (setup, yearly, hours))
        return f'IF(AND({known}),{setup}-PV({rate},{years},{yearly}+{staff}),"")'


@dataclass(frozen=True, kw_only=True)
class CostShares(Computation):
    """How many projects share the cost of an evaluation row."""

    kind: ClassVar[str] = "cost_shares"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("evaluation.role", "evaluation.project", "portfolio.roles", "portfolio.status", "portfolio.title")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        there = blueprint.sheets["portfolio"]
        takes_part = formulas.contains_part(there.address("roles"), sheet.cell("role", row), blueprint.separator)
        shared = total(takes_part, _open_projects(blueprint))
        return f"IF({filled(sheet.cell('project', row))},1,{shared})"


@dataclass(frozen=True, kw_only=True)
class ResidualRisk(Computation):
    """Likelihood times impact after mitigation, by the values of their scales."""

    kind: ClassVar[str] = "residual_risk"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("risks.residual_likelihood", "risks.residual_impact")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        likelihood, impact = (
            scale_value(blueprint, sheet.by_key[key], sheet.cell(key, row))
            for key in ("residual_likelihood", "residual_impact")
        )
        return f'IF({likelihood}*{impact}=0,"",{likelihood}*{impact})'


@dataclass(frozen=True, kw_only=True)
class OfProject(Computation):
    """Base of a project's criteria: nothing is shown for a finished project, or for one without a title."""

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        finished = formulas.one_of(sheet.cell("status", row), terms.FINISHED)
        left_out = f"OR({formulas.blank(sheet.cell('title', row))},{finished})"
        return f'IF({left_out},"",{self.criterion(blueprint, sheet, row)})'

    @abstractmethod
    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        """The expression for a project that is not finished."""


@dataclass(frozen=True, kw_only=True)
class ProjectBenefit(OfProject):
    """The project's shares of the benefit points of its mappings; "" where one of them is unknown."""

    kind: ClassVar[str] = "project_benefit"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("mapping.area", "mapping.role", "mapping.share", "portfolio.areas", "portfolio.roles")

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        there, separator = blueprint.sheets["mapping"], blueprint.separator
        areas, roles = sheet.cell("areas", row), sheet.cell("roles", row)
        in_area = formulas.contains_part(areas, there.address("area"), separator)
        in_role = formulas.contains_part(roles, there.address("role"), separator)
        mine, share = both(in_area, either(in_role, formulas.blank(roles))), there.address("share")
        unknown = total(mine, negated(f"ISNUMBER({share})"))
        return f'IF(OR({total(mine, "1")}=0,{unknown}>0),"",SUMPRODUCT({mine}*1,{share}))'


@dataclass(frozen=True, kw_only=True)
class ProjectCost(OfProject):
    """The project's shares of the present values in Evaluation; "" unless every role of it is evaluated."""

    kind: ClassVar[str] = "project_cost"

    @property
    def needs(self) -> tuple[str, ...]:
        there = ("role", "project", "present_value", "cost_share")
        return (*(f"evaluation.{key}" for key in there), "portfolio.title", "portfolio.roles")

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        there, separator = blueprint.sheets["evaluation"], blueprint.separator
        title, roles = sheet.cell("title", row), sheet.cell("roles", row)
        takes_part = formulas.contains_part(roles, there.address("role"), separator)
        project, value = there.address("project"), there.address("present_value")
        own = same(project, title)
        mine = either(own, both(formulas.blank(project), takes_part))
        unknown = total(mine, negated(f"ISNUMBER({value})"))
        of_this = either(own, formulas.blank(project))
        missing = formulas.unknown_parts(roles, there.address("role"), separator, where=of_this)
        cost = f"SUMPRODUCT({mine}*1,{there.address('cost_share')})"
        return f'IF(OR({formulas.blank(roles)},{missing},{unknown}>0),"",{cost})'


@dataclass(frozen=True, kw_only=True)
class CostShare(Computation):
    """The present value of an evaluation row for each project that shares it."""

    kind: ClassVar[str] = "cost_share"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("evaluation.present_value", "evaluation.shares")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        value, shares = sheet.cell("present_value", row), sheet.cell("shares", row)
        return f'IF(AND(ISNUMBER({value}),N({shares})>0),{value}/{shares},"")'


@dataclass(frozen=True, kw_only=True)
class ProjectRisk(OfProject):
    """The highest residual risk among the project's own risks and those of its roles; "" if one is unknown."""

    kind: ClassVar[str] = "project_risk"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("risks.role", "risks.project", "risks.residual", "portfolio.title", "portfolio.roles")

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        there = blueprint.sheets["risks"]
        of_role = formulas.contains_part(sheet.cell("roles", row), there.address("role"), blueprint.separator)
        own = both(same(there.address("project"), sheet.cell("title", row)), filled(there.address("project")))
        everywhere = both(of_role, formulas.blank(there.address("project")))
        mine = either(own, everywhere)
        residual = there.address("residual")
        unknown = total(mine, negated(f"ISNUMBER({residual})"))
        found = total(mine, "1")
        likelihood, impact = (
            scale_value(blueprint, there.by_key[key], there.address(key))
            for key in ("residual_likelihood", "residual_impact")
        )
        highest = f"SUMPRODUCT(MAX({both(mine, likelihood, impact)}))"
        return f'IF(OR({found}=0,{unknown}>0),"",{highest})'


@dataclass(frozen=True, kw_only=True)
class ProjectScore(OfProject):
    """The weighted mean, 0 to 100, of the criteria that are known; see ``decision.prioritise``."""

    kind: ClassVar[str] = "project_score"

    @property
    def needs(self) -> tuple[str, ...]:
        weights = tuple(f"settings.weight_{name}" for name in terms.CRITERIA)
        return (*weights, *(f"portfolio.{name}" for name in terms.CRITERIA))

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        weighted, weights = [], []
        for name in terms.CRITERIA:
            cell, column = sheet.cell(name, row), sheet.address(name)
            weight = _setting(blueprint, f"weight_{name}")
            better = f"{cell}-MIN({column})" if name == "benefit" else f"MAX({column})-{cell}"
            spread = f"(MAX({column})-MIN({column}))"
            weighted.append(f"IF(ISNUMBER({cell}),{weight}*IF({spread}=0,100,100*({better})/{spread}),0)")
            weights.append(f"IF(ISNUMBER({cell}),{weight},0)")
        known = "+".join(weights)
        return f'IF({known}=0,"",({"+".join(weighted)})/({known}))'


@dataclass(frozen=True, kw_only=True)
class ProjectRank(OfProject):
    """1 for the highest score; equal scores share a rank."""

    kind: ClassVar[str] = "project_rank"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("portfolio.score",)

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> str:
        cell, scores = sheet.cell("score", row), sheet.address("score")
        ahead = total(f"ISNUMBER({scores})", f"({scores}>{cell}+1E-9)")
        return f'IF(ISNUMBER({cell}),1+{ahead},"")'


def scale_value(blueprint: Blueprint, column: Column, cells: str) -> str:
    """In Excel: the value of a scale's word, 0 where blank or unknown; works on ranges."""
    assert isinstance(column.type, Scale)
    key = column.type.choices.key
    words, values = blueprint.list_range(key), blueprint.list_range(key, part=1)
    terms_ = (f"{same(cells, word)}*{value}" for word, value in zip(_cells_of(words), _cells_of(values), strict=True))
    return f"({'+'.join(terms_)})"


def _cells_of(address: str) -> list[str]:
    """The single cells of a one-column range."""
    name, _, corners = address.rpartition("!")
    first, _, last = corners.partition(":")
    _, letter, start = first.split("$")
    return [f"{name}!${letter}${row}" for row in range(int(start), int(last.rpartition("$")[2]) + 1)]


def _open_projects(blueprint: Blueprint) -> str:
    there = blueprint.sheets["portfolio"]
    finished = (same(there.address("status"), text(word)) for word in terms.FINISHED)
    return both(filled(there.address("title")), negated(either(*finished)))


def _setting(blueprint: Blueprint, key: str) -> str:
    """A number from Settings, or its default where it is blank."""
    cell, default = blueprint.setting(key), blueprint.sheets["settings"].by_key[key].default
    return cell if default is None else f"IF({formulas.blank(cell)},{default},{cell})"


def _sum_if_any(condition: str, figures: str) -> str:
    return f'IF({total(condition, f"ISNUMBER({figures})")}=0,"",SUMPRODUCT({condition}*1,{figures}))'


def _criterion(cells: str) -> str:
    """A criterion for COUNTIFS that takes the text as it is: no wildcard and no operator in it counts."""
    plain = f"TRIM({cells})"
    for sign in "~*?":
        plain = f'SUBSTITUTE({plain},"{sign}","~{sign}")'
    return f'"="&{plain}'


KINDS: dict[str, type[Computation]] = {
    kind.kind: kind
    for kind in (
        Count, CountDistinct, Sum, LookUp, BenefitPoints, Claims, BenefitShare, PresentValue, CostShares,
        CostShare, ResidualRisk, ProjectBenefit, ProjectCost, ProjectRisk, ProjectScore, ProjectRank,
    )
}  # fmt: skip
