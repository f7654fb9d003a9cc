"""Parts of a form and its tables, each whole: versions, digests, rows, cells, lists of services, answers files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from blueprint.form_mistakes import refusal
from blueprint.form_text import SMALL
from workbooks import workbook

from smreport.blueprint import computed
from smreport.blueprint.answers import placed, tables_from
from smreport.blueprint.computed import Count
from smreport.blueprint.forms import digits, has_since, is_another, is_own
from smreport.blueprint.formulas import Expression, Truth
from smreport.blueprint.lists import ChoiceList, ListItem
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.named_parts import choices_in, named_by
from smreport.blueprint.rules import base
from smreport.blueprint.rules.base import Condition, Rule, did_you_mean
from smreport.blueprint.service_lists import read_service_list
from smreport.blueprint.tables import Aside, Origin, Tables
from smreport.blueprint.templates import load, shipped
from smreport.blueprint.text_numbers import (
    alike,
    has_text,
    named_alike,
    number_here,
    place_among_names,
    places_among,
    says_fixed,
)
from smreport.blueprint.typed_before import note_of, without_notes_of, words_noted
from smreport.blueprint.understanding import as_excel_reads, make_tables
from smreport.blueprint.values import Unreadable
from smreport.blueprint.workings import Working, found_among
from smreport.errors import InvalidValue
from smreport.findings import Level
from smreport.frozen import replace


@pytest.fixture(scope="module")
def small() -> Blueprint:
    return load(SMALL)


@pytest.fixture(scope="module")
def tables(small: Blueprint) -> Tables:
    return workbook(small, (SMALL / "answers.md").read_text(encoding="utf-8"))


# --- forms ---


def test_a_form_is_another_where_its_digits_are_and_one_of_the_two_is_peoples_own() -> None:
    own, other = "123456789abc, from a folder", "123456789abd"
    pairs = {
        ("", ""): False, ("", own): False, (own, ""): False, (own, own): False, (own, digits(own)): False,
        (own, other): True, (other, own): True, (digits(own), other): False, (other, other): False,
    }  # fmt: skip
    assert {pair: is_another(*pair) for pair in pairs} == pairs
    assert (digits(own), is_own(own), is_own(other)) == ("123456789abc", True, False)


def test_versions_count_by_their_numbers() -> None:
    since = {
        ("", "1"): True, ("1.2", "1.2"): True, ("1.2", "1.10"): True, ("1.10", "1.2"): False, ("2", "1.9"): False,
        ("1.2", "1.2.1"): True, ("1.2.1", "1.2"): False, ("1.2", "v2"): True,
    }  # fmt: skip
    assert {pair: has_since(*pair) for pair in since} == since


def test_a_shipped_form_has_twelve_digits_of_its_own_and_a_copy_says_that_it_is_one(small: Blueprint) -> None:
    forms = [load(name).form for name in shipped()]
    assert all(re.fullmatch("[0-9a-f]{12}", form) for form in forms)
    assert len({*forms}) == len(forms)
    assert is_own(small.form)


# --- what a blueprint says of itself ---


def test_pieces_of_formulas_are_of_rows_or_of_one_cell(small: Blueprint) -> None:
    one, pair = "areas.name", ["areas.name", "areas.kind"]
    of_rows: list[Expression] = [
        small.cells(one), small.checks("areas"), small.texts(one), small.list_texts("impact"), small.figures(one),
        small.list_values("impact"), small.parts(one), small.part(one), small.worths(one), small.place(one, one),
        small.numbers(one), small.keys(pair), small.again(pair), small.choice(one, 1), small.unlisted(one),
        small.found(pair, pair),
    ]  # fmt: skip
    of_one = [small.amiss(one), small.repeats(pair), small.doubled(one), small.setting("rate")]
    areas, needs = small.sheets["areas"], small.sheets["needs"]
    of_rows += [
        named_by(choices_in(small, small.sheets["projects"], "areas"), small, "areas.label"),
        alike(small, "needs.area", areas, "label", 7), named_alike(small, "needs.area", areas, "label", 7),
        alike(small, "needs.hours", areas, "lead", 7), has_text(small, "needs.area"),
        has_text(small, "settings.council"),
        says_fixed(small, "needs.area", "All areas"), says_fixed(small, "needs.area", "Nobody"),
        places_among(small, "needs.area", "areas.label"), places_among(small, "needs.state", "areas.label"),
    ]  # fmt: skip
    of_one_row = number_here(small, needs, "area"), place_among_names(small, "areas.label", needs, "area", 7)
    assert [piece.spelled for piece in of_one_row if piece.many] == []
    assert [piece.spelled for piece in of_rows if not piece.many] == []
    assert [piece.spelled for piece in of_one if piece.many] == []
    assert [piece.spelled for piece in of_one] == [
        "amiss_areas_name", "repeats_areas_name_in_kind", "doubled_areas_name", "set_rate",
    ]  # fmt: skip


def test_a_working_is_called_by_all_that_it_is_of() -> None:
    kinds = Working.of("found", ["tools.area", "tools.need"], among="needs.area.need")
    assert (kinds.name, kinds.addresses) == (
        "found_tools_area_in_need_among_needs_area_need", ("tools.area", "tools.need")
    )  # fmt: skip
    assert [working.name for working in found_among(["a.b", "a.c"], ["d.e", "d.f"])] == [
        "found_a_b_in_c_among_d_e_f", "shared_a_b_in_c_among_d_e_f", "key_d_e_in_f", "again_d_e_in_f",
        "repeats_d_e_in_f",
    ]  # fmt: skip


def test_what_a_blueprint_knows_of_its_columns(small: Blueprint) -> None:
    assert [small.has(address) for address in ("areas.name", "areas.no", "no.name", "areas")] == [
        True,
        False,
        False,
        False,
    ]
    assert small.label("areas.state", "parked") == "Parked"
    assert [small.id_of("areas.state", text) for text in ("OPEN ", "live", None)] == ["open", "", ""]
    assert [small.word_for_all(address) for address in ("needs.area", "needs.role", "areas.name")] == [
        "All areas",
        "",
        "",
    ]
    assert small.words_for("yes")[-1] == "agreed"
    assert small.words_for("no") == ("no", "n", "0", "false", "not so")
    assert replace(small, lists={}).words_for("no") == ("no", "n", "0", "false")
    assert (small.is_translated, load(SMALL, "cy").is_translated) == (False, True)


def test_a_form_has_room_for_what_is_in_it_and_never_less(small: Blueprint) -> None:
    rows = {sheet.key: sheet.rows for sheet in small.sized({"areas": 40, "roles": 3, "days": 99, "needs": 15})}
    assert rows == {sheet.key: sheet.rows for sheet in small} | {"areas": 40}


def test_another_list_is_offered_wherever_it_was(small: Blueprint) -> None:
    other = small.with_list("state", (ListItem("New"),))
    now = {
        f"{sheet.key}.{c.key}": c.type.choices.texts
        for sheet in other
        for c in sheet.columns
        if hasattr(c.type, "choices")
    }
    assert {address for address, texts in now.items() if texts == ("New",)} == {
        "areas.state",
        "needs.state",
        "projects.state",
    }
    assert {choices.key: choices.texts for choices in other.lists.values()} == {
        **{choices.key: choices.texts for choices in small.lists.values()}, "state": ("New",),
    }  # fmt: skip


def test_a_long_list_in_groups_is_left_out(small: Blueprint) -> None:
    """Needs and eight for each area: a thousand together at most."""
    rows = {needs: bool(small.sized({"needs": needs}).grouped_lists) for needs in (15, 904, 905)}
    assert rows == {15: True, 904: True, 905: False}


def test_a_kind_makes_itself_known_by_its_name_and_one_that_is_implied_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(base, "_KINDS", {})
    monkeypatch.setattr(computed, "_KINDS", {})

    class Plain(Rule, kw_only=True):
        kind = "plain"

    class Implied(Rule, kw_only=True):
        kind = "implied"
        implied = True

    class Nameless(Plain, kw_only=True):
        pass

    class Twice(Count, kw_only=True):
        kind = "twice"

    class More(Twice, kw_only=True):
        pass

    assert [*base._KINDS.items()] == [("plain", Plain)]
    assert [*computed._KINDS.items()] == [("twice", Twice)]
    assert (Plain.in_sheet, Nameless.implied, Implied.implied) == (True, False, True)


def test_a_rule_that_says_nothing_else_is_an_error_for_every_row(small: Blueprint, tables: Tables) -> None:
    class Bare(Rule, kw_only=True):
        @property
        def at(self) -> tuple[str, ...]:
            return ("name",)

        def fails(self, row: dict[str, object], lookup: object) -> bool:
            return row["name"] == "Libraries"

        def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
            return Truth("FALSE")

    rule, sheet = Bare(level=Level.GAP, what="W", fix="F"), small.sheets["areas"]
    assert (rule.needs_words, rule.needs, rule.looks_for("areas"), rule.sees) == (True, (), (), ("name",))
    assert (rule.code(sheet), rule.words(sheet), rule.said(sheet)) == ("areas.name.", ("W", "F"), "Gap: W")
    (breach,) = rule.breaches(tables["areas"], tables)
    assert (breach.numbers, breach.row, rule.remedy(breach.row, None)) == ([6, 7], {"name": "Libraries"}, "")
    assert [*rule.rows_in_sheet(tables["areas"], tables)] == [6, 7]
    condition = Condition("state", among=("Parked",))
    assert [*replace(rule, when=condition).breaches(tables["areas"], tables)] == []
    assert replace(rule, when=condition).sees == ("name", "state")


def test_a_condition_holds_of_some_texts_of_others_or_of_any() -> None:
    rows = [{"a": "X "}, {"a": "y"}, {"a": None}, {}]
    conditions = Condition("a", among=("x",)), Condition("a", not_among=("x",)), Condition("a", filled=True)
    assert [[condition.holds(row) for row in rows] for condition in conditions] == [
        [True, False, False, False], [False, True, True, True], [True, True, False, False],
    ]  # fmt: skip
    for wrong in ({}, {"among": ("x",), "not_among": ("y",)}, {"among": ("x",), "filled": True}):
        with pytest.raises(ValueError, match="give one of is, not and filled"):
            Condition("a", **wrong)  # type: ignore[arg-type]


# --- lists ---


def test_a_list_knows_its_choices_by_text_id_and_other_words() -> None:
    items = (
        ListItem("Big one!", "Large.", 3, also=("large", "L")),
        ListItem("Small", value=1, given_id="s", written="Little"),
        ListItem("Ünder way"),
    )  # fmt: skip
    sizes = ChoiceList("size", "Size", items)
    assert sizes.labels == {"big_one": "Big one!", "s": "Small", "nder_way": "Ünder way"}
    assert sizes.ids == {"big one!": "big_one", "small": "s", "ünder way": "nder_way"}
    assert sizes.ids_of_all == {**sizes.ids, "large": "big_one", "l": "big_one"}
    assert (sizes.values, sizes.written) == ({"Big one!": 3, "Small": 1}, {"little": "Small"})
    assert sizes.headings == ("Size", "Size: value", "Size: meaning")
    assert replace(sizes, open=True).headings == ("Size", "Size: value")
    assert ListItem("Small", written="Little").id == "little"


def test_a_near_name_is_asked_about_and_two_are_both_named() -> None:
    known = ChoiceList("c", "C", (ListItem("Service"), ListItem("Services"), ListItem("Zebra"))).known
    assert [did_you_mean(typed, known) for typed in ("serv", "Zebru", "x")] == [
        "“serv” can mean any of “Service”, “Services”: say which.", "Did you mean “Zebra”?", "",
    ]  # fmt: skip


SERVICES = {
    "id,name\n2,B\n1,A\n": ["A (1)", "B (2)"],
    "\ufeffName ,ID,Description,More\n b   b ,3,D  d,x\n,4,,\nA,,,\n": ["A", "b b (3)"],
    "id,name\n1,A\n1,a\n2,A\n": ["A (1)", "A (2)"],
    "id,name\n1,\n": "s.csv: the file has no names of services.",
    "id,title\n1,A\n": "s.csv: ",
    "": "s.csv: ",
    'id,name\n1,"A\n': "s.csv: ",
}


def test_a_list_of_services_is_read_tidied_and_sorted_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("s.csv")
    for content, expected in SERVICES.items():
        path.write_text(content, encoding="utf-8")
        if isinstance(expected, list):
            assert [item.text for item in read_service_list(path)] == expected
        else:
            with pytest.raises(InvalidValue, match=f"^{re.escape(expected[:7])}"):
                read_service_list(path)
    path.write_bytes("id,name\n1,Café\n".encode("cp1252"))
    assert read_service_list(path) == (ListItem("Café (1)"),)
    path.write_text("id,name,description\n1,A,What  it is\n", encoding="utf-8")
    assert read_service_list(path) == (ListItem("A (1)", "What it is"),)
    monkeypatch.setenv("SMREPORT_MOST_ITEMS", "1")
    assert len(read_service_list(path)) == 1
    path.write_text("id,name\n1,A\n2,B\n", encoding="utf-8")
    with pytest.raises(InvalidValue, match=r"^s\.csv: .*more than 1 items"):
        read_service_list(path)


# --- tables ---


def test_a_table_knows_its_cells_rows_and_names(tables: Tables) -> None:
    areas, settings = tables["areas"], tables["settings"]
    assert (areas.cell("kind", 7), settings.cell("rate", 0)) == ("C7", "C17")
    assert (areas.excel_row("kind", 7), settings.excel_row("rate", 0)) == (7, 17)
    older = replace(settings, places={})
    assert (older.cell("rate", 0), older.excel_row("rate", 0)) == ("“Discount rate”", 0)
    assert [areas.has(row) for row in (5, 6, 13, 14)] == [False, True, True, False]
    assert [areas.name_of(row) for row in (6, 11)] == ["Libraries (Service)", ""]
    assert areas.row(12) == {"name": "Roads", "kind": None, "state": "Open", "lead": "ditto", "label": "Roads"}
    assert areas.plain("name")[:2] == ["libraries", "libraries"]
    assert (len(tables), [*tables][:2], tables.frame("areas").shape) == (8, ["settings", "areas"], (8, 5))
    assert tables.names("areas", "name")["parks"] == "Parks"


def test_a_table_without_some_rows_keeps_all_else_in_its_place(tables: Tables) -> None:
    whole = replace(
        tables["needs"], origins={5: Origin("a.xlsx", 9), 6: Origin("b.xlsx", 9)}, typed={"need": {5: "x", 6: "y"}}
    )
    rest = whole.without({6, 14})
    assert rest.numbers == [5, 7, 8, 9, 10, 11, 12, 13]
    assert rest.columns["need"] == [need for need in whole.columns["need"] if need not in ("Visits", "More")]
    assert (rest.origins, rest.typed) == ({5: Origin("a.xlsx", 9)}, {"need": {5: "x"}})
    assert (whole.unsaid, rest.unsaid) == ({"area": {14: "tbc"}}, {"area": {}})
    assert whole.without(()) is whole


def test_settings_have_their_defaults_and_may_be_others(tables: Tables) -> None:
    assert tables.settings["rate"] == 0.02
    other = tables.with_settings({"rate": None, "weight_cost": None, "council": "Ours"})
    assert [other.settings[key] for key in ("rate", "weight_cost", "council", "weight_risk")] == [0.035, 40, "Ours", 0]
    assert tables.settings["council"] is None


def test_rows_set_aside_stand_in_their_place_as_excel_reads_them(tables: Tables) -> None:
    total = {"need": "Total", "hours": Unreadable("x")}
    areas = replace(tables["needs"], set_aside={4: Aside("total", total)}, typed={"need": {7: "- Calls"}})
    read = as_excel_reads(replace(tables, tables={**tables.tables, "needs": areas}))["needs"]
    assert read.numbers[:2] == [4, 5]
    assert read.columns["need"][:4] == ["Total", "Posts", "Visits", "- Calls"]
    assert (read.columns["hours"][0], read.columns["area"][0], read.set_aside) == ("x", None, {})
    assert read.columns["area"][-1] == "tbc"


def test_years_of_the_plan_count_from_a_start_that_is_known(small: Blueprint) -> None:
    for start, first in {
        '"1 April 2027"': "2027-04-01",
        "2027-05-02": "2027-05-02",
        "soon": "None",
        "": "None",
    }.items():
        made = workbook(
            small,
            f"""
            | settings | plan_start | plan_end |
            |          | {start}    | year 1   |
            | projects | title | start  |
            |          | A     | year 1 |
            """,
        )
        assert str(made["projects"].columns["start"][0].first) == first  # type: ignore[attr-defined]
        assert str(made.settings["plan_end"].first) == first  # type: ignore[attr-defined]


def test_names_that_no_row_has_are_spelt_alike_in_all_sheets(small: Blueprint) -> None:
    made = workbook(
        small,
        """
        | needs    | need | role     |
        |          | A    | web team |
        |          | B    | Web Team |
        |          | C    | Web Team |
        | projects | title | roles                       |
        |          | P     | Web-team; the web team; Ann |
        """,
    )
    assert made["needs"].columns["role"] == ["Web Team"] * 3
    assert made["projects"].columns["roles"] == [("Web Team", "Ann")]
    assert [getattr(name, "typed", name) for name in made["needs"].columns["role"]] == [
        "Web Team",
        "Web Team",
        "Web Team",
    ]


def test_answers_laid_out_afresh_close_gaps_and_take_what_stands_beside_along(tables: Tables) -> None:
    needs = tables["needs"].without({5, 7})
    extras = replace(
        tables.extras,
        columns={"needs": {"Ours": {6: "x", 7: "y", 9: "z"}}},
        notes={"needs": {("need", 8): "n", ("need", 5): "m"}},
        given={"needs": [6, 7, 14]},
    )
    after = placed(replace(make_tables(tables.blueprint, {**tables.tables, "needs": needs}), extras=extras))
    assert after["needs"].numbers == [*range(5, 13)]
    assert after["needs"].columns["need"] == needs.columns["need"]
    assert after.extras.columns == {"needs": {"Ours": {5: "x", 7: "z"}}}
    assert (after.extras.notes, after.extras.given) == ({"needs": {("need", 6): "n"}}, {"needs": [5, 12]})


ANSWERS: dict[str, tuple[object, str]] = {
    "sheets that there are not": ({"zoo": [], "no": []}, "a.toml: there is no sheet 'no' in the template."),
    "no rows": ({"areas": 3}, "a.toml, areas: "),
    "a row that is none": ({"areas": [3]}, "a.toml, areas: "),
    "a table in a cell": (
        {"areas": [{"name": {"x": 1}}]},
        "a.toml, areas, name: an answer is not a table, got {'x': 1}.",
    ),
    "a list in a cell for one": (
        {"areas": [{"name": ["x"]}]},
        "a.toml, areas, name: one answer is expected, got ['x'].",
    ),
    "no column": ({"areas": [{"no": "x"}]}, "a.toml, areas: there is no column to fill in with key 'no'."),
    "a column that is filled in": (
        {"areas": [{"label": "x"}]},
        "a.toml, areas: there is no column to fill in with key",
    ),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_answers_that_fit_no_cell_are_refused_by_their_place(small: Blueprint, what: str) -> None:
    content, said = ANSWERS[what]
    with pytest.raises(InvalidValue, match=f"^{re.escape(said)}"):
        tables_from(small, content, "a.toml")  # type: ignore[arg-type]


# --- notes ---


def test_words_that_gave_way_are_kept_in_a_note_and_found_there_again() -> None:
    note = note_of("tbc  by\nFriday")
    assert words_noted(note) == "tbc by Friday"
    mine = f"Mine.\n{note_of('first')}\n{note}\nToo."
    assert (words_noted(mine), without_notes_of(mine)) == ("tbc by Friday", "Mine.\nToo.")
    assert (words_noted("Mine."), without_notes_of("Mine."), words_noted("")) == ("", "Mine.", "")


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    reads: dict[str, Callable[[], object]] = {
        name: lambda name=name: load(name) for name in ("no_such", str(tmp_path), str(SMALL / "sheets"))
    }
    for name, read in reads.items():
        assert refusal(read).startswith(
            f"{name}: no such template. Give a shipped one (digital_inclusion, social_media)"
        )
