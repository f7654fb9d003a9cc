"""The sections of the action plan: what is decided, proposed and waits, and what is done, by whom and by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smreport.blocks.document import Block, Heading, Paragraph, Table
from smreport.blueprint.values import normalised
from smreport.frozen import Frozen
from smreport.papers import charts, measures, plan_actions
from smreport.papers.case import Case
from smreport.papers.choice import verdict
from smreport.papers.figures import listed, said, shown
from smreport.papers.filled import Filled, filled_table
from smreport.papers.plan_actions import Numbered, action_table
from smreport.papers.plan_projects import CLOSED, DECIDED, LATER, PROPOSED, Part, project, span, title_of
from smreport.words import joining, say

Blocks = Iterator[Block]


class _Plan(Frozen):
    """The open projects with their numbers, and the actions of each; see :func:`_plan`.

    others  actions that name no project of the portfolio, by the name that stands there, "" for none
    """

    parts: tuple[Part, ...]
    actions: dict[int, list[Numbered]]
    others: dict[str, list[Numbered]]

    def that_stand(self, *standings: str) -> list[Part]:
        return [part for part in self.parts if part.standing in standings]

    def to_do(self, case: Case) -> list[Numbered]:
        """The actions of projects that are decided or proposed, and of no project, that are not done yet."""
        rows = [action for part in self.that_stand(DECIDED, PROPOSED) for action in self.actions[part.at]]
        rows += [action for actions in self.others.values() for action in actions]
        return [action for action in rows if plan_actions.is_open(case, action.row)]


def _plan(case: Case) -> _Plan:
    groups, by_title = case.groups, plan_actions.by_title(case)
    standings = {
        **dict.fromkeys(groups.decided, DECIDED),
        **dict.fromkeys(groups.proposed, PROPOSED),
        **dict.fromkeys(groups.later, LATER),
    }
    parts = tuple(Part(at, standing, number) for number, (at, standing) in enumerate(standings.items(), start=1))
    titles = {at: normalised(row["title"]) for at, row in case.rows("portfolio").items() if row["title"] is not None}
    rows = {part.at: by_title.get(titles[part.at], []) if part.at in titles else [] for part in parts}
    actions = {part.at: plan_actions.numbered(case, rows[part.at], part.number) for part in parts}
    names = [name for name in by_title if name not in titles.values()]
    names.sort(key=lambda name: not name)
    others = {
        _spelt(case, name, by_title[name]): plan_actions.numbered(case, by_title[name], number)
        for number, name in enumerate(names, start=len(parts) + 1)
    }
    return _Plan(parts, actions, others)


def _spelt(case: Case, name: str, rows: Sequence[int]) -> str:
    return shown(case.rows("actions")[rows[0]]["project"]) if name else ""


def plan_summary(case: Case, intro: str) -> Blocks:
    """What is decided, what is proposed and what waits, and when it runs."""
    plan = _plan(case)
    yield Paragraph(joining.sentences(_opening(case)), tone="lead")
    if intro:
        yield Paragraph(intro)
    if case.groups.open and (case.verdicts.limits or case.verdicts.is_ranked):
        yield from verdict(case)
    tables = ((DECIDED, say("papers.plan.decided")), (PROPOSED, _proposed(case)), (LATER, say("papers.plan.later")))
    for standing, caption in tables:
        parts = plan.that_stand(standing)
        if parts:
            yield _projects_table(case, caption, parts)
    timeline = charts.timeline(case)
    if timeline:
        yield timeline


def _proposed(case: Case) -> str:
    return say("papers.plan.adopted") if case.groups.adopted else say("papers.plan.proposed")


def _opening(case: Case) -> Iterator[str]:
    """What the paper is, and how many projects and actions it has."""
    groups, actions = case.groups, len(case.rows("actions"))
    yield _counted(case) if groups.open else _kind(case)
    if actions and not (groups.done and not groups.open):
        yield say("papers.plan.has_actions", count=actions)
    if groups.done:
        yield say("papers.plan.has_done", count=len(groups.done))
    if groups.dropped:
        names = listed((joining.quoted(title_of(case.project(at))) for at in groups.dropped), _NAMES)
        yield say("papers.plan.has_dropped", names=names, count=len(groups.dropped))
    if actions and groups.done and not groups.open:
        yield say("papers.plan.actions_recorded", count=actions)
    if case.has_plan:
        yield say("papers.plan.covers", time=case.plan)


def _counted(case: Case) -> str:
    """How many projects are decided, proposed or wait."""
    groups = case.groups
    counts = {DECIDED: len(groups.decided), PROPOSED: len(groups.proposed), LATER: len(groups.later)}
    phrases = [say(f"papers.plan.count.{kind}", count=count) for kind, count in counts.items() if count]
    for kind, count in counts.items():
        if count == len(groups.open):
            phrases = [say(f"papers.plan.it.{kind}") if count == 1 else say(f"papers.plan.all.{kind}")]
    return say("papers.plan.projects", told=listed(phrases), count=len(groups.open))


def _kind(case: Case) -> str:
    """What a paper without open projects is."""
    if case.groups.done or case.measures.with_results:
        return say("papers.plan.is_progress")
    return say("papers.plan.is_actions") if case.rows("actions") else say("papers.plan.is_nothing")


_NAMES = 8  # in a sentence


def _projects_table(case: Case, caption: str, parts: Sequence[Part]) -> Table:
    """Projects with lead, time and status; no times of those that wait."""
    rows = [case.project(part.at) for part in parts]
    times = ["" if part.standing == LATER else span(case.project(part.at)) for part in parts]
    columns = [
        Filled(say("papers.plan.column.number"), 0.8, [str(part.number) for part in parts]),
        Filled(say("papers.column.project"), 3.8, [title_of(row) for row in rows]),
        Filled(say("papers.column.lead"), 3, [said(row["lead"]) for row in rows]),
        Filled(say("papers.plan.column.time"), 3.4, times),
        Filled(say("papers.column.status"), 1.9, [said(row["status"]) for row in rows]),
    ]
    sources = [case.sources.rows("portfolio", [part.at]) for part in parts]
    return filled_table(caption, columns, say("papers.plan.projects.described"), sources)


def projects(case: Case, intro: str) -> Blocks:
    """The projects that are decided or proposed, each with its facts; then the actions of no project."""
    plan = _plan(case)
    parts = plan.that_stand(DECIDED, PROPOSED)
    if intro and (parts or plan.others):
        yield Paragraph(intro)
    yield from _on_money(case, parts)
    yield from _in_full(case, plan, parts)
    for name, actions in plan.others.items():
        yield from _others(case, name, actions)


def _in_full(case: Case, plan: _Plan, parts: Sequence[Part]) -> Blocks:
    """Projects in full; of very many the last ones in a table, with one of their actions and one of their measures."""
    for part in parts[:_MOST_TOLD]:
        yield from project(case, part, plan.actions[part.at])
    rest = parts[_MOST_TOLD:]
    if not rest:
        return
    yield Heading(say("papers.plan.more", count=len(rest)), 2)
    yield _projects_table(case, say("papers.plan.more.projects"), rest)
    actions = [action for part in rest for action in plan.actions[part.at]]
    if actions:
        yield action_table(case, say("papers.plan.more.actions"), actions, rest[0].standing == LATER)
    project_measures = [
        measure for part in rest for measure in case.measures.of_project(case.project(part.at)["title"])
    ]
    if project_measures:
        yield from measures.measure_table(case, say("papers.plan.more.measures"), project_measures)


_MOST_TOLD = 40


def _on_money(case: Case, parts: Sequence[Part]) -> Blocks:
    """What to know of the amounts that stand at projects, once for all of them."""
    shared = say("papers.plan.shared") if any(_shares_costs(case, part) for part in parts) else ""
    rows = [part.at for part in parts if part.at in case.projects]
    text = joining.sentences((shared, case.money.contingency(rows, beside_lines=True)))
    if text:
        yield Paragraph(text, source=case.sources.of_costs(rows))


def _shares_costs(case: Case, part: Part) -> bool:
    needers, own = case.results.bought.needers, case.results.bought.lines.get(part.at, ())
    return any(len(needers[line.row]) > 1 for line in own)


def _others(case: Case, name: str, actions: Sequence[Numbered]) -> Blocks:
    number = actions[0].number.partition(".")[0]
    if name:
        yield Heading(say("papers.plan.project", number=number, title=name), 2)
        yield Paragraph(say("papers.plan.unknown_project"))
        yield action_table(case, say("papers.plan.actions", project=name), actions)
        return
    yield Heading(say("papers.plan.other_actions"), 2)
    yield action_table(case, say("papers.plan.other_actions"), actions)


def later(case: Case, intro: str) -> Blocks:
    """The projects that wait for money or for a decision, without dates."""
    plan = _plan(case)
    parts = plan.that_stand(LATER)
    if parts:
        undated = say("papers.plan.later.undated" if len(parts) > 1 else "papers.plan.later.undated.one")
        yield Paragraph(joining.sentences((intro, undated)))
        yield from _on_money(case, parts if len(parts) == len(plan.parts) else ())
    yield from _in_full(case, plan, parts)


def progress(case: Case, intro: str) -> Blocks:
    """What was achieved: how measures stand, and the projects that are finished; nothing where nothing is."""
    by_title = plan_actions.by_title(case)
    yield from measures.progress(case, intro)
    for at in (*case.groups.done, *case.groups.dropped):
        rows = by_title.get(normalised(case.project(at)["title"]), [])
        yield from project(case, Part(at, CLOSED), plan_actions.numbered(case, rows, 0))


def quarters(case: Case, intro: str) -> Blocks:
    """What is to be done in each quarter, by the numbers of the actions; of proposals, that they are no more."""
    plan = _plan(case)
    proposed = [] if case.groups.adopted else [str(part.number) for part in plan.that_stand(PROPOSED)]
    if proposed:
        intro = joining.sentences((intro, _only_proposed(proposed)))
    groups = plan_actions.by_quarter(plan.to_do(case))
    yield from _numbers(case, intro, say("papers.plan.by_quarter"), say("papers.plan.column.when"), groups)


def _only_proposed(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return say("papers.plan.quarters.one", number=numbers[0])
    return say("papers.plan.quarters.several", numbers=listed(numbers))


def owners(case: Case, intro: str) -> Blocks:
    """What each owner has to do, by the numbers of the actions."""
    groups = plan_actions.by_owner(_plan(case).to_do(case))
    yield from _numbers(case, intro, say("papers.plan.by_owner"), say("papers.column.owner"), groups)


def _numbers(case: Case, intro: str, caption: str, heading: str, groups: dict[str, list[Numbered]]) -> Blocks:
    if not groups:
        return
    if intro:
        yield Paragraph(intro)
    yield plan_actions.numbers_table(caption, heading, groups, say("papers.plan.numbers.described"), case)


SECTIONS = {
    "progress": progress, "plan_summary": plan_summary, "projects": projects, "later": later,
    "strategy_kpis": measures.strategy_kpis, "how_measured": measures.how_measured, "quarters": quarters,
    "owners": owners,
}  # fmt: skip
