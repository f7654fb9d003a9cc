"""Parquet files have the cells of the CSV and JSON files, with their types, and nothing that these leave out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Pools, any_answers, filled
from test_export import PAIRS, SECRET, USUAL, case_of, frame_of, package_of, with_weights
from test_secrets import OPEN, WAYS, leaks, marked, says
from workbooks import EXAMPLES, example, saved, workbook

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Origin
from smreport.cli import main
from smreport.commands.loading import load_template
from smreport.exchange.data_package import DESCRIPTION
from smreport.exchange.tables import export
from smreport.frozen import replace
from smreport.papers.case import Case

TYPES = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}
PYTHON: Mapping[str, type] = {"string": str, "integer": int, "number": float, "boolean": bool, "date": date}


def table_in(pyarrow: ModuleType, content: bytes) -> Any:
    return pyarrow.parquet.read_table(io.BytesIO(content))


def assert_same_cells(pyarrow: ModuleType, case: Case) -> int:
    """Each table has the fields and cells of the CSV and the JSON file, each cell of its type; how many are filled."""
    files, texts, objects = export(case, "parquet"), export(case, "csv"), export(case, "json")
    kinds = {each["name"]: each["schema"]["fields"] for each in package_of(texts)["resources"]}
    assert set(files) == {DESCRIPTION, *(f"{name}.parquet" for name in kinds)}
    seen = 0
    for name, fields in kinds.items():
        table = table_in(pyarrow, files[f"{name}.parquet"])
        assert [(column.name, str(column.type)) for column in table.schema] == [
            (each["name"], TYPES[each["type"]]) for each in fields
        ], name
        rows, in_csv = table.to_pylist(), frame_of(texts, name)
        in_json = json.loads(objects[f"{name}.json"])
        assert len(rows) == len(in_csv) == len(in_json), name
        for each in fields:
            key, kind = each["name"], each["type"]
            cells = [row[key] for row in rows]
            assert {type(cell) for cell in cells} <= {PYTHON[kind], type(None)}, (name, key)
            plain = [cell.isoformat() if isinstance(cell, date) else cell for cell in cells]
            assert plain == [row[key] for row in in_json], (name, key)
            assert [None if cell == "" else cell for cell in plain] == in_csv[key].tolist(), (name, key)
            seen += sum(cell is not None for cell in cells)
    return seen


@pytest.fixture(scope="module")
def blueprints(blueprint: Blueprint) -> dict[str, Blueprint]:
    return {"social_media": blueprint, "digital_inclusion": load_template("digital_inclusion")}


class TestCells:
    @pytest.mark.parametrize("exempt", [True, False])
    @pytest.mark.parametrize("name", ["devon", "illustrative"])
    def test_examples_have_the_cells_of_the_other_formats(
        self, pyarrow: ModuleType, blueprint: Blueprint, name: str, exempt: bool
    ) -> None:
        assert assert_same_cells(pyarrow, case_of(example(blueprint, name), exempt)) > 1_000

    @pytest.mark.parametrize("template", ["social_media", "digital_inclusion"])
    def test_awkward_answers_have_the_cells_of_the_other_formats(
        self, pyarrow: ModuleType, blueprints: dict[str, Blueprint], template: str
    ) -> None:
        blueprint = blueprints[template]
        tables = tables_from(blueprint, with_weights(filled(blueprint, Pools(), Random(11), rows=15)))
        assert assert_same_cells(pyarrow, case_of(tables, exempt=True)) > 1_000

    @settings(max_examples=5, deadline=None)
    @given(data=st.data())
    def test_whatever_is_typed_has_the_cells_of_the_other_formats(
        self, pyarrow: ModuleType, blueprints: dict[str, Blueprint], data: st.DataObject
    ) -> None:
        blueprint = blueprints[data.draw(st.sampled_from(sorted(blueprints)))]
        tables = tables_from(blueprint, with_weights(data.draw(any_answers(blueprint, rows=3))))
        assert_same_cells(pyarrow, case_of(tables, exempt=data.draw(st.booleans())))

    def test_a_workbook_without_answers_has_every_table_with_its_types(
        self, pyarrow: ModuleType, blueprint: Blueprint
    ) -> None:
        case = case_of(tables_from(blueprint, {}))
        assert_same_cells(pyarrow, case)
        package = package_of(export(case, "parquet"))
        assert "results.projects" in {each["name"] for each in package["resources"]}
        assert "results.projects.parquet" in package["filesWithoutRows"]

    def test_rows_of_a_combined_workbook_say_where_they_were_sent_in(
        self, pyarrow: ModuleType, blueprint: Blueprint
    ) -> None:
        tables = example(blueprint, "illustrative")
        first, *others = tables["mapping"].rows
        table = replace(tables["mapping"], origins={first: Origin("libraries.xlsx", 31)})
        case = case_of(replace(tables, tables={**tables.tables, "mapping": table}))
        assert_same_cells(pyarrow, case)
        rows = table_in(pyarrow, export(case, "parquet")["mapping.parquet"]).to_pylist()
        assert [(row["from_file"], row["from_row"]) for row in rows] == [
            ("libraries.xlsx", 31),
            *[(None, None)] * len(others),
        ]


class TestDescription:
    @pytest.mark.parametrize("exempt", [True, False])
    def test_each_file_says_what_the_package_says_of_it(
        self, pyarrow: ModuleType, blueprint: Blueprint, exempt: bool
    ) -> None:
        files = export(case_of(example(blueprint, "illustrative"), exempt), "parquet")
        package = package_of(files)
        resources = package.pop("resources")
        assert {each["path"] for each in resources} | {DESCRIPTION} == set(files)
        for each in resources:
            assert (each["format"], each["mediatype"]) == ("parquet", "application/vnd.apache.parquet")
            metadata = pyarrow.parquet.read_metadata(io.BytesIO(files[each["path"]])).metadata
            told = {key.decode(): value.decode() for key, value in metadata.items()}
            assert (told["title"], told["description"]) == (each["title"], each["description"])
            assert json.loads(told["schema"]) == each["schema"]
            about = json.loads(told["package"])
            assert about == {key: package[key] for key in about}
            assert about["notForPublication"] == ("shown" if exempt else "withheld")

    def test_it_says_of_fields_what_it_says_of_those_of_json_files(
        self, pyarrow: ModuleType, blueprint: Blueprint
    ) -> None:
        case = case_of(example(blueprint, "illustrative"))
        parquet, others = (
            {each["name"]: each["schema"]["fields"] for each in package_of(export(case, style))["resources"]}
            for style in ("parquet", "json")
        )
        assert {name: fields for name, fields in parquet.items() if name in others} == others

    def test_same_workbook_gives_the_same_bytes_in_another_process_too(
        self, pyarrow: ModuleType, tmp_path: Path
    ) -> None:
        source = EXAMPLES / "illustrative" / "illustrative.xlsx"
        written = []
        for seed in ("1", "2"):
            command = [sys.executable, "-m", "smreport", "export", source, "-o", tmp_path / seed, "--format", "parquet"]
            subprocess.run(command, env={"PYTHONHASHSEED": seed}, check=True, capture_output=True, timeout=120)
            written.append({path.name: path.read_bytes() for path in (tmp_path / seed).glob("*.[pj]*")})
        assert written[0] == written[1]
        assert len(written[0]) > 20


class TestNotForPublication:
    @pytest.mark.parametrize(("one", "other"), PAIRS)
    def test_two_workbooks_that_differ_in_a_secret_give_the_same_bytes(
        self, pyarrow: ModuleType, blueprint: Blueprint, one: dict[str, str], other: dict[str, str]
    ) -> None:
        books = [workbook(blueprint, SECRET.format(**{**USUAL, **change})) for change in (one, other)]
        public, exempt = ([export(case_of(book, shown), "parquet") for book in books] for shown in (False, True))
        assert public[0] == public[1]
        assert exempt[0] != exempt[1]

    @pytest.mark.parametrize("exempt", [True, False])
    def test_files_have_only_what_is_shown_however_a_row_is_marked(
        self, pyarrow: ModuleType, blueprint: Blueprint, tmp_path: Path, exempt: bool
    ) -> None:
        path, ways = marked(blueprint, tmp_path / "marked.xlsx", (*WAYS, *OPEN)), (*WAYS, *OPEN)
        says("export", path, "-o", tmp_path / "data", "--format", "parquet", *(["--exempt"] if exempt else []))
        told = [path.read_text(encoding="utf-8") for path in (tmp_path / "data").rglob(DESCRIPTION)]
        for file in (tmp_path / "data").rglob("*.parquet"):
            told += everything_in(pyarrow, file.read_bytes())
        shown = leaks("\n".join(told), ways)
        assert shown == ([way.name for way in ways] if exempt else [way.name for way in OPEN])


def everything_in(pyarrow: ModuleType, content: bytes) -> list[str]:
    """All that a file holds: cells, what it says of itself, and the least and greatest that it notes of each column."""
    file = pyarrow.parquet.ParquetFile(io.BytesIO(content))
    told = [str(row) for row in file.read().to_pylist()]
    told += [value.decode() for value in (file.metadata.metadata or {}).values()]
    for group in range(file.metadata.num_row_groups):
        columns = (file.metadata.row_group(group).column(at) for at in range(file.metadata.num_columns))
        notes = [column.statistics for column in columns if column.statistics is not None]
        told += [f"{note.min} {note.max}" for note in notes if note.has_min_max]
    return told


class TestPyarrow:
    def test_without_it_one_clear_line_says_what_to_install_and_nothing_is_written(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for name in ("pyarrow", "pyarrow.parquet"):
            monkeypatch.setitem(sys.modules, name, None)
        source = EXAMPLES / "illustrative" / "illustrative.xlsx"
        command = ["export", str(source), "-o", str(tmp_path / "data")]
        said = CliRunner().invoke(main, [*command, "--format", "parquet"])
        assert said.exit_code == 2
        assert said.output.startswith("Error: ")
        assert said.output.count("\n") == 1
        assert "pip install smreport[parquet]" in said.output
        assert not (tmp_path / "data").exists()
        assert CliRunner().invoke(main, command).exit_code == 0

    @pytest.mark.parametrize("style", ["csv", "json"])
    def test_the_other_formats_have_the_same_bytes_with_it_and_without(
        self, pyarrow: ModuleType, blueprint: Blueprint, tmp_path: Path, style: str
    ) -> None:
        """pandas keeps texts in another way where pyarrow is installed."""
        answers = with_weights(filled(blueprint, Pools(), Random(5), rows=12))
        path = saved(tables_from(blueprint, answers), tmp_path / "returned.xlsx")
        written = []
        for hidden in (False, True):
            out = tmp_path / f"hidden {hidden}"
            hide = "import sys; sys.modules['pyarrow'] = None; " if hidden else ""
            program = f"{hide}from smreport.cli import main; main()"
            arguments = ["export", path, "-o", out, "--format", style, "--exempt"]
            done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, timeout=120)
            assert done.returncode == 0, done.stderr
            written.append({file.name: file.read_bytes() for file in out.rglob("*.*") if file.is_file()})
        assert written[0] == written[1]
        assert len(written[0]) > 20
