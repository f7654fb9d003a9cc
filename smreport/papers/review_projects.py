"""Each project: continue, change or stop as the figures suggest, with what suggests it; the rule is said once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from smreport.blocks.document import Block, Bullets, Paragraph
from smreport.frozen import Frozen
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import is_less, listed, pounds
from smreport.papers.filled import Filled, filled_table
from smreport.papers.measured import ON_THE_WAY
from smreport.papers.review import Project, Review
from smreport.papers.review_actions import late_actions
from smreport.papers.review_figures import Figures
from smreport.papers.review_money import Spendings
from smreport.papers.review_rule import CHANGE, CLOSED, CONTINUE, OVER, STOP, UNSAID, Signs, Suggestion, suggested
from smreport.words import joining, say

Blocks = Iterator[Block]
_NAMES = 6  # titles in a sentence


class Course(Frozen):
    """A project with what is known of it and what that suggests."""

    project: Project
    signs: Signs
    suggestion: Suggestion


class Courses(Frozen):
    """What the figures suggest for every project of a review."""

    review: Review

    @cached_property
    def all(self) -> tuple[Course, ...]:
        return tuple(map(self._course, self.review.reviewed))

    def that_are(self, *kinds: str) -> list[Course]:
        """Those of some kinds, the kinds in this order."""
        return [course for kind in kinds for course in self.all if course.suggestion.kind == kind]

    @cached_property
    def figures(self) -> Figures:
        return self.review.once(Figures.of)

    @cached_property
    def spendings(self) -> Spendings:
        return self.review.once(Spendings.of)

    def _course(self, project: Project) -> Course:
        signs = self._signs(project)
        return Course(project, signs, suggested(signs))

    def _signs(self, project: Project) -> Signs:
        judged = self.figures.that_say(project)
        return Signs(
            begun=project.is_begun if project.status else None,
            closed=project.is_closed,
            gone=project.is_gone,
            measures=len(self.figures.of_project(project)),
            judged=len(judged),
            met=sum(seen.is_met for seen in judged),
            on_the_way=sum(seen.measure.standing == ON_THE_WAY for seen in judged),
            missed=sum(seen.is_missed for seen in judged),
            late=len(late_actions(self.review, project)),
            over=None if self.review.hides_money(project) else self.spendings.over(project),
            worse=self._is_worse(project),
            must=project.now is not None and self.review.now.project(project.now).get("must_do") is True,
        )

    def _is_worse(self, project: Project) -> bool | None:
        """Whether it costs more or brings fewer points than at the last review, as far as both are known and shown."""
        then, now = self.review.then.projects, self.review.now.projects
        if project.then is None or project.now is None or project.then not in then or project.now not in now:
            return None
        brings_less = is_less(now[project.now].benefit, then[project.then].benefit)
        if self.review.hides_money(project):
            return brings_less
        old, new = _cost(self.review.then, project.then), _cost(self.review.now, project.now)
        return brings_less or is_less(old, new)


def _cost(case: Case, at: int) -> int | None:
    """Set-up and yearly cost, over the years that count, of all that a project needs, in pence; None if not known.

    Not the whole-life cost, in which set-up counts 0 once the project is decided on.
    """
    years, total = case.results.round.settings.years, 0
    for line in case.results.bought.lines[at]:
        if line.setup is None or line.yearly is None:
            return None
        total += line.setup.high + years * line.yearly.high
    return total


def projects(review: Review, intro: str) -> Blocks:
    """What the figures suggest, project by project; those of which they say nothing together, each reason once."""
    courses = review.once(Courses)
    said, closed = courses.that_are(STOP, CHANGE, CONTINUE), courses.that_are(CLOSED)
    if not courses.all:
        return
    if intro:
        yield Paragraph(intro)
    if said:
        columns = [
            Filled(say("papers.review.project"), 3, [course.project.title for course in said]),
            Filled(say("papers.review.suggested"), 2.4, [in_words(course.suggestion.kind) for course in said]),
            Filled(say("papers.review.why"), 7, [_why(courses, course) for course in said]),
        ]
        sources = [review.source(course.project) for course in said]
        caption = say("papers.review.courses")
        yield filled_table(caption, columns, say("papers.review.courses.described"), sources, "review_courses")
        yield Paragraph(say("papers.review.rule", part=figures.percent(OVER)), "note")
    yield from _unsaid(courses)
    if closed:
        items = tuple(_closed(courses, course) for course in closed)
        yield Bullets(say("papers.review.closed"), items, sources=tuple(review.source(c.project) for c in closed))


def in_words(kind: str) -> str:
    return say(f"papers.review.course.{kind}")


def _unsaid(courses: Courses) -> Blocks:
    """Of which projects nothing can be said, and why, each reason once."""
    by_why: dict[str, list[Project]] = {}
    for course in courses.that_are(UNSAID):
        by_why.setdefault(course.suggestion.why, []).append(course.project)
    if not by_why:
        return
    items = tuple(
        say(f"papers.review.unsaid.{why}", names=figures.quoted((p.title for p in unsaid), _NAMES), count=len(unsaid))
        for why, unsaid in by_why.items()
    )
    sources = tuple(courses.review.source(*unsaid) for unsaid in by_why.values())
    yield Bullets(say("papers.review.unsaid"), items, sources=sources)


def _why(courses: Courses, course: Course) -> str:
    """The figures behind a suggestion, in sentences."""
    signs = course.signs
    parts = [
        say("papers.review.why.met", count=signs.met) if signs.met else "",
        say("papers.review.why.on_the_way", count=signs.on_the_way) if signs.on_the_way else "",
        say("papers.review.why.missed", count=signs.missed) if signs.missed else "",
        say("papers.review.why.not_yet", count=rest) if (rest := _rest(signs)) else "",
    ]
    judged = say("papers.review.why.judged", told=listed(filter(None, parts)), count=signs.judged)
    late = say("papers.review.why.late", count=signs.late) if signs.late else ""
    worse = say("papers.review.why.worse") if signs.worse else ""
    must = say("papers.review.why.must") if signs.must and course.suggestion.kind == CHANGE else ""
    return joining.sentences((judged, late, _on_money(courses, course), worse, must))


def _rest(signs: Signs) -> int:
    return signs.judged - signs.met - signs.on_the_way - signs.missed


def _on_money(courses: Courses, course: Course) -> str:
    """What was spent of what was planned on the lines that it alone needs."""
    if courses.review.hides_money(course.project):
        return say("papers.review.why.money_secret")
    own = courses.spendings.of_project(course.project)
    if not own:
        return ""
    planned, spent = sum(line.planned or 0 for line in own), sum(line.pounds_spent or 0 for line in own)
    return say("papers.review.why.money", spent=pounds(spent), planned=pounds(planned))


def _closed(courses: Courses, course: Course) -> str:
    """A project that is done or was given up, with what its measures show."""
    project, signs = course.project, course.signs
    stands = figures.lowered(project.said)
    if not signs.judged:
        return say("papers.review.closed.one", name=project.title, stands=stands)
    if signs.met == signs.judged:
        return say("papers.review.closed.all_met", name=project.title, stands=stands, count=signs.judged)
    if not signs.met:
        return say("papers.review.closed.none_met", name=project.title, stands=stands, count=signs.judged)
    judged = str(signs.judged)
    return say("papers.review.closed.measured", name=project.title, stands=stands, judged=judged, count=signs.met)


SECTIONS = {"review_projects": projects}
