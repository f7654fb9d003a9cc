"""Where the words stand that a template gives a section, in the papers of the small councils."""

from __future__ import annotations

from collections.abc import Iterator

from papers.offers import as_it_stands, with_a_wave
from papers.outlines import lines
from papers.two_years import after_a_year

from smreport.blocks.document import Document
from smreport.blueprint.model import Blueprint
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.papers.compose import paper
from smreport.papers.review import Review
from smreport.papers.review_paper import review_paper
from smreport.papers.wording import DocumentWords

_LONGEST = 60


def every_intro(blueprint: Blueprint) -> list[str]:
    """By paper and section what its words change: lines that they take away and lines that they bring, cut short."""
    stands, wave, review = as_it_stands(blueprint), with_a_wave(blueprint), after_a_year(blueprint, with_marks=False)
    of_papers = (line for key in ("report", "strategy", "action_plan") for line in _of_paper(stands, key))
    return [*of_papers, *_of_paper(wave, "report"), *_of_review(review)]


def _of_paper(case: Case, key: str) -> Iterator[str]:
    bare, told = (
        paper(replace(case, wording=replace(case.wording, **{key: words})), key)
        for words in _without_and_with(case.wording.papers[key])
    )
    yield from ("", f"[{key} of {case.results.tables.file}]", *_changes(bare, told))


def _of_review(review: Review) -> Iterator[str]:
    words = review.now.wording.review
    assert words is not None
    bare, told = (review_paper(review, each) for each in _without_and_with(words))
    yield from ("", "[review]", *_changes(bare, told))


def _without_and_with(words: DocumentWords) -> Iterator[DocumentWords]:
    main_part = [section for section in words.sections if not section.appendix]
    for text in ("", "Words for {key}."):
        sections = (replace(each, intro=text.replace("{key}", each.name)) for each in main_part)
        yield replace(words, sections=tuple(sections))


def _changes(bare: Document, told: Document) -> Iterator[str]:
    for without, with_words in zip(bare.sections, told.sections, strict=True):
        old, new = lines(without.blocks), lines(with_words.blocks)
        yield f"{with_words.key}:"
        yield from (f"  - {line[:_LONGEST]}" for line in old if line not in new)
        yield from (f"  + {line[:_LONGEST]}" for line in new if line not in old)
