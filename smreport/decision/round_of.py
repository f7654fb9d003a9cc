"""Makes the records of a round from the tables of a workbook, once; a column that a form does not ask is blank."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import prod

from smreport.blueprint.columns import Scale
from smreport.blueprint.tables import Row, Tables
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, normalised
from smreport.decision import scope, terms
from smreport.decision.records import (
    WHOLE,
    Amount,
    Blank,
    CostLine,
    Ends,
    Limits,
    Project,
    Risk,
    Round,
    Settings,
    Use,
    YearLimit,
)
from smreport.decision.terms import BENEFIT, CAPITAL, COST, ESTIMATE, EXACT, REVENUE, RISK, UP_TO
from smreport.frozen import Frozen, replace
from smreport.words.language import first_month

NEEDS = (
    *(f"settings.weight_{name}" for name in terms.CRITERIA),
    *(f"settings.{name}_at_{end}" for name in terms.CRITERIA for end in (0, 100)),
    "settings.budget", "settings.hours_available", "areas.label", "areas.kind", "portfolio.title", "portfolio.areas",
    "portfolio.roles", "portfolio.status", "portfolio.must_do", "portfolio.depends",
)  # fmt: skip
APPROVED, IN_PROGRESS, DONE = "approved", "in_progress", "done"
HUNDREDTHS = 100
_MONTHS = 12
_NEAR = 1e-6  # what a figure such as 0.29 x 100 may be off by
_MOST = 10**12  # of pounds or hours: with it and any contingency sums still fit into 64 bits
_MOST_CONTINGENCY = 100  # times the estimate; the check asks for less
_ASSUMED = ("horizon_years", "discount_rate", "hourly_rate", "contingency", *(
    f"{name}_at_{end}" for name in (BENEFIT, COST, RISK) for end in (0, 100)
))  # fmt: skip


def round_of(tables: Tables) -> Round:
    """All records of a workbook; what cannot be used in Settings is NaN there (see ``score.weights_of``)."""
    projects, rows = _projects(tables), dict[str, list[int]]()
    for project in projects:
        rows.setdefault(normalised(project.title), []).append(project.row)
    limits = limits_in(tables)
    return Round(
        projects=projects,
        uses=tuple(_uses(tables)),
        lines=tuple(_lines(tables, rows)),
        risks=tuple(_risks(tables, rows)),
        limits=limits,
        settings=_settings(tables, limits),
    )


# --- 7 Portfolio ---


class _Portfolio(Frozen):
    """The rows of 7 Portfolio that have a title, and what else their projects are made from."""

    tables: Tables

    @cached_property
    def rows(self) -> dict[int, Row]:
        return {row: answers for row, answers in self.tables["portfolio"].rows.items() if answers["title"]}

    @cached_property
    def by_title(self) -> dict[str, int]:
        return {normalised(answers["title"]): row for row, answers in self.rows.items()}

    @cached_property
    def status(self) -> dict[int, str]:
        id_of = self.tables.blueprint.id_of
        return {row: id_of("portfolio.status", answers["status"]) for row, answers in self.rows.items()}

    @cached_property
    def opened(self) -> set[int]:
        return {row for row in self.rows if self.status[row] not in terms.FINISHED}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each area."""
        id_of, areas = self.tables.blueprint.id_of, self.tables["areas"].rows.values()
        return {normalised(area["label"]): id_of("areas.kind", area["kind"]) for area in areas}

    def lost(self, row: int) -> tuple[str, ...]:
        """What a project depends on that is neither open nor done."""
        open_or_done = self.opened | {other for other in self.rows if self.status[other] == DONE}
        named = (str(part) for part in _parts(self.rows[row].get("depends")))
        return tuple(name for name in named if self.by_title.get(normalised(name)) not in open_or_done)


def depending_on_dropped(tables: Tables) -> list[int]:
    """The open projects that depend on one that is dropped."""
    portfolio = _Portfolio(tables)
    return [
        row for row in sorted(portfolio.opened) if portfolio.by_title.keys() & set(map(normalised, portfolio.lost(row)))
    ]


def _projects(tables: Tables) -> tuple[Project, ...]:
    portfolio = _Portfolio(tables)
    apart = _apart(portfolio)
    return tuple(_project(portfolio, row, frozenset(apart.get(row, ()))) for row in sorted(portfolio.opened))


