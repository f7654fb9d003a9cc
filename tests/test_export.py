"""Exports read back: by Frictionless' own program, by pandas, and as the answers they were made from."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import frictionless
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import spoken_in_tests, unsaid
from strategies import Pools, any_answers, filled
from template_folders import SheetFile, copied
from workbooks import EXAMPLES, example, saved, workbook

from smreport.blueprint.answers import tables_from
from smreport.blueprint.columns import YesNo
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Origin, Tables
from smreport.cli import main
from smreport.commands.loading import load_template
from smreport.decision.results import decide
from smreport.exchange.data_package import DESCRIPTION, Style
from smreport.exchange.tables import export
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.papers.wording import Wording
from smreport.words import speaking

STYLES: tuple[Style, ...] = ("csv", "json")
WEIGHTS = {"weight_benefit": 100, "weight_cost": 60, "weight_risk": 40}
TYPES: Mapping[str, Callable[[str], object]] = {
    "string": lambda cell: cell.removeprefix("'"),
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": str,
}

Files = Mapping[str, bytes]


def case_of(tables: Tables, exempt: bool = False) -> Case:
    return Case(decide(tables), Wording.from_mapping(tables.blueprint.wording), exempt)


def with_weights(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of any kind, but weights that can be used, and the template's ends of scales."""
    given = {key: value for key, value in answers.get("settings", {}).items() if "_at_" not in key}
    return {**answers, "settings": {**given, **WEIGHTS}}


def package_of(files: Files) -> dict[str, Any]:
    return {**_read_package(files["datapackage.json"])}


@lru_cache(4)
def _read_package(content: bytes) -> dict[str, Any]:
    package: dict[str, Any] = json.loads(content)
    return package


def resource_of(files: Files, name: str) -> dict[str, Any]:
    return next(each for each in package_of(files)["resources"] if each["name"] == name)


def field_of(files: Files, resource: str, name: str) -> dict[str, Any]:
    return next(each for each in resource_of(files, resource)["schema"]["fields"] if each["name"] == name)


def frame_of(files: Files, name: str) -> pd.DataFrame:
    """A table as pandas reads it by its description, None where blank; texts without the apostrophes of CSV."""
    resource = resource_of(files, name)
    kinds = {each["name"]: each["type"] for each in resource["schema"]["fields"]}
    content = files[resource["path"]]
    if resource["format"] == "json":
        return pd.DataFrame(json.loads(content), columns=list(kinds), dtype=object)
    frame = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False).astype(object)
    for key, kind in kinds.items():
        frame[key] = pd.Series([TYPES[kind](cell) if cell else None for cell in frame[key]], dtype=object)
    return frame


def answers_in(files: Files, blueprint: Blueprint) -> dict[str, Any]:
    """The answers that an export holds, as an answers file would have them."""
    content: dict[str, Any] = {}
    described = {each["name"] for each in package_of(files)["resources"]}
    for sheet in blueprint:
        rows = frame_of(files, sheet.key).to_dict("records") if sheet.key in described else []
        found = [
            {
                column.key: typed
                if (typed := row.get(f"{column.key}_typed")) is not None
                else day_or(row[column.key], field_of(files, sheet.key, column.key)["type"])
                for column in sheet.asked_columns
            }
            for row in rows
        ]
        content[sheet.key] = found[0] if sheet.is_form else found
    return content


def day_or(value: Any, kind: str) -> object:
    return date.fromisoformat(value) if kind == "date" and value is not None else value


def assert_same(tables: Tables, others: Tables) -> None:
    for key, table in tables.items():
        assert table.rows == others[key].rows, key


