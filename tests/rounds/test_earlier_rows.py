"""What of a row has a column of its own among the earlier rounds, and what becomes a line."""

from __future__ import annotations

from datetime import date

import pytest
from workbooks import workbook

from smreport.blueprint.columns import Choice, ColumnType, Figure, Number, Percent, Text
from smreport.blueprint.templates import load
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs
from smreport.frozen import replace
from smreport.rounds.earlier_rows import Keeping, kept_answers, shown

BLUEPRINT = load()
KEEPING = Keeping(workbook(BLUEPRINT, "| settings | author |\n| | Ann |"), "2027/28", (), {})
KPIS, PORTFOLIO = BLUEPRINT.sheets["kpis"].by_key, BLUEPRINT.sheets["portfolio"].by_key
OTHERS = BLUEPRINT.lists["frequency"]


@pytest.mark.parametrize(
    ("key", "kind", "taken"),
    [
        ("direction", KPIS["direction"].type, True), ("direction", Choice(OTHERS), False), ("direction", Text(), False),
        ("unit", Text(), True), ("unit", Number(), True), ("baseline", Figure(), True), ("baseline", Number(), False),
        ("target_date", KPIS["target_date"].type, True), ("target_date", Text(), False),
        ("project", KPIS["project"].type, True), ("project", PORTFOLIO["depends"].type, True),
        ("nobody_has_it", Text(), False),
        *((key, Text(), False) for key in ("name", "round", "was_in", "standing", "answers", "not_public")),
    ],
)  # fmt: skip
def test_a_column_is_taken_that_is_of_the_same_kind_or_of_text(key: str, kind: ColumnType, taken: bool) -> None:
    assert KEEPING.takes(replace(KPIS["unit"], key=key, type=kind)) is taken


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Number(), 1234567.25, "1,234,567.25"), (Number(), 0.123456789012345, "0.123456789012345"),
        (Number(), None, ""),
        (Number(), ReadAs(12.0, "about a dozen"), "about a dozen"), (Percent(), 0.035, "0.035"), (Text(), "a", "a"),
        (KPIS["target_date"].type, When.on(date(2027, 1, 2)), "2 January 2027"),
        (KPIS["target_date"].type, When.in_words("May 2027"), "May 2027"),
    ],
)  # fmt: skip
def test_nothing_is_rounded(kind: ColumnType, value: object, words: str) -> None:
    column = replace(KPIS["unit"], type=kind)
    sheet = replace(BLUEPRINT.sheets["kpis"], columns=(column,))
    assert shown(sheet, column, value) == words


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ("Lead: Ann\nLead: Bob\nLeader: Cat\n Lead: Dan", ["Ann", "Bob"]), ("Lead:", [""]),
        ("Lead Ann", []), (None, []), ("", []),
    ],
)  # fmt: skip
def test_answers_are_found_again_by_their_heading(answers: str | None, kept: list[str]) -> None:
    assert list(kept_answers(answers, "Lead")) == kept
