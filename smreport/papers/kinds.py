"""What a workbook is enough for: a strategy, its draft, a list of actions, a progress report, an inventory."""

from __future__ import annotations

from smreport.blueprint.tables import Tables
from smreport.decision import terms
from smreport.decision.results import Results

STRATEGY, DRAFT, ACTIONS, PROGRESS, INVENTORY = "strategy", "draft", "actions", "progress", "inventory"
TACTICS = ("areas", "objectives", "tools", "mapping", "roles", "evaluation", "portfolio")
"""The sheet of each tactic, from the first to the seventh."""

_WANTED = frozenset({"areas", "objectives", "mapping"})


def lacking(tables: Tables) -> tuple[str, ...]:
    """The sheets of the tactics for which nothing is filled in; a role that a use names is a role."""
    named = any(role is not None for role in tables["mapping"].columns["role"])
    return tuple(key for key in TACTICS if not (tables[key].numbers or (key == "roles" and named)))


def kind_of(results: Results) -> str:
    """What the answers are enough for.

    strategy   every tactic is filled in, and a project is open
    draft      of a strategy: it is said what is wanted and how, and a project is open
    actions    projects without what they are for, or only actions
    progress   no project is open, and projects are done or measures have results
    inventory  none of these
    """
    tables = results.tables
    empty = lacking(tables)
    if results.order:
        if not empty:
            return STRATEGY
        return ACTIONS if _WANTED.intersection(empty) else DRAFT
    if done_projects(tables) or any(row["actual"] is not None for row in tables["kpis"].rows.values()):
        return PROGRESS
    return ACTIONS if tables["actions"].numbers else INVENTORY


def done_projects(tables: Tables) -> list[int]:
    """The Excel rows of the projects that are done."""
    table, id_of = tables["portfolio"], tables.blueprint.id_of
    status = zip(table.numbers, table.columns["status"], strict=True)
    return [at for at, said in status if id_of("portfolio.status", said) == terms.FINISHED[0]]
