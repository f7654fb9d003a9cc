"""Channels and roles by what they bring: the first few for the main part, or all."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from smreport.blocks.document import Block, Paragraph, Table, TableColumn
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import NONE, NOT_KNOWN, counted, listed, sentence, shown

Blocks = Iterator[Block]
_SHORT_LIST = 8  # names in a sentence
_FEW = 3  # channels and roles


def channels(case: Case, intro: str) -> Blocks:
    """The channels that bring most benefit."""
    together = case.results.channels
    yield from _opening(case, intro, "channels", together)
    if not together.empty:
        yield channel_table(case, _FEW, "main_channels")
    yield from _refused(case)


def _opening(case: Case, intro: str, sheet: str, together: pd.DataFrame) -> Blocks:
    """The words before a short list; where there is more, how much more and where."""
    more = len(together) - _FEW
    what = case.plural(sheet).lower()
    words = f"These are the {_FEW} of {len(together)} {what} with most benefit." if more > 0 else ""
    if more > 0 and together["points"].isna().all():
        words = f"These are {_FEW} of {len(together)} {what}, as no benefit is known yet."
    text = f"{intro} {words}".strip() if not together.empty else f"{intro} {NONE}.".strip()
    if text:
        yield Paragraph(text, see=("all_channels",))


def channel_table(case: Case, most: int = 0, key: str = "") -> Table:
    """Channels with their tools, areas and benefit points; the first few, or all."""
    together = case.results.channels
    rows = together.head(most or len(together)).to_dict("index").items()
    name, tools = case.heading("channels.channel"), case.plural("tools")
    return Table(
        f"{case.plural('channels')} in order of benefit",
        (TableColumn(name, 3), TableColumn(tools, 5), *_COUNTS),
        tuple(
            (
                str(channel),
                listed(dict.fromkeys(map(case.tool, row["tools"])), _SHORT_LIST),
                str(len(row["areas"])),
                case.points(row),
            )
            for channel, row in rows
        ),
        f"Each {name.lower()} with its {tools.lower()}, the number of areas it serves and its benefit points.",
        key,
        tuple(case.sources.rows("mapping", row["rows"]) for _, row in rows),
    )


_COUNTS = (TableColumn("Areas", 1.3, "right"), TableColumn("Benefit points", 1.8, "right"))


def _refused(case: Case) -> Blocks:
    refused = [
        row for row in case.rows("tools").values() if case.choice("tools.status", row["status"]) == terms.REFUSED
    ]
    if refused:
        reasons = (
            f"{shown(row['tool'])} ({sentence(row['reason']).rstrip('.') or 'no reason given'})" for row in refused
        )
        yield Paragraph(f"Considered and refused: {listed(reasons, _FEW)}.", see=("all_tools",))


def roles(case: Case, intro: str) -> Blocks:
    """The roles that bring most benefit."""
    together = case.results.roles
    yield from _opening(case, intro, "roles", together)
    if together.empty:
        return
    yield role_table(case, _FEW, "main_roles")
    unnamed = sum(role is None for role in case.column("mapping", "role"))
    if unnamed:
        yield Paragraph(f"{counted(unnamed, 'mapped use').capitalize()} {figures.names(unnamed)} no role yet.")


def role_table(case: Case, most: int = 0, key: str = "") -> Table:
    """Roles with their kind, areas and benefit points; the first few, or all."""
    kinds = {normalised(row["role"]): shown(row["kind"]) for row in case.rows("roles").values()}
    together = case.results.roles
    rows = together.head(most or len(together)).to_dict("index").items()
    return Table(
        "Roles in order of benefit",
        (TableColumn("Role", 6), TableColumn("Kind", 2), *_COUNTS),
        tuple(
            (str(role), kinds.get(normalised(role), NOT_KNOWN), str(len(row["areas"])), case.points(row))
            for role, row in rows
        ),
        "Each role with its kind, the number of areas it works for and its benefit points.",
        key,
        tuple(case.sources.rows("mapping", row["rows"]) for _, row in rows),
    )
