"""Which projects are decided, proposed, waiting for money, or closed: the one place that says."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from smreport.blueprint.tables import Row
from smreport.blueprint.times import When
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.decision.results import Results
from smreport.frozen import Frozen
from smreport.papers import figures
from smreport.papers.verdicts import Verdicts

DONE = terms.FINISHED[0]


class Groups(Frozen):
    """The rows of 7 Portfolio by what was decided of them, each project in one group.

    decided   approved or in progress, and so funded; by their start
    proposed  in the recommended wave besides; best rank first
    later     all other open ones, which wait for money or for a decision; best rank first, unranked by their start
    done, dropped  closed, by their finish
    """

    results: Results
    verdicts: Verdicts

    @cached_property
    def decided(self) -> tuple[int, ...]:
        return tuple(sorted(self.results.bought.committed, key=self._start))

    @property
    def proposed(self) -> tuple[int, ...]:
        return tuple(self.verdicts.proposed)

    @cached_property
    def later(self) -> tuple[int, ...]:
        rest = [at for at in self.results.order if at not in {*self.decided, *self.proposed}]
        ranked = [at for at in rest if self.results.scores[at].rank is not None]
        others = [
            at for at in self._rows if at not in {*self.decided, *self.proposed, *ranked, *self.done, *self.dropped}
        ]
        return (*ranked, *sorted(others, key=self._start))

    @cached_property
    def titles_later(self) -> frozenset[str]:
        """What the projects that wait are called, as comparisons see it."""
        rows = self.results.tables["portfolio"].rows
        return frozenset(normalised(rows[at]["title"]) for at in self.later)

    @property
    def open(self) -> tuple[int, ...]:
        return (*self.decided, *self.proposed, *self.later)

    @cached_property
    def done(self) -> tuple[int, ...]:
        return self._closed(is_done=True)

    @cached_property
    def dropped(self) -> tuple[int, ...]:
        return self._closed(is_done=False)

    @property
    def adopted(self) -> str:
        """The day on which the wave was adopted, "" while it is only proposed."""
        value = self.results.tables.settings.get("adopted_on")
        return figures.when(value) if isinstance(value, When) and str(value) else ""

    def _closed(self, is_done: bool) -> tuple[int, ...]:
        id_of, rows = self.results.tables.blueprint.id_of, self._rows
        status = {at: id_of("portfolio.status", row["status"]) for at, row in rows.items()}
        closed = [at for at, said in status.items() if said in terms.FINISHED and (said == DONE) == is_done]
        return tuple(sorted(closed, key=lambda at: (figures.last_day(rows[at]["finish"]), at)))

    @property
    def _rows(self) -> dict[int, Row]:
        return self.results.tables["portfolio"].rows

    def _start(self, at: int) -> tuple[date, int]:
        return figures.last_day(self._rows[at]["start"]), at
