"""Everything that follows from a workbook, worked out once: what the reports and the sheets show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.decision import consolidate, evaluate, round_of
from smreport.decision.alone import Alone, alone_of
from smreport.decision.bought import Bought
from smreport.decision.check import check
from smreport.decision.consolidate import Mapped, Together
from smreport.decision.evaluate import Costed, Sized
from smreport.decision.records import Round
from smreport.decision.score import Scored, in_order, scored, unscored, weights_of
from smreport.decision.verdict import Verdict
from smreport.errors import InvalidValue, said_by
from smreport.findings import Finding, Level
from smreport.words import joining, say

if TYPE_CHECKING:
    import pandas as pd

    from smreport.decision.reasons import Reason
    from smreport.decision.wave import Search, Wave

_OF_PROJECTS = ("years", "benefit", "cost", "cash", "risk", "score", "rank")
NEEDS = (*consolidate.NEEDS, *evaluate.NEEDS, *round_of.NEEDS)


@dataclass(frozen=True)  # help() needs the types of the fields of what msgspec makes: these take long to load
class Results:
    """The answers and all that was worked out from them.

    findings    every finding of the check
    uses        what can be worked out about each row of 4 Mapping
    by_role, by_channel  these brought together, most benefit points first
    costs       what each row of 6 Evaluation comes to; ``sizes`` how large each row of 6a Risks is
    round       the records that the decision rests on; ``bought`` says what each project needs and brings
    scores      each open project alone, by Excel row of 7 Portfolio; ``order`` these rows, best first
    alone       the same with all that it takes and the rows that it comes from, best first
    withheld    titles of sheets that have rows which are left out here, as they are not for publication
    given       the verdict and the wave, where they are not to be looked for here
    weights     the normalised weights of benefit, cost and risk; empty where they cannot be used
    is_public   whether these are the results that the public may know; see ``withheld.for_publication``

    The first wave is looked for, and frames are made, when they are asked for: what they need takes long to load.
    """

    tables: Tables
    findings: tuple[Finding, ...]
    uses: Mapping[int, Mapped]
    by_role: Mapping[str, Together]
    by_channel: Mapping[str, Together]
    costs: Mapping[int, Costed]
    sizes: Mapping[int, Sized]
    round: Round
    bought: Bought
    scores: Mapping[int, Scored]
    order: tuple[int, ...]
    alone: Mapping[int, Alone]
    weights: Mapping[str, float]
    withheld: tuple[str, ...] = ()
    given: tuple[Verdict, Wave | None] | None = None
    is_public: bool = False

    @cached_property
    def search(self) -> Search:
        """What looks for the best set of projects; asked for sets with one project or without another, too."""
        from smreport.decision.wave import search_of

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
        from smreport.decision.judging import verdict_of

        return self.given or verdict_of(self.search)

    @cached_property
    def reasons(self) -> Mapping[int, Reason]:
        """Why each open project is in the wave or out of it, by Excel row; nothing where there is no wave."""
        if self.wave is None:
            return {}
        from smreport.decision.reasons import reasons

        return reasons(self.search, self.wave, {row: scored.rank for row, scored in self.scores.items()})

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level is Level.ERROR)

    @cached_property
    def mappings(self) -> pd.DataFrame:
        """The rows of 4 Mapping as typed, each with its channel, whether it is parked, and its points."""
        from smreport.decision.frames import of_uses

        return of_uses(self.tables, self.uses)

    @cached_property
    def roles(self) -> pd.DataFrame:
        """What is mapped of each role, most benefit points first."""
        from smreport.decision.frames import of_groups

        return of_groups(self.by_role, "role")

    @cached_property
    def channels(self) -> pd.DataFrame:
        """What is mapped of each channel, most benefit points first."""
        from smreport.decision.frames import of_groups

        return of_groups(self.by_channel, "channel")

    @cached_property
    def evaluation(self) -> pd.DataFrame:
        """The rows of 6 Evaluation as typed, each with its present_value and by how many it is committed."""
        from smreport.decision.frames import of_costs

        return of_costs(self.tables, self.costs)

    @cached_property
    def register(self) -> pd.DataFrame:
        """The rows of 6a Risks as typed, each with its inherent and residual size and that which is counted."""
        from smreport.decision.frames import of_risks

        return of_risks(self.tables, self.sizes)

    @cached_property
    def projects(self) -> pd.DataFrame:
        """The open projects alone, best first."""
        from smreport.decision.frames import of_projects

        return of_projects(self.alone)


def decide(tables: Tables, findings: Sequence[Finding] | None = None, strict: bool = True) -> Results:
    """Check, consolidate, evaluate and prioritise. ``findings`` are those of the check where it was made already.

    Which projects come first is looked for when ``verdict``, ``wave`` or ``reasons`` are first asked for.
    Raises InvalidValue where the weights or the ends of a scale in Settings cannot be used; with ``strict`` off no
    project has a score then.
    """
    bought = Bought(round_of.round_of(tables))
    uses = consolidate.mapped(tables, bought.round)
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
        uses=uses,
        by_role=consolidate.by_role(uses),
        by_channel=consolidate.by_channel(uses),
        costs=evaluate.costs(tables, bought),
        sizes=evaluate.risks(tables),
        round=bought.round,
        bought=bought,
        scores=scores,
        order=order,
        alone={row: alone_of(bought, scores[row]) for row in order},
        weights=weights,
    )


def computed_cells(results: Results) -> dict[str, dict[str, dict[int, object]]]:
    """The values of every computed column, by sheet key, column key and Excel row; a blank is left out."""
    return {
        "mapping": _cells(results.uses, {"channel": "channel", "points": "points"}),
        "roles": _together(results, "roles", "role"),
        "channels": _channel_cells(results),
        "evaluation": _cells(results.costs, {"whole_life": "present_value", "committed": "committed"}),
        "risks": _cells(results.sizes, {"residual": "counted"}),
        "portfolio": _cells(results.alone, {key: key for key in _OF_PROJECTS}),
    }


def _cells(records: Mapping[int, tuple[object, ...]], columns: Mapping[str, str]) -> dict[str, dict[int, object]]:
    """Fields of records by the keys of their columns."""
    return {
        key: {row: value for row, record in records.items() if (value := getattr(record, name)) is not None}
        for key, name in columns.items()
    }


def _together(results: Results, sheet: str, column: str) -> dict[str, dict[int, object]]:
    """Counts over 4 Mapping of each row that names a role or channel; parked areas count here, points do not."""
    groups = defaultdict[str, list[Mapped]](list)
    for use in results.uses.values():
        groups[normalised(getattr(use, column))].append(use)
    cells: dict[str, dict[int, object]] = {"mappings": {}, "areas": {}, "channels": {}, "points": {}}
    for number, row in results.tables[sheet].rows.items():
        name = normalised(row[column])
        group = groups.get(name, []) if name else []
        cells["mappings"][number] = len(group)
        cells["areas"][number] = _known(results, "areas", "label", (use.area for use in group))
        cells["channels"][number] = _known(results, "channels", "channel", (use.channel for use in group))
        points = [use.points for use in group if use.points is not None]
        if points:
            cells["points"][number] = sum(points)
    return cells


def _known(results: Results, sheet: str, column: str, names: Iterable[str | None]) -> int:
    """How many different names of a sheet are among these."""
    known = results.tables.names(sheet, column)
    return len({normalised(name) for name in names} & known.keys())


def _channel_cells(results: Results) -> dict[str, dict[int, object]]:
    cells = _together(results, "channels", "channel")
    del cells["channels"]
    tools = [normalised(row["channel"]) for row in results.tables["tools"].rows.values()]
    rows = results.tables["channels"].rows.items()
    cells["tools"] = {number: tools.count(normalised(row["channel"])) for number, row in rows}
    return cells
