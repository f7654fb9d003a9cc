"""What a round writes into workbooks is read again in the language in which it was written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as some
from rounds.council import council

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Aside
from smreport.frozen import replace
from smreport.rounds.addressee import Mark, Share, mark_of, own_start, read_mark, read_name
from smreport.rounds.compare import compared
from smreport.rounds.decisions import Decisions, Matter, Option, Question, question_rows, read_decisions, unanswered
from smreport.rounds.progress import is_split, own_rows
from smreport.rounds.register import Sent, read_register, register_tables
from smreport.rounds.split import Splitting, parts_of_workbook, prepared
from smreport.words import ENGLISH, Words, speaking

CATALOGUES = ("workbook", "findings")


@pytest.fixture(scope="module")
def bracketed(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """A language that says all in brackets, with signs that mean something in patterns."""
    folder = tmp_path_factory.mktemp("bracketed")
    for name in CATALOGUES:
        with (ENGLISH.folder / f"{name}.po").open("rb") as file:
            messages = read_po(file)
        for message in messages:
            if message.id:
                said = message.string
                message.string = tuple(map(_bracketed, said)) if isinstance(said, tuple) else _bracketed(said)
        content = io.BytesIO()
        write_mo(content, messages)
        (folder / f"{name}.mo").write_bytes(content.getvalue())
    return Words(Path(folder), others=ENGLISH, tag="cy-GB")


def _bracketed(words: str) -> str:
    return f"[{words}*+?]"


@pytest.mark.parametrize("share", Share)
@given(row=some.integers(1, 10**6))
def test_marks(bracketed: Words, share: Share, row: int) -> None:
    with speaking(bracketed):
        said = mark_of(share, row)
        assert read_mark(f" {said} ") == Mark(share, row)
        assert read_mark(f"{said}!") is None
    assert said != mark_of(share, row)
    assert read_mark(said) is None
    assert read_mark(mark_of(share, row)) == Mark(share, row)


@pytest.mark.parametrize("name", ["Libraries (Service)", "A*", "One\nand two", "["])
def test_names(bracketed: Words, blueprint: Blueprint, name: str) -> None:
    with speaking(bracketed):
        assert read_name(own_start(blueprint, name).start.intro) == name
    assert read_name(own_start(blueprint, name).start.intro) == name


def test_registers_and_the_rows_of_their_parts(bracketed: Words, blueprint: Blueprint) -> None:
    with speaking(bracketed):
        tables = council(blueprint)
        splitting = Splitting(prepared(tables))
        sent = tuple(Sent(f"{at}.xlsx", part, at, "abc") for at, part in enumerate(parts_of_workbook(tables)))
        assert read_register(register_tables(splitting, sent)).sent == sent
        parts = [splitting.workbook(one.part) for one in sent]
        own = [own_rows(part) for part in parts]
        assert all(map(is_split, parts))
    assert own == [own_rows(Splitting(prepared(tables)).workbook(one.part)) for one in sent]


@pytest.mark.parametrize("matter", Matter)
def test_decisions(bracketed: Words, matter: Matter) -> None:
    options = (Option("20", ("a.xlsx, D7",)), Option("", ("b.xlsx, D7",)))
    question = Question(matter, ("roles", "editor", "capacity"), "5 Roles", "Editor", "Capacity", options)
    with speaking(bracketed):
        decided = Decisions({(question.reference, option.shown): at == 1 for at, option in enumerate(options)})
        rows = question_rows([question], decided)
        assert read_decisions("combined.xlsx", rows) == decided
        assert decided.chosen(question) == ""
        assert unanswered(rows) == 0
        assert unanswered(question_rows([question], Decisions())) == 1


def test_a_row_in_which_nothing_stands_is_called_by_its_number(bracketed: Words, blueprint: Blueprint) -> None:
    before = council(blueprint)
    roles = replace(before["roles"], set_aside={23: Aside("total", {})})
    after = replace(before, tables={**before.tables, "roles": roles})
    with speaking(bracketed):
        assert [change.new_cell for change in compared(before, after).changes] == ["[row 23*+?]"]
