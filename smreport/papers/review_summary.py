"""The first page of a review, what was learnt, and what cannot be said, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smreport.blocks.document import Block, Bullets, Paragraph
from smreport.decision import terms
from smreport.papers.choice import KINDS
from smreport.papers.figures import listed, quoted, raised
from smreport.papers.filled import Filled, filled_table
from smreport.papers.measured import NO_FIGURES
from smreport.papers.measures import counted
from smreport.papers.recommendations import COMMENT, DECIDE, NOTE, RECOMMEND, SCRUTINY, role
from smreport.papers.review import PORTFOLIO, Project, Review
from smreport.papers.review_actions import ACTIONS, DROPPED, actions_of, in_a_sentence
from smreport.papers.review_changes import moved_most, risk_in_words
from smreport.papers.review_figures import KPIS, Figures, Seen
from smreport.papers.review_money import Spendings, total
from smreport.papers.review_projects import Courses, in_words
from smreport.papers.review_rule import CHANGE, CONTINUE, STOP
from smreport.words import joining, say

Blocks = Iterator[Block]
_NAMES, _FEW = 6, 3  # in a sentence
_MOST = 10  # lines


def summary(review: Review, intro: str) -> Blocks:
    """What the meeting is asked, then the results in a sentence each."""
    courses = review.once(Courses)
    yield Paragraph(joining.sentences((intro, _purpose(review), _asked(review, courses))), tone="lead")
    items = dict(_results(review, courses))
    if items:
        yield Bullets(say("papers.review.results"), tuple(items), sources=tuple(items.values()))
    else:
        yield Paragraph(say("papers.review.no_results"))
    suggested = tuple(_suggested(courses))
    if suggested:
        yield Bullets(say("papers.review.suggestions"), suggested)


def _purpose(review: Review) -> str:
    title = review.now.named
    if day := review.last_meeting:
        return say("papers.review.purpose.since", title=title, day=day)
    return say("papers.review.purpose", title=title)


def _asked(review: Review, courses: Courses) -> str:
    """What the meeting is asked: to decide where a project needs it, else to note."""
    body = raised(review.now.answer("committee")) or say("papers.recommend.body")
    count = len(courses.that_are(STOP, CHANGE))
    what = role(review.now) if count else NOTE
    if what == DECIDE:
        return say("papers.review.asked.decide", body=body, count=count)
    if what == RECOMMEND:
        return say("papers.review.asked.recommend", body=body, count=count)
    return {
        COMMENT: say("papers.review.asked.comment", body=body),
        NOTE: say("papers.review.asked.note", body=body),
        SCRUTINY: say("papers.review.asked.scrutiny", body=body),
    }[what]


def _results(review: Review, courses: Courses) -> Iterator[tuple[str, str]]:
    """The results, each in a sentence with its cells."""
    if any(seen.measure.has_result for seen in courses.figures.seen):
        yield counted([seen.measure for seen in courses.figures.seen]), courses.figures.source(*courses.figures.seen)
    yield from _closed(review)
    actions = review.once(actions_of)
    if sentence := in_a_sentence(actions):
        yield sentence, review.cells(*(action.place for action in actions if action.is_told))
    if compared := courses.spendings.compared:
        yield total(courses.spendings), review.cells(*(place for line in compared for place in line.places))
    if risk := moved_most(review):
        yield risk_in_words(risk), risk.source


def _closed(review: Review) -> Iterator[tuple[str, str]]:
    """The projects that were finished, and those that were given up, since the last review."""
    for status in terms.FINISHED:
        closed = [p for p in review.reviewed if p.status == status]
        if closed:
            names = quoted((project.title for project in closed), _NAMES)
            text = say(f"papers.review.projects.{status}", names=names, count=len(closed))
            yield text, review.source(*closed)


def _suggested(courses: Courses) -> Iterator[str]:
    """Which projects the figures suggest to stop, change and continue."""
    for kind in (STOP, CHANGE, CONTINUE):
        if chosen := courses.that_are(kind):
            names = quoted((course.project.title for course in chosen), _NAMES)
            yield say("papers.review.suggestions.one", kind=in_words(kind), names=names)


# --- what was learnt ---


def lessons(review: Review, intro: str) -> Blocks:
    """What was learnt, as people wrote it: of the pair of the twin track first."""
    learnt = _learnt(review)
    pair = review.then.verdicts.pair or ()
    twins = {project: text for project, text in learnt.items() if project.then in pair}
    if intro and learnt:
        yield Paragraph(intro)
    if twins:
        yield _of_pair(review, twins, pair)
    others = [project for project in learnt if project not in twins]
    if others:
        items = tuple(say("papers.review.lesson", name=project.title, text=learnt[project]) for project in others)
        lead = say("papers.review.lessons.others" if twins else "papers.review.lessons")
        yield Bullets(lead, items, sources=tuple(map(review.source, others)))


def _learnt(review: Review) -> dict[Project, str]:
    """What people wrote of projects, by project."""
    return {project: text for project in review.reviewed if (text := review.lesson(project))}


def _of_pair(review: Review, twins: Mapping[Project, str], pair: tuple[int, ...]) -> Bullets:
    """What each project of the pair taught, with its track."""
    items = tuple(
        say("papers.review.lesson.track", name=project.title, track=_track(project, pair), text=text)
        for project, text in twins.items()
    )
    return Bullets(say("papers.review.lessons.pair"), items, sources=tuple(map(review.source, twins)))


def _track(project: Project, pair: tuple[int, ...]) -> str:
    """The track, or tracks, for which a project of the pair stands."""
    kinds = [kind for at, kind in zip(pair, KINDS, strict=False) if at == project.then]
    return listed(say(f"papers.review.track.{kind}") for kind in kinds)


# --- what cannot be said ---


def unsaid(review: Review, intro: str) -> Blocks:
    """What is missing for the review, and who is asked; at most ten lines, each thing once."""
    lines = list(dict.fromkeys(_missing(review)))
    if not lines:
        return
    if intro:
        yield Paragraph(intro)
    shown = lines[:_MOST]
    yield filled_table(
        say("papers.review.missing"),
        [Filled(say("papers.missing.what"), 6, [what for what, _ in shown]),
         Filled(say("papers.missing.who"), 4, [who for _, who in shown])],
        say("papers.review.missing.described"), (), "review_missing",
    )  # fmt: skip
    if more := len(lines) - len(shown):
        yield Paragraph(say("papers.missing.more", count=more), "note")


def _missing(review: Review) -> Iterator[tuple[str, str]]:
    """What cannot be said, with who is asked ("" where nobody is named)."""
    yield from _measures(review)
    if silent := review.once(Spendings.of).silent:
        money = next((entry.owner for entry in review.now.wording.implications if entry.costs), "")
        yield say("papers.review.missing.spent", names=listed(silent, _FEW), count=len(silent)), money
    yield from _not_learnt(review)
    if review.hides_ranks and review.then.projects and review.now.projects:
        yield say("papers.review.missing.ranks"), ""
    for sheet in (PORTFOLIO, KPIS, ACTIONS):
        if gone := review.gone(sheet):
            called = quoted((review.then.results.tables[sheet].name_of(at) for at in gone), _FEW)
            yield say(f"papers.review.missing.gone.{sheet}", names=called, count=len(gone)), ""


def _not_learnt(review: Review) -> Iterator[tuple[str, str]]:
    """The closed projects of which nobody says what was learnt, by who led them."""
    leads: dict[str, list[str]] = {}
    for project in review.reviewed:
        if project.is_closed and not review.lesson(project):
            leads.setdefault(review.lead(project), []).append(project.title)
    for lead, names in leads.items():
        yield say("papers.review.missing.lesson", names=quoted(names, _NAMES)), lead


def _measures(review: Review) -> Iterator[tuple[str, str]]:
    """The measures of projects that were begun, and of the whole strategy, without a figure, by who reports them."""
    owners: dict[str, list[str]] = {}
    for seen in review.once(Figures.of).seen:
        if _is_asked(seen) and seen.measure.standing == NO_FIGURES:
            owners.setdefault(seen.measure.owner, []).append(seen.measure.name)
    for owner, names in owners.items():
        yield say("papers.review.missing.figure", names=quoted(names, _NAMES), count=len(names)), owner


def _is_asked(seen: Seen) -> bool:
    """Whether a measure should have a figure: of the whole strategy, and of what is under way or done."""
    project = seen.project
    return seen.measure.is_whole or (project is not None and project.is_begun and project.status != DROPPED)


SECTIONS = {"review_summary": summary, "review_lessons": lessons, "review_missing": unsaid}
