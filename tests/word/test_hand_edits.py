"""A second build keeps what people did to the documents of the first."""

from __future__ import annotations

import copy
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openxml_audit
import pytest
from click.testing import CliRunner
from docx.text.run import Run
from golden import text_of_docx
from papers.cases import case_of
from workbooks import example

import smreport
from smreport.blueprint.model import Blueprint
from smreport.cli import main
from smreport.commands.hand_edits import CommentWords
from smreport.commands.making import workbook_bytes
from smreport.commands.publishing import published
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.word.hand_edits import renewed
from smreport.word.self_check import broken_rules

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Edit = Callable[[Any, dict[str, Any]], None]


@pytest.fixture(scope="module")
def case(blueprint: Blueprint) -> Case:
    return case_of(example(blueprint, "illustrative"))


@pytest.fixture(scope="module")
def first(case: Case) -> bytes:
    return published(case.full).contents["strategy.docx"]


@pytest.fixture(scope="module")
def second(case: Case) -> bytes:
    """The strategy on half of the money."""
    tables, _ = smreport.WhatIf(budget=150_000).applied(case.full.tables)
    return published(case_of(tables).full).contents["strategy.docx"]


@pytest.fixture(scope="module")
def without(case: Case) -> bytes:
    """The strategy of a council that has taken a section out of its wording."""
    tables = case.full.tables
    strategy: Any = tables.blueprint.wording["strategy"]
    left = [each for each in strategy["section"] if each["key"] != "governance"]
    assert len(left) == len(strategy["section"]) - 1
    wording = {**tables.blueprint.wording, "strategy": {**strategy, "section": left}}
    results = replace(case.full, tables=replace(tables, blueprint=replace(tables.blueprint, wording=wording)))
    return published(results).contents["strategy.docx"]


def edited(content: bytes, edit: Edit) -> bytes:
    """The file after a person's edit of its body, given the content controls by section key."""
    word = docx.Document(io.BytesIO(content))
    controls = {
        control.find(f"{W}sdtPr/{W}tag").get(f"{W}val").split(":")[1]: control
        for control in word.element.body.iterchildren(f"{W}sdt")
    }
    edit(word, controls)
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def kept(old: bytes, new: bytes) -> Any:
    found = renewed(old, new, CommentWords())
    assert found is not None
    return found


def lines(content: bytes) -> list[str]:
    text: str = text_of_docx(content)
    return text.splitlines()


def add_a_sentence(_word: Any, controls: dict[str, Any]) -> None:
    next(
        text for text in controls["summary"].iter(f"{W}t") if "We will make the most" in text.text
    ).text += " We are proud of it."


def make_a_word_bold(word: Any, controls: dict[str, Any]) -> None:
    run = next(controls["governance"].iter(f"{W}r"))
    Run(run, word).bold = True


def change_the_cash(_word: Any, controls: dict[str, Any]) -> None:
    next(text for text in controls["summary"].iter(f"{W}t") if "in cash over" in text.text).text += " At least."


def change_a_step(_word: Any, controls: dict[str, Any]) -> None:
    list(controls["governance"].iter(f"{W}t"))[-1].text += " We are proud of it."


def write_between_sections(word: Any, controls: dict[str, Any]) -> None:
    heading = word.add_paragraph("Words of the director", "Heading 1")
    body = word.add_paragraph("We will listen first.", "Body Text")
    controls["roles"].addnext(heading._p)
    heading._p.addnext(body._p)


def take_out_a_section(word: Any, controls: dict[str, Any]) -> None:
    word.element.body.remove(controls["governance"])


