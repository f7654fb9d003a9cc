"""Actions since the last review: done, late, dropped and put off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smreport.blocks.document import Block, Bullets, Paragraph
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.frozen import Frozen
from smreport.papers.figures import listed, named_day, said, shown
from smreport.papers.filled import Filled, filled_table
from smreport.papers.review import Place, Project, Review
from smreport.rounds.earlier_rows import EARLIER
from smreport.words import joining, say

Blocks = Iterator[Block]
ACTIONS = "actions"
DONE, DROPPED, LATE, NOT_STARTED = "done", "dropped", "late", "not_started"
_NAMES = 4  # actions of one project in a sentence


class Action(Frozen):
    """An action as it stands at the review.

    status  the id of its status, ``late`` also where its day has passed; ``before`` that of the last review
    moved   whether it is due later than it was
    note    what was written of it since, "" where that is as it was
    """

    row: Row
    name: str
    project: str
    status: str
    before: str
    moved: bool
    note: str
    place: Place

    @property
    def is_told(self) -> bool:
        """Whether it is done or was given up since the last review, or is late."""
        return self.status == LATE or self.became(DONE) or self.became(DROPPED)

    def became(self, status: str) -> bool:
        """Whether it has this status since the last review."""
        return self.status == status != self.before


def actions_of(review: Review) -> tuple[Action, ...]:
    """The actions of today's workbook, and those that went to its earlier rounds since."""
    now = [_today(review, at, row) for at, row in review.now.rows(ACTIONS).items()]
    left = [_left(review, at) for at in review.then.numbers(ACTIONS) if review.now_of(ACTIONS, at) is None]
    return (*now, *filter(None, left), *(_passed(review, kept[-1]) for kept in review.passed(ACTIONS)))


def late_actions(review: Review, project: Project) -> list[Action]:
    """Those of a project that are late."""
    names = {name for name, known in review.by_title.items() if known == project}
    return [a for a in review.once(actions_of) if a.status == LATE and normalised(a.project) in names]


def _today(review: Review, at: int, row: Row) -> Action:
    then = review.then_of(ACTIONS, at)
    before = review.then.rows(ACTIONS)[then] if then is not None else None
    due, due_then = named_day(row["due"]), named_day(before["due"]) if before else None
    status = review.now.choice("actions.status", row["status"])
    is_open = status not in (DONE, DROPPED) and not _is_not_due(review, row, status)
    if is_open and due and review.today and due < review.today:
        status = LATE
    return Action(
        row=row,
        name=joining.unclosed(shown(row["action"])),
        project=said(row["project"]),
        status=status,
        before=review.then.choice("actions.status", before["status"]) if before else "",
        moved=is_open and bool(due and due_then and due > due_then),
        note=_new_note(row.get("review"), before),
        place=Place(True, ACTIONS, at),
    )


def _left(review: Review, then: int) -> Action | None:
    left = review.left_of(ACTIONS, then)
    if left is None:
        return None
    row, earlier = review.then.rows(ACTIONS)[then], review.earlier(left)
    return Action(
        row=row,
        name=joining.unclosed(shown(row["action"])),
        project=said(row["project"]),
        status=review.now.choice("actions.status", earlier["standing"]),
        before=review.then.choice("actions.status", row["status"]),
        moved=False,
        note=_new_note(earlier["lessons"], row),
        place=Place(True, EARLIER, left),
    )


def _passed(review: Review, left: int) -> Action:
    """An action that came after the last review and went to the earlier rounds before today."""
    row = review.earlier(left)
    return Action(
        row=row,
        name=joining.unclosed(shown(row["name"])),
        project=said(row["project"]),
        status=review.now.choice("actions.status", row["standing"]),
        before="",
        moved=False,
        note=said(row["lessons"]),
        place=Place(True, EARLIER, left),
    )


def _new_note(note: object, before: Row | None) -> str:
    return "" if before is not None and note == before.get("review") else said(note)


def _is_not_due(review: Review, row: Row, status: str) -> bool:
    """Whether nobody waits for an action: its project is closed, or neither of them has been begun."""
    project = review.by_title.get(normalised(row["project"]))
    if project is None or project.status == "":
        return False
    return project.is_closed or (not project.is_begun and status in ("", NOT_STARTED))


# --- in words ---


def actions(review: Review, intro: str) -> Blocks:
    """How many actions were done, are late and were dropped since; the late ones in a table, the others by project."""
    every = review.once(actions_of)
    moved = sum(action.moved for action in every)
    put_off = say("papers.review.actions.moved", count=moved) if moved else ""
    sentences = [sentence for sentence in (in_a_sentence(every), put_off) if sentence]
    if sentences:
        yield Paragraph(joining.sentences((intro, *sentences)))
    if late := [action for action in every if action.status == LATE]:
        yield _late(review, late)
    yield from _closed(review, every)


def _closed(review: Review, every: Sequence[Action]) -> Blocks:
    """The actions that were done, and those that were given up."""
    for status, lead in ((DONE, say("papers.review.actions.done")), (DROPPED, say("papers.review.actions.dropped"))):
        if chosen := [action for action in every if action.became(status)]:
            yield _by_project(review, lead, chosen)


def in_a_sentence(every: Sequence[Action]) -> str:
    """How many are done, late and dropped, "" where none is."""
    counts = {
        DONE: sum(action.became(DONE) for action in every),
        LATE: sum(action.status == LATE for action in every),
        DROPPED: sum(action.became(DROPPED) for action in every),
    }
    parts = [say(f"papers.review.actions.count.{status}", count=count) for status, count in counts.items() if count]
    return say("papers.review.actions.counted", told=listed(parts)) if parts else ""


def _late(review: Review, late: Sequence[Action]) -> Block:
    columns = [
        Filled(say("papers.review.action"), 4.4, [action.name for action in late]),
        Filled(say("papers.review.of"), 2.8, [action.project for action in late]),
        Filled(say("papers.review.owner"), 2.8, [said(action.row.get("owner")) for action in late]),
        Filled(say("papers.review.due"), 2, [said(action.row.get("due")) for action in late]),
        Filled(say("papers.review.note"), 3, [action.note for action in late]),
    ]
    sources = [review.cells(action.place) for action in late]
    caption = say("papers.review.actions.late")
    return filled_table(caption, columns, say("papers.review.actions.described"), sources, "review_late")


def _by_project(review: Review, lead: str, chosen: Sequence[Action]) -> Block:
    """Actions by their project, each with what was learnt where somebody wrote it."""
    groups: dict[str, list[Action]] = {}
    for action in chosen:
        groups.setdefault(action.project or say("papers.plan.other_actions"), []).append(action)
    items = tuple(
        say("papers.review.actions.group", project=project, names=joining.apart(map(_named, group[:_NAMES])))
        if len(group) <= _NAMES
        else say(
            "papers.review.actions.group.more", project=project, names=joining.apart(map(_named, group[:_NAMES])),
            count=len(group) - _NAMES,
        )
        for project, group in groups.items()
    )  # fmt: skip
    sources = tuple(review.cells(*(action.place for action in group)) for group in groups.values())
    return Bullets(lead, items, sources=sources)


def _named(action: Action) -> str:
    note = joining.unclosed(action.note)
    return say("papers.review.actions.noted", name=action.name, note=note) if note else action.name


SECTIONS = {"review_actions": actions}