def _project(portfolio: _Portfolio, row: int, not_with: frozenset[int]) -> Project:
    answers, status = portfolio.rows[row], portfolio.status[row]
    competes = portfolio.tables.settings.get("compete_again") is True
    depends = {portfolio.by_title.get(name, row) for name in _names(answers.get("depends"))}
    areas = _names(answers.get("areas"))
    return Project(
        row=row,
        title=str(answers["title"]),
        areas=areas,
        roles=_names(answers.get("roles")),
        committed=status in (APPROVED, IN_PROGRESS) and not competes,
        begun=status == IN_PROGRESS,
        must=answers.get("must_do") is True,
        start=_month(answers.get("start"), first=True),
        finish=_month(answers.get("finish"), first=False),
        depends=frozenset(depends & portfolio.opened - {row}),
        lost=portfolio.lost(row),
        not_with=not_with,
        kinds=frozenset(portfolio.kinds[area] for area in areas if portfolio.kinds.get(area)),
    )


def _apart(portfolio: _Portfolio) -> dict[int, set[int]]:
    """Who does not go together with whom, whichever of the two says so."""
    apart: dict[int, set[int]] = {}
    for row in portfolio.opened:
        named = {portfolio.by_title.get(name, row) for name in _names(portfolio.rows[row].get("not_with"))}
        for other in named & portfolio.opened - {row}:
            apart.setdefault(row, set()).add(other)
            apart.setdefault(other, set()).add(row)
    return apart


def _parts(cell: object) -> tuple[object, ...]:
    return cell if isinstance(cell, tuple) else ()


def _names(cell: object) -> frozenset[str]:
    return frozenset(normalised(part) for part in _parts(cell))


def _month(value: object, first: bool) -> int | None:
    """The month of the first, or last, day of a time."""
    day = (value.first if first else value.last) if isinstance(value, When) else None
    return None if day is None else day.year * 12 + day.month - 1


# --- 4 Mapping ---


def _uses(tables: Tables) -> Iterator[Use]:
    """The uses whose area is not parked; those of parked areas bring nothing whatever is done."""
    strengths, matters = _scale(tables, "mapping.strength"), _matters(tables)
    parked = scope.parked(tables)
    shared = normalised(tables.blueprint.word_for_all("objectives.area"))
    table = tables["mapping"]
    columns = (table.plain("area"), table.plain("role"), table.plain("objective"), table.columns["strength"])
    for row, area, role, objective, strength in zip(table.numbers, *columns, strict=True):
        if area not in parked:
            own, of_all = (matters.get((whose, objective), 0) for whose in (area, shared))
            judged = f"{shared if of_all > own else area}: {objective}"
            yield Use(row, area, role, strengths.get(str(strength)), max(own, of_all) or None, judged)


def _matters(tables: Tables) -> dict[tuple[str, str], int]:
    """The importance of each objective by area and name, those that lack either apart; the higher of two."""
    importances = _scale(tables, "objectives.importance")
    matters: dict[tuple[str, str], int] = {}
    for row in tables["objectives"].rows.values():
        key = normalised(row["area"]), normalised(row["objective"])
        if all(key):
            matters[key] = max(matters.get(key, 0), importances.get(str(row["importance"]), 0))
    return matters


def _scale(tables: Tables, address: str) -> dict[str, int]:
    """The value of each word of a scale; a template's are whole."""
    kind = tables.blueprint.column(address).type
    assert isinstance(kind, Scale)
    return {word: int(value) for word, value in kind.choices.values.items()}


def _steps(tables: Tables, address: str) -> tuple[int, ...]:
    """The values of a scale, lowest first."""
    return tuple(sorted({*_scale(tables, address).values()}))


# --- 6 Evaluation and 6a Risks ---


def _lines(tables: Tables, rows: Mapping[str, Sequence[int]]) -> Iterator[CostLine]:
    for line, answers in zip(cost_lines(tables), tables["evaluation"].rows.values(), strict=True):
        yield from (replace(line, project=project) for project in _owners(answers, rows))


