"""Everything that follows from a workbook, worked out once: what the reports and the sheets show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.decision import consolidate, evaluate, money, round_of, unknown
from smreport.decision.bought import Bought
from smreport.decision.check import check
from smreport.decision.reasons import Reason, reasons
from smreport.decision.records import BENEFIT, COST, RISK, Round
from smreport.decision.score import CRITERIA, Scored, in_order, scored, unscored, weights_of
from smreport.decision.verdict import Verdict, verdict_of
from smreport.decision.wave import Search, Wave, search_of
from smreport.errors import InvalidValue, said_by
from smreport.findings import Finding, Level
from smreport.words import joining, say

_OF_PROJECTS = ("years", "benefit", "cost", "cash", "risk", "score", "rank")
NEEDS = (*consolidate.NEEDS, *evaluate.NEEDS, *round_of.NEEDS)


@dataclass(frozen=True)
class Results:
    """The answers and all that was worked out from them.

    findings    every finding of the check
    mappings    see ``consolidate.consolidated_mappings``
    roles, channels  see ``consolidate.by_role`` and ``consolidate.by_channel``
    evaluation  see ``evaluate.costs``; ``register`` see ``evaluate.risks``
    round       the records that the decision rests on; ``bought`` says what each project needs and brings
    scores      each open project alone, by Excel row of 7 Portfolio; ``order`` these rows, best first
    projects    the same as a frame; see :func:`_projects`
    withheld    titles of sheets that have rows which are left out here, as they are not for publication
    given       the verdict and the wave, where they are not to be looked for here
    weights     the normalised weights of benefit, cost and risk; empty where they cannot be used
    is_public   whether these are the results that the public may know; see ``withheld.for_publication``
    """

    tables: Tables
    findings: tuple[Finding, ...]
    mappings: pd.DataFrame
    roles: pd.DataFrame
    channels: pd.DataFrame
    evaluation: pd.DataFrame
    register: pd.DataFrame
    round: Round
    bought: Bought
    scores: Mapping[int, Scored]
    order: tuple[int, ...]
    projects: pd.DataFrame
    weights: Mapping[str, float]
    withheld: tuple[str, ...] = ()
    given: tuple[Verdict, Wave | None] | None = None
    is_public: bool = False

    @cached_property
    def search(self) -> Search:
        """What looks for the best set of projects; asked for sets with one project or without another, too."""
        return search_of(self.round, self.order)

    @property
    def verdict(self) -> Verdict:
        """What is to be said of the first wave."""
        return self._found[0]

    @property
    def wave(self) -> Wave | None:
        """The set that the verdict is about: recommended where its limits are held; None where there is none."""
        return self._found[1]

    @cached_property
    def _found(self) -> tuple[Verdict, Wave | None]:
        return self.given or verdict_of(self.search)

    @cached_property
    def reasons(self) -> Mapping[int, Reason]:
        """Why each open project is in the wave or out of it, by Excel row; nothing where there is no wave."""
        if self.wave is None:
            return {}
        return reasons(self.search, self.wave, {row: scored.rank for row, scored in self.scores.items()})

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level is Level.ERROR)


def decide(tables: Tables, findings: Sequence[Finding] | None = None, strict: bool = True) -> Results:
    """Check, consolidate, evaluate and prioritise. ``findings`` are those of the check where it was made already.

    Which projects come first is looked for when ``verdict``, ``wave`` or ``reasons`` are first asked for.
    Raises InvalidValue where the weights or the ends of a scale in Settings cannot be used; with ``strict`` off no
    project has a score then.
    """
    bought = Bought(round_of.round_of(tables))
    mappings = consolidate.consolidated_mappings(tables, bought.round)
    try:
        weights, scores = weights_of(bought.round.settings.swings), scored(bought)
    except InvalidValue as problem:
        if strict:
            at = joining.in_a_row((tables.file, tables["settings"].title))
            raise InvalidValue(say("terminal.about", place=at, problem=said_by(problem))) from problem
        weights, scores = {}, unscored(bought)
    order = in_order(scores, {row: project.title for row, project in bought.round.by_row.items()})
    return Results(
        tables=tables,
        findings=tuple(check(tables) if findings is None else findings),
        mappings=mappings,
        roles=consolidate.by_role(mappings),
        channels=consolidate.by_channel(mappings),
        evaluation=evaluate.costs(tables, bought),
        register=evaluate.risks(tables),
        round=bought.round,
        bought=bought,
        scores=scores,
        order=order,
        projects=_projects(bought, scores, order),
        weights=weights,
    )


def _projects(bought: Bought, scores: Mapping[int, Scored], order: Sequence[int]) -> pd.DataFrame:
    """The open projects alone, best first; what is not known is NaN.

    Index: Excel row of 7 Portfolio. Columns: title; years (that it runs, at most those in Settings); benefit (points of
    its uses); cost (pounds, whole-life); cash (pounds over the same years, not discounted, that it adds to what
    commitments pay for); risk (1 to 25); risk_known (whether one of its risks is scored); hours (a month);
    mapping_rows, cost_rows, risk_rows (tuples of Excel rows); scaled_benefit, scaled_cost, scaled_risk (points);
    score; rank (1 is first, equal scores share a rank); best_rank (that closing its gaps could bring).
    """
    frame = pd.DataFrame([_alone(bought, scores[row]) for row in order], index=pd.Index(list(order), dtype="int64"))
    if frame.empty:
        frame = pd.DataFrame(columns=_COLUMNS, index=frame.index)
    numbers = (*_NUMBERS, *(f"scaled_{name}" for name in CRITERIA))
    return frame.astype({**dict.fromkeys(numbers, "float64"), "risk_known": bool})


_NUMBERS = ("years", *CRITERIA, "cash", "hours", "score", "rank", "best_rank")
_COLUMNS = [
    *("title", "years", *CRITERIA, "cash", "risk_known", "hours", "mapping_rows", "cost_rows", "risk_rows"),
    *(f"scaled_{name}" for name in CRITERIA), "score", "rank", "best_rank",
]  # fmt: skip


def _alone(bought: Bought, project_score: Scored) -> dict[str, object]:
    row, project = project_score.row, bought.round.by_row[project_score.row]
    known = {
        BENEFIT: unknown.benefit_known(bought, row),
        COST: project_score.values[COST] is not None,
        RISK: unknown.is_risk_known(bought, row),
    }
    return {
        "title": project.title,
        "years": money.years_of(project, bought.round.settings),
        BENEFIT: project_score.values[BENEFIT],
        COST: project_score.values[COST],
        "cash": money.cash_alone(bought, row),
        RISK: project_score.values[RISK],
        "risk_known": known[RISK],
        "hours": money.hours_alone(bought, row),
        "mapping_rows": tuple(sorted(use.row for group in bought.claims[row] for use in group.uses)),
        "cost_rows": tuple(line.row for line in bought.lines[row]),
        "risk_rows": tuple(risk.row for risk in bought.risks[row]),
        **{f"scaled_{name}": project_score.points[name] if known[name] else None for name in CRITERIA},
        "score": project_score.score,
        "rank": project_score.rank,
        "best_rank": project_score.best_rank,
    }


def computed_cells(results: Results) -> dict[str, dict[str, dict[int, object]]]:
    """The values of every computed column, by sheet key, column key and Excel row; a blank is left out."""
    mappings, evaluation, projects = results.mappings, results.evaluation, results.projects
    return {
        "mapping": _cells(mappings, {"channel": "channel", "points": "points"}),
        "roles": _together(results, "roles", "role"),
        "channels": _channel_cells(results),
        "evaluation": _cells(evaluation, {"whole_life": "present_value", "committed": "committed"}),
        "risks": _cells(results.register, {"residual": "counted"}),
        "portfolio": _cells(projects, {key: key for key in _OF_PROJECTS}),
    }


def _cells(frame: pd.DataFrame, columns: Mapping[str, str]) -> dict[str, dict[int, object]]:
    return {key: _filled(frame[column]) for key, column in columns.items()}


def _filled(values: pd.Series) -> dict[int, object]:
    known = values[values.notna()]
    return dict(zip(known.index.tolist(), known.tolist(), strict=True))


def _together(results: Results, sheet: str, column: str) -> dict[str, dict[int, object]]:
    """Counts over 4 Mapping of each row that names a role or channel; parked areas count here, points do not."""
    table = results.tables[sheet]
    counted = results.mappings.assign(_key=results.mappings[column].map(normalised))
    groups = dict(iter(counted[counted["_key"] != ""].groupby("_key")))
    cells: dict[str, dict[int, object]] = {"mappings": {}, "areas": {}, "channels": {}, "points": {}}
    for number, row in table.rows.items():
        group = groups.get(normalised(row[column]), results.mappings.iloc[:0])
        cells["mappings"][number] = len(group)
        cells["areas"][number] = _known(results, "areas", "label", group["area"])
        cells["channels"][number] = _known(results, "channels", "channel", group["channel"])
        points = group["points"].sum(min_count=1)
        if not pd.isna(points):
            cells["points"][number] = points
    return cells


def _known(results: Results, sheet: str, column: str, names: pd.Series) -> int:
    """How many different names of a sheet are among these."""
    known = results.tables.names(sheet, column)
    return len({normalised(name) for name in names if normalised(name) in known})


def _channel_cells(results: Results) -> dict[str, dict[int, object]]:
    cells = _together(results, "channels", "channel")
    del cells["channels"]
    tools = [normalised(row["channel"]) for row in results.tables["tools"].rows.values()]
    rows = results.tables["channels"].rows.items()
    cells["tools"] = {number: tools.count(normalised(row["channel"])) for number, row in rows}
    return cells
