"""What is exported of the decision: the verdict, where each project stands and why, and what the first wave takes.

Frames whose columns are named and described beside them; what is not for publication is left out of them already.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import pandas as pd

from smreport.decision import verdict as verdicts
from smreport.decision import wave as waves
from smreport.decision.money import HOURS, MONTHS, Limit, Period, limits_held, whole_life
from smreport.decision.reasons import IN, OUT, Reason
from smreport.exchange.data_package import Kind
from smreport.papers.case import Case
from smreport.papers.verdicts import HUNDREDTHS, STANDINGS, financial_year

Columns = Sequence[tuple[str, Kind, str]]

VERDICT: Columns = (
    ("limits", "string", "Whether limits are set and can be held; a first wave is proposed where they are held only."),
    ("is_proposed", "boolean", "Whether a first wave is proposed."),
    ("short", "number", "By which part of the best, 0 to 1, its benefit may fall short; 0 is exact."),
    ("twin_track", "string", "Whether the wave has both an activity and a service area, as asked."),
    ("benefit", "number", "Benefit points of the proposed first wave, each use counted once."),
    ("verdict", "string", "The verdict in a sentence, as the documents say it."),
    ("mend", "string", "What stands against it and what would help, in sentences."),
)
WAVES: Columns = (
    ("title", "string", "The project."),
    ("wave", "string", "Where it stands: committed, proposed for the first wave, later, not to be placed yet, or, "
     "where no wave is proposed, a must-do or open."),
    ("reason", "string", "The kind of reason why it is in the wave or out of it."),
    ("points", "integer", "Benefit points that the other set is short of: with it in, or with it out."),
    ("is_exact", "boolean", "Whether these points are exact; else they are at most so many."),
    ("others", "string", "Rows in Excel of projects that it waits for, does not go with, or that need it, with “; ”."),
    ("enters", "string", "Rows in Excel of the projects that come in with the other set."),
    ("leaves", "string", "Rows in Excel of the projects that go out with it."),
    ("why", "string", "The reason in a sentence."),
)  # fmt: skip
LIMITS: Columns = (
    ("kind", "string", "Budget of the whole plan, capital or revenue of a year, or staff hours in any month."),
    ("financial_year", "string", "The financial year, where the limit is for one."),
    ("most", "number", "Pounds, or hours a month."),
    ("taken", "number", "What the proposed first wave takes of it; of hours in the fullest month. Blank where a cost "
     "that is not for publication is part of it."),
)  # fmt: skip
CASH: Columns = (
    ("financial_year", "string", "The financial year."),
    ("capital", "integer", "Pounds that are held against capital."),
    ("revenue", "integer", "Pounds that are held against revenue."),
    ("together", "integer", "Pounds in all; less than both where set-up of unknown kind is held against both."),
    ("left_out", "integer", "Cost lines of the wave that are left out here, as they are not for publication."),
)
MONTHLY: Columns = (
    ("month", "string", "The month; without the plan's start its number."),
    ("hours", "number", "Staff hours that the proposed first wave takes."),
    ("left_out", "integer", "Cost lines of the wave that are left out here, as they are not for publication."),
)
PROJECTS: Columns = (
    ("title", "string", "The project. Done and dropped ones are not among them."),
    ("rank", "integer", "1 is first; equal scores share a rank. Blank where nothing is known."),
    ("best_rank", "integer", "The best rank it could take once the unknown is known."),
    ("score", "number", "Points of score, by the weights in the settings, on scales with fixed ends."),
    ("benefit", "number", "Benefit points of its uses. Blank where none is scored."),
    ("cost", "number", "Pounds, whole-life cost with the value of staff time. Blank where a part is unknown."),
    ("staff", "number", "Of it pounds for staff time."),
    ("cash", "number", "Pounds in cash that it adds to what is committed."),
    ("risk", "number", "The highest residual risk, 1 to 25; 25 where it is not known."),
    ("risk_known", "boolean", "Whether one of its risks is scored."),
    ("hours", "number", "Staff hours a month. Blank where a part is unknown."),
    ("scaled_benefit", "number", "Points for the benefit between the ends of its scale."),
    ("scaled_cost", "number", "Points for the cost."),
    ("scaled_risk", "number", "Points for the risk."),
    ("mapping_rows", "string", "The rows in Excel that its benefit comes from, with “; ” between."),
    ("cost_rows", "string", "The rows in Excel that its cost comes from."),
    ("risk_rows", "string", "The rows in Excel that its risk comes from."),
    ("cost_withheld", "boolean", "Whether cost and hours are left out here, as they are not for publication."),
    ("score_withheld", "boolean", "Whether the score is left out here, as it would give such a cost away."),
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


def verdict(case: Case) -> pd.DataFrame:
    """One row."""
    outcome, wave = case.results.verdict, case.results.wave
    benefit = wave.benefit if wave is not None and outcome.is_recommended else nan
    verdicts = case.verdicts
    proof = outcome.proof if outcome.is_recommended else nan
    mend = " ".join(verdicts.mend) or None
    row = (outcome.limits, outcome.is_recommended, proof, outcome.twin_track, benefit, verdicts.main_sentence, mend)
    return pd.DataFrame([row], columns=[name for name, *_ in VERDICT], dtype=object)


def standings(case: Case) -> pd.DataFrame:
    """Each open project with where it stands and why, by Excel row."""
    results, verdicts = case.results, case.verdicts
    rows = []
    for at in results.order:
        why = verdicts.why(at, with_cells=True)
        reason = results.reasons[at] if why and verdicts.tells(at, results.reasons[at]) else None
        rows.append((results.round.by_row[at].title, verdicts.standing(at), *_reason(reason), why or None))
    return pd.DataFrame(rows, pd.Index(results.order), [name for name, *_ in WAVES], dtype=object)


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
    return pd.DataFrame(rows, columns=[name for name, *_ in LIMITS], dtype=object)


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
    return pd.DataFrame(rows, columns=[name for name, *_ in CASH], dtype=object)


def hours(case: Case) -> pd.DataFrame:
    """What the proposed first wave takes in each month; no row without a wave."""
    wave, period = case.verdicts.first_wave, Period.of(case.results.round.settings)
    takes = case.money.takes(wave)
    spent = takes.spent.hours if wave else ()
    rows = [(_month(period, at), hours / HUNDREDTHS, takes.secret) for at, hours in enumerate(spent)]
    return pd.DataFrame(rows, columns=[name for name, *_ in MONTHLY], dtype=object)


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
