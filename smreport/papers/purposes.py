"""What the council wants and for whom, in the words that people gave: objectives, uses, and who is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from smreport.blocks.document import Block, Bullets, Paragraph
from smreport.blueprint.tables import Row
from smreport.decision import terms
from smreport.papers.case import Case
from smreport.papers.figures import listed, sentence
from smreport.papers.listing import by_area
from smreport.words import joining, say

Blocks = Iterator[Block]
_MOST_OBJECTIVES, _MOST_USES = 24, 40  # in the main part; an appendix has them all
_SHORT_LIST = 8  # names in a sentence


def wants(case: Case, intro: str) -> Blocks:
    """The objectives of each area with what will be different, and the corporate priority that each serves."""
    rows_by_area = by_area(case, "objectives")
    yield from _told_by_area(case, "objectives", rows_by_area, _objective, _MOST_OBJECTIVES, (intro, "all_objectives"))
    others = {
        "parked": [case.area(row["label"]) for row in case.areas(terms.PARKED)],
        "open": [case.area(row["label"]) for row in case.undecided_areas()],
        "in_scope": [] if rows_by_area else [case.area(row["label"]) for row in case.areas(terms.IN_SCOPE)],
    }
    for kind, names in others.items():
        if names:
            text = say(f"papers.areas.{kind}", names=listed(names, _SHORT_LIST), count=len(names))
            yield Paragraph(text, see=("all_areas",))


def uses(case: Case, intro: str) -> Blocks:
    """What gets better in each area, in the council's words, and with which tool."""
    rows_by_area = by_area(case, "mapping")
    yield from _told_by_area(case, "mapping", rows_by_area, _use, _MOST_USES, (intro, "all_channels"))


def left_out(case: Case, intro: str) -> Blocks:
    """Who is left out and what other way they have: a line for each area, each answer once."""
    rows = case.rows("mapping")
    rows_by_area = {
        area: [at for at in numbers if rows[at]["left_out"] is not None]
        for area, numbers in by_area(case, "mapping").items()
    }
    items = {
        say(
            "papers.left_out_in", area=area or say("papers.no_area"), who=joining.sentences(_once(rows, numbers))
        ): numbers
        for area, numbers in rows_by_area.items()
        if numbers
    }
    if items:
        sources = tuple(case.sources.rows("mapping", numbers) for numbers in items.values())
        yield Bullets(intro or say("papers.left_out_by_area"), tuple(items), sources=sources)


def _once(rows: dict[int, Row], numbers: list[int]) -> Iterable[str]:
    return dict.fromkeys(sentence(rows[at]["left_out"]) for at in numbers)


def _told_by_area(
    case: Case, sheet: str, rows_by_area: dict[str, list[int]], words: Callable[[Case, Row], str], most: int,
    around: tuple[str, str],
) -> Blocks:  # fmt: skip
    """A list for each area, of ``most`` rows at most; ``around`` is what opens it, and the section with them all."""
    rows, (intro, whole) = case.rows(sheet), around
    lists = {
        area: {text: at for at in reversed(numbers) if (text := str(words(case, rows[at]))).strip()}
        for area, numbers in rows_by_area.items()
    }
    count, left = sum(map(len, lists.values())), most
    if count and intro:
        yield Paragraph(intro)
    for area, items in lists.items():
        shown = dict(islice(reversed(items.items()), left))
        left -= len(shown)
        if shown:
            sources = tuple(case.sources.rows(sheet, [at]) for at in shown.values())
            yield Bullets(say("papers.for_area", area=area or say("papers.no_area")), tuple(shown), sources=sources)
    if count > most:
        yield Paragraph(say("papers.more_in_appendix", count=count - most), see=(whole,))


def _objective(case: Case, row: Row) -> str:
    serves = say("papers.objective.serves", priority=str(row["priority"])) if row["priority"] is not None else ""
    return _joined([sentence(row["objective"]), sentence(row["outcome"]), serves])


def _use(case: Case, row: Row) -> str:
    benefit, tool, objective = (sentence(row["benefit"]), row["tool"], row["objective"])
    if tool is None:
        return benefit or say("papers.use.open")
    if benefit:
        return say("papers.use", benefit=benefit, tool=case.tool(tool))
    if objective is not None:
        return say("papers.use.for_objective", tool=str(tool), objective=str(objective))
    return sentence(tool)


def _joined(parts: Iterable[str]) -> str:
    return joining.sentences(parts)