def cost_lines(tables: Tables) -> Iterator[CostLine]:
    """Every row of 6 Evaluation alone, whomever it belongs to."""
    for row, answers in tables["evaluation"].rows.items():
        kind = _id(tables, "evaluation.cost_kind", answers)
        setup_kind = _id(tables, "evaluation.setup_kind", answers)
        yield CostLine(
            row=row,
            role=normalised(answers["role"]),
            setup=_amount(answers["setup_cost"]),
            yearly=_amount(answers["yearly_cost"]),
            hours=_amount(answers["hours"]),
            kind=kind if kind in (EXACT, UP_TO) else ESTIMATE,
            setup_kind=setup_kind if setup_kind in (CAPITAL, REVENUE) else None,
            ends=_id(tables, "evaluation.runs", answers) == terms.ENDS,
        )


def _risks(tables: Tables, rows: Mapping[str, Sequence[int]]) -> Iterator[Risk]:
    for risk, answers in zip(risks(tables), tables["risks"].rows.values(), strict=True):
        yield from (replace(risk, project=project) for project in _owners(answers, rows))


def risks(tables: Tables) -> Iterator[Risk]:
    """Every row of 6a Risks alone, whomever it belongs to."""
    likely, harmful = _scale(tables, "risks.likelihood"), _scale(tables, "risks.impact")
    for row, answers in tables["risks"].rows.items():
        before, after = (
            (likely.get(str(answers[f"{when}likelihood"]), 0), harmful.get(str(answers[f"{when}impact"]), 0))
            for when in ("", "residual_")
        )
        inherent, residual = prod(before) or None, prod(after) or None
        judged = (after if residual else before) if residual or inherent else None
        yield Risk(row, normalised(answers["role"]), None, inherent, residual, judged)


def _owners(answers: Row, rows: Mapping[str, Sequence[int]]) -> Sequence[int | None]:
    """The rows of the open projects of which a row names the title, each once; None where it names none."""
    return (None,) if answers["project"] is None else rows.get(normalised(answers["project"]), ())


def _id(tables: Tables, address: str, answers: Row) -> str:
    """The id of a choice; "" where it is blank or the form does not ask."""
    sheet, _, key = address.partition(".")
    return tables.blueprint.id_of(address, answers[key]) if key in tables.blueprint.sheets[sheet].by_key else ""


