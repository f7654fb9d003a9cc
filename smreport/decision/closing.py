"""Close this gap first: the blanks that would change the first wave if they turned out at their best.

Each blank of an open project is tried alone; where several stand in the way of one project, these together. Beyond
16 projects ten are tried, and what changes is a better set that was found, with at least so many points more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from smreport.decision.bought import Bought, Coverage
from smreport.decision.case import case_of
from smreport.decision.money import Period
from smreport.decision.reasons import refilled
from smreport.decision.records import Blank, CostLine, Risk, Round, Settings, Use, amount
from smreport.decision.score import Scored
from smreport.decision.terms import CAPITAL, EXACT, REVENUE
from smreport.decision.unknown import gaps, lacking, limited, risk_of
from smreport.decision.verdict import CANNOT_BE_MET, NONE_SET, Verdict
from smreport.decision.wave import Search, Wave, first_wave
from smreport.frozen import Frozen, replace

MOST = 40  # blanks of costs, times and risks for which all sets are made anew
FEW = 10  # beyond what can be tried out
_ANY_ROLE = "any role of "  # no role is called so: names of roles come from sheets without this ending in a row number


class Closing(Frozen):
    """Blanks that would change the first wave, at the best that they can be.

    blanks   one cell, or several of one use or project that do so only together
    project  the row of the best-ranked project that they belong to
    points   by how many the wave would bring more, at least where ``is_exact`` is false
    enters, leaves  rows of projects
    """

    blanks: tuple[Blank, ...]
    project: int
    points: int
    enters: tuple[int, ...]
    leaves: tuple[int, ...]
    is_exact: bool = True


def closings_of(
    search: Search, verdict: Verdict, wave: Wave | None, scores: Mapping[int, Scored]
) -> tuple[Closing, ...]:
    """Those that change the wave, the most points first; nothing where there is no wave to change."""
    if wave is None or verdict.limits in (NONE_SET, CANNOT_BE_MET):
        return ()
    return _Closings(search, wave, scores).closings()


class _Closings(Frozen, eq=False):
    search: Search
    wave: Wave
    scores: Mapping[int, Scored]

    def closings(self) -> tuple[Closing, ...]:
        """Single blanks, then those of one project together."""
        exact = self.search.all_sets is not None
        order = sorted(self.scores, key=lambda row: (self.scores[row].best_rank, row))
        judged = {blanks: row for row in reversed(order) for blanks in self._judgements(row)}
        others = {(blank,): row for row in reversed(order) for blank in self._others(row)}
        closings = [*self._of_judgements(judged)] if exact else []
        tried = [*reversed(others.items())] if exact else [*reversed(judged.items()), *reversed(others.items())]
        tried.sort(key=lambda trial: order.index(trial[1]))
        closings += [
            closing for blanks, row in tried[: MOST if exact else FEW] if (closing := self._closed(blanks, row))
        ]
        closings += self._together(order, {row for closing in closings for row in closing.enters})
        return tuple(
            sorted(closings, key=lambda closing: (-closing.points, order.index(closing.project), closing.blanks))
        )

    def _together(self, order: Sequence[int], helped: set[int]) -> Iterator[Closing]:
        """What stands in the way of one project, where no single blank lets it in."""
        waiting = [(self._in_the_way(row), row) for row in order if row not in self.wave.chosen | helped]
        several = [(blanks, row) for blanks, row in waiting if len(blanks) > 1]
        for blanks, row in several[:FEW]:
            if (closing := self._closed(blanks, row)) and row in closing.enters:
                yield closing

    def _in_the_way(self, row: int) -> tuple[Blank, ...]:
        bought = self.search.case.bought
        blanks = [lack.blank for lack in lacking(bought, row) if lack.is_blank]
        return tuple(dict.fromkeys((*blanks, *(blank for blank in self._others(row) if blank.sheet == "risks"))))

    # --- which blanks can change anything ---

    def _judgements(self, row: int) -> Iterator[tuple[Blank, ...]]:
        """The blank judgements of the uses that a project claims; both of one use where both are blank."""
        for use in (use for group in self.search.case.bought.claims[row] for use in group.uses):
            blanks = [Blank("mapping", "strength", use.row)] if use.strength is None else []
            blanks += [Blank("mapping", "importance", self._first_row(use))] if use.importance is None else []
            if blanks:
                yield tuple(blanks)

    def _first_row(self, use: Use) -> int:
        """The first row with the same judgement of importance."""
        return self._first_rows.get(use.objective, use.row) if use.objective else use.row

    @cached_property
    def _first_rows(self) -> dict[str, int]:
        uses = sorted(self.search.case.bought.round.uses, key=lambda use: -use.row)
        return {use.objective: use.row for use in uses}

    def _others(self, row: int) -> Iterator[Blank]:
        """Blanks of areas, roles, costs, start and risks that a limit is set on."""
        case, bought = self.search.case, self.search.case.bought
        kinds, touching = limited(bought.round.limits), {lack.blank for lack in lacking(bought, row)}
        appetite = bought.round.limits.risk
        is_risky = appetite is not None and row not in case.forced and risk_of(bought, row) > appetite
        for blank in gaps(bought, row):
            matters = is_risky if blank.sheet == "risks" else blank in touching or blank.key == "areas"
            if matters and blank.sheet != "mapping":
                yield blank
        if kinds & {CAPITAL, REVENUE}:
            yield from (Blank("evaluation", "setup_kind", line.row) for line in bought.lines[row] if _is_either(line))

    # --- what changes ---

    def _of_judgements(self, judged: Mapping[tuple[Blank, ...], int]) -> Iterator[Closing]:
        """All sets at once: what they take stays, only what they bring changes."""
        sets = self.search.all_sets
        assert sets is not None
        case, at = self.search.case, np.flatnonzero(sets.keeps_limits)
        at = at[np.lexsort((-sets.numbers[at], sets.takes[at, -1], sets.takes[at, -2]))]
        at = at[np.argsort(sets.numbers[at] != 0, kind="stable")]  # nothing more, where nothing brings any benefit
        benefit, covered = sets.benefit[at], sets.covered[:, at]
        sure = np.array([bool(group.claimants & case.forced) for group in case.bought.coverage], dtype=np.bool_)
        least = case.bought.benefit(case.forced)
        best_with: dict[tuple[tuple[int, int], ...], int] = {}
        for blanks, row in judged.items():
            more = self._more(blanks)
            if more not in best_with:
                brings = benefit + sum(points * covered[group] for group, points in more)
                adds = brings > least + sum(points for group, points in more if sure[group])
                asked = adds & sets.on_both_tracks[at] if case.twin_track else adds
                among = np.where(asked, brings, -1) if asked.any() else brings
                best_with[more] = int(among.argmax())  # the first of equal ones: the cheapest, then by hours and rank
            best = best_with[more]
            chosen = case.forced | sets.rows(int(sets.numbers[at[best]]))
            if chosen != self.wave.chosen:
                brought = benefit[best] + sum(points * covered[group, best] for group, points in more)
                yield self._closing(blanks, row, chosen, int(brought) - self.wave.benefit, True)

    def _more(self, blanks: tuple[Blank, ...]) -> tuple[tuple[int, int], ...]:
        """By how many points each group of uses, by position, would be worth more with judgements at their best."""
        changed: dict[int, Use] = {}
        for blank in blanks:
            for use in self._uses_of[blank]:
                changed[use.row] = _at_top(changed.get(use.row, use), blank.key, self.search.case.bought.round.settings)
        more = Counter[int]()
        for row, use in changed.items():
            more[self._group[row]] += use.points - self._use[row].points
        return tuple(sorted((group, points) for group, points in more.items() if points))

    @cached_property
    def _group(self) -> dict[int, int]:
        """The position of the group that each use is in, by row."""
        return {use.row: at for at, group in enumerate(self.search.case.bought.coverage) for use in group.uses}

    @cached_property
    def _use(self) -> dict[int, Use]:
        return {use.row: use for group in self.search.case.bought.coverage for use in group.uses}

    @cached_property
    def _uses_of(self) -> dict[Blank, list[Use]]:
        """The claimed uses that a blank judgement is about: its own, or all of an objective."""
        uses_by_blank: dict[Blank, list[Use]] = defaultdict(list)
        for use in self._use.values():
            uses_by_blank[Blank("mapping", "strength", use.row)].append(use)
            uses_by_blank[Blank("mapping", "importance", self._first_row(use))].append(use)
        return uses_by_blank

    def _closed(self, blanks: tuple[Blank, ...], row: int) -> Closing | None:
        """The wave with blanks at their best, made anew; of several bests the one that brings the most."""
        case, closings = self.search.case, list[Closing]()
        for bought in at_best(case.bought, blanks):
            search = Search(replace(case_of(bought, case.order), by_solver=case.by_solver))
            chosen = self._better(search, row)
            if chosen is not None and chosen != self.wave.chosen:
                more = bought.benefit(chosen) - self.wave.benefit
                closings.append(self._closing(blanks, row, chosen, more, search.all_sets is not None))
        return max(closings, key=lambda closing: closing.points, default=None)

    def _better(self, search: Search, row: int) -> frozenset[int] | None:
        if self.search.all_sets is not None:
            wave = first_wave(search)
            return None if wave is None else wave.chosen
        chosen = None if row in self.wave.chosen else refilled(search, self.wave, search.case.with_closure({row}))
        benefit = search.case.bought.benefit
        return chosen if chosen is not None and benefit(chosen) > benefit(self.wave.chosen) else None

    def _closing(self, blanks: tuple[Blank, ...], row: int, chosen: frozenset[int], more: int, exact: bool) -> Closing:
        enters, leaves = tuple(sorted(chosen - self.wave.chosen)), tuple(sorted(self.wave.chosen - chosen))
        return Closing(blanks, row, more, enters, leaves, exact)


def _is_either(line: CostLine) -> bool:
    """Whether a set-up is held against capital and revenue both."""
    return line.setup_kind is None and bool(line.setup and line.setup.high)


# --- a blank at its best ---


def at_best(bought: Bought, blanks: Sequence[Blank]) -> Iterator[Bought]:
    """The round with blanks at the best that they can be; more than one where that depends on the rest."""
    rounds = [bought.round]
    for blank in blanks:
        rounds = [better for round in rounds for better in _at_best(round, blank)]
    anywhere = {blank.row for blank in blanks if blank[:2] == ("portfolio", "roles")}
    for round in rounds:
        yield Bought(round, _coverage(round, anywhere) if anywhere else bought.given)


def _at_best(round: Round, blank: Blank) -> Iterator[Round]:
    if blank.sheet == "mapping":
        yield replace(round, uses=tuple(_judged(round, blank)))
    elif blank.sheet == "evaluation":
        yield from _cheaper(round, blank)
    elif blank.sheet == "risks":
        yield _safest(round, blank)
    elif not blank.sheet:
        yield _with_role(round, blank.key)
    else:
        yield from _known_project(round, blank)


def _judged(round: Round, blank: Blank) -> Iterator[Use]:
    objective = next((use.objective for use in round.uses if use.row == blank.row), "")
    for use in round.uses:
        is_meant = use.row == blank.row or (blank.key == "importance" and objective and use.objective == objective)
        yield _at_top(use, blank.key, round.settings) if is_meant else use


def _at_top(use: Use, key: str, settings: Settings) -> Use:
    """A use with one judgement at the top of its scale."""
    if key == "strength":
        return use._replace(strength=settings.best_strength)
    return use._replace(importance=settings.best_importance)


def _cheaper(round: Round, blank: Blank) -> Iterator[Round]:
    for line in (line for line in round.lines if line.row == blank.row):
        for better in _cheapest(line, blank.key):
            yield replace(round, lines=tuple(better if other is line else other for other in round.lines))


def _safest(round: Round, blank: Blank) -> Round:
    """A blank residual risk of 1; or the risk row that a project lacks."""
    if blank.key == "residual":
        risks = (replace(risk, residual=1) if risk.row == blank.row else risk for risk in round.risks)
        return replace(round, risks=tuple(risks))
    return replace(round, risks=(*round.risks, Risk(_new_row(round), "", blank.row, 1, 1)))


def _cheapest(line: CostLine, key: str) -> Iterator[CostLine]:
    zero = amount(0)
    if key == "setup_kind":
        yield replace(line, setup_kind=CAPITAL)
        yield replace(line, setup_kind=REVENUE)
    elif key == "setup_cost":
        yield replace(line, setup=zero)
    elif key == "yearly_cost":
        yield replace(line, yearly=zero)
    else:
        yield replace(line, hours=zero)


def _with_role(round: Round, role: str) -> Round:
    zero = amount(0)
    return replace(round, lines=(*round.lines, CostLine(_new_row(round), role, None, zero, zero, zero, EXACT, REVENUE)))


def _new_row(round: Round) -> int:
    """A row that no cost line or risk has."""
    return min([0, *(line.row for line in round.lines), *(risk.row for risk in round.risks)]) - 1


def _known_project(round: Round, blank: Blank) -> Iterator[Round]:
    """A project with areas, roles or start: all areas; a role that costs nothing; the start of some financial year."""
    project = round.by_row[blank.row]
    period = Period.of(round.settings)
    if blank.key == "areas":
        better = [replace(project, areas=frozenset(use.area for use in round.uses))]
    elif blank.key == "roles":
        role = f"{_ANY_ROLE}{blank.row}"
        round = _with_role(replace(round, risks=(*round.risks, Risk(_new_row(round), role, None, 1, 1))), role)
        better = [replace(project, roles=frozenset({role}))]
    else:
        months = range(period.first, period.last + 1)
        starts = [month for month in months if month == period.first or period.year(month) != period.year(month - 1)]
        better = [replace(project, start=start) for start in starts]
    for improved in better:
        yield replace(round, projects=tuple(improved if old.row == blank.row else old for old in round.projects))


def _coverage(round: Round, anywhere: set[int]) -> tuple[Coverage, ...]:
    """The uses by claimants, where some projects claim those of their areas whatever the role."""
    grouped: dict[frozenset[int], list[Use]] = {}
    for use in round.uses:
        who = frozenset(
            project.row
            for project in round.projects
            if use.area in project.areas and (use.role in project.roles or project.row in anywhere)
        )
        if who:
            grouped.setdefault(who, []).append(use)
    in_order = sorted(grouped.items(), key=lambda group: sorted(group[0]))
    return tuple(Coverage(who, sum(use.points for use in uses), tuple(uses)) for who, uses in in_order)
