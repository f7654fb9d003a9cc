"""The sheets Lists and Workings show what Python works out: the objectives of each area stand together there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbooks import example, saved, with_rows

from smreport.blueprint.answers import tables_from
from smreport.blueprint.listing import list_columns, working_columns, working_headings
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load, shipped
from smreport.workbook.read.workbook_file import Workbook

ROWS = 12
BLUEPRINT = with_rows(load(), ROWS)
(GROUPED,) = BLUEPRINT.grouped_lists.values()
ALL = "All areas"
NAMES = ("Libraries", "Lib*", "Who?", "3", "~", "Straßen & Wege", 'so "called"', "=1+1", "naïve Ŵyn", "x" * 80)
Answers = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Choices:
    """The five columns of the objectives by area."""

    groups: tuple[Any, ...]
    sizes: tuple[Any, ...]
    up_to: tuple[Any, ...]
    choices: tuple[Any, ...]

    def of(self, row: int) -> list[Any]:
        """What the drop-down offers for the area in this row, counted from 0; none where it points nowhere."""
        end = int(self.up_to[row])
        return list(self.choices[end - int(self.sizes[row]) : end])


def grouped(columns: Mapping[str, tuple[Any, ...]]) -> Choices:
    return Choices(*(columns[heading] for heading in GROUPED.headings))


def worked_out(tables: Tables) -> Choices:
    return grouped({column.heading: column.constants + column.shown for column in list_columns(tables)})


def alike(text: object) -> str:
    return re.sub(" +", " ", str(text or "")).strip().lower()


def expected(answers: Answers) -> list[list[str]]:
    """For each area its own objectives in order, then those for all areas."""
    named = [(alike(row.get("area")), row["objective"]) for row in answers["objectives"] if row.get("objective")]
    shared = [objective for area, objective in named if area == alike(ALL)]
    labels = [alike(f"{row['name']} (service)") if row.get("name") else "" for row in answers["areas"]]
    own = [[objective for area, objective in named if area == label] for label in labels]
    return [[*mine, *shared] if label else [] for label, mine in zip(labels, own, strict=True)]


def areas(*names: str | None) -> list[dict[str, Any]]:
    return [{"name": name, "kind": "Service"} if name else {} for name in names]


def objectives(*pairs: tuple[str | None, str | None]) -> list[dict[str, Any]]:
    return [{"area": area if area in (ALL, None) else f"{area} (Service)", "objective": name} for area, name in pairs]


@st.composite
def any_council(draw: Any) -> Answers:
    """Areas and their objectives: equal ones, blank ones, of no known area, in other case and spacing."""
    some = st.one_of(st.none(), st.sampled_from(NAMES))
    known = draw(st.lists(some, max_size=ROWS))
    owners = st.one_of(st.none(), st.sampled_from([*filter(None, known), ALL, ALL, "Nobody"]))
    pairs = draw(st.lists(st.tuples(owners, st.one_of(st.none(), st.sampled_from([*NAMES, "y" * 300]))), max_size=ROWS))
    spelt = draw(st.sampled_from([str, str.upper, lambda text: f" {text.replace(' ', '  ')} "]))
    rows = objectives(*pairs)
    return {
        "areas": areas(*known),
        "objectives": [{**row, "area": row["area"] and spelt(row["area"])} for row in rows],
    }


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(answers=any_council())
def test_each_area_is_offered_its_own_objectives_in_order_and_then_those_for_all(answers: Answers) -> None:
    found, wanted = worked_out(tables_from(BLUEPRINT, answers)), expected(answers)
    if sum(map(len, wanted)) <= len(found.choices):
        assert [found.of(row) for row in range(len(wanted))] == wanted
    assert not any(found.sizes[len(wanted) :])


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(answers=any_council())
def test_each_column_is_as_long_as_the_range_that_refers_to_it(answers: Answers) -> None:
    found = worked_out(tables_from(BLUEPRINT, answers))
    parts = (found.groups, found.sizes, found.up_to, found.choices)
    assert list(map(len, parts)) == [BLUEPRINT.list_length(GROUPED.key, part) for part in range(4)]


@pytest.mark.parametrize("name", shipped())
def test_headings_stand_where_the_blueprint_looks_for_them_and_no_two_are_alike(name: str) -> None:
    blueprint = load(name)
    headings = [column.heading for column in list_columns(tables_from(blueprint, {}))]
    assert len({heading.lower() for heading in headings}) == len(headings)
    for key, choices in blueprint.lists.items():
        start = blueprint.list_columns[key] - 1
        assert headings[start : start + len(choices.headings)] == list(choices.headings)
    for key, each in blueprint.grouped_lists.items():
        start = blueprint.list_columns[key] - 1
        assert headings[start : start + 4] == list(each.headings)
    worked_out = [column.heading for column in working_columns(tables_from(blueprint, {}))]
    assert worked_out == list(dict.fromkeys(working_headings(blueprint)))
    assert len(worked_out) == len(blueprint.workings) > 40


def test_without_areas_nothing_is_offered_and_nothing_is_pointed_at() -> None:
    found = worked_out(tables_from(BLUEPRINT, {"objectives": objectives((ALL, "Grow"), (None, "Shrink"))}))
    assert not any((*found.groups, *found.sizes, *found.up_to, *found.choices))


@pytest.mark.parametrize("name", ["devon", "illustrative"])
def test_there_is_room_for_all_choices_of_the_examples(name: str) -> None:
    tables = example(load(), name)
    found = grouped({column.heading: column.constants + column.shown for column in list_columns(tables)})
    assert 0 < found.up_to[-1] <= len(found.choices)


def random_council(seed: int) -> Answers:
    random = Random(seed)
    known = random.sample(NAMES, 6)
    pairs = [(random.choice([*known[1:-1], ALL, None, "Nobody"]), random.choice([*NAMES, None])) for _ in range(ROWS)]
    return {"areas": areas(*known, None, known[2].upper()), "objectives": objectives(*pairs)}


CASES: dict[str, Answers] = {
    "generated": random_council(1),
    "areas without objectives around others, none for all": {
        "areas": areas("Lib*", "Who?", None, "~", "3", "Who?", "Libraries"),
        "objectives": objectives(("Who?", "b1"), (None, "x"), ("3", "7"), ("Who?", None), ("WHO?", "b*"), ("Z", "z")),
    },
}


@pytest.mark.engines  # beside the gate, which asks two engines more
def test_the_formulas_work_out_the_same(tmp_path: Path, libreoffice: Callable[[Path], Path]) -> None:
    differing = {}
    for name, answers in CASES.items():
        tables = tables_from(BLUEPRINT, answers)
        book = Workbook(libreoffice(saved(tables, tmp_path / f"{name}.xlsx")))
        for title, columns in (("Lists", list_columns(tables)), ("Workings", working_columns(tables))):
            for number, column in enumerate(columns):
                shown = [row[number] for row in book.grid(title)[BLUEPRINT.LISTS_HEADER_ROW :]][: len(column)]
                if shown != list(column.constants + column.shown):
                    differing[name, column.heading] = shown, column.constants + column.shown
    assert differing == {}