class TestNothingEdited:
    @pytest.mark.long
    def test_file_that_nobody_touched_becomes_the_new_one(self, first: bytes, second: bytes) -> None:
        found = kept(first, second)
        assert found.is_pure
        assert lines(found.content) == lines(second)
        assert broken_rules(found.content) == []

    def test_saving_it_again_in_another_program_is_no_edit(self, first: bytes, second: bytes) -> None:
        resaved = edited(first, lambda _word, _controls: None)
        assert kept(resaved, second).is_pure

    def test_numbers_that_word_renews_in_fields_are_no_edit(self, first: bytes, second: bytes) -> None:
        def renumber(word: Any, _controls: dict[str, Any]) -> None:
            shown = [mark.getparent().getnext() for mark in word.element.body.iter(f"{W}fldChar") if is_separate(mark)]
            for text in (text for run in shown for text in run.iter(f"{W}t")):
                text.text += "0"

        def is_separate(mark: Any) -> bool:
            return str(mark.get(f"{W}fldCharType")) == "separate"

        renumbered = edited(first, renumber)
        assert lines(renumbered) != lines(first)
        assert kept(renumbered, second).is_pure


class TestEdits:
    def test_edited_section_stays_and_the_others_are_renewed(self, first: bytes, second: bytes) -> None:
        found = kept(edited(first, add_a_sentence), second)
        assert found.edited == ("Summary",)
        text = "\n".join(lines(found.content))
        assert "We are proud of it." in text
        new_only = set(lines(second)) - set(lines(first))
        assert len([line for line in new_only if line in text]) > 5

    def test_words_between_sections_stay_in_their_place_and_in_the_contents(self, first: bytes, second: bytes) -> None:
        found = kept(edited(first, write_between_sections), second)
        said = lines(found.content)
        assert found.added == 2
        assert "- Words of the director" in said
        at = said.index("## Words of the director")
        assert said[at + 2] == "We will listen first."
        assert next(line for line in said[at + 3 :] if line.startswith("## ")) == "## Priorities and why"

    def test_section_that_somebody_took_out_stays_out(self, first: bytes, second: bytes) -> None:
        found = kept(edited(first, take_out_a_section), second)
        assert found.removed == ("How it is governed and reviewed",)
        assert "## How it is governed and reviewed" not in lines(found.content)
        again = kept(found.content, first)
        assert again.removed == ("How it is governed and reviewed",)

    def test_edits_outlive_any_number_of_builds(self, first: bytes, second: bytes) -> None:
        once = kept(edited(first, add_a_sentence), second)
        twice = kept(kept(once.content, first).content, second)
        assert lines(twice.content) == lines(once.content)
        assert twice.edited == ("Summary",)

    @pytest.mark.long
    def test_what_comes_out_is_accessible_and_valid(self, first: bytes, second: bytes, tmp_path: Path) -> None:
        content = first
        for edit in (add_a_sentence, write_between_sections, take_out_a_section):
            content = edited(content, edit)
        content = kept(content, second).content
        path = tmp_path / "strategy.docx"
        path.write_bytes(content)
        validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
        assert list(validator.validate(path).errors) == []
        assert broken_rules(content) == []

    @pytest.mark.long
    @pytest.mark.parametrize("traced_first", [True, False])
    def test_comments_that_trace_figures_come_over_and_go_again(
        self, case: Case, first: bytes, tmp_path: Path, traced_first: bool
    ) -> None:
        traced = published(case.full, smreport.DocumentOptions(trace=True, numbered=True)).contents["strategy.docx"]
        old, new = (traced, first) if traced_first else (first, traced)
        content = kept(edited(old, add_a_sentence), new).content
        ranked = [text for text in comments(content) if "7 Portfolio, row" in text and "6 Evaluation, row" in text]
        assert bool(ranked) is not traced_first
        path = tmp_path / "strategy.docx"
        path.write_bytes(content)
        validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
        assert list(validator.validate(path).errors) == []

    def test_charts_do_not_pile_up(self, first: bytes, second: bytes) -> None:
        def charts(content: bytes) -> int:
            return len([name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "charts/chart" in name])

        content = edited(first, add_a_sentence)
        for new in (second, first, second):
            content = kept(content, new).content
        assert charts(content) == charts(second) > 0

    def test_tables_are_numbered_through_and_references_follow(self, first: bytes, second: bytes) -> None:
        content = kept(edited(first, take_out_a_section), second).content
        captions = [line for line in lines(content) if line.startswith("**Table ")]
        assert [caption.split(":")[0] for caption in captions] == [
            f"**Table {number}" for number in range(1, len(captions) + 1)
        ]


