"""The results as the public may know them, so that no marked figure can be worked out from them.

Nothing here is worked out from a marked figure. Each is taken as so high that nothing with it can be afforded, or else
as nought, and the public results are those of the workbook that is found so. All that depends on the marked figures is
whether its first wave is the true one, as no other is shown: the wave for high figures holds from some amount on
whatever more they are, the wave for nought up to some amount whatever less, so that either bounds them from one side
only. Where neither is the true one no wave is shown, which bounds them from both sides; so where that would tell them
to less than a factor of eight, the wave for nought is not shown either.

Ranks stay out with the scores of projects whose costs are marked: a rank between two known scores would bound a cost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite, nan

from smreport.blueprint.publication import published, secret_rows, withheld_rows
from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.decision.bought import Bought
from smreport.decision.check import check
from smreport.decision.results import Results, decide
from smreport.decision.verdict import NOT_PUBLISHED, Verdict
from smreport.findings import Finding

_SHEET, _FIGURES = "evaluation", ("setup_cost", "yearly_cost", "hours")
_HIGH = 1e9  # pounds and hours: more than anybody has
_DOUBLINGS = 32  # from 1 to more than anybody has
_HALVINGS = 26  # until two amounts are nearer than a penny
_APART = 3  # doublings that lie between two bounds at least


def for_publication(results: Results) -> Results:
    """The results without the rows that stay out as a whole, and with nothing that tells a marked figure.

    Where the first wave is another one with the others than without, or would tell a marked figure, no verdict is
    given; where a marked figure bears on an open project there are no ranks, and the order is by status and title.
    """
    whole, marked = withheld_rows(results.tables), secret_rows(results.tables[_SHEET])
    if not any(whole.values()) and not marked:
        return results
    tables = published(results.tables)
    titles = tuple(results.tables[key].sheet.title for key, rows in whole.items() if rows)
    public = _Told(results, tables, marked, whole["portfolio"]).public
    return replace(_unranked(public) if _bears(public.bought, marked) else public, withheld=titles)


@dataclass(frozen=True)
class _Told:
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
        if not self._size or not _bears(low.bought, self.marked):
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
        return decide(changed, self._findings, strict=bool(self.true.weights))

    @cached_property
    def _findings(self) -> tuple[Finding, ...]:
        return tuple(check(self.tables))


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
    projects = results.projects.loc[list(order)].assign(rank=nan, best_rank=nan)
    return replace(results, order=order, scores=scores, projects=projects)


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