def _number(value: object) -> float | None:
    """A number from 0 to a million million; None for a blank, a text or what makes no sense."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if 0 <= value <= _MOST else None  # NaN is neither


def _amount(value: object) -> Amount | None:
    """A figure in hundredths, rounded up; of a typed range both ends. Of a lower bound alone it is not known."""
    high, low = _number(value), _number(getattr(value, "low", value))
    if high is None or low is None or has_no_ceiling(value):
        return None
    return Amount(math.ceil(low * HUNDREDTHS - _NEAR), math.ceil(high * HUNDREDTHS - _NEAR))


def has_no_ceiling(value: object) -> bool:
    """Whether a figure says no more than a lower bound: "at least 5,000"."""
    return isinstance(value, ReadAs) and value.bound == "at least"


# --- Settings and 6b Money ---


def limits_in(tables: Tables) -> Limits:
    """The limits that a workbook sets."""
    settings, unreadable = tables.settings, list[Blank]()
    single = {}
    for key, unit in (("budget", 1), ("hours_available", HUNDREDTHS), ("risk_appetite", 1)):
        single[key] = _most(settings.get(key), unit)
        if settings.get(key) is not None and single[key] is None:
            unreadable.append(Blank("settings", key, 0))
    years = []
    for row, answers in tables["money"].rows.items() if "money" in tables else ():
        year, unread = _year_limit(row, answers)
        years.append(year)
        unreadable += unread
    budget, hours, risk = single.values()
    return Limits(_together(years), budget, hours, risk, unreadable=tuple(unreadable))


def _together(rows: Iterable[YearLimit | None]) -> tuple[YearLimit, ...]:
    """One limit a year: rows of the same year, each for a source of money, are added up."""
    years: dict[int, YearLimit] = {}
    for row in filter(None, rows):
        before = years.get(row.year, YearLimit(row.year, None, None, row.row))
        years[row.year] = before._replace(
            capital=_sum(before.capital, row.capital), revenue=_sum(before.revenue, row.revenue)
        )
    return tuple(years[year] for year in sorted(years))


def _sum(amount: int | None, other: int | None) -> int | None:
    return None if amount is None and other is None else (amount or 0) + (other or 0)


def _year_limit(row: int, answers: Row) -> tuple[YearLimit | None, list[Blank]]:
    """What a row of 6b Money allows, and its cells that cannot be read."""
    filled = [key for key in (CAPITAL, REVENUE) if answers[key] is not None]
    unread = [Blank("money", key, row) for key in filled if _most(answers[key], 1) is None]
    year = _financial_year(answers["year"])
    if year is None:
        return None, [Blank("money", "year", row)] if filled else []
    return YearLimit(year, _most(answers[CAPITAL], 1), _most(answers[REVENUE], 1), row), unread


def _most(value: object, unit: int) -> int | None:
    """A limit in whole units, rounded down: what is read as it, and of a typed range the lower end always."""
    number = _number(value.low if isinstance(value, ReadAs) and value.bound == "between" else value)
    return None if number is None else math.floor(number * unit + _NEAR)


def _financial_year(value: object) -> int | None:
    """The year in which a financial year such as 2026/27 begins."""
    span = value if isinstance(value, When) else When.in_words(str(value or ""))
    if span.first is None or span.last is None:
        return None
    months = first_month(), (first_month() - 2) % _MONTHS + 1
    return span.first.year if (span.first.month, span.last.month) == months else None


def _settings(tables: Tables, limits: Limits) -> Settings:
    answers, usual = tables.settings, Settings()
    typed = tables["settings"].rows[0]
    swings, equal = _swings(answers)
    return Settings(
        plan_start=_month(answers.get("plan_start"), first=True),
        years=round(_number(answers.get("horizon_years")) or usual.years),
        reach=_reach(_month(answers.get("plan_end"), first=False), limits),
        rate=_rate(answers),
        wage=None if (wage := _amount(answers.get("hourly_rate"))) is None else wage.high,
        contingency=round(min(_number(answers.get("contingency")) or 0.0, _MOST_CONTINGENCY) * WHOLE),
        swings=swings,
        ends={name: _ends(answers, name, usual.ends[name]) for name in usual.ends},
        equal_swings=equal,
        assumed=tuple(key for key in _ASSUMED if key in typed and typed[key] is None and answers[key] is not None),
        strengths=_steps(tables, "mapping.strength"),
        importances=_steps(tables, "objectives.importance"),
        likelihoods=_steps(tables, "risks.likelihood"),
        impacts=_steps(tables, "risks.impact"),
        **_spreads(answers),
    )


def _reach(plan_end: int | None, limits: Limits) -> int | None:
    """The last month of the plan, or of the last year with a limit if that is later; None where neither is known."""
    years = (limit.year for limit in limits.years if (limit.capital, limit.revenue) != (None, None))
    lasts = (_MONTHS * (year + 1) + first_month() - 2 for year in years)
    return max((*([] if plan_end is None else [plan_end]), *lasts), default=None)


def _spreads(answers: Row) -> dict[str, float]:
    """How far weights, estimates and what may cost "up to" a sum may differ."""
    keys = {"swing_spread": "spread", "estimate_over": "estimate_over", "up_to_from": "up_to_from"}
    given = {name: _number(answers.get(key)) for key, name in keys.items()}
    return {name: number for name, number in given.items() if number is not None}


def _swings(answers: Row) -> tuple[dict[str, float], bool]:
    """The swing weights, NaN where one cannot be used, and whether none was given, so that they are equal."""
    given = {name: answers.get(f"weight_{name}") for name in terms.CRITERIA}
    if all(value is None for value in given.values()):
        return dict.fromkeys(given, 1.0), True
    return {name: _usable(value) for name, value in given.items()}, False


def _rate(answers: Row) -> float:
    """The rate of discount; NaN, so that no cost is known, where it or the years to count over cannot be read."""
    return _usable(answers.get("discount_rate")) if _number(answers.get("horizon_years")) else math.nan


def _ends(answers: Row, name: str, usual: Ends) -> Ends:
    typed = (answers.get(f"{name}_at_{end}") for end in (0, 100))
    return Ends(*(other if given is None else _usable(given) for given, other in zip(typed, usual, strict=True)))


def _usable(value: object) -> float:
    """A number from 0 on; NaN for anything else."""
    number = _number(value)
    return math.nan if number is None else number
