"""Handbooks in parts: what of their layout is compared."""

from __future__ import annotations

from collections.abc import Iterator

from papers.outlines import outline
from papers.whole_rounds import in_short

from smreport.blocks.document import Table
from smreport.blueprint.model import Blueprint
from smreport.papers.handbook import handbook
from smreport.workbook.read.doubts import DOUBTS

_SHEETS = ("Settings", "1 Areas", "5a Channels")
_LISTS = ("Kind of area", "Importance")


def in_parts(blueprint: Blueprint) -> Iterator[str]:
    """The handbook without most sheets and lists, and of each table its first row alone."""
    is_wanted = True
    for line in in_short(outline(handbook(blueprint, DOUBTS)), 1):
        if line.startswith("## "):
            is_wanted = not line.startswith("## Sheet ") or line.removeprefix("## Sheet ") in _SHEETS
        elif line.startswith("### "):
            is_wanted = line.removeprefix("### ") in _LISTS
        if is_wanted:
            yield line


def kinds(blueprint: Blueprint) -> list[str]:
    """Each kind of answer that any column takes, once."""
    tables = (block for block in handbook(blueprint, DOUBTS).blocks if isinstance(block, Table))
    return sorted({row[2] for table in tables if table.columns[-1].heading == "Kind of answer" for row in table.rows})


def laid_out(blueprint: Blueprint) -> list[str]:
    return [*in_parts(blueprint), "", *kinds(blueprint)]
