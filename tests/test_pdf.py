"""Documents as PDF: made by LibreOffice where it is there, a clear line where it is not."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from workbooks import EXAMPLES

from smreport.commands.pdf import as_pdf
from smreport.errors import OutputRefused

STRATEGY = EXAMPLES / "illustrative" / "strategy.docx"
REPORT = EXAMPLES / "illustrative" / "report.docx"
SIDES, MOST_OF_REPORT = 8, 4


def pages_of(program: Callable[[str], str], document: Path, folder: Path) -> list[str]:
    """The text of each page of a document, as LibreOffice prints it."""
    path = folder / f"{document.stem}.pdf"
    path.write_bytes(as_pdf({document.name: document.read_bytes()})[path.name])
    command = [program("pdftotext"), "-layout", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    return text.split("\f")[:-1]


@pytest.fixture(scope="module")
def pages(program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page of the illustrative strategy."""
    program("soffice")
    return pages_of(program, STRATEGY, tmp_path_factory.mktemp("pdf"))


def test_main_part_of_the_example_takes_eight_sides_at_most_and_the_first_can_be_read_alone(pages: list[str]) -> None:
    starts = {
        heading: [number for number, page in enumerate(pages) if page.lstrip().startswith(heading)]
        for heading in ("Summary", "Appendix 1: ")
    }
    ((first,), (after,)) = starts.values()
    assert first == 1
    assert after - first <= SIDES
    assert all(words in pages[first] for words in ("In short:", "Figure 1", "proposed for the first wave"))


def test_report_of_the_example_takes_four_sides_at_most(program: Callable[[str], str], tmp_path: Path) -> None:
    """With seven open projects, and every question of Settings answered."""
    program("soffice")
    assert len(pages_of(program, REPORT, tmp_path)) <= MOST_OF_REPORT


def test_every_page_says_which_of_how_many_it_is(pages: list[str]) -> None:
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, start=1))


def test_references_to_tables_and_appendices_are_drawn(pages: list[str]) -> None:
    text = " ".join(" ".join(pages).split())
    assert "(see Appendix" in text or "See Appendix" in text
    assert "See ." not in text


def test_machine_without_libreoffice_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputRefused, match=r"needs LibreOffice.*libreoffice\.org"):
        as_pdf({"strategy.docx": STRATEGY.read_bytes()})
