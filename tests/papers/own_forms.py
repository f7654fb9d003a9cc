"""What a council's own report template is given by the small councils: a form that has nothing, and one with places."""

from __future__ import annotations

from collections.abc import Iterator

from papers import outlines
from papers.offers import as_it_stands, with_a_wave

from smreport.blocks.filling import Content, Found
from smreport.blueprint.model import Blueprint
from smreport.frozen import replace
from smreport.papers import own_template
from smreport.papers.case import Case
from smreport.papers.compose import paper

PLACES = {
    "purpose": 1, "financial": 2, "subject funding_source": 2, "advice": 3, "subject legal": 4, "subject equality": 5,
    "subject staffing": 6, "subject environment": 7, "about": 8, "fact author contact": 9, "fact urgency": 10,
    "fact committee": 11, "cover Decision route": 12, "fact title": 13,
}  # fmt: skip
"""The places of a form by what goes there: all that is told of money stands in one."""
APART = {
    "financial": 2, "subject funding_source": 3, "subject data_protection": 4, "about": 5, "fact background_papers": 6,
}  # fmt: skip
"""Of another: what finance says has a place of its own."""
EACH = {"fact report_version": 1, "fact other_formats": 2, "fact background_papers": 3, "fact urgency": 4}
"""All that the section about the report itself tells."""


def in_forms(blueprint: Blueprint) -> list[str]:
    """What may have a place by its titles, then what the forms are given and what finds no place there."""
    stands, wave = as_it_stands(blueprint), with_a_wave(blueprint)
    words, wanted = own_template.form_words(stands), own_template.wanted(stands, paper(stands, "report"))
    lines = ["[wanted]"]
    lines += [
        f"{it.key}{' (fact)' if it.is_fact else ''}: {it.titles[0]} and {len(it.titles) - 1} more" for it in wanted
    ]
    lines += ["", "[words]"]
    lines += map(", ".join, (words.text, words.signed_by, words.signed_on, words.delete, words.choose))
    lines += [*_in_form("nothing", stands, {}), *_in_form("places", stands, PLACES, is_fact=False)]
    lines += [*_in_form("apart", wave, APART), *_in_form("each about it", wave, EACH, is_fact=False)]
    lines += _in_form("one heading for several", _under_one_heading(stands), {"options": 1}, is_fact=False)
    return lines


def _under_one_heading(case: Case) -> Case:
    """The report with its first three sections, and then its money and risks, under a heading each."""
    words = case.wording.papers["report"]
    sections = tuple(
        replace(section, heading="") if section.key in ("recommendations", "reasons", "main_risks") else section
        for section in words.sections
    )
    return replace(case, wording=replace(case.wording, report=replace(words, sections=sections)))


def _in_form(name: str, case: Case, places: dict[str, int], is_fact: bool = True) -> Iterator[str]:
    """With the facts, or without."""
    report = paper(case, "report")
    found = {key: Found(f"Place {number}", number) for key, number in places.items()}
    filled = own_template.contents(case, report, found)
    yield from ("", f"[{name}]")
    yield from (line for it in filled if is_fact or not it.key.startswith(("fact", "cover")) for line in _content(it))
    yield "without a place: " + "; ".join(own_template.without_place(case, report, filled, frozenset(found)))
    placed = own_template.as_placed(case, report, filled, frozenset(found))
    yield f"as placed: {[section.key for section in placed.sections]} {placed.cover} {placed.footer!r}"


def _content(content: Content) -> Iterator[str]:
    told = (content.text, content.choices, content.day, content.signed_by, content.signed_on, content.signed_day)
    if any(told) or content.key.startswith(("subject", "fact", "cover")):
        yield f"{content.key}: {' / '.join('' if it is None else str(it) for it in told)}"
    if content.key in ("advice", "about") or content.key.startswith("subject"):
        yield from (f"  {line}" for line in outlines.lines(content.blocks))
    elif content.blocks:
        yield f"{content.key}: {len(content.blocks)} blocks"