class TestSectionsThatAreNoLongerWritten:
    def test_one_that_nobody_touched_goes(self, first: bytes, without: bytes) -> None:
        found = kept(first, without)
        assert "governance" in sections(first)
        assert list(sections(found.content)) == list(sections(without))
        assert (found.is_pure, lines(found.content)) == (True, lines(without))
        again = kept(found.content, first)
        assert (again.removed, list(sections(again.content))) == ((), list(sections(first)))

    def test_one_that_somebody_edited_stays(self, first: bytes, without: bytes) -> None:
        found = kept(edited(first, change_a_step), without)
        assert found.edited == ("How it is governed and reviewed",)
        assert list(sections(found.content)) == list(sections(first))
        assert [told.kind for told in found.comments] == ["gone"]
        assert "## How it is governed and reviewed" in lines(found.content)


class TestFields:
    @pytest.mark.parametrize("code", ["REF", "SEQ", ""])
    def test_one_without_a_name_is_left_as_it_is(self, first: bytes, second: bytes, code: str) -> None:
        def spoil(word: Any, _controls: dict[str, Any]) -> None:
            caption = next(p for p in word.element.body.iter(f"{W}p") if "SEQ" in "".join(p.itertext(f"{W}instrText")))
            own = copy.deepcopy(caption)
            next(own.iter(f"{W}instrText")).text = code
            last = word.add_paragraph("Own words: ", "Body Text")._p
            last.addnext(own)

        found = kept(edited(first, spoil), second)
        assert found.added == 2
        assert "Own words:" in "\n".join(lines(found.content))


