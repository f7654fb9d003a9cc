"""What is exported of the decision: the verdict, where each project stands and why, and what the first wave takes.

Frames whose columns are named and described beside them; what is not for publication is left out of them already.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import NamedTuple

import pandas as pd

from smreport.decision import verdict as verdicts
from smreport.decision import wave as waves
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
    "twin_track": (waves.MET, waves.NOT_POSSIBLE, waves.NOT_ASKED),
    "wave": STANDINGS,
    "reason": (*IN, *OUT),
}


def _names(columns: Columns) -> list[str]:
    return [column.name for column in columns]


def verdict(case: Case) -> pd.DataFrame:
    """One row."""
    outcome, wave = case.results.verdict, case.results.wave
    benefit = wave.benefit if wave is not None and outcome.is_recommended else nan
    verdicts = case.verdicts
    proof = outcome.proof if outcome.is_recommended else nan
    mend = joining.sentences(verdicts.mend) or None
    row = (outcome.limits, outcome.is_recommended, proof, outcome.twin_track, benefit, verdicts.main_sentence, mend)
    return pd.DataFrame([row], columns=_names(VERDICT), dtype=object)


def standings(case: Case) -> pd.DataFrame:
    """Each open project with where it stands and why, by Excel row."""
    results, verdicts = case.results, case.verdicts
    rows = []
    for at in results.order:
        why = verdicts.why(at, with_cells=True)
        reason = results.reasons[at] if why and verdicts.tells(at, results.reasons[at]) else None
        rows.append((results.round.by_row[at].title, verdicts.standing(at), *_reason(reason), why or None))
    return pd.DataFrame(rows, pd.Index(results.order), _names(WAVES), dtype=object)


def _reason(reason: Reason | None) -> tuple[object, ...]:
    """Kind, points, is_exact, others, enters and leaves of a reason, as far as it has them."""
    if reason is None:
        return (None,) * 6
    listed = (_rows(numbers) or None for numbers in (reason.others, reason.enters, reason.leaves))
    return reason.kind or None, reason.points or nan, reason.is_exact, *listed


def _rows(numbers: Sequence[int]) -> str:
    return "; ".join(map(str, numbers))


def limits(case: Case) -> pd.DataFrame:
    """Each limit of money and hours, and what the proposed first wave takes of it."""
    rows = [
        (limit.kind, None if limit.year is None else financial_year(limit.year), _units(limit, limit.most),
         _taken(case, limit))
        for limit in limits_held(case.results.round)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=_names(LIMITS), dtype=object)


def _taken(case: Case, limit: Limit) -> float:
    wave = case.verdicts.first_wave
    takes = case.money.takes(wave)
    return _units(limit, takes.spent.against(limit)) if wave and not takes.secret else nan


def _units(limit: Limit, much: int) -> float:
    return much / HUNDREDTHS if limit.kind == HOURS else much


def cash(case: Case) -> pd.DataFrame:
    """What the proposed first wave takes in each financial year; no row without a wave, or without the plan's start."""
    wave = case.verdicts.first_wave
    left_out = case.money.takes(wave).secret
    rows = [(*year, left_out) for year in case.money.by_year(wave)] if wave else []
    return pd.DataFrame(rows, columns=_names(CASH), dtype=object)


def hours(case: Case) -> pd.DataFrame:
    """What the proposed first wave takes in each month; no row without a wave."""
    wave, period = case.verdicts.first_wave, Period.of(case.results.round.settings)
    takes = case.money.takes(wave)
    spent = takes.spent.hours if wave else ()
    rows = [(_month(period, at), hours / HUNDREDTHS, takes.secret) for at, hours in enumerate(spent)]
    return pd.DataFrame(rows, columns=_names(MONTHLY), dtype=object)


def _month(period: Period, at: int) -> str:
    if not period.dated:
        return str(at + 1)
    year, month = divmod(period.first + at, MONTHS)
    return f"{year}-{month + 1:02}"


def projects(case: Case) -> pd.DataFrame:
    """The open projects alone, best first; costs that are not for publication, and what gives them away, are blank."""
    numbers = list(case.results.order)
    costs = {at: whole_life(case.results.bought, at) for at in numbers}
    frame = case.projects.assign(staff=[nan if cost is None else cost.staff for cost in costs.values()])
    no_cost, no_score = (list(filter(test, numbers)) for test in (case.privacy.withheld, case.privacy.hides_score))
    no_risk = list(filter(case.privacy.hides_risk, numbers))
    frame.loc[no_cost, ["cost", "staff", "cash", "hours"]] = nan
    frame.loc[no_score, ["scaled_cost", "score"]] = nan
    frame.loc[no_risk, ["risk", "scaled_risk", "score"]] = nan
    hidden = frame.index.isin([*no_score, *no_risk])
    return frame.assign(cost_withheld=frame.index.isin(no_cost), score_withheld=hidden)
