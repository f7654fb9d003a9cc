"""Channels and roles: in the main part those that several areas share, in the appendix all with what they bring."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import pandas as pd

from smreport.blocks.document import Block, Paragraph, Table, TableColumn
from smreport.blueprint.values import normalised
from smreport.papers.case import Case
from smreport.papers.figures import listed, not_known, shown
from smreport.papers.listing import filled
from smreport.words import say

Blocks = Iterator[Block]
Group = dict[Hashable, Any]
"""What was brought together for a channel or a role: a row of ``results.channels``."""
_SHORT_LIST = 8  # names in a cell
_MOST = 3  # channels and roles in the main part


def channels(case: Case, intro: str) -> Blocks:
    """The channels that several areas share, with their tools; nothing where none is shared."""
    shared = _shared(case.results.channels)
    if shared:
        tools = {name: _tools(case, row) for name, row in shared.items()}
        yield from _shared_table(case, intro, ("channels.channel", case.plural("tools")), shared, tools)


def roles(case: Case, intro: str) -> Blocks:
    """The roles that work for several areas, with their kind; nothing where none does."""
    shared = _shared(case.results.roles)
    if shared:
        kinds = _kinds(case)
        which = {name: kinds.get(normalised(name), not_known()) for name in shared}
        yield from _shared_table(case, intro, ("roles.role", case.heading("roles.kind")), shared, which)


def _shared(together: pd.DataFrame) -> dict[str, Group]:
    """Channels or roles by name that at least two areas share, those of most areas first."""
    rows = [(str(name), row) for name, row in together.to_dict("index").items() if len(row["areas"]) > 1]
    return dict(sorted(rows, key=lambda pair: -len(pair[1]["areas"])))


def _shared_table(
    case: Case, intro: str, heads: tuple[str, str], shared: dict[str, Group], beside: dict[str, str]
) -> Blocks:
    """Intro, and a table of the first of them; ``heads`` are the column that names them and the heading beside it."""
    address, second = heads
    first = list(shared.items())[:_MOST]
    if intro:
        yield Paragraph(intro, see=("all_channels",))
    columns = (TableColumn(case.heading(address), 3), TableColumn(second, 3), TableColumn(case.plural("areas"), 6))
    yield filled(Table(
        say("papers.shared", kind=case.plural(address.partition(".")[0])), columns,
        tuple((name, beside[name], case.area_names(row["areas"], _SHORT_LIST)) for name, row in first),
        say("papers.table.columns", columns=listed(column.heading for column in columns)),
        f"main_{address.partition('.')[0]}",
        tuple(case.sources.rows("mapping", row["rows"]) for _, row in first),
    ))  # fmt: skip


def channel_table(case: Case) -> Table:
    """All channels with their tools, areas and benefit points."""
    name, tools = case.heading("channels.channel"), case.plural("tools")
    beside = {str(channel): _tools(case, row) for channel, row in case.results.channels.to_dict("index").items()}
    columns = (TableColumn(name, 3), TableColumn(tools, 5))
    return _in_full(case, case.plural("channels"), case.results.channels, columns, beside)


def role_table(case: Case) -> Table:
    """All roles with their kind, areas and benefit points."""
    kinds = _kinds(case)
    beside = {str(role): kinds.get(normalised(role), not_known()) for role in case.results.roles.index}
    columns = (TableColumn(case.heading("roles.role"), 6), TableColumn(case.heading("roles.kind"), 2))
    return _in_full(case, case.plural("roles"), case.results.roles, columns, beside)


def _in_full(
    case: Case, kind: str, together: pd.DataFrame, columns: tuple[TableColumn, ...], beside: dict[str, str]
) -> Table:
    """In order of benefit, where benefit is known."""
    columns = (
        *columns,
        TableColumn(say("papers.column.areas"), 1.3, "right"),
        TableColumn(say("papers.scales.benefit"), 1.8, "right"),
    )
    rows = {str(name): row for name, row in together.to_dict("index").items()}
    known = bool(together["points"].notna().any())
    return filled(Table(
        say("papers.in_order_of_benefit" if known else "papers.in_use", kind=kind), columns,
        tuple((name, beside[name], str(len(row["areas"])), case.points(row)) for name, row in rows.items()),
        say("papers.table.columns", columns=listed(column.heading for column in columns)),
        sources=tuple(case.sources.rows("mapping", row["rows"]) for row in rows.values()),
    ))  # fmt: skip


def _tools(case: Case, row: Group) -> str:
    return listed(dict.fromkeys(map(case.tool, row["tools"])), _SHORT_LIST) or not_known()


def _kinds(case: Case) -> dict[str, str]:
    """The kind of each role, by how comparisons see its name."""
    return {normalised(row["role"]): shown(row["kind"]) for row in case.rows("roles").values()}
