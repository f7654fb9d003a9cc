"""The review as a whole document: the sections that strategy.toml names under [review], in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from smreport.blocks.document import Block, Callout, Document
from smreport.errors import TemplateError
from smreport.frozen import replace
from smreport.papers import (
    appendices,
    compose,
    figures,
    report,
    review_actions,
    review_benefits,
    review_changes,
    review_money,
    review_outcomes,
    review_projects,
    review_summary,
)
from smreport.papers.review import Review
from smreport.papers.typed import typed_words
from smreport.papers.wording import REVIEW, ROWS, DocumentWords, SectionWords
from smreport.words import say

Writer = Callable[[Review, str], Iterator[Block]]
"""A section's content: from the review and the words before it to blocks."""


def about(review: Review, intro: str) -> Iterator[Block]:
    """What the review rests on, background papers among it: no other section asks for these."""
    yield from report.about_beside(review.now, intro, report.on_cover(review.now))


SECTIONS: Mapping[str, Writer] = {
    **review_summary.SECTIONS, **review_projects.SECTIONS, **review_outcomes.SECTIONS, **review_actions.SECTIONS,
    **review_benefits.SECTIONS, "review_money": review_money.money, **review_changes.SECTIONS, "about": about,
}  # fmt: skip
"""The sections that a review has of its own; it may have those of all other papers, too, which then tell of today."""


def review_paper(review: Review, words: DocumentWords) -> Document:
    """The review as the words of [review] order it. Raises TemplateError where they name an unknown section."""
    document = compose.laid_out(review.now, REVIEW, words, partial(blocks_of, review))
    left_out = review.then.left_out
    missing = left_out and not review.now.left_out
    notices = (Callout(say("papers.review.left_out"), left_out), *document.notices) if missing else document.notices
    compared = (say("papers.review.cover"), _last(review))
    cover = (*((label, _public(review, text)) for label, text in document.cover), compared)
    other = typed_words(review.now.results.tables, review.then.results.tables)
    return replace(document, cover=cover, notices=notices, other=other)


def _public(review: Review, text: str) -> str:
    """A fact of the cover: a review has no exempt annex, so none is promised."""
    if text != say("papers.cover.part_exempt"):
        return text
    answer = review.now.answer("publication")
    return say("papers.review.cover.part", answer=answer) if answer else say("papers.review.cover.left_out")


def _last(review: Review) -> str:
    """What the review compares with: the last meeting, else the file of the last workbook."""
    body = review.then.answer("committee")
    if day := review.last_meeting:
        return say("papers.review.cover.meeting", body=body, day=day) if body else day
    return review.then.results.tables.file


def blocks_of(review: Review, words: SectionWords) -> tuple[Block, ...]:
    """What a section says of a review. Raises TemplateError where there is no such section."""
    intro = review.now.fill(words.intro)
    if words.key == ROWS:
        return tuple(appendices.rows_of(review.now, intro, words.sheet, words.columns))
    _require_known(words)
    if words.key in SECTIONS:
        return tuple(SECTIONS[words.key](review, intro))
    return tuple(compose.SECTIONS[words.key](review.now, intro))


def require_known(words: DocumentWords) -> None:
    """Raises TemplateError where the words of [review] name an unknown section."""
    for section in words.sections:
        _require_known(section)


def _require_known(words: SectionWords) -> None:
    known = {*SECTIONS, *compose.SECTIONS, ROWS}
    if words.key not in known:
        names = figures.listed(sorted(known))
        raise TemplateError(say("papers.review.no_section", key=words.key, names=names))
