"""A copied template is carried over to a newer shipped one: what people changed stays, what they did not is renewed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from template_folders import SHIPPED, SheetFile, append, change, copied
from test_forms import OTHER, SAME

import smreport
from smreport.blueprint.carry_over import COPIED_FROM, carried_over, packed, unpacked
from smreport.blueprint.templates import load, shipped
from smreport.cli import main

EDITS = {**SAME, **OTHER}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def older(folder: Path, *edits: Callable[[Path], None]) -> Path:
    """A copy of a shipped template as it once was: today's with other words here and there."""
    copied(folder, rows=None)
    for edit in edits:
        edit(folder)
    (folder / COPIED_FROM).write_bytes(packed(files_in(folder)))
    return folder


def without_column(folder: Path) -> None:
    sheet = SheetFile(folder, "tools")
    del sheet.columns["notes"]
    sheet.save()


def upgraded(folder: Path) -> tuple[Path, Result]:
    new = folder.with_name(f"{folder.name} new")
    done = run("template", "upgrade", folder, "-o", new)
    assert done.exit_code == 0, done.output
    return new, done


@pytest.mark.long
@pytest.mark.parametrize("path", ["sheets/areas.toml", "sheets/ours.toml"])
def test_a_file_that_is_no_toml_is_refused_before_anything_is_told(tmp_path: Path, path: str) -> None:
    folder = older(tmp_path / "mine", without_column)
    assert run("template", "upgrade", folder, "-o", tmp_path / "first").stdout.startswith("Taken: ")
    (folder / path).write_text("[[", encoding="utf-8")
    done = run("template", "upgrade", folder, "-o", tmp_path / "new")
    assert (done.exit_code, done.stdout) == (2, "")
    assert path in done.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", shipped())
def test_a_fresh_copy_has_nothing_to_carry_over(tmp_path: Path, name: str) -> None:
    run("template", "copy", name, tmp_path / "mine")
    done = run("template", "upgrade", tmp_path / "mine")
    assert done.exit_code == 0
    assert done.stdout.startswith("Nothing to carry over")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_what_people_left_alone_becomes_as_it_is_shipped(tmp_path: Path) -> None:
    mine = older(tmp_path / "mine", *EDITS.values(), without_column)
    before = files_in(mine)
    done = smreport.upgrade_template(mine, tmp_path / "new")
    assert load(tmp_path / "new") == load()
    assert "sheets/tools.toml, column notes: new" in done.taken
    assert done.kept == ()
    assert files_in(mine) == before


@pytest.mark.long
@pytest.mark.parametrize("edit", EDITS)
def test_what_people_changed_stays(tmp_path: Path, edit: str) -> None:
    mine = older(tmp_path / "mine", without_column)
    expected = copied(tmp_path / "expected")
    for folder in (mine, expected):
        EDITS[edit](folder)
    assert smreport.upgrade_template(mine, tmp_path / "new").kept == ()
    if edit == "the order of columns":
        keys = list(load(tmp_path / "new").sheets["tools"].by_key)
        assert sorted(keys) == sorted(load().sheets["tools"].by_key)
        assert keys.index("status") < keys.index("tool")
    else:
        assert load(tmp_path / "new") == load(expected)


def test_comments_and_the_ways_that_people_write_stay(tmp_path: Path) -> None:
    mine = older(tmp_path / "mine", without_column)
    change(mine, "sheets/tools.toml", "^purpose = .*", '# Agreed in May.\npurpose = """\nOur\nown."""   # Ours.')
    text = (upgraded(mine)[0] / "sheets" / "tools.toml").read_text(encoding="utf-8")
    assert '# Agreed in May.\npurpose = """\nOur\nown."""   # Ours.\n' in text


def test_what_both_changed_stays_as_people_have_it_and_is_told(tmp_path: Path) -> None:
    was = change_help("As it was.")
    mine = older(tmp_path / "mine", was)
    change_help("As we say.")(mine)
    done = run("template", "upgrade", mine)
    help_now = load().sheets["mapping"].by_key["area"].help
    assert f"Look at: sheets/mapping.toml, column area help: yours is kept; the shipped template has “{help_now}”" in (
        done.stdout
    )


def change_help(words: str) -> Callable[[Path], None]:
    return lambda folder: change(folder, "sheets/mapping.toml", "^help = .*", f'help = "{words}"')


