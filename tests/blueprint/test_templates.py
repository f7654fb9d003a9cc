"""A template's mistakes are explained by file and key; a council's service list is taken as it comes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from smreport.blueprint import templates
from smreport.blueprint.columns import Choice, Ref
from smreport.blueprint.lists import ListItem
from smreport.blueprint.model import Blueprint
from smreport.blueprint.service_lists import read_service_list
from smreport.blueprint.templates import load, require
from smreport.decision.results import NEEDS
from smreport.errors import InvalidValue, TemplateError, UnreadableFile

SOURCE = Path(__file__).parents[2] / "workbook_templates" / "social_media"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A copy of the shipped template, to be spoilt."""
    return Path(shutil.copytree(SOURCE, tmp_path / "own"))


def change(template: Path, file: str, old: str, new: str) -> None:
    """Replace the first match of a pattern in one of the template's files."""
    text = (template / file).read_text(encoding="utf-8")
    changed, times = re.subn(old, lambda _: new, text, count=1, flags=re.MULTILINE)
    assert times == 1, f"{old} is not in {file}"
    (template / file).write_text(changed, encoding="utf-8")


@pytest.mark.parametrize("name", templates.shipped())
def test_a_shipped_template_loads_and_has_what_the_decision_rules_need(name: str) -> None:
    blueprint = load(name)
    require(blueprint, NEEDS)
    assert blueprint.name == name


def test_a_copy_of_a_template_is_the_same_template(template: Path, blueprint: Blueprint) -> None:
    assert load(template) == blueprint


