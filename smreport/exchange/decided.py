"""What is exported of the decision: the verdict, where each project stands and why, and what the first wave takes.

Rows of tables whose columns are named and described beside them, with None or NaN where nothing stands. What is not for
publication is left out of them already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import nan
from typing import NamedTuple

from smreport.decision import verdict as verdicts
from smreport.decision.money import HOURS, MONTHS, Limit, Period, limits_held, whole_life
from smreport.decision.reasons import IN, OUT, Reason
from smreport.exchange.data_package import Kind
from smreport.papers.case import Case
from smreport.papers.verdicts import HUNDREDTHS, STANDINGS, financial_year
from smreport.words import joining, say


class Described(NamedTuple):
    """A column of a table of results: the field and its kind, and by which messages of a table it is described."""

    name: str
    kind: Kind
    table: str

    @property
    def heading(self) -> str:
        return say(f"export.heading.{self.name}")

    @property
    def description(self) -> str:
        return say(f"export.results.{self.table}.{self.name}")


Columns = tuple[Described, ...]
Rows = Iterable[Sequence[object]]


def described(table: str, /, **kinds: Kind) -> Columns:
    """The columns of a table, each field with its kind."""
    return tuple(Described(name, kind, table) for name, kind in kinds.items())


VERDICT = described(
    "verdict",
    limits="string",
    is_proposed="boolean",
    short="number",
    twin_track="string",
    benefit="number",
    verdict="string",
    mend="string",
)
WAVES = described(
    "waves",
    title="string",
    wave="string",
    reason="string",
    points="integer",
    is_exact="boolean",
    others="string",
    enters="string",
    leaves="string",
    why="string",
)
LIMITS = described(
    "limits",
    kind="string",
    financial_year="string",
    most="number",
    taken="number",
)
CASH = described(
    "cash",
    financial_year="string",
    capital="integer",
    revenue="integer",
    together="integer",
    left_out="integer",
)
MONTHLY = described(
    "hours",
    month="string",
    hours="number",
    left_out="integer",
)
PROJECTS = described(
    "projects",
    title="string",
    rank="integer",
    best_rank="integer",
    score="number",
    benefit="number",
    cost="number",
    staff="number",
    cash="number",
    risk="number",
    risk_known="boolean",
    hours="number",
    scaled_benefit="number",
    scaled_cost="number",
    scaled_risk="number",
    mapping_rows="string",
    cost_rows="string",
    risk_rows="string",
    cost_withheld="boolean",
    score_withheld="boolean",
)
CHOICES = {
    "limits": (
        verdicts.NONE_SET,
        verdicts.HELD,
        verdicts.CANNOT_BE_MET,
        verdicts.NOT_KNOWN_YET,
        verdicts.NOT_PUBLISHED,
    ),
    "twin_track": (verdicts.MET, verdicts.NOT_POSSIBLE, verdicts.NOT_ASKED),
    "wave": STANDINGS,
    "reason": (*IN, *OUT),
}


def verdict(case: Case) -> Rows:
    """One row."""
    outcome, wave = case.results.verdict, case.results.wave
    benefit = wave.benefit if wave is not None and outcome.is_recommended else nan
    verdicts = case.verdicts
    proof = outcome.proof if outcome.is_recommended else nan
    mend = joining.sentences(verdicts.mend) or None
    return [(outcome.limits, outcome.is_recommended, proof, outcome.twin_track, benefit, verdicts.main_sentence, mend)]


def standings(case: Case) -> Rows:
    """Each open project with where it stands and why, best first."""
    results, verdicts = case.results, case.verdicts
    for at in results.order:
        why = verdicts.why(at, with_cells=True)
        reason = results.reasons[at] if why and verdicts.tells(at, results.reasons[at]) else None
        yield results.round.by_row[at].title, verdicts.standing(at), *_reason(reason), why or None


def _reason(reason: Reason | None) -> tuple[object, ...]:
    """Kind, points, is_exact, others, enters and leaves of a reason, as far as it has them."""
    if reason is None:
        return (None,) * 6
    listed = (_rows(numbers) or None for numbers in (reason.others, reason.enters, reason.leaves))
    return reason.kind or None, reason.points or nan, reason.is_exact, *listed


def _rows(numbers: Sequence[int]) -> str:
    return "; ".join(map(str, numbers))


def limits(case: Case) -> Rows:
    """Each limit of money and hours, and what the proposed first wave takes of it."""
    return [
        (limit.kind, None if limit.year is None else financial_year(limit.year), _units(limit, limit.most),
         _taken(case, limit))
        for limit in limits_held(case.results.round)
    ]  # fmt: skip


def _taken(case: Case, limit: Limit) -> float:
    wave = case.verdicts.first_wave
    takes = case.money.takes(wave)
    return _units(limit, takes.spent.against(limit)) if wave and not takes.secret else nan


def _units(limit: Limit, much: int) -> float:
    return much / HUNDREDTHS if limit.kind == HOURS else much


def cash(case: Case) -> Rows:
    """What the proposed first wave takes in each financial year; no row without a wave, or without the plan's start."""
    wave = case.verdicts.first_wave
    left_out = case.money.takes(wave).secret
    return [(*year, left_out) for year in case.money.by_year(wave)] if wave else []


def hours(case: Case) -> Rows:
    """What the proposed first wave takes in each month; no row without a wave."""
    wave, period = case.verdicts.first_wave, Period.of(case.results.round.settings)
    takes = case.money.takes(wave)
    spent = takes.spent.hours if wave else ()
    return [(_month(period, at), hours / HUNDREDTHS, takes.secret) for at, hours in enumerate(spent)]


def _month(period: Period, at: int) -> str:
    if not period.dated:
        return str(at + 1)
    year, month = divmod(period.first + at, MONTHS)
    return f"{year}-{month + 1:02}"


def projects(case: Case) -> Rows:
    """The open projects alone, best first; costs that are not for publication, and what gives them away, are blank."""
    for at, alone in case.projects.items():
        no_cost, no_score = case.privacy.withheld(at), case.privacy.hides_score(at)
        no_risk, cost = case.privacy.hides_risk(at), whole_life(case.results.bought, at)
        cells: dict[str, object] = {
            **alone._asdict(),
            **{f"scaled_{name}": points for name, points in alone.scaled.items()},
            "staff": None if cost is None else cost.staff,
            "cost_withheld": no_cost,
            "score_withheld": no_score or no_risk,
        }
        hidden = (
            *(("cost", "staff", "cash", "hours") if no_cost else ()),
            *(("scaled_cost", "score") if no_score else ()),
            *(("risk", "scaled_risk", "score") if no_risk else ()),
        )
        yield [None if column.name in hidden else cells[column.name] for column in PROJECTS]