def test_columns_sheets_and_rules_of_both_are_there(tmp_path: Path) -> None:
    def without_accounts(folder: Path) -> None:
        change(folder, "workbook.toml", '"accounts", ', "")
        (folder / "sheets" / "accounts.toml").unlink()

    mine = older(tmp_path / "mine", without_column, without_accounts)
    OTHER["a column"](mine)
    append(mine, "sheets/tools.toml", '[[rule]]\nkind = "required"\ncolumn = "tone"\nlevel = "gap"')
    shutil.copy(mine / "sheets" / "channels.toml", mine / "sheets" / "ours.toml")
    change(mine, "sheets/ours.toml", "^title = .*", 'title = "Ours"')
    change(mine, "sheets/ours.toml", "^aliases = .*", "aliases = []")
    change(mine, "workbook.toml", '"tools", ', '"tools", "ours", ')
    new, done = upgraded(mine)
    blueprint = load(new)
    assert set(blueprint.sheets) == {*load().sheets, "ours"}
    assert {"tone", "notes"} <= set(blueprint.sheets["tools"].by_key)
    assert len(blueprint.sheets["tools"].rules) == len(load().sheets["tools"].rules) + 1
    assert "workbook.toml sheets: yours and what is shipped now, together" in done.stdout


@pytest.mark.long
def test_a_folder_that_does_not_know_gets_what_is_missing_and_a_list_of_differences(tmp_path: Path) -> None:
    mine = copied(tmp_path / "mine")
    without_column(mine)
    change_help("As we say.")(mine)
    change(mine, "workbook.toml", '^name = "social_media"', 'name = "shire"')
    refused = run("template", "upgrade", mine)
    assert (refused.exit_code, "--from" in refused.stderr) == (2, True)
    done = run("template", "upgrade", mine, "--from", "social_media")
    assert done.exit_code == 0, done.output
    new = tmp_path / f"mine-{load().version}"
    assert load(new).sheets["mapping"].by_key["area"].help == "As we say."
    assert load(new).name == "shire"
    assert "notes" in load(new).sheets["tools"].by_key
    assert "Look at: sheets/mapping.toml, column area help: yours is kept" in done.stdout
    assert run("template", "upgrade", new).stdout.startswith("Nothing to carry over")


@pytest.mark.long
def test_a_folder_is_never_written_over(tmp_path: Path) -> None:
    mine = older(tmp_path / "mine", without_column)
    before = files_in(tmp_path)
    refused = run("template", "upgrade", mine, "-o", mine)
    assert (refused.exit_code, files_in(tmp_path)) == (2, before)
    for number in ("", " (2)"):
        assert run("template", "upgrade", mine).exit_code == 0
        assert (tmp_path / f"mine-{load().version}{number}" / "workbook.toml").exists()


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (COPIED_FROM, b"PK\x03\x04 torn", "Delete it and run this again"),
        ("sheets/tools.toml", b"title = [", "smreport template check"),
        ("sheets/tools.toml", b"\xff\xfe", "smreport template check"),
        ("lists/strength.csv", b"\xff\xfe", "smreport template check"),
    ],
)
def test_a_broken_file_is_refused_with_what_to_do(tmp_path: Path, file: str, content: bytes, said: str) -> None:
    mine = older(tmp_path / "mine", without_column)
    (mine / file).write_bytes(content)
    done = run("template", "upgrade", mine)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert said in line
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


SHIPPED_FILES = files_in(SHIPPED / "social_media")
TOML_FILES = sorted(path for path in SHIPPED_FILES if path.endswith((".toml", ".csv")))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(TOML_FILES), st.data())
def test_any_lines_taken_out_of_any_file_come_back_where_people_left_it_alone(path: str, data: st.DataObject) -> None:
    """The older file lacks whole keys, tables or choices of today's."""
    text = SHIPPED_FILES[path].decode()
    pieces = re.split(r"(?m)^(?=\[)", text) if path.endswith(".toml") else text.splitlines(keepends=True)
    gone = data.draw(st.sets(st.integers(1, max(1, len(pieces) - 1)), max_size=3))
    was = "".join(piece for at, piece in enumerate(pieces) if at not in gone).encode()
    old, new = {path: was}, {path: SHIPPED_FILES[path]}
    carried = carried_over(old, old, new)
    assert carried.kept == ()
    again = carried_over(carried.files, old, new)
    assert (again.taken, again.kept) == ((), ())
    assert unpacked(packed(old)) == old