AREAS, ROLES, MAPPING, KPIS, PORTFOLIO = (
    f"sheets/{name}.toml" for name in ("areas", "roles", "mapping", "kpis", "portfolio")
)
COMPUTED = (
    '[[column]]\nkey = "sum"\nheading = "Sum"\ntype = "computed"\ncompute = "committed"\nhelp = "."\n\n[[column]]'
)
MISTAKES = (
    # file, what is replaced, by what, what is said
    ("workbook.toml", "^name", "colour = 1\nname", "workbook.toml, colour: unknown key; known are accepts, "),
    ("workbook.toml", "^version.*", "", "workbook.toml, version: this key is missing."),
    ("workbook.toml", "^version.*", "version = 1.0", "workbook.toml, version: expected a text, got 1.0."),
    ("workbook.toml", "^title = ", "title ", "workbook.toml: not valid TOML: "),
    ("workbook.toml", "^accepts.*", 'accepts = ["0.9"]', "accepts: the template's own version 1.2 must be in it."),
    ("workbook.toml", '"areas", ', '"areas", "parks", ', "sheets/parks.toml: the file is missing."),
    ("workbook.toml", "^steps = ", "stages = ", "workbook.toml, start stages: unknown key; known are intro, steps"),
    ("workbook.toml", 'heading = "Channel" }', 'title = "Channel" }', "lists channel title: unknown key; known are"),
    ("workbook.toml", 'heading = "Channel" }', 'heading = "C", wide = 1 }', "lists channel wide: unknown key"),
    ("workbook.toml", "^yes_no .*", "", "type: there is no list 'yes_no' in workbook.toml."),
    (AREAS, "^width", "wide", "sheets/areas.toml, column name wide: unknown key; known are aliases, def"),
    (AREAS, 'type = "text"', 'type = "txt"', "column name type: unknown type 'txt'; known are choice, computed, date"),
    (AREAS, "^help = .*", "", "sheets/areas.toml, column name help: this key is missing."),
    (AREAS, 'list = "area_kind"', 'list = "kind"', "column kind list: there is no list 'kind' in workbook.toml."),
    (AREAS, 'key = "kind"', 'key = "name"', "sheets/areas.toml, column name: two columns have this key."),
    (AREAS, 'heading = "Kind"', 'heading = "Area"', "sheets/areas.toml, column Area: two columns have this heading."),
    (AREAS, 'heading = "Kind"', 'heading = "Check"', "sheets/areas.toml, column: the heading 'Check' is the work"),
    (AREAS, 'required = "error"', 'required = "yes"', "column name required: must be error, gap or note, got 'yes'."),
    (AREAS, '^key = "label"', 'key = "title"', "sheets/areas.toml, key: there is no column 'title' in this sheet."),
    (AREAS, "^rows = .*", 'optional = "yes"', "sheets/areas.toml, optional: expected true or false, got 'yes'."),
    (AREAS, '^owner = "lead"', 'owner = "boss"', "sheets/areas.toml, owner: there is no column 'boss'."),
    (AREAS, r'"name", "kind"\]', '"name", "sort"]', "rule 1 (unique) columns: there is no column 'sort' in this"),
    (AREAS, 'kind = "unique"', 'kind = "once"', "rule 1 (once) kind: unknown kind 'once'; known are acyclic, all_or_"),
    (AREAS, r'^columns = .*', "", "sheets/areas.toml, rule 1 (unique) columns: this key is missing."),
    (AREAS, r'^columns = .*', "column = 1", "sheets/areas.toml, rule 1 (unique) column: unknown key; known"),
    (AREAS, 'when = { column = "status"', 'when = { columm = "status"', "when columm: unknown key; known are column"),
    (AREAS, 'by = "objectives"', 'by = "goals"', "areas.toml, rule 4 (covered) by: there is no sheet 'goals'."),
    (AREAS, '^title = .*', 'title = "1 Areas: which ones"', "sheets/areas.toml, title: a sheet's title has up to 31"),
    (AREAS, '^title = .*', 'title = "Settings"', "areas.toml, title: another sheet is called 'Settings', too."),
    (AREAS, '^title = .*', 'title = "2 objectives"', "objectives.toml, title: another sheet is called '2 Objectives'"),
    (AREAS, 'heading = "Kind"', 'heading = "Kind"\ngroup = "A"', 'column kind group: it goes with layout = "form".'),
    (AREAS, 'heading = "Kind"', 'heading = "Kind"\nwithholds = "row"', "withholds: it goes with yesno"),
    (
        "sheets/portfolio.toml", 'heading = "Must do"', 'heading = "Must do"\nwithholds = "row"',
        "column not_public withholds: another column of the sheet has it.",
    ),
    (ROLES, r"\[\[column\]\]", COMPUTED, "columns that the workbook fills in must come after all others."),
    (ROLES, 'compute = "count"', 'compute = "add"', "column mappings compute: unknown kind 'add'; known are benefit_"),
    (ROLES, 'of = "mapping.role"', 'of = "uses.role"', "column mappings of: there is no column 'uses.role'. Did "),
    (MAPPING, 'to = "areas.label"', 'to = "areas.nothing"', "column area to: there is no column 'areas.nothing'."),
    (MAPPING, 'to = "areas.label"', 'to = "parks.name"', "column area to: there is no column 'parks.name'."),
    (MAPPING, 'column = "tool"', 'column = "benefit"', "rule 3 (ref_state) column: the rule looks through the col"),
    (KPIS, 'op = ">="', 'op = "="', "sheets/kpis.toml, rule 2 (compare) op: must be >=, <= or >, got '='."),
    (KPIS, 'other = "as_of"', "", "sheets/kpis.toml, rule 2 (compare): give either other or setting."),
    ("sheets/channels.toml", 'rows_from = "channel"', 'rows_from = "tv"', "rows_from: there is no list 'tv' in work"),
    ("lists/impact.csv", "Minor,2", "Minor,two", "line 3: value must be a whole number from 1 to 1000, got 'two'"),
    ("lists/impact.csv", "Minor,2", "Minor,0", "line 3: value must be a whole number from 1 to 1000, got '0'."),
    ("lists/strength.csv", "Slight,1", "Slight,1.5", "line 4: value must be a whole number from 1 to 1000, got '1.5'."),
    ("lists/importance.csv", ",3,", ",1001,", "line 2: value must be a whole number from 1 to 1000, got '1001'."),
    ("lists/likelihood.csv", ",5,", ",nan,", "line 6: value must be a whole number from 1 to 1000, got 'nan'."),
    ("lists/impact.csv", "Minor,2", "Minor,", "lists/impact.csv: every item of a scale needs a value."),
    ("lists/channel.csv", "^Email,", ",", "lists/channel.csv, line 10: each line needs an item"),
    ("lists/channel.csv", "^Email,", "Email,,,", "no more columns than the first."),
)  # fmt: skip


