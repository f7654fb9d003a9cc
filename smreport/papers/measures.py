"""The table of measures, the same in all papers, and what has been achieved so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from smreport.blocks.document import Block, Paragraph, Table
from smreport.blueprint.values import normalised
from smreport.papers import charts, figures
from smreport.papers.case import Case
from smreport.papers.filled import Filled, filled_table
from smreport.papers.measured import NO_TARGET, STANDINGS, Measure
from smreport.words import joining, say

Blocks = Iterator[Block]
_SHORT_LIST = 5  # measures in the strategy
_Column = tuple[str, float, Callable[[Measure], str]]  # key of the heading, width, text

_FIGURES: tuple[_Column, ...] = (
    ("measure", 3.1, lambda measure: measure.name),
    ("of", 2.8, lambda measure: measure.project),
    ("baseline", 2.6, lambda measure: measure.baseline),
    ("latest", 2.6, lambda measure: measure.latest),
    ("target", 2.6, lambda measure: measure.target),
    ("stands", 2.3, lambda measure: measure.stands),
)
_TAKEN: tuple[_Column, ...] = (
    ("measure", 3.2, lambda measure: measure.name),
    ("kind", 2.5, lambda measure: measure.stage),
    ("wanted", 2.1, lambda measure: measure.direction),
    ("often", 2.1, lambda measure: measure.frequency),
    ("source", 3, lambda measure: measure.source),
    ("reported_by", 2.9, lambda measure: measure.owner),
    ("note", 3, lambda measure: measure.note),
)


def kpis(case: Case, intro: str) -> Blocks:
    """The measures of the whole strategy and of the projects that are committed or proposed; nothing without any."""
    main_measures = _main(case)
    if not main_measures:
        return
    shown = main_measures[:_SHORT_LIST]
    more = len(case.measures.all) - len(shown)
    rest = say("papers.measures.more", count=more) if more and "action_plan" in case.wording.papers else ""
    if intro or rest:
        yield Paragraph(joining.sentences((intro, rest)))
    yield from measure_table(case, say("papers.measures.main"), shown, "main_kpis", without={"of"})


def _main(case: Case) -> list[Measure]:
    """Those of the whole strategy first, then of the first wave, then all others; outcomes before outputs."""
    stages = case.choices("kpis.stage")
    first = [normalised(case.projects[at].title) for at in case.verdicts.first_wave]

    def place(measure: Measure) -> tuple[bool, int, int]:
        title = normalised(measure.project)
        project = first.index(title) if title in first else len(first)
        return not measure.is_whole, project, -(stages.index(measure.stage) if measure.stage in stages else -1)

    return sorted(case.measures.all, key=place)


def measure_table(
    case: Case, caption: str, measures: Sequence[Measure], key: str = "", without: Collection[str] = ()
) -> Blocks:
    """The table of measures; those of which no figure is known stand below it where others have one."""
    known = list(filter(_is_known, measures))
    yield _figures_table(case, caption, known or measures, key, without)
    if unknown := [measure for measure in measures if known and not _is_known(measure)]:
        names = joining.apart(
            say("papers.measures.unknown.target", name=measure.name, target=measure.target)
            if measure.target
            else measure.name
            for measure in unknown
        )
        source = case.sources.rows("kpis", [measure.row for measure in unknown])
        yield Paragraph(say("papers.measures.unknown", names=names), source=source)


def _is_known(measure: Measure) -> bool:
    """Whether a figure is known of a measure."""
    return bool(measure.baseline or measure.latest)


def _figures_table(case: Case, caption: str, measures: Sequence[Measure], key: str, without: Collection[str]) -> Table:
    """Measures with baseline, latest figure, target with its date, and how they stand; what no row has is left out.

    ``without`` are the keys of headings to leave out. What a measure is of stands there where they are of several
    projects. Where no figure came in yet and all have a target, nothing is said of how they stand.
    """
    leave_out = set(without) if len({normalised(measure.project) for measure in measures}) > 1 else {"of", *without}
    if not any(measure.has_result or measure.standing == NO_TARGET for measure in measures):
        leave_out.add("stands")
    described = say("papers.measures.described")
    return _table(
        case, caption, described, [column for column in _FIGURES if column[0] not in leave_out], measures, key
    )


def taken_table(case: Case, caption: str, measures: Sequence[Measure]) -> Table | None:
    """How measures are taken: what kind, which way, how often, from where and by whom; None where nothing is said."""
    table = _table(case, caption, say("papers.measures.taken.described"), _TAKEN, measures)
    return table if len(table.columns) > 1 else None


def _table(
    case: Case, caption: str, described: str, columns: Iterable[_Column], measures: Sequence[Measure], key: str = ""
) -> Table:
    filled = [
        Filled(say(f"papers.measures.column.{heading}"), width, [*map(text, measures)], _blank(heading))
        for heading, width, text in columns
    ]
    return filled_table(
        caption, filled, described, [case.sources.rows("kpis", [measure.row]) for measure in measures], key
    )


def _blank(heading: str) -> str:
    """What stands where a measure has nothing in a column."""
    if heading == "baseline":
        return say("papers.measures.no_baseline")
    return say("papers.measure.stands.no_target") if heading == "target" else figures.LEFT_BLANK


def strategy_kpis(case: Case, intro: str) -> Blocks:
    """The measures of the whole strategy, and those that name no project of the portfolio."""
    titles = {normalised(row["title"]) for row in case.rows("portfolio").values() if row["title"] is not None}
    whole, rest = case.measures.of_all, [
        measure
        for measure in case.measures.all
        if not measure.is_whole and normalised(measure.project) not in titles
    ]  # fmt: skip
    if intro and (whole or rest):
        yield Paragraph(intro)
    if whole:
        yield from measure_table(case, say("papers.measures.whole"), whole)
    if rest:
        yield from measure_table(case, say("papers.measures.rest"), rest)


def how_measured(case: Case, intro: str) -> Blocks:
    """How each measure is taken, and its note."""
    table = taken_table(case, say("papers.measures.taken"), case.measures.all) if case.measures.all else None
    if table:
        if intro:
            yield Paragraph(intro)
        yield table


def progress(case: Case, intro: str) -> Blocks:
    """What has been measured so far, in words and as a chart with its table; nothing where no figure came in yet.

    Without a chart the figures stand with the measures of the strategy and of each project alone.
    """
    measured = case.measures.with_results
    if not measured:
        return
    yield Paragraph(joining.sentences((intro, standings_in_words(case))))
    chart = charts.kpi_progress(case)
    if chart:
        yield chart
        yield from measure_table(case, say("papers.measures.results"), measured, "results")


def standings_in_words(case: Case) -> str:
    """How all measures stand, counted; "" where no figure came in yet."""
    return counted(case.measures.all) if case.measures.with_results else ""


def counted(measures: Collection[Measure]) -> str:
    """How measures stand, counted."""
    counts = Counter(measure.standing for measure in measures)
    parts = [
        say(f"papers.measures.count.{standing}", count=counts[standing])
        for standing in STANDINGS
        if counts[standing]
    ]  # fmt: skip
    return say("papers.measures.counted", told=figures.listed(parts), count=len(measures))
