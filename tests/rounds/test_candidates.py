"""Which of several files is the return: each kind of file by itself, and all that is said of it."""

from __future__ import annotations

from datetime import date

import pytest
from rounds.council import council

from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.frozen import replace
from smreport.rounds.candidates import Candidate, answers_in, left_out, left_out_in_words, several_in_words

BLUEPRINT = load()


def candidate(line: str) -> Candidate:
    """Name, content, answers, made from ("-" where it is no marked copy) and part, apart by spaces; "_" is nothing."""
    name, content, answers, made_from, part = ("" if piece == "_" else piece for piece in line.split())
    return Candidate(name, content, answers, None if made_from == "-" else made_from, part)


SAME, MARKED = "the same file as “{}”", "a marked copy of “{}” with nothing new in it"
NEWER = "“{}” was made from it and filled in since, so that one counts"


@pytest.mark.parametrize(
    ("lines", "out"),
    [
        (["a 1 x - L", "b 2 y x L", "c 3 z y L"], {"a": (NEWER, "b"), "b": (NEWER, "c")}),
        (["a 1 _ - L", "b 2 x x L"], {"b": (MARKED, "a")}),
        (["a 1 x - L", "b 2 x x L", "bb 2 x x L"], {"b": (MARKED, "a"), "bb": (SAME, "b")}),
        (["a 1 x - L", "b 2 y - H"], {}),
        # the same file: the expected name stays, else the shorter, else the first
        (["a 1 x - L", "b 1 x - L"], {"b": (SAME, "a")}), (["bb 1 x - L", "c 1 x - L"], {"bb": (SAME, "c")}),
        (["Returned.xlsx 1 x - L", "b 1 x - L"], {"b": (SAME, "Returned.xlsx")}),
        (["a _ x - L", "b _ x - L"], {}),
        (["a 1 x - L", "b 1 x - L", "c 1 x - L"], {"b": (SAME, "a"), "c": (SAME, "a")}),
        # a marked copy with the same answers as another file
        (["a 1 x - L", "b 2 x x L"], {"b": (MARKED, "a")}), (["a 1 x - L", "b 2 x x H"], {}),
        (["a 1 x - _", "b 2 x x H"], {"b": (MARKED, "a")}), (["a 1 x - l", "b 2 x x L"], {"b": (MARKED, "a")}),
        (["a 1 y - L", "b 2 x x L"], {}), (["a 1 x - L", "b 2 x y L"], {"b": (MARKED, "a")}),
        (["a 1 x x L", "b 2 x x L"], {"b": (MARKED, "a")}), (["b 2 x x L"], {}),
        (["a 1 x x L", "b 2 x x L", "c 3 x - L"], {"b": (MARKED, "a"), "a": (MARKED, "c")}),
        # a file that was not opened, as it is still as it was sent
        (["a 1 _ - L", "b 2 x y L"], {}),
        (["a 1 _ - _", "b 2 x x L"], {}), (["a _ _ - L", "b 2 x x L"], {}),
        (["a 1 _ - L", "b 2 x _ L"], {"b": (MARKED, "a")}),
        (["a 1 x - L", "b 2 x _ L"], {"b": (MARKED, "a")}),
        # a marked copy that was filled in
        (["a 1 x - L", "b 2 y x L"], {"a": (NEWER, "b")}), (["a 1 x - L", "b 2 y x H"], {}),
        (["a 1 x - L", "b 2 y z L"], {}), (["a 1 x - L", "b 2 _ x L"], {}),
        (["a 1 x - L", "b 2 y x L", "c 3 z x L"], {"a": (NEWER, "b")}),
        (["b 2 y x L", "c 3 x y L"], {}),  # each is newer than the other
        (["a 1 z - L", "b 2 y x L", "c 3 x y L"], {}),
    ],
)  # fmt: skip
def test_a_file_is_left_out_for_one_that_says_as_much(lines: list[str], out: dict[str, tuple[str, str]]) -> None:
    candidates = [candidate(line) for line in lines]
    told = {name: why.format(other) for name, (why, other) in out.items()}
    assert left_out(candidates, ["returned.XLSX"]) == told == left_out(candidates[::-1], ["returned.XLSX"])


def test_what_is_left_out_is_told_in_a_line_and_several_for_one_part_in_another() -> None:
    assert left_out_in_words({}) == ()
    assert left_out_in_words({"b": "the same file as “a”", "a": "a marked copy of “c”"}) == (
        "Left out: “a”: a marked copy of “c”; “b”: the same file as “a”.",
    )
    files = map(candidate, ["a 1 x - L", "b 2 x - l", "c 3 x - H", "d _ x - H", "e 5 x - _", "f 6 x - _"])
    assert several_in_words(files) == (
        "2 files came back for L: “a” and “b”. All count, and where they differ you are asked. "
        "If only one should count, move the others to another folder.",
    )


def test_whatever_people_put_in_makes_another_digest() -> None:
    before = council(BLUEPRINT)
    table, row = before["roles"], before["roles"].numbers[0]

    def extras(**changes: object) -> Tables:
        return replace(before, extras=replace(before.extras, **changes))

    others = [
        before.with_settings({"budget": 2000.0}),
        before.with_settings({"meeting_date": date(2027, 1, 2)}),
        replace(
            before, tables={**before.tables, "roles": replace(table, numbers=[number + 1 for number in table.numbers])}
        ),
        extras(columns={"roles": {"Room": {row: "B1"}}}),
        extras(columns={"roles": {"Room": {row: "B2"}}}),
        extras(columns={"roles": {"Rooms": {row: "B1"}}}),
        extras(columns={"roles": {"Room": {row + 1: "B1"}}}),
        extras(columns={"areas": {"Room": {row: "B1"}}}),
        extras(sheets={"Log": (("a",),)}),
        extras(sheets={"Log": (("b",),)}),
        extras(notes={"roles": {("role", row): "Who?"}}),
        extras(notes={"areas": {("role", row): "Who?"}}),
    ]
    digests = [answers_in(tables) for tables in (before, *others)]
    assert len({*digests}) == len(digests)
    assert all(len(digest) == 64 for digest in digests)
    columns = {"A": {row: 1.0}, "B": {row: 2.0}}
    turned = extras(columns={"areas": {}, "roles": dict(reversed(columns.items()))}, sheets={"A": (), "B": ()})
    assert answers_in(turned) == answers_in(extras(columns={"roles": columns, "areas": {}}, sheets={"B": (), "A": ()}))
