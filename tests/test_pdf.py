"""Documents as PDF: made by LibreOffice where it is there, a clear line where it is not."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from workbooks import EXAMPLES, example

from smreport.blueprint.model import Blueprint
from smreport.commands.pdf import as_pdf
from smreport.commands.publishing import DocumentOptions, published
from smreport.decision.results import decide
from smreport.errors import OutputRefused
from smreport.word.contents_pages import listed
from smreport.word.pdf_tags import STANDARD, alternative_texts, pages_in, with_alternative_text

STRATEGY = EXAMPLES / "illustrative" / "strategy.docx"
SIDES, MOST_OF_REPORT, MOST_OF_ANNEX = 8, 4, 2


def pages_of(program: Callable[[str], str], path: Path) -> list[str]:
    """The text of each page of a PDF."""
    command = [program("pdftotext"), "-layout", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    return text.split("\f")[:-1]


@pytest.fixture(scope="module")
def printed(
    program: Callable[[str], str], blueprint: Blueprint, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The illustrative papers as PDF, the exempt annex too."""
    program("soffice")
    folder = tmp_path_factory.mktemp("pdf")
    documents = {path.name: path.read_bytes() for path in sorted(STRATEGY.parent.glob("*.docx"))}
    results = decide(example(blueprint, "illustrative"))
    documents |= published(results, DocumentOptions(exempt=True)).exempt
    for name, content in as_pdf(documents).items():
        (folder / name).write_bytes(content)
    return {path.stem: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def pages(program: Callable[[str], str], printed: dict[str, Path]) -> list[str]:
    """The text of each page of the illustrative strategy."""
    return pages_of(program, printed["strategy"])


def test_main_part_of_the_example_takes_eight_sides_at_most_and_the_first_can_be_read_alone(pages: list[str]) -> None:
    starts = {
        heading: [number for number, page in enumerate(pages) if page.lstrip().startswith(heading)]
        for heading in ("Summary", "Appendix 1: ")
    }
    ((first,), (after,)) = starts.values()
    assert first == 1
    assert after - first <= SIDES
    assert all(words in pages[first] for words in ("In short:", "Figure 1", "proposed for the first wave"))


def test_report_of_the_example_takes_four_sides_at_most(
    program: Callable[[str], str], printed: dict[str, Path]
) -> None:
    """With seven open projects, and every question of Settings answered."""
    assert len(pages_of(program, printed["report"])) <= MOST_OF_REPORT


def test_exempt_annex_of_the_example_takes_two_sides_at_most(
    program: Callable[[str], str], printed: dict[str, Path]
) -> None:
    assert len(pages_of(program, printed["exempt-annex"])) <= MOST_OF_ANNEX


def test_every_page_says_which_of_how_many_it_is(pages: list[str]) -> None:
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, start=1))


def test_contents_list_says_on_which_page_each_heading_stands(pages: list[str], printed: dict[str, Path]) -> None:
    before = STRATEGY.read_bytes()
    entries = listed(before)
    lines = [" ".join(line.split()) for page in pages[:2] for line in page.splitlines()]
    with pikepdf.open(printed["strategy"]) as file:
        leads = leads_of(file)
    assert len(entries) > 15
    for entry in entries:
        number = next(
            line.removeprefix(entry).strip() for line in lines if re.fullmatch(rf"{re.escape(entry)}\ \d+", line)
        )
        headings = [line.strip() for line in pages[int(number) - 1].splitlines()]
        assert entry in " ".join(headings)
        assert int(number) in leads
    assert STRATEGY.read_bytes() == before


def leads_of(file: pikepdf.Pdf) -> list[int]:
    """The pages to which the links of the first two pages lead."""
    numbers = {page.objgen: number for number, page in enumerate(file.pages, start=1)}
    links = [note for page in file.pages[:2] for note in page.get("/Annots", [])]
    return [numbers[link.Dest[0].objgen] for link in links if "/Dest" in link]


def test_contents_list_stays_without_numbers_where_a_heading_is_not_among_the_bookmarks(
    printed: dict[str, Path],
) -> None:
    pdf = printed["strategy"].read_bytes()
    entries = listed(STRATEGY.read_bytes())
    assert len(pages_in(pdf, entries)) == len(entries)
    assert pages_in(pdf, [*entries, "A heading of nobody's"]) == ()
    assert listed((STRATEGY.parent / "report.docx").read_bytes()) == ()


def test_references_to_tables_and_appendices_are_drawn(pages: list[str]) -> None:
    text = " ".join(" ".join(pages).split())
    assert "(see Appendix" in text or "See Appendix" in text
    assert "See ." not in text


def tags_under(kid: Any) -> Iterator[Any]:
    if isinstance(kid, pikepdf.Array):
        for inner in kid:
            yield from tags_under(inner)
    elif isinstance(kid, pikepdf.Dictionary):
        yield from [kid] if "/S" in kid else []
        yield from tags_under(kid.get("/K"))


def test_the_rules_for_readable_pdf_that_can_be_checked_are_kept(printed: dict[str, Path]) -> None:
    assert sorted(printed) == ["action-plan", "exempt-annex", "report", "review-2028", "review-2029", "strategy"]
    for path in printed.values():
        report = pdfua.validate(str(path))
        assert [(finding.rule_id, finding.message) for finding in report.findings] == []


def test_figures_say_what_they_show_and_nothing_else_is_a_figure(printed: dict[str, Path]) -> None:
    wanted = alternative_texts(STRATEGY.read_bytes())
    assert len(wanted) == 3
    with pikepdf.open(printed["strategy"]) as file:
        tree = file.Root.StructTreeRoot
        figures = [tag for tag in tags_under(tree.K) if tag.S == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == wanted
        assert not STANDARD & set(tree.RoleMap.keys())
        notes = {str(note.Subtype) for page in file.pages for note in page.get("/Annots", [])}
        assert notes == {"/Link"}  # no comments
        assert str(file.Root.Lang) == "en-GB"


def test_figures_that_cannot_be_matched_get_no_text(printed: dict[str, Path]) -> None:
    without = (STRATEGY.parent / "report.docx").read_bytes()
    with pikepdf.open(io.BytesIO(with_alternative_text(printed["strategy"].read_bytes(), without))) as file:
        figures = [tag for tag in tags_under(file.Root.StructTreeRoot.K) if tag.S == "/Figure"]
    assert len(figures) == 3
    assert alternative_texts(without) == []


def test_machine_without_libreoffice_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputRefused, match=r"needs LibreOffice.*libreoffice\.org"):
        as_pdf({"strategy.docx": STRATEGY.read_bytes()})


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for LibreOffice")
def test_libreoffice_that_comes_to_no_end_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexec sleep 2\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("smreport.commands.pdf._SECONDS", 0.1)
    with pytest.raises(OutputRefused, match="timed out"):
        as_pdf({"report.docx": (STRATEGY.parent / "report.docx").read_bytes()})
