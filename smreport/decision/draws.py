"""What is drawn to see how sure a choice is: judgements, costs and swings, each within what is said of it.

Every draw is whole numbers worked out from the name of what is drawn (a counter-based generator: SplitMix64 of Steele,
Lea and Flood 2014, started from the name), so that it is the same on every machine, and neither the order of rows nor
what else there is changes it. What is not known is not drawn: it stays at its worst.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from smreport.decision.bought import Bought
from smreport.decision.records import Amount, CostLine, Risk, Settings, Use
from smreport.decision.terms import EXACT, UP_TO, WORST_RISK
from smreport.decision.unknown import has_worst_risk, is_contradictory, risk_counted
from smreport.frozen import Frozen

DRAWS = 400
SEED = "smreport 1"
UNDER = 0.1  # by which part an estimate may be less
_UNIT = 100  # swings are drawn in hundredths of a point
_TRIES = 64  # swings are drawn so often for each draw, until they keep the order
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_USES_AT_ONCE = 5_000

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint64]


def bits(names: Sequence[str], draws: int) -> Bits:
    """(names, draws): 64 random bits for each."""
    starts = [int.from_bytes(hashlib.blake2b(f"{SEED}|{name}".encode(), digest_size=8).digest()) for name in names]
    mixed = np.array(starts, dtype=np.uint64)[:, None] + np.arange(1, draws + 1, dtype=np.uint64) * _GOLDEN
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    scrambled: Bits = mixed ^ (mixed >> np.uint64(31))
    return scrambled


class Support(Frozen):
    """Between what a figure is drawn, and where it most likely lies: pence or hundredths of an hour."""

    low: float
    mode: float
    high: float

    @classmethod
    def of(cls, figure: Amount, kind: str, settings: Settings) -> Support:
        """Of a cost. A typed range: its ends; an estimate: 10 % less to what it may run over; up to: to its ceiling."""
        low, high = float(figure.low), float(figure.high)
        if not figure.is_range and kind == UP_TO:
            low = high * min(settings.up_to_from, 1.0)
        elif not figure.is_range and kind != EXACT:
            return cls(high * (1 - UNDER), high, high * (1 + settings.estimate_over))
        return cls(low, (low + high) / 2, high)

    def drawn(self, chances: Floats) -> Numbers:
        """Whole numbers, triangular, by chances from 0 to 1."""
        width = self.high - self.low
        if not width:
            return np.full(len(chances), round(self.high), dtype=np.int64)
        below = self.low + np.sqrt(chances * width * (self.mode - self.low))
        above = self.high - np.sqrt((1 - chances) * width * (self.high - self.mode))
        amounts: Numbers = np.rint(np.where(chances * width < self.mode - self.low, below, above)).astype(np.int64)
        return amounts


class Figures(Frozen, eq=False):
    """The drawn figures of a cost line (draws): pence, and hundredths of an hour; what is not known is 0."""

    setup: Numbers
    yearly: Numbers
    hours: Numbers


class Draws(Frozen, eq=False):
    """All that is drawn for a round; ``count`` times."""

    bought: Bought
    count: int = DRAWS

    @cached_property
    def points(self) -> Numbers:
        """(groups of uses, draws): the points of each group of ``Bought.coverage``, each judgement a step up or down
        in a quarter of draws each."""
        names = dict(zip(_by_row(self.bought.round.uses), _names_of_uses(self.bought.round.uses), strict=True))
        groups = [self._points(group.uses, names) for group in self.bought.coverage]
        return np.stack(groups) if groups else np.zeros((0, self.count), dtype=np.int64)

    def _points(self, uses: Sequence[Use], names: Mapping[int, str]) -> Numbers:
        settings, total = self.bought.round.settings, np.zeros(self.count, dtype=np.int64)
        known = [use for use in uses if use.strength is not None and use.importance is not None]
        for start in range(0, len(known), _USES_AT_ONCE):
            part = known[start : start + _USES_AT_ONCE]
            strengths = self._stepped(
                [f"strength|{names[use.row]}" for use in part], [use.strength or 0 for use in part], settings.strengths
            )
            judged = [f"importance|{use.objective or names[use.row]}" for use in part]
            importances = self._stepped(judged, [use.importance or 0 for use in part], settings.importances)
            total += (strengths * importances).sum(axis=0)
        return total

    def _stepped(self, names: Sequence[str], values: Sequence[int], scale: Sequence[int]) -> Numbers:
        """(names, draws): each value a step up, a step down, or as it is; the ends of the scale hold."""
        steps = {value: _steps(value, scale) for value in set(values)}
        table = np.array([steps[value] for value in values], dtype=np.int64)
        which = (bits(names, self.count) >> np.uint64(62)).astype(np.int64)
        return np.take_along_axis(table, which, axis=1)

    @cached_property
    def _titles(self) -> dict[int | None, str]:
        return {project.row: project.title for project in self.bought.round.projects}

    @cached_property
    def risks(self) -> dict[int, Numbers]:
        """(draws) the risk of each project by its row: the highest of those that it bears, as they are drawn."""
        bought, worst = self.bought, np.full(self.count, WORST_RISK, dtype=np.int64)
        return {
            row: worst if has_worst_risk(bought, row) else np.max([self.each_risk[risk] for risk in borne], axis=0)
            for row, borne in bought.risks.items()
        }

    @cached_property
    def each_risk(self) -> dict[Risk, Numbers]:
        """(draws) each risk: where it is known likelihood and impact a step up or down in a quarter of draws each."""
        settings, titles = self.bought.round.settings, self._titles
        ordered = sorted(self.bought.round.risks, key=lambda risk: _risk_content(risk, titles))
        names = _numbered(f"{risk.role}|{titles.get(risk.project, '')}" for risk in ordered)
        scores_by_risk = {risk: np.full(self.count, risk_counted(risk), dtype=np.int64) for risk in ordered}
        known = [
            (risk, name, *risk.judged)
            for risk, name in zip(ordered, names, strict=True)
            if risk.judged and not is_contradictory(risk)
        ]
        if known:
            risks, named, likely, harmful = zip(*known, strict=True)
            likelihoods = self._stepped([f"likelihood|{name}" for name in named], likely, settings.likelihoods)
            impacts = self._stepped([f"impact|{name}" for name in named], harmful, settings.impacts)
            scores_by_risk.update(zip(risks, likelihoods * impacts, strict=True))
        return scores_by_risk

    @cached_property
    def figures(self) -> dict[int, Figures]:
        """The drawn figures of each cost line by its row; one chance for the three of a line."""
        lines, titles = self.bought.round.lines, self._titles
        ordered = sorted(lines, key=lambda line: _content(line, titles))
        names = _numbered(f"cost|{line.role}|{titles.get(line.project, '')}" for line in ordered)
        if not ordered:
            return {}
        chances = (bits(names, self.count) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return {line.row: self._figures(line, chance) for line, chance in zip(ordered, chances, strict=True)}

    def _figures(self, line: CostLine, chances: Floats) -> Figures:
        """Hours are as they are typed: the kind of a cost says nothing of them; a typed range is drawn."""
        settings, nothing = self.bought.round.settings, np.zeros(self.count, dtype=np.int64)
        given = ((line.setup, line.kind), (line.yearly, line.kind), (line.hours, EXACT))
        return Figures(*(
            nothing if figure is None else Support.of(figure, kind, settings).drawn(chances) for figure, kind in given
        ))  # fmt: skip

    @cached_property
    def weights(self) -> dict[str, Floats]:
        """(draws) by criterion: the swings as parts of 1, each moved by at most the spread, in the council's order."""
        settings = self.bought.round.settings
        swings = {name: 100.0 if settings.equal_swings else swing for name, swing in settings.swings.items()}
        drawn = drawn_swings(swings, settings.spread, self.count)
        total = sum(drawn.values(), np.zeros(self.count, dtype=np.int64))
        return {name: moved / total for name, moved in drawn.items()}


