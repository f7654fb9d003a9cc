"""The verdict on the first wave, and why each project is in it or out, in sentences: the one place that words them.

Both papers, the terminal, the export and chart titles read it here. A sentence loses its figure where that depends on
an amount that is not for publication, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property

from smreport.blueprint.values import normalised
from smreport.decision import reasons as why
from smreport.decision import terms
from smreport.decision.case import BLOCKED, NOT_WITH, TOO_RISKY, UNKNOWN, WAITS
from smreport.decision.money import BUDGET, HOURS, MONTHS, Limit, Period, limits_held
from smreport.decision.reasons import Reason
from smreport.decision.records import Blank
from smreport.decision.results import Results
from smreport.decision.terms import CAPITAL
from smreport.decision.unknown import is_risk_given
from smreport.decision.verdict import (
    CANNOT_BE_MET,
    HELD,
    NONE_SET,
    NOT_KNOWN_YET,
    NOT_POSSIBLE,
    NOT_PUBLISHED,
    Excess,
    Mend,
)
from smreport.papers import figures
from smreport.papers.privacy import Privacy
from smreport.papers.sources import Sources
from smreport.words import joining, locales, say

HUNDREDTHS = 100
COMMITTED, PROPOSED, LATER, UNPLACED, MUST_DO, OPEN = (
    "committed", "proposed", "later", "unplaced", "must_do", "open",
)  # fmt: skip
STANDINGS = (COMMITTED, PROPOSED, LATER, UNPLACED, MUST_DO, OPEN)
_TRACKS = (terms.ACTIVITY, terms.SERVICE)
_FEW, SOME = 3, 6  # cells, and names in a reason; names in a sentence
_MANY = 8  # names in a sentence of their own


class Verdicts:
    """What may be said of verdict, wave, limits and reasons."""

    def __init__(self, results: Results, privacy: Privacy, sources: Sources) -> None:
        self._results, self._privacy, self._sources = results, privacy, sources

    # --- the verdict ---

    @cached_property
    def first_wave(self) -> list[int]:
        """The projects of the recommended wave, commitments and must-dos among them, best rank first; else none."""
        wave = self._results.wave
        if wave is None or not self._results.verdict.is_recommended:
            return []
        return [row for row in self._results.order if row in wave.chosen]

    @cached_property
    def proposed(self) -> list[int]:
        """Those of the recommended wave that nobody has committed to yet."""
        return [row for row in self.first_wave if row not in self._results.bought.committed]

    @cached_property
    def committed(self) -> list[int]:
        """The commitments, best rank first."""
        return [row for row in self._results.order if row in self._results.bought.committed]

    @property
    def headline(self) -> str:
        """The verdict in a few words."""
        limits = self._results.verdict.limits
        if limits == HELD:
            return say("papers.verdict.headline.held", count=len(self.proposed))
        if limits == NONE_SET and not self.is_ranked:
            return say("papers.verdict.headline.none_set.unranked")
        return {
            NONE_SET: say("papers.verdict.headline.none_set"),
            CANNOT_BE_MET: say("papers.verdict.headline.cannot_be_met"),
            NOT_KNOWN_YET: say("papers.verdict.headline.not_known_yet"),
            NOT_PUBLISHED: say("papers.verdict.headline.not_published"),
        }[limits]

    @property
    def main_sentence(self) -> str:
        """The verdict in a sentence."""
        verdict = self._results.verdict
        if verdict.limits == NONE_SET:
            return say("papers.verdict.none_set" if self.is_ranked else "papers.verdict.none_set.unranked")
        if verdict.limits == NOT_PUBLISHED:
            return say("papers.verdict.not_published")
        if verdict.limits == CANNOT_BE_MET:
            return say("papers.verdict.cannot_be_met")
        if verdict.limits == NOT_KNOWN_YET:
            return say("papers.verdict.not_known_yet")
        if not self.proposed:
            return {
                "nothing_fits": say("papers.verdict.held.nothing", limits=self._few_limits),
                "nothing_scored": say("papers.verdict.held.nothing_scored"),
                "not_proposed": say("papers.verdict.held.not_proposed"),
            }[self._why_none]
        if verdict.proof:
            return say("papers.verdict.held.short", short=_percent(verdict.proof), limits=self._few_limits)
        return say("papers.verdict.held.exact", limits=self._few_limits)

    @property
    def is_ranked(self) -> bool:
        """Whether there is an order of priority: at least two projects with a rank."""
        return sum(scored.rank is not None for scored in self._results.scores.values()) > 1

    @property
    def twin_track(self) -> str:
        """That the recommended wave does without the twin track, "" where it does not."""
        verdict = self._results.verdict
        is_without = self.proposed and verdict.twin_track == NOT_POSSIBLE
        return say("papers.verdict.no_twin_track") if is_without else ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is to be said of the verdict to staff, who are told the cells to fill in."""
        return tuple(filter(None, (self.main_sentence, self.twin_track, *self._mend(self._cell))))

    @property
    def sought(self) -> str:
        """The decision that the committee is asked for where no wave is recommended, "" where one is."""
        limits = self._results.verdict.limits
        if limits == NONE_SET:
            return say("papers.sought.none_set")
        if limits == CANNOT_BE_MET:
            return say("papers.sought.cannot_be_met")
        if limits == NOT_PUBLISHED:
            return say("papers.sought.not_published")
        if limits == NOT_KNOWN_YET:
            return say("papers.sought.not_known_yet")
        if self.first_wave:
            return ""
        return {
            "nothing_fits": say("papers.sought.nothing_fits"),
            "nothing_scored": say("papers.sought.nothing_scored"),
            "not_proposed": say("papers.sought.not_proposed"),
        }[self._why_none]

    @property
    def _why_none(self) -> str:
        """Why no project is proposed where limits are held: nothing_fits, nothing_scored, or not_proposed.

        That nothing fits is said where each project with a benefit is above a limit or in no set that keeps them.
        """
        kinds = {self._results.reasons[row].kind for row in self._results.order if row not in self.committed}
        if kinds <= {why.NOTHING_SCORED}:
            return "nothing_scored"
        fits_not = kinds - {why.NOTHING_SCORED, why.ADDS_NOTHING}
        return "nothing_fits" if fits_not and fits_not <= {why.TOO_DEAR, why.NO_SET, TOO_RISKY} else "not_proposed"

    @cached_property
    def limits(self) -> str:
        """The limits that are set, in words; "" where none is."""
        return figures.listed(self.each_limit)

    @property
    def _few_limits(self) -> str:
        """The limits in a sentence about something else, where many of them would hide it."""
        return self.limits if len(self.each_limit) <= _FEW else say("papers.limits.many")

    @cached_property
    def each_limit(self) -> list[str]:
        """The limits that are set, each in words."""
        named = [_limit(limit) for limit in limits_held(self._results.round)]
        appetite = self._results.round.limits.risk
        return named if appetite is None else [*named, say("papers.limit.risk", risk=str(appetite))]

    @cached_property
    def mend(self) -> tuple[str, ...]:
        """What would help where limits cannot be met or are not known yet, a sentence each; blanks by their names."""
        return self._mend(self._named)

    def _mend(self, words: Callable[[Blank], str]) -> tuple[str, ...]:
        """The same, with other words for what is blank."""
        mend = self._results.verdict.mend
        if mend is None:
            return ()
        titles = self.titles
        apart = [say("papers.mend.apart", names=titles(rows)) for rows in mend.apart]
        risky = [self._risky(row, risk) for row, risk in mend.risky]
        stranded = [self._stranded(row) for row in mend.stranded]
        named = figures.listed(dict.fromkeys(map(words, mend.cells)), _MANY)
        cells = [say("papers.mend.cells", cells=named)] if mend.cells else []
        return (*self._of_money(mend), *apart, *risky, *stranded, *cells, *self._of_release(mend))

    def _of_money(self, mend: Mend) -> tuple[str, ...]:
        """Which limits are exceeded, and the smallest more of money or hours; without figures if one is withheld."""
        parts = (mend.over, mend.money, mend.hours, mend.both)
        if not any(parts):
            return ()
        if self._privacy.withheld_projects:
            return (say("papers.mend.withheld"),)
        over = [say("papers.mend.over", over=_listed(mend.over, _over))] if mend.over else []
        more = [
            say("papers.mend.more", more=_listed(excess, more_in_words))
            for excess in (mend.money, mend.hours)
            if excess
        ]
        both = [say("papers.mend.both", more=_listed(mend.both, more_in_words))] if mend.both else []
        return (*over, *more, *both)

    def _of_release(self, mend: Mend) -> tuple[str, ...]:
        if not mend.release or self._privacy.withheld_projects:
            return ()
        return (say("papers.mend.release", names=self.titles(mend.release, _MANY), count=len(mend.release)),)

    def _risky(self, row: int, risk: int) -> str:
        if self._privacy.hides_risk(row):
            return say("papers.mend.risky.withheld", name=self.titles([row]))
        name, appetite = self.titles([row]), str(self._results.round.limits.risk)
        if not is_risk_given(self._results.bought, row):
            return say("papers.mend.risky.not_known", name=name, risk=str(risk), appetite=appetite)
        return say("papers.mend.risky", name=name, risk=str(risk), appetite=appetite)

    def _stranded(self, row: int) -> str:
        names = figures.listed(map(joining.quoted, self._results.round.by_row[row].lost), _FEW)
        return say("papers.mend.stranded", name=self.titles([row]), names=names)

    # --- each project ---

    def standing(self, row: int) -> str:
        """Where an open project stands: committed, proposed, later, unplaced, must_do or open (no wave is proposed)."""
        project, verdict = self._results.round.by_row[row], self._results.verdict
        if project.committed:
            return COMMITTED
        if not verdict.is_recommended:
            return MUST_DO if project.must else OPEN
        if row in self.first_wave:
            return PROPOSED
        return UNPLACED if self._results.reasons[row].kind in (UNKNOWN, BLOCKED) else LATER

    def stands(self, row: int) -> str:
        """The same in words."""
        return in_words(self.standing(row))

    def why(self, row: int, reason: Reason | None = None, with_cells: bool = False) -> str:
        """Why a project stands there, in a sentence; "" where there is no set of projects to be in or out of.

        ``reason`` where it was worked out for this project alone, and more exactly than for all. ``with_cells`` for
        staff, who are told the cells to fill in; papers name what is blank.
        """
        if self._results.wave is None:
            return ""
        reason = reason or self._results.reasons[row]
        if not self._results.verdict.is_recommended and reason.kind not in _WITHOUT_A_WAVE:
            return ""
        if not self.tells(row, reason):
            is_in = reason.kind in why.IN
            return say("papers.reason.chosen.withheld" if is_in else "papers.reason.displaced.withheld")
        if reason.kind in (UNKNOWN, BLOCKED):
            return self._not_placed(reason, self._cell if with_cells else self._named)
        return _WORDS[reason.kind](self, row, reason)

    def tells(self, row: int, reason: Reason) -> bool:
        """Whether a reason of a project may be told: not one that tells which sets fit, where a figure stays out.

        That it is too dear is told where nothing stays out of what it needs, and of what is in all the same.
        """
        withheld = self._privacy.withheld_projects
        if not withheld or reason.kind not in _COMPARED:
            return True
        return reason.kind == why.TOO_DEAR and withheld.isdisjoint(self._results.search.case.with_closure({row}))

    @cached_property
    def pair(self) -> tuple[int, int] | None:
        """The best-ranked project with an activity and that with a service area; they may be one.

        Of the recommended wave, else of all that have a rank; None where one of the two is missing, or ranks stay out.
        """
        if self._privacy.hides_ranks:
            return None
        by_row, scores = self._results.round.by_row, self._results.scores
        among = self.first_wave or [row for row in self._results.order if scores[row].rank is not None]
        leaders = [next((row for row in among if kind in by_row[row].kinds), None) for kind in _TRACKS]
        activity, service = leaders
        return None if activity is None or service is None else (activity, service)

    def titles(self, rows: Iterable[int], most: int = _FEW) -> str:
        """The titles of projects in a sentence, each in quotes; beyond so many the rest is counted."""
        by_row = self._results.round.by_row
        return figures.listed((joining.quoted(by_row[row].title) for row in rows), most)

    def _cell(self, blank: Blank) -> str:
        """A cell to fill in: "Yearly cost (6 Evaluation, E9)"."""
        if not blank.sheet:
            return say("papers.blank.no_line", role=self._roles.get(blank.key, blank.key))
        if late := self._late_start(blank):
            return late
        heading = self._results.tables.blueprint.column(f"{blank.sheet}.{blank.key}").heading
        return say("papers.blank", what=heading, cell=self._sources.cell(blank.sheet, blank.key, blank.row))

    def _named(self, blank: Blank) -> str:
        """A cell to fill in by its heading and the name of its row, for papers, which name no cells."""
        name = self._results.tables[blank.sheet].name_of(blank.row) if blank.sheet and blank.row else ""
        if not name or self._late_start(blank):
            return self._cell(blank)
        heading = self._results.tables.blueprint.column(f"{blank.sheet}.{blank.key}").heading
        return say("papers.blank.named", what=heading, name=name)

    def _late_start(self, blank: Blank) -> str:
        """What is not known of a project whose start is known, but comes after the period; "" of any other blank."""
        project = self._results.round.by_row.get(blank.row) if blank[:2] == ("portfolio", "start") else None
        if project is None or project.start is None:
            return ""
        year, month = divmod(Period.of(self._results.round.settings).last, MONTHS)
        return say("papers.blank.late", project=project.title, month=locales.month(date(year, month + 1, 1)))

    @cached_property
    def _roles(self) -> dict[str, str]:
        """Each role as 5 Roles spells it, by how comparisons see it."""
        return {normalised(row["role"]): str(row["role"]) for row in self._results.tables["roles"].rows.values()}

    # --- reasons, by kind ---

    def _not_placed(self, reason: Reason, words: Callable[[Blank], str]) -> str:
        blanks = figures.listed(dict.fromkeys(map(words, reason.blanks)), _FEW)
        return say("papers.reason.unknown" if reason.kind == UNKNOWN else "papers.reason.blocked", cells=blanks)

    def _too_risky(self, row: int, reason: Reason) -> str:
        if self._privacy.hides_risk(row):
            return say("papers.reason.too_risky.withheld")
        risk, appetite = str(reason.risk), str(self._results.round.limits.risk)
        if not is_risk_given(self._results.bought, row):
            return say("papers.reason.too_risky.not_known", risk=risk, appetite=appetite)
        return say("papers.reason.too_risky", risk=risk, appetite=appetite)

    def _too_dear(self, row: int, reason: Reason) -> str:
        return say("papers.reason.too_dear_alone", over=_listed(reason.over, _over))

    def _no_set(self, row: int, reason: Reason) -> str:
        return say("papers.reason.no_set")

    def _waits(self, row: int, reason: Reason) -> str:
        names = figures.listed(
            [*(joining.quoted(name) for name in reason.names), *filter(None, [self.titles(reason.others)])],
            _FEW,
        )
        return say("papers.reason.waits", names=names)

    def _not_with(self, row: int, reason: Reason) -> str:
        return say("papers.reason.not_with", names=self.titles(reason.others))

    def _nothing_scored(self, row: int, reason: Reason) -> str:
        return say("papers.reason.nothing_scored")

    def _adds_nothing(self, row: int, reason: Reason) -> str:
        return say("papers.reason.adds_nothing")

    def _displaced(self, row: int, reason: Reason) -> str:
        out, beside = self.titles(reason.leaves), self.titles(other for other in reason.enters if other != row)
        count = reason.points
        if beside and reason.is_exact:
            return say("papers.reason.displaced.with_others", out=out, others=beside, count=count)
        if beside:
            return say("papers.reason.displaced.with_others_at_most", out=out, others=beside, count=count)
        if reason.is_exact:
            return say("papers.reason.displaced", out=out, count=count)
        return say("papers.reason.displaced.at_most", out=out, count=count)

    def _equal(self, row: int, reason: Reason) -> str:
        tie = self._tie(reason)
        if not reason.leaves:
            return say("papers.reason.equal.alone", tie=tie)
        return say("papers.reason.equal", out=self.titles(reason.leaves), tie=tie)

    def _tie(self, reason: Reason) -> str:
        """By what the wave is preferred to a set with as much benefit."""
        if reason.tie in (why.LOWER_RANK, why.LATER_TITLE):
            return say("papers.tie.lower_rank" if reason.tie == why.LOWER_RANK else "papers.tie.later_title")
        if reason.tie == why.DEARER:
            return say("papers.tie.dearer", amount=figures.pounds(reason.by))
        hours = reason.by / HUNDREDTHS
        return say("papers.tie.more_hours", amount=figures.number(hours, 2), count=figures.count_of(hours))

    def _must_do(self, row: int, reason: Reason) -> str:
        return say("papers.reason.must_do")

    def _committed(self, row: int, reason: Reason) -> str:
        return say("papers.reason.committed")

    def _needed_by(self, row: int, reason: Reason) -> str:
        return say("papers.reason.needed_by", names=self.titles(reason.others))

    def _for_twin_track(self, row: int, reason: Reason) -> str:
        return say("papers.reason.twin_track")

    def _chosen(self, row: int, reason: Reason) -> str:
        enters, count = self.titles(reason.enters), reason.points
        if not reason.is_exact:
            return say("papers.reason.chosen.at_most", count=count)
        if enters:
            return say("papers.reason.chosen.instead", others=enters, count=count)
        return say("papers.reason.chosen", count=count)

    def _equal_without(self, row: int, reason: Reason) -> str:
        if reason.enters:
            return say("papers.reason.equal_without.instead", others=self.titles(reason.enters))
        return say("papers.reason.equal_without")

    def _not_worked_out(self, row: int, reason: Reason) -> str:
        return say("papers.reason.not_worked_out")


