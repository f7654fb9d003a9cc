"""What a workbook is enough for is said on the first page and by ``build``: no inventory is called a strategy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from papers.cases import case_of, small_case, table_with, texts, whole
from workbooks import example

from smreport.blocks.document import Block, Chart, Contents, Document, Heading, Table
from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.commands.publishing import published
from smreport.papers import kinds, missing
from smreport.papers.case import Case
from smreport.papers.compose import paper

HALF_FILLED = Path(__file__).parents[1] / "half_filled"
KINDS = {
    "accounts": kinds.INVENTORY, "actions": kinds.ACTIONS, "done": kinds.PROGRESS, "money": kinds.ACTIONS,
    "no_status": kinds.DRAFT, "objectives": kinds.PROGRESS,
}  # fmt: skip
MOST_UNKNOWN = 0.1
EACH = pytest.mark.parametrize("name", KINDS)


@pytest.fixture(scope="module")
def half_filled(blueprint: Blueprint) -> dict[str, Case]:
    return {
        name: case_of(tables_from(blueprint, read_answers(HALF_FILLED / f"{name}.toml"), f"{name}.xlsx"))
        for name in KINDS
    }


def main_part(document: Document) -> list[Block]:
    """What stands before the appendices."""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.text.startswith("Appendix "):
            break
        blocks.append(block)
    return blocks


@EACH
def test_the_first_page_says_what_it_is(half_filled: dict[str, Case], name: str) -> None:
    case = half_filled[name]
    assert case.kind == KINDS[name]
    document = paper(case, "strategy")
    assert document.subtitle.startswith("Exampleshire County Council: ")
    first = next(block for block in document.blocks if not isinstance(block, Contents | Heading))
    assert list(texts([first]))[-1] == case.kind_told


@EACH
def test_build_says_so(half_filled: dict[str, Case], name: str) -> None:
    assert published(half_filled[name].full).remarks[0] == half_filled[name].kind_told


@pytest.mark.parametrize("name", ["devon", "illustrative"])
def test_a_whole_strategy_says_nothing_of_the_kind(blueprint: Blueprint, name: str) -> None:
    case = case_of(example(blueprint, name))
    assert (case.kind, case.kind_told) == (kinds.STRATEGY, "")
    assert paper(case, "strategy").subtitle == case.answer("organisation")


@EACH
def test_few_cells_of_the_main_part_say_that_something_is_not_known(half_filled: dict[str, Case], name: str) -> None:
    tables = [block for block in main_part(paper(half_filled[name], "strategy")) if isinstance(block, Table)]
    cells = [cell for table in tables for row in table.rows for cell in row]
    unknown = [cell for cell in cells if re.match(r"Not (?:known|named|said|scored|yet)|None|[-–]?$", cell)]
    assert len(unknown) <= MOST_UNKNOWN * len(cells)


@EACH
def test_where_nothing_is_open_nothing_is_ranked_chosen_or_drawn(half_filled: dict[str, Case], name: str) -> None:
    case = half_filled[name]
    document = paper(case, "strategy")
    assert case.is_to_note is (KINDS[name] in (kinds.PROGRESS, kinds.INVENTORY) or name == "actions")
    text = whole(document)
    assert not re.search(r"[Rr]ank|in order of priority|options|Options|None identified|No projects of", text)
    assert not any(isinstance(block, Chart) for block in main_part(document))
    if case.is_to_note:
        assert not re.search(r"[Ww]ave|approval", "\n".join(texts(main_part(document))))


def test_projects_without_figures_stand_by_status_and_date(blueprint: Blueprint) -> None:
    case = small_case(
        blueprint,
        """
        | portfolio | title  | status      | start          | lead     |
        |           | Second | Proposed    | 1 May 2027     | Web team |
        |           | First  | Proposed    | 1 April 2027   | Web team |
        |           | Agreed | In progress | 1 January 2028 |          |
        """,
    )
    document = paper(case, "strategy")
    table = table_with(main_part(document), "Status")
    assert [row[0] for row in table.rows] == ["Agreed", "First", "Second"]
    assert [column.heading for column in table.columns] == ["Project", "Status", "Lead", "Start"]
    assert "by rank" not in whole(document)


def test_an_example_about_a_real_council_says_on_every_page_that_it_has_not_seen_it(blueprint: Blueprint) -> None:
    for key in ("strategy", "action_plan"):
        document = paper(case_of(example(blueprint, "devon")), key)
        assert "not seen by the organisation" in document.footer
        (notice,) = (each for each in document.notices if each.label == "Exercise")
        assert "Devon County Council has not seen it" in notice.text
        assert "Exercise" not in paper(case_of(example(blueprint, "illustrative")), key).footer


def test_what_is_not_known_is_told_in_short_lines(blueprint: Blueprint) -> None:
    """Of rows with long names, as Devon's benefits are, one is named and the others are counted."""
    case = case_of(example(blueprint, "devon"))
    (table,) = (block for block in missing.missing(case, "") if isinstance(block, Table))
    lines = [row[0] for row in table.rows]
    assert len(lines) == 10
    assert max(map(len, lines)) < 200
    (strength,) = (line for line in lines if line.startswith("Strength"))
    assert re.fullmatch(r"Strength; Left out, and their other way of “Reach many people [^”]+” and \d+ more", strength)


def test_accounts_that_nobody_has_decided_on_are_not_counted(blueprint: Blueprint) -> None:
    """A sentence that only says that nothing is decided is none for a summary."""
    answers = "| accounts | account | tool | decision |\n| | Ours | Email | {} |"
    for decision, is_told in (("", False), ("Keep", True)):
        case = small_case(blueprint, answers.format(decision))
        assert ("in all" in whole(paper(case, "report"))) is is_told


def test_what_is_not_known_of_settings_names_no_row(half_filled: dict[str, Case]) -> None:
    (told,) = (each for each in texts(missing.missing(half_filled["accounts"], "")) if "Contact" in each)
    assert told.startswith("Contact, Plan starts, Plan ends")
    assert "Exampleshire" not in told
