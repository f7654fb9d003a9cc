"""The results as the public may know them, so that no marked figure can be worked out from them.

Nothing here is worked out from a marked figure. Each is taken as so high that nothing with it can be afforded, or else
as nought, and the public results are those of the workbook that is found so. All that depends on the marked figures is
whether its first wave is the true one, as no other is shown: the wave for high figures holds from some amount on
whatever more they are, the wave for nought up to some amount whatever less, so that either bounds them from one side
only. Where neither is the true one no wave is shown, which bounds them from both sides; so where that would tell them
to less than a factor of eight, the wave for nought is not shown either.

Ranks stay out with the scores of projects whose costs are marked: a rank between two known scores would bound a cost.

In the tables, records and scores of public results WITHHELD stands for each marked figure and for what follows from one
for a row or a project, so that no writer prints the nought or the high figure by mistake. ``round``, ``bought`` and
``search`` count with these.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from math import isfinite
from typing import TypeVar

from smreport.blueprint.publication import published, sealed, secret_rows, withheld_rows
from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.blueprint.withheld import WITHHELD
from smreport.decision.alone import Alone
from smreport.decision.bought import Bought
from smreport.decision.check import check_with
from smreport.decision.evaluate import Costed, Sized
from smreport.decision.limits_hold import finding_of_limits
from smreport.decision.results import Results, decide
from smreport.decision.score import Scored
from smreport.decision.terms import COST, FIGURES_OF, RISK
from smreport.decision.verdict import NOT_PUBLISHED, Verdict
from smreport.findings import Finding
from smreport.frozen import Frozen, replace

Record = TypeVar("Record", Costed, Sized, Alone)

_SHEET, _FIGURES = FIGURES_OF, ("setup_cost", "yearly_cost", "hours")
_OF_COST, _OF_RISK = ("cost", "cash", "hours", "score"), ("risk", "score")
_HIGH = 1e9  # pounds and hours: more than anybody has
_DOUBLINGS = 32  # from 1 to more than anybody has
_HALVINGS = 26  # until two amounts are nearer than a penny
_APART = 3  # doublings that lie between two bounds at least


def for_publication(results: Results) -> Results:
    """The results without the rows that stay out as a whole, and with nothing that tells a marked figure.

    Where the first wave is another one with the others than without, or would tell a marked figure, no verdict is
    given; where a marked figure bears on an open project there are no ranks, and the order is by status and title.
    """
    if results.is_public:
        return results
    whole, marked = withheld_rows(results.tables), secret_rows(results.tables[_SHEET])
    if not any(whole.values()) and not any(map(secret_rows, results.tables.values())):
        return replace(results, is_public=True)
    tables = published(results.tables)
    titles = tuple(results.tables[key].sheet.title for key, rows in whole.items() if rows)
    public = _Told(results, tables, marked, whole["portfolio"]).public
    public = replace(public, findings=_findings(public, tables))
    public = _unranked(public) if _bears(public.bought, marked) else public
    return replace(_sealed(public), withheld=titles, is_public=True)


class _Told(Frozen):
    """What can be told: ``true`` results, the ``tables`` that the public may know, ``marked`` rows of figures."""

    true: Results
    tables: Tables
    marked: frozenset[int]
    hidden: frozenset[int]

    @property
    def public(self) -> Results:
        high = self._with(lambda _: _HIGH)
        if _part(high) == self._part:
            return _given(high)
        low = self._with(lambda _: 0.0)
        if _part(low) == self._part and self._is_apart(low, high):
            return _given(low)
        return replace(low, given=(Verdict(NOT_PUBLISHED), None))

    @cached_property
    def _part(self) -> object:
        return _part(self.true, self.hidden)

    def _is_apart(self, low: Results, high: Results) -> bool:
        """Whether nothing lies between the wave for nought and that for high figures, or so much that it tells little.

        From the proportions of the marked figures only, not from their size.
        """
        if not self._size:
            return True
        if low.search.all_sets is None:  # what is found by a search that is not exact need not hold in between
            return False
        last, beyond = 0.0, float(_DOUBLINGS)
        for _ in range(_HALVINGS):
            middle = (last + beyond) / 2
            last, beyond = (middle, beyond) if self._at(middle) == _part(low) else (last, middle)
        return self._at(beyond) == _part(high) or self._at(beyond + _APART) != _part(high)

    def _at(self, doublings: float) -> object:
        """The public part where the marked figures come to so much together."""
        times = 2.0**doublings / self._size
        return _part(self._with(lambda figure: figure * times))

    @cached_property
    def _size(self) -> float:
        """The marked figures together, whatever their units."""
        rows = (self.tables[_SHEET].rows[row] for row in self.marked if row in self.tables[_SHEET].rows)
        every = (row[key] for row in rows for key in _FIGURES)
        return sum(float(figure) for figure in every if isinstance(figure, int | float) and isfinite(figure))

    def _with(self, other: Callable[[float], float]) -> Results:
        """What follows where the marked figures are others."""
        changed = _changed(self.tables, self.marked, other)
        return decide(changed, (), strict=bool(self.true.weights))


def _findings(public: Results, tables: Tables) -> tuple[Finding, ...]:
    """The findings of tables as they are, but for that of the limits, which says no more than the public verdict."""
    is_told = public.verdict.limits != NOT_PUBLISHED
    return tuple(check_with(tables, finding_of_limits(public.tables) if is_told else None))


def _given(results: Results) -> Results:
    """The results with the verdict that they have now, whatever becomes of their order."""
    return replace(results, given=(results.verdict, results.wave))


def _part(results: Results, hidden: frozenset[int] = frozenset()) -> object:
    """What the verdict is, and which projects are in the wave, without those hidden."""
    chosen = results.wave.chosen - hidden if results.wave else None
    return results.verdict.limits, results.verdict.twin_track, chosen


def _bears(bought: Bought, marked: frozenset[int]) -> bool:
    """Whether an open project needs a marked line."""
    return any(line.row in marked for needed in bought.lines.values() for line in needed)


def _unranked(results: Results) -> Results:
    """The results without ranks: the decided projects first, then by title."""
    committed, by_row = results.bought.committed, results.round.by_row
    order = tuple(sorted(results.order, key=lambda row: (row not in committed, normalised(by_row[row].title), row)))
    scores = {row: replace(scored, rank=None, best_rank=len(order)) for row, scored in results.scores.items()}
    alone = {row: results.alone[row]._replace(rank=None, best_rank=None) for row in order}
    return replace(results, order=order, scores=scores, alone=alone)


def _sealed(results: Results) -> Results:
    """The results with WITHHELD for each marked figure, and for what follows from one for a row or a project."""
    lines, risks = (secret_rows(results.tables[key]) for key in (_SHEET, "risks"))
    tables, bought = sealed(results.tables), results.bought
    no_cost = {row for row, needed in bought.lines.items() if any(line.row in lines for line in needed)}
    no_risk = {row for row, known in bought.risks.items() if any(risk.row in risks for risk in known)}
    return replace(
        results,
        tables=tables,
        costs=_without(results.costs, lines, ("present_value",)),
        sizes=_without(results.sizes, risks, Sized._fields),
        alone={row: _untold(project, row in no_cost, row in no_risk) for row, project in results.alone.items()},
        scores={row: _unscored(scored, row in no_cost, row in no_risk) for row, scored in results.scores.items()},
    )


def _without(records: Mapping[int, Record], rows: Collection[int], fields: Iterable[str]) -> dict[int, Record]:
    """The records by row with WITHHELD in some rows and fields, wherever something is known."""
    return {row: _hidden(record, fields) if row in rows else record for row, record in records.items()}


def _hidden(record: Record, fields: Iterable[str]) -> Record:
    return record._replace(**{name: WITHHELD for name in fields if getattr(record, name) is not None})


def _untold(project: Alone, no_cost: bool, no_risk: bool) -> Alone:
    """The project alone, of which the cost or the risk is not for publication."""
    if not no_cost and not no_risk:
        return project
    hidden = [name for name, is_hidden in ((COST, no_cost), (RISK, no_risk)) if is_hidden]
    scaled = {name: WITHHELD for name in hidden if project.scaled[name] is not None}
    fields = {*(_OF_COST if no_cost else ()), *(_OF_RISK if no_risk else ())}
    return _hidden(project, fields)._replace(scaled={**project.scaled, **scaled})


def _unscored(scored: Scored, no_cost: bool, no_risk: bool) -> Scored:
    """The score of a project of which the cost or the risk is not for publication."""
    if not no_cost and not no_risk:
        return scored
    hidden = {name: WITHHELD for name, is_hidden in ((COST, no_cost), (RISK, no_risk)) if is_hidden}
    return replace(scored, values={**scored.values, **hidden}, points={**scored.points, **hidden}, score=WITHHELD)


def _changed(tables: Tables, marked: frozenset[int], other: Callable[[float], float]) -> Tables:
    """The tables with other figures in the marked rows, where one is known."""
    table = tables[_SHEET]
    at = [place for place, row in enumerate(table.numbers) if row in marked]
    columns = {key: list(values) for key, values in table.columns.items()}
    for key in _FIGURES:
        for place in at:
            if isinstance(figure := columns[key][place], int | float) and isfinite(figure):
                columns[key][place] = other(float(figure))
    return replace(tables, tables={**tables.tables, _SHEET: replace(table, columns=columns)})
