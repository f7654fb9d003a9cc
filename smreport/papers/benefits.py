"""Channels and roles: in the main part those that several areas share, in the appendix all with what they bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smreport.blocks.document import Block, Paragraph, Table, TableColumn
from smreport.blueprint.values import normalised
from smreport.decision.consolidate import Together
from smreport.papers.case import Case
from smreport.papers.figures import listed, not_known, shown
from smreport.papers.listing import filled
from smreport.words import say

Blocks = Iterator[Block]
Groups = Mapping[str, Together]
_SHORT_LIST = 8  # names in a cell
_MOST = 3  # channels and roles in the main part


def channels(case: Case, intro: str) -> Blocks:
    """The channels that several areas share, with their tools; nothing where none is shared."""
    shared = _shared(case.results.by_channel)
    if shared:
        tools = {name: _tools(case, group) for name, group in shared.items()}
        yield from _shared_table(case, intro, ("channels.channel", case.plural("tools")), shared, tools)


def roles(case: Case, intro: str) -> Blocks:
    """The roles that work for several areas, with their kind; nothing where none does."""
    shared = _shared(case.results.by_role)
    if shared:
        kinds = _kinds(case)
        which = {name: kinds.get(normalised(name), not_known()) for name in shared}
        yield from _shared_table(case, intro, ("roles.role", case.heading("roles.kind")), shared, which)


def _shared(together: Groups) -> Groups:
    """Channels or roles by name that at least two areas share, those of most areas first."""
    shared = [(str(name), group) for name, group in together.items() if len(group.areas) > 1]
    return dict(sorted(shared, key=lambda pair: -len(pair[1].areas)))


def _shared_table(case: Case, intro: str, heads: tuple[str, str], shared: Groups, beside: dict[str, str]) -> Blocks:
    """Intro, and a table of the first of them; ``heads`` are the column that names them and the heading beside it."""
    address, second = heads
    first = list(shared.items())[:_MOST]
    if intro:
        yield Paragraph(intro, see=("all_channels",))
    columns = (TableColumn(case.heading(address), 3), TableColumn(second, 3), TableColumn(case.plural("areas"), 6))
    yield filled(Table(
        say("papers.shared", kind=case.plural(address.partition(".")[0])), columns,
        tuple((name, beside[name], case.area_names(group.areas, _SHORT_LIST)) for name, group in first),
        say("papers.table.columns", columns=listed(column.heading for column in columns)),
        f"main_{address.partition('.')[0]}",
        tuple(case.sources.rows("mapping", group.rows) for _, group in first),
    ))  # fmt: skip


def channel_table(case: Case) -> Table:
    """All channels with their tools, areas and benefit points."""
    name, tools = case.heading("channels.channel"), case.plural("tools")
    beside = {str(channel): _tools(case, group) for channel, group in case.results.by_channel.items()}
    columns = (TableColumn(name, 3), TableColumn(tools, 5))
    return _in_full(case, case.plural("channels"), case.results.by_channel, columns, beside)


def role_table(case: Case) -> Table:
    """All roles with their kind, areas and benefit points."""
    kinds = _kinds(case)
    beside = {str(role): kinds.get(normalised(role), not_known()) for role in case.results.by_role}
    columns = (TableColumn(case.heading("roles.role"), 6), TableColumn(case.heading("roles.kind"), 2))
    return _in_full(case, case.plural("roles"), case.results.by_role, columns, beside)


def _in_full(
    case: Case, kind: str, together: Groups, columns: tuple[TableColumn, ...], beside: dict[str, str]
) -> Table:
    """In order of benefit, where benefit is known."""
    columns = (
        *columns,
        TableColumn(say("papers.column.areas"), 1.3, "right"),
        TableColumn(say("papers.scales.benefit"), 1.8, "right"),
    )
    known = any(group.points is not None for group in together.values())
    return filled(Table(
        say("papers.in_order_of_benefit" if known else "papers.in_use", kind=kind), columns,
        tuple(
            (str(name), beside[str(name)], str(len(group.areas)), case.points(group))
            for name, group in together.items()
        ),
        say("papers.table.columns", columns=listed(column.heading for column in columns)),
        sources=tuple(case.sources.rows("mapping", group.rows) for group in together.values()),
    ))  # fmt: skip


def _tools(case: Case, group: Together) -> str:
    return listed(dict.fromkeys(map(case.tool, group.tools)), _SHORT_LIST) or not_known()


def _kinds(case: Case) -> dict[str, str]:
    """The kind of each role, by how comparisons see its name."""
    return {normalised(row["role"]): shown(row["kind"]) for row in case.rows("roles").values()}