def assert_valid(files: Files, folder: Path) -> None:
    """Frictionless' own program finds the package in order: types, constraints, keys and links."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert report.stats["tasks"] == len(package_of(files)["resources"])


@pytest.fixture(scope="module")
def blueprints(blueprint: Blueprint) -> dict[str, Blueprint]:
    return {"social_media": blueprint, "digital_inclusion": load_template("digital_inclusion")}


class TestPackage:
    @pytest.mark.parametrize(("name", "style"), [("devon", "csv"), ("illustrative", "json")])
    def test_examples_are_valid(self, blueprint: Blueprint, name: str, style: Style, tmp_path: Path) -> None:
        assert_valid(export(case_of(example(blueprint, name)), style), tmp_path)

    @pytest.mark.parametrize("style", STYLES)
    @pytest.mark.parametrize("name", ["devon", "illustrative"])
    def test_examples_read_back_as_the_same_answers(self, blueprint: Blueprint, name: str, style: Style) -> None:
        tables = example(blueprint, name)
        assert_same(tables, tables_from(blueprint, answers_in(export(case_of(tables, exempt=True), style), blueprint)))

    @pytest.mark.long
    @pytest.mark.parametrize(("template", "style"), [("social_media", "json"), ("digital_inclusion", "csv")])
    def test_awkward_answers_are_valid_and_read_back_as_the_same_answers(
        self, blueprints: dict[str, Blueprint], template: str, style: Style, tmp_path: Path
    ) -> None:
        blueprint = blueprints[template]
        tables = tables_from(blueprint, with_weights(filled(blueprint, Pools(), Random(7), rows=12)))
        files = export(case_of(tables, exempt=True), style)
        assert_valid(files, tmp_path)
        assert_same(tables, tables_from(blueprint, answers_in(files, blueprint)))

    @pytest.mark.long
    @settings(max_examples=6, deadline=None)
    @given(data=st.data())
    def test_whatever_is_typed_reads_back_as_the_same_answers(
        self, blueprints: dict[str, Blueprint], data: st.DataObject
    ) -> None:
        blueprint = blueprints[data.draw(st.sampled_from(sorted(blueprints)))]
        tables = tables_from(blueprint, with_weights(data.draw(any_answers(blueprint, rows=3))))
        files = export(case_of(tables, exempt=True), data.draw(st.sampled_from(STYLES)))
        assert_same(tables, tables_from(blueprint, answers_in(files, blueprint)))

    @pytest.mark.parametrize("style", STYLES)
    def test_workbook_without_answers_is_valid(self, blueprint: Blueprint, style: Style, tmp_path: Path) -> None:
        files = export(case_of(tables_from(blueprint, {})), style)
        assert_valid(files, tmp_path)
        assert "results.projects." + style in package_of(files)["filesWithoutRows"]

    def test_every_file_is_named_in_the_description(self, blueprint: Blueprint) -> None:
        for style in STYLES:
            files = export(case_of(example(blueprint, "devon")), style)
            package = package_of(files)
            described = [each["path"] for each in package["resources"]]
            assert {*described, *package["filesWithoutRows"], "datapackage.json"} == set(files)

    def test_same_workbook_gives_the_same_bytes(self, blueprint: Blueprint) -> None:
        for style in STYLES:
            first, second = (export(case_of(example(blueprint, "illustrative")), style) for _ in range(2))
            assert first == second


class TestResults:
    @pytest.mark.parametrize("style", STYLES)
    def test_they_are_those_that_the_documents_rest_on(self, blueprint: Blueprint, style: Style) -> None:
        case = case_of(example(blueprint, "illustrative"), exempt=True)
        files = export(case, style)
        results = case.results
        for name, frame in (
            ("mappings", results.mappings),
            ("costs", results.evaluation),
            ("risks", results.register),
            ("projects", results.projects),
        ):
            read = frame_of(files, f"results.{name}").set_index("excel_row")
            assert list(read.index) == list(frame.index)
            for column in set(read.columns) & set(frame.columns):
                assert [in_cell(value) for value in frame[column]] == read[column].tolist(), (name, column)
        for name, together in (("role", results.roles), ("channel", results.channels)):
            read = frame_of(files, f"results.{name}s").set_index(name)
            for column in together.columns:
                assert [in_cell(value) for value in together[column]] == read[column].tolist(), (name, column)

    def test_uses_and_cost_lines_count_once_however_many_projects_there_are(self, blueprint: Blueprint) -> None:
        files = export(case_of(example(blueprint, "illustrative"), exempt=True))
        uses, lines = (frame_of(files, f"results.{name}").set_index("excel_row") for name in ("mappings", "costs"))
        projects = frame_of(files, "results.projects")
        covered, needed = (
            Counter(int(row) for rows in projects[key] for row in (rows or "").split("; ") if row)
            for key in ("mapping_rows", "cost_rows")
        )
        assert {at: number for at, number in uses["covered_by"].items() if number} == covered
        assert {at: number for at, number in lines["needed_by"].items() if number} == needed

    def test_findings_point_into_the_tables(self, blueprint: Blueprint) -> None:
        case = case_of(example(blueprint, "devon"))
        files = export(case)
        found = frame_of(files, "results.findings")
        assert found["code"].tolist() == [each.code for each in case.results.findings]
        for table, row in zip(found["table"], found["row"], strict=True):
            assert table == "settings" or row in frame_of(files, table)["excel_row"].tolist()


def in_cell(value: Any) -> object:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return None if pd.isna(value) else value


SMALL = """
| settings   | organisation | hourly_rate | budget |
|            | Exampleshire | 20          | 9000   |
| areas      | name       | kind     | status   |
|            | Libraries  | Service  | In scope |
|            | Voice      | Activity | Perhaps  |
| objectives | area                | objective | importance |
|            | Libraries (Service) | Help      | Essential  |
| tools      | tool  | use  | channel |
|            | Email | news | Email   |
| mapping    | area                | tool        | objective | role | strength |
|            | Libraries (Service) | Email: news | Help      | One  | Strong   |
| roles      | role | capacity |
|            | One  | 10       |
|            | Two  | 10       |
| evaluation | role | setup_cost | yearly_cost | hours |
|            | One  | 400        | 0           | 5     |
| portfolio  | title      | areas               | roles | start          | finish     |
|            | Warm rooms | Libraries (Service) | One   | September 2027 | 2028-02-03 |
"""


WORDS = ("title", "description")


def without_words(described: Any) -> Any:
    """A description without what people alone read."""
    if isinstance(described, list):
        return [without_words(each) for each in described]
    if isinstance(described, dict):
        return {key: without_words(each) for key, each in described.items() if key not in WORDS}
    return described


class TestDescription:
    def test_it_holds_the_template_s_own_words_and_the_unit(self, blueprint: Blueprint) -> None:
        files = export(case_of(workbook(blueprint, SMALL)))
        cost, column = field_of(files, "evaluation", "setup_cost"), blueprint.column("evaluation.setup_cost")
        assert cost["type"] == "number"
        assert cost["title"] == column.heading
        assert cost["description"].startswith(f"{column.help} Unit: pounds.")
        assert resource_of(files, "evaluation")["description"] == blueprint.sheets["evaluation"].purpose
        assert "Strong is 3" in field_of(files, "mapping", "strength")["description"]

    def test_closed_lists_are_choices_as_long_as_every_answer_is_one(self, blueprint: Blueprint) -> None:
        files = export(case_of(workbook(blueprint, SMALL)))
        kinds = field_of(files, "areas", "kind")["constraints"]
        assert kinds["enum"] == ["Activity", "Service"]
        assert kinds["required"] is True
        assert "enum" not in field_of(files, "areas", "status")["constraints"]

    def test_names_link_to_the_sheet_that_they_all_stand_in(self, blueprint: Blueprint) -> None:
        links = resource_of(export(case_of(workbook(blueprint, SMALL))), "mapping")["schema"]["foreignKeys"]
        assert {"fields": ["area"], "reference": {"resource": "areas", "fields": ["label"]}} in links
        astray = SMALL.replace("| Libraries (Service) | Email: news", "| Museums (Service) | Email: news")
        links = resource_of(export(case_of(workbook(blueprint, astray))), "mapping")["schema"]["foreignKeys"]
        assert [link["fields"] for link in links] == [["tool"], ["objective"], ["role"]]

    def test_another_language_changes_what_people_read_and_nothing_that_programs_do(
        self, blueprint: Blueprint, tmp_path: Path
    ) -> None:
        case = case_of(workbook(blueprint, SMALL))
        english = export(case)
        with speaking(spoken_in_tests(tmp_path, "export")):
            other = export(case)
        assert {file: text for file, text in other.items() if file != DESCRIPTION} == {
            file: text for file, text in english.items() if file != DESCRIPTION
        }
        assert without_words(package_of(other)) == without_words(package_of(english))
        results = [each for each in package_of(other)["resources"] if each["name"].startswith("results.")]
        assert len(results) > 10
        told = [each[key] for table in results for each in (table, *table["schema"]["fields"]) for key in WORDS]
        assert [text for text in (*told, package_of(other)["description"]) if unsaid(text)] == []

    def test_words_stand_beside_days(self, blueprint: Blueprint) -> None:
        (row,) = frame_of(export(case_of(workbook(blueprint, SMALL))), "portfolio").to_dict("records")
        assert (row["start"], row["start_typed"]) == (None, "September 2027")
        assert (row["finish"], row["finish_typed"]) == ("2028-02-03", None)

    def test_number_typed_as_text_stands_beside_what_was_read(self, blueprint: Blueprint) -> None:
        text = SMALL.replace("| 400        | 0 ", "| £1,200     | nought ")
        (row,) = frame_of(export(case_of(workbook(blueprint, text))), "evaluation").to_dict("records")
        assert (row["setup_cost"], row["setup_cost_typed"]) == (1200.0, "£1,200")
        assert (row["yearly_cost"], row["yearly_cost_typed"]) == (None, "nought")

    def test_rows_of_a_combined_workbook_say_where_they_were_sent_in(self, blueprint: Blueprint) -> None:
        tables = workbook(blueprint, SMALL)
        table = tables["mapping"]
        combined = replace(table, origins={row: Origin("libraries.xlsx", 31) for row in table.rows})
        files = export(case_of(replace(tables, tables={**tables.tables, "mapping": combined})))
        (row,) = frame_of(files, "mapping").to_dict("records")
        assert (row["from_file"], row["from_row"]) == ("libraries.xlsx", 31)

    def test_columns_of_own_templates_never_share_a_name(self, tmp_path: Path) -> None:
        folder = copied(tmp_path / "mine", "social_media")
        sheet = SheetFile(folder, "roles")
        for key in ("excel_row", "capacity_typed"):
            sheet.add(key, f'heading = "{key}"\ntype = "text"\nhelp = "Own."', before="notes")
        sheet.save()
        mine = load_template(folder)
        answers = {"roles": [{"role": "One", "capacity": "ten", "excel_row": "mine", "capacity_typed": "too"}]}
        files = export(case_of(tables_from(mine, answers)))
        (row,) = frame_of(files, "roles").to_dict("records")
        assert row["excel_row"] == mine.sheets["roles"].first_row
        assert (row["excel_row_"], row["capacity_typed"], row["capacity_typed_"]) == ("mine", "too", "ten")


class TestCsv:
    def test_it_has_a_byte_order_mark_and_the_line_ends_of_the_standard(self, blueprint: Blueprint) -> None:
        content = export(case_of(workbook(blueprint, SMALL)))["areas.csv"]
        assert content.startswith(b"\xef\xbb\xbfexcel_row,name,kind,")
        assert content.count(b"\r\n") == content.count(b"\n") == 3

    def test_no_text_can_be_taken_for_a_formula_and_numbers_stay_numbers(self, blueprint: Blueprint) -> None:
        answers = with_weights(filled(blueprint, Pools(), Random(3), rows=30))
        tables = tables_from(blueprint, answers)
        files = export(case_of(tables))
        guarded = 0
        for resource in package_of(files)["resources"]:
            kinds = [each["type"] for each in resource["schema"]["fields"]]
            _, *rows = csv.reader(io.StringIO(files[resource["path"]].decode("utf-8-sig"), newline=""))
            for row in rows:
                for kind, cell in zip(kinds, row, strict=True):
                    if kind == "string":
                        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
                        guarded += cell.startswith("'=")
                    elif kind == "number" and cell:
                        float(cell)
        assert guarded

    def test_json_needs_no_apostrophes(self, blueprint: Blueprint) -> None:
        text = SMALL.replace("Warm rooms", "=1+1")
        rows = json.loads(export(case_of(workbook(blueprint, text)), "json")["portfolio.json"])
        assert [row["title"] for row in rows] == ["=1+1"]


SECRET = """
| settings   | hourly_rate | budget | hours_available |
|            | 10          | 300000 | 500             |
| areas      | name       | kind     | status   |
|            | Libraries  | Service  | In scope |
|            | Highways   | Service  | In scope |
|            | Voice      | Activity | In scope |
| objectives | area                | objective | importance |
|            | All areas           | Help      | Essential  |
| tools      | tool  | use  | channel |
|            | Email | news | Email   |
| mapping    | area                | tool        | objective | role  | strength |
|            | Libraries (Service) | Email: news | Help      | One   | Strong   |
|            | Highways (Service)  | Email: news | Help      | Two   | Moderate |
|            | Voice (Activity)    | Email: news | Help      | Three | Slight   |
| roles      | role  | capacity |
|            | One   | 10       |
|            | Two   | 10       |
|            | Three | 10       |
| evaluation | role  | setup_cost | yearly_cost | hours   | in_kind_hours | benefit   | notes   | not_public |
|            | One   | 40000      | 0           | 5       |               | Known     | Open    |            |
|            | Two   | {cost}     | {yearly}    | {hours} | {in_kind}     | {benefit} | {notes} | Yes        |
|            | Three | 20000      | 0           | 5       |               | Known     | Open    |            |
| portfolio  | title          | areas               | roles |
|            | Warm rooms     | Libraries (Service) | One   |
|            | Early warnings | Highways (Service)  | Two   |
|            | Open ears      | Voice (Activity)    | Three |
"""
USUAL = {"cost": "30000", "yearly": "10", "hours": "20", "in_kind": "1", "benefit": "Some", "notes": "None"}
PAIRS = [
    pytest.param({}, {"cost": "31234"}, id="a cost between the others"),
    pytest.param({"yearly": "£10"}, {"yearly": "£12"}, id="a cost typed as text"),
    pytest.param({"yearly": "about ten"}, {"yearly": "about twelve"}, id="a cost in words"),
    pytest.param({"hours": "11"}, {"hours": "12"}, id="hours, which the check finds too many"),
    pytest.param({}, {"in_kind": "7"}, id="hours given in kind"),
    pytest.param({}, {"benefit": "Saves £9,876"}, id="words on the benefit"),
    pytest.param({}, {"notes": "Quote of £9,876"}, id="words on where the figures come from"),
]
"""What two workbooks differ in, though nobody may tell."""


class TestNotForPublication:
    """Two workbooks that differ only in a secret give the same public export, byte by byte."""

    @pytest.mark.long
    @pytest.mark.parametrize(("one", "other"), PAIRS)
    def test_public_export_tells_nothing_of_it(
        self, blueprint: Blueprint, one: dict[str, str], other: dict[str, str]
    ) -> None:
        books = [workbook(blueprint, SECRET.format(**{**USUAL, **change})) for change in (one, other)]
        (first, second), (all_first, all_second) = (
            [case_of(book, exempt) for book in books] for exempt in (False, True)
        )
        for style in STYLES:
            assert export(first, style) == export(second, style)
            assert export(all_first, style) != export(all_second, style)

    def test_a_secret_hides_its_own_score_and_no_other(self, blueprint: Blueprint) -> None:
        read = frame_of(export(case_of(workbook(blueprint, SECRET.format(**USUAL)))), "results.projects")
        hidden = read.set_index("title")["score_withheld"]
        assert hidden.to_dict() == {"Warm rooms": False, "Early warnings": True, "Open ears": False}
        for key in ("score", "scaled_cost", "cost", "staff", "cash", "hours"):
            assert read[key].isna().tolist() == read["score_withheld"].tolist(), key

    def test_it_is_told_from_what_is_unknown(self, blueprint: Blueprint) -> None:
        files = export(case_of(workbook(blueprint, SECRET.format(**{**USUAL, "cost": ""}))))
        costs = frame_of(files, "results.costs").set_index("role")
        assert costs["withheld"].to_dict() == {"One": False, "Two": True, "Three": False}
        projects = frame_of(files, "results.projects").set_index("title")
        assert projects.loc["Early warnings", ["cost", "hours", "cost_withheld"]].tolist() == [None, None, True]
        assert projects.loc["Warm rooms", "cost"] > 0
        assert package_of(files)["notForPublication"] == "withheld"

    def test_only_yes_marks_a_row(self, blueprint: Blueprint) -> None:
        column = blueprint.column("evaluation.not_public")
        assert isinstance(column.type, YesNo)
        text = SECRET.format(**USUAL).replace("| Yes ", "| No  ")
        assert frame_of(export(case_of(workbook(blueprint, text))), "evaluation")["setup_cost"].tolist()[1] == 30000


class TestCommand:
    """The command on real files."""

    def test_it_writes_the_package_and_counts_the_findings(self, tmp_path: Path) -> None:
        said = CliRunner().invoke(
            main, ["export", str(EXAMPLES / "illustrative" / "illustrative.xlsx"), "-o", str(tmp_path)]
        )
        assert said.exit_code == 0, said.output
        assert f"Wrote {tmp_path / 'datapackage.json'}" in said.output
        assert "The check found" in said.output
        package = json.loads((tmp_path / "datapackage.json").read_bytes())
        assert f"It describes the {len(package['resources'])} CSV files beside it." in said.output
        assert all((tmp_path / each["path"]).is_file() for each in package["resources"])

    def test_workbook_with_errors_is_exported_with_its_findings(self, blueprint: Blueprint, tmp_path: Path) -> None:
        astray = SMALL.replace("| Libraries (Service) | Email: news", "| Museums (Service) | Email: news")
        path = saved(workbook(blueprint, astray), tmp_path / "returned.xlsx")
        said = CliRunner().invoke(main, ["export", str(path), "-o", str(tmp_path / "out"), "--format", "json"])
        assert said.exit_code == 0, said.output
        found = json.loads((tmp_path / "out" / "results.findings.json").read_bytes())
        assert "areas.status.listed" in {each["code"] for each in found if each["level"] == "error"}

    def test_file_that_somebody_edited_is_not_overwritten(self, blueprint: Blueprint, tmp_path: Path) -> None:
        path, out = saved(workbook(blueprint, SMALL), tmp_path / "returned.xlsx"), tmp_path / "out"
        command = ["export", str(path), "-o", str(out)]
        assert CliRunner().invoke(main, command).exit_code == 0
        assert CliRunner().invoke(main, command).exit_code == 0
        (out / "areas.csv").write_text("mine", encoding="utf-8")
        said = CliRunner().invoke(main, command)
        assert said.exit_code == 2
        assert "areas.csv" in said.output
        assert (out / "areas.csv").read_text(encoding="utf-8") == "mine"
        assert CliRunner().invoke(main, [*command, "--force"]).exit_code == 0
        assert (out / "areas (1).csv").read_text(encoding="utf-8") == "mine"

    def test_file_that_is_no_workbook_gets_one_clear_line(self, tmp_path: Path) -> None:
        said = CliRunner().invoke(main, ["export", str(tmp_path / "none.xlsx"), "-o", str(tmp_path / "out")])
        assert said.exit_code == 2
        assert said.output.startswith("Error: ")
        assert not (tmp_path / "out").exists()
