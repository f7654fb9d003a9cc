"""Everything that follows from a workbook, worked out once: what the reports and the sheets show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.decision import consolidate, evaluate, portfolio, prioritise
from smreport.decision.check import check
from smreport.errors import InvalidValue
from smreport.findings import Finding, Level

_OF_PROJECTS = ("years", "benefit", "cost", "cash", "risk", "score", "rank")
NEEDS = (*consolidate.NEEDS, *evaluate.NEEDS, *prioritise.NEEDS, *portfolio.NEEDS)


@dataclass(frozen=True)
class Results:
    """The answers and all that was worked out from them.

    findings    every finding of the check
    mappings    see ``consolidate.consolidated_mappings``
    roles, channels  see ``consolidate.by_role`` and ``consolidate.by_channel``
    evaluation  see ``evaluate.costs``; ``register`` see ``evaluate.risks``
    projects    see ``prioritise.scores``, best first
    plan        which projects are begun first; see ``portfolio.Plan``
    weights     the normalised weights of benefit, cost and risk
    twin_track  the pair to start with, None where it cannot be picked yet
    """

    tables: Tables
    findings: tuple[Finding, ...]
    mappings: pd.DataFrame
    roles: pd.DataFrame
    channels: pd.DataFrame
    evaluation: pd.DataFrame
    register: pd.DataFrame
    projects: pd.DataFrame
    plan: portfolio.Plan
    weights: Mapping[str, float]
    twin_track: prioritise.TwinTrack | None

    @property
    def waves(self) -> pd.DataFrame:
        """The wave of each open project; see ``portfolio.Plan``."""
        return self.plan.waves

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level is Level.ERROR)


def decide(tables: Tables, findings: Sequence[Finding] | None = None) -> Results:
    """Check, consolidate, evaluate and prioritise. ``findings`` are those of the check where it was made already.

    Raises InvalidValue where the weights in Settings cannot be used.
    """
    taken = consolidate.project_mappings(tables)
    mappings = consolidate.consolidated_mappings(tables, taken)
    evaluation, register = evaluate.costs(tables), evaluate.risks(tables)
    try:
        weights = prioritise.weights(tables.settings)
    except InvalidValue as problem:
        at = ", ".join(filter(None, (tables.file, tables["settings"].title)))
        raise InvalidValue(f"{at}: {problem}") from problem
    alone = prioritise.criteria(tables, taken, mappings, evaluation, register)
    projects = prioritise.scores(alone, weights, prioritise.ends_of_scales(tables.settings))
    plan = portfolio.plan(tables, projects)
    first_wave = projects[plan.waves["wave"].reindex(projects.index) == portfolio.FIRST]
    return Results(
        tables=tables,
        findings=tuple(check(tables) if findings is None else findings),
        mappings=mappings,
        roles=consolidate.by_role(mappings),
        channels=consolidate.by_channel(mappings),
        evaluation=evaluation,
        register=register,
        projects=projects,
        plan=plan,
        weights=weights,
        twin_track=prioritise.twin_track(tables, first_wave, mappings)
        or prioritise.twin_track(tables, projects, mappings),
    )


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
    return {int(str(row)): value for row, value in values[values.notna()].items()}


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
