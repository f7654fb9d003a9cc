"""Benefits expected and realised: how much of the wanted change came, and how far strengths were over- or understated.

A project's strengths are judgements of how much its uses would bring. Its outcome measures say which part of the wanted
change has come. Only measures whose day has come, or whose project is closed, say whether the judgement was right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smreport.blocks.document import Block, Bullets, Paragraph
from smreport.frozen import Frozen
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.filled import Filled, filled_table
from smreport.papers.measured import whole_percent
from smreport.papers.review import Project, Review, together
from smreport.papers.review_figures import Figures, Seen
from smreport.words import joining, say
from smreport.words.locales import percent

Blocks = Iterator[Block]
_NEAR = 0.1
"""How near to the whole of the wanted change a strength counts as about right."""
_LEAST = 2
"""From how many projects an average is told."""


class Realised(Frozen):
    """A project's benefit as it was expected, and what its measures show of it.

    points     its benefit points as they were expected, None where they are not known
    strengths  the words of the strengths of its uses
    share      the mean part of the wanted change that came, by ``count`` measures; None where none says it
    is_final   whether these are measures whose day has come, or the project is closed
    """

    project: Project
    points: float | None
    strengths: frozenset[str]
    share: float | None
    count: int
    is_final: bool
    source: str


def realised(review: Review) -> tuple[Realised, ...]:
    """The projects that were begun, and of which the benefit was expected at the last review, or now."""
    measured = review.once(Figures.of)
    return tuple(
        filter(None, (_realised(review, measured, project) for project in review.reviewed if project.is_begun))
    )


def _realised(review: Review, measured: Figures, project: Project) -> Realised | None:
    for case, at in ((review.then, project.then), (review.now, project.now)):
        if at is not None and at in case.projects:
            shares, is_final = _shares(measured.that_say(project))
            uses = case.projects[at].mapping_rows
            rows = case.rows("mapping")
            return Realised(
                project=project,
                points=case.projects[at].benefit,
                strengths=frozenset(str(rows[use]["strength"]) for use in uses if rows[use]["strength"] is not None),
                share=sum(shares) / len(shares) if shares else None,
                count=len(shares),
                is_final=is_final,
                source=together(
                    case.sources.rows("mapping", uses),
                    measured.source(*(seen for seen in measured.that_say(project) if seen.measure.share is not None)),
                ),
            )
    return None


def _shares(judged: Sequence[Seen]) -> tuple[list[float], bool]:
    """The shares of the measures that are final, else of all; and whether they are."""
    final = [seen.measure.share for seen in judged if seen.is_final and seen.measure.share is not None]
    running = [seen.measure.share for seen in judged if seen.measure.share is not None]
    return (final, True) if final else (running, False)


def benefits(review: Review, intro: str) -> Blocks:
    """What was expected of each project, and which part of the wanted change has come; then the strengths."""
    every = realised(review)
    known = [entry for entry in every if entry.share is not None]
    if not known:
        return
    left_out = say("papers.review.benefits.unsaid", count=rest) if (rest := len(every) - len(known)) else ""
    yield Paragraph(joining.sentences((intro, say("papers.review.benefits.basis"), left_out)))
    columns = [
        Filled(say("papers.review.project"), 2.8, [entry.project.title for entry in known]),
        Filled(say("papers.review.benefits.points"), 1.6, [_points(entry.points) for entry in known]),
        Filled(say("papers.review.benefits.came"), 2.8, [_came(entry) for entry in known]),
        Filled(say("papers.review.benefits.strengths"), 2.2, [_judged(entry) for entry in known]),
    ]
    sources = [entry.source for entry in known]
    caption = say("papers.review.benefits")
    yield filled_table(caption, columns, say("papers.review.benefits.described"), sources, "review_benefits")
    items = dict(_by_strength(review.now, known))
    if items:
        yield Bullets(say("papers.review.strengths"), tuple(items), sources=tuple(items.values()))


def _points(points: float | None) -> str:
    known = figures.number(points)
    return "" if known == figures.not_known() else known


def _came(entry: Realised) -> str:
    share = percent(whole_percent(entry.share or 0.0) / 100)
    if entry.share is not None and entry.share < 0:
        return say("papers.review.came.away", count=entry.count)
    if entry.is_final:
        return say("papers.review.came", share=share, count=entry.count)
    return say("papers.review.came.so_far", share=share, count=entry.count)


def _judged(entry: Realised) -> str:
    """Whether its strengths were right, as far as that can be said yet."""
    if not entry.is_final or entry.share is None:
        return say("papers.review.strength.too_early")
    if entry.share > 1 + _NEAR:
        return say("papers.review.strength.understated")
    return say("papers.review.strength.overstated" if entry.share < 1 - _NEAR else "papers.review.strength.right")


def _by_strength(case: Case, known: Sequence[Realised]) -> Iterator[tuple[str, str]]:
    """The mean share by each word of strength, the strongest first, where several projects say it."""
    for word in reversed(case.scale("mapping.strength")):
        final = [entry for entry in known if entry.is_final and word in entry.strengths]
        if len(final) >= _LEAST:
            mean = sum(entry.share or 0.0 for entry in final) / len(final)
            share = percent(whole_percent(mean) / 100)
            source = together(*(entry.source for entry in final))
            yield say("papers.review.strengths.one", word=word, share=share, count=len(final)), source


SECTIONS = {"review_benefits": benefits}
