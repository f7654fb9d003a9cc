"""Sets near one that is known: without some projects until it fits, then filled up again, and better ones by exchange.

What is found keeps all limits and rules, but need not be the best. How many sets are tried depends on the number of
projects only, never on time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from smreport.frozen import Frozen

if TYPE_CHECKING:
    from smreport.decision.model import Model
    from smreport.decision.tally import Tally, Truths

NEXT_IN_RANK = 20  # so many of those that are out are tried when a set is filled up again
MOST_PASSES = 2  # through all changes, for one that makes the set better


class Near(Frozen, eq=False):
    """Looks about near a set.

    order  the positions of those that may be added or left out, those to be kept longest and tried first in front
    """

    tally: Tally
    order: tuple[int, ...]

    @property
    def model(self) -> Model:
        return self.tally.model

    def refilled(self, chosen: Truths, core: Truths) -> Truths | None:
        """The set with a core, others left out from the last up until it fits, then filled up; None where none fits."""
        shrunk, left_out = self._shrunk(chosen | core, core)
        if shrunk is None:
            return None
        before = chosen | core
        out = [at for at in self.order if not before[at]][:NEXT_IN_RANK]
        return self.filled(shrunk, (*left_out, *out))

    def _shrunk(self, chosen: Truths, core: Truths) -> tuple[Truths | None, list[int]]:
        left_out: list[int] = []
        kept = chosen.copy()
        for at in [at for at in reversed(self.order) if kept[at] and not core[at]]:
            if self.tally.is_allowed(kept):
                return kept, left_out
            if not kept[self._needing[at]].any():
                kept[at] = False
                left_out.insert(0, at)
        return (kept if self.tally.is_allowed(kept) else None), left_out

    def filled(self, chosen: Truths, order: Sequence[int]) -> Truths:
        """The set with those that can be added to it in turn, each with what it depends on."""
        filled = chosen
        for at in order:
            if not filled[at]:
                more = self._with(filled, at)
                filled = more if self.tally.is_allowed(more) else filled
        return filled

    def _with(self, chosen: Truths, at: int) -> Truths:
        """The set with a project and what it depends on."""
        more = chosen.copy()
        more[self.needs[at]] = True
        return more

    def best_found(self, core: Truths, twin: bool = False) -> Truths | None:
        """A good set with a core, and with both tracks where that is asked; None where none is found."""
        if not self.tally.is_allowed(core):
            return None
        best = self._by_platform(core)
        for who in self.model.tracks if twin else ():
            if who is not None and not best[list(who)].any():
                more = (self._with(core, at) for at in self.order if at in who)
                core = next((larger for larger in more if self.tally.is_allowed(larger)), core)
                best = self.filled(core, self.order)
        if twin and not self.tally.on_both_tracks(best):
            return None
        return self._exchanged(best, core, twin)

    def _by_platform(self, core: Truths) -> Truths:
        """The core filled up: those that share a line in front, last, or where they are, whatever brings most."""
        place = dict.fromkeys(self._platforms, 0)
        best = self.filled(core, self.order)
        worth = self._worth(best)
        for platform, put in [*product(place, (-1, 1))] * MOST_PASSES:
            moved = {**place, platform: put}
            other = self.filled(core, self._moved(moved))
            if (better := self._worth(other)) > worth:
                best, worth, place = other, better, moved
        return best

    @cached_property
    def _platforms(self) -> list[frozenset[int]]:
        """Those that share a line, for each line that is shared."""
        needers = (frozenset(at for who in step.who for at in who or ()) for step in self.model.steps)
        return [*dict.fromkeys(sharers for sharers in needers if len(sharers) > 1)]

    def _moved(self, place: Mapping[frozenset[int], int]) -> list[int]:
        ahead = Counter[int]()
        for platform, put in place.items():
            ahead.update(dict.fromkeys(platform, put))
        return sorted(self.order, key=ahead.__getitem__)

    def _exchanged(self, best: Truths, core: Truths, twin: bool) -> Truths:
        """Better sets with one more project, in exchange for others, as long as there are such."""
        worth = self._worth(best)
        for at in [*self.order] * MOST_PASSES:
            other = None if best[at] else self.refilled(best, self._with(core, at))
            if other is None or (twin and not self.tally.on_both_tracks(other)):
                continue
            if (better := self._worth(other)) > worth:
                best, worth = other, better
        return best

    def _worth(self, present: Truths) -> tuple[int, int]:
        return self.tally.benefit(present), -int(self.tally.takes(present)[-2])

    @cached_property
    def needs(self) -> list[list[int]]:
        """Each with what it depends on, directly or not."""
        case, position = self.model.case, self.model.position
        return [
            [position[needed] for needed in case.bought.with_needs({row}) if needed in position] for row in case.free
        ]

    @cached_property
    def _needing(self) -> list[list[int]]:
        """Who depends on each directly."""
        needing: list[list[int]] = [[] for _ in self.model.case.free]
        for needer, needed in self.model.needs:
            needing[needed].append(needer)
        return needing
