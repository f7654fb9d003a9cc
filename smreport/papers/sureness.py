"""How sure the choice is, what would change it, and who would see it otherwise, as far as that may be told.

Everything but ranks rests on the costs of all projects together. So where any of them is not for publication nothing
of it is told; where such a cost bears on a project there are no ranks either.
"""

from __future__ import annotations

from functools import cached_property

from smreport.decision.certainty import Certainty, certainty_of
from smreport.decision.closing import Closing, closings_of
from smreport.decision.frontier import Frontier, frontier_of
from smreport.decision.people import People, opinions_in, people_of
from smreport.decision.results import Results
from smreport.decision.score import Scored
from smreport.papers.privacy import Privacy


class Sureness:
    """What may be told of how sure the choice is; each part is worked out when it is first asked for."""

    def __init__(self, results: Results, privacy: Privacy) -> None:
        self._results, self._privacy = results, privacy

    @cached_property
    def is_closed(self) -> bool:
        """Whether figures stay out on which waves rest, so that nothing made from them may be told."""
        return not self._privacy.tells_secrets and any(map(self._privacy.secret_rows, self._results.tables))

    @cached_property
    def certainty(self) -> Certainty:
        results = self._results
        wave = None if self.is_closed else results.wave
        return certainty_of(results.search, results.verdict, wave, self._scores)

    @cached_property
    def frontier(self) -> Frontier:
        results = self._results
        return Frontier() if self.is_closed else frontier_of(results.search, results.verdict, results.wave)

    @cached_property
    def closings(self) -> tuple[Closing, ...]:
        """The gaps that would change the first wave, those that bring the most first."""
        results = self._results
        if self.is_closed:
            return ()
        return closings_of(results.search, results.verdict, results.wave, results.scores)

    @cached_property
    def people(self) -> People | None:
        """What several people would put first; None where nobody's weights are given, or ranks stay out."""
        results = self._results
        if self._privacy.hides_ranks:
            return None
        opinions = opinions_in(results.tables)
        if not opinions:
            return None
        order = tuple(row for row in results.order if row in self._scores)
        return people_of(opinions, self._scores, results.round.settings.swings, order)

    @cached_property
    def _scores(self) -> dict[int, Scored]:
        """The projects whose rank may be told with shares: those of which nothing is withheld that a score rests on."""
        hides = self._privacy
        return {
            row: scored
            for row, scored in self._results.scores.items()
            if not hides.hides_score(row) and not hides.hides_risk(row)
        }