WAS_TAKEN = [
    (
        ROLES,
        "unique = true",
        'unique = "no"',
        "sheets/roles.toml, column role unique: expected true or false, got 'no'.",
    ),
    ("workbook.toml", "open = true }", 'open = "no" }', "lists service open: expected true or false, got 'no'."),
    ("workbook.toml", "^separator = .*", 'separator = ""', "workbook.toml, separator: must not be blank."),
    (
        PORTFOLIO,
        'format = "score"',
        'format = "scores"',
        "column years format: must be text, figure, number, money, perce",
    ),
    (AREAS, "^max = 80", "min = 80", "column name min: a column of type text has no such key; it goes with money, nu"),
    (AREAS, 'key = "name"', 'key = "a name"', "column a name key: must be letters without accents, digits and _"),
    (
        KPIS,
        'type = "date"',
        'type = "date"\nlist = "impact"',
        "a column of type date has no such key; it goes with choi",
    ),
    (
        "sheets/settings.toml",
        'layout = "form"',
        'layout = "from"',
        "layout: must be table or form, got 'from'. Did you mean",
    ),
    (AREAS, "^width = 30", 'width = "wide"', "column name width: expected a number, got 'wide'."),
    (AREAS, "^max = 80", 'max = "long"', "column name max: expected a whole number, got 'long'."),
    (AREAS, r"^guidance = \[", "guidance = [3,", 'sheets/areas.toml, guidance: write it as a list, like ["Done"]'),
    ("sheets/settings.toml", "^default = .*", 'default = "abc"', "default: expected a number, got 'abc'."),
    ("sheets/settings.toml", "^default = .*", "default = 1e9", "default: must be within min and max"),
    (
        "lists/impact.csv",
        "help",
        "hlep",
        "lists/impact.csv, line 1, hlep: unknown column; known are id, item, help, value, also.",
    ),
]
"""Typos that were accepted once, or that ended without file and key."""
ALL_MISTAKES = [*MISTAKES, *WAS_TAKEN]


@pytest.mark.parametrize(("file", "old", "new", "said"), ALL_MISTAKES, ids=[said[:60] for *_, said in ALL_MISTAKES])
def test_a_mistake_is_explained_by_file_and_key(template: Path, file: str, old: str, new: str, said: str) -> None:
    change(template, file, old, new)
    with pytest.raises(TemplateError) as refused:
        load(template)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("2000000", "mapping.toml, rows: the file is too large: the sheets have more than 50,000 rows together."),
        ("0", "sheets/mapping.toml, rows: must be 1 or more, got 0."), ("-5", "got -5."),
    ],
)  # fmt: skip
def test_rows_that_nobody_could_fill_in_are_refused(template: Path, rows: str, said: str) -> None:
    change(template, MAPPING, "^rows = .*", f"rows = {rows}")
    with pytest.raises(TemplateError, match=re.escape(said)):
        load(template)


def test_a_template_of_too_many_columns_or_sheets_is_refused(template: Path) -> None:
    column = '\n[[column]]\nkey = "k{0}"\nheading = "H{0}"\ntype = "text"\nhelp = "."\n'
    with (template / KPIS).open("a", encoding="utf-8") as file:
        file.writelines(column.format(number) for number in range(201))
    with pytest.raises(TemplateError, match=r"sheets/kpis.toml, column: a sheet has 200 columns at most"):
        load(template)
    change(template, "workbook.toml", r"^sheets = \[", 'sheets = ["kpis", ' + '"kpis", ' * 100)
    with pytest.raises(TemplateError, match=r"workbook.toml, sheets: there are 100 sheets at most"):
        load(template)