def drawn_swings(swings: Mapping[str, float], spread: float, draws: int) -> dict[str, Numbers]:
    """(draws) by criterion, in hundredths of a point: evenly among all that keep the order; a swing of 0 stays 0.

    Where none of 64 tries keeps the order the swings stay as they are.
    """
    names = [name for name, swing in swings.items() if swing > 0]
    stated = {name: round(swings[name] * _UNIT) for name in names}
    tried: dict[str, Numbers] = {}
    for name in names:
        low = max(1, stated[name] - round(spread * _UNIT))
        width = stated[name] + round(spread * _UNIT) - low + 1
        chances = bits([f"swing|{name}"], draws * _TRIES)[0] >> np.uint64(32)
        tried[name] = (low + (chances * np.uint64(width) >> np.uint64(32)).astype(np.int64)).reshape(_TRIES, draws)
    keeps = np.ones((_TRIES, draws), dtype=np.bool_)
    for criterion in names:
        for other in names:
            if stated[criterion] > stated[other]:
                keeps &= tried[criterion] >= tried[other]
    first, all_draws = keeps.argmax(axis=0), np.arange(draws)
    new_swings = {name: np.where(keeps.any(axis=0), tried[name][first, all_draws], stated[name]) for name in names}
    return {name: new_swings.get(name, np.zeros(draws, dtype=np.int64)) for name in swings}


def _steps(value: int, scale: Sequence[int]) -> tuple[int, int, int, int]:
    """A step down, a step up, and twice the value itself."""
    if value not in scale:
        return (value,) * 4
    at = scale.index(value)
    return scale[max(at - 1, 0)], scale[min(at + 1, len(scale) - 1)], value, value


def _by_row(uses: Iterable[Use]) -> list[int]:
    return [use.row for use in sorted(uses, key=_use_content)]


def _names_of_uses(uses: Iterable[Use]) -> list[str]:
    return _numbered(f"{use.area}|{use.role}|{use.objective}" for use in sorted(uses, key=_use_content))


def _use_content(use: Use) -> tuple[str, str, str, int, int]:
    return use.area, use.role, use.objective, use.strength or 0, use.importance or 0


def _numbered(names: Iterable[str]) -> list[str]:
    """The names with a number, so that each is there once."""
    times, numbered = Counter[str](), []
    for name in names:
        times[name] += 1
        numbered.append(f"{name}|{times[name]}")
    return numbered


def _content(line: CostLine, titles: Mapping[int | None, str]) -> tuple[object, ...]:
    """What a cost line says, whatever its row."""
    figures = tuple(figure or Amount(-1, -1) for figure in (line.setup, line.yearly, line.hours))
    return line.role, titles.get(line.project, ""), *figures, line.kind, line.setup_kind or "", line.ends


def _risk_content(risk: Risk, titles: Mapping[int | None, str]) -> tuple[object, ...]:
    """What a risk says, whatever its row."""
    return risk.role, titles.get(risk.project, ""), risk.inherent or 0, risk.residual or 0, risk.judged or (0, 0)