_WORDS: dict[str, Callable[[Verdicts, int, Reason], str]] = {
    TOO_RISKY: Verdicts._too_risky,
    why.TOO_DEAR: Verdicts._too_dear,
    why.NO_SET: Verdicts._no_set,
    WAITS: Verdicts._waits,
    NOT_WITH: Verdicts._not_with,
    why.NOTHING_SCORED: Verdicts._nothing_scored,
    why.ADDS_NOTHING: Verdicts._adds_nothing,
    why.DISPLACED: Verdicts._displaced,
    why.EQUAL: Verdicts._equal,
    why.MUST_DO: Verdicts._must_do,
    why.COMMITTED: Verdicts._committed,
    why.NEEDED_BY: Verdicts._needed_by,
    why.TWIN_TRACK: Verdicts._for_twin_track,
    why.CHOSEN: Verdicts._chosen,
    why.EQUAL_WITHOUT: Verdicts._equal_without,
    "": Verdicts._not_worked_out,
}


_COMPARED = (
    why.TOO_DEAR, why.NO_SET, why.DISPLACED, why.EQUAL, why.CHOSEN, why.EQUAL_WITHOUT, why.TWIN_TRACK,
)  # fmt: skip
"""The reasons that tell of other sets, which fit or do not by the money of all that is in them."""

