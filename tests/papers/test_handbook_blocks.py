"""How a handbook is laid out: its cover, headings, widths of tables, and the kinds of answer that columns take."""

from __future__ import annotations

from papers.guides import laid_out
from papers.outlines import assert_is

from smreport.blocks.document import Heading, Table
from smreport.blueprint.model import Blueprint
from smreport.frozen import replace
from smreport.papers.handbook import handbook
from smreport.words import speaking
from smreport.words.languages import spoken_by
from smreport.workbook.read.doubts import DOUBTS


def test_its_parts_stand_in_this_order_with_these_widths(blueprint: Blueprint) -> None:
    assert_is("handbook", laid_out(blueprint))


def test_a_list_of_more_than_60_choices_is_left_out(blueprint: Blueprint) -> None:
    choices = blueprint.lists["importance"]
    (item, *_) = choices.items
    for count in (60, 61):
        longer = replace(choices, items=(item,) * count)
        guide = handbook(replace(blueprint, lists={"importance": longer}), [])
        headings = [block.text for block in guide.blocks if isinstance(block, Heading) and block.level == 2]
        assert headings == [choices.heading][: 61 - count]


def test_cases_of_what_is_typed_in_english_are_told_in_english_alone(blueprint: Blueprint) -> None:
    def captions() -> list[int]:
        tables = [block for block in handbook(blueprint, DOUBTS).blocks if isinstance(block, Table)]
        return [len(table.columns) for table in tables if len(table.columns) == 4 and table.columns[2].share == 5]

    assert len(captions()) == 1
    with speaking(spoken_by("cy")):
        assert captions() == []
