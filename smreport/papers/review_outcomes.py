"""Outcomes wanted and seen: in people's words by project, then each measure with its figures and its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smreport.blocks.document import Block, Chart, Paragraph, Series
from smreport.blueprint.values import normalised
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import listed, sentence
from smreport.papers.filled import Filled, filled_table
from smreport.papers.review import Project, Review, together
from smreport.papers.review_figures import Figures, Point, Seen, without_unit
from smreport.words import joining, say

Blocks = Iterator[Block]
_FEW = 2  # outcomes of a project
_MOST_LINES = 6  # charts
_HEIGHT = 4.6  # centimetres


def outcomes(review: Review, intro: str) -> Blocks:
    """What each project that was begun was wanted for, and what its measures show."""
    measured = review.once(Figures.of)
    rows = [(project, *_wanted_and_seen(review, measured, project)) for project in review.reviewed if project.is_begun]
    rows = [row for row in rows if row[1] or row[3]]
    if not rows:
        return
    if intro:
        yield Paragraph(intro)
    columns = [
        Filled(say("papers.review.project"), 2.8, [project.title for project, *_ in rows]),
        Filled(say("papers.review.wanted"), 5, [wanted for _, wanted, *_ in rows]),
        Filled(say("papers.review.seen"), 5, [shown for *_, shown in rows], say("papers.review.seen.nothing")),
    ]
    sources = [together(review.source(project), of_wanted) for project, _, of_wanted, _ in rows]
    caption = say("papers.review.outcomes")
    yield filled_table(caption, columns, say("papers.review.outcomes.described"), sources, "review_outcomes")


def _wanted_and_seen(review: Review, measured: Figures, project: Project) -> tuple[str, str, str]:
    wanted, source = _wanted(review, project)
    shown = [
        say("papers.review.seen.one", name=seen.measure.name, stands=figures.lowered(seen.measure.stands))
        for seen in measured.that_say(project)
    ]
    return wanted, source, joining.sentences(shown)


def _wanted(review: Review, project: Project) -> tuple[str, str]:
    """The outcomes of the objectives that a project serves, as the council wrote them, with their cells."""
    for case, at in ((review.then, project.then), (review.now, project.now)):
        if at in case.projects:
            rows = _objectives(case, at or 0)
            texts = {sentence(case.rows("objectives")[row]["outcome"]): row for row in rows}
            texts.pop("", None)
            chosen = list(texts)[:_FEW]
            return joining.sentences(chosen), case.sources.rows("objectives", [texts[text] for text in chosen])
    return "", ""


def _objectives(case: Case, at: int) -> list[int]:
    """The rows of the objectives that a project's uses serve, those that its uses bring most points to first."""
    points: dict[int, int] = {}
    places: dict[tuple[str, str], int] = {}
    for row, objective in case.rows("objectives").items():
        places.setdefault((normalised(objective["area"]), normalised(objective["objective"])), row)
    for group in case.results.bought.claims[at]:
        for use in group.uses:
            name = normalised(case.rows("mapping")[use.row]["objective"])
            row_of = places.get((use.area, name), places.get((case.all_areas, name)))
            if row_of is not None:
                points[row_of] = points.get(row_of, 0) + use.points
    return sorted(points, key=lambda row: -points[row])


# --- measures ---


def measured(review: Review, intro: str) -> Blocks:
    """The measures that have a figure, as a table, and the lines of those that have several."""
    every = review.once(Figures.of)
    shown = [seen for seen in every.seen if seen.measure.has_result]
    if not shown:
        return
    if intro:
        yield Paragraph(intro)
    yield _table(every, shown)
    yield from _lines(shown)


def _table(every: Figures, shown: Sequence[Seen]) -> Block:
    columns = [
        Filled(say("papers.review.measure"), 3.6, [_name(seen) for seen in shown]),
        Filled(say("papers.review.of"), 2.6, [_of(seen) for seen in shown]),
        Filled(say("papers.review.figures"), 4.6, [joining.apart(seen.figures) for seen in shown]),
        Filled(say("papers.review.target"), 2.6, [without_unit(seen.measure.target, seen.unit) for seen in shown]),
        Filled(say("papers.review.stands"), 7, [seen.measure.stands for seen in shown]),
    ]
    sources = [every.source(seen) for seen in shown]
    caption = say("papers.review.measures")
    return filled_table(caption, columns, say("papers.review.measures.described"), sources, "review_measures")


def _name(seen: Seen) -> str:
    """What is measured, with the unit of its figures where that is a word and not a sign."""
    is_word = any(f" {seen.unit}" in text for text in (seen.measure.latest, seen.measure.target) if seen.unit)
    return say("papers.review.measure.in", name=seen.measure.name, unit=seen.unit) if is_word else seen.measure.name


def _of(seen: Seen) -> str:
    return seen.project.title if seen.project else seen.measure.project


def _lines(shown: Sequence[Seen]) -> Blocks:
    """The lines of a few measures: of the whole strategy and those with most figures first."""
    with_lines = [seen for seen in shown if seen.has_line]
    if not with_lines:
        return
    chosen = sorted(with_lines, key=lambda seen: (not seen.measure.is_whole, -len(seen.points)))[:_MOST_LINES]
    if rest := len(with_lines) - len(chosen):
        yield Paragraph(say("papers.review.lines.more", count=rest), "note")
    for seen in chosen:
        yield line_of(seen)


def line_of(seen: Seen) -> Chart:
    """The figures of a measure by their days, and its target."""
    points = sorted({point.day: point for point in (*([seen.target] if seen.target else []), *seen.points)}.values())
    values = {point.day: point.value for point in seen.points}
    series = [Series(say("papers.review.line.figure"), tuple(values.get(point.day) for point in points))]
    if target := seen.target:
        wanted = tuple(target.value if point.day == target.day else None for point in points)
        series.append(Series(say("papers.review.line.target"), wanted))
    return Chart(
        "line",
        say("papers.review.line", name=seen.measure.name, stands=figures.lowered(seen.measure.stands)),
        _described(seen),
        tuple(point.said for point in points),
        tuple(series),
        y_title=seen.unit,
        number_format=_format([point.value for point in points]),
        height_cm=_HEIGHT,
    )


def _described(seen: Seen) -> str:
    """The figures in words."""
    texts = [_dated(seen, point) for point in seen.points]
    target = say("papers.review.line.to", target=_dated(seen, seen.target)) if seen.target else ""
    line = say("papers.review.line.described", name=seen.measure.name, figures=listed(texts))
    return joining.sentences((line, target))


def _dated(seen: Seen, point: Point) -> str:
    plain = f"{point.value:.2f}".rstrip("0").rstrip(".")
    figure = figures.figure(plain, seen.unit)
    return say("papers.measure.as_of", figure=figure, when=point.said)


def _format(values: Sequence[float]) -> str:
    return "#,##0" if all(float(value).is_integer() for value in values) else "#,##0.0"


SECTIONS = {"review_outcomes": outcomes, "review_measures": measured}