def test_long_lists_and_texts_are_refused_and_can_be_let_in(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "item,help\n" + "".join(f"Item {number},\n" for number in range(20_001))
    (template / "lists/channel.csv").write_text(listed, encoding="utf-8")
    with pytest.raises(TemplateError, match=r"lists/channel.csv: .*more than 20,000 items.*set SMREPORT_MOST_ITEMS to"):
        load(template)
    monkeypatch.setenv("SMREPORT_MOST_ITEMS", "20001")
    assert load(template).lists["channel"].items[20_000].text == "Item 20000"
    (template / "starter.toml").write_text("#" * 4_200_000, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"starter.toml: .*more than 4 MB of text.*set SMREPORT_MOST_TEXT to"):
        load(template)


def test_a_missing_list_file_is_named(template: Path) -> None:
    (template / "lists" / "channel.csv").unlink()
    with pytest.raises(TemplateError, match=r"lists/channel.csv: the file is missing, .* the list 'channel'"):
        load(template)


def test_a_folder_without_workbook_toml_is_no_template(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"no such template\. Give a shipped one \(.*social_media.*workbook\.toml"):
        load(tmp_path)


def test_a_column_that_the_decision_rules_need_may_not_be_dropped(template: Path) -> None:
    change(template, "sheets/portfolio.toml", r'key = "must_do"', 'key = "necessary"')
    with pytest.raises(TemplateError, match=r"sheets/portfolio\.toml: the column with key 'must_do' is missing"):
        require(load(template), NEEDS)


def test_words_choices_and_order_may_be_changed_freely(template: Path) -> None:
    change(template, AREAS, 'heading = "Area"', 'heading = "Bereich"')
    change(template, "lists/channel.csv", "^Email,", "Letters,")
    blueprint = load(template)
    assert blueprint.column("areas.name").heading == "Bereich"
    assert "Letters" in blueprint.lists["channel"].texts
    assert "Letters" in blueprint.sheets["tools"].by_key["channel"].type.choices.texts  # type: ignore[attr-defined]


def test_starter_wording_and_style_are_optional(template: Path) -> None:
    for name in ("starter", "strategy", "style"):
        (template / f"{name}.toml").unlink(missing_ok=True)
    blueprint = load(template)
    assert (blueprint.starter, blueprint.wording, blueprint.style) == ({}, {}, {})


def test_a_blueprint_cannot_be_changed_in_place(blueprint: Blueprint) -> None:
    with pytest.raises(AttributeError, match="immutable"):
        blueprint.sheets["areas"].title = "Areas"  # type: ignore[misc]


def test_sheets_know_their_own_places_in_excel(blueprint: Blueprint) -> None:
    areas, settings = blueprint.sheets["areas"], blueprint.sheets["settings"]
    assert areas.cell("kind", 7) == "$C7"
    assert areas.address("kind") == f"'1 Areas'!$C$7:$C${areas.last_row}"
    assert areas.address("kind", 9) == "'1 Areas'!$C$9"
    assert settings.cell("directorate", 0) == "$C$7"
    assert blueprint.defined_names[blueprint.setting("directorate").spelled] == "'Settings'!$C$7"


def test_only_lists_of_a_scale_have_a_name_for_their_values_in_excel(blueprint: Blueprint) -> None:
    lists = {f"list_{key}": choices.is_scale for key, choices in blueprint.lists.items()}
    assert lists.keys() <= blueprint.defined_names.keys()
    assert {name: f"{name}_value" in blueprint.defined_names for name in lists} == lists


# --- a council's own service list ---


def service_list(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    path = folder / "services.csv"
    path.write_text(content, encoding=encoding, newline="")
    return path


def test_a_service_list_is_tidied_and_sorted(tmp_path: Path) -> None:
    path = service_list(
        tmp_path,
        "ID,Name,Description,Extra\r\n"
        '437,"Libraries\r\n  - mobile",On wheels,x\r\n'
        "12, Council   tax ,,x\r\n"
        "13,,no name,x\r\n"
        ",Fêtes under £500,,x\r\n"
        "12,Council tax,again,x\r\n"
        "14,Council tax,for students,x\r\n",
    )
    assert read_service_list(path) == (
        ListItem("Council tax (12)"),
        ListItem("Council tax (14)", "for students"),
        ListItem("Fêtes under £500"),
        ListItem("Libraries - mobile (437)", "On wheels"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_service_list_may_come_straight_from_excel(tmp_path: Path, encoding: str) -> None:
    path = service_list(tmp_path, "id,name\n1,Grants over £500 – café\n", encoding)
    assert read_service_list(path) == (ListItem("Grants over £500 – café (1)"),)


@pytest.mark.parametrize("content", ["", "number,name\n1,Libraries\n", "id;name\n1;Libraries\n"])
def test_a_service_list_without_its_columns_is_refused(tmp_path: Path, content: str) -> None:
    path = service_list(tmp_path, content)
    with pytest.raises(InvalidValue, match=re.escape(f"{path}: a service list needs a first line with the columns id")):
        read_service_list(path)


def test_a_service_list_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="no service has a name"):
        read_service_list(service_list(tmp_path, "id,name\n1,\n"))


def test_a_service_list_of_a_whole_country_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = service_list(tmp_path, "id,name\n" + "".join(f"{number},Service\n" for number in range(200_000)))
    with pytest.raises(InvalidValue, match=r"more than 20,000 items.*set SMREPORT_MOST_ITEMS to more than 20000"):
        read_service_list(path)
    path.write_bytes(path.read_bytes() * 3)
    with pytest.raises(UnreadableFile, match="more than 4 MB of text"):
        read_service_list(path)
    monkeypatch.setenv("SMREPORT_MOST_TEXT", "20")
    with pytest.raises(InvalidValue, match="more than 20,000 items"):
        read_service_list(path)


def test_a_service_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"nowhere\.csv: cannot be read \(No such file"):
        read_service_list(tmp_path / "nowhere.csv")


def test_a_service_list_becomes_the_choices_of_the_column(blueprint: Blueprint) -> None:
    own = blueprint.with_list("service", (ListItem("Libraries (437)"),))
    kind = own.column("areas.service").type
    assert isinstance(kind, Choice)
    assert kind.parse("libraries (437) ") == "Libraries (437)"
    assert own.lists["service"].texts == ("Libraries (437)",)
    assert blueprint.lists["service"].texts == ()


def test_every_reference_points_at_a_column_that_is_there(blueprint: Blueprint) -> None:
    references = [column.type for sheet in blueprint for column in sheet.columns if isinstance(column.type, Ref)]
    assert len(references) > 10
    assert all(blueprint.column(f"{ref.to.sheet}.{ref.to.column}") for ref in references)
