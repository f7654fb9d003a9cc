"""A project in the action plan: why, who leads it, what changes for people, its actions, money, measures and risks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from smreport.blocks.document import Block, Bullets, Heading, Paragraph
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.frozen import Frozen
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import listed, number, sentence, shown
from smreport.papers.measures import measure_table
from smreport.papers.plan_actions import Numbered, action_table
from smreport.papers.privacy import not_for_publication
from smreport.papers.project_money import money
from smreport.words import joining, say

Blocks = Iterator[Block]
DECIDED, PROPOSED, LATER, CLOSED = "decided", "proposed", "later", "closed"
_FEW_RISKS, _FEW_OBJECTIVES = 3, 6


class Part(Frozen):
    """A project and how it is told: by what was decided of it, and with its number where it has one."""

    at: int
    standing: str
    number: int = 0


def project(case: Case, part: Part, actions: Iterable[Numbered]) -> Blocks:
    """Everything about a project, in the words that people gave; what nobody gave is not there."""
    row = case.project(part.at)
    title = title_of(row)
    yield Heading(say("papers.plan.project", number=str(part.number), title=title) if part.number else title, 2)
    for sentences in (_state(case, part, row), _why(case, part, row), _change(row), _bounds(case, row)):
        if text := joining.sentences(sentences):
            yield Paragraph(text, source=case.sources.rows("portfolio", [part.at]))
    listing = list(actions)
    if listing:
        yield action_table(case, say("papers.plan.actions", project=title), listing, part.standing == LATER)
    if part.at in case.projects:
        yield from money(case, part.at, title)
    project_measures = case.measures.of_project(row["title"])
    if project_measures:
        yield from measure_table(case, say("papers.measures.of", project=title), project_measures)
    yield from _risks(case, part.at, row)


def title_of(row: Row) -> str:
    return say("papers.plan.untitled") if row["title"] is None else str(row["title"])


def _said(message: Callable[[str], str], value: object) -> str:
    """A sentence about an answer, "" where it is blank."""
    return "" if value is None or value == () else message(shown(value))


def _state(case: Case, part: Part, row: Row) -> tuple[str, ...]:
    """What was decided, when it runs and who leads it."""
    return (
        _decided(case, part, row), _time(case, part, row),
        _said(lambda lead: say("papers.plan.lead", name=lead), row["lead"]),
        _said(lambda names: say("papers.plan.contributors", names=names), row["contributors"]),
    )  # fmt: skip


def _decided(case: Case, part: Part, row: Row) -> str:
    if part.standing == PROPOSED:
        adopted = case.groups.adopted
        return say("papers.plan.state.adopted", day=adopted) if adopted else say("papers.plan.state.proposed")
    if part.standing == LATER:
        why = case.verdicts.why(part.at) if part.at in case.projects else ""
        return joining.sentences((_said(sentence, row["status"]), why))
    return _said(sentence, row["status"])


def _time(case: Case, part: Part, row: Row) -> str:
    """When it runs. Of what is not funded no date is promised."""
    start, finish = (figures.time_in_words(row[key]) for key in ("start", "finish"))
    if part.standing == LATER or not (start or finish):
        return ""
    if part.standing == CLOSED:
        return say("papers.plan.time.was", time=span(row))
    if part.standing == PROPOSED and not case.groups.adopted:
        return say("papers.plan.time.proposed", time=span(row))
    return say("papers.plan.time.decided", time=span(row))


def span(row: Row) -> str:
    """Start and finish in words: "1 May 2027 to June 2028", "from 1 May 2027", "until June 2028"."""
    start, finish = (figures.time_in_words(row[key]) for key in ("start", "finish"))
    if start and finish:
        return say("papers.plan.span", start=start, finish=finish)
    if start:
        return say("papers.plan.span.from", start=start)
    return say("papers.plan.span.until", finish=finish) if finish else ""


def _why(case: Case, part: Part, row: Row) -> tuple[str, ...]:
    """The business project and the objectives that it serves, and the areas."""
    areas = row["areas"] if isinstance(row["areas"], tuple) else ()
    served, names = _objectives(case, part.at), case.area_names(areas)
    objectives = listed(served, _FEW_OBJECTIVES)
    return (
        _said(lambda text: say("papers.plan.serves", text=sentence(text)), row["business_project"]),
        say("papers.plan.objective" if len(served) == 1 else "papers.plan.objectives", names=objectives)
        if served else "",
        say("papers.plan.area" if len(areas) == 1 else "papers.plan.areas", names=names) if areas else "",
        _said(lambda names: say("papers.plan.roles", names=names), row["roles"]),
    )  # fmt: skip


def _objectives(case: Case, at: int) -> list[str]:
    """The objectives that an open project's uses serve, each once."""
    uses = case.projects[at].mapping_rows if at in case.projects else ()
    named = (case.rows("mapping")[use]["objective"] for use in uses)
    names = {normalised(name): str(name) for name in named if name is not None}.values()
    return [joining.quoted(name) for name in names]


def _change(row: Row) -> tuple[str, ...]:
    """What changes for people, and what was learnt."""
    return (
        _said(lambda text: say("papers.plan.change", text=sentence(text)), row["change"]),
        _said(lambda text: say("papers.plan.learnt", text=sentence(text)), row.get("lessons")),
    )


def _bounds(case: Case, row: Row) -> tuple[str, ...]:
    """What it waits for, what it excludes, and that it must be done."""
    return (
        _said(lambda names: say("papers.plan.waits", names=names), row["depends"]),
        _said(lambda names: say("papers.plan.not_with", names=names), row.get("not_with")),
        say("papers.plan.must_do") if row.get("must_do") is True else "",
    )


def _risks(case: Case, at: int, row: Row) -> Blocks:
    """The highest of its risks, each with what is done about it."""
    if at in case.projects:
        rows = case.highest_risks(case.projects[at].risk_rows)
    else:
        rows = case.highest_risks(case.rows_by_project("risks").get(normalised(row["title"]), []))
    if rows:
        items = tuple(_risk(case, risk_row) for risk_row in rows[:_FEW_RISKS])
        sources = tuple(case.sources.rows("risks", [risk_row]) for risk_row in rows[:_FEW_RISKS])
        yield Bullets(say("papers.plan.risks", count=len(rows)), items, sources=sources)


def _risk(case: Case, at: int) -> str:
    row = {key: case.privacy.shown("risks", key, at, value) for key, value in case.rows("risks")[at].items()}
    size = number(case.results.sizes[at].residual)
    if case.privacy.hides_row("risks", at):
        size = not_for_publication()
    scored = size not in (figures.not_known(), not_for_publication())
    on_size = (
        say("papers.plan.risk.size", size=size) if scored else say("papers.plan.risk.unscored", why=_unscored(size))
    )
    met = _said(lambda text: say("papers.plan.risk.met", text=sentence(text)), row["mitigation"])
    owner = _said(lambda name: say("papers.plan.risk.owner", name=name), row["owner"])
    return joining.sentences((sentence(row["risk"]), on_size, met, owner))


def _unscored(size: str) -> str:
    return say("papers.plan.risk.withheld") if size == not_for_publication() else say("papers.plan.risk.not_scored")
