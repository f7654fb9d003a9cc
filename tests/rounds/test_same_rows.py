"""Which row of one sheet is which of another: what is plainly the same, and nothing that is not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from smreport.rounds.addressee import Mark, Share
from smreport.rounds.pairing import pair_rows
from smreport.rounds.same_rows import Clues, Sheetful, same_rows

CLUES = Clues("name", ("name", "area"), frozenset({"name", "words"}), frozenset({"name", "words", "cost", "day"}))
Cells = Mapping[str, str]


def sheet(*rows: str, first: int = 1) -> Sheetful:
    """Rows such as "name=A cost=3", in which an underline stands for a space; called by name and area."""
    cells = {at: dict(cell.replace("_", " ").split("=") for cell in row.split(" ") if cell)
             for at, row in enumerate(rows, start=first)}  # fmt: skip
    called = {at: (row.get("name", ""), row.get("area", "")) for at, row in cells.items()}
    return Sheetful({at: who if any(who) else ("", *row.values()) for (at, row), who in
                     zip(cells.items(), called.values(), strict=True)}, cells)  # fmt: skip


OTHER = "name=Q cost=77"  # a row that has no partner, so that nothing is the last one left
ALONE = "name=Z cost=99"


Case = tuple[list[str], list[str], dict[int, int]]


def check(case: Case) -> None:
    """The rows of a case are paired as it says, from either side."""
    (old, new, pairs) = case
    before, after = sheet(*old), sheet(*new, first=11)
    assert same_rows(before, after, CLUES) == pairs
    assert same_rows(after, before, CLUES) == {now: was for was, now in pairs.items()}


@pytest.mark.parametrize(
    "case",
    [
        (["name=A cost=1"], ["name=A cost=2"], {1: 11}),
        (["name=A cost=1", "name=A cost=2"], ["name=A cost=2", "name=A cost=1"], {1: 12, 2: 11}),
        (["name=A cost=1 day=5", "name=A cost=2 day=6"], ["name=A cost=2 day=7", "name=A cost=3"], {2: 11, 1: 12}),
        (["name=A cost=1", "name=A cost=2"], ["name=A cost=3", "name=A cost=4"], {1: 11, 2: 12}),
        (["name=A cost=1", "name=A cost=1"], ["name=A cost=1"], {1: 11}),
        (["name=A cost=1", "name=A cost=2"], ["name=A cost=2"], {2: 11}),
        (["name=A area=x", "name=A area=y"], ["name=A area=y", "name=A area=x"], {1: 12, 2: 11}),
    ],
)  # fmt: skip
def test_of_one_name_equal_rows_go_first_then_the_nearest_then_their_order(case: Case) -> None:
    check(case)


@pytest.mark.parametrize(
    "case",
    [
        (["name=abcdefgh cost=1", OTHER], ["name=abcdefgx cost=1", ALONE], {1: 11}),
        (["name=abcdefgh cost=1", OTHER], ["name=ABCDEFGX cost=1", ALONE], {1: 11}),
        (["name=abcd cost=1", OTHER], ["name=abcx cost=1", ALONE], {}),  # three letters of four
        (["name=abcde cost=1", OTHER], ["name=abcdx cost=1", ALONE], {1: 11}),  # four of five
        (["name=abcdefg_1 cost=1", OTHER], ["name=abcdefg_2 cost=1", ALONE], {}),  # numbers tell apart
        (["name=abcde cost=1", OTHER], ["name=abcdx cost=2", ALONE], {}),
        (["name=abcdefgh cost=1"], ["name=abcdefgx cost=1", "name=abcdefgy cost=1"], {}),  # which of the two?
        (["name=abcdefghij cost=1"], ["name=abcdefghix cost=1", "name=abcdefghijk cost=1"], {1: 12}),
        (["name=abcde", OTHER], ["name=abcdx", ALONE], {1: 11}),
        ([f"name=c{'ab' * 120}x cost=1", OTHER], [f"name=d{'ab' * 120}y cost=1", ALONE], {1: 11}),
    ],
)  # fmt: skip
def test_a_name_that_is_nearly_the_same_is_where_all_else_is_equal(case: Case) -> None:
    check(case)


@pytest.mark.parametrize(
    "case",
    [
        (["name=abc cost=1"], ["name=xyz cost=1"], {1: 11}),
        (["name=A cost=1", "name=abc cost=5"], ["name=A cost=1", "name=xyz cost=5"], {1: 11, 2: 12}),
        (["name=abc cost=1"], ["name=xyz cost=2"], {}),
        (["name=abc_1 cost=1"], ["name=xyz_1 cost=1"], {1: 11}), (["name=abc_1 cost=1"], ["name=xyz_2 cost=1"], {}),
        (["name=abc"], ["name=xyz"], {}), (["name=abc cost=1"], ["cost=1"], {}), (["cost=1"], ["name=abc cost=1"], {}),
        (["name=abc cost=1", OTHER], ["name=xyz cost=1"], {}), (["name=abc cost=1"], ["name=xyz cost=1", OTHER], {}),
    ],
)  # fmt: skip
def test_the_last_rows_left_are_the_same_where_all_but_their_names_is_equal(case: Case) -> None:
    check(case)


@pytest.mark.parametrize(
    "case",
    [
        (["name=abc words=so_it_is cost=1 day=2", OTHER], ["name=xyz words=so_it_is cost=1 day=3", ALONE], {1: 11}),
        (["name=abc words=so cost=1 kind=k", OTHER], ["name=xyz words=so cost=2 kind=k", ALONE], {}),  # one clue is few
        (["name=abc words=so cost=1 day=2", OTHER], ["name=xyz words=so cost=1 day=3", ALONE], {1: 11}),
        (["name=abc cost=1 day=2 kind=k", OTHER], ["name=xyz cost=1 day=2 kind=l", ALONE], {1: 11}),
        (["name=abc kind=k sort=s", OTHER], ["name=xyz kind=k sort=s", ALONE], {}),  # choices say nothing
        (["name=abc words=so_it_is cost=1", OTHER], ["name=xyz words=so_it_is cost=2", ALONE], {}),  # half is not most
        (["name=abc words=so_it_is cost=1 day=1", OTHER], ["name=xyz words=so_it_is cost=1", ALONE], {1: 11}),
        (["name=abc words=so_it_is", "name=def words=so_it_is"], ["name=xyz words=so_it_is", ALONE], {}),
        (["name=abc area=x words=so_it_is", OTHER], ["name=xyz area=y words=so_it_is", ALONE], {1: 11}),
        (["name=abc area=x words=so_it_is", OTHER], ["name=xyz area=x words=so_it_is", ALONE], {1: 11}),
        (["name=one_name area=x cost=1", OTHER], ["name=one_name area=y cost=1", ALONE], {1: 11}),
        (["name=one_name area=x cost=1 day=1", OTHER], ["name=one_name area=y cost=2 day=2", ALONE], {}),
        (["name=a words=so_it_is cost=1 day=2 kind=k", OTHER],
         ["name=b words=so_it_is cost=1 day=3 kind=k", "name=c cost=1 day=2 kind=k words=new"], {1: 11}),
    ],
)  # fmt: skip
def test_what_no_other_row_has_tells_a_row_where_most_of_it_is_equal(case: Case) -> None:
    check(case)


@pytest.mark.parametrize(
    "case",
    [
        (["name=abcdefgh words=so_it_is cost=1", OTHER],
         ["name=abcdefgx words=so_it_is cost=1", "name=xyz words=so_is cost=1"], {1: 11}),
        ([], ["name=A"], {}), (["name=A"], [], {}),
    ],
)  # fmt: skip
def test_a_name_spelt_nearly_alike_says_more_than_a_clue(case: Case) -> None:
    check(case)


def test_of_very_many_rows_of_one_name_those_that_are_not_equal_go_by_their_order() -> None:
    for count, pairs in ((50, {1: 112, 2: 111}), (51, {1: 111, 2: 112})):
        old = sheet("name=A cost=1 day=x", "name=A cost=2 day=y", *["name=A cost=3"] * (count - 2))
        new = sheet("name=A cost=2 day=z", "name=A cost=1 day=w", *["name=A cost=4"] * (count - 2), first=111)
        found = same_rows(old, new, CLUES)
        assert {at: found[at] for at in (1, 2)} == pairs
        assert len(found) == len({*found.values()}) == count


def test_of_very_many_rows_with_the_same_beside_their_names_no_names_are_compared() -> None:
    for count, known in ((50, True), (51, False)):
        old = sheet("name=abcdefgh cost=1", *(f"name=x{at} cost=1" for at in range(count - 1)))
        new = sheet("name=abcdefgi cost=1", *(f"name=y{at}0 cost=1" for at in range(100, 99 + count)), first=111)
        assert (same_rows(old, new, CLUES) == {1: 111}) is known


ROWS = some.lists(some.tuples(some.sampled_from("AB"), some.sampled_from("12"), some.sampled_from("56")), max_size=4)


@given(ROWS, ROWS)
def test_rows_of_one_name_are_all_paired_and_as_many_as_can_be_are_equal(
    old: list[tuple[str, str, str]], new: list[tuple[str, str, str]]
) -> None:
    sides = []
    for rows in (old, new):
        cells = {at: dict(zip(("name", "cost", "day"), row, strict=True)) for at, row in enumerate(rows)}
        sides.append(Sheetful({at: (row["name"],) for at, row in cells.items()}, cells))
    pairs = same_rows(*sides, Clues("", ("name",)))
    assert len({*pairs.values()}) == len(pairs)
    assert all(old[at][0] == new[to][0] for at, to in pairs.items())
    assert len(pairs) == sum(min([row[0] for row in rows].count(name) for rows in (old, new)) for name in "AB")
    equal = sum(old[at] == new[to] for at, to in pairs.items())
    assert equal == sum(min(rows.count(row) for rows in (old, new)) for row in {*old})


A, B, C = ("a",), ("b",), ("c",)


@pytest.mark.parametrize(
    ("sent", "called", "marks", "pairs"),
    [
        ([A, B], [B, A], [1, 2], {1: 2, 2: 1}),  # sorted without their marks
        ([A, B], [B, A], [2, 1], {1: 2, 2: 1}),  # with them
        ([A, B], [C, B], [1, 2], {1: 1, 2: 2}),  # renamed
        ([A, A], [A, A], [2, 1], {1: 2, 2: 1}), ([A, A], [A, A], [0, 0], {1: 1, 2: 2}),
        ([A, A], [A, A], [0, 1], {1: 2, 2: 1}), ([A], [A, A], [1, 1], {1: 1}), ([A], [C, C], [1, 1], {1: 1}),
        ([A], [C], [0], {}), ([A], [C], [7], {}), ([A, B], [B, C], [1, 2], {1: 2}),
        ([A, B], [B, C], [2, 1], {1: 2, 2: 1}),
    ],
)  # fmt: skip
def test_a_row_is_the_one_of_its_mark_and_name_else_of_its_name_else_of_its_mark(
    sent: list[tuple[str]], called: list[tuple[str]], marks: list[int], pairs: dict[int, int]
) -> None:
    beside = {at: Mark(Share.OWN, row) for at, row in enumerate(marks, start=1) if row}
    here, there = (dict(enumerate(names, start=1)) for names in (sent, called))
    assert pair_rows(here, there, beside) == pairs


def test_a_weight_is_given_to_what_tells_much() -> None:
    keys, texts = ("name", "words", "cost", "kind"), ("one", "two words")
    weights = {(key, text): CLUES.weight(key, text) for key, text in product(keys, texts)}
    assert list(weights.values()) == [2, 2, 1, 2, 1, 1, 0, 0]