_WITHOUT_A_WAVE = (UNKNOWN, BLOCKED, TOO_RISKY, why.TOO_DEAR, WAITS, NOT_WITH, why.MUST_DO, why.COMMITTED)
"""The reasons that hold although no wave is proposed."""


def in_words(standing: str) -> str:
    """A standing in words; see ``Verdicts.standing``."""
    return say(f"papers.standing.{standing}")


def financial_year(year: int) -> str:
    """The financial year that begins in a year: 2026/27."""
    return f"{year}/{(year + 1) % 100:02d}"


def _percent(part: float) -> str:
    """A part in per cent, rounded up so that it is never said to be smaller than it is."""
    tenths = -(-round(part * 100_000) // 100)
    return locales.percent(max(tenths, 1) / 1_000, 1)


def _amount(limit: Limit, much: int) -> str:
    return figures.number(much / HUNDREDTHS, 2) if limit.kind == HOURS else figures.pounds(much)


def _limit(limit: Limit) -> str:
    amount = _amount(limit, limit.most)
    if limit.kind == BUDGET:
        return say("papers.limit.budget", amount=amount)
    if limit.kind == HOURS:
        return say("papers.limit.hours", amount=amount, count=figures.count_of(limit.most / HUNDREDTHS))
    year = financial_year(limit.year or 0)
    return say("papers.limit.capital" if limit.kind == CAPITAL else "papers.limit.revenue", amount=amount, year=year)


def _over(limit: Limit, much: int) -> str:
    amount = _amount(limit, much)
    if limit.kind == BUDGET:
        return say("papers.over.budget", amount=amount)
    if limit.kind == HOURS:
        return say("papers.over.hours", amount=amount, count=figures.count_of(much / HUNDREDTHS))
    year = financial_year(limit.year or 0)
    return say("papers.over.capital" if limit.kind == CAPITAL else "papers.over.revenue", amount=amount, year=year)


def more_in_words(limit: Limit, much: int) -> str:
    """So much more of a limit: "£1,000 more capital in 2026/27"."""
    amount = _amount(limit, much)
    if limit.kind == BUDGET:
        return say("papers.more.budget", amount=amount)
    if limit.kind == HOURS:
        return say("papers.more.hours", amount=amount, count=figures.count_of(much / HUNDREDTHS))
    year = financial_year(limit.year or 0)
    return say("papers.more.capital" if limit.kind == CAPITAL else "papers.more.revenue", amount=amount, year=year)


def over_in_words(excess: Excess) -> str:
    """The first limits that are exceeded, each with by how much: "£1,000 above the capital of 2026/27"."""
    return figures.listed((_over(limit, much) for limit, much in excess), _FEW)


def _listed(excess: Excess, words: Callable[[Limit, int], str]) -> str:
    return figures.listed(words(limit, much) for limit, much in excess)
