"""What is worked out for each open project alone, with the rows that it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from smreport.blueprint.withheld import is_withheld
from smreport.decision import money, unknown
from smreport.decision.bought import Bought
from smreport.decision.evaluate import known
from smreport.decision.score import Scored
from smreport.decision.terms import BENEFIT, COST, CRITERIA, RISK


class Alone(NamedTuple):
    """An open project alone; None is not known.

    years       that it runs, at most those in Settings
    benefit     points of its uses; ``cost`` pounds, whole-life
    cash        pounds over the same years, not discounted, that it adds to what commitments pay for
    risk        1 to 25; ``risk_known`` whether one of its risks is scored
    hours       a month
    mapping_rows, cost_rows, risk_rows  Excel rows that these come from
    scaled      points by criterion
    rank        1 is first, equal scores share a rank; ``best_rank`` that closing its gaps could bring
    """

    title: str
    years: float
    benefit: float | None
    cost: float | None
    cash: float | None
    risk: float | None
    risk_known: bool
    hours: float | None
    mapping_rows: tuple[int, ...]
    cost_rows: tuple[int, ...]
    risk_rows: tuple[int, ...]
    scaled: Mapping[str, float | None]
    score: float | None
    rank: int | None
    best_rank: int | None

    @property
    def scored_risk(self) -> float | None:
        """The risk that counts, None where nobody scored any of its risks."""
        return self.risk if is_withheld(self.risk) or self.risk_known else None


def alone_of(bought: Bought, project_score: Scored) -> Alone:
    """A project alone."""
    row, values = project_score.row, project_score.values
    project, is_risk_known = bought.round.by_row[row], unknown.is_risk_known(bought, row)
    is_known = {
        BENEFIT: unknown.benefit_known(bought, row),
        COST: values[COST] is not None,
        RISK: is_risk_known,
    }
    return Alone(
        title=project.title,
        years=money.years_of(project, bought.round.settings),
        benefit=values[BENEFIT],
        cost=known(values[COST]),
        cash=known(money.cash_alone(bought, row)),
        risk=values[RISK],
        risk_known=is_risk_known,
        hours=known(money.hours_alone(bought, row)),
        mapping_rows=tuple(sorted(use.row for group in bought.claims[row] for use in group.uses)),
        cost_rows=tuple(line.row for line in bought.lines[row]),
        risk_rows=tuple(risk.row for risk in bought.risks[row]),
        scaled={name: known(project_score.points[name]) if is_known[name] else None for name in CRITERIA},
        score=known(project_score.score),
        rank=project_score.rank,
        best_rank=project_score.best_rank,
    )
