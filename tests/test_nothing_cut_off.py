"""Papers in which all words are longer by two fifths: on the pages no text is cut off."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from made_up import CLOSE, FROM_THE_LEFT, LANGUAGE, OPEN, TYPED, TYPED_END, typed, write_made_up
from workbooks import EXAMPLES

import smreport
from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.templates import load
from smreport.commands.pdf import as_pdf
from smreport.commands.publishing import DocumentOptions, published
from smreport.decision.results import decide
from smreport.words import speaking

pytestmark = pytest.mark.long

BRACKETS = OPEN + CLOSE + TYPED + TYPED_END
T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
P = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"


@pytest.fixture(scope="module")
def papers(program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """The illustrative papers in the made-up language as Word files and as PDF."""
    program("soffice")
    folder = tmp_path_factory.mktemp("papers")
    smreport.copy_template("social_media", folder / "template")
    write_made_up(folder / "template", FROM_THE_LEFT)
    blueprint = load(folder / "template", LANGUAGE)
    answers = typed(read_answers(EXAMPLES / "illustrative" / "answers.toml"), load("social_media"))
    with speaking(blueprint.tongue):
        done = published(decide(tables_from(blueprint, answers, "w.xlsx")), DocumentOptions())
        documents = {name: content for name, content in done.contents.items() if name.endswith(".docx")}
        printed = as_pdf(documents)
    found = {}
    for number, (name, content) in enumerate(documents.items()):
        word, pdf = folder / f"{number}.docx", folder / f"{number}.pdf"
        word.write_bytes(content)
        pdf.write_bytes(printed[str(Path(name).with_suffix(".pdf"))])
        found[name] = word, pdf
    return found


def on_pages(program: Callable[[str], str], path: Path) -> str:
    command = [program("pdftotext"), "-layout", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def paragraphs(path: Path) -> list[str]:
    return ["".join(text.text or "" for text in one.iter(T)) for one in docx.Document(str(path)).element.body.iter(P)]


def test_each_text_stands_on_the_pages_to_its_end(
    papers: dict[str, tuple[Path, Path]], program: Callable[[str], str]
) -> None:
    assert len(papers) >= 3
    for name, (word, pdf) in papers.items():
        written, shown = Counter("".join(paragraphs(word))), Counter(on_pages(program, pdf))
        assert written[CLOSE] > 100, name
        assert {sign: written[sign] for sign in BRACKETS if shown[sign] < written[sign]} == {}, name
