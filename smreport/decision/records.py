"""What the decision rests on: projects, uses, cost lines, risks, limits and settings, as frozen records.

Money is whole pence, hours are whole hundredths of an hour, months are counted from year 0 (12 x year + month - 1), and
a project is known by its Excel row. None is what is not known; a zero is a zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from smreport.decision.terms import BENEFIT, COST, ESTIMATE, RISK
from smreport.frozen import Frozen, field

WHOLE = 10_000  # the contingency is held in parts of it


class Blank(NamedTuple):
    """A cell that is not filled in: the sheet's and the column's key, and the Excel row (0 in Settings).

    The sheet "" stands for a row that is missing, such as a role without a line in 6 Evaluation; ``key`` names it.
    """

    sheet: str
    key: str
    row: int


class Amount(NamedTuple):
    """A figure in pence or hundredths of an hour: the same twice, or the two ends of a typed range."""

    low: int
    high: int

    @property
    def is_range(self) -> bool:
        return self.low < self.high


def amount(figure: int) -> Amount:
    """A figure that is no range."""
    return Amount(figure, figure)


class Project(Frozen):
    """An open row of 7 Portfolio.

    areas, roles     as comparisons see them
    committed        in progress or approved, and not to compete again; ``begun`` in progress
    start, finish    months, None where unknown
    depends          rows of open projects that it depends on; ``lost`` names others that are not done, such as dropped
    not_with         rows of open projects that it does not go together with, whichever of the two says so
    kinds            of its areas: activity, service
    """

    row: int
    title: str
    areas: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    committed: bool = False
    begun: bool = False
    must: bool = False
    start: int | None = None
    finish: int | None = None
    depends: frozenset[int] = frozenset()
    lost: tuple[str, ...] = ()
    not_with: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()


class Use(NamedTuple):
    """A row of 4 Mapping whose area is not parked: a use of a tool for an objective, with its two judgements.

    objective  names the judgement of importance, which uses can share; "" where it is this one's alone
    """

    row: int
    area: str
    role: str
    strength: int | None
    importance: int | None
    objective: str = ""

    @property
    def points(self) -> int:
        """Strength x importance; where one is not known the use adds nothing."""
        return (self.strength or 0) * (self.importance or 0)


class CostLine(Frozen):
    """A row of 6 Evaluation: a fixed charge of its role, or of one project (then ``project`` is its row).

    setup, yearly  pence; ``hours`` a month in hundredths
    kind           exact, up_to or estimate (also where it is blank)
    setup_kind     capital, revenue, or None: held against both
    ends           runs only while a chosen project that needs it runs; else it goes on
    """

    row: int
    role: str = ""
    project: int | None = None
    setup: Amount | None = None
    yearly: Amount | None = None
    hours: Amount | None = None
    kind: str = ESTIMATE
    setup_kind: str | None = None
    ends: bool = False


class Risk(Frozen):
    """A row of 6a Risks: likelihood x impact before and after mitigation, None where not known.

    judged  likelihood and impact of the residual risk, or, where that is not known, of the inherent one
    """

    row: int
    role: str = ""
    project: int | None = None
    inherent: int | None = None
    residual: int | None = None
    judged: tuple[int, int] | None = None


class YearLimit(NamedTuple):
    """What there is in a financial year, which begins in ``year``: whole pounds, None where no limit is set.

    ``row`` is the first that says so.
    """

    year: int
    capital: int | None
    revenue: int | None
    row: int = 0


class Limits(Frozen):
    """What the first wave is held to; None and nothing is no limit.

    budget      pounds over the whole plan; ``hours`` a month in hundredths; ``risk`` the appetite, 1 to 25
    unreadable  cells of limits that cannot be read, so that what is left is not known
    """

    years: tuple[YearLimit, ...] = ()
    budget: int | None = None
    hours: int | None = None
    risk: int | None = None
    twin_track: bool = True
    unreadable: tuple[Blank, ...] = ()

    @property
    def by_year(self) -> bool:
        return any(year.capital is not None or year.revenue is not None for year in self.years)

    @property
    def any_set(self) -> bool:
        single = (self.budget, self.hours, self.risk)
        return self.by_year or bool(self.unreadable) or any(limit is not None for limit in single)


class Ends(NamedTuple):
    """The figures that count as 0 and as 100 points of a criterion."""

    at_0: float
    at_100: float

    def are_usable(self, criterion: str) -> bool:
        """Whether they are numbers, the right way round: more benefit scores higher, more cost and risk lower."""
        return self.at_100 > self.at_0 if criterion == BENEFIT else self.at_100 < self.at_0


class Settings(Frozen):
    """The rules of the round.

    plan_start   month, None where unknown: then there are no years, only totals
    years        to count costs over, from the plan's start, and of a project alone from its own
    reach        the last month of the plan, or of the last year with a limit if that is later: limits are held to it
    rate         of discount, a fraction (HM Treasury, Green Book: 0.035)
    wage         pence for a staff hour, None where unknown
    contingency  of an estimate, in parts of 10,000
    swings       swing weights by criterion; ``equal_swings`` where none was given
    assumed      keys of settings that are blank, so that the template's figure counts
    strengths, importances, likelihoods, impacts  the values of the scales, lowest first
    spread       points by which each swing may differ, for how sure the order is
    estimate_over, up_to_from  by which part an estimate may run over, and the least part of its ceiling that an
                 "up to" may come to
    """

    plan_start: int | None = None
    years: int = 3
    reach: int | None = None
    rate: float = 0.035
    wage: int | None = 0
    contingency: int = 0
    swings: Mapping[str, float] = field(default_factory=lambda: {BENEFIT: 1.0, COST: 1.0, RISK: 1.0})
    ends: Mapping[str, Ends] = field(
        default_factory=lambda: {BENEFIT: Ends(0, 100), COST: Ends(100_000, 0), RISK: Ends(25, 1)}
    )
    equal_swings: bool = False
    assumed: tuple[str, ...] = ()
    strengths: tuple[int, ...] = (1, 2, 3)
    importances: tuple[int, ...] = (1, 2, 3)
    likelihoods: tuple[int, ...] = (1, 2, 3, 4, 5)
    impacts: tuple[int, ...] = (1, 2, 3, 4, 5)
    spread: float = 25.0
    estimate_over: float = 0.4
    up_to_from: float = 0.5

    @property
    def best_strength(self) -> int:
        return max(self.strengths, default=0)

    @property
    def best_importance(self) -> int:
        return max(self.importances, default=0)


class Round(Frozen, eq=False):
    """All that the decision rests on, each kind of record by row."""

    projects: tuple[Project, ...] = ()
    uses: tuple[Use, ...] = ()
    lines: tuple[CostLine, ...] = ()
    risks: tuple[Risk, ...] = ()
    limits: Limits = Limits()
    settings: Settings = field(default_factory=Settings)

    @cached_property
    def by_row(self) -> dict[int, Project]:
        return {project.row: project for project in self.projects}
