"""The actions of the plan: each has a number, by which the lists by quarter and by owner name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from smreport.blocks.document import Table, TableColumn
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.frozen import Frozen
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import said
from smreport.papers.filled import Filled, filled_table
from smreport.words import joining, say

_WIDTHS = {"action": 5.0, "owner": 3.0, "due": 2.4, "status": 1.9, "review": 3.4}


class Numbered(Frozen):
    """An action: its Excel row, its number ("2.1", "" where it has none) and its answers."""

    at: int
    number: str
    row: Row


def by_title(case: Case) -> dict[str, list[int]]:
    """The Excel rows of the actions by the normalised name of their project, "" for none; by date."""
    by_project: dict[str, list[int]] = {}
    for at, row in sorted(case.rows("actions").items(), key=lambda pair: figures.last_day(pair[1]["due"])):
        by_project.setdefault(normalised(row["project"]), []).append(at)
    return by_project


def numbered(case: Case, rows: Sequence[int], number: int) -> list[Numbered]:
    """The actions of a project with its number: 2.1, 2.2."""
    actions = case.rows("actions")
    return [Numbered(at, f"{number}.{place}" if number else "", actions[at]) for place, at in enumerate(rows, 1)]


def action_table(case: Case, caption: str, actions: Sequence[Numbered], is_undated: bool = False) -> Table:
    """Actions with owner, due date and status; what no row has is left out.

    is_undated  without dates, as nothing is promised of what is not funded
    """
    columns = [Filled(say("papers.plan.column.number"), 1, [action.number for action in actions])]
    for key, width in _WIDTHS.items():
        if not (is_undated and key == "due"):
            heading = say(f"papers.plan.column.{key}")
            columns.append(Filled(heading, width, [said(action.row.get(key)) for action in actions]))
    sources = [case.sources.rows("actions", [action.at]) for action in actions]
    return filled_table(caption, columns, say("papers.plan.actions.described"), sources)


def is_open(case: Case, row: Row) -> bool:
    """Whether an action is still to be done, as far as anybody says."""
    return case.choice("actions.status", row["status"]) not in terms.FINISHED


def upcoming(case: Case) -> list[tuple[int, Row]]:
    """The actions that are still to be done with their Excel rows, those due first before others."""
    rows = [(at, row) for at, row in case.rows("actions").items() if is_open(case, row)]
    return sorted(rows, key=lambda pair: figures.last_day(pair[1]["due"]))


def by_quarter(actions: Iterable[Numbered]) -> dict[str, list[Numbered]]:
    """The actions by the quarter in which they are due; those due in words that name no day under these words."""
    quarters: dict[str, list[Numbered]] = {}
    for action in sorted(actions, key=lambda action: figures.last_day(action.row["due"])):
        quarters.setdefault(_quarter(action.row["due"]), []).append(action)
    none = quarters.pop("", [])
    return {**quarters, say("papers.plan.no_date"): none} if none else quarters


def _quarter(due: object) -> str:
    day = figures.last_day(due)
    if day == day.max:
        return figures.raised(figures.time_in_words(due))
    return figures.quarter(day)


def by_owner(actions: Iterable[Numbered]) -> dict[str, list[Numbered]]:
    """The actions by their owner, in order of the alphabet; those of nobody last."""
    groups: dict[str, list[Numbered]] = {}
    spelt: dict[str, str] = {}
    for action in actions:
        plain = normalised(action.row["owner"])
        spelt.setdefault(plain, str(action.row["owner"] or ""))
        groups.setdefault(plain, []).append(action)
    order = sorted(groups, key=lambda plain: (not plain, plain))
    return {spelt[plain] or say("papers.plan.no_owner"): groups[plain] for plain in order}


def numbers_table(
    caption: str, heading: str, groups: Mapping[str, Sequence[Numbered]], described: str, case: Case
) -> Table:
    """Groups of actions, each action by its number only."""
    return Table(
        caption,
        (TableColumn(heading, 4), TableColumn(say("papers.plan.column.actions"), 6)),
        tuple((name, joining.in_a_row(action.number for action in actions)) for name, actions in groups.items()),
        described,
        sources=tuple(case.sources.rows("actions", [action.at for action in actions]) for actions in groups.values()),
    )