class TestOtherFiles:
    @pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
    def test_what_is_no_word_file_is_left_to_the_user(self, second: bytes, content: bytes) -> None:
        assert renewed(content, second, CommentWords()) is None

    @pytest.mark.long
    def test_file_that_unpacks_to_more_than_a_document_is_left_to_the_user(self, second: bytes) -> None:
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/document.xml", bytes(500 * 1024 * 1024))
        assert renewed(bomb.getvalue(), second, CommentWords()) is None

    def test_entities_and_files_that_they_name_are_never_read(
        self, first: bytes, second: bytes, tmp_path: Path
    ) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("the secret")
        spoilt = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(first)) as source, zipfile.ZipFile(spoilt, "w") as package:
            for name in source.namelist():
                content = source.read(name)
                if name == "word/document.xml":
                    start = content.index(b"<w:document")
                    doctype = f'<!DOCTYPE w:document [<!ENTITY file SYSTEM "{secret.as_uri()}">]>'.encode()
                    body = content[start:].replace(b"In short", b"In &file; short", 1)
                    assert body != content[start:]
                    content = content[:start] + doctype + body
                package.writestr(name, content)
        found = renewed(spoilt.getvalue(), second, CommentWords())
        assert found is None or b"the secret" not in b"".join(
            zipfile.ZipFile(io.BytesIO(found.content)).read(name)
            for name in zipfile.ZipFile(io.BytesIO(found.content)).namelist()
        )

    def test_word_file_of_somebody_else_is_left_to_the_user(self, second: bytes) -> None:
        own = io.BytesIO()
        docx.Document().save(own)
        assert renewed(own.getvalue(), second, CommentWords()) is None


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, case: Case) -> Path:
    """A workbook, and what was built of it in the folder beside it."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "exampleshire.xlsx").write_bytes(workbook_bytes(case.full.tables))
    smreport.build(folder / "exampleshire.xlsx", folder / "out")
    return folder


class TestBuilding:
    @pytest.fixture
    def workbook(self, tmp_path: Path, built: Path) -> Path:
        """The workbook, and a copy of what was built beside it."""
        shutil.copytree(built, tmp_path, dirs_exist_ok=True)
        return tmp_path / "exampleshire.xlsx"

    @pytest.mark.long
    def test_build_keeps_the_edit_and_the_edited_file_and_says_so(self, tmp_path: Path, workbook: Path) -> None:
        out = tmp_path / "out"
        mine = edited(edited((out / "strategy.docx").read_bytes(), add_a_sentence), change_the_cash)
        (out / "strategy.docx").write_bytes(mine)
        built = smreport.build(workbook, out, what_if=smreport.WhatIf(budget=150_000))
        assert (out / "strategy (1).docx").read_bytes() == mine
        assert built.kept == (out / "strategy (1).docx",)
        assert any("“Summary”" in remark for remark in built.remarks)
        assert "We are proud of it." in text_of_docx(out / "strategy.docx")
        assert "£150,000" in text_of_docx(out / "strategy.docx")
        (edit,) = built.edits
        assert (edit.file, edit.kind, edit.section) == ("strategy.docx", "changed", "Summary")
        assert any(edit.text.splitlines()[1] in remark for remark in built.remarks)

    @pytest.mark.long
    def test_one_that_was_only_styled_is_built_over(self, tmp_path: Path, workbook: Path) -> None:
        again = edited((tmp_path / "out" / "strategy.docx").read_bytes(), make_a_word_bold)
        (tmp_path / "out" / "strategy.docx").write_bytes(again)
        (tmp_path / "out" / "report.docx").unlink()
        arguments = ["build", str(workbook), "-o", str(tmp_path / "out"), "--budget", "150000", "--format", "json"]
        done = CliRunner().invoke(main, arguments)
        said = json.loads(done.stdout)
        assert (done.exit_code, said["edits"]) == (0, [])
        assert [Path(path).name for path in said["kept"]] == ["strategy (1).docx"]
        assert "£150,000" in text_of_docx(tmp_path / "out" / "strategy.docx")

    @pytest.mark.long
    def test_next_builds_keep_it_without_another_copy_until_force_writes_it_anew(
        self, tmp_path: Path, workbook: Path
    ) -> None:
        out = tmp_path / "out"
        (out / "strategy.docx").write_bytes(edited((out / "strategy.docx").read_bytes(), add_a_sentence))
        for _ in range(2):
            smreport.build(workbook, out)
        assert "We are proud of it." in text_of_docx(out / "strategy.docx")
        assert sorted(path.name for path in out.glob("*.docx")) == [
            "action-plan.docx", "report.docx", "strategy (1).docx", "strategy.docx",
        ]  # fmt: skip
        built = smreport.build(workbook, out, force=True)
        assert "We are proud of it." not in text_of_docx(out / "strategy.docx")
        assert "We are proud of it." in text_of_docx(built.kept[0])


def comments(content: bytes) -> list[str]:
    """The words of the comments that hang on something in the text."""
    word = docx.Document(io.BytesIO(content))
    hung = {mark.get(f"{W}id") for mark in word.element.body.iter(f"{W}commentReference")}
    return [comment.text for comment in word.comments if str(comment.comment_id) in hung]


def sections(content: bytes) -> Iterator[str]:
    word = docx.Document(io.BytesIO(content))
    for control in word.element.body.iterchildren(f"{W}sdt"):
        yield control.find(f"{W}sdtPr/{W}tag").get(f"{W}val").split(":")[1]


def test_section_that_the_council_adds_to_its_wording_comes_in_at_its_place(case: Case, first: bytes) -> None:
    tables = case.full.tables
    strategy: Any = tables.blueprint.wording["strategy"]
    listing = {
        "key": "rows",
        "sheet": "actions",
        "columns": ["action", "owner"],
        "heading": "All actions",
        "appendix": True,
    }
    places = [*strategy["section"][:-2], {**listing, "appendix": True}, *strategy["section"][-2:]]
    wording = {**tables.blueprint.wording, "strategy": {**strategy, "section": places}}
    results = replace(case.full, tables=replace(tables, blueprint=replace(tables.blueprint, wording=wording)))
    content = kept(edited(first, add_a_sentence), published(results).contents["strategy.docx"]).content
    assert list(sections(content))[-3:] == ["rows actions", "gaps", "provenance"]
    assert broken_rules(content) == []
