"""The handbook says all that the workbook says, in the same words: guidance, prompts, checks and messages agree."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import openxml_audit
import pytest
from click.testing import CliRunner
from golden import text_of_docx
from openpyxl import Workbook as OpenFile
from template_folders import append, change, copied
from workbooks import with_rows

import smreport
from smreport.blueprint import needed
from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.readings import Reading, readings
from smreport.blueprint.rules import UNDERSTANDING
from smreport.blueprint.templates import load, shipped
from smreport.cli import main
from smreport.decision.check import TAKEN_AS_IN_SCOPE, codes_of_gaps
from smreport.decision.limits_hold import codes_of_limits
from smreport.decision.missing_rows import codes_of_missing
from smreport.words import say
from smreport.workbook.emit.writer import Shown, emit
from smreport.workbook.read import doubts
from smreport.workbook.read.doubts import DOUBTS


@dataclass(frozen=True)
class Guide:
    """A template, its handbook as lines of Markdown, and its workbook."""

    blueprint: Blueprint
    lines: list[str]
    book: OpenFile

    def section(self, heading: str) -> list[str]:
        """The lines from one heading to the next of its kind."""
        start = self.lines.index(heading)
        level = heading.partition(" ")[0] + " "
        ends = (at for at in range(start + 1, len(self.lines)) if self.lines[at].startswith(level))
        return self.lines[start : next(ends, len(self.lines))]

    def rows(self, heading: str, first: str) -> list[list[str]]:
        """The rows of the table in a section whose first column has this heading."""
        split = [_cells(line) for line in self.section(heading)]
        start = next(at for at, cells in enumerate(split) if cells and cells[0] == first)
        end = next(at for at in range(start, len(split) + 1) if at == len(split) or not split[at])
        return [cells for cells in split[start + 2 : end] if cells]


def _cells(line: str) -> list[str]:
    """The cells of a line of a table, none for other lines."""
    cells = re.split(r"(?<!\\)\|", line)[1:-1] if line.startswith("|") else []
    return [cell.strip().replace("\\|", "|") for cell in cells]


@pytest.fixture(scope="module", params=shipped())
def guide(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Guide:
    target = tmp_path_factory.mktemp("handbook") / "handbook.md"
    done = CliRunner().invoke(main, ["handbook", "-o", str(target), "--template", request.param])
    assert done.exit_code == 0, done.output
    blueprint = load(request.param)
    content = emit(tables_from(with_rows(blueprint, 3), {}), Shown())
    return Guide(
        blueprint, target.read_text(encoding="utf-8").splitlines(), openpyxl.load_workbook(io.BytesIO(content))
    )


def flat(text: str) -> str:
    return " ".join(text.split())


class TestEverythingIsInIt:
    def test_the_template_and_its_version(self, guide: Guide) -> None:
        assert guide.lines[0] == f"# {guide.blueprint.title}: handbook"
        assert f"Version {guide.blueprint.version}" in guide.lines

    def test_introduction_and_steps(self, guide: Guide) -> None:
        assert set(guide.blueprint.start.intro) <= set(guide.lines)
        steps = [f"{number}. {step}" for number, step in enumerate(guide.blueprint.start.steps, start=1)]
        assert [line for line in guide.lines if line in steps] == steps

    def test_every_sheet_in_order_with_its_purpose_guidance_and_who_fills_it_in(self, guide: Guide) -> None:
        titles = [f"## Sheet {sheet.title}" for sheet in guide.blueprint]
        assert [line for line in guide.lines if line.startswith("## Sheet ")] == titles
        for sheet in guide.blueprint:
            section = guide.section(f"## Sheet {sheet.title}")
            assert {flat(sheet.purpose), *map(flat, sheet.guidance)} <= set(section)
            assert any(f"Filled in by: {sheet.who}" in line and sheet.row_name in line for line in section)

    def test_every_column_and_question_in_order(self, guide: Guide) -> None:
        for sheet in guide.blueprint:
            rows = guide.rows(f"## Sheet {sheet.title}", "Heading")
            assert [row[0] for row in rows] == [column.heading for column in sheet.columns]
            assert [row[1] for row in rows] == [flat(needed.guide(sheet, column)) for column in sheet.columns]

    def test_every_rule_with_message_remedy_level_and_code(self, guide: Guide) -> None:
        for sheet in guide.blueprint:
            wanted = [
                (*map(flat, rule.words(sheet)), rule.level.value.capitalize(), rule.code(sheet))
                for rule in sheet.rules
                if rule.kind not in UNDERSTANDING
            ]
            if sheet.must_have_rows:
                empty = needed.emptiness(sheet)
                wanted.append((empty.what, empty.fix, "Gap", empty.code))
            wanted += [
                (say("findings.missing_row.what"), "", "Gap", code) for code in codes_of_missing(guide.blueprint, sheet)
            ]
            wanted += [
                (say(f"findings.limits.{code.rpartition('.')[2]}.what"), "", level.value.capitalize(), code)
                for code, level in codes_of_limits(sheet.key).items()
            ]
            if sheet.key == "areas":
                wanted.append((say("findings.taken_as_in_scope.what"), "", "Note", TAKEN_AS_IN_SCOPE))
            wanted += [
                (say(f"findings.counts_against.{words}.what"), say(f"findings.counts_against.{words}.fix"), "Gap", code)
                for code, words in codes_of_gaps(sheet.key).items()
            ]
            if wanted and not sheet.rows_from:
                rows = guide.rows(f"## Sheet {sheet.title}", "What")
                assert [(what, level, code) for what, _, level, code in rows] == [(w[0], *w[2:]) for w in wanted]
                assert [code for (_, fix, _, code), want in zip(rows, wanted, strict=True) if want[1] not in fix] == []

    def test_how_answers_are_read_by_every_case_that_fits_the_template(self, guide: Guide) -> None:
        section = guide.section("## How answers are read")
        assert any("understood: " in line for line in section)
        told = [row[1:3] for row in guide.rows("## How answers are read", "Asked for")]
        of_all = [case for case in readings() if not case.is_choice]
        fitting = [case for case in readings() if case.is_choice and fits(guide.blueprint, case)]
        labels = {
            case: guide.blueprint.label(case.kind, case.meaning) if case.is_answer else case.meaning for case in fitting
        }
        wanted = [[flat(case.typed.replace("\n", " / ")), labels.get(case, case.meaning)] for case in of_all + fitting]
        assert sorted(map(list, told)) == sorted(wanted)

    def test_every_doubt_that_reading_can_leave_with_its_code(self, guide: Guide) -> None:
        told = [(what, code) for what, _, _, code in guide.rows("## What was read with a doubt", "What")]
        assert told == [(doubt.what, doubt.code) for doubt in DOUBTS]
        named = {doubt.code for doubt in vars(doubts).values() if isinstance(doubt, doubts.Doubt)}
        assert named == {code for _, code in told}

    def test_rules_that_the_sheet_cannot_tell_are_marked(self, guide: Guide) -> None:
        rules = ((sheet, rule) for sheet in guide.blueprint for rule in sheet.rules)
        silent = {rule.code(sheet) for sheet, rule in rules if not (rule.in_sheet or rule.kind in UNDERSTANDING)}
        assert silent
        silent |= {needed.emptiness(sheet).code for sheet in guide.blueprint if sheet.must_have_rows}
        marked = {_cells(line)[3] for line in guide.lines if "Found by smreport check only." in line}
        assert marked == silent

    def test_every_choice_with_its_meaning_and_value(self, guide: Guide) -> None:
        for choices in guide.blueprint.lists.values():
            if choices.items:
                rows = guide.rows(f"### {choices.heading}", "Choice")
                assert [row[0] for row in rows] == list(choices.texts)
                for item, row in zip(choices.items, rows, strict=True):
                    assert flat(item.help) in ["", *row]
                    assert item.value is None or row[1] == f"{item.value:g}"

    def test_no_two_checks_go_by_the_same_code(self, guide: Guide) -> None:
        codes = [row[3] for row in map(_cells, guide.lines) if len(row) == 4 and re.fullmatch(r"\w+\.\S+", row[3])]
        assert len(codes) == len(set(codes)) > 100


def prompts(guide: Guide, sheet: Sheet) -> Iterator[tuple[Column, str]]:
    """What shows beside the cell of each column that people fill in."""
    found = {
        str(area).split(":")[0]: (validation.promptTitle, validation.prompt)
        for validation in guide.book[sheet.title].data_validations.dataValidation
        for area in validation.sqref.ranges
    }
    for column in sheet.asked_columns:
        title, prompt = found[sheet.cell(column.key, sheet.first_row).replace("$", "")]
        assert column.heading.startswith(title)
        yield column, prompt


class TestItAgreesWithTheWorkbook:
    def test_what_to_put_is_what_the_prompt_says(self, guide: Guide) -> None:
        for sheet in guide.blueprint:
            told = {row[0]: row[1] for row in guide.rows(f"## Sheet {sheet.title}", "Heading")}
            for column, prompt in prompts(guide, sheet):
                assert told[column.heading] == flat(prompt), f"{sheet.title}, {column.heading}"

    def test_what_to_put_is_what_stands_beside_a_question(self, guide: Guide) -> None:
        for sheet in (sheet for sheet in guide.blueprint if sheet.is_form):
            told = {row[0]: row[1] for row in guide.rows(f"## Sheet {sheet.title}", "Heading")}
            page = guide.book[sheet.title]
            asked = {
                page.cell(row, 2).value: page.cell(row, 4).value
                for row in range(sheet.first_row, sheet.last_row + 1)
                if page.cell(row, 2).value not in sheet.groups
            }
            assert asked == told

    def test_titles_purposes_and_guidance_are_those_of_the_sheets(self, guide: Guide) -> None:
        for sheet in guide.blueprint:
            shown = [cell.value for (cell,) in guide.book[sheet.title].iter_rows(1, sheet.header_row - 2, 1, 1)]
            assert set(map(flat, shown[1:])) <= set(guide.section(f"## Sheet {shown[0]}"))

    def test_every_message_stands_in_the_check_column_of_its_sheet(self, guide: Guide) -> None:
        for sheet in guide.blueprint:
            lines = {
                cells[3]: cells for cells in map(_cells, guide.section(f"## Sheet {sheet.title}")) if len(cells) == 4
            }
            for rule in sheet.rules:
                if rule.in_sheet and not sheet.rows_from:
                    what, _, level, _ = lines[rule.code(sheet)]
                    said = rule.said(sheet)
                    unsure = said.startswith("Note: ") and "smreport check will look" in said
                    assert unsure or said == f"{level}: {what}"
                    row = sheet.place(rule.at[0], 0)[0] if sheet.is_form else sheet.first_row
                    assert f"{said} " in constants(guide.book[sheet.title].cell(row, 1).value)

    def test_a_refused_entry_is_told_the_kind_of_answer_that_the_handbook_names(self, guide: Guide) -> None:
        for sheet in guide.blueprint:
            kinds = {row[0]: row[2] for row in guide.rows(f"## Sheet {sheet.title}", "Heading")}
            for validation in guide.book[sheet.title].data_validations.dataValidation:
                if validation.type in ("decimal", "whole", "textLength"):
                    heading = next(name for name in kinds if name.startswith(validation.errorTitle))
                    assert validation.error.startswith(f"{kinds[heading]} is expected.")


def constants(formula: str) -> str:
    """A formula with its texts as they are shown: parts put together, quotation marks single."""
    return formula.replace('"&"', "").replace('""', '"')


def fits(blueprint: Blueprint, case: Reading) -> bool:
    """Whether the template asks for the choice that a case means."""
    sheet, _, key = case.kind.partition(".")
    known = sheet in blueprint.sheets and key in blueprint.sheets[sheet].by_key
    return known and (not case.is_answer or case.meaning in blueprint.choices(case.kind).labels)


class TestWordDocument:
    @pytest.mark.long
    @pytest.mark.parametrize("name", shipped())
    def test_it_passes_the_open_xml_rules_and_says_what_the_markdown_says(self, tmp_path: Path, name: str) -> None:
        for ending in (".docx", ".md"):
            smreport.handbook(tmp_path / f"handbook{ending}", template=name)
        validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
        assert validator.validate(tmp_path / "handbook.docx").errors == []
        said = {
            " ".join(cells) for cells in map(_cells, text_of_docx(tmp_path / "handbook.docx").splitlines()) if cells
        }
        lines = (tmp_path / "handbook.md").read_text(encoding="utf-8").splitlines()
        wanted = {" ".join(cells) for cells in map(_cells, lines) if cells and not set("".join(cells)) <= {"-", ":"}}
        assert len(wanted) > 200
        assert wanted - said == set()


LONG = " ".join(["So it is | that."] * 20)


class TestAnOwnTemplate:
    def test_signs_that_markdown_takes_for_its_own_and_long_words_come_through(self, tmp_path: Path) -> None:
        folder = copied(tmp_path / "mine")
        change(folder, "sheets/areas.toml", '^help = "The name.*', 'help = """Either a | b,\\nor "c"."""')
        words = f'what = "{LONG}"\nfix = "Say who."'
        append(folder, "sheets/areas.toml", f'[[rule]]\nkind = "one_of"\ncolumns = ["lead"]\nlevel = "note"\n{words}')
        smreport.handbook(tmp_path / "handbook.md", template=folder)
        lines = (tmp_path / "handbook.md").read_text(encoding="utf-8").splitlines()
        rows = [cells for cells in map(_cells, lines) if cells]
        told = 'Needed. Will be published. Either a | b, or "c". Example: Libraries.'
        assert ["Area", told, "Text of 80 letters at most"] in rows
        assert [LONG, "Say who.", "Note", "areas.lead.one_of"] in rows

    def test_the_share_that_stands_for_a_blank_is_given_as_a_percentage(self, guide: Guide) -> None:
        told = {row[0]: row[1] for row in guide.rows("## Sheet Settings", "Heading")}
        assert told["Discount rate"].endswith("If left blank: 3.5%.")


class TestCommand:
    @pytest.mark.parametrize("name", ["handbook", "handbook.pdf", "handbook.xlsx"])
    def test_another_ending_is_refused(self, tmp_path: Path, name: str) -> None:
        done = CliRunner().invoke(main, ["handbook", "-o", str(tmp_path / name)])
        assert done.exit_code == 2
        assert "must end in .docx or .md" in done.stderr
        assert list(tmp_path.iterdir()) == []

    def test_an_existing_file_is_kept(self, tmp_path: Path) -> None:
        (tmp_path / "handbook.md").write_text("mine", encoding="utf-8")
        done = CliRunner().invoke(main, ["handbook", "-o", str(tmp_path / "handbook.md")])
        assert done.exit_code == 2
        assert (tmp_path / "handbook.md").read_text(encoding="utf-8") == "mine"
